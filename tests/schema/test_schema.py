"""The schema's text, and that it says the same as the model."""

from pathlib import Path

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from graph.model import ABSTRACT, ACTOR, EMBEDDED, MODEL, TIE
from schema.build import sdl

SNAPSHOT = Path(__file__).parents[2] / "schema" / "schema.graphql"


def fields_of(schema: GraphQLSchema, name: str) -> set[str]:
    type_ = schema.type_map[name]
    assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType)
    return set(type_.fields)


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == sdl(), "run: netzlotse export-schema"


def test_every_type_has_the_fields_of_the_model(schema: GraphQLSchema) -> None:
    assert {name: fields_of(schema, name) for name in MODEL} == {name: set(node.fields) for name, node in MODEL.items()}
    assert fields_of(schema, "Actor") == set(ACTOR)
    assert fields_of(schema, "Provenance") == set(EMBEDDED["Provenance"])
    assert fields_of(schema, "TieEdge") == {*TIE, "node", "cursor"}
    assert fields_of(schema, "Tie") == set(TIE)


def test_the_interfaces_stand_for_the_types_of_the_model(schema: GraphQLSchema) -> None:
    for name, expected in ABSTRACT.items():
        interface = schema.type_map[name]
        assert isinstance(interface, GraphQLInterfaceType)
        assert {type_.name for type_ in schema.get_possible_types(interface)} == set(expected)


def test_every_type_field_argument_and_value_is_described(schema: GraphQLSchema) -> None:
    missing = []
    for name, type_ in schema.type_map.items():
        if name.startswith("__"):
            continue
        if not type_.description:
            missing.append(name)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                missing += [f"{name}.{field_name}"] * (not field.description)
                missing += [f"{name}.{field_name}({a})" for a, argument in field.args.items() if not argument.description]
        if isinstance(type_, GraphQLInputObjectType):
            missing += [f"{name}.{f}" for f, field in type_.fields.items() if not field.description]
        if isinstance(type_, GraphQLEnumType):
            missing += [f"{name}.{v}" for v, value in type_.values.items() if not value.description]
    assert missing == []


def test_no_field_below_the_root_has_a_resolver(schema: GraphQLSchema) -> None:
    with_resolver = [
        f"{name}.{field_name}"
        for name, type_ in schema.type_map.items()
        if isinstance(type_, GraphQLObjectType) and type_ is not schema.query_type and not name.startswith("__")
        for field_name, field in type_.fields.items()
        if field.resolve is not None
    ]
    assert with_resolver == []
