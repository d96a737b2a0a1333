"""What it costs to be asked by somebody who means harm: each request is refused with a code, soon, and nothing of it stays in memory.

    python -m bench.hostile [--rounds 10]

Over HTTP, to our server over the embedded directory with its default limits. Printed are status and code, the median in ms by the clock
and by the server's processor time, and what the server holds before and after all of it. Ends with status 1 if a request is answered.
"""

import argparse
import asyncio
import sys
import time
from typing import Final

import orjson
import uvloop

from bench.asking import p50, resident_mb
from bench.databases import opened
from bench.keepalive import body_of, post
from bench.over_http import settings
from bench.serving import Server, netzlotse

_INTROSPECTION: Final = "{ __schema { types { " + "fields { type { " * 12 + "name" + " } }" * 12 + " } } }"


def documents() -> dict[str, str]:
    """Documents that ask for too much, each in another way."""
    bomb = " ".join(
        f"fragment F{n} on Organization {{ ...F{n + 1} carriers {{ ... on Organization {{ ...F{n + 1} }} }} }}" for n in range(40)
    )
    spreads = " ".join(f"fragment F{n} on Query {{ {f'...F{n + 1} ' * 30} }}" for n in range(40))
    cycle = " ".join(f"fragment F{n} on Query {{ {' '.join(f'...F{m}' for m in range(100))} }}" for n in range(100))
    return {
        "200 levels": "{ organizations { nodes { " + "successors { " * 200 + "id" + " }" * 200 + " } } }",
        "100,000 levels": "{a" * 100_000,
        "10,000 root fields": "{" + " ".join(f"a{n}: organizations {{ totalCount }}" for n in range(10_000)) + "}",
        "2,000 aliases": "{ organizations { nodes { " + " ".join(f"a{n}: name" for n in range(2_000)) + " } } }",
        "a fragment bomb of 40 levels": f"{{ organizations {{ nodes {{ ...F0 }} }} }} {bomb} fragment F40 on Organization {{ id }}",
        "spreads, 30 to the power of 40": f"{{ ...F0 }} {spreads} fragment F40 on Query {{ __typename }}",
        "100 fragments that spread each other": f"{{ ...F0 }} {cycle}",
        "1,000 overlapping fields": "{" + "organizations { nodes { carriers { id name } } } " * 1_000 + "}",
        "1,000 overlapping leaves": "{ organizations { nodes { " + "name " * 1_000 + " } } }",
        "10,000 unknown fields": "{" + " ".join(f"unknown{n}" for n in range(10_000)) + "}",
        "400 unknown fields": "{ organizations { nodes {" + " ".join(f"unknown{n}" for n in range(400)) + " } } }",
        "10,000 directives": "{ __typename " + "@include(if: true) " * 10_000 + "}",
        "3,000 variables": "query (" + " ".join(f"$v{n}: Int" for n in range(3_000)) + ") { __typename }",
        "10,000 comments": "#\n" * 10_000 + "{ __typename }",
        "a filter of 1,000 levels": "{ organizations(where: " + "{NOT: " * 1_000 + "{}" + "}" * 1_000 + ") { totalCount } }",
        "a list of 20,000 numbers": "{ nodes(ids: [" + "1 " * 20_000 + "]) { id } }",
        "introspection of introspection": _INTROSPECTION,
    }


def requests() -> dict[str, bytes]:
    """Whole requests, the documents' among them."""
    deep = b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    nested = b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}"
    return {
        **{name: post(orjson.dumps({"query": text})) for name, text in documents().items()},
        "JSON of 100,000 levels": post(b"[" * 100_000 + b"]" * 100_000),
        "variables of 100,000 levels": post(deep),
        "variables of 900 levels": post(nested),
        "10 MB": post(b'{"query": "' + b"x" * 10_000_000 + b'"}'),
    }


async def refused(server: Server, request: bytes, *, rounds: int) -> tuple[str, float, float]:
    """How the request is refused, and the medians in ms: by the clock, and of the server's processor time on average."""
    times: list[float] = []
    told = ""
    before = server.cpu_s()
    for _ in range(rounds):
        connection = await server.connect()
        began = time.perf_counter()
        response = await connection.ask(request)
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        answer = orjson.loads(body_of(response))
        code = answer["errors"][0]["extensions"]["code"] if "errors" in answer else "answered"
        told = f"{response[9:12].decode()} {code}"
    return told, p50(times), (server.cpu_s() - before) * 1000 / rounds


async def measure(*, rounds: int) -> bool:
    """Whether all are refused."""
    async with opened("arcadedb") as database, netzlotse(settings(database.bolt)) as server:
        told = []
        for attempt in range(2):
            before = resident_mb(server.pid)
            for name, request in requests().items():
                how, clock, cpu = await refused(server, request, rounds=rounds)
                told.append(how)
                if attempt:
                    print(f"{name:38}{how:34}{clock:8.1f}{cpu:8.1f}", flush=True)
            print(f"round {attempt + 1}: {before:.0f} → {resident_mb(server.pid):.0f} MB", flush=True)
        return not any("answered" in how for how in told)


def main() -> None:
    """Ask everything twice; the first round fills what is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        sys.exit(not runner.run(measure(rounds=given.rounds)))


if __name__ == "__main__":
    main()
