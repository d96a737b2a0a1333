"""From GraphQL's selected fields to the graph's own `Selection`: aliases, fragments, directives and variables end here."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

import strawberry
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    GraphQLUnionType,
    InlineFragmentNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import get_argument_values, get_directive_values

from graph.selection import Selection


def question(info: strawberry.Info) -> Selection:
    """The current root field with everything selected below it. Repeated parts are walked once, however often they are spread."""
    raw = info._raw_info
    return _Walk(raw).selection(raw.parent_type, tuple(raw.field_nodes))


class _Walk:
    def __init__(self, info: "GraphQLResolveInfo[Any]") -> None:
        self._info = info
        self._seen: dict[tuple[str, tuple[int, ...]], tuple[Selection, ...]] = {}

    def selection(self, parent: GraphQLObjectType, nodes: tuple[FieldNode, ...]) -> Selection:
        node = nodes[0]
        field = parent.fields[node.name.value]
        arguments = get_argument_values(field, node, self._info.variable_values)
        children = {
            possible.name: self._below(possible, nodes) for possible in self._possible(get_named_type(field.type)) if node.selection_set
        }
        return Selection(_key(node), node.name.value, {name: _plain(value) for name, value in arguments.items()}, children)

    def _below(self, type_: GraphQLObjectType, nodes: tuple[FieldNode, ...]) -> tuple[Selection, ...]:
        place = (type_.name, tuple(id(node) for node in nodes))
        if place not in self._seen:
            fields: dict[str, list[FieldNode]] = {}
            for node in nodes:
                if node.selection_set:
                    for child in self._fields(type_, node.selection_set):
                        fields.setdefault(_key(child), []).append(child)
            self._seen[place] = tuple(self.selection(type_, tuple(same)) for same in fields.values())
        return self._seen[place]

    def _fields(self, type_: GraphQLObjectType, selections: SelectionSetNode) -> Iterator[FieldNode]:
        visited: set[str] = set()
        stack = list(reversed(selections.selections))
        while stack:
            node = stack.pop()
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                if node.name.value != "__typename":
                    yield node
            elif isinstance(node, InlineFragmentNode):
                if self._applies(type_, node.type_condition.name.value if node.type_condition else None):
                    stack.extend(reversed(node.selection_set.selections))
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._info.fragments[node.name.value]
                if self._applies(type_, fragment.type_condition.name.value):
                    stack.extend(reversed(fragment.selection_set.selections))

    def _possible(self, type_: object) -> Iterable[GraphQLObjectType]:
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._info.schema.get_possible_types(type_)
        return (type_,) if isinstance(type_, GraphQLObjectType) else ()

    def _applies(self, type_: GraphQLObjectType, condition: str | None) -> bool:
        return condition is None or any(possible is type_ for possible in self._possible(self._info.schema.type_map[condition]))

    def _included(self, node: Any) -> bool:
        if not node.directives:
            return True
        variables = self._info.variable_values
        skip = get_directive_values(GraphQLSkipDirective, node, variables)
        include = get_directive_values(GraphQLIncludeDirective, node, variables)
        return not (skip and skip["if"]) and not (include and not include["if"])


def _key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


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
