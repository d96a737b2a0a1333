"""What an operation may cost, worked out once for each document, and given its variables in a few additions.

The cost is the number of values that the answer can hold: each selected field counts 1, times the sizes of the lists around it.
What @skip and @include leave out is counted too, so the figure is an upper bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_leaf_type,
)
from graphql.utilities import type_from_ast
from graphql.utilities.coerce_input_value import coerce_default_value

from graph.fields import MOST
from graph.filters import MOST_STEPS, steps_of
from graph.orders import COMPUTED
from graph.projection import FIRST
from web.graphql.cost_matrix import MATRIX, PER_CELL, PER_ROW, MatrixSize, matrix_size
from web.graphql.limits import CEILING

# A root field is one statement, which costs before it gives its first value.
STATEMENT: Final = 10

# How many entries a list is taken for that has no size argument. It may hold 100; those of the directory hold a handful.
TYPICAL: Final = 10

# The same for the lists of the introspection, which needs no statement and whose depth a rule of graphql-core bounds.
TYPICAL_OF_SCHEMA: Final = 5

# What these fields cost beyond their own value: they walk over the whole list and not over one page of it.
EXTRA: Final[Mapping[str, int]] = {"totalCount": 20, "facets": 100}

# The same for an order whose values are made for each node of the list: by distance, by a count. A variable may ask for one.
EXTRA_ORDER: Final = 100

# A filter by related nodes looks at these for each node of the list, and with each step at several times as many.
FILTERED: Final = 10
WIDTH: Final = 8

# Fields whose value is this client's alone: an answer with one of them is neither kept nor shared.
PRIVATE: Final = frozenset({"rateLimit"})

# Arguments that say how many entries a list has at most: a number, or a list with an entry for each.
_SIZES: Final = ("first", "last", "ids")
_PAGE_FIELDS: Final = frozenset({"edges", "nodes"})


@dataclass(frozen=True, slots=True)
class Size:
    """How many entries a list may have: the largest of what the document and these variables say, or else *otherwise*."""

    said: int | None
    variables: tuple[str, ...]
    otherwise: int

    def value(self, variables: Mapping[str, Any]) -> int:
        """The size under the coerced *variables*, from 0 to the most that any list gives (asking for more fails anyway)."""
        numbers = [self.said] if self.said is not None else []
        for name in self.variables:
            given = variables.get(name)
            if isinstance(given, list):
                numbers.append(len(cast("list[object]", given)))
            elif isinstance(given, int):
                numbers.append(given)
        return min(MOST, max(0, *numbers)) if numbers else self.otherwise


@dataclass(frozen=True, slots=True)
class Reach:
    """How much a filter looks at: its *steps* to related nodes, and those that these variables add."""

    steps: int
    variables: tuple[str, ...]

    def value(self, variables: Mapping[str, Any]) -> int:
        """A number of values under the coerced *variables*; 0 for a filter that asks about no related nodes."""
        steps = self.steps + max((steps_of(variables.get(name)) for name in self.variables), default=0)
        return FILTERED * WIDTH ** min(steps, MOST_STEPS) if steps else 0


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of values: a fixed part, and parts that repeat as often as a size says."""

    fixed: int = 0
    repeated: tuple[tuple[Size | MatrixSize | Reach, "Amount"], ...] = ()

    def plus(self, other: "Amount") -> "Amount":
        """Both together."""
        return Amount(min(CEILING, self.fixed + other.fixed), self.repeated + other.repeated)

    def times(self, size: Size | MatrixSize | Reach) -> "Amount":
        """This, for each entry of a list."""
        if self.repeated or size.variables:
            return Amount(0, ((size, self),))
        return Amount(min(CEILING, self.fixed * size.value({})))

    def value(self, variables: Mapping[str, Any]) -> int:
        """The number under the coerced *variables*; one above CEILING only says that it is too large."""
        return min(CEILING, self.fixed + sum(size.value(variables) * part.value(variables) for size, part in self.repeated))


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation costs; *private*: its answer is for this client alone."""

    amount: Amount
    private: bool


@dataclass(frozen=True, slots=True)
class _Set:
    """A selection set: what it holds itself, and what it holds for each entry of the page if it is a connection's.

    Of a matrix `paged` is what it holds for each cell, and `rows` what it holds for each row.
    """

    own: Amount = Amount()
    paged: Amount = Amount()
    private: bool = False
    rows: Amount = Amount()


class _Costing:
    """One pass over a valid document. Each fragment is looked at once, however often it is spread."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        self._known: dict[str, _Set] = {}

    def operation(self, node: OperationDefinitionNode) -> Cost:
        root = self._schema.get_root_type(node.operation)
        found = self._set(node.selection_set, root)
        return Cost(found.own, found.private)

    def _set(self, selection_set: SelectionSetNode, parent: object) -> _Set:
        own, paged, rows, private = Amount(), Amount(), Amount(), False
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                part, inner_private = self._field(node, parent)
                private |= inner_private
                if _is_repeated(node, parent):
                    paged = paged.plus(part)
                elif _is_matrix(parent) and node.name.value in PER_ROW:
                    rows = rows.plus(part)
                else:
                    own = own.plus(part)
                continue
            spread = self._spread(node, parent)
            own, paged, rows = own.plus(spread.own), paged.plus(spread.paged), rows.plus(spread.rows)
            private = private or spread.private
        return _Set(own, paged, private, rows)

    def _spread(self, node: Any, parent: object) -> _Set:
        """A fragment, or a fragment's name, in a selection set."""
        if not isinstance(node, FragmentSpreadNode):
            condition = type_from_ast(self._schema, node.type_condition) if node.type_condition else parent
            return self._set(node.selection_set, condition)
        name = node.name.value
        if name not in self._known:
            fragment = self._fragments[name]
            self._known[name] = self._set(fragment.selection_set, type_from_ast(self._schema, fragment.type_condition))
        return self._known[name]

    def _field(self, node: FieldNode, parent: object) -> tuple[Amount, bool]:
        """A field with all below it, once for each object that has it."""
        name = node.name.value
        private = name in PRIVATE
        at_root = parent is self._schema.query_type and not name.startswith("__")
        value = Amount(1 + EXTRA.get(name, 0) + EXTRA_ORDER * _is_ordered_by_computed(node) + STATEMENT * at_root)
        value = value.plus(Amount(1).times(_filter(node)))
        field = parent.fields.get(name) if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else None
        field = field or self._meta_field(name)
        if field is None or node.selection_set is None or is_leaf_type(get_named_type(field.type)):
            return value, private
        type_ = get_named_type(field.type)
        inner = self._set(node.selection_set, type_)
        private |= inner.private
        if _is_connection(type_):
            return value.plus(inner.own).plus(inner.paged.times(_size(node, field, otherwise=FIRST))), private
        if _is_matrix(type_):
            cells, rows = inner.paged.times(matrix_size(node, cells=True)), inner.rows.times(matrix_size(node, cells=False))
            return value.plus(inner.own).plus(cells).plus(rows), private
        if not _is_list(field):
            return value.plus(inner.own), private
        if _is_repeated(node, parent) or (_is_matrix(parent) and name in PER_ROW):
            # The page's or the matrix's size stands at the field that gives it.
            return value.plus(inner.own), private
        typical = TYPICAL_OF_SCHEMA if type_.name.startswith("__") else TYPICAL
        return value.plus(inner.own.times(_size(node, field, otherwise=typical))), private

    def _meta_field(self, name: str) -> GraphQLField | None:
        assert self._schema.query_type is not None
        return self._schema.get_field(self._schema.query_type, name) if name in ("__schema", "__type") else None


