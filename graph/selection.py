"""What a question asks to see, free of GraphQL: response keys, field names, arguments, and what is below them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Selection:
    """One selected field. *children* lists what is selected below it for each concrete type that can stand there.

    Equal selections compile to equal text. Fragments, aliases, `@skip` and `@include` are already resolved.
    """

    key: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    children: "Children" = field(default_factory=dict)

    def below(self, type_name: str) -> tuple["Selection", ...]:
        """What is selected on *type_name*; nothing if that type can't stand here."""
        return self.children.get(type_name, ())

    @property
    def only(self) -> tuple["Selection", ...]:
        """What is selected below a field whose type is one object type."""
        return next(iter(self.children.values()), ())


Children = Mapping[str, tuple[Selection, ...]]


class KeptChildren(dict[str, tuple[Selection, ...]]):
    """Children that are asked for again and again. *compiled*: what `graph.projection` has made of them, kept as long as they are."""

    __slots__ = ("compiled",)

    def __init__(self, given: Children) -> None:
        super().__init__(given)
        self.compiled: dict[Any, Any] = {}


def fields_named(selections: tuple[Selection, ...], *names: str) -> tuple[Selection, ...]:
    """The selections of *names*, in the order of the document; more than one where aliases repeat a field."""
    return tuple(selection for selection in selections if selection.name in names)


def node_selections(selections: tuple[Selection, ...]) -> list[Selection]:
    """Where a connection selects its nodes: in `nodes`, and in the `node` of its `edges`."""
    in_edges = (node for edges in fields_named(selections, "edges") for node in fields_named(edges.only, "node"))
    return [*fields_named(selections, "nodes"), *in_edges]


def shaped(selections: tuple[Selection, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """A response object from *values* by field name; a callable value is given its `Selection`."""
    return {s.key: _value(s, values[s.name]) for s in selections}


def _value(selection: Selection, value: Any | Callable[[Selection], Any]) -> Any:
    return value(selection) if callable(value) else value
