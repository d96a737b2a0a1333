"""A person's name is shown only while it is public and hasn't expired, whatever day is asked for. The people here are invented."""

from collections.abc import AsyncGenerator

import pytest

from graph.engine import Writer
from tests.asking import Asker

OFFICE = {
    "id": "test-office", "typeName": "Organization", "globalId": "x", "name": "Test", "sortName": "test", "kind": "ORGANIZATION", "type": "INITIATIVE",
    "actionFields": [], "targetGroups": [], "externalIds": [], "dataset": "test-names",
}  # fmt: skip
OPEN = {"validFrom": "0001-01-01", "validTo": "9999-12-31", "visibility": "PUBLIC", "dataset": "test-names"}
CONTACTS = [
    {"id": "a", "role": "OFFICE", "name": "Erika Beispiel", "nameVisibility": "PUBLIC", "nameExpiresOn": "2027-01-01"},
    {"id": "b", "role": "OFFICE", "name": "Max Abgelaufen", "nameVisibility": "PUBLIC", "nameExpiresOn": "2026-11-23"},
    {"id": "c", "role": "OFFICE", "name": "Mia Intern", "nameVisibility": "INTERNAL", "nameExpiresOn": "2027-01-01"},
    {"id": "d", "role": "OFFICE", "name": "Kim Unbefristet", "nameVisibility": "PUBLIC"},
    {"id": "e", "role": "PRESS", "visibility": "INTERNAL", "phone": "0000"},
]
CREATE = """
CREATE (a:Actor:Organization) SET a = $office
WITH a UNWIND $contacts AS row CREATE (c:Contact) SET c = row CREATE (a)-[:HAS_CONTACT {dataset: 'test-names'}]->(c)
"""
REMOVE = "MATCH (n) WHERE n.dataset = 'test-names' DETACH DELETE n"
CONTACTS_OF = '{ organization(by: {slug: "test-office"}, asOf: "%s") { contacts { role name phone } } }'


@pytest.fixture
async def office(ask: Asker) -> AsyncGenerator[None]:
    async def create(writer: Writer) -> None:
        await writer.run(
            CREATE,
            office=OPEN | OFFICE,
            contacts=[OPEN | {"globalId": "x", "languages": []} | c | {"id": f"test-{c['id']}"} for c in CONTACTS],
        )

    async def remove(writer: Writer) -> None:
        await writer.run(REMOVE)

    await ask.engine.write(create)
    yield
    await ask.engine.write(remove)


@pytest.mark.parametrize("day", ["2026-11-23", "2017-02-15"])
@pytest.mark.usefixtures("office")
async def test_only_a_public_name_before_its_expiry_is_shown(ask: Asker, day: str) -> None:
    answer = await ask(CONTACTS_OF % day)
    assert [c["name"] for c in answer.data["organization"]["contacts"]] == ["Erika Beispiel", None, None, None]


@pytest.mark.usefixtures("office")
async def test_what_is_internal_is_in_no_answer(ask: Asker) -> None:
    answer = await ask(CONTACTS_OF % "2026-11-23")
    assert {c["role"] for c in answer.data["organization"]["contacts"]} == {"OFFICE"}
    found = await ask(
        '{ contacts(where: {phone: {eq: "0000"}}) { totalCount } organizations(where: {contacts: {some: {phone: {eq: "0000"}}}}) { totalCount } }'
    )
    assert found.data == {"contacts": {"totalCount": 0}, "organizations": {"totalCount": 0}}


@pytest.mark.usefixtures("office")
async def test_a_hidden_name_cannot_be_guessed_by_a_filter(ask: Asker) -> None:
    names = ("Erika", "Max", "Mia", "Kim")
    asked = " ".join(f'{name}: contacts(where: {{name: {{startsWith: "{name}"}}}}, asOf: "2017-02-15") {{ totalCount }}' for name in names)
    found = await ask(f"{{ {asked} }}")
    assert {name: found.data[name]["totalCount"] for name in names} == {"Erika": 1, "Max": 0, "Mia": 0, "Kim": 0}


async def test_the_shipped_directory_holds_no_names_of_persons(ask: Asker) -> None:
    rows = await ask.engine.read("MATCH (c:Contact) WHERE c.name IS NOT NULL AND c.dataset = 'shipped' RETURN count(c) AS names")
    assert rows == [{"names": 0}]
