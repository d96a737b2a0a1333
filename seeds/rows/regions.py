"""Regions as the loader needs them: what lies in what, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from graph.vocabulary import RegionLevel
from seeds.rows.row import Row

OVERLAYS: Final = frozenset({RegionLevel.CHAMBER_DISTRICT.value, RegionLevel.AGENCY_DISTRICT.value})
"""Levels that lie across the administrative ones and are made of Kreise."""

Point = tuple[float, float]


class Regions:
    """The rows of regions, postal codes and districts, looked up by key. Rows with wrong references are no obstacle."""

    def __init__(self, regions: Iterable[Row], *, postal_codes: Iterable[Row] = (), districts: Iterable[Row] = ()) -> None:
        self.rows: Final = {row.key: row for row in regions}
        self.postal_codes: Final = {row.key: row for row in postal_codes}
        self._kreise: Final[dict[str, set[str]]] = defaultdict(set)
        for key, row in self.rows.items():
            if row["level"] == RegionLevel.KREIS.value:
                for above in self.upwards(key):
                    self._kreise[above].add(key)
        for row in districts:
            self._kreise[row["district_key"]].add(row["region_key"])

    def upwards(self, key: str) -> Iterator[str]:
        """*key* and the administrative regions above it, lowest first; ends where a parent is missing or comes twice."""
        seen: set[str] = set()
        while key in self.rows and key not in seen:
            seen.add(key)
            yield key
            key = self.rows[key]["parent"] or ""

    def level(self, key: str) -> str:
        """The level of *key*; empty for an unknown one."""
        return str(self.rows[key]["level"]) if key in self.rows else ""

    def kreis_of(self, key: str) -> str | None:
        """The Kreis that *key* is or lies in; None for what is larger than a Kreis."""
        return next((above for above in self.upwards(key) if self.level(above) == RegionLevel.KREIS.value), None)

    def kreise_in(self, key: str) -> frozenset[str]:
        """The Kreise that *key* is made of; for a municipality the one that it lies in."""
        if self.level(key) == RegionLevel.MUNICIPALITY.value:
            kreis = self.kreis_of(key)
            return frozenset({kreis} if kreis else ())
        return frozenset(self._kreise.get(key, ()))

    def point_of(self, key: str) -> Point | None:
        """The point (lat, lon) of a municipality; a kreisfreie Stadt is its own only one. None for anything else."""
        key = f"{key}000" if self.level(key) == RegionLevel.KREIS.value else key
        return self.point_at(key) if self.level(key) == RegionLevel.MUNICIPALITY.value else None

    def point_at(self, key: str) -> Point | None:
        """The middle (lat, lon) of a region of any level, where it is known."""
        return _point(self.rows.get(key))

    def point_of_postal_code(self, code: str) -> Point | None:
        """The middle (lat, lon) of a postal code."""
        return _point(self.postal_codes.get(code))


def _point(row: Row | None) -> Point | None:
    return (row["lat"], row["lon"]) if row and row["lat"] is not None and row["lon"] is not None else None
