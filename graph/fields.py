"""How a field of a node is declared: what kinds of field there are, and when a fact holds.

`{n}` in a pattern is the node the field belongs to, `{x}` the node at the other end, `{t}` the relationship between them.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from graph.vocabulary import Visibility

FIRST_DAY: Final = "0001-01-01"
LAST_DAY: Final = "9999-12-31"
MOST: Final = 100
"""The most entries any list holds."""


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
    *distinct* where the pattern can reach a node twice.
    """

    pattern: str
    target: str
    order: tuple[str, ...] = ("sortName", "id")
    many: bool = True
    first: int = MOST
    distinct: bool = False
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties of an actor as a connection; see `graph.projection`."""


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
    return f"{variable}.validFrom <= $asOf AND {variable}.validTo > $asOf AND {variable}.visibility = '{Visibility.PUBLIC.value}'"
