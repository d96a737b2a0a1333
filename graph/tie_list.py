"""The ties of an actor as a connection: outgoing ones first, each side by the other actor's name."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from graph.errors import BadUserInput
from graph.fields import live
from graph.selection import Selection
from graph.vocabulary import TieDirection, TieType

if TYPE_CHECKING:
    from graph.projection import Projection

_SEPARATOR: Final = "|"


def sides(direction: str | None, types: Iterable[str] | None = None) -> dict[str, str]:
    """For each side that a direction means (None: both) the pattern of a tie `{t}` to the actor `{x}`; of any type for None."""
    asked = direction or TieDirection.BOTH.value
    named = "|".join(types or (tie.value for tie in TieType))
    patterns = {
        TieDirection.OUT.value: f"({{n}})-[{{t}}:{named}]->({{x}}:Actor)",
        TieDirection.IN.value: f"({{x}}:Actor)-[{{t}}:{named}]->({{n}})",
    }
    return {side: pattern for side, pattern in patterns.items() if asked in (side, TieDirection.BOTH.value)}


class TieList:
    """Compiles one selection of `ties`: one directed subquery a side, since ArcadeDB can't tell the ends of an undirected one.

    A cursor holds the side and what the side is ordered by. The database puts it together, so it is text that people could read.
    Raises `BadUserInput` for a cursor that isn't one.
    """

    def __init__(self, selection: Selection, variable: str, projection: "Projection", *, first: str) -> None:
        self._projection = projection
        self._selection = selection
        self._variable = variable
        self._first = first
        self._all = sides(selection.arguments.get("direction"), selection.arguments.get("types"))
        after = selection.arguments.get("after")
        self._start = None if after is None else _position(after, self._all)
        self._left = list(self._all) if self._start is None else list(self._all)[list(self._all).index(self._start[0]) :]

    def text(self) -> str:
        """The projection of the connection."""
        parts: Mapping[str, Callable[[Selection], str]] = {
            "totalCount": lambda _: self._count(list(self._all), after=False),
            "pageInfo": self._page_info,
            "nodes": lambda s: self._rows(lambda _side, x, _t: self._projection.node(s.children, x)),
            "edges": lambda s: self._rows(
                lambda side, x, t: self._projection.tie_edge(s.below("TieEdge"), t, node=x, cursor=_cursor(side, x, t))
            ),
        }
        entries = (f"`{s.key}`: {parts[s.name](s)}" for s in self._selection.below("TieConnection"))
        return f"{self._variable}{{{', '.join(entries)}}}"

    def _rows(self, row: Callable[[str, str, str], str]) -> str:
        """The page, each entry as *row* projects the side, the other actor and the tie."""
        parts: list[str] = []
        for side in self._left:
            x, t = self._projection.variable(), self._projection.variable()
            parts.append(
                f"COLLECT {{ {self._match(side, x, t, after=True)} WITH {x}, {t} ORDER BY {x}.sortName, {x}.id, {t}.id "
                f"LIMIT {self._first} RETURN {row(side, x, t)} AS {x} }}"
            )
        return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})[0..{self._first}]"

    def _count(self, sides: list[str], *, after: bool) -> str:
        counts: list[str] = []
        for side in sides:
            x, t = self._projection.variable(), self._projection.variable()
            counts.append(f"COUNT {{ {self._match(side, x, t, after=after)} }}")
        return " + ".join(counts)

    def _page_info(self, selection: Selection) -> str:
        parts: Mapping[str, Callable[[], str]] = {
            "hasNextPage": lambda: f"{self._count(self._left, after=True)} > {self._first}",
            "hasPreviousPage": lambda: "false" if self._start is None else "true",
            "startCursor": lambda: f"head({self._rows(_cursor)})",
            "endCursor": lambda: f"last({self._rows(_cursor)})",
        }
        entries = (f"`{s.key}`: {parts[s.name]()}" for s in selection.below("PageInfo"))
        return f"{self._variable}{{{', '.join(entries)}}}"

    def _match(self, side: str, x: str, t: str, *, after: bool) -> str:
        conditions = [live(x), live(t)]
        if after and self._start is not None and side == self._start[0]:
            name, actor, tie = (self._projection.parameter(part) for part in self._start[1:])
            within = f"{x}.id > {actor} OR ({x}.id = {actor} AND {t}.id > {tie})"
            conditions.append(f"({x}.sortName > {name} OR ({x}.sortName = {name} AND ({within})))")
        return f"MATCH {self._all[side].format(n=self._variable, x=x, t=t)} WHERE {' AND '.join(conditions)}"


def _cursor(side: str, x: str, t: str) -> str:
    return f"'{side}{_SEPARATOR}' + {x}.sortName + '{_SEPARATOR}' + {x}.id + '{_SEPARATOR}' + {t}.id"


def _position(after: str, sides: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Side, name, actor and tie of a cursor."""
    side, _, rest = after.partition(_SEPARATOR)
    # The name may hold the separator; ids don't.
    name_actor_tie = rest.rsplit(_SEPARATOR, 2)
    if side not in sides or len(name_actor_tie) != 3:
        raise BadUserInput(f"`after` of `ties` is not a cursor of this list: {after!r}.", argument="after", value=after)
    return side, *name_actor_tie  # type: ignore[return-value]
