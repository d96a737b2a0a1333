"""What a row must be in itself: days in order, points in Germany, ages and numbers the right way round, sources, names with a reason."""

from collections.abc import Iterator, Sequence
from typing import Final

from geopy.distance import great_circle

from graph.fields import OLDEST
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem
from seeds.rows.regions import Point, Regions
from seeds.rows.row import Row, Rows

FAR_KM: Final = 80.0
"""No office is farther from the middle of its municipality or Kreis."""
_SOUTH, _NORTH, _WEST, _EAST = 47.2, 55.2, 5.8, 15.1  # Germany, in degrees
_NEAR_LAT, _NEAR_LON = 0.5, 0.7  # degrees, surely less than FAR_KM: most points need no exact distance
_IN_ORDER: Final = (
    ("valid_from", "valid_to", False),
    ("starts_on", "ends_on", True),
    ("verified_at", "review_due", False),
    ("published_at", "retrieved_at", True),
    ("age_min", "age_max", True),
    ("min", "max", True),
)
"""Columns of which the first must not be more than the second; whether they may be equal."""
_ADDRESSES: Final = ("website", "url")
_OF_NAMES: Final = ("name_visibility", "name_legal_basis", "name_expires_on")


def implausible(rows: Rows, regions: Regions) -> Iterator[Problem]:
    """Everything that is wrong with single rows, in their order."""
    for name, listed in rows.items():
        fields = KINDS[name].fields
        pairs = [pair for pair in _IN_ORDER if pair[0] in fields and pair[1] in fields]
        addresses = [column for column in _ADDRESSES if column in fields]
        for row in listed:
            yield from _out_of_order(row, pairs)
            yield from _addresses(row, addresses)
            if "lat" in fields:
                yield from _point(row, regions)
            if "valid_from" in fields and "source" in fields:
                yield from _source(row)
    for row in rows["location"]:
        yield from _place(row, regions)
    for row in rows["contact"]:
        yield from _name(row)


def _out_of_order(row: Row, pairs: list[tuple[str, str, bool]]) -> Iterator[Problem]:
    for first, second, may_equal in pairs:
        low, high = row[first], row[second]
        if low is not None and high is not None and (low > high or (low == high and not may_equal)):
            yield row.problem(second, f"must {'not ' if may_equal else ''}be {'before' if may_equal else 'after'} {first}, {low}")
        if first == "age_min":
            yield from (row.problem(column, "is no age in years") for column in (first, second) if not 0 <= (row[column] or 0) <= OLDEST)


def _addresses(row: Row, columns: Sequence[str]) -> Iterator[Problem]:
    for column in columns:
        if row[column] and not row[column].startswith(("https://", "http://")):
            yield row.problem(column, "is not a web address: it must begin with https:// or http://")


def _point(row: Row, regions: Regions) -> Iterator[Problem]:
    lat, lon = row["lat"], row["lon"]
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield row.problem("lon" if lon is None else "lat", "is missing, and half a point is none")
    elif lat == lon == 0:
        yield row.problem("lat", "0, 0 lies in the Atlantic: leave both empty where the point isn't known")
    elif _SOUTH <= lon <= _NORTH and _WEST <= lat <= _EAST:
        yield row.problem("lat", "lat and lon are swapped", value=f"{lat}, {lon}")
    elif not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
        yield row.problem("lat", "does not lie in Germany", value=f"{lat}, {lon}")
    else:
        yield from _far(row, (lat, lon), regions)


def _far(row: Row, point: Point, regions: Regions) -> Iterator[Problem]:
    """A location is measured from its municipality or Kreis; the tables of regions and codes hold islands, so they only warn."""
    stated = row.kind.name == "location"
    keys = [row["region"] or ""] if stated else row["kreise"] if row.kind.name == "postal_code" else [row.key]
    for key in keys:
        near = key if stated and regions.point_of(key) else regions.kreis_of(key)
        middle = regions.point_at(near) if near else None
        if not middle or (abs(point[0] - middle[0]) < _NEAR_LAT and abs(point[1] - middle[1]) < _NEAR_LON):
            continue
        if (distance_km := great_circle(point, middle).km) > FAR_KM:
            cause = f"lies {distance_km:.0f} km from the middle of {near}"
            yield row.problem("lat", cause, value=f"{point[0]}, {point[1]}", severity="error" if stated else "warning")


def _place(row: Row, regions: Regions) -> Iterator[Problem]:
    code = row["postal_code"]
    if code and code not in regions.postal_codes:
        why = "a postal code has five digits" if not (len(code) == 5 and code.isdecimal()) else "there is no such postal code"
        yield row.problem("postal_code", why)
    kreise = regions.postal_codes[code]["kreise"] if code in regions.postal_codes else []
    kreis = regions.kreis_of(row["region"] or "")
    if kreis and kreise and kreis not in kreise:
        yield row.problem("postal_code", f"lies in Kreis {', '.join(kreise)}, the region in {kreis}")
    if not code and not row["region"] and row["lat"] is None:
        yield row.problem("region", "nothing says where this is: no point, no postal code, no region", severity="warning")


def _source(row: Row) -> Iterator[Problem]:
    if not row["source"] and row.kind.name != "tie":
        yield row.problem("source", "says nowhere where it is stated", severity="warning")
    if row["source"] == "general-knowledge" and row["verified_at"]:
        yield row.problem("verified_at", "nobody can have looked it up in general knowledge", severity="warning")


def _name(row: Row) -> Iterator[Problem]:
    if row["name"]:
        for column in _OF_NAMES:
            if not row[column]:
                yield row.problem(column, "a person's name needs its visibility, its legal basis and the day it expires")
