"""How Neo4j goes about the statements: from an index at the selective end, never through all nodes."""

from collections.abc import Iterator
from typing import Any, LiteralString, cast

import pytest
from graphql import GraphQLSchema
from neo4j import GraphDatabase, Query

from graph.engine import Engine
from graph.engines import EngineConfig, Neo4jConfig
from tests.asking import Asker

# A CartesianProduct joins the single rows of subqueries here, and is none of these.
SCANS = {"AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan"}

QUESTIONS = {
    "one actor": '{ organization(by: {slug: "ihk-fosa"}) { name ties { nodes { name } } provenance { source { title } } } }',
    "nodes": '{ nodes(ids: ["MTpPcmdhbml6YXRpb246aWhrLWZvc2E", "MTpSZWdpb246MDMzNTE"]) { id } }',
    "a list by type": "{ organizations(where: {type: {eq: JOBCENTER}}, orderBy: [{field: TYPE}, {field: NAME}]) { nodes { name contacts { phone } } } }",
    "a list by name": "{ organizations(first: 50) { nodes { name locations { city } } } }",
    "the next page": '{ organizations(first: 5, after: "%s") { nodes { name } } }',
    "a list of a region": '{ organizations(where: {region: {key: "05"}}) { totalCount nodes { name } facets { type { count } } } }',
    "a list near a place": '{ organizations(where: {near: {place: {postalCode: "29221"}, maxKm: 25}}) { totalCount nodes { name } } }',
    "by distance": '{ organizations(orderBy: [{field: DISTANCE}], near: {postalCode: "29221"}) { edges { distanceKm node { name } } } }',
    "by count": "{ organizations(orderBy: [{field: TIE_COUNT, direction: DESC}]) { nodes { name } } }",
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


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_statement_scans_what_grows(ask: Asker, schema: GraphQLSchema, engine_config: EngineConfig, question: str) -> None:
    if not isinstance(engine_config, Neo4jConfig):
        pytest.skip("plans are asked of Neo4j; ArcadeDB has no operators to compare")
    document = QUESTIONS[question]
    if "%s" in document:
        first = (await ask("{ organizations(first: 5) { pageInfo { endCursor } } }")).data["organizations"]
        document %= first["pageInfo"]["endCursor"]
    recorder = Recorder(ask.engine)
    asker = Asker(ask.engine, schema, ask.snapshot, {})
    asker.reader = recorder
    assert (await asker(document)).errors == []
    assert recorder.asked
    with GraphDatabase.driver(
        engine_config.uri, auth=(engine_config.user, engine_config.password), notifications_min_severity="OFF"
    ) as driver:
        for cypher, parameters in recorder.asked:
            with driver.session(database=engine_config.database) as session:
                plan = session.run(Query(cast(LiteralString, f"EXPLAIN {cypher}")), parameters).consume().plan
            assert SCANS.isdisjoint(operators(plan)), cypher