def costs(schema: GraphQLSchema, document: DocumentNode) -> dict[OperationDefinitionNode, Cost]:
    """The cost of each operation of a *document* that is valid on *schema* and within the other limits."""
    costing = _Costing(schema, document)
    return {node: costing.operation(node) for node in document.definitions if isinstance(node, OperationDefinitionNode)}


def _is_connection(type_: object) -> bool:
    """Whether *type_* holds a page of a list."""
    return isinstance(type_, GraphQLObjectType) and type_.name.endswith("Connection")


def _is_ordered_by_computed(node: FieldNode) -> bool:
    """Whether the argument `orderBy` names, or may name, an order that isn't stored."""
    return any(argument.name.value == "orderBy" and _names_computed(argument.value) for argument in node.arguments or ())


def _filter(node: FieldNode) -> Reach:
    """How far the argument `where` reaches."""
    where = next((argument.value for argument in node.arguments or () if argument.name.value == "where"), None)
    variables: list[str] = []
    steps = steps_of(_plain(where, variables)) if where else 0
    return Reach(steps, tuple(dict.fromkeys(variables)))


def _plain(value: ValueNode, variables: list[str]) -> Any:
    """The objects and lists of a literal; the names of the variables in it are added to *variables*."""
    match value:
        case ObjectValueNode():
            return {field.name.value: _plain(field.value, variables) for field in value.fields}
        case ListValueNode():
            return [_plain(item, variables) for item in value.values]
        case VariableNode():
            variables.append(value.name.value)
            return None
        case _:
            return None


def _names_computed(value: ValueNode) -> bool:
    match value:
        case ListValueNode():
            return any(_names_computed(item) for item in value.values)
        case ObjectValueNode():
            return any(field.name.value == "field" and _names_computed(field.value) for field in value.fields)
        case EnumValueNode():
            return value.value in COMPUTED
        case _:
            return isinstance(value, VariableNode)


def _is_matrix(type_: object) -> bool:
    """Whether *type_* is the coverage matrix, whose size follows from where it is asked for."""
    return isinstance(type_, GraphQLObjectType) and type_.name == MATRIX


def _is_repeated(node: FieldNode, parent: object) -> bool:
    """Whether a field of *parent* stands for each entry of its page, or for each of its cells."""
    name = node.name.value
    return (_is_connection(parent) and name in _PAGE_FIELDS) or (_is_matrix(parent) and name in PER_CELL)


def _is_list(field: GraphQLField) -> bool:
    type_ = field.type
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def _size(node: FieldNode, field: GraphQLField, *, otherwise: int) -> Size:
    """How many entries the list of a field may have, by its arguments."""
    said: list[int] = []
    variables: list[str] = []
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    for name in _SIZES:
        if name in field.args:
            default = coerce_default_value(field.args[name])
            otherwise = default if isinstance(default, int) else otherwise
        if isinstance(value := given.get(name), VariableNode):
            variables.append(value.name.value)
        elif value is not None and not isinstance(value, NullValueNode):
            said.append(_literal(value))
    return Size(max(said) if said else None, tuple(variables), otherwise)


def _literal(value: ValueNode) -> int:
    """The size that a literal says; a lone value stands for a list of one."""
    if isinstance(value, IntValueNode):
        # Digits without end would take a while to read.
        return int(value.value) if len(value.value) < len(str(CEILING)) else CEILING
    return len(value.values) if isinstance(value, ListValueNode) else 1
