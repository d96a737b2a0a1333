"""The executable schema, and its text."""

from functools import partial
from typing import Any

import strawberry
from graphql import (
    GraphQLFieldResolver,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    print_schema,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField

from graph.model import MODEL
from graph.projection import TYPE_KEY
from schema.connections import ConnectionNames
from schema.query import Query
from schema.rows import Rows
from schema.selection import RootInfo
from schema.types.agreement import Agreement, LegalInstrument
from schema.types.event import Event, EventSeries
from schema.types.looking_mark import LookingMark
from schema.types.network import Network
from schema.types.node import Source
from schema.types.office import Contact, Figure, Location
from schema.types.organization import Organization
from schema.types.project import Programme, Project
from schema.types.region import Region
from schema.types.responsibility import Responsibility

_NODES = (
    Organization, Project, Programme, Network, Event, EventSeries, Agreement, LegalInstrument,
    Contact, Location, Responsibility, Figure, LookingMark, Region, Source,
)  # fmt: skip

_DATE = "Date"
_DECLARED = "strawberry-definition"


def build_schema() -> GraphQLSchema:
    """The schema with resolvers at the root only: every field below reads its response key from the row of its parent.

    Strawberry declares the types; what it would do at each field (and what costs four fifths of a response's time) is taken
    out, see `field_resolver`. Nor does it convert the root fields' arguments, see `_answering`.
    """
    declared = strawberry.Schema(query=Query, types=_NODES, config=StrawberryConfig(name_converter=ConnectionNames()))
    built: GraphQLSchema = declared._schema
    assert built.query_type is not None
    for field, root in zip(get_object_definition(Query, strict=True).fields, built.query_type.fields.values(), strict=True):
        root.resolve = _answering(field)
    for type_ in built.type_map.values():
        if isinstance(type_, GraphQLObjectType) and type_ is not built.query_type and not type_.name.startswith("__"):
            type_.is_type_of = None
            for field in type_.fields.values():
                field.resolve = None
        elif isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = _type_of
        elif isinstance(type_, GraphQLInputObjectType) and type_.extensions[_DECLARED].is_one_of:
            # graphql-core's own rule, which names the argument and is printed; Strawberry has one of its own.
            type_.is_one_of = True
            type_.out_type = GraphQLInputObjectType.out_type  # type: ignore[method-assign]
        elif type_.name == _DATE and isinstance(type_, GraphQLScalarType):
            type_.coerce_output_value = _as_stored
    return built


def field_resolver(row: Any, info: "GraphQLResolveInfo[Any]", **_: Any) -> Any:
    """The value of a field below the root: rows are keyed by response key."""
    return row[info.path.key]


def _answering(field: StrawberryField) -> GraphQLFieldResolver:
    """The function behind a root field: it reads its arguments from `question`, so Strawberry converts none for it."""
    assert field.base_resolver is not None
    declared: Any = field.base_resolver.wrapped_func
    function = partial(declared, **{argument.python_name: None for argument in field.arguments})
    given = (None,) if field.base_resolver.self_parameter else ()

    def resolve(_root: None, info: "GraphQLResolveInfo[Any]", **arguments: Any) -> Any:
        return function(*given, info=RootInfo(_raw_info=info, _field=field, arguments=arguments))

    return resolve


def rows_of(schema: GraphQLSchema) -> Rows:
    """What `build_schema` has left to rows: every object type but the root's and the introspection's."""
    types = (name for name, type_ in schema.type_map.items() if isinstance(type_, GraphQLObjectType) and not name.startswith("__"))
    return Rows(frozenset(types) - {Query.__name__}, type_key=TYPE_KEY, texts=frozenset({_DATE}))


def sdl() -> str:
    """The schema's text, as it is committed in `schema/schema.graphql`."""
    return print_schema(build_schema()) + "\n"


def _as_stored(value: str) -> str:
    """Dates leave the database as ISO text, ready to send."""
    return value


def _type_of(row: Any, _info: Any, _type: Any) -> str:
    name: str = row[TYPE_KEY]
    return name


assert {node.__name__ for node in _NODES} == set(MODEL)
