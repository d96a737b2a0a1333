"""What a client waits for: each question over HTTP, beside its own statements through the raw driver; and what a kept answer costs.

    python -m bench.over_http [--engine arcadedb neo4j] [--nodes 1000000] [--rounds 200] [--only 50] [--no-cached]

Uncached: our server keeps no answers; one client asks over one connection, in turn with the same statements through the official async
driver (one record, auto-commit). Printed are medians and lower quartiles in ms, and the ratio of the lower quartiles, which a busy
machine disturbs least. Cached: many connections ask for the same answer, in turn with a canned Starlette response of the same size;
printed are requests a second, by the clock and by the processor time that the server took. The directory is the shipped one, or with
--nodes a synthetic one, of which the variables are drawn anew each time. They are kept in .cache/bench.
"""

import argparse
import asyncio
import gc
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Final

import orjson
import uvloop
from graphql import parse
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase

from bench.asking import WARM_UP, Asked, Statement, chosen, in_turn, p50, resident_mb
from bench.databases import ENGINES, Database, opened
from bench.drawn import QUESTIONS as DRAWN
from bench.drawn import Drawn
from bench.keepalive import body_of, post
from bench.questions import QUESTIONS
from bench.serving import Server, canned, netzlotse
from graph.engines import Neo4jConfig
from resolvers.snapshot import take_snapshot
from schema.build import build_schema

_WARM_UP: Final = 300
_DRAWS: Final = 50
"""Variables to a question; more would only find the plans and pages of the database colder."""
_CONNECTIONS: Final = 16
_SECONDS: Final = 2.0
_MOST_REQUESTS: Final = 200_000


def settings(config: Neo4jConfig, **more: str) -> dict[str, str]:
    """The environment of a server over *config*."""
    given = {"URI": config.uri, "USER": config.user, "PASSWORD": config.password, "DATABASE": config.database}
    more = {"NETZLOTSE_STATEMENT_TIMEOUT": "300", "NETZLOTSE_REQUEST_TIMEOUT": "300", "NETZLOTSE_LOAD": "false", **more}
    return {**{f"NETZLOTSE_NEO4J_{name}": value for name, value in given.items()}, **more}


async def raw(driver: AsyncDriver, database: str, statements: Sequence[Statement]) -> None:
    """The statements through the driver alone, as anybody would write it."""
    for cypher, parameters in statements:
        async with driver.session(database=database, default_access_mode=READ_ACCESS) as session:
            await (await session.run(cypher, parameters)).single()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question as it is sent, and the statements that it takes."""

    request: bytes
    statements: list[Statement]


async def prepared(database: Database, *, nodes: int | None, only: Sequence[str]) -> dict[str, list[Prepared]]:
    """The questions, to the shipped directory each once, to a synthetic one each with many variables."""
    snapshot = await take_snapshot(database.engine)
    asked = Asked(database.engine, build_schema(), snapshot)
    drawn = Drawn.from_directory(snapshot.gazetteer, nodes=nodes or 0)
    texts: dict[str, list[tuple[str, dict[str, Any]]]] = (
        {name: [(text, variables(drawn)) for _ in range(_DRAWS)] for name, (text, variables) in DRAWN.items()}
        if nodes
        else {name: [(text, {})] for name, text in QUESTIONS.items()}
    )
    return {
        name: [
            Prepared(post(orjson.dumps({"query": text, "variables": values})), await asked.whole(parse(text), values))
            for text, values in asks
        ]
        for name, asks in chosen(texts, only).items()
    }


async def uncached(database: Database, *, nodes: int | None, rounds: int, only: Sequence[str]) -> None:
    """A line for each question."""
    questions = await prepared(database, nodes=nodes, only=only)
    gc.collect()
    bolt = database.bolt
    async with (
        AsyncGraphDatabase.driver(bolt.uri, auth=(bolt.user, bolt.password), notifications_min_severity="OFF") as driver,
        netzlotse(settings(bolt, NETZLOTSE_RESPONSE_CACHE_BYTES="0")) as server,
    ):
        print(
            f"{database.engine.name}, uncached, {rounds} rounds in ms; memory: ours {resident_mb(server.pid):.0f} MB, the database's {database.server_mb:.0f} MB"
        )
        print(f"{'question':24}{'bytes':>7}{'raw p25':>9}{'http p25':>9}{'raw p50':>9}{'http p50':>9}{'cpu':>7}{'ratio':>7}", flush=True)
        connection = await server.connect()

        def both(asks: list[Prepared]) -> tuple[Callable[[], Awaitable[object]], Callable[[], Awaitable[object]]]:
            """Each draw asked by one and by the other, one after the other."""
            plain, sent = cycle(asks), cycle(asks)
            return lambda: raw(driver, bolt.database, next(plain).statements), lambda: connection.ask(next(sent).request)

        # Java compiles what it has run often: before that, what is asked first looks slow.
        for asks in questions.values():
            await in_turn(*both(asks), rounds=_WARM_UP)
        for name, asks in questions.items():
            body = body_of(await connection.ask(asks[0].request))
            assert "errors" not in orjson.loads(body), body[:500]
            before = server.cpu_s()
            alone, whole = await in_turn(*both(asks), rounds=rounds)
            cpu_ms = (server.cpu_s() - before) * 1000 / (rounds + WARM_UP)
            low, high = lower_quartile(alone), lower_quartile(whole)
            print(
                f"{name:24}{len(body):>7}{low:>9.2f}{high:>9.2f}{p50(alone):>9.2f}{p50(whole):>9.2f}{cpu_ms:>7.2f}{high / low:>7.2f}",
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
    async with opened(name, given.nodes) as database:
        await uncached(database, nodes=given.nodes, rounds=given.rounds, only=given.only)
        if given.cached and not given.nodes:
            await cached(database.bolt)


def main() -> None:
    """Measure every engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--nodes", type=int, help="of a synthetic directory; by default the shipped one is asked")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=[], help="questions whose names begin so")
    parser.add_argument("--cached", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args()
    for name in given.engine:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(measure(name, given))


if __name__ == "__main__":
    main()
