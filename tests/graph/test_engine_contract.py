"""What every engine promises, asked of each."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager

import pytest

from graph.engine import BoltEngine, Engine, EngineLimits, Writer
from graph.errors import ConstraintViolated, StatementTimeout
from graph.indexing import Indexing

INDEXING = Indexing(
    constraints=(("Sample", "id"), ("Searchable", "id")),
    indexes=(("Sample", ("kind", "name", "id")), ("Sample", ("name",))),
    fulltext=("name", "descriptionDe"),
)
ENDLESS = "UNWIND range(1, 1000) AS a UNWIND range(1, 3000) AS b WITH a, b WHERE a * b % 7 = 8 RETURN count(*) AS n"


@pytest.fixture
async def samples(engine: Engine) -> AsyncGenerator[Engine]:
    """The engine, ready for nodes of the label Sample, which are gone in the end."""
    assert isinstance(engine, BoltEngine)
    for statement in INDEXING.statements():
        await engine.define(statement)
    yield engine
    await engine.write(_without_samples)


async def _without_samples(writer: Writer) -> None:
    await writer.run("MATCH (n:Sample) DETACH DELETE n")


@contextmanager
def _limits(engine: Engine, limits: EngineLimits) -> Generator[None]:
    assert isinstance(engine, BoltEngine)
    usual, engine.limits = engine.limits, limits
    try:
        yield
    finally:
        engine.limits = usual


async def _create(engine: Engine, *ids: str) -> None:
    async def work(writer: Writer) -> None:
        await writer.run("UNWIND $ids AS id CREATE (:Sample {id: id})", ids=list(ids))

    await engine.write(work)


async def _ids(engine: Engine) -> list[str]:
    rows = await engine.read("MATCH (n:Sample) RETURN n.id AS id ORDER BY id LIMIT 1000")
    return [row["id"] for row in rows]


async def test_a_read_gives_records_by_alias_in_order(engine: Engine) -> None:
    rows = await engine.read(
        "UNWIND $numbers AS number RETURN number, number * 2 AS double ORDER BY number DESC LIMIT 3", numbers=[1, 2, 3]
    )
    assert rows == [{"number": 3, "double": 6}, {"number": 2, "double": 4}, {"number": 1, "double": 2}]


async def test_a_read_that_matches_nothing_is_empty(samples: Engine) -> None:
    assert await samples.read("MATCH (n:Sample {id: $id}) RETURN n.id AS id ORDER BY id LIMIT 1", id="nobody") == []


async def test_every_kind_of_value_comes_back_as_it_went(engine: Engine) -> None:
    text = "Ä ß 🇩🇪 'quoted\" \\ {braces} $dollar\n\ttab"
    values = {"text": text, "none": None, "whole": 2**53, "part": 52.6226, "yes": True, "list": ["a", ["b", {}]]}
    assert await engine.read("RETURN $values AS values LIMIT 1", values=values) == [{"values": values}]


async def test_a_parameter_may_be_called_cypher_or_self(engine: Engine) -> None:
    assert await engine.read("RETURN $cypher + $self AS sum ORDER BY sum LIMIT 1", cypher=1, self=2) == [{"sum": 3}]


async def test_a_write_is_seen_by_the_next_read(samples: Engine) -> None:
    for number in range(20):
        await _create(samples, f"s{number:02}")
        assert len(await _ids(samples)) == number + 1


async def test_a_write_gives_the_result_of_its_work(samples: Engine) -> None:
    async def work(writer: Writer) -> str:
        rows = await writer.run("CREATE (n:Sample {id: $id}) RETURN n.id AS id", id="one")
        again = await writer.run("MATCH (n:Sample {id: $id}) RETURN n.id AS id ORDER BY id LIMIT 1", id="one")
        assert rows == again
        return str(rows[0]["id"])

    assert await samples.write(work) == "one"


async def test_work_that_raises_leaves_nothing_behind(samples: Engine) -> None:
    async def work(writer: Writer) -> None:
        await writer.run("CREATE (:Sample {id: 'half'})")
        raise LookupError("the other half is missing")

    with pytest.raises(LookupError, match="the other half is missing"):
        await samples.write(work)
    assert await _ids(samples) == []


async def test_a_statement_that_fails_takes_its_transaction_back(samples: Engine) -> None:
    await _create(samples, "taken")

    async def work(writer: Writer) -> None:
        await writer.run("CREATE (:Sample {id: 'new'})")
        await writer.run("CREATE (:Sample {id: 'taken'})")

    with pytest.raises(ConstraintViolated) as caught:
        await samples.write(work)
    assert caught.value.extensions == {"code": "CONSTRAINT_VIOLATED"}
    assert await _ids(samples) == ["taken"]


async def test_read_refuses_a_statement_that_writes_before_it_is_sent(samples: Engine) -> None:
    before = samples.statements
    with pytest.raises(ValueError, match=r"a statement that writes was given to read\(\): CREATE"):
        await samples.read("CREATE (n:Sample {id: 'x'}) RETURN n.id AS id ORDER BY id LIMIT 1")
    assert samples.statements == before
    assert await _ids(samples) == []


async def test_reads_and_the_statements_of_a_write_are_counted(samples: Engine) -> None:
    before = samples.statements
    await _create(samples, "one")
    await _ids(samples)
    assert samples.statements - before == 2


async def test_a_wrong_statement_is_our_fault_and_says_which_it_was(engine: Engine) -> None:
    from neo4j.exceptions import CypherSyntaxError

    with pytest.raises(CypherSyntaxError) as caught:
        await engine.read("RETURN 1 +")
    assert caught.value.__notes__ == ["RETURN 1 +"]


async def test_a_read_that_takes_too_long_is_given_up(engine: Engine) -> None:
    with _limits(engine, EngineLimits(read_s=0.05)), pytest.raises(StatementTimeout) as caught:
        await engine.read(ENDLESS)
    assert caught.value.extensions == {"code": "SERVICE_UNAVAILABLE", "retryAfter": 1}
    assert await engine.read("RETURN 1 AS one ORDER BY one LIMIT 1") == [{"one": 1}]


async def test_a_write_that_takes_too_long_is_given_up_and_leaves_nothing(samples: Engine) -> None:
    async def work(writer: Writer) -> None:
        await writer.run("CREATE (:Sample {id: 'early'})")
        await writer.run(ENDLESS)

    with _limits(samples, EngineLimits(write_statement_s=0.05)), pytest.raises(StatementTimeout, match=r"longer than 0\.05 s"):
        await samples.write(work)
    assert await _ids(samples) == []


async def test_a_cancelled_read_leaves_the_engine_usable(engine: Engine) -> None:
    task = asyncio.create_task(engine.read(ENDLESS))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await engine.read("RETURN 1 AS one ORDER BY one LIMIT 1") == [{"one": 1}]


async def test_many_reads_run_at_once_and_keep_their_answers_apart(engine: Engine) -> None:
    answers = await asyncio.gather(*(engine.read("RETURN $n AS n ORDER BY n LIMIT 1", n=n) for n in range(120)))
    assert answers == [[{"n": n}] for n in range(120)]


async def test_writes_at_once_are_all_there(samples: Engine) -> None:
    await asyncio.gather(*(_create(samples, f"w{number:02}") for number in range(20)))
    assert await _ids(samples) == [f"w{number:02}" for number in range(20)]


async def test_a_large_result_comes_whole(engine: Engine) -> None:
    rows = await engine.read("UNWIND range(1, 20000) AS n RETURN n ORDER BY n LIMIT 20000")
    assert [row["n"] for row in rows] == list(range(1, 20_001))


async def test_a_large_parameter_is_stored_whole(samples: Engine) -> None:
    ids = [f"Straße {number:05}" for number in range(5000)]
    await _create(samples, *ids)
    rows = await samples.read("MATCH (n:Sample) RETURN count(n) AS n, max(n.id) AS last ORDER BY n LIMIT 1")
    assert rows == [{"n": 5000, "last": ids[-1]}]


async def test_prepare_can_run_again(engine: Engine) -> None:
    await engine.prepare()
    await engine.prepare()
    indexes = await engine.read("CALL db.index.fulltext.queryNodes('searchable_text', 'nirgendwo') YIELD node RETURN count(node) AS n")
    assert indexes == [{"n": 0}]


async def test_plans_are_renewed_in_silence(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    await engine.replan()
    assert caplog.records == []


async def test_full_text_finds_german_stems_and_forgets_what_is_deleted(samples: Engine) -> None:
    async def work(writer: Writer) -> None:
        statement = "CREATE (:Sample:Searchable {id: 'amt', name: $name, descriptionDe: $description})"
        await writer.run(statement, name="Ämter der Städte", description="Anerkennung ausländischer Abschlüsse")

    find = (
        "CALL db.index.fulltext.queryNodes('searchable_text', $text) YIELD node WHERE node:Sample RETURN node.id AS id ORDER BY id LIMIT 5"
    )
    await samples.write(work)
    assert await samples.read(find, text="Stadt") == [{"id": "amt"}]
    assert await samples.read(find, text="abschluss") == [{"id": "amt"}]
    await samples.write(_without_samples)
    assert await samples.read(find, text="Stadt") == []
