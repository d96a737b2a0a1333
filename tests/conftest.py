"""What all tests share: the engines, each on a fresh directory. A missing one is a skip, or with REQUIRE_ALL=1 a failure."""

import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine, Writer
from graph.engines import EmbeddedConfig, EngineConfig, Neo4jConfig, open_engine
from resolvers.snapshot import take_snapshot
from schema.build import build_schema
from seeds.loading.expand import Graph
from seeds.loading.fingerprint import fingerprint
from seeds.loading.load import load_graph
from seeds.shipped.directory import shipped_graph
from tests.asking import Asker
from tests.neo4j_server import Neo4jMissingError, running_neo4j, told_of


@pytest.fixture(scope="session")
async def neo4j_config(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Neo4jConfig]:
    """How to reach a Neo4j that is there for the tests alone."""
    async with AsyncExitStack() as stack:
        config = told_of()
        if config is None:
            try:
                config = (await stack.enter_async_context(running_neo4j(tmp_path_factory.mktemp("neo4j"))))[0]
            except Neo4jMissingError as missing:
                if os.environ.get("REQUIRE_ALL") == "1":
                    pytest.fail(str(missing))
                pytest.skip(str(missing))
        yield config


@pytest.fixture(scope="session", params=["arcadedb", "neo4j"])
def engine_config(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> EngineConfig:
    """Each engine in turn, on a fresh directory."""
    if request.param == "neo4j":
        config: Neo4jConfig = request.getfixturevalue("neo4j_config")
        return config
    return EmbeddedConfig(tmp_path_factory.mktemp("arcadedb"))


@pytest.fixture(scope="session")
async def engine(engine_config: EngineConfig) -> AsyncGenerator[Engine]:
    """Each engine in turn: prepared, without data, the same for all tests of the session. Tests that write use labels of their own."""
    opened = await open_engine(engine_config)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(opened.close)
        found = await opened.read("MATCH (n) RETURN count(n) AS nodes ORDER BY nodes LIMIT 1")
        if found != [{"nodes": 0}]:
            pytest.fail(f"the tests need an empty database, and this one has {found[0]['nodes']} nodes")
        await opened.prepare()
        yield opened
        if told_of() is not None:
            await opened.write(_empty)  # it was empty before, so all that is in it is ours


async def _empty(writer: Writer) -> None:
    await writer.run("MATCH (n) DETACH DELETE n")


# The fixtures that load the directory into `engine` belong below this line.


@pytest.fixture(scope="session")
def shipped_nodes_and_edges() -> Graph:
    """The shipped directory, read and checked once for both engines."""
    return shipped_graph()


@pytest.fixture(scope="session")
async def directory(engine: Engine, shipped_nodes_and_edges: Graph) -> Engine:
    """Each engine in turn with the whole shipped directory in it. Tests only read from it."""
    await load_graph(engine, shipped_nodes_and_edges, mark=fingerprint())
    return engine


@pytest.fixture(scope="session")
def schema() -> GraphQLSchema:
    """The executable schema, built once."""
    return build_schema()


@pytest.fixture(scope="session")
def seen_answers() -> dict[tuple[str, bytes], tuple[str, bytes]]:
    """The bytes of every answer so far, by document, so that the second engine is held against the first."""
    return {}


@pytest.fixture(scope="session")
async def ask(directory: Engine, schema: GraphQLSchema, seen_answers: dict[tuple[str, bytes], tuple[str, bytes]]) -> Asker:
    """Asks each engine in turn."""
    return Asker(directory, schema, await take_snapshot(directory, coordination=True), seen_answers)
