"""How Neo4j goes about the statements: from an index at the selective end, never through all nodes."""

from collections.abc import Iterator
from typing import Any, LiteralString

import pytest
from graphql import GraphQLSchema
from neo4j import GraphDatabase, Query

from graph.engine import Engine
from graph.engines import EngineConfig, Neo4jConfig
from graph.engines.neo4j import with_one_parameter
from tests.asking import Asker

# A CartesianProduct joins the single rows of subqueries here, and is none of these.
SCANS = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"}
SORTS = {"Sort", "PartialSort", "Top", "PartialTop"}

IN_ORDER = {
    "by name": "{ organizations(first: 50) { nodes { name locations { city } } } }",
    "by name, downwards": "{ organizations(first: 50, orderBy: [{field: NAME, direction: DESC}]) { nodes { name } } }",
    "the last ones": "{ organizations(last: 50) { nodes { name } } }",
    "of a field": "{ organizations(where: {actionFields: {has: RECOGNITION}}, first: 50) { nodes { name } } }",
    "of a type": "{ organizations(where: {type: {eq: JOBCENTER}}) { nodes { name contacts { phone } } } }",
    "of a type, by type": "{ organizations(where: {type: {eq: JOBCENTER}}, orderBy: [{field: TYPE}, {field: NAME}]) { nodes { name } } }",
    "by type": "{ organizations(orderBy: [{field: TYPE}, {field: NAME}]) { nodes { name } } }",
    "by the last look": "{ organizations(orderBy: [{field: VERIFIED_AT}]) { nodes { name } } }",
    "all kinds": "{ actors { nodes { name } } }",
    "all kinds, by kind": "{ actors(orderBy: [{field: KIND}, {field: NAME}]) { nodes { name } } }",
    "the next page": '{ organizations(first: 5, after: "%s") { nodes { name } } }',
    "the next page of a type": '{ organizations(where: {type: {eq: CHAMBER_HWK}}, first: 5, after: "%s") { nodes { name } } }',
    "the page before": '{ organizations(last: 5, before: "%s") { nodes { name } } }',
}
"""Lists that an index gives in their order, from any page on."""

OF_ALL = {
    "by distance": '{ organizations(orderBy: [{field: DISTANCE}], near: {postalCode: "29221"}) { edges { distanceKm node { name } } } }',
    "by count": "{ organizations(orderBy: [{field: TIE_COUNT, direction: DESC}]) { nodes { name } } }",
    "the count of all": "{ organizations { totalCount } }",
}
"""What is made of each node of a kind, and so looks at all of them."""

QUESTIONS = {
    "one actor": '{ organization(by: {slug: "ihk-fosa"}) { name ties { nodes { name } } provenance { source { title } } } }',
    "nodes": '{ nodes(ids: ["MTpPcmdhbml6YXRpb246aWhrLWZvc2E", "MTpSZWdpb246MDMzNTE"]) { id } }',
    "a list of a region": '{ organizations(where: {region: {key: "05"}}) { totalCount nodes { name } facets { type { count } } } }',
    "a list near a place": '{ organizations(where: {near: {place: {postalCode: "29221"}, maxKm: 25}}) { totalCount nodes { name } } }',
    "events by day": '{ events(where: {startsOn: {eq: "2018-01-31"}}) { nodes { name } } }',
    "a region": '{ region(by: {key: "03351"}) { name parent { name } responsibilities { actor { name } } } }',
    "nearest": '{ nearestContacts(near: {postalCode: "29221"}, actionFields: [RECOGNITION]) { edges { node { actor { name } contact { phone } location { city } } } } }',
    "responsible": '{ responsibleFor(place: {postalCode: "29221"}, actionField: RECOGNITION) { actor { name } region { name } } }',
    "paths": '{ referralPaths(from: {place: {postalCode: "47051"}}, to: {actionField: INTERNSHIP}) { paths { steps { actor { name } } } } }',
}


class Recorder:
    """Reads as the engine does and remembers what was asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        self.asked.append((cypher, parameters))
        return await self.engine.read(cypher, **parameters)


def operators(plan: Any) -> Iterator[str]:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


async def plans(document: str, *, ask: Asker, schema: GraphQLSchema, config: EngineConfig) -> list[tuple[str, set[str]]]:
    """Each statement of a question with the operators of its plan."""
    if not isinstance(config, Neo4jConfig):
        pytest.skip("plans are asked of Neo4j; ArcadeDB has no operators to compare")
    if "%s" in document:
        first = (await ask("{ organizations(first: 5) { pageInfo { endCursor } } }")).data["organizations"]
        document %= first["pageInfo"]["endCursor"]
    recorder = Recorder(ask.engine)
    asker = Asker(ask.engine, schema, ask.snapshot, {})
    asker.reader = recorder
    assert (await asker(document)).errors == []
    assert recorder.asked
    found = []
    with GraphDatabase.driver(config.uri, auth=(config.user, config.password), notifications_min_severity="OFF") as driver:
        for cypher, parameters in recorder.asked:
            with driver.session(database=config.database) as session:
                plan = session.run(Query(f"EXPLAIN {with_one_parameter(cypher)}"), given=parameters).consume().plan
            found.append((cypher, set(operators(plan))))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_statement_scans_what_grows(ask: Asker, schema: GraphQLSchema, engine_config: EngineConfig, question: str) -> None:
    for cypher, plan in await plans(QUESTIONS[question], ask=ask, schema=schema, config=engine_config):
        assert plan.isdisjoint(SCANS), cypher


@pytest.mark.parametrize("question", IN_ORDER)
async def test_the_order_of_a_list_is_read_off_an_index(
    ask: Asker, schema: GraphQLSchema, engine_config: EngineConfig, question: str
) -> None:
    for cypher, plan in await plans(IN_ORDER[question], ask=ask, schema=schema, config=engine_config):
        nested = {"Top", "Sort"} if " COLLECT {" in cypher else set[str]()
        assert plan.isdisjoint(SCANS | SORTS - nested), (cypher, plan)


@pytest.mark.parametrize("question", OF_ALL)
async def test_what_is_made_of_all_nodes_of_a_kind_looks_at_no_others(
    ask: Asker, schema: GraphQLSchema, engine_config: EngineConfig, question: str
) -> None:
    for cypher, plan in await plans(OF_ALL[question], ask=ask, schema=schema, config=engine_config):
        assert plan.isdisjoint(SCANS - {"NodeByLabelScan"}), cypher
        assert cypher.startswith("MATCH (n:Organization) WHERE "), cypher


async def test_of_a_hub_only_the_ties_to_the_asked_actor_are_read(ask: Asker, schema: GraphQLSchema, engine_config: EngineConfig) -> None:
    document = '{ referralPaths(from: {slug: "jobcenter-celle"}, to: {slug: "ihk-fosa"}) { paths { steps { actor { name } } } } }'
    (shown,) = await plans(document, ask=ask, schema=schema, config=engine_config)
    assert "Expand(Into)" in shown[1], shown
