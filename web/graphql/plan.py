"""Compiled plans: what stands below a root field, as one function that puts the value's rows in order and checks them.

graphql-core walks an answer value by value and asks at each what the schema says. A plan asks the schema once for each document, and keeps
functions that know already. It takes only what is exactly as declared; whatever else it meets, graphql-core completes the same value in its
place, and says what is wrong. So the two can't differ in an answer, only in its time.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    VariableNode,
)

from schema.fields import Fields, Nodes
from schema.rows import Rows
from web.graphql.checks import SCALARS, TEXT, Check, Completer, Unfit, by, constant, one_of, row_function, value_function

# For how many sets of conditions one document is kept compiled: two conditions have four.
_MOST_VARIANTS: Final = 4

_CONDITIONAL: Final = frozenset({"skip", "include"})


class _NotCovered(Exception):
    """The document asks for something that plans don't do."""


class Plan:
    """The plan of one document, compiled piece by piece when first needed. *rows*: which types it may read."""

    def __init__(self, schema: GraphQLSchema, ast: DocumentNode, rows: Rows) -> None:
        self._schema = schema
        self._ast = ast
        self._rows = rows
        self._conditions = _conditions(ast)
        self._variants: dict[tuple[object, ...], _Variant] = {}

    def root(self, type_: GraphQLOutputType, nodes: Nodes, variables: Mapping[str, Any]) -> Completer:
        """What completes the value of a root field of *type_*, selected by *nodes*, under the coerced *variables*.

        It raises `Unfit` for every value if the field isn't covered.
        """
        values = tuple(map(variables.get, self._conditions))
        variant = self._variants.get(values)
        if variant is None:
            variant = _Variant(self._schema, self._ast, self._rows, dict(zip(self._conditions, values, strict=True)))
            if len(self._variants) < _MOST_VARIANTS:
                self._variants[values] = variant
        return variant.root(type_, nodes)


class _Variant:
    """The plan under one set of *conditions*, by which @skip and @include let things stand."""

    def __init__(self, schema: GraphQLSchema, ast: DocumentNode, rows: Rows, conditions: Mapping[str, object]) -> None:
        fragments = {node.name.value: node for node in ast.definitions if isinstance(node, FragmentDefinitionNode)}
        self._schema = schema
        self._rows = rows
        self._conditions = conditions
        self._fields = Fields(schema, fragments, self._included)
        self._roots: dict[tuple[int, ...], Completer] = {}
        self._known: dict[tuple[str, tuple[int, ...]], Completer] = {}

    def root(self, type_: GraphQLOutputType, nodes: Nodes) -> Completer:
        place = tuple(map(id, nodes))
        if place not in self._roots:
            try:
                self._roots[place] = value_function(self.check(type_, nodes))
            except _NotCovered:
                self._roots[place] = _uncovered
        return self._roots[place]

    def check(self, type_: GraphQLOutputType, nodes: Nodes) -> Check:
        """What checks a value of *type_*. Raises _NotCovered."""
        if not isinstance(type_, GraphQLNonNull):
            return self._present(type_, nodes).or_null()
        return self._present(type_.of_type, nodes)

    def _present(self, type_: GraphQLOutputType, nodes: Nodes) -> Check:
        match type_:
            case GraphQLScalarType():
                return self._scalar(type_.name)
            case GraphQLEnumType():
                return one_of(_names(type_))
            case GraphQLList():
                item: Any = type_.of_type
                return self.check(item, nodes).of_each()
            case GraphQLObjectType():
                return by(self.object(type_, nodes))
            case GraphQLInterfaceType() | GraphQLUnionType():
                return by(self._abstract(type_, nodes))
            case _:
                raise _NotCovered

    def _scalar(self, name: str) -> Check:
        if name in ("String", "ID") or name in self._rows.texts:
            return TEXT
        if name not in SCALARS:
            raise _NotCovered
        return SCALARS[name]

    def object(self, type_: GraphQLObjectType, nodes: Nodes) -> Completer:
        """What completes a row of *type_*. Raises _NotCovered."""
        place = (type_.name, tuple(map(id, nodes)))
        if place not in self._known:
            if type_.name not in self._rows.types:
                raise _NotCovered
            fields = self._fields.below(type_, nodes)
            self._known[place] = row_function({key: self._field(type_, same) for key, same in fields.items()})
        return self._known[place]

    def _field(self, type_: GraphQLObjectType, nodes: Nodes) -> Check:
        name = nodes[0].name.value
        return constant(type_.name) if name == "__typename" else self.check(type_.fields[name].type, nodes)

    def _abstract(self, type_: GraphQLInterfaceType | GraphQLUnionType, nodes: Nodes) -> Completer:
        known = _ByType(self, {possible.name: possible for possible in self._schema.get_possible_types(type_)}, nodes)
        type_key = self._rows.type_key

        def abstract(value: Any) -> Any:
            if type(value) is not dict:
                raise Unfit
            return known[value[type_key]](value)

        return abstract

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            if directive.name.value in _CONDITIONAL:
                condition = directive.arguments[0].value
                value = self._conditions[condition.name.value] if isinstance(condition, VariableNode) else condition.value
                if not isinstance(value, bool):
                    raise _NotCovered
                if value is not (directive.name.value == "include"):
                    return False
        return True


class _ByType(dict[str, Completer]):
    """Completers by type name, each compiled when the first row of its type comes: of fourteen kinds of nodes an answer holds few."""

    def __init__(self, plan: _Variant, possible: Mapping[str, GraphQLObjectType], nodes: Nodes) -> None:
        super().__init__()
        self._plan = plan
        self._possible = possible
        self._nodes = nodes

    def __missing__(self, name: str) -> Completer:
        try:
            completer = self[name] = self._plan.object(self._possible[name], self._nodes)
        except _NotCovered as exc:
            raise Unfit from exc
        return completer


def _uncovered(_value: Any) -> Any:
    raise Unfit


def _conditions(ast: DocumentNode) -> tuple[str, ...]:
    """The variables on which @skip and @include depend anywhere in a document."""
    names: dict[str, None] = {}
    stack: list[Any] = list(ast.definitions)
    while stack:
        node = stack.pop()
        for directive in node.directives or ():
            condition = directive.arguments[0].value if directive.name.value in _CONDITIONAL else None
            if isinstance(condition, VariableNode):
                names[condition.name.value] = None
        if selection_set := getattr(node, "selection_set", None):
            stack.extend(selection_set.selections)
    return tuple(names)


@lru_cache(maxsize=256)
def _names(type_: GraphQLEnumType) -> Mapping[Any, str]:
    """By what stands in rows: the names themselves, or terms of a vocabulary, which are equal to their names."""
    return {value.value: name for name, value in type_.values.items()}
