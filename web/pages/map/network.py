"""The network picture: actors in lanes by what they are, ties as straight and 45° lines between them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from graph.ties import LEADING_TYPES

Row = Mapping[str, Any]

LANES: Final = ("site", "labour", "chambers", "beyond")
_LANE_OF: Final = {
    "JOBCENTER": 1,
    "EMPLOYMENT_AGENCY": 1,
    "INTEGRATION_POINT": 1,
    "CHAMBER_IHK": 2,
    "CHAMBER_HWK": 2,
    "RECOGNITION_BODY": 3,
    "REGIONAL_DIRECTORATE": 3,
    "MINISTRY": 3,
    "REGIONAL_DEVELOPMENT_OFFICE": 3,
    "REGIONAL_AGENCY": 3,
    "CHAMBER_ASSOCIATION": 3,
    "NETWORK": 3,
    "PROGRAMME": 3,
    "PROJECT": 3,
}
CENTRAL: Final = frozenset({"DELEGATES_TO", "PART_OF_ACTOR", "FUNDS", "CARRIED_BY", "HOSTED_BY"})
"""Ties whose far end belongs into the picture of a region wherever it is: a body that decides for all, who pays, who carries."""

MOST: Final = 32
"""The most actors that a picture shows; those with the fewest ties are only in the table."""

_LANE: Final = 284
_LEFT: Final = 60
_TOP: Final = 118
_ROW: Final = 112
_STAGGER: Final = 20
_LETTERS: Final = 26
_LINES: Final = 3
_CORNER: Final = 12


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in the network: a key, a name, what it is (a type of organization, or a kind of actor)."""

    key: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie from one to another, with what is known about it. *checked*: somebody has looked."""

    source: Who
    target: Who
    type: str
    checked: bool
    legal_basis: str | None = None
    conditions: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody at a point of the picture; the name in `lines`. *splits*: without it the network falls apart."""

    who: Who
    x: int
    y: int
    lines: tuple[str, ...]
    splits: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """`paths`: (kind of stroke, `d`), of strokes `refer`, `refer soft`, `with` and `with soft`. *left_out*: how many aren't drawn."""

    width: int
    height: int
    lanes: tuple[tuple[str, int], ...]
    nodes: tuple[Node, ...]
    paths: tuple[tuple[str, str], ...]
    left_out: int

    def has(self, kind: str) -> bool:
        """Whether there is a stroke of this kind."""
        return any(drawn == kind for drawn, _ in self.paths)

    @property
    def splitting(self) -> bool:
        """Whether somebody holds the network together."""
        return any(node.splits for node in self.nodes)


def ties_in(actors: Sequence[Row]) -> list[Tie]:
    """The ties between *actors*, and those to the outside that say who decides, pays or carries; each once, by name."""
    here = {actor["slug"] for actor in actors}
    found: dict[tuple[str, str, str, str | None], Tie] = {}
    for actor in actors:
        for edge in actor["ties"]["edges"]:
            if edge["node"]["slug"] in here or edge["type"] in CENTRAL:
                tie = Tie(
                    who_of(actor), who_of(edge["node"]), edge["type"], edge["provenance"]["status"] == "VERIFIED",
                    edge["legalBasis"], edge["conditions"],
                )  # fmt: skip
                found.setdefault((tie.source.key, tie.target.key, tie.type, tie.conditions), tie)
    return sorted(found.values(), key=lambda tie: (tie.source.name, tie.target.name, tie.type, tie.conditions or ""))


def who_of(actor: Row) -> Who:
    """An actor of a response."""
    return Who(actor["slug"], actor["name"], actor.get("type") or actor["kind"])


def kinds_tied(overview: Row, names: Callable[[str], str]) -> tuple[list[Who], list[Tie]]:
    """The kinds of a `NetworkOverview` as if each were an actor, and their ties. names: what a kind is called."""
    counts = {kind["type"]: kind["count"] for kind in overview["kinds"]}

    def who(type_: str) -> Who:
        return Who(type_, f"{names(type_)} ({counts[type_]})" if type_ in counts else names(type_), type_)

    ties = [
        Tie(who(flow["source"]), who(flow["target"]), "REFERS_TO" if flow["leading"] else "COOPERATES_WITH", checked=True)
        for flow in overview["flows"]
        if flow["source"] != flow["target"]
    ]
    return [who(type_) for type_ in counts], ties


