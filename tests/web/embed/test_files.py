"""The files that other websites load: what they are, how long they may be kept, and the hash by which pages know them."""

import gzip
import json
from base64 import b64decode
from hashlib import sha256, sha384
from pathlib import Path

import httpx
import pytest
from graphql import GraphQLSchema, parse, validate

from web.embed.files import ELEMENT, VERSION, embed_documents, embed_script, sri

SCRIPT = (ELEMENT / "build" / "integration-directory.js").read_bytes()


async def test_a_version_never_changes_and_may_be_kept_for_a_year(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/embed/{VERSION}/integration-directory.js")
    assert (response.status_code, response.content) == (200, SCRIPT)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_v1_is_asked_for_again_after_an_hour_and_then_costs_a_304(client: httpx.AsyncClient) -> None:
    response = await client.get("/embed/v1/integration-directory.js")
    assert (response.content, response.headers["cache-control"]) == (SCRIPT, "public, max-age=3600")
    again = await client.get("/embed/v1/integration-directory.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", response.headers["etag"])
    other = await client.get(
        "/embed/v1/integration-directory.js", headers={"if-none-match": response.headers["etag"], "accept-encoding": "br"}
    )
    assert (other.status_code, other.content) == (200, SCRIPT)


@pytest.mark.parametrize("encoding", ["br", "gzip", "zstd"])
async def test_each_encoding_holds_the_same_bytes_under_a_tag_of_its_own(client: httpx.AsyncClient, encoding: str) -> None:
    plain = await client.get("/embed/v1/integration-directory.js", headers={"accept-encoding": "identity"})
    response = await client.get("/embed/v1/integration-directory.js", headers={"accept-encoding": encoding})
    assert (response.headers["content-encoding"], response.content, response.headers["vary"]) == (encoding, SCRIPT, "Accept-Encoding")
    assert response.headers["etag"] == f'{plain.headers["etag"][:-1]}-{encoding}"'


async def test_the_types_are_beside_the_script(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/embed/{VERSION}/integration-directory.d.ts")
    assert response.content == (ELEMENT / "build" / "integration-directory.d.ts").read_bytes()
    assert response.headers["content-type"] == "application/typescript; charset=utf-8"


async def test_another_version_is_a_404_that_says_which_are_here(client: httpx.AsyncClient) -> None:
    response = await client.get("/embed/9.9.9/integration-directory.js")
    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")
    assert response.json()["errors"][0]["message"] == f"integration-directory.js is here as {VERSION} and as v1, not as '9.9.9'."


def test_the_version_is_the_packages_and_the_hash_that_of_the_bytes() -> None:
    assert json.loads((ELEMENT / "package.json").read_text(encoding="utf-8"))["version"] == VERSION == "1.0.0"
    assert b64decode(sri().removeprefix("sha384-")) == sha384(SCRIPT).digest()
    assert embed_script("https://example.org/a&b/") == (
        f'<script type="module" src="https://example.org/a&amp;b/embed/1.0.0/integration-directory.js" integrity="{sri()}" '
        'crossorigin="anonymous"></script>'
    )


def test_documents_are_known_by_the_hash_of_their_files() -> None:
    files = [Path(file).read_bytes() for file in sorted(ELEMENT.glob("*.graphql"))]
    assert list(embed_documents()) == [f"sha256:{sha256(file).hexdigest()}" for file in files]


def test_the_example_in_the_docs_loads_the_very_script() -> None:
    example = (ELEMENT.parents[2] / "docs" / "embed-demo.html").read_text(encoding="utf-8")
    assert embed_script("https://verzeichnis.example") in example


def test_the_script_with_all_its_languages_is_at_most_12_kilobytes_of_gzip() -> None:
    assert len(gzip.compress(SCRIPT, compresslevel=9)) <= 12_000


def test_the_elements_documents_can_be_answered(schema: GraphQLSchema) -> None:
    for text in embed_documents().values():
        assert validate(schema, parse(text)) == []
