"""Answers that are kept: what they depend on, who may keep them, and one execution for all who ask at once."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import brotli
import httpx
import pytest
import zstandard

from tests.web.conftest import Probe, client_of, probe_app
from web.graphql.bounded import OVERHEAD_BYTES, Bounded
from web.http.compression import chosen_encoding

LONG = "query Q($length: Int!) { long(length: $length) }"


async def post(client: httpx.AsyncClient, query: str, *, headers: dict[str, str] | None = None, **rest: Any) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, **rest}, headers=headers)


async def get(client: httpx.AsyncClient, query: str, **headers: str) -> httpx.Response:
    return await client.get("/graphql", params={"query": query}, headers={name.replace("_", "-"): value for name, value in headers.items()})


def came(response: httpx.Response) -> str:
    return response.headers["cache-status"].removeprefix("netzlotse; ")


async def test_the_same_question_is_executed_once(client: httpx.AsyncClient, probe: Probe) -> None:
    assert [came(await post(client, "{ counted }")), came(await get(client, "{ counted }"))] == ["fwd=miss", "hit"]
    assert probe.asked == 1


async def test_variables_are_compared_by_their_meaning(client: httpx.AsyncClient, probe: Probe) -> None:
    query = "query Q($where: NumberWhere, $list: [Int!]) { double(number: 1, where: $where) counted(list: $list) }"
    same = ({"where": {"eq": 1, "and": []}}, {"where": {"and": [], "eq": 1}}, {"where": {"eq": 1, "and": []}, "unknown": 7})
    for variables in same:
        assert (await post(client, query, variables=variables)).json()["data"]["counted"] == 1
    for number, other in enumerate(({"where": {"eq": 2, "and": []}}, {}, {"where": None}, {"list": [1, 2]}, {"list": [2, 1]}), start=2):
        assert (await post(client, query, variables=other)).json()["data"]["counted"] == number


async def test_the_operation_s_name_is_part_of_the_question(client: httpx.AsyncClient) -> None:
    query = "query A { counted } query B { counted hello }"
    answers = [(await post(client, query, operationName=name)).json()["data"] for name in ("A", "B", "A")]
    assert answers == [{"counted": 1}, {"counted": 2, "hello": "Hello, world!"}, {"counted": 1}]


async def test_a_new_version_of_the_data_is_asked_anew(client: httpx.AsyncClient, probe: Probe) -> None:
    before = await get(client, "{ counted }")
    probe.version = 2
    after = await get(client, "{ counted }", if_none_match=before.headers["etag"])
    assert (after.status_code, after.json(), came(after)) == (200, {"data": {"counted": 2}}, "fwd=miss")
    assert after.headers["etag"] != before.headers["etag"]


async def test_what_has_errors_is_not_kept(client: httpx.AsyncClient, probe: Probe) -> None:
    for number in (1, 2):
        response = await get(client, "{ counted place }")
        assert (response.json()["data"]["counted"], response.headers["cache-control"]) == (number, "no-store")
        assert "etag" not in response.headers
    for refused in (await get(client, "{ nobody }"), await get(client, "{")):
        assert refused.headers["cache-control"] == "no-store"


async def test_mutations_run_each_time(client: httpx.AsyncClient, probe: Probe) -> None:
    for _ in range(2):
        response = await post(client, 'mutation { rename(name: "x") }')
        assert (response.headers["cache-control"], came(response)) == ("no-store", "fwd=miss")
    assert probe.renamed == ["x", "x"]


async def test_an_answer_for_one_client_alone_is_kept_by_nobody(client: httpx.AsyncClient, probe: Probe) -> None:
    for number in (1, 2):
        response = await get(client, "{ counted rateLimit }")
        assert response.json()["data"] == {"counted": number, "rateLimit": 600 - number}
        assert response.headers["cache-control"] == "no-store"


async def test_a_get_may_be_kept_by_everybody_and_a_post_by_nobody(probe: Probe) -> None:
    async with client_of(probe_app(probe, cache_max_age=120)) as client:
        assert (await get(client, "{ hello }")).headers["cache-control"] == "public, max-age=120"
        assert (await post(client, "{ hello }")).headers["cache-control"] == "no-store"


async def test_a_client_that_names_the_tag_gets_304_without_a_body(client: httpx.AsyncClient) -> None:
    first = await get(client, "{ hello }")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await get(client, "{ hello }", if_none_match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert (again.headers["cache-control"], again.headers["vary"]) == (first.headers["cache-control"], first.headers["vary"])
        assert "content-type" not in again.headers
    assert (await get(client, "{ hello }", if_none_match='"other"')).status_code == 200
    assert (await post(client, "{ hello }", headers={"if-none-match": tag})).status_code == 200


async def test_each_form_of_an_answer_has_its_own_tag(client: httpx.AsyncClient) -> None:
    query = "{ long(length: 2000) }"
    forms = [("application/json", "identity"), ("application/json", "gzip"), ("application/json", "br"),
             ("application/graphql-response+json", "identity"), ("application/graphql-response+json", "zstd")]  # fmt: skip
    answers = [await get(client, query, accept=accept, accept_encoding=encoding) for accept, encoding in forms]
    assert len({answer.headers["etag"] for answer in answers}) == len(forms)
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, None), ("", None), ("identity", None), ("deflate", None), ("gzip", "gzip"), ("GZip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0, gzip;q=0", None), ("*", "zstd"), ("*;q=0.1, zstd;q=0", "br"),
        ("gzip;q=0.5, identity;q=0.8", None), ("gzip;q=nan", None), ("gzip;q=x", None),
    ],
)  # fmt: skip
def test_the_encoding_is_what_the_client_likes_best(accepted: str | None, encoding: str | None) -> None:
    assert chosen_encoding(accepted) == encoding


@pytest.mark.parametrize("length", [2_000, 200_000])
async def test_a_long_answer_is_compressed_and_says_so(client: httpx.AsyncClient, length: int) -> None:
    expected = b'{"data":{"long":"' + "ü".encode() * length + b'"}}'
    opened = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body)}
    for encoding, decompress in opened.items():
        for _ in range(2):
            request = client.build_request(
                "POST", "/graphql", json={"query": LONG, "variables": {"length": length}}, headers={"accept-encoding": encoding}
            )
            response = await client.send(request, stream=True)
            raw = b"".join([chunk async for chunk in response.aiter_raw()])
            assert (response.headers["content-encoding"], int(response.headers["content-length"])) == (encoding, len(raw))
            assert len(raw) < len(expected) // 10
            assert decompress(raw) == expected


async def test_a_short_answer_is_sent_as_it_is(probe: Probe, client: httpx.AsyncClient) -> None:
    assert "content-encoding" not in (await post(client, "{ hello }", headers={"accept-encoding": "gzip"})).headers
    async with client_of(probe_app(probe, compression=False)) as plain:
        assert "content-encoding" not in (await post(plain, LONG, variables={"length": 5000})).headers


async def test_long_errors_are_compressed_too(client: httpx.AsyncClient) -> None:
    response = await post(client, "{" + " ".join(f"nobody{n}" for n in range(20)) + "}", headers={"accept-encoding": "br"})
    assert (response.headers["content-encoding"], len(response.json()["errors"])) == ("br", 20)


async def test_all_who_ask_at_once_wait_for_one_execution(client: httpx.AsyncClient, probe: Probe) -> None:
    asking = [asyncio.create_task(post(client, "{ held }")) for _ in range(5)]
    await waiting(probe, 1)
    probe.release.set()
    answers = await asyncio.gather(*asking)
    assert [answer.json() for answer in answers] == [{"data": {"held": 1}}] * 5
    assert sorted(came(answer) for answer in answers) == ["fwd=miss", *["fwd=miss; collapsed"] * 4]


async def test_those_who_waited_for_an_error_get_it_under_their_own_id(client: httpx.AsyncClient, probe: Probe) -> None:
    asking = [asyncio.create_task(post(client, "{ held place }", headers={"x-request-id": name})) for name in ("a", "b")]
    await waiting(probe, 1)
    probe.release.set()
    answers = [answer.json() for answer in await asyncio.gather(*asking)]
    assert [answer["errors"][0]["extensions"]["requestId"] for answer in answers] == ["a", "b"]
    assert probe.asked == 1


async def test_a_client_that_goes_away_ends_the_execution(live_url: str, probe: Probe) -> None:
    async with httpx.AsyncClient() as client:
        asking = asyncio.create_task(client.post(f"{live_url}/graphql", json={"query": "{ held }"}))
        await waiting(probe, 1)
        asking.cancel()
        await asyncio.wait([asking])
    await until(lambda: probe.cancelled == 1)


async def test_one_of_two_going_away_leaves_the_other_its_answer(live_url: str, probe: Probe) -> None:
    async with httpx.AsyncClient() as leaving, httpx.AsyncClient() as staying:
        gone = asyncio.create_task(leaving.post(f"{live_url}/graphql", json={"query": "{ held }"}))
        await waiting(probe, 1)
        stays = asyncio.create_task(staying.post(f"{live_url}/graphql", json={"query": "{ held }"}))
        # With the request for the metrics, three are open: the second has joined, and the first can go.
        async with asyncio.timeout(10):
            while "netzlotse_open_requests 3.0" not in (await staying.get(f"{live_url}/metrics")).text:
                pass
        gone.cancel()
        await asyncio.wait([gone])
        probe.release.set()
        assert (await stays).json() == {"data": {"held": 1}}
    assert probe.cancelled == 0


async def waiting(probe: Probe, number: int) -> None:
    await until(lambda: probe.asked >= number)


async def until(condition: Callable[[], bool]) -> None:
    """Returns when *condition* holds; fails if it doesn't in ten seconds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the probe's resolvers know no events
            await asyncio.sleep(0.005)


