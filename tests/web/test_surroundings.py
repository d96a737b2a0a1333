"""What every request passes: the rate limit, other origins, careful headers, and the metrics."""

from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import Probe, client_of, probe_app
from web.http.metrics import MOST_NAMES, Metrics
from web.http.rate_limit import RateLimit, Standing, client_of_address
from web.settings import SettingsError, read_settings


def limited(**settings: Any) -> RateLimit:
    return RateLimit(quota=settings.pop("quota", 60), window_s=60, **settings)


def scope(address: str | None) -> dict[str, Any]:
    return {"type": "http", "path": "/graphql", "client": (address, 1) if address else None}


async def test_the_rate_is_told_and_what_goes_beyond_is_429(probe: Probe) -> None:
    async with client_of(probe_app(probe, rate_limit=2, rate_window=3600)) as client:
        told = [(await client.post("/graphql", json={"query": "{ hello }"})).headers for _ in range(2)]
        assert [headers["ratelimit"] for headers in told] == ['"requests";r=1;t=1800', '"requests";r=0;t=3600']
        assert told[0]["ratelimit-policy"] == '"requests";q=2;w=3600'
        refused = await client.post("/graphql", json={"query": "{ hello }"})
        assert (refused.status_code, refused.headers["retry-after"], refused.headers["cache-control"]) == (429, "1800", "no-store")
        entry = refused.json()["errors"][0]
        assert entry["message"] == "Too many requests: 2 in 3600 s are allowed. Try again in 1800 s."
        assert entry["extensions"] == {
            "code": "RATE_LIMITED", "retryAfter": 1800, "limit": 2, "requestId": refused.headers["x-request-id"],
        }  # fmt: skip
        assert refused.headers["access-control-allow-origin"] == "*"
        assert {(await client.get(path)).status_code for path in ("/healthz", "/readyz", "/metrics")} == {200}


async def test_without_a_limit_nothing_is_told(probe: Probe) -> None:
    async with client_of(probe_app(probe, rate_limit=0)) as client:
        response = await client.post("/graphql", json={"query": "{ hello rateLimit }"})
        assert ("ratelimit" in response.headers, response.json()["data"]["rateLimit"]) == (False, None)


def test_points_come_back_evenly() -> None:
    now = [100.0]
    standing = Standing(60, 60, lambda: now[0])
    assert all(standing.take() for _ in range(60))
    assert (standing.take(), standing.left(), standing.retry_after_s) == (False, (0, 60), 1)
    now[0] += 1.5
    assert (standing.left(), standing.take(), standing.take()) == ((1, 59), True, False)
    now[0] += 1_000
    assert standing.left() == (60, 0)


def test_what_is_dear_costs_more_points_and_debts_are_bounded() -> None:
    now = [0.0]
    standing = Standing(60, 60, lambda: now[0])
    standing.charge(15)
    assert standing.remaining == 45
    standing.charge(1_000_000)
    assert (standing.remaining, standing.take(), standing.retry_after_s, standing.reset_s) == (0, False, 61, 120)


async def test_a_dear_operation_is_charged_when_it_is_executed_and_not_when_it_was_kept(client: httpx.AsyncClient) -> None:
    query = "{ people(first: 100) {" + " ".join(f"n{n}: nodes {{ name }}" for n in range(80)) + "} }"
    left = [(await client.post("/graphql", json={"query": query})).headers["ratelimit"].split(";")[1] for _ in range(2)]
    assert left == ["r=596", "r=595"]


def test_each_client_has_its_own_points() -> None:
    limit = limited()
    first = limit.standing(scope("192.0.2.1"))
    assert first is not limit.standing(scope("192.0.2.2"))
    assert first is limit.standing(scope("192.0.2.1"))
    assert limit.standing(scope(None)) is limit.standing(scope(None))


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::", "2001:db8:1:2::/64"),
     ("::ffff:192.0.2.1", "192.0.2.1"), ("", ""), ("unix", "unix")],
)  # fmt: skip
def test_a_network_of_ipv6_is_one_client(address: str, counted: str) -> None:
    assert client_of_address(address) == counted


def test_only_so_many_clients_are_remembered() -> None:
    limit = limited(clients=2)
    first, second = (limit.standing(scope(f"192.0.2.{n}")) for n in (1, 2))
    assert limit.standing(scope("192.0.2.1")) is first
    limit.standing(scope("192.0.2.3"))
    assert limit.standing(scope("192.0.2.1")) is first
    assert limit.standing(scope("192.0.2.2")) is not second


async def test_a_proxy_that_is_trusted_names_the_client(live_url: str) -> None:
    async with httpx.AsyncClient() as client:
        asked = f"{live_url}/graphql?query={{hello}}"
        told = [
            (await client.get(asked, headers={"x-forwarded-for": address})).headers["ratelimit"].split(";")[1]
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "203.0.113.9, 192.0.2.2")
        ]
    assert told == ["r=599", "r=598", "r=599", "r=598"]


async def test_pages_of_any_origin_may_read_by_default(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"origin": "https://partner.example"}):
        response = await client.get("/graphql", params={"query": "{ hello }"}, headers=headers)
        assert response.headers["access-control-allow-origin"] == "*"
        assert "etag" in response.headers["access-control-expose-headers"].lower()
        assert "access-control-allow-credentials" not in response.headers
        assert "origin" not in response.headers["vary"].lower()
    assert "access-control-allow-origin" not in (await client.get("/healthz", headers={"origin": "https://partner.example"})).headers


