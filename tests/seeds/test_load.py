import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from graph.engine import Engine, Writer
from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from graph.errors import ConstraintViolated
from seeds.loading.expand import EdgeRow, Graph
from seeds.loading.load import LoadReport, is_current, load_directory, load_graph
from seeds.shipped.directory import DATA, shipped_graph
from tests.seeds.hand_made import DATASET, office, offices, tie

ROOT = DATA.parent.parent


async def load(engine: Engine, graph: Graph, mark: str = "test") -> LoadReport:
    return await load_graph(engine, graph, mark=mark, dataset=DATASET)


async def stored(engine: Engine) -> list[tuple[str, str, str]]:
    """Every office of the dataset with its name, and the office that it refers to (or nothing)."""
    rows = await engine.read(
        "MATCH (n:Actor) WHERE n.dataset = $dataset OPTIONAL MATCH (n)-[t:REFERS_TO]->(m) "
        "RETURN n.id AS id, n.name AS name, coalesce(m.id, '') AS next ORDER BY id, next, t.id LIMIT 5000",
        dataset=DATASET,
    )
    return [(row["id"].removeprefix("test-load-"), row["name"], row["next"].removeprefix("test-load-")) for row in rows]


async def version(engine: Engine) -> dict[str, Any]:
    rows = await engine.read(
        "MATCH (v:DirectoryVersion {id: 'directory'}) RETURN v{.version, .fingerprint, .dataAsOf} AS v ORDER BY v.id LIMIT 1"
    )
    return rows[0]["v"] if rows else {}


async def cleared(engine: Engine, before: dict[str, Any]) -> None:
    async def work(writer: Writer) -> None:
        await writer.run("MATCH (n) WHERE n.dataset = $dataset DETACH DELETE n", dataset=DATASET)
        if before:
            await writer.run("MATCH (v:DirectoryVersion {id: 'directory'}) SET v += $before", before=before)
        else:
            await writer.run("MATCH (v:DirectoryVersion {id: 'directory'}) DELETE v")

    await engine.write(work)


@pytest.fixture
async def emptied(engine: Engine) -> AsyncGenerator[Engine]:
    """The engine without a test dataset, and as it was when the test is over."""
    before = await version(engine)
    await cleared(engine, before)
    yield engine
    await cleared(engine, before)


async def test_a_graph_is_loaded_whole_and_again_is_nothing(emptied: Engine) -> None:
    first = await load(emptied, offices(3))
    assert (first.added, first.changed, first.unchanged, first.removed) == (5, 0, 0, 0)
    assert await stored(emptied) == [("0", "old", "1"), ("1", "old", "2"), ("2", "old", "")]
    held = await version(emptied)
    statements = emptied.statements
    assert await load(emptied, offices(3)) == LoadReport(added=0, changed=0, unchanged=5, removed=0, version=first.version)
    assert emptied.statements - statements == 16  # the lock, the version, the digests of 13 labels and of all relationships
    assert await version(emptied) == held
    assert (held["version"], held["fingerprint"]) == (first.version, "test")


async def test_a_new_fingerprint_alone_is_remembered_without_a_new_version(emptied: Engine) -> None:
    first = await load(emptied, offices(2))
    again = await load(emptied, offices(2), mark="other code")
    assert (again.version, again.changed) == (first.version, 0)
    assert (await version(emptied))["fingerprint"] == "other code"


async def test_only_what_differs_is_written(emptied: Engine) -> None:
    first = await load(emptied, offices(4))
    changed = Graph(
        [office(0), office(1, name="new"), office(3), office(9)], [tie(0, 1), tie(0, 1, id_="b"), tie(3, 9), tie(1, 3, digest="new")]
    )
    report = await load(emptied, changed)
    # gone: office 2 and the two ties at it; new: office 9 and three ties
    assert report == LoadReport(added=4, changed=1, unchanged=3, removed=3, version=first.version + 1)
    assert await stored(emptied) == [("0", "old", "1"), ("0", "old", "1"), ("1", "new", "3"), ("3", "old", "9"), ("9", "old", "")]


async def test_a_changed_tie_holds_what_the_new_one_says_and_nothing_else(emptied: Engine) -> None:
    await load(emptied, Graph([office(0), office(1)], [tie(0, 1), tie(0, 1, id_="b")]))
    new = EdgeRow(
        "REFERS_TO", "Actor", "test-load-0", "Actor", "test-load-1", "b", {"id": "b", "digest": "x", "dataset": DATASET, "ageMin": 18}
    )
    report = await load(emptied, Graph([office(0), office(1)], [tie(0, 1), new]))
    assert (report.added, report.changed, report.unchanged, report.removed) == (0, 1, 3, 0)
    rows = await emptied.read(
        "MATCH (n:Actor {id: 'test-load-0'})-[t:REFERS_TO]->() RETURN t.id AS id, t.conditions AS c, t.ageMin AS age ORDER BY id LIMIT 9"
    )
    assert rows == [{"id": "a", "c": "old", "age": None}, {"id": "b", "c": None, "age": 18}]