async def test_without_a_cache_each_question_is_executed(probe: Probe) -> None:
    async with client_of(probe_app(probe, response_cache_bytes=0)) as client:
        assert [(await get(client, "{ counted }")).json()["data"]["counted"] for _ in range(2)] == [1, 2]


def test_the_least_recently_used_entries_go_when_the_bytes_are_full() -> None:
    kept: Bounded[str, int] = Bounded(limit_bytes=8 * (OVERHEAD_BYTES + 100))
    for number in range(8):
        kept.put(str(number), number, size=100)
    assert (len(kept), kept.bytes) == (8, kept.limit_bytes)
    assert kept.get("0") == 0
    kept.put("8", 8, size=100)
    assert (kept.get("1"), kept.get("0"), len(kept)) == (None, 0, 8)
    kept.grow("0", by=50)
    assert (kept.get("2"), len(kept), kept.bytes) == (None, 7, 7 * (OVERHEAD_BYTES + 100) + 50)
    kept.put("0", 10, size=10)
    assert (kept.get("0"), kept.bytes) == (10, 6 * (OVERHEAD_BYTES + 100) + OVERHEAD_BYTES + 10)


def test_what_would_push_out_too_much_is_not_kept() -> None:
    kept: Bounded[str, int] = Bounded(limit_bytes=80_000)
    kept.put("large", 1, size=10_000)
    assert (kept.get("large"), kept.bytes) == (None, 0)
    kept.grow("large", by=5)
    assert kept.bytes == 0
