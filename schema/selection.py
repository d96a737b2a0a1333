"""From GraphQL's selected fields to the graph's own `Selection`: aliases, fragments, directives and variables end here."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import strawberry
from graphql import GraphQLIncludeDirective, GraphQLObjectType, GraphQLResolveInfo, GraphQLSkipDirective, get_named_type
from graphql.execution.values import get_argument_values, get_directive_values

from graph.selection import Selection
from schema.fields import Fields, Nodes, response_key


def question(info: strawberry.Info) -> Selection:
    """The current root field with everything selected below it. Repeated parts are walked once, however often they are spread."""
    raw = info._raw_info
    return _Walk(raw).selection(raw.parent_type, tuple(raw.field_nodes))


class _Walk:
    def __init__(self, info: "GraphQLResolveInfo[Any]") -> None:
        self._variables = info.variable_values
        self._fields = Fields(info.schema, info.fragments, self._included)
        self._seen: dict[tuple[str, tuple[int, ...]], tuple[Selection, ...]] = {}

    def selection(self, parent: GraphQLObjectType, nodes: Nodes) -> Selection:
        node = nodes[0]
        field = parent.fields[node.name.value]
        arguments = get_argument_values(field, node, self._variables)
        children = {
            possible.name: self._below(possible, nodes)
            for possible in self._fields.possible(get_named_type(field.type))
            if node.selection_set
        }
        return Selection(response_key(node), node.name.value, {name: _plain(value) for name, value in arguments.items()}, children)

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
