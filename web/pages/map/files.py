"""The map's files: cells as CSV and GeoJSON, the matrix as a workbook, gaps and what nobody has looked at as CSV.

Columns and their order are kept; docs/map.md says what they mean.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any, Final

import orjson

from web.pages.map.answer import cell_of
from web.pages.map.outlines import outlines

Row = Mapping[str, Any]

CELLS: Final = (
    "region_key", "region", "action_field", "status", "checked", "last_looked_at", "actor_count", "actors", "actor_slugs",
    "nearest_actor", "nearest_town", "distance_km", "population", "people_km",
)  # fmt: skip
GAPS: Final = (
    "kind", "severity", "score", "region_key", "region", "actors", "actor_slugs", "actor_count", "reason_code", "reason", "closes",
)  # fmt: skip
OPEN: Final = ("region_key", "region", "action_field", "action_field_german", "population")
CREDIT: Final = "© GeoBasis-DE / BKG 2016 (data changed), GeoNutzV"

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGITS: Final = 4


def guarded(value: object) -> object:
    """*value* as it may stand in a cell: a text that a spreadsheet would carry out as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith((*_FORMULA, "'")) else value


def _written(value: object) -> object:
    """A value as it stands in a cell: truth as in JSON, a whole number without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return int(value) if isinstance(value, float) and value.is_integer() else guarded(value)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know it; nothing as an empty cell."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_written(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell_rows(coverage: Row) -> Iterator[tuple[object, ...]]:
    """A row of `CELLS` for each cell, in the order of the matrix."""
    for region, field, cell in _cells(coverage):
        nearest, people = cell["nearest"], region["population"]
        km = round(nearest["distanceKm"], 1) if nearest else None
        yield (
            region["key"],
            region["label"],
            field,
            cell["status"],
            _is_checked(cell),
            cell["lastLookedAt"],
            cell["actorCount"],
            "; ".join(actor["name"] for actor in cell["actors"]),
            "; ".join(actor["slug"] for actor in cell["actors"]),
            nearest["actor"]["name"] if nearest else None,
            nearest["region"]["name"] if nearest else None,
            km,
            people,
            round(people * km) if people and km is not None else None,
        )


def open_rows(coverage: Row, fields: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
    """A row of `OPEN` for each cell where nobody has looked. *fields*: what fields are called."""
    for region, field, cell in _cells(coverage):
        if cell["status"] == "UNKNOWN":
            yield region["key"], region["label"], field, fields[field].replace("\u00ad", ""), region["population"]


def gap_rows(gaps: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """A row of `GAPS` for each gap."""
    for gap in gaps:
        region = gap["region"] or {"key": None, "label": None}
        yield (
            gap["kind"],
            gap["severity"],
            round(gap["score"], 3),
            region["key"],
            region["label"],
            "; ".join(actor["name"] for actor in gap["actors"]),
            "; ".join(actor["slug"] for actor in gap["actors"]),
            gap["actorCount"],
            gap["reason"]["code"],
            gap["reason"]["text"],
            gap["closes"],
        )


def geojson_bytes(coverage: Row, *, field: str, as_of: str | None) -> bytes:
    """The Kreise as GeoJSON (RFC 7946): each with the cell of *field*, and the status of every field under its own name.

    A region without an outline has a null geometry.
    """
    columns: list[str] = coverage["columns"]
    of: dict[str, dict[str, Row]] = {}
    regions: dict[str, Row] = {}
    for region, column, cell in _cells(coverage):
        regions[region["key"]] = region
        of.setdefault(region["key"], {})[column] = cell
    features = []
    for key, region in regions.items():
        cells, nearest = of[key], of[key][field]["nearest"]
        properties = {
            "region_key": key,
            "region": region["label"],
            "population": region["population"],
            "action_field": field,
            "status": cells[field]["status"],
            "checked": _is_checked(cells[field]),
            "last_looked_at": cells[field]["lastLookedAt"],
            "actors": [actor["slug"] for actor in cells[field]["actors"]],
            "nearest_actor": nearest["actor"]["name"] if nearest else None,
            "distance_km": round(nearest["distanceKm"], 1) if nearest else None,
            **{f"status_{column}": cells[column]["status"] for column in columns},
        }
        features.append({"type": "Feature", "id": key, "properties": properties, "geometry": _geometry(key)})
    return orjson.dumps({"type": "FeatureCollection", "attribution": CREDIT, "as_of": as_of, "features": features})


def _geometry(key: str) -> dict[str, Any] | None:
    if key not in outlines().kreise:
        return None
    polygons = [
        [[[round(lon, _DIGITS), round(lat, _DIGITS)] for lon, lat in ring] for ring in polygon] for polygon in outlines().polygons(key)
    ]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _is_checked(cell: Row) -> bool | None:
    """Whether somebody has checked who covers a cell; None where nobody covers it."""
    return cell["lastLookedAt"] is not None if cell["status"].startswith("COVERED") else None


def _cells(coverage: Row) -> Iterator[tuple[Row, str, Row]]:
    """(region, field, cell) for each cell."""
    columns: list[str] = coverage["columns"]
    for n, cell in enumerate(coverage["cells"]):
        yield coverage["rows"][n // len(columns)]["region"], columns[n % len(columns)], cell


def matrix_lines(coverage: Row) -> Iterator[tuple[Row, list[str]]]:
    """(region, how each of its cells looks) for each row of the matrix; see `web.pages.map.answer.cell_of`."""
    columns: list[str] = coverage["columns"]
    looks = [cell_of(cell).words for cell in coverage["cells"]]
    for n, row in enumerate(coverage["rows"]):
        yield row["region"], looks[n * len(columns) : (n + 1) * len(columns)]
