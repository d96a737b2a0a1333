"""The fields that a document selects on an object: fragments merged as execution merges them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    SelectionSetNode,
    VariableNode,
)

Nodes = tuple[FieldNode, ...]


class Fields:
    """Looks up fields in one document. *included*: whether the directives of a field, fragment or spread let it stand."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], included: Callable[[Any], bool]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._included = included

    def below(self, type_: GraphQLObjectType, nodes: Nodes) -> dict[str, Nodes]:
        """What is selected below *nodes*, which are one field, where its value is a *type_*: by response key, in the response's order."""
        fields: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        for node in nodes:
            if node.selection_set:
                for child in self._fields(type_, node.selection_set, visited):
                    fields.setdefault(response_key(child), []).append(child)
        return {key: tuple(same) for key, same in fields.items()}

    def possible(self, type_: object) -> Iterable[GraphQLObjectType]:
        """The object types that can stand where *type_* is declared; none for a leaf."""
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._schema.get_possible_types(type_)
        return (type_,) if isinstance(type_, GraphQLObjectType) else ()

    def _fields(self, type_: GraphQLObjectType, selections: SelectionSetNode, visited: set[str]) -> Iterator[FieldNode]:
        stack = list(reversed(selections.selections))
        while stack:
            node = stack.pop()
            if not self._included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                if self._applies(type_, node.type_condition.name.value if node.type_condition else None):
                    stack.extend(reversed(node.selection_set.selections))
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                visited.add(node.name.value)
                fragment = self._fragments[node.name.value]
                if self._applies(type_, fragment.type_condition.name.value):
                    stack.extend(reversed(fragment.selection_set.selections))

    def _applies(self, type_: GraphQLObjectType, condition: str | None) -> bool:
        return condition is None or any(possible is type_ for possible in self.possible(self._schema.type_map[condition]))


def response_key(node: FieldNode) -> str:
    """The key of a field in the response: its alias, or else its name."""
    return node.alias.value if node.alias else node.name.value


def variables_below(nodes: Nodes, fragments: Mapping[str, FragmentDefinitionNode]) -> tuple[str, ...]:
    """The variables on which it depends what is selected below *nodes*; not those of their own arguments."""
    names: dict[str, None] = {}
    visited: set[str] = set()
    stack: list[Any] = [selection for node in nodes if node.selection_set for selection in node.selection_set.selections]
    while stack:
        node = stack.pop()
        match node:
            case VariableNode():
                names[node.name.value] = None
            case ListValueNode():
                stack.extend(node.values)
            case ObjectValueNode():
                stack.extend(field.value for field in node.fields)
            case FieldNode() | InlineFragmentNode() | FragmentSpreadNode():
                stack.extend(argument.value for directive in node.directives or () for argument in directive.arguments or ())
                stack.extend(argument.value for argument in getattr(node, "arguments", None) or ())
                if selection_set := getattr(node, "selection_set", None):
                    stack.extend(selection_set.selections)
                if isinstance(node, FragmentSpreadNode) and node.name.value not in visited:
                    visited.add(node.name.value)
                    stack.extend(fragments[node.name.value].selection_set.selections)
            case _:
                pass
    return tuple(names)
