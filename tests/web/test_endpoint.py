"""GraphQL over HTTP: what the public audit misses, errors with codes, and what surrounds the endpoint."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.web.conftest import Probe, client_of, probe_app

GRAPHQL = "application/graphql-response+json"


async def post(client: httpx.AsyncClient, query: str, *, accept: str = GRAPHQL, **rest: Any) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, **rest}, headers={"accept": accept})


def error(response: httpx.Response) -> dict[str, Any]:
    """The only error, without its request id, which must be the response's."""
    (entry,) = response.json()["errors"]
    assert entry["extensions"].pop("requestId") == response.headers["x-request-id"]
    return dict(entry)


async def test_a_query_by_post_is_answered(client: httpx.AsyncClient) -> None:
    response = await post(client, "query Q($n: String) { hello(name: $n) }", variables={"n": "Celle"})
    assert (response.status_code, response.content) == (200, b'{"data":{"hello":"Hello, Celle!"}}')
    assert response.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert response.headers["vary"] == "Accept, Accept-Encoding, X-Netzlotse-Cost"


async def test_a_query_by_get_is_answered(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": "query Q($n: String) { hello(name: $n) }", "variables": '{"n": "ä"}'})
    assert response.json() == {"data": {"hello": "Hello, ä!"}}
    assert response.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_mutation_by_get_is_refused_and_does_not_run(client: httpx.AsyncClient, probe: Probe) -> None:
    response = await client.get("/graphql", params={"query": 'mutation { rename(name: "x") }'})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert error(response)["extensions"] == {"code": "METHOD_NOT_ALLOWED"}
    assert probe.renamed == []


@pytest.mark.parametrize("document", ["mutation { nothing }", "# a note\n , mutation M($x: Int) { rename }", "mutation{"])
async def test_a_mutation_by_get_is_refused_as_one_also_where_it_is_not_valid(document: str, client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": document})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


async def test_head_says_what_get_would(client: httpx.AsyncClient) -> None:
    got = await client.get("/graphql", params={"query": "{ hello }"})
    head = await client.head("/graphql", params={"query": "{ hello }"})
    same = ("content-type", "content-length", "etag", "cache-control", "vary")
    assert (head.status_code, head.content, [head.headers[name] for name in same]) == (200, b"", [got.headers[name] for name in same])
    known = await client.head("/graphql", params={"query": "{ hello }"}, headers={"If-None-Match": got.headers["etag"]})
    assert known.status_code == 304


async def test_a_mutation_by_post_runs(client: httpx.AsyncClient, probe: Probe) -> None:
    response = await post(client, 'mutation { rename(name: "x") }')
    assert response.json() == {"data": {"rename": "x"}}
    assert probe.renamed == ["x"]


async def test_a_subscription_is_refused(client: httpx.AsyncClient) -> None:
    response = await post(client, "subscription { ticks }")
    assert (response.status_code, error(response)["message"]) == (400, "Subscriptions are not served.")


async def test_an_empty_operation_name_equals_an_omitted_one(client: httpx.AsyncClient) -> None:
    assert (await post(client, "query A { hello }", operationName="")).json() == {"data": {"hello": "Hello, world!"}}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (None, "The document holds several operations: say which by operationName. It holds: A, B."),
        ("", "The document holds several operations: say which by operationName. It holds: A, B."),
        ("C", "Unknown operation 'C'. It holds: A, B."),
    ],
)
async def test_several_operations_need_a_name_that_exists(client: httpx.AsyncClient, name: str | None, message: str) -> None:
    response = await post(client, "query A { hello } query B { place }", operationName=name)
    assert response.status_code == 400
    assert error(response) == {"message": message, "extensions": {"code": "BAD_USER_INPUT", "operationName": name or None}}


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("", "application/json"),
        ("text/html, application/json;q=0.5", "application/json"),
        ("application/json;q=0.5, application/graphql-response+json", GRAPHQL),
        ("application/graphql-response+json;q=0.1, application/json;q=0.9", "application/json"),
        ("application/graphql-response+json, application/json", GRAPHQL),
        ("application/json, application/graphql-response+json", "application/json"),
        ("application/json;q=0, */*", GRAPHQL),
        ("*/*, application/graphql-response+json", GRAPHQL),
        ("APPLICATION/JSON; charset=utf-8", "application/json"),
    ],
)
async def test_the_priorities_of_accept_are_respected(client: httpx.AsyncClient, accept: str, answered: str) -> None:
    response = await post(client, "{ hello }", accept=accept)
    assert (response.status_code, response.headers["content-type"].split(";")[0]) == (200, answered)


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "application/json;q=nan", "image/*, text/plain"])
async def test_an_unsupported_accept_is_406(client: httpx.AsyncClient, accept: str) -> None:
    response = await post(client, "{ hello }", accept=accept)
    assert response.status_code == 406
    assert error(response)["extensions"] == {"code": "NOT_ACCEPTABLE"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'"x"', "The body must be a JSON object with the key query."),
        (b"null", "The body must be a JSON object with the key query."),
        (b"[]", "The body must be a JSON object with the key query."),
        (b"[" * 1000 + b"]" * 1000, "The body must be a JSON object with the key query."),
        (b"[" * 100_000 + b"]" * 100_000, "Could not read the body as JSON: "),
        (b'{"query": "\xff"}', "Could not read the body as JSON: "),
        (b"", "Could not read the body as JSON: "),
        (b"{}", "The request holds no query."),
        (b'{"query": 7}', "query must be a string."),
        (b'{"query": "{ hello }", "variables": []}', "variables must be an object."),
        (b'{"query": "{ hello }", "operationName": {}}', "operationName must be a string."),
        (b'{"query": "{ hello }", "extensions": "x"}', "extensions must be an object."),
        (
            b'{"query": "{ hello }", "variables": {"a":' + b"[" * 64 + b"]" * 64 + b"}}",
            "The variables are nested more than 64 levels deep.",
        ),
    ],
)
async def test_a_malformed_body_is_400(client: httpx.AsyncClient, body: bytes, message: str) -> None:
    response = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    entry = error(response)
    assert entry["message"].startswith(message)
    assert entry["extensions"]["code"] == "BAD_USER_INPUT"