async def test_an_actor_of_another_type_gets_other_labels_and_keeps_its_ties(emptied: Engine) -> None:
    await load(emptied, offices(2))
    await load(emptied, Graph([office(0), office(1, name="p", type_name="Project")], offices(2).edges))
    rows = await emptied.read(
        "MATCH (n:Actor {id: 'test-load-1'}) WHERE n:Project AND NOT n:Organization RETURN n.name AS name ORDER BY name LIMIT 2"
    )
    assert rows == [{"name": "p"}]
    assert await stored(emptied) == [("0", "old", "1"), ("1", "p", "")]


async def test_another_dataset_is_left_alone(emptied: Engine) -> None:
    await load(emptied, offices(2))
    await load_graph(emptied, Graph([], []), mark="other", dataset="test-other")
    assert len(await stored(emptied)) == 2


async def test_a_load_that_fails_leaves_everything_as_it_was(emptied: Engine) -> None:
    await load(emptied, offices(2))
    before = await version(emptied)

    def fail(done: int, _total: int) -> None:
        if done >= 3:
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await load_graph(emptied, offices(5, name="new"), mark="fails", dataset=DATASET, progress=fail)
    assert await stored(emptied) == [("0", "old", "1"), ("1", "old", "")]
    assert await version(emptied) == before


async def test_progress_counts_up_to_all_that_is_written(emptied: Engine) -> None:
    told: list[tuple[int, int]] = []
    await load_graph(emptied, offices(3), mark="test", dataset=DATASET, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 5), (5, 5)]


async def test_a_key_of_another_dataset_is_not_taken_over(emptied: Engine) -> None:
    await load(emptied, offices(1))
    with pytest.raises(ConstraintViolated):
        await load_graph(emptied, offices(2), mark="other", dataset="test-other")
    assert await stored(emptied) == [("0", "old", "")]


async def test_two_loads_at_once_write_everything_once(emptied: Engine) -> None:
    reports = await asyncio.gather(load(emptied, offices(200)), load(emptied, offices(200)))
    assert sorted(report.added for report in reports) == [0, 399]
    assert {report.version for report in reports} == {(await version(emptied))["version"]}
    assert len(await stored(emptied)) == 200


async def killed(*arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.seeds.killed_load", *arguments, cwd=ROOT)
    assert await process.wait() == -signal.SIGKILL


async def test_after_a_kill_in_the_middle_the_next_load_is_whole_and_nothing_is_there_twice(
    engine: Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """The embedded server is killed together with the loading process; Neo4j loses its client."""
    if engine.name == "neo4j":
        config: Neo4jConfig = request.getfixturevalue("neo4j_config")
        before = await version(engine)
        await cleared(engine, before)
        await load(engine, offices(10))
        await killed("neo4j", config.uri, config.password, "300")
        await assert_whole_after_the_kill(engine)
        await cleared(engine, before)
        return
    own = EmbeddedConfig(tmp_path / "own")
    opened = await open_engine(own)
    await opened.prepare()
    await load(opened, offices(10))
    await opened.close()
    await killed("arcadedb", str(own.data_dir), "", "300")
    opened = await open_engine(own)
    try:
        await assert_whole_after_the_kill(opened)
    finally:
        await opened.close()


async def assert_whole_after_the_kill(engine: Engine) -> None:
    assert [name for _, name, _ in await stored(engine)] == ["old"] * 10
    assert (await version(engine))["fingerprint"] == "test"
    report = await load(engine, offices(400, name="new"))
    assert (report.added, report.changed, report.unchanged) == (780, 10, 9)
    rows = await stored(engine)
    assert len(rows) == len({id_ for id_, _, _ in rows}) == 400
    assert {name for _, name, _ in rows} == {"new"}


async def test_the_shipped_directory_is_loaded_and_current(directory: Engine) -> None:
    assert await is_current(directory)
    graph = shipped_graph()
    counts = await directory.read("MATCH (n) WHERE n.dataset = 'shipped' RETURN count(n) AS nodes ORDER BY nodes LIMIT 1")
    assert counts == [{"nodes": len(graph.nodes)}]
    edges = await directory.read("MATCH ()-[t]->() WHERE t.dataset = 'shipped' RETURN count(t) AS edges ORDER BY edges LIMIT 1")
    assert edges == [{"edges": len(graph.edges)}]
    held = await version(directory)
    report = await load_directory(directory)
    assert report == LoadReport(added=0, changed=0, unchanged=len(graph.nodes) + len(graph.edges), removed=0, version=held["version"])
    assert await version(directory) == held
    assert held["dataAsOf"] == "2026-11-23"
