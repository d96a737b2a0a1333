"""What the house costs: each question through the schema, beside its own statements through the engine alone.

    python -m bench.questions [--rounds 40] [--neo4j bolt://127.0.0.1:7687 --user neo4j --password …]

Loads the shipped directory into an embedded graph in a temporary folder, or into an empty Neo4j. One client; no HTTP. Prints the
median of each in ms, and their ratio, which is what to compare: both are asked in turn, on the same machine at the same time.
For directories of other sizes see `bench.scale`.
"""

import argparse
import asyncio
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Final

from graphql import parse

from bench.asking import Asked, in_turn, p50
from graph.engine import Engine
from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from resolvers.snapshot import take_snapshot
from schema.build import build_schema
from seeds.loading.load import load_directory

NESTED: Final = "id slug name type actionFields contacts(first: 3) { role phone website } locations { city lat lon } provenance { status source { title } }"
QUESTIONS: Final = {
    "one node": f'{{ organization(by: {{slug: "ihk-fosa"}}) {{ {NESTED} }} }}',
    "50 nested": f"{{ organizations(where: {{type: {{eq: JOBCENTER}}}}, first: 50, orderBy: [{{field: TYPE}}, {{field: NAME}}]) {{ nodes {{ {NESTED} }} }} }}",
    "of a region": f'{{ organizations(where: {{region: {{key: "033"}}}}, first: 20) {{ nodes {{ {NESTED} }} }} }}',
    "search": '{ search(text: "Jobcenter Celle", first: 10) { edges { score node { ... on Organization { name } } } } }',
    "nearest": f'{{ nearestContacts(near: {{postalCode: "29221"}}, actionFields: [RECOGNITION], first: 10) {{ edges {{ distanceKm node {{ actor {{ {NESTED.replace("type ", "")} }} }} }} }} }}',
    "responsible": '{ responsibleFor(place: {postalCode: "29221"}, actionField: RECOGNITION) { actor { name } reason { text } alternatives { actor { name } } } }',
    "path": '{ referralPaths(from: {slug: "jobcenter-celle"}, to: {actionField: RECOGNITION}) { paths { steps { actor { name } reason { text } } } } }',
}


async def measure(engine: Engine, *, rounds: int) -> None:
    """Print a line for each question."""
    asked = Asked(engine, build_schema(), await take_snapshot(engine))
    print(f"{engine.name}: medians of {rounds} rounds in ms")
    print(f"{'question':14}{'statements':>11}{'alone':>9}{'schema':>9}{'ratio':>7}")
    for name, text in QUESTIONS.items():
        document = parse(text)
        statements = await asked.whole(document)
        alone, schema = map(p50, await in_turn(partial(asked.alone, statements), partial(asked.whole, document), rounds=rounds))
        print(f"{name:14}{len(statements):>11}{alone:>9.2f}{schema:>9.2f}{schema / alone:>7.2f}")


async def main() -> None:
    """Load and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