async def test_variables_of_64_levels_are_read(client: httpx.AsyncClient) -> None:
    body = b'{"query": "{ hello }", "variables": {"a":' + b"[" * 63 + b"]" * 63 + b"}}"
    response = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert response.json() == {"data": {"hello": "Hello, world!"}}


async def test_malformed_variables_by_get_are_400(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": "{ hello }", "variables": "{"})
    assert response.status_code == 400
    assert error(response)["message"].startswith("Could not read the parameter variables as JSON: ")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", None])
async def test_a_body_that_is_no_utf8_json_is_415(client: httpx.AsyncClient, content_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type else {}
    response = await client.post("/graphql", content=b'{"query": "{ hello }"}', headers=headers)
    assert response.status_code == 415
    assert error(response)["extensions"] == {"code": "UNSUPPORTED_MEDIA_TYPE"}


async def test_a_compressed_body_is_415(client: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    assert (await client.post("/graphql", content=b"x", headers=headers)).status_code == 415


async def test_ten_megabytes_are_413_and_the_next_request_is_answered(live_url: str) -> None:
    async with httpx.AsyncClient() as client:
        response = await client.post(
            f"{live_url}/graphql", content=b'{"query": "' + b"#" * 10_000_000 + b'"}', headers={"content-type": "application/json"}
        )
        assert response.status_code == 413
        assert error(response)["extensions"] == {"code": "PAYLOAD_TOO_LARGE", "limit": 262_144}
        assert (await client.post(f"{live_url}/graphql", json={"query": "{ hello }"})).status_code == 200


async def test_a_large_body_without_a_declared_length_is_413(client: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncGenerator[bytes]:
        for _ in range(300):
            yield b" " * 1024

    response = await client.post("/graphql", content=chunks(), headers={"content-type": "application/json"})
    assert response.status_code == 413


async def test_a_syntax_error_has_its_code_and_place(client: httpx.AsyncClient) -> None:
    response = await post(client, "{ hello ")
    assert response.status_code == 400
    assert error(response) == {
        "message": "Syntax Error: Expected Name, found <EOF>.",
        "locations": [{"line": 1, "column": 9}],
        "extensions": {"code": "GRAPHQL_PARSE_FAILED"},
    }


async def test_an_unknown_field_has_its_code_and_a_suggestion(client: httpx.AsyncClient) -> None:
    response = await post(client, "{ helo }")
    entry = error(response)
    assert "'hello'" in entry["message"]
    assert (response.status_code, entry["extensions"]) == (400, {"code": "GRAPHQL_VALIDATION_FAILED"})


async def test_refused_documents_are_200_for_clients_that_accept_json_only(client: httpx.AsyncClient) -> None:
    response = await post(client, "{ helo }", accept="application/json")
    assert (response.status_code, "data" in response.json()) == (200, False)


async def test_a_variable_of_the_wrong_type_names_variable_and_value(client: httpx.AsyncClient) -> None:
    response = await post(client, "query Q($n: Int!) { double(number: $n) }", variables={"n": "seven"})
    entry = error(response)
    assert response.status_code == 400
    assert entry["message"].startswith("Variable '$n' has invalid value")
    assert entry["extensions"] == {"code": "BAD_USER_INPUT", "variable": "n", "value": "seven"}


async def test_a_large_value_is_repeated_only_in_part(client: httpx.AsyncClient) -> None:
    response = await post(client, "query Q($n: Int!) { double(number: $n) }", variables={"n": "7" * 5000})
    assert error(response)["extensions"]["value"] == '"' + "7" * 199 + "…"


async def test_a_number_beyond_32_bits_is_bad_user_input(client: httpx.AsyncClient) -> None:
    response = await post(client, "query Q($n: Int!) { double(number: $n) }", variables={"n": 2**40})
    assert error(response)["extensions"] == {"code": "BAD_USER_INPUT", "variable": "n", "value": 2**40}


@pytest.mark.parametrize(
    ("field", "message", "extensions"),
    [
        ("bad(first: -1)", "first must be from 1 to 100, not -1.", {"code": "BAD_USER_INPUT", "argument": "first", "value": -1}),
        ("place", "No place is called 'Cele'.", {"code": "PLACE_NOT_FOUND", "value": "Cele", "suggestions": ["Celle"]}),
        ("ours", "Not today.", {"code": "FORBIDDEN"}),
        ("broken", "Unexpected error.", {"code": "INTERNAL_SERVER_ERROR"}),
    ],
)
async def test_errors_of_fields_keep_the_other_fields(
    client: httpx.AsyncClient, field: str, message: str, extensions: dict[str, Any]
) -> None:
    response = await post(client, f"{{ hello failed: {field} }}")
    assert (response.status_code, response.json()["data"]) == (200, {"hello": "Hello, world!", "failed": None})
    entry = error(response)
    assert (entry["message"], entry["path"], entry["extensions"]) == (message, ["failed"], extensions)
    assert b"secret" not in response.content


async def test_a_database_that_is_away_for_every_field_is_503(client: httpx.AsyncClient) -> None:
    for query in ("{ away }", "{ away awayToo }"):
        response = await post(client, query, accept="application/json")
        assert response.status_code == 503
        assert {entry["extensions"]["code"] for entry in response.json()["errors"]} == {"SERVICE_UNAVAILABLE"}
    assert (await post(client, "{ away }")).headers["retry-after"] == "7"


async def test_a_database_that_is_away_for_one_field_is_a_part_of_the_answer(client: httpx.AsyncClient) -> None:
    response = await post(client, "{ away hello }")
    assert (response.status_code, response.json()["data"]) == (200, {"away": None, "hello": "Hello, world!"})


async def test_a_request_that_takes_too_long_is_cancelled_and_503(client: httpx.AsyncClient, probe: Probe) -> None:
    response = await post(client, "{ slow hello }")
    assert (response.status_code, response.headers["retry-after"], probe.cancelled) == (503, "5", 1)
    assert error(response) == {
        "message": "The request took longer than 0.2 s and was cancelled.",
        "extensions": {"code": "SERVICE_UNAVAILABLE", "cause": "TIMEOUT", "retryAfter": 5},
    }


async def test_without_introspection_neither_the_schema_nor_suggestions_are_told(probe: Probe) -> None:
    async with client_of(probe_app(probe, introspection=False)) as client:
        assert error(await post(client, "{ __schema { description } }"))["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
        assert error(await post(client, "{ helo }"))["message"] == "Cannot query field 'helo' on type 'Query'."
        assert (await post(client, "{ __typename }")).json() == {"data": {"__typename": "Query"}}


async def test_a_valid_request_id_is_kept_and_any_other_replaced(client: httpx.AsyncClient) -> None:
    for given, kept in (("abc-1.2_3", True), ("a b", False), ("x" * 65, False), ("<script>", False)):
        response = await client.get("/healthz", headers={"x-request-id": given})
        assert (response.headers["x-request-id"] == given) is kept


@pytest.mark.parametrize(
    ("method", "path", "status", "code"), [("GET", "/nowhere", 404, "NOT_FOUND"), ("PUT", "/graphql", 405, "METHOD_NOT_ALLOWED")]
)
async def test_http_errors_are_json(client: httpx.AsyncClient, method: str, path: str, status: int, code: str) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert error(response)["extensions"] == {"code": code}


async def test_our_own_faults_outside_of_fields_are_masked(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    app = probe_app(probe)

    def broken(_self: object, _source: str) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("web.graphql.documents.Documents.get", broken)
    async with client_of(app) as client:
        response = await post(client, "{ hello }")
    assert response.status_code == 500
    assert error(response) == {"message": "Unexpected error.", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


async def test_health_needs_no_database_and_readiness_does(client: httpx.AsyncClient, probe: Probe) -> None:
    assert (await client.get("/readyz")).json() == {"status": "ready", "engine": "probe"}
    probe.ready = False
    response = await client.get("/readyz")
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert response.json() == {"status": "unavailable", "cause": "The database is away."}
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_concurrent_requests_keep_their_own_context(live_url: str) -> None:
    async with httpx.AsyncClient() as client:
        for number in range(5):
            headers = {"x-request-id": f"r{number}"}
            response = await client.post(f"{live_url}/graphql", json={"query": "{ requestId place }"}, headers=headers)
            assert json.loads(response.content)["data"]["requestId"] == f"r{number}"
            assert error(response)["extensions"]["code"] == "PLACE_NOT_FOUND"
