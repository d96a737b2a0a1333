"""What takes a look around to be seen: points outside their Kreis, one office under two slugs, offices without a district, reviews due."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from graph.fields import LAST_DAY
from graph.vocabulary import OrganizationType
from seeds.checking.boundaries import Area, load_boundaries
from seeds.loading.expand import review_due
from seeds.rows.problems import Problem, Severity
from seeds.rows.regions import Regions
from seeds.rows.row import Row, Rows
from seeds.rows.spans import overlap, span_of
from seeds.rows.spelling import sort_name
from seeds.shipped.directory import DATA

NEAR_KM: Final = 3.5
"""How far outside its Kreis a point may lie: the outlines are simplified (see regions/README.md)."""
COAST_KM: Final = 8.0
"""The same where the sea is: outlines leave out small islands and harbours."""
COAST: Final = frozenset(
    {
        *("01001", "01002", "01003", "01051", "01054", "01055", "01056", "01057", "01058", "01059", "01061", "02000"),
        *("03352", "03402", "03405", "03452", "03455", "03457", "03461", "03462", "04012"),
        *("13003", "13071", "13072", "13073", "13074", "13075"),
    }
)
"""Kreise at the sea or at the mouths of Elbe, Weser and Ems."""
WITH_DISTRICT: Final = frozenset(
    kind.value
    for kind in (
        OrganizationType.CHAMBER_IHK,
        OrganizationType.CHAMBER_HWK,
        OrganizationType.EMPLOYMENT_AGENCY,
        OrganizationType.JOBCENTER,
    )
)
"""Offices that are there for a district and, without one, answer for nobody."""


@cache
def outlines() -> Mapping[str, Area]:
    """The outlines of the shipped Kreise by key."""
    return load_boundaries(DATA / "regions" / "kreise.topojson")


def outside_kreis(row: Row, regions: Regions) -> Iterator[Problem]:
    """A problem where the stated point of a location lies outside all the Kreise that its region or postal code stands for."""
    if row["lat"] is None or row["lon"] is None:
        return
    kreis = regions.kreis_of(row["region"] or "")
    kreise: list[str] = [kreis] if kreis else []
    if not kreise and row["postal_code"] in regions.postal_codes:
        kreise = regions.postal_codes[row["postal_code"]]["kreise"]
    measured = [(outlines()[key].distance_km(row["lat"], row["lon"]), key) for key in kreise if key in outlines()]
    if not measured:
        return
    distance_km, key = min(measured)
    if distance_km > (COAST_KM if key in COAST else NEAR_KM):
        place = regions.rows[key]["label"] or key
        yield row.problem("lat", f"lies {distance_km:.0f} km outside {place} ({key})", value=f"{row['lat']}, {row['lon']}")


def overdue(row: Row, today: str) -> Problem | None:
    """A warning where *row* should have been looked at again by *today*, and still holds."""
    if "review_due" not in row.kind.fields or (row["valid_to"] or LAST_DAY) <= today:
        return None
    due = row["review_due"] or (review_due(row["verified_at"]) if row["verified_at"] else None)
    if due is None or due > today:
        return None
    return row.problem("review_due", "the review is overdue", value=due, severity="warning")


def ahead(row: Row, today: str) -> Problem | None:
    """A problem where somebody is said to have looked on a day that hasn't come yet: it would count for nothing until then."""
    day = row["verified_at"] if "verified_at" in row.kind.fields else None
    return row.problem("verified_at", f"lies in the future: today is {today}") if day and day > today else None


def one_office_twice(rows: Rows) -> Iterator[Problem]:
    """A problem for each organization that has the name and a postal code of another one, at the same time."""
    actors = {row.key: row for row in rows["organization"]}
    first: dict[tuple[str, str], Row] = {}
    for location in rows["location"]:
        row = actors.get(location["owner"])
        if not row or not location["postal_code"]:
            continue
        other = first.setdefault((sort_name(row["name"] or ""), location["postal_code"]), row)
        if other is not row and overlap(span_of(other), span_of(row)):
            yield row.problem("name", same_place(other.key, location["postal_code"]))


def same_place(slug: str, code: str) -> str:
    """The cause that an office is there already, as *slug*."""
    return f"{slug} has the same name and the same postal code, {code}: one office, two slugs?"


def without_district(rows: Rows, *, severity: Severity = "error") -> Iterator[Problem]:
    """A problem for each office that should have a district and has none."""
    served = {row["owner"] for row in rows["responsibility"]}
    for row in rows["organization"]:
        if row["type"] in WITH_DISTRICT and row.key not in served:
            yield district_missing(row, severity)


def district_missing(row: Row, severity: Severity) -> Problem:
    """That the office *row* has no district."""
    return row.problem("type", "has no responsibility, and so no district that it is there for", severity=severity)
