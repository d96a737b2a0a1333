"""What a client waits for: each question over HTTP, beside its own statements through the raw driver; and what a kept answer costs.

    python -m bench.over_http [--engine arcadedb neo4j] [--rounds 200] [--only 50] [--no-cached]

Uncached: our server keeps no answers; one client asks over one connection, in turn with the same statements through the official async
driver (one record, auto-commit). Printed are medians and lower quartiles in ms, and the ratio of the lower quartiles, which a busy
machine disturbs least. Cached: many connections ask for the same answer, in turn with a canned Starlette response of the same size;
printed are requests a second, by the clock and by the processor time that the server took. The directories are kept in .cache/bench.
"""

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, Final

import orjson
import uvloop
from graphql import parse
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase

from bench.asking import Asked, Statement, in_turn, p50
from bench.keepalive import body_of, post
from bench.questions import QUESTIONS
from bench.serving import ROOT, Server, canned, netzlotse
from graph.engine import Engine, EngineLimits
from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from graph.engines.arcadedb import EmbeddedEngine
from resolvers.snapshot import take_snapshot
from schema.build import build_schema
from seeds.loading.load import load_directory
from tests.neo4j_server import running_neo4j

FOLDER: Final = ROOT / ".cache" / "bench"
PATIENCE: Final = EngineLimits(read_s=300, write_statement_s=300)
_PASSWORD: Final = "only-on-loopback"
_CONNECTIONS: Final = 16
_SECONDS: Final = 2.0
_MOST_REQUESTS: Final = 200_000


async def opened(name: str, stack: AsyncExitStack) -> tuple[Engine, Neo4jConfig]:
    """The engine with the shipped directory, and how anything that speaks Bolt reaches it."""
    folder = FOLDER / f"{name}-shipped"
    if name == "neo4j":
        config = await stack.enter_async_context(running_neo4j(folder, password=_PASSWORD, limits=PATIENCE))
        engine = await open_engine(config)
    else:
        engine = await open_engine(EmbeddedConfig(folder, limits=PATIENCE))
        assert isinstance(engine, EmbeddedEngine)
        password = (folder / "password").read_text(encoding="ascii").strip()
        config = Neo4jConfig(f"bolt://127.0.0.1:{engine.port}", user="root", password=password, database=EmbeddedConfig(folder).database)
    stack.push_async_callback(engine.close)
    await engine.prepare()
    await load_directory(engine)
    return engine, config


def settings(config: Neo4jConfig, **more: str) -> dict[str, str]:
    """The environment of a server over *config*."""
    given = {"URI": config.uri, "USER": config.user, "PASSWORD": config.password, "DATABASE": config.database}
    more = {"NETZLOTSE_STATEMENT_TIMEOUT": "300", "NETZLOTSE_REQUEST_TIMEOUT": "300", **more}
    return {**{f"NETZLOTSE_NEO4J_{name}": value for name, value in given.items()}, **more}


async def raw(driver: AsyncDriver, database: str, statements: Sequence[Statement]) -> None:
    """The statements through the driver alone, as anybody would write it."""
    for cypher, parameters in statements:
        async with driver.session(database=database, default_access_mode=READ_ACCESS) as session:
            await (await session.run(cypher, parameters)).single()


async def uncached(engine: Engine, config: Neo4jConfig, *, rounds: int, only: Sequence[str]) -> None:
    """A line for each question."""
    asked = Asked(engine, build_schema(), await take_snapshot(engine))
    async with (
        AsyncGraphDatabase.driver(config.uri, auth=(config.user, config.password), notifications_min_severity="OFF") as driver,
        netzlotse(settings(config, NETZLOTSE_RESPONSE_CACHE_BYTES="0")) as server,
    ):
        print(f"{engine.name}, uncached, {rounds} rounds in ms")
        print(f"{'question':14}{'bytes':>7}{'raw p25':>9}{'http p25':>9}{'raw p50':>9}{'http p50':>9}{'cpu':>7}{'ratio':>7}", flush=True)
        for name, text in QUESTIONS.items():
            if only and not any(name.startswith(part) for part in only):
                continue
            statements = await asked.whole(parse(text))
            request = post(orjson.dumps({"query": text}))
            connection = await server.connect()
            body = body_of(await connection.ask(request))
            assert "errors" not in orjson.loads(body), body[:500]
            before = server.cpu_s()
            alone, whole = await in_turn(partial(raw, driver, config.database, statements), partial(connection.ask, request), rounds=rounds)
            cpu_ms = (server.cpu_s() - before) * 1000 / (rounds + 5)
            low, high = lower_quartile(alone), lower_quartile(whole)
            print(
                f"{name:14}{len(body):>7}{low:>9.2f}{high:>9.2f}{p50(alone):>9.2f}{p50(whole):>9.2f}{cpu_ms:>7.2f}{high / low:>7.2f}",
                flush=True,
            )


async def cached(config: Neo4jConfig) -> None:
    """A line for each size of answer."""
    async with netzlotse(settings(config)) as server:
        print(f"cached, {_CONNECTIONS} connections, requests a second: by the clock (by processor time)")
        for name in ("one node", "50 nested"):
            request = post(orjson.dumps({"query": QUESTIONS[name]}))
            connection = await server.connect()
            size = len(body_of(await connection.ask(request)))
            async with canned(size) as ceiling:
                rates: dict[Server, list[tuple[float, float]]] = {server: [], ceiling: []}
                for _ in range(4):
                    for one, found in rates.items():
                        found.append(await rate(one, request))
            ours, best = ([statistics.median(part) for part in zip(*rates[one][1:], strict=True)] for one in (server, ceiling))
            print(
                f"{name:14}{size:>7} bytes: ours {ours[0]:7.0f} ({ours[1]:7.0f}), canned {best[0]:7.0f} ({best[1]:7.0f}), {ours[0] / best[0]:.0%} ({ours[1] / best[1]:.0%})",
                flush=True,
            )


async def rate(server: Server, request: bytes) -> tuple[float, float]:
    """Requests a second under load, by the clock and by the server's processor time; bounded in time and number."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(server.pid, {0})
    connections = [await server.connect() for _ in range(_CONNECTIONS)]
    until = time.perf_counter() + _SECONDS
    answered = 0

    def count(response: bytes) -> bool:
        nonlocal answered
        assert response.startswith(b"HTTP/1.1 200"), response[:200]
        answered += 1
        return time.perf_counter() < until and answered < _MOST_REQUESTS

    began, before = time.perf_counter(), server.cpu_s()
    for connection in connections:
        connection.repeat(request, count)
    await asyncio.sleep(_SECONDS)
    took, computed = time.perf_counter() - began, server.cpu_s() - before
    for connection in connections:
        connection.close()
    return answered / took, answered / computed


def lower_quartile(times: Sequence[float]) -> float:
    """What a quarter of the times keep below."""
    return statistics.quantiles(times, n=4)[0]


async def measure(name: str, given: Any) -> None:
    """Everything on one engine."""
    async with AsyncExitStack() as stack:
        engine, config = await opened(name, stack)
        await uncached(engine, config, rounds=given.rounds, only=given.only)
        if given.cached:
            await cached(config)


def main() -> None:
    """Measure every engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", nargs="+", choices=("arcadedb", "neo4j"), default=["arcadedb", "neo4j"])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=[], help="questions whose names begin so")
    parser.add_argument("--cached", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args()
    for name in given.engine:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(measure(name, given))


if __name__ == "__main__":
    main()
