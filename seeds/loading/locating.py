"""Where a location lies, as closely as its row and the regions tell."""

from dataclasses import replace
from typing import Any

from graph.vocabulary import Precision, RegionLevel
from seeds.rows.regions import Regions
from seeds.rows.row import Row


class Locator:
    """Fills in what the rows of locations leave out."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._named: dict[tuple[str, str], list[str]] = {}
        for key, region in regions.rows.items():
            if region["level"] == RegionLevel.MUNICIPALITY.value:
                self._named.setdefault((region["parent"] or "", region["name"]), []).append(key)

    def located(self, row: Row) -> Row:
        """*row* with the finest region known, and with a point and what the point stands for.

        A point that is missing is that of the postal code, or else of the municipality; none where neither is known.
        """
        region = self._region(row)
        filled: dict[str, Any] = {"region": region} if region else {}
        if row["lat"] is None or row["lon"] is None:
            filled |= self._point(row, region)
        elif row["precision"] is None:
            filled["precision"] = Precision.ADDRESS.value
        return replace(row, values={**row.values, **filled}) if filled else row

    def _region(self, row: Row) -> str | None:
        stated: str | None = row["region"]
        if stated is None and row["postal_code"] in self._regions.postal_codes:
            kreise = self._regions.postal_codes[row["postal_code"]]["kreise"]
            found = [key for kreis in kreise for key in self._named.get((kreis, row["city"] or ""), [])]
            return found[0] if len(found) == 1 else kreise[0] if len(kreise) == 1 else None
        found = self._named.get((stated or "", row["city"] or ""), [])
        return found[0] if len(found) == 1 else stated

    def _point(self, row: Row, region: str | None) -> dict[str, Any]:
        by_code = self._regions.point_of_postal_code(row["postal_code"] or "")
        by_region = self._regions.point_of(region or "")
        # A row may ask for its municipality: some postal codes have a point that is far from the place.
        if by_region and (row["precision"] == Precision.MUNICIPALITY.value or not by_code):
            return {"lat": by_region[0], "lon": by_region[1], "precision": Precision.MUNICIPALITY.value}
        if by_code:
            return {"lat": by_code[0], "lon": by_code[1], "precision": Precision.POSTAL_CODE.value}
        return {}
