"""Compiled plans: what stands below a root field, as one function that puts the value's rows in order and checks them.

graphql-core walks an answer value by value and asks at each what the schema says. A plan asks the schema once for each document, and keeps
functions that know already. It takes only what is exactly as declared; whatever else it meets, graphql-core completes the same value in its
place, and says what is wrong. So the two can't differ in an answer, only in its time.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite
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
from web.graphql.row_code import Kind, row_function

Completer = Callable[[Any], Any]
"""Gives a value as it is sent, or raises `Unfit` (or KeyError, where a row lacks a field)."""

# For how many sets of conditions one document is kept compiled: two conditions have four.
_MOST_VARIANTS: Final = 4

_CONDITIONAL: Final = frozenset({"skip", "include"})

_INT_MIN: Final = -(2**31)
_INT_MAX: Final = 2**31 - 1
# From here on not every integer is a float.
_EXACT: Final = 2**53


class Unfit(Exception):
    """A value that isn't as its type declares it. graphql-core has to say what comes of it."""


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
                self._roots[place] = self.completer(type_, nodes)
            except _NotCovered:
                self._roots[place] = _unfit
        return self._roots[place]

    def completer(self, type_: GraphQLOutputType, nodes: Nodes) -> Completer:
        """What completes a value of *type_*. Raises _NotCovered."""
        if isinstance(type_, GraphQLNonNull):
            return self._present(type_.of_type, nodes)
        if isinstance(type_, GraphQLScalarType) and self._is_text(type_):
            return _text_or_null
        present = self._present(type_, nodes)
        return lambda value: None if value is None else present(value)

    def _present(self, type_: GraphQLOutputType, nodes: Nodes) -> Completer:
        match type_:
            case GraphQLScalarType():
                return _text if self._is_text(type_) else _scalar(type_)
            case GraphQLEnumType():
                return _enum(type_)
            case GraphQLList():
                item: Any = type_.of_type
                return _list(self.completer(item, nodes))
            case GraphQLObjectType():
                return self.object(type_, nodes)
            case GraphQLInterfaceType() | GraphQLUnionType():
                return self._abstract(type_, nodes)
            case _:
                raise _NotCovered

    def object(self, type_: GraphQLObjectType, nodes: Nodes) -> Completer:
        """What completes a row of *type_*. Raises _NotCovered."""
        place = (type_.name, tuple(map(id, nodes)))
        if place not in self._known:
            self._known[place] = self._row(type_, nodes)
        return self._known[place]

    def _row(self, type_: GraphQLObjectType, nodes: Nodes) -> Completer:
        if type_.name not in self._rows.types:
            raise _NotCovered
        fields = self._fields.below(type_, nodes)
        names = dict.fromkeys((key for key, same in fields.items() if same[0].name.value == "__typename"), type_.name)
        row = row_function({key: self._field(type_, same) for key, same in fields.items()}, unfit=_unfit)

        def named_row(value: Any) -> dict[str, Any]:
            if type(value) is not dict:
                raise Unfit
            return row({**value, **names})

        return named_row if names else row

    def _field(self, type_: GraphQLObjectType, nodes: Nodes) -> tuple[Kind, Any]:
        """What the value of a field has to be, and what `row_code` needs to check it."""
        name = nodes[0].name.value
        if name == "__typename":
            return "text", None
        declared = type_.fields[name].type
        present = declared.of_type if isinstance(declared, GraphQLNonNull) else declared
        match present:
            case GraphQLScalarType() if self._is_text(present):
                return "text" if present is not declared else "text or null", None
            case GraphQLEnumType():
                return "enum" if present is not declared else "enum or null", _names(present)
            case GraphQLList() if present is not declared:
                return "list", self.completer(present.of_type, nodes)
            case _:
                return "other", self.completer(declared, nodes)

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

    def _is_text(self, type_: GraphQLScalarType) -> bool:
        return type_.name in ("String", "ID") or type_.name in self._rows.texts


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


def _unfit(_value: Any) -> Any:
    raise Unfit


def _text(value: Any) -> Any:
    if type(value) is not str:
        raise Unfit
    return value


def _text_or_null(value: Any) -> Any:
    if value is not None and type(value) is not str:
        raise Unfit
    return value


def _integer(value: Any) -> Any:
    if type(value) is not int or not _INT_MIN <= value <= _INT_MAX:
        raise Unfit
    return value


def _number(value: Any) -> Any:
    if type(value) is float and isfinite(value):
        return value
    if type(value) is int and -_EXACT <= value <= _EXACT:
        return float(value)
    raise Unfit


def _boolean(value: Any) -> Any:
    if type(value) is not bool:
        raise Unfit
    return value


_SCALARS: Final[Mapping[str, Completer]] = {"Int": _integer, "Float": _number, "Boolean": _boolean}


def _scalar(type_: GraphQLScalarType) -> Completer:
    try:
        return _SCALARS[type_.name]
    except KeyError as exc:
        raise _NotCovered from exc


@lru_cache(maxsize=256)
def _names(type_: GraphQLEnumType) -> Mapping[Any, str]:
    """By what stands in rows: the names themselves, or terms of a vocabulary, which are equal to their names."""
    return {value.value: name for name, value in type_.values.items()}


def _enum(type_: GraphQLEnumType) -> Completer:
    names = _names(type_)

    def enum(value: Any) -> Any:
        if not isinstance(value, str):
            raise Unfit
        return names[value]

    return enum


def _list(item: Completer) -> Completer:
    def items(value: Any) -> Any:
        if type(value) is not list:
            raise Unfit
        return [item(entry) for entry in value]

    return items
