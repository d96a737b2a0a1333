"""What operations cost: the number of values that the answer can hold, worked out before anything runs."""

from typing import Any

import httpx
import pytest
from graphql import build_schema, get_introspection_query

from schema.build import build_schema as directory_schema
from tests.web.conftest import Probe, client_of, probe_app
from web.graphql.documents import Documents
from web.graphql.limits import Limits

SCHEMA = build_schema("""
input PersonOrder { field: PersonOrderField! }
enum PersonOrderField { NAME DISTANCE }
type Query { people(first: Int = 3, last: Int, orderBy: [PersonOrder!]): PersonConnection!
  plain: [Person!]! nodes(ids: [ID!]!): [Person]! one: Person
  rateLimit: Int }
type PersonConnection { nodes: [Person!]! edges: [PersonEdge!]! totalCount: Int! }
type PersonEdge { cursor: String! node: Person! }
type Person { name: String! tags: [String!]! friends(first: Int): PersonConnection! few(first: Int = 2): [Person!]! }
""")


def cost(source: str, **variables: Any) -> int:
    (operation,) = Documents(SCHEMA, limits=Limits(aliases=10_000, fields=1_000_000, repeats=1_000_000)).get(source).operations.values()
    return operation.cost.amount.value(variables)


@pytest.mark.parametrize(
    ("source", "variables", "expected"),
    [
        # The statement's 10, the field and what is below it.
        ("{ one { name tags } }", {}, 10 + 1 + 2),
        # A connection's own fields count once, those of its page as often as the page is long.
        ("{ people(first: 50) { nodes { name } } }", {}, 10 + 1 + 50 * (1 + 1)),
        ("{ people(last: 50) { edges { cursor node { name } } } }", {}, 10 + 1 + 50 * (1 + 1 + 2)),
        ("{ people { nodes { name } } }", {}, 10 + 1 + 3 * 2),
        ("{ one { friends { nodes { name } } } }", {}, 10 + 1 + 1 + 20 * 2),
        ("{ people(first: 5) { totalCount } }", {}, 10 + 1 + 21),
        ("{ people(first: 10) { nodes { friends(first: 7) { nodes { name } } } } }", {}, 10 + 1 + 10 * (1 + 1 + 7 * 2)),
        # An order whose values are made for the whole list costs, and so does a variable that may ask for one.
        ("{ people(first: 1, orderBy: [{field: NAME}]) { totalCount } }", {}, 10 + 1 + 21),
        ("{ people(first: 1, orderBy: [{field: NAME}, {field: DISTANCE}]) { totalCount } }", {}, 10 + 1 + 100 + 21),
        ("query Q($o: [PersonOrder!]) { people(first: 1, orderBy: $o) { totalCount } }", {}, 10 + 1 + 100 + 21),
        ("{ plain { name } }", {}, 10 + 1 + 10),
        ("{ plain { few { name } } }", {}, 10 + 1 + 10 * (1 + 2)),
        ('{ nodes(ids: ["a", "b", "c"]) { name } }', {}, 10 + 1 + 3),
        ("query Q($ids: [ID!]!) { nodes(ids: $ids) { name } }", {"ids": ["a", "b"]}, 10 + 1 + 2),
        ("query Q($n: Int) { people(first: $n) { nodes { name } } }", {"n": 40}, 10 + 1 + 40 * 2),
        ("query Q($n: Int) { people(first: $n) { nodes { name } } }", {}, 10 + 1 + 3 * 2),
        ("query Q($n: Int) { people(first: $n) { nodes { few(first: $n) { name } } } }", {"n": 9}, 10 + 1 + 9 * (1 + 1 + 9)),
        # More than a list can hold fails by itself, with an error that says so.
        ("{ people(first: 2000000000) { nodes { name } } }", {}, 10 + 1 + 100 * 2),
        ("{ people(first: -5) { nodes { name } } }", {}, 10 + 1),
        ("{ one { ...F friends(first: 2) { ...G } } } fragment F on Person { name } fragment G on PersonConnection { nodes { ...F } }",
         {}, 10 + 1 + 1 + 1 + 2 * (1 + 1)),
    ],
)  # fmt: skip
def test_lists_multiply_what_is_below_them(source: str, variables: dict[str, Any], expected: int) -> None:
    assert cost(source, **variables) == expected


def test_nested_lists_stop_growing_at_a_number_that_fits() -> None:
    nested = "few(first: 100) { " * 15 + "name" + " }" * 15
    assert cost(f"{{ plain {{ {nested} }} }}") == 1_000_000_000


def test_a_fragment_spread_many_times_is_looked_at_once() -> None:
    levels = " ".join(f"fragment F{n} on Person {{ few {{ ...F{n + 1} }} other: few {{ ...F{n + 1} }} }}" for n in range(12))
    assert cost(f"{{ one {{ ...F0 }} }} {levels} fragment F12 on Person {{ name }}") == 11 + sum(2 * 4**n for n in range(12)) + 4**12


def test_the_introspection_that_tools_send_is_within_the_limit() -> None:
    document = Documents(directory_schema(), limits=Limits()).get(
        get_introspection_query(input_value_deprecation=True, specified_by_url=True)
    )
    (operation,) = document.operations.values()
    assert operation.cost.amount.value({}) < Limits().cost // 10


def test_an_answer_for_one_client_alone_is_known_by_its_fields() -> None:
    kept = Documents(SCHEMA, limits=Limits())
    costs = [kept.get(source).operations[None].cost.private for source in ("{ rateLimit }", "{ ... { rateLimit } }", "{ one { name } }")]
    assert costs == [True, True, False]


