"""Regions and postal codes as they stand in the graph, read whole once for each data version to resolve what people type."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph.reader import Reader

# Bounded by the country itself: some 10,500 regions and 8,300 postal codes. One record, since the driver pays for each;
# nodes and pairs apart, since a subquery for each node takes three times as long. The order is made in memory.
_REGIONS: Final[LiteralString] = """
CALL () { MATCH (r:Region) RETURN collect([r.id, r.level, r.name, r.label, r.type, r.nuts, r.population, r.lat, r.lon]) AS regions }
CALL () { MATCH (r:Region)-[:PART_OF]->(p:Region) RETURN collect([r.id, p.id]) AS parents }
CALL () { MATCH (r:Region)-[:IN_DISTRICT]->(d:Region) RETURN collect([r.id, d.id]) AS districts }
RETURN regions, parents, districts
"""
_POSTAL_CODES: Final[LiteralString] = """
CALL () { MATCH (p:PostalCode) RETURN collect([p.id, p.name, p.lat, p.lon]) AS codes }
CALL () { MATCH (p:PostalCode)-[:IN_KREIS]->(k:Region) RETURN collect([p.id, k.id]) AS kreise }
RETURN codes, kreise
"""


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
    record = (await reader.read(_REGIONS))[0]
    parents, districts = dict(record["parents"]), _grouped(record["districts"])
    rows: list[list[Any]] = [[*row, parents.get(row[0]), districts.get(row[0], ())] for row in sorted(record["regions"], key=_first)]
    return [RegionEntry(*row) for row in rows]


async def load_postal_codes(reader: Reader) -> list[PostalCodeEntry]:
    """All postal codes in order. One statement."""
    record = (await reader.read(_POSTAL_CODES))[0]
    kreise = _grouped(record["kreise"])
    rows: list[list[Any]] = [[*row, kreise.get(row[0], ())] for row in sorted(record["codes"], key=_first)]
    return [PostalCodeEntry(*row) for row in rows]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """For each first key its second keys, in order."""
    groups: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        groups.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in groups.items()}


def _first(row: list[Any]) -> str:
    return str(row[0])
