"""Random valid documents on the directory's schema, and rows as the graph would answer them, right or with a fault in them."""

from random import Random
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    parse,
)

from schema.fields import Fields, Nodes
from schema.rows import Rows

FAULTS: list[Any] = [None, 7, -(2**31) - 1, 2**60, 0.5, float("nan"), True, "NOWHERE", "", [], {}, [None], ValueError("broken")]

_LITERALS = {"String": '"x"', "ID": '"x"', "Int": "3", "Float": "1.5", "Boolean": "true", "Date": '"2026-11-23"'}
_VALUES: dict[str, list[Any]] = {
    "String": ["", "Ärzte", 'a "b"\n'],
    "ID": ["MTpP"],
    "Int": [0, -5, 2**31 - 1],
    "Float": [0.0, 52.25, 7, -1e300],
    "Boolean": [True, False],
    "Date": ["2026-11-23"],
}


class Writer:
    """Writes one document: aliases, repeated fields, fragments in both forms, conditions, `__typename`."""

    def __init__(self, schema: GraphQLSchema, random: Random) -> None:
        self.schema = schema
        self.random = random
        self.fragments: list[str] = []
        self._count = 0

    def document(self) -> str:
        query = self.schema.query_type
        assert query
        body = self._fields(query, depth=self.random.randint(2, 5), most=3)
        return " ".join(
            [f"query ($yes: Boolean!, $no: Boolean = false) {{ on: __typename @include(if: $yes) @skip(if: $no) {body} }}", *self.fragments]
        )

    def _fields(self, type_: Any, *, depth: int, most: int = 5) -> str:
        parts = []
        for _ in range(self.random.randint(1, most)):
            if self.random.random() < 0.25 and depth > 1:
                parts.append(self._fragment(type_, depth=depth - 1))
            else:
                parts.append(self._field(type_, depth=depth))
        return " ".join(parts)

    def _field(self, type_: Any, *, depth: int) -> str:
        fields: dict[str, GraphQLField] = {} if isinstance(type_, GraphQLUnionType) else type_.fields
        names = [name for name, field in fields.items() if depth > 1 or is_leaf_type(get_named_type(field.type))]
        if not names or self.random.random() < 0.1:
            return f"{self._alias()}__typename{self._condition()}"
        name = self.random.choice(names)
        field = fields[name]
        arguments = [
            f"{argument}: {self._literal(declared.type)}"
            for argument, declared in field.args.items()
            if is_required_argument(declared) or (self.random.random() < 0.2 and not _is_input_object(declared))
        ]
        alias = self._alias() if arguments or self.random.random() < 0.5 else ""
        called = f"({', '.join(arguments)})" if arguments else ""
        below = get_named_type(field.type)
        inner = "" if is_leaf_type(below) else f" {{ {self._fields(below, depth=depth - 1)} }}"
        return f"{alias}{name}{called}{self._condition()}{inner}"

    def _fragment(self, type_: Any, *, depth: int) -> str:
        condition = self.random.choice([type_, *self._narrower(type_)])
        body = self._fields(condition, depth=depth)
        if self.random.random() < 0.5:
            on = f" on {condition.name}" if condition is not type_ or self.random.random() < 0.5 else ""
            return f"...{on}{self._condition()} {{ {body} }}"
        name = f"F{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition.name} {{ {body} }}")
        return f"...{name}{self._condition()} " * self.random.randint(1, 2)

    def _narrower(self, type_: Any) -> list[Any]:
        if isinstance(type_, GraphQLObjectType):
            return list(type_.interfaces)
        return list(self.schema.get_possible_types(type_))

    def _alias(self) -> str:
        self._count += 1
        return f"a{self._count}: "

    def _condition(self) -> str:
        if self.random.random() > 0.15:
            return ""
        return f" @{self.random.choice(['skip', 'include'])}(if: {self.random.choice(['true', 'false', '$yes', '$no'])})"

    def _literal(self, type_: GraphQLInputType) -> str:
        match type_:
            case GraphQLNonNull():
                return self._literal(type_.of_type)
            case GraphQLList():
                item: Any = type_.of_type
                return f"[{self._literal(item)}]"
            case GraphQLEnumType():
                return str(self.random.choice(list(type_.values)))
            case GraphQLInputObjectType():
                required = {name: field for name, field in type_.fields.items() if isinstance(field.type, GraphQLNonNull)}
                chosen = required or dict([self.random.choice(list(type_.fields.items()))])
                return f"{{{', '.join(f'{name}: {self._literal(field.type)}' for name, field in chosen.items())}}}"
            case _:
                return _LITERALS[type_.name]


class Answering:
    """Makes up the root values that a document asks for. *faults*: whether some values are not as declared; *spoilt*: whether one is."""

    def __init__(self, schema: GraphQLSchema, document: str, random: Random, *, yes: bool, rows: Rows, faults: bool) -> None:
        self.ast = parse(document)
        fragments = {node.name.value: node for node in self.ast.definitions if isinstance(node, FragmentDefinitionNode)}
        self._values = {"yes": yes, "no": False}
        self._fields = Fields(schema, fragments, self._included)
        self._schema = schema
        self._rows = rows
        self._random = random
        self._faults = faults
        self.spoilt = False

    def root(self) -> dict[str, Any]:
        (operation,) = (node for node in self.ast.definitions if isinstance(node, OperationDefinitionNode))
        assert self._schema.query_type
        return self._row(self._schema.query_type, (operation,))  # type: ignore[arg-type]

    def _row(self, type_: GraphQLObjectType, nodes: Nodes) -> dict[str, Any]:
        row: dict[str, Any] = {self._rows.type_key: type_.name}
        for key, same in self._fields.below(type_, nodes).items():
            if same[0].name.value != "__typename":
                row[key] = self._value(type_.fields[same[0].name.value].type, same)
        if self._spoil(0.02):
            row.pop(self._random.choice(list(row)))
        keys = list(row)
        self._random.shuffle(keys)
        return {key: row[key] for key in keys}

    def _value(self, type_: GraphQLOutputType, nodes: Nodes, *, nullable: bool = True) -> Any:
        if self._spoil(0.05):
            return self._random.choice(FAULTS)
        if isinstance(type_, GraphQLNonNull):
            return self._value(type_.of_type, nodes, nullable=False)
        if nullable and self._random.random() < 0.2:
            return None
        match type_:
            case GraphQLList():
                item: Any = type_.of_type
                return [self._value(item, nodes) for _ in range(self._random.randint(0, 3))]
            case GraphQLEnumType():
                return self._random.choice(list(type_.values))
            case GraphQLScalarType():
                return self._random.choice(_VALUES[type_.name])
            case GraphQLObjectType():
                return self._row(type_, nodes)
            case GraphQLInterfaceType() | GraphQLUnionType():
                return self._row(self._random.choice(list(self._schema.get_possible_types(type_))), nodes)
            case _:
                raise AssertionError(type_)

    def _spoil(self, probability: float) -> bool:
        spoilt = self._faults and self._random.random() < probability
        self.spoilt |= spoilt
        return spoilt

    def _included(self, node: Any) -> bool:
        for directive in node.directives or ():
            condition = directive.arguments[0].value
            value = self._values[condition.name.value] if hasattr(condition, "name") else condition.value
            if value is not (directive.name.value == "include"):
                return False
        return True


def _is_input_object(argument: GraphQLArgument) -> bool:
    return isinstance(get_named_type(argument.type), GraphQLInputObjectType)
