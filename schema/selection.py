"""From GraphQL's selected fields to the graph's own `Selection`: aliases, fragments, directives and variables end here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final
from weakref import finalize

import strawberry
from graphql import (
    FieldNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    Undefined,
    get_named_type,
)
from graphql.execution.values import get_argument_values, get_directive_values

from graph.selection import Children, KeptChildren, Selection
from schema.fields import Fields, Nodes, response_key, variables_below

_MOST: Final = 500
"""How many selected fields are kept for one root field, over all values of the variables below it."""
_VARIANTS: Final = 4
"""For how many sets of conditions at the root."""
_LONGEST: Final = 1_000
"""How long these values may be, written out."""


@dataclass
class RootInfo(strawberry.Info[Any, Any]):
    """What the function behind a root field is given: beside the usual, its *arguments*, coerced."""

    arguments: Mapping[str, Any]


def question(info: strawberry.Info[Any, Any]) -> Selection:
    """The current root field with everything selected below it. What doesn't depend on its own arguments is made once and kept."""
    assert isinstance(info, RootInfo), "only root fields are functions, and are called with these"
    raw = info._raw_info
    nodes = tuple(raw.field_nodes)
    return _selected(nodes[0], info.arguments, _children(_Walk(raw), raw, nodes))


@dataclass(slots=True)
class _Kept:
    """What is selected below a root field: the *variables* there, and by their values the *children*."""

    variables: tuple[str, ...]
    children: dict[str, KeptChildren] = field(default_factory=dict)
    fields: int = 0


# By the ids of a root field's nodes: the first one, whose end ends what is kept, and the others, which live as long as it does.
# Not by the nodes themselves: two are equal when they read alike, and what their fragments hold may differ.
kept_selections: dict[int, dict[tuple[int, ...], _Kept]] = {}


def _children(walk: "_Walk", raw: "GraphQLResolveInfo[Any]", nodes: Nodes) -> Children:
    of_node = kept_selections.get(id(nodes[0]))
    if of_node is None:
        of_node = kept_selections[id(nodes[0])] = {}
        finalize(nodes[0], kept_selections.pop, id(nodes[0])).atexit = False
    place = tuple(map(id, nodes[1:]))
    kept = of_node.get(place)
    if kept is None:
        kept = _Kept(variables_below(nodes, raw.fragments))
        if len(of_node) < _VARIANTS:
            of_node[place] = kept
    given = raw.variable_values.coerced
    values = repr([given.get(name, Undefined) for name in kept.variables]) if kept.variables else ""
    children = kept.children.get(values)
    if children is None:
        children = walk.children(raw.parent_type, nodes)
        if kept.fields + walk.made <= _MOST and len(values) <= _LONGEST:
            kept.children[values] = children
            kept.fields += walk.made
    return children


class _Walk:
    def __init__(self, info: "GraphQLResolveInfo[Any]") -> None:
        self._variables = info.variable_values
        self._fields = Fields(info.schema, info.fragments, self._included)
        self.made = 0
        self._seen: dict[tuple[str, tuple[int, ...]], tuple[Selection, ...]] = {}

    def selection(self, parent: GraphQLObjectType, nodes: Nodes) -> Selection:
        self.made += 1
        node = nodes[0]
        arguments = get_argument_values(parent.fields[node.name.value], node, self._variables)
        return _selected(node, arguments, self.children(parent, nodes))

    def children(self, parent: GraphQLObjectType, nodes: Nodes) -> KeptChildren:
        type_ = get_named_type(parent.fields[nodes[0].name.value].type)
        return KeptChildren({possible.name: self._below(possible, nodes) for possible in self._fields.possible(type_)})

    def _below(self, type_: GraphQLObjectType, nodes: Nodes) -> tuple[Selection, ...]:
        place = (type_.name, tuple(id(node) for node in nodes))
        if place not in self._seen:
            fields = self._fields.below(type_, nodes).values()
            self._seen[place] = tuple(self.selection(type_, same) for same in fields if same[0].name.value != "__typename")
        return self._seen[place]

    def _included(self, node: Any) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])


def _selected(node: FieldNode, arguments: Mapping[str, Any], children: Children) -> Selection:
    return Selection(response_key(node), node.name.value, {name: _plain(value) for name, value in arguments.items()}, children)


def _plain(value: Any) -> Any:
    """Enum members by their value, dates as ISO text: what travels to the database as a parameter."""
    match value:
        case Enum():
            return str(value.value)
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _:
            return value