def picture_of(everybody: Iterable[Who], ties: Sequence[Tie], *, splitting: Iterable[str] = ()) -> Picture | None:
    """The picture of *everybody* and the ends of *ties*; None without ties. splitting: keys of those who hold the network together."""
    if not ties:
        return None
    degree: dict[str, int] = defaultdict(int)
    people = {who.key: who for who in everybody}
    for tie in ties:
        for who in (tie.source, tie.target):
            people.setdefault(who.key, who)
            degree[who.key] += 1
    # Who is tied to nobody is in the table of actors; a picture of ties has nothing to say about it.
    ranked = sorted((key for key in people if degree[key]), key=lambda key: (-degree[key], key))
    shown = {key: people[key] for key in ranked[:MOST]}
    drawn = [tie for tie in ties if tie.source.key in shown and tie.target.key in shown]
    lanes = _ordered(shown, drawn)
    used = [lane for lane in range(len(LANES)) if lanes[lane]]
    at: dict[str, tuple[int, int]] = {}
    for place, lane in enumerate(used):
        for n, key in enumerate(lanes[lane]):
            at[key] = (_LEFT + place * _LANE, _TOP + n * _ROW + place * _STAGGER)
    split = set(splitting)
    nodes = tuple(Node(shown[key], x, y, _lines(shown[key].name), key in split) for key, (x, y) in at.items())
    return Picture(
        width=_LEFT + len(used) * _LANE,
        height=max(y for _, y in at.values()) + 40,
        lanes=tuple((LANES[lane], place * _LANE) for place, lane in enumerate(used)),
        nodes=nodes,
        paths=_paths(drawn, at),
        left_out=len(ranked) - len(shown),
    )


def _ordered(shown: Mapping[str, Who], ties: Sequence[Tie]) -> list[list[str]]:
    """Each lane's keys, so that those who are tied stand near to each other: twice by the mean place of their neighbours."""
    lanes: list[list[str]] = [[] for _ in LANES]
    for key in sorted(shown, key=lambda key: shown[key].name):
        lanes[_LANE_OF.get(shown[key].type, 0)].append(key)
    near: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        near[tie.source.key].add(tie.target.key)
        near[tie.target.key].add(tie.source.key)
    for _ in range(2):
        for lane in lanes:
            place = {key: n for some in lanes for n, key in enumerate(some)}
            mean = {key: sum(place[other] for other in near[key]) / max(1, len(near[key])) for key in lane}
            lane[:] = [key for _, _, key in sorted((mean[key], shown[key].name, key) for key in lane)]
    return lanes


def _paths(ties: Sequence[Tie], at: Mapping[str, tuple[int, int]]) -> tuple[tuple[str, str], ...]:
    """Strokes between pairs, what is checked on top. Whoever starts has a vertical line of its own beside its lane."""
    pairs: dict[tuple[str, str, str], bool] = {}
    for tie in ties:
        a, b = sorted((tie.source.key, tie.target.key), key=lambda key: at[key])
        kind = "refer" if tie.type in LEADING_TYPES else "with"
        pairs[a, b, kind] = pairs.get((a, b, kind), False) or tie.checked
    channels = _channels(pairs, at)
    strokes = [
        (kind if checked else f"{kind} soft", _route(at[a], at[b], channels[a, kind, at[a][0] == at[b][0]]))
        for (a, b, kind), checked in pairs.items()
    ]
    order = ("with soft", "with", "refer soft", "refer")
    return tuple(sorted(strokes, key=lambda stroke: order.index(stroke[0])))


def _channels(pairs: Iterable[tuple[str, str, str]], at: Mapping[str, tuple[int, int]]) -> dict[tuple[str, str, bool], int]:
    """The x of the vertical line of each (start, kind, whether it stays in its lane)."""
    by_lane: dict[tuple[int, bool], dict[tuple[str, str, bool], None]] = defaultdict(dict)
    for a, b, kind in sorted(pairs, key=lambda pair: (at[pair[0]], pair[2])):
        same = at[a][0] == at[b][0]
        by_lane[at[a][0], same][a, kind, same] = None
    found: dict[tuple[str, str, bool], int] = {}
    for (x, same), some in by_lane.items():
        step = min(9.0, (26 if same else 52) / len(some))
        for n, one in enumerate(some):
            found[one] = round(x - 24 - n * step) if same else round(x + _LANE - 34 - n * step)
    return found


def _route(start: tuple[int, int], end: tuple[int, int], channel: int) -> str:
    """From *start* along its row to the channel, up or down in it, and along the row of *end*; corners are cut at 45°."""
    (x1, y1), (x2, y2) = start, end
    cut = min(_CORNER, abs(y2 - y1) // 2)
    down = cut if y2 > y1 else -cut
    out = cut if channel > x1 else -cut
    back = cut if x2 > channel else -cut
    return f"M{x1} {y1}H{channel - out}L{channel} {y1 + down}V{y2 - down}L{channel + back} {y2}H{x2}"


def _lines(name: str) -> tuple[str, ...]:
    lines = wrap(name, _LETTERS, break_on_hyphens=True)
    return tuple(lines[:_LINES]) if len(lines) <= _LINES else (*lines[: _LINES - 1], f"{lines[_LINES - 1][: _LETTERS - 1]}…")
