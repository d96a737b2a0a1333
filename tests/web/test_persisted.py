"""Documents by name: automatic persisted queries as Apollo's clients send them, and the operator's trusted documents."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.conftest import Probe, client_of, probe_app
from web.graphql.trusted import TrustedDocumentsError

HELLO = "query Hello($name: String) { hello(name: $name) }"
DIGEST = sha256(HELLO.encode()).hexdigest()
PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": DIGEST}}
GRAPHQL = "application/graphql-response+json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "embed").mkdir()
    (tmp_path / "embed" / "hello.graphql").write_text(HELLO, encoding="utf-8")
    return tmp_path


async def get(client: httpx.AsyncClient, **parameters: Any) -> httpx.Response:
    encoded = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    return await client.get("/graphql", params=encoded, headers={"accept": GRAPHQL})


async def post(client: httpx.AsyncClient, **body: Any) -> httpx.Response:
    return await client.post("/graphql", json=body, headers={"accept": GRAPHQL})


def code(response: httpx.Response) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


async def test_a_hash_is_asked_for_once_and_known_from_then_on(client: httpx.AsyncClient) -> None:
    unknown = await get(client, extensions=PERSISTED)
    assert (unknown.status_code, code(unknown), unknown.headers["cache-control"]) == (400, "PERSISTED_QUERY_NOT_FOUND", "no-store")
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    learned = await post(client, query=HELLO, extensions=PERSISTED)
    assert learned.json() == {"data": {"hello": "Hello, world!"}}
    for known in (await get(client, extensions=PERSISTED, variables={"name": "Celle"}),
                  await post(client, extensions=PERSISTED, variables={"name": "Celle"}),
                  await get(client, documentId=f"sha256:{DIGEST}", variables={"name": "Celle"})):  # fmt: skip
        assert (known.status_code, known.json()) == (200, {"data": {"hello": "Hello, Celle!"}})


async def test_a_hash_that_is_not_the_querys_is_refused_and_nothing_is_learned(client: httpx.AsyncClient) -> None:
    refused = await post(client, query="{ hello }", extensions=PERSISTED)
    assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")
    assert code(await get(client, extensions=PERSISTED)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_document_that_is_refused_is_not_learned(client: httpx.AsyncClient) -> None:
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": sha256(b"{ nobody }").hexdigest()}}
    assert code(await post(client, query="{ nobody }", extensions=persisted)) == "GRAPHQL_VALIDATION_FAILED"
    assert code(await post(client, extensions=persisted)) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "value",
    [None, "x", {}, {"version": 2, "sha256Hash": DIGEST}, {"version": 1, "sha256Hash": DIGEST.upper()}, {"version": 1, "sha256Hash": 7}],
)
async def test_an_extension_of_another_form_is_bad_user_input(client: httpx.AsyncClient, value: object) -> None:
    refused = await post(client, query=HELLO, extensions={"persistedQuery": value})
    assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")


async def test_a_hash_beside_a_document_id_teaches_nothing(probe: Probe, folder: Path) -> None:
    foreign = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    async with client_of(probe_app(probe, trusted_documents=folder)) as client:
        assert (await post(client, documentId="embed/hello", extensions=foreign)).status_code == 200
        assert code(await post(client, extensions=foreign)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_what_is_learned_is_bounded_and_can_be_switched_off(probe: Probe) -> None:
    async with client_of(probe_app(probe, persisted_bytes=0)) as client:
        assert (await post(client, query=HELLO, extensions=PERSISTED)).status_code == 200
        assert code(await post(client, extensions=PERSISTED)) == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_trusted_document_is_answered_by_its_name_and_by_its_hash(probe: Probe, folder: Path) -> None:
    async with client_of(probe_app(probe, trusted_documents=folder)) as client:
        for name in ("embed/hello", f"sha256:{DIGEST}"):
            assert (await get(client, documentId=name)).json() == {"data": {"hello": "Hello, world!"}}
            assert (await post(client, documentId=name, variables={"name": "x"})).json() == {"data": {"hello": "Hello, x!"}}
        assert (await get(client, extensions=PERSISTED)).json() == {"data": {"hello": "Hello, world!"}}
        unknown = await get(client, documentId="embed/nobody")
        assert (code(unknown), unknown.json()["errors"][0]["extensions"]["documentId"]) == ("PERSISTED_QUERY_NOT_FOUND", "embed/nobody")


async def test_both_a_query_and_a_document_id_are_refused(client: httpx.AsyncClient) -> None:
    refused = await post(client, query="{ hello }", documentId="x")
    assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")


async def test_where_only_trusted_documents_are_answered_all_others_are_forbidden(probe: Probe, folder: Path) -> None:
    async with client_of(probe_app(probe, trusted_documents=folder, only_trusted=True)) as client:
        for body in ({"query": "{ hello }"}, {"query": "{ __typename }"}, {"query": "{ nobody }"}):
            refused = await post(client, **body)
            assert (refused.status_code, code(refused)) == (403, "FORBIDDEN")
        allowed: tuple[dict[str, Any], ...] = ({"query": HELLO}, {"documentId": "embed/hello"}, {"query": HELLO, "extensions": PERSISTED})
        for body in allowed:
            assert (await post(client, **body)).status_code == 200


def test_documents_that_cannot_be_answered_stop_the_start(probe: Probe, folder: Path) -> None:
    (folder / "broken.graphql").write_text("{ nobody }", encoding="utf-8")
    with pytest.raises(TrustedDocumentsError, match=r"the trusted document broken can't be answered: Cannot query field 'nobody'"):
        probe_app(probe, trusted_documents=folder)
    with pytest.raises(TrustedDocumentsError, match=r"holds no \.graphql file"):
        probe_app(probe, trusted_documents=folder / "nowhere")
    with pytest.raises(TrustedDocumentsError, match="no folder holds any"):
        probe_app(probe, only_trusted=True)
    (folder / "broken.graphql").write_bytes(b"\xff")
    with pytest.raises(TrustedDocumentsError, match=r"cannot read .*broken\.graphql"):
        probe_app(probe, trusted_documents=folder)
