"""Paging through a whole list while rows are written into it: no old row is skipped, none comes twice, whatever the order."""

import itertools
from typing import Any, Final, LiteralString, cast

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine, Writer
from graph.orders import ORDERS
from resolvers.snapshot import take_snapshot
from tests.asking import Asker

# For each type its list, a filter that leaves some of it, and the labels of its nodes. A copy has no relationships.
LISTS: Final[dict[str, tuple[str, str, str]]] = {
    "Actor": ("actors", "{kind: {ne: ORGANIZATION}}", "Actor:Project"),
    "Organization": ("organizations", "{type: {eq: REGIONAL_DIRECTORATE}}", "Actor:Organization"),
    "Project": ("projects", "{}", "Actor:Project"),
    "Programme": ("programmes", "{}", "Actor:Programme"),
    "Network": ("networks", "{}", "Actor:Network"),
    "Event": ("events", "{}", "Event"),
    "Agreement": ("agreements", "{}", "Agreement"),
    "LegalInstrument": ("legalInstruments", "{}", "LegalInstrument"),
    "Region": ("regions", "{level: {eq: LAND}}", "Region"),
    "Contact": ("contacts", '{actor: {slug: {startsWith: "ihk-"}}}', "Contact"),
    "Source": ("sources", '{key: {startsWith: "b"}}', "Source"),
}
KEYS: Final = {"Region": "key", "Source": "key", "Contact": "id"}


class Copies:
    """Copies of nodes, as long as they are wanted."""

    def __init__(self, engine: Engine, labels: str) -> None:
        self.made = 0
        self._engine = engine
        self._labels = labels
        self._ids: list[str] = []

    async def make(self, originals: list[str]) -> None:
        """Of a page's first and last old row: by their ids one sorts just before its original, the other just after."""
        self.made += 1
        first, last = originals[0], originals[-1]
        rows = [{"of": first, "id": f"{first[:-1]}!{self.made}"}, {"of": last, "id": f"{last}~{self.made}"}]
        label = self._labels.partition(":")[0]
        copied = f"UNWIND $rows AS row MATCH (n:{label} {{id: row.of}}) CREATE (c:{self._labels}) SET c = n{{.*, id: row.id}}"
        await self._run(copied, rows=rows)
        self._ids += [row["id"] for row in rows]

    async def remove(self) -> None:
        """All of them."""
        label = self._labels.partition(":")[0]
        await self._run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) DETACH DELETE n", ids=self._ids)
        self._ids = []

    async def _run(self, cypher: str, **parameters: Any) -> None:
        async def write(writer: Writer) -> None:
            await writer.run(cast(LiteralString, cypher), **parameters)

        await self._engine.write(write)


async def ids_of(engine: Engine) -> dict[str, str]:
    records = await engine.read("MATCH (n:Contact) RETURN collect([n.globalId, n.id]) AS ids ORDER BY ids LIMIT 1")
    return dict(records[0]["ids"])


@pytest.mark.parametrize("type_name", LISTS)
async def test_all_old_rows_are_met_once_while_new_ones_come_in(directory: Engine, schema: GraphQLSchema, type_name: str) -> None:
    asker = Asker(directory, schema, await take_snapshot(directory), {})
    copies = Copies(directory, LISTS[type_name][2])
    try:
        await paged_through(asker, type_name, copies)
    finally:
        await copies.remove()
    assert copies.made > 1 or type_name == "Agreement"


async def paged_through(asker: Asker, type_name: str, copies: Copies) -> None:
    field, where, _ = LISTS[type_name]
    key = KEYS.get(type_name, "slug")
    stored = await ids_of(asker.engine) if key == "id" else {}
    ways = itertools.cycle(
        (("ASC", "first", "after", "endCursor", "hasNextPage"), ("DESC", "last", "before", "startCursor", "hasPreviousPage"))
    )
    for order, (direction, size, cursor, end, more) in zip(ORDERS[type_name], ways, strict=False):
        place = ', near: {name: "Celle"}' if order == "DISTANCE" else ""
        document = (
            f"query ($size: Int!, $cursor: String) {{ list: {field}(where: {where}, orderBy: [{{field: {order}, direction: {direction}}}]{place}, "
            f"{size}: $size, {cursor}: $cursor) {{ nodes {{ {key} }} pageInfo {{ {end} {more} }} }} }}"
        )

        async def page(size: int, at: str | None, document: str = document) -> Any:
            answer = await asker(document, size=size, cursor=at)
            assert answer.errors == []
            return answer.data["list"]

        await copies.remove()
        old = [node[key] for node in (await page(100, None))["nodes"]]
        assert len(old) > 1 or type_name == "Agreement"
        step, at, met = max(1, len(old) // 3), None, list[str]()
        while True:
            found = await page(step, at)
            keys: list[str] = [node[key] for node in found["nodes"]]
            met = keys + met if size == "last" else met + keys
            if not found["pageInfo"][more]:
                break
            at = found["pageInfo"][end]
            if originals := [stored.get(k, k) for k in keys if k in old]:
                await copies.make(originals)
        assert [k for k in met if k in old] == old, (order, direction)
