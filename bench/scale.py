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
from collections.abc import Sequence
from contextlib import AsyncExitStack

from graphql import DocumentNode, parse

from bench.asking import Asked, chosen, p50, p95, resident_mb
from bench.databases import ENGINES, opened
from bench.drawn import QUESTIONS, Drawn, Variables
from graph.engine import Engine
from resolvers.snapshot import Snapshot, take_snapshot
from schema.build import build_schema

_TICK_S = 0.005
_WARM_UP = 100
_FEWEST = 10
_LONGEST_S = 20.0


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
            database = await stack.enter_async_context(opened(name, nodes))
            before_mb = resident_mb()
            snapshot, took_s, late_ms = await rebuilt(database.engine)
            print(
                f"{name}, {nodes} nodes: snapshot in {took_s:.1f} s, process {before_mb:.0f} → {resident_mb():.0f} MB, server {database.server_mb:.0f} MB; "
                f"event loop late p50 {p50(late_ms):.1f}, p95 {p95(late_ms):.1f}, max {max(late_ms):.0f} ms",
                flush=True,
            )
            directories.append((Asked(database.engine, schema, snapshot), Drawn.from_directory(snapshot.gazetteer, nodes=nodes)))
        asked_for = chosen(QUESTIONS, only)
        # Java compiles what it has run often: before that, what is asked first looks slow.
        for text, variables in asked_for.values():
            await asked_in_turn(parse(text), variables, directories, rounds=_WARM_UP)
        print(f"{name}, {rounds} rounds, ms: p50 / p95 through the schema (p50 / p95 of the statements alone)")
        for question, (text, variables) in asked_for.items():
            print(line(question, *await asked_in_turn(parse(text), variables, directories, rounds=rounds)), flush=True)


Times = list[list[float]]


async def asked_in_turn(
    document: DocumentNode, variables: Variables, directories: Sequence[tuple[Asked, Drawn]], *, rounds: int
) -> tuple[Times, Times]:
    """The ms of the question and of its statements alone, for each size.

    Each round asks every size once, with variables of its own, then its statements. What is slow is asked less often, but 10 times.
    """
    schema_ms: Times = [[] for _ in directories]
    alone_ms: Times = [[] for _ in directories]
    until = time.perf_counter() + _LONGEST_S
    for round_ in range(rounds):
        for (asked, drawn), schema, alone in zip(directories, schema_ms, alone_ms, strict=True):
            values = variables(drawn)
            began = time.perf_counter()
            statements = await asked.whole(document, values)
            between = time.perf_counter()
            await asked.alone(statements)
            schema.append((between - began) * 1000)
            alone.append((time.perf_counter() - between) * 1000)
        if time.perf_counter() > until and round_ + 1 >= _FEWEST:
            break
    return schema_ms, alone_ms


def line(name: str, schema_ms: Times, alone_ms: Times) -> str:
    """A question's figures."""
    cells = (f"{p50(s):8.1f} /{p95(s):8.1f} ({p50(a):7.1f} /{p95(a):8.1f})" for s, a in zip(schema_ms, alone_ms, strict=True))
    ratio = f"   ×{p50(schema_ms[-1]) / p50(schema_ms[0]):.1f} p50, ×{p95(schema_ms[-1]) / p95(schema_ms[0]):.1f} p95"
    return f"{name:24}{'  '.join(cells)}{ratio}"


def main() -> None:
    """Measure every engine at every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", nargs="*", default=[], help="questions whose names begin so")
    given = parser.parse_args()
    for name in given.engine:
        asyncio.run(measure(name, given.nodes, rounds=given.rounds, only=given.only))


if __name__ == "__main__":
    main()