async def test_a_dear_operation_is_refused_with_the_figures_and_does_not_run(probe: Probe) -> None:
    async with client_of(probe_app(probe, max_cost=100)) as client:
        query = "query Q($n: Int) { counted people(first: $n) { nodes { name } } }"
        refused = await ask(client, query, n=50)
        assert refused["errors"][0]["message"] == "The document asks for too much: cost 122 (limit 100)."
        assert refused["errors"][0]["extensions"]["code"] == "COST_LIMIT_EXCEEDED"
        assert refused["errors"][0]["extensions"]["figures"] == {"cost": {"value": 122, "limit": 100}}
        assert "data" not in refused
        assert probe.asked == 0
        assert (await ask(client, query, n=5))["data"]["counted"] == 1


@pytest.mark.parametrize("how", [{"headers": {"x-netzlotse-cost": "1"}}, {"extensions": {"cost": True}}])
async def test_the_cost_is_told_to_who_asks(client: httpx.AsyncClient, how: dict[str, Any]) -> None:
    body = {"query": "{ people { nodes { name } } }", "extensions": how.get("extensions")}
    told = await client.post("/graphql", json=body, headers=how.get("headers"))
    assert told.json()["extensions"] == {"cost": {"requested": 10 + 1 + 3 * 2, "limit": 100_000}}
    untold = await client.post("/graphql", json={"query": "{ people { nodes { name } } }"})
    assert "extensions" not in untold.json()


async def test_the_cost_is_told_beside_errors(client: httpx.AsyncClient) -> None:
    told = await client.post("/graphql", json={"query": "{ place hello }", "extensions": {"cost": True}})
    assert (told.json()["data"]["hello"], told.json()["extensions"]["cost"]["requested"]) == ("Hello, world!", 22)


async def ask(client: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    response = await client.post("/graphql", json={"query": query, "variables": variables})
    return dict(response.json())


def matrix_cost(arguments: str, selection: str, **variables: Any) -> int:
    types = {"$within": "PlaceInput!", "$fields": "[ActionField!]", "$level": "RegionLevel! = KREIS"}
    declared = ", ".join(f"{name}: {type_}" for name, type_ in types.items() if name in arguments)
    source = f"query {f'({declared})' if declared else ''} {{ coverage({arguments}) {{ {selection} }} }}"
    (operation,) = Documents(directory_schema(), limits=Limits()).get(source).operations.values()
    return operation.cost.amount.value(variables) - 11


@pytest.mark.parametrize(
    ("arguments", "variables", "rows", "columns"),
    [
        ('within: {regionKey: "DE"}', {}, 400, 13),
        ('within: {regionKey: "03"}', {}, 100, 13),
        ('within: {regionKey: "033"}', {}, 40, 13),
        ('within: {regionKey: "03351"}', {}, 1, 13),
        ('within: {postalCode: "29221"}', {}, 5, 13),
        ('within: {name: "Niedersachsen"}', {}, 100, 13),
        ('within: {name: " Deutschland "}', {}, 400, 13),
        ('within: {regionKey: "DE"}, actionFields: [TRAINING, MATCHING]', {}, 400, 2),
        ('within: {regionKey: "DE"}, level: LAND', {}, 16, 13),
        ('within: {regionKey: "DE"}, level: MUNICIPALITY', {}, 500, 13),
        ("within: $within, actionFields: $fields", {"within": {"regionKey": "03351"}, "fields": ["TRAINING"]}, 1, 1),
        ("within: $within, actionFields: $fields", {"within": {"regionKey": "DE"}, "fields": None}, 400, 13),
        ("within: $within, level: $level", {"within": {"regionKey": "DE"}, "level": "LAND"}, 16, 13),
    ],
)
def test_a_matrix_costs_what_all_its_cells_cost(arguments: str, variables: dict[str, Any], rows: int, columns: int) -> None:
    # Each cell is an object with two values; each row one with a region that has one.
    assert matrix_cost(arguments, "cells { status actorCount }", **variables) == rows * columns * 3
    assert matrix_cost(arguments, "rows { region { key } }", **variables) == rows * 3
    assert matrix_cost(arguments, "cells { actors(first: 4) { slug } } columns", **variables) == rows * columns * (1 + 1 + 4) + 1
    assert matrix_cost(arguments, "...on CoverageMatrix { cells { status } }", **variables) == rows * columns * 2


@pytest.mark.parametrize(
    ("where", "variables", "steps"),
    [
        ('{name: {eq: "a"}, AND: [{type: {eq: JOBCENTER}}]}', {}, 0),
        ("{contacts: {some: {phone: {isNull: true}}}, NOT: {locations: {none: {}}}}", {}, 1),
        ("{ties: {some: {node: {contacts: {none: {}}}}}}", {}, 3),
        ("$where", {"where": {"ties": {"some": {"node": {"ties": {"none": {}}}}}}}, 4),
        ("$where", {"where": None}, 0),
        ("{AND: [$one], contacts: {some: {}}}", {"one": {"contacts": {"some": {}}}}, 2),
    ],
)
def test_a_filter_costs_more_with_each_step_to_related_nodes(where: str, variables: dict[str, Any], steps: int) -> None:
    declared = [f"${name}: OrganizationWhere{needed}" for name, needed in (("where", ""), ("one", "!")) if f"${name}" in where]
    source = f"query Q{f'({declared[0]})' if declared else ''} {{ organizations(where: {where}) {{ totalCount }} }}"
    (operation,) = Documents(directory_schema(), limits=Limits()).get(source).operations.values()
    assert operation.cost.amount.value(variables) == 10 + 1 + 21 + (10 * 8**steps if steps else 0)
