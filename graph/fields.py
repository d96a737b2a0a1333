"""How a field of a node is declared: what kinds of field there are, and when a fact holds.

`{n}` in a pattern is the node the field belongs to, `{x}` the node at the other end, `{t}` the relationship between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from graph.vocabulary import Visibility

FIRST_DAY: Final = "0001-01-01"
LAST_DAY: Final = "9999-12-31"
MOST: Final = 100
"""The most entries any list holds."""
OLDEST: Final = 120
"""Years that somebody can be old."""


ValueType: TypeAlias = type[str] | type[int] | type[float] | type[date]
"""What a value is; a vocabulary is a kind of text."""


@dataclass(frozen=True, slots=True)
class Property:
    """A stored value, ready to send. *derived* ones are written by the loader, the others by people."""

    name: str
    type: ValueType = str
    many: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A value computed by the statement from `{n}`, `$asOf` and `$today`. *type* is what it gives."""

    text: str
    type: ValueType = str


@dataclass(frozen=True, slots=True)
class Localized:
    """Text kept in several languages as `<stem>De`, `<stem>En`, …; what is missing is answered in German and says so."""

    stem: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """Fields of the same node, grouped under one name."""

    type: str


@dataclass(frozen=True, slots=True)
class Related:
    """Nodes at the other end of a *pattern*, live on `$asOf`, in a fixed *order* and bounded.

    *arguments*: for each GraphQL argument the predicate that it adds; `{value}` is its parameter.
    *distinct* where the pattern can reach a node twice; *whenever* where the other end may hold before or after that day, too.
    """

    pattern: str
    target: str
    order: tuple[str, ...] = ("sortName", "id")
    many: bool = True
    first: int = MOST
    distinct: bool = False
    whenever: bool = False
    arguments: dict[str, str] = field(default_factory=dict)

    def conditions(self, other: str, tie: str, *, dated: bool) -> list[str]:
        """The predicates that the *other* end, if its kind is *dated*, and the *tie* to it may be shown."""
        shown = seen if self.whenever else live
        return [*([shown(other)] if dated else []), *([shown(tie)] if "{t}" in self.pattern else [])]


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of an actor as a connection; see `graph.tie_list`."""


Field = Property | Expression | Localized | Embedded | Related | Ties


@dataclass(frozen=True, slots=True)
class NodeType:
    """A kind of node: its *label* carries the unique `id`; *dated* kinds have validity and visibility."""

    name: str
    label: str
    fields: dict[str, Field]
    dated: bool = True


def live(variable: str) -> str:
    """The predicate that a dated node or relationship holds on `$asOf` and may be seen by everybody."""
    return f"{variable}.validFrom <= $asOf AND {variable}.validTo > $asOf AND {seen(variable)}"


def seen(variable: str) -> str:
    """The predicate that a dated node or relationship may be seen by everybody, whenever it holds."""
    return f"{variable}.visibility = '{Visibility.PUBLIC.value}'"


SITUATION: Final = {"occupationGroup": "occupationGroups", "legalRegime": "legalRegimes", "targetGroup": "targetGroups"}
"""What a situation, or a tie, states one of, and the list of those that a responsibility holds for; beside these there is the age."""


def fits(variable: str, *, many: bool) -> str:
    """The predicate that the situation in the parameters `$occupationGroup`, … and `$age` excludes no responsibility (*many*) or tie.

    What isn't stated, there or in the situation (null), excludes nothing.
    """
    v = variable
    held = "size({v}.{several}) = 0 OR ${one} IN {v}.{several}" if many else "{v}.{one} IS NULL OR {v}.{one} = ${one}"
    terms = (f"(${one} IS NULL OR {held.format(v=v, one=one, several=several)})" for one, several in SITUATION.items())
    age = f"($age IS NULL OR (({v}.ageMin IS NULL OR {v}.ageMin <= $age) AND ({v}.ageMax IS NULL OR {v}.ageMax >= $age)))"
    return " AND ".join([*terms, age])


def situation_parameters(situation: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that `fits` reads."""
    return {name: situation.get(name) for name in (*SITUATION, "age")}
