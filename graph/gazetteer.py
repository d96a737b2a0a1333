"""Regions and postal codes as they stand in the graph, read whole once for each data version to resolve what people type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

from graph.reader import Reader

# Bounded by the country itself: some 11,500 regions and 8,300 postal codes; one record, since the driver pays for each.
_REGIONS: Final[LiteralString] = """
MATCH (r:Region)
WITH r, head(COLLECT { MATCH (r)-[:PART_OF]->(p:Region) RETURN p.id ORDER BY p.id LIMIT 1 }) AS parent,
  COLLECT { MATCH (r)-[:IN_DISTRICT]->(d:Region) RETURN d.id ORDER BY d.id LIMIT 20 } AS districts ORDER BY r.id
RETURN collect([r.id, r.level, r.name, r.label, r.type, r.nuts, r.population, r.lat, r.lon, parent, districts]) AS rows
"""
_POSTAL_CODES: Final[LiteralString] = """
MATCH (p:PostalCode)
WITH p, COLLECT { MATCH (p)-[:IN_KREIS]->(k:Region) RETURN k.id ORDER BY k.id LIMIT 20 } AS kreise ORDER BY p.id
RETURN collect([p.id, p.name, p.lat, p.lon, kreise]) AS rows
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
    districts: Sequence[str]


@dataclass(frozen=True, slots=True)
class PostalCodeEntry:
    """A postal code: its place names, the mean of its points (WGS 84, degrees) and the keys of all its Kreise."""

    code: str
    name: str
    lat: float
    lon: float
    kreise: Sequence[str]


async def load_regions(reader: Reader) -> list[RegionEntry]:
    """All regions by key. One statement."""
    records = await reader.read(_REGIONS)
    return [RegionEntry(*row) for row in records[0]["rows"]]


async def load_postal_codes(reader: Reader) -> list[PostalCodeEntry]:
    """All postal codes in order. One statement."""
    records = await reader.read(_POSTAL_CODES)
    return [PostalCodeEntry(*row) for row in records[0]["rows"]]
