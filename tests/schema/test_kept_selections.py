"""What is kept of a document's selections goes with the document."""

import gc

from graphql import DocumentNode, GraphQLResolveInfo, GraphQLSchema, execute_sync, parse

from graph.selection import KeptChildren, Selection
from schema import selection
from schema.selection import RootInfo, question


def selections(schema: GraphQLSchema, ast: DocumentNode, **variables: object) -> list[Selection]:
    """What the root fields of a document select."""
    found: list[Selection] = []

    def resolver(_root: None, info: "GraphQLResolveInfo[None]", **arguments: object) -> None:
        found.append(question(RootInfo(_raw_info=info, _field=None, arguments=arguments)))  # type: ignore[arg-type]

    fields = schema.query_type.fields.values() if schema.query_type else ()
    resolvers = [field.resolve for field in fields]
    for field in fields:
        field.resolve = resolver
    execute_sync(schema, ast, variable_values=variables)
    for field, own in zip(fields, resolvers, strict=True):
        field.resolve = own
    return found


DOCUMENT = """query ($slug: String!, $first: Int) { a: organization(by: {slug: $slug}) { contacts(first: $first) { role } }
    b: region(by: {key: "033"}) { name } }"""


def test_a_selection_is_made_once_for_all_values_of_the_root_field_s_own_arguments(schema: GraphQLSchema) -> None:
    ast = parse(DOCUMENT)
    one, two, other = (selections(schema, ast, slug=slug, first=first) for slug, first in [("x", 1), ("y", 1), ("x", 2)])
    assert [selected.arguments["by"] for selected in (one[0], two[0])] == [{"slug": "x"}, {"slug": "y"}]
    assert one[0].children is two[0].children
    assert isinstance(one[0].children, KeptChildren)
    assert one[0].below("Organization")[0].arguments["first"] == 1
    assert other[0].below("Organization")[0].arguments["first"] == 2
    assert one[1].children is other[1].children


def test_nothing_is_kept_of_a_document_that_is_gone(schema: GraphQLSchema) -> None:
    gc.collect()
    before = len(selection.kept_selections)
    ast = parse(DOCUMENT)
    selections(schema, ast, slug="x", first=1)
    assert len(selection.kept_selections) == before + 2
    del ast
    gc.collect()
    assert len(selection.kept_selections) == before


def test_what_is_kept_of_one_root_field_is_bounded(schema: GraphQLSchema) -> None:
    ast = parse(DOCUMENT)
    for first in range(600):
        selections(schema, ast, slug="x", first=first)
    kept = [of_node[()] for of_node in selection.kept_selections.values()]
    assert max(one.fields for one in kept) <= 500
    assert selections(schema, ast, slug="x", first=599)[0].below("Organization")[0].arguments["first"] == 599


def test_fields_that_read_alike_are_not_taken_for_each_other(schema: GraphQLSchema) -> None:
    document = "{{ regions {{ nodes {{ ...Shown }} }} }} fragment Shown on Region {{ {} }}"
    one, other = (parse(document.format(name)) for name in ("name", "level"))
    assert one.definitions[0] == other.definitions[0]
    names = [selections(schema, ast)[0].below("RegionConnection")[0].below("Region")[0].name for ast in (one, other)]
    assert names == ["name", "level"]