async def test_a_preflight_says_what_may_be_sent(client: httpx.AsyncClient) -> None:
    asked = {"origin": "https://partner.example", "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    response = await client.options("/graphql", headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, POST"
    assert response.headers["access-control-allow-headers"] == "*"
    assert "access-control-allow-methods" not in (await client.options("/healthz", headers=asked)).headers


async def test_listed_origins_may_read_and_others_may_not_send(probe: Probe) -> None:
    async with client_of(probe_app(probe, cors_origins="https://partner.example, http://localhost:3000")) as client:
        body = {"query": "{ hello }"}
        listed = await client.post("/graphql", json=body, headers={"origin": "https://partner.example"})
        assert listed.headers["access-control-allow-origin"] == "https://partner.example"
        assert "Origin" in listed.headers.get_list("vary", split_commas=True)
        own = await client.post("/graphql", json=body, headers={"origin": "http://directory"})
        assert (own.status_code, "access-control-allow-origin" in own.headers) == (200, False)
        for origin in ("https://evil.example", "null", "https://partner.example.evil.example"):
            refused = await client.post("/graphql", json=body, headers={"origin": origin})
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
            assert "access-control-allow-origin" not in refused.headers
            preflight = await client.options("/graphql", headers={"origin": origin, "access-control-request-method": "POST"})
            assert "access-control-allow-origin" not in preflight.headers
            read = await client.get("/graphql", params={"query": "{ hello }"}, headers={"origin": origin})
            assert (read.status_code, "access-control-allow-origin" in read.headers) == (200, False)
            assert "Origin" in read.headers.get_list("vary", split_commas=True)
        assert (await client.post("/graphql", json=body)).status_code == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_what_a_form_of_any_page_could_send_is_refused(client: httpx.AsyncClient, probe: Probe, content_type: str) -> None:
    body = b'{"query": "mutation { rename(name: \\"x\\") }"}'
    assert (await client.post("/graphql", content=body, headers={"content-type": content_type})).status_code == 415
    assert probe.renamed == []


@pytest.mark.parametrize("origins", ["partner.example", "https://partner.example/", "ftp://x", "https://*.example"])
def test_an_origin_that_would_never_match_stops_the_start(origins: str) -> None:
    with pytest.raises(SettingsError, match=r"NETZLOTSE_CORS_ORIGINS=.*is no origin such as"):
        read_settings(cors_origins=origins)


@pytest.mark.parametrize(
    "path", ["/graphql?query={hello}", "/graphql", "/nowhere", "/healthz", "/readyz", "/metrics", "/graphiql", "/graphiql/assets/plain.css"]
)
async def test_every_answer_makes_browsers_careful(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers.get_list("content-security-policy") == [headers["content-security-policy"]]


async def metrics_of(client: httpx.AsyncClient) -> dict[tuple[str, ...], float]:
    text = (await client.get("/metrics")).text
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *sorted(sample.labels.values())): sample.value for sample in samples}


async def test_metrics_count_requests_answers_and_documents(client: httpx.AsyncClient, probe: Probe) -> None:
    for query in ("query Celle { counted }", "query Celle { counted }", "{ hello }", "{"):
        await client.post("/graphql", json={"query": query}, headers={"accept": "application/graphql-response+json"})
    await client.get("/nowhere")
    found = await metrics_of(client)
    assert found["netzlotse_requests_total", "200", "Celle"] == 2
    assert found["netzlotse_requests_total", "(none)", "200"] == 1
    assert found["netzlotse_requests_total", "(refused)", "400"] == 1
    assert found["netzlotse_other_requests_total", "404"] == 1
    assert found["netzlotse_request_seconds_count", "Celle"] == found["netzlotse_request_seconds_bucket", "+Inf", "Celle"] == 2
    assert [found["netzlotse_answers_total", came] for came in ("hit", "miss", "collapsed")] == [1, 2, 0]
    assert (found["netzlotse_answers_kept",], found["netzlotse_documents_kept",], found["netzlotse_documents_hits_total",]) == (2, 2, 1)
    assert (found["netzlotse_statements_total",], found["netzlotse_data_version",], found["netzlotse_open_requests",]) == (1, 1, 1)


def test_the_names_of_operations_are_bounded() -> None:
    metrics = Metrics(dict)
    for number in range(MOST_NAMES + 50):
        metrics.count(f"Q{number}", 200, 0.02)
    text = metrics.text().decode()
    assert 'netzlotse_requests_total{operation="(other)",status="200"} 50.0' in text
    assert text.count("netzlotse_requests_total{") == MOST_NAMES + 1


async def test_metrics_can_ask_for_a_token_and_be_switched_off(probe: Probe) -> None:
    async with client_of(probe_app(probe, metrics_token="open sesame")) as client:
        for headers in ({}, {"authorization": "Bearer open"}, {"authorization": "Basic open sesame"}):
            refused = await client.get("/metrics", headers=headers)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert (await client.get("/metrics", headers={"authorization": "Bearer open sesame"})).status_code == 200
    async with client_of(probe_app(probe, metrics=False)) as client:
        assert (await client.get("/metrics")).status_code == 404
