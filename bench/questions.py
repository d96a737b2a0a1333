"""What the house costs: each question through the schema, beside its own statements through the engine alone.

    python -m bench.questions [--rounds 40] [--neo4j bolt://127.0.0.1:7687 --user neo4j --password …]

Loads the shipped directory into an embedded graph in a temporary folder, or into an empty Neo4j. One client; no HTTP. Prints the
median of each in ms, and their ratio, which is what to compare: both are asked in turn, on the same machine at the same time.
"""

import argparse
import asyncio
import inspect
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, LiteralString

from graphql import execute, parse

from graph.engine import Engine
from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from resolvers.snapshot import take_snapshot
from schema.build import build_schema, field_resolver
from schema.context import Context
from seeds.load import load_directory

_NESTED = "id slug name type actionFields contacts(first: 3) { role phone website } locations { city lat lon } provenance { status source { title } }"
QUESTIONS: Final = {
    "one node": f'{{ organization(by: {{slug: "ihk-fosa"}}) {{ {_NESTED} }} }}',
    "50 nested": f"{{ organizations(where: {{type: {{eq: JOBCENTER}}}}, first: 50, orderBy: [{{field: TYPE}}, {{field: NAME}}]) {{ nodes {{ {_NESTED} }} }} }}",
    "of a region": f'{{ organizations(where: {{region: {{key: "033"}}}}, first: 20) {{ nodes {{ {_NESTED} }} }} }}',
    "search": '{ search(text: "Jobcenter Celle", first: 10) { edges { score node { ... on Organization { name } } } } }',
    "nearest": f'{{ nearestContacts(near: {{postalCode: "29221"}}, actionFields: [RECOGNITION], first: 10) {{ edges {{ distanceKm node {{ actor {{ {_NESTED.replace("type ", "")} }} }} }} }} }}',
    "responsible": '{ responsibleFor(place: {postalCode: "29221"}, actionField: RECOGNITION) { actor { name } reason { text } alternatives { actor { name } } } }',
    "path": '{ referralPaths(from: {slug: "jobcenter-celle"}, to: {actionField: RECOGNITION}) { paths { steps { actor { name } reason { text } } } } }',
}


class Recorder:
    """Reads as the engine does, and keeps what was asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[tuple[Any, dict[str, Any]]] = []

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """See `graph.reader.Reader`."""
        self.asked.append((cypher, parameters))
        return await self.engine.read(cypher, **parameters)


async def measure(engine: Engine, *, rounds: int) -> None:
    """Print a line for each question."""
    schema, snapshot, recorder = build_schema(), await take_snapshot(engine), Recorder(engine)
    print(f"{engine.name}: medians of {rounds} rounds in ms")
    print(f"{'question':14}{'statements':>11}{'alone':>9}{'schema':>9}{'ratio':>7}")
    for name, text in QUESTIONS.items():
        document = parse(text)

        async def whole(document: Any = document) -> None:
            result = execute(
                schema, document, context_value=Context(recorder, snapshot, datetime.now(UTC).date()), field_resolver=field_resolver
            )
            result = await result if inspect.isawaitable(result) else result
            assert result.errors is None, result.errors

        recorder.asked.clear()
        await whole()
        asked = list(recorder.asked)

        async def alone(asked: list[tuple[Any, dict[str, Any]]] = asked) -> None:
            for cypher, parameters in asked:
                await engine.read(cypher, **parameters)

        one, other = await in_turn(alone, whole, rounds=rounds)
        print(f"{name:14}{len(asked):>11}{one:>9.2f}{other:>9.2f}{other / one:>7.2f}")


async def in_turn(one: Callable[[], Awaitable[None]], other: Callable[[], Awaitable[None]], *, rounds: int) -> tuple[float, float]:
    """Medians of the two in ms, asked A B A B … after a warm-up of five."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_ in range(rounds + 5):
        for call, spent in zip((one, other), times, strict=True):
            start = time.perf_counter()
            await call()
            if round_ >= 5:
                spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


async def main() -> None:
    """Load and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--neo4j")
    parser.add_argument("--user", default="neo4j")
    parser.add_argument("--password", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Neo4jConfig(given.neo4j, user=given.user, password=given.password) if given.neo4j else EmbeddedConfig(Path(folder))
        engine = await open_engine(config)
        try:
            await engine.prepare()
            start = time.perf_counter()
            report = await load_directory(engine)
            print(f"{engine.name}: loaded {report.added} nodes and edges in {time.perf_counter() - start:.1f} s")
            await measure(engine, rounds=given.rounds)
        finally:
            await engine.close()


if __name__ == "__main__":
    asyncio.run(main())
