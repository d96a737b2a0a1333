"""What a contact's person is called stays in, once it has expired or if it was never public: on each page, in each file, in the log."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine, Writer
from resolvers.snapshot import take_snapshot
from tests.web.conftest import client_of
from tests.web.test_finder import finder_app

SAID = {"id": "test-said", "name": "Erika Beispiel", "phone": "0000 1", "nameVisibility": "PUBLIC", "nameExpiresOn": "2027-01-01"}
GONE = {"id": "test-gone", "name": "Max Abgelaufen", "phone": "0000 2", "nameVisibility": "PUBLIC", "nameExpiresOn": "2026-11-23"}
INNER = {"id": "test-inner", "name": "Mia Intern", "phone": "0000 3", "nameVisibility": "INTERNAL", "nameExpiresOn": "2027-01-01"}
COMMON = {
    "role": "OFFICE",
    "globalId": "x",
    "languages": [],
    "sourceId": "general-knowledge",
    "dataset": "test-private",
    "validFrom": "0001-01-01",
    "validTo": "9999-12-31",
    "visibility": "PUBLIC",
}
CREATE = """
MATCH (a:Actor {id: 'jobcenter-celle'}) WITH a UNWIND $contacts AS row
CREATE (c:Contact) SET c = row CREATE (a)-[:HAS_CONTACT {dataset: 'test-private'}]->(c)
"""
CONTACTS = '{ organization(by: {slug: "jobcenter-celle"}, asOf: "2017-02-15") { name contacts { name phone } } }'
PATHS = [
    "/finder?place=29221&actionField=EMPLOYMENT&legalRegime=SGB_II&lang=de",
    "/finder?place=29221&actionField=EMPLOYMENT&legalRegime=SGB_II&lang=de&view=print",
    "/map?within=03351&lang=de",
    "/map.csv?within=03351",
    "/map.geojson?within=03351",
    "/embed/v1/directory?region=03351&lang=de",
]


@pytest.fixture
async def client(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async def create(writer: Writer) -> None:
        await writer.run(CREATE, contacts=[COMMON | contact for contact in (SAID, GONE, INNER)])

    async def remove(writer: Writer) -> None:
        await writer.run("MATCH (c:Contact) WHERE c.dataset = 'test-private' DETACH DELETE c")

    await directory.write(create)
    try:
        async with client_of(finder_app(directory, await take_snapshot(directory), schema)) as opened:
            yield opened
    finally:
        await directory.write(remove)


async def test_only_a_public_name_before_its_expiry_leaves_the_house(
    client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.post("/graphql", json={"query": CONTACTS})
    contacts: list[dict[str, Any]] = answer.json()["data"]["organization"]["contacts"]
    assert {(contact["name"], contact["phone"]) for contact in contacts} == {
        ("Erika Beispiel", "0000 1"),
        (None, "0000 2"),
        (None, "0000 3"),
    }
    told = [answer.text]
    for path in PATHS:
        response = await client.get(path)
        assert (response.status_code, "Celle" in response.text) == (200, True), path
        told.append(response.text)
    seen = capfd.readouterr()
    for text in (*told, seen.out, seen.err, caplog.text):
        assert "Max Abgelaufen" not in text
        assert "Mia Intern" not in text
