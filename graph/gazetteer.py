"""Regions and postal codes as they stand in the graph, read whole once for each data version to resolve what people type."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, LiteralString

from graph.reader import Reader
from graph.tables import Row, Tables, read_tables, rows_of, tables_statement

# Bounded by the country itself: some 10,500 regions and 8,300 postal codes. Nodes and pairs apart, since a subquery for each
# node takes three times as long.
_REGIONS: Final[LiteralString] = tables_statement(
    regions="MATCH (r:Region) RETURN collect([r.id, r.level, r.name, r.label, r.type, r.nuts, r.population, r.lat, r.lon]) AS rows",
    parents="MATCH (r:Region)-[:PART_OF]->(p:Region) RETURN collect([r.id, p.id]) AS rows",
    districts="MATCH (r:Region)-[:IN_DISTRICT]->(d:Region) RETURN collect([r.id, d.id]) AS rows",
)
_POSTAL_CODES: Final[LiteralString] = tables_statement(
    codes="MATCH (p:PostalCode) RETURN collect([p.id, p.name, p.lat, p.lon]) AS rows",
    kreise="MATCH (p:PostalCode)-[:IN_KREIS]->(k:Region) RETURN collect([p.id, k.id]) AS rows",
)


@dataclass(frozen=True, slots=True)
class RegionEntry:
    """A region with what is needed to find it and to climb from it. *parent* and *districts* are keys."""

    key: str
    level: str
    name: str
    label: str
    type: str | None
    nuts: str | None
    population: int | None
    lat: float | None
    lon: float | None
    parent: str | None
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostalCodeEntry:
    """A postal code: its place names, the mean of its points (WGS 84, degrees) and the keys of all its Kreise."""

    code: str
    name: str
    lat: float
    lon: float
    kreise: tuple[str, ...]


async def load_regions(reader: Reader) -> list[RegionEntry]:
    """All regions by key. One statement."""
    tables = await read_tables(_REGIONS, reader=reader)
    return await asyncio.to_thread(_regions_from, tables)


async def load_postal_codes(reader: Reader) -> list[PostalCodeEntry]:
    """All postal codes in order. One statement."""
    tables = await read_tables(_POSTAL_CODES, reader=reader)
    return await asyncio.to_thread(_postal_codes_from, tables)


def _regions_from(tables: Tables) -> list[RegionEntry]:
    parents: dict[str, str] = dict(tuple(row) for row in rows_of(tables, "parents"))
    districts = _grouped(rows_of(tables, "districts"))
    rows: list[Row] = [[*row, parents.get(row[0]), districts.get(row[0], ())] for row in sorted(rows_of(tables, "regions"), key=_first)]
    return [RegionEntry(*row) for row in rows]


def _postal_codes_from(tables: Tables) -> list[PostalCodeEntry]:
    kreise = _grouped(rows_of(tables, "kreise"))
    rows: list[Row] = [[*row, kreise.get(row[0], ())] for row in sorted(rows_of(tables, "codes"), key=_first)]
    return [PostalCodeEntry(*row) for row in rows]


def _grouped(pairs: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """For each first key its second keys, in order."""
    groups: dict[str, list[str]] = {}
    for one, other in sorted((one, other) for one, other in pairs):
        groups.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in groups.items()}


def _first(row: Row) -> str:
    return str(row[0])
