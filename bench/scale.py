"""What size costs: the same kinds of questions to synthetic directories of several sizes, asked in turn.

    python -m bench.scale [--nodes 10000 1000000] [--engine arcadedb neo4j] [--rounds 60] [--only nearest path]

Every directory is made once (`bench.synthetic`; a million nodes take several minutes) and kept under .cache/bench. For each question the
variables are drawn anew in each round; printed are p50 and p95 through the schema and of the same statements through the engine alone,
and the ratio of the last size to the first. One client; no HTTP; no cache of answers. Sizes count the synthetic nodes,
four to an office; the country's own 18,841 come on top.
"""

import argparse
import asyncio
import gc
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from graphql import DocumentNode, parse

from bench.asking import WARM_UP, Asked, p50, p95, resident_mb
from bench.questions import NESTED
from bench.synthetic import NODES_OF_AN_OFFICE, load_synthetic, slug
from graph.engine import Engine, EngineLimits
from graph.engines import EmbeddedConfig, EngineConfig, open_engine
from graph.engines.arcadedb import EmbeddedEngine
from resolvers.snapshot import Snapshot, take_snapshot
from schema.build import build_schema
from tests.neo4j_server import running_neo4j

FOLDER: Final = Path(__file__).resolve().parent.parent / ".cache" / "bench"
PATIENCE: Final = EngineLimits(read_s=300, write_statement_s=300)
_NEO4J_PASSWORD: Final = "only-on-loopback"
_TICK_S: Final = 0.005
_ACTOR: Final = NESTED.replace("type ", "")
_TYPES: Final = ("EDUCATION_PROVIDER", "WELFARE_ASSOCIATION", "INITIATIVE")
_FIELDS: Final = ("RECOGNITION", "LANGUAGE", "TRAINING", "MATCHING")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What variables are drawn from."""

    chance: Random
    offices: int
    codes: tuple[str, ...]
    kreise: tuple[str, ...]

    def office(self) -> str:
        return slug(self.chance.randrange(self.offices))

    def of(self, words: Sequence[str]) -> str:
        return self.chance.choice(words)


Variables = Callable[[Drawn], dict[str, Any]]
QUESTIONS: Final[dict[str, tuple[str, Variables]]] = {
    "one node": (f"query ($slug: String!) {{ organization(by: {{slug: $slug}}) {{ {NESTED} }} }}", lambda d: {"slug": d.office()}),
    "50 nested": (
        f"query ($type: OrganizationType!) {{ organizations(where: {{type: {{eq: $type}}}}, first: 50, orderBy: [{{field: TYPE}}, {{field: NAME}}]) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"type": d.of(_TYPES)},
    ),
    "filtered": (
        f"query ($field: ActionField!) {{ organizations(where: {{actionFields: {{has: $field}}}}, first: 20) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"field": d.of(_FIELDS)},
    ),
    "of a region": (
        f"query ($key: String!) {{ organizations(where: {{region: {{key: $key}}}}, first: 20) {{ nodes {{ {NESTED} }} }} }}",
        lambda d: {"key": d.of(d.kreise)},
    ),
    "search, rare": (
        "query ($text: String!) { search(text: $text, first: 10) { edges { score node { ... on Organization { name } } } } }",
        lambda d: {"text": d.office().removeprefix("synthetische-stelle-")},
    ),
    "search, common": (
        "query ($text: String!) { search(text: $text, first: 10) { edges { score node { ... on Organization { name } } } } }",
        lambda d: {"text": f"Stelle {d.chance.randrange(d.offices):07}"},
    ),
    "nearest, all": (
        f"query ($code: String!) {{ nearestContacts(near: {{postalCode: $code}}, first: 10) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes)},
    ),
    "nearest, type": (
        f"query ($code: String!, $type: OrganizationType!) {{ nearestContacts(near: {{postalCode: $code}}, types: [$type], first: 10) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes), "type": d.of(_TYPES)},
    ),
    "nearest, field": (
        f"query ($code: String!, $field: ActionField!) {{ nearestContacts(near: {{postalCode: $code}}, actionFields: [$field], first: 10, situation: {{occupationGroup: CRAFT}}) {{ edges {{ distanceKm node {{ actor {{ {_ACTOR} }} }} }} }} }}",
        lambda d: {"code": d.of(d.codes), "field": d.of(_FIELDS)},
    ),
    "responsible": (
        "query ($code: String!, $field: ActionField!) { responsibleFor(place: {postalCode: $code}, actionField: $field) { actor { name } contact { phone } reason { text } } }",
        lambda d: {"code": d.of(d.codes), "field": d.of(_FIELDS)},
    ),
    "path": (
        "query ($slug: String!, $field: ActionField!) { referralPaths(from: {slug: $slug}, to: {actionField: $field}) { paths { steps { actor { name } reason { text } } } } }",
        lambda d: {"slug": d.office(), "field": d.of(_FIELDS)},
    ),
}


@asynccontextmanager
async def opened(name: str, nodes: int) -> AsyncGenerator[tuple[Engine, Callable[[], float]]]:
    """An engine with a synthetic directory, made if it isn't there yet; and how much memory, in MB, its server holds."""
    folder = FOLDER / f"{name}-{nodes}"
    async with AsyncExitStack() as stack:
        if name == "neo4j":
            server = await stack.enter_async_context(running_neo4j(folder, password=_NEO4J_PASSWORD, limits=PATIENCE))
            config: EngineConfig = server
        else:
            config = EmbeddedConfig(folder, limits=PATIENCE)
        engine = await open_engine(config)
        stack.push_async_callback(engine.close)
        began = time.perf_counter()
        if await load_synthetic(engine, offices=nodes // NODES_OF_AN_OFFICE):
            print(f"{name}, {nodes} nodes: loaded in {time.perf_counter() - began:.0f} s", flush=True)
        yield engine, lambda: resident_mb(engine.server_pid) if isinstance(engine, EmbeddedEngine) else 0.0


async def rebuilt(engine: Engine) -> tuple[Snapshot, float, list[float]]:
    """A snapshot, how many seconds it took, and how many ms the event loop was late meanwhile, each time it was asked for."""
    late_ms: list[float] = []

    async def tick() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(_TICK_S)
            late_ms.append((time.perf_counter() - start - _TICK_S) * 1000)

    gc.collect()
    gc.freeze()  # as the service does once it is up
    ticking = asyncio.create_task(tick())
    began = time.perf_counter()
    snapshot = await take_snapshot(engine)
    took_s = time.perf_counter() - began
    ticking.cancel()
    return snapshot, took_s, late_ms


async def measure(name: str, sizes: Sequence[int], *, rounds: int, only: Sequence[str]) -> None:
    """All questions to one engine at all sizes."""
    schema = build_schema()
    directories: list[tuple[Asked, Drawn]] = []
    async with AsyncExitStack() as stack:
        for nodes in sizes:
            engine, server_mb = await stack.enter_async_context(opened(name, nodes))
            before_mb = resident_mb()
            snapshot, took_s, late_ms = await rebuilt(engine)
            print(
                f"{name}, {nodes} nodes: snapshot in {took_s:.1f} s, process {before_mb:.0f} → {resident_mb():.0f} MB, server {server_mb():.0f} MB; "
                f"event loop late p50 {p50(late_ms):.1f}, p95 {p95(late_ms):.1f}, max {max(late_ms):.0f} ms",
                flush=True,
            )
            gazetteer = snapshot.gazetteer
            drawn = Drawn(
                Random(1),
                nodes // NODES_OF_AN_OFFICE,
                tuple(entry.code for entry in gazetteer.postal_codes),
                tuple(gazetteer.keys("KREIS")),
            )
            directories.append((Asked(engine, schema, snapshot), drawn))
        print(f"{name}, {rounds} rounds, ms: p50 / p95 through the schema (p50 / p95 of the statements alone)")
        for question, (text, variables) in QUESTIONS.items():
            if not only or any(question.startswith(part) for part in only):
                print(await line(question, parse(text), variables, directories, rounds=rounds), flush=True)


async def line(name: str, document: DocumentNode, variables: Variables, directories: Sequence[tuple[Asked, Drawn]], *, rounds: int) -> str:
    """A question's figures: each round asks every size once, with variables of its own, then its statements alone."""
    schema_ms: list[list[float]] = [[] for _ in directories]
    alone_ms: list[list[float]] = [[] for _ in directories]
    for round_ in range(rounds + WARM_UP):
        for (asked, drawn), schema, alone in zip(directories, schema_ms, alone_ms, strict=True):
            values = variables(drawn)
            began = time.perf_counter()
            statements = await asked.whole(document, values)
            between = time.perf_counter()
            await asked.alone(statements)
            if round_ >= WARM_UP:
                schema.append((between - began) * 1000)
                alone.append((time.perf_counter() - between) * 1000)
    cells = (f"{p50(s):8.1f} /{p95(s):8.1f} ({p50(a):7.1f} /{p95(a):8.1f})" for s, a in zip(schema_ms, alone_ms, strict=True))
    ratio = f"   ×{p50(schema_ms[-1]) / p50(schema_ms[0]):.1f} p50, ×{p95(schema_ms[-1]) / p95(schema_ms[0]):.1f} p95"
    return f"{name:15}{'  '.join(cells)}{ratio}"


def main() -> None:
    """Measure every engine at every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--engine", nargs="+", choices=("arcadedb", "neo4j"), default=["arcadedb", "neo4j"])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", nargs="*", default=[], help="questions whose names begin so")
    given = parser.parse_args()
    for name in given.engine:
        asyncio.run(measure(name, given.nodes, rounds=given.rounds, only=given.only))


if __name__ == "__main__":
    main()
