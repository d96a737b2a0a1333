"""A country of two Länder and eight Kreise, and networks in it made by hand, as the loading statements return them."""

from datetime import date
from typing import Any

from graph.coverage import Stakes, stakes_from
from graph.gazetteer import RegionEntry
from graph.network import network_from
from resolvers.coverage.matrix import Coverage
from resolvers.gaps.gap import View
from resolvers.gaps.kinds import Gaps
from resolvers.places.gazetteer import Gazetteer

FIRST, LAST = "0001-01-01", "9999-12-31"
DAY = date(2026, 11, 23)
KREISE = ("01001", "01002", "01003", "01004", "02001", "02002", "02003", "02004")
PEOPLE = (50_000, 150_000, 250_000, 100_000, 200_000, 99_999, 199_999, 1_000_000)
DISTRICTS = {"ihk-one": ("01001", "01002"), "ihk-two": ("01003", "01004", "02001"), "aa-three": ("02002", "02003")}
Row = list[Any]


def _region(key: str, level: str, parent: str | None, number: int = 0, people: int | None = None) -> RegionEntry:
    districts = tuple(name for name, kreise in DISTRICTS.items() if key in kreise)
    # The Kreise lie in a row, 0.3 degrees (some 33 km) apart.
    return RegionEntry(key, level, f"Name {key}", f"Region {key}", None, None, people, 50.0 + 0.3 * number, 9.0, parent, districts)


def gazetteer() -> Gazetteer:
    """DE, the Länder 01 and 02, eight Kreise with a municipality each, and three districts, of which one reaches over the border."""
    regions = [_region("DE", "COUNTRY", None), _region("01", "LAND", "DE"), _region("02", "LAND", "DE")]
    for number, (key, people) in enumerate(zip(KREISE, PEOPLE, strict=True)):
        regions += [_region(key, "KREIS", key[:2], number, people), _region(f"{key}001", "MUNICIPALITY", key, number)]
    regions += [_region(key, "AGENCY_DISTRICT" if key.startswith("aa") else "CHAMBER_DISTRICT", None) for key in DISTRICTS]
    return Gazetteer(regions, [])


def actor(name: str, type_: str = "JOBCENTER", days: tuple[str, str] = (FIRST, LAST)) -> Row:
    return [name, f"Name {name}", type_, *days]


def part(
    name: str,
    region: str,
    *fields: str,
    role: str = "PROVIDES",
    days: tuple[str, str] = (FIRST, LAST),
    verified: str | None = None,
    groups: tuple[str, ...] = (),
) -> Row:
    return [name, region, *days, role, list(fields), verified, list(groups)]


def seat(name: str, kreis: str, lat: float | None = None, days: tuple[str, str] = (FIRST, LAST)) -> Row:
    """A location in the municipality of a Kreis, at its main place unless *lat* says otherwise."""
    return [name, f"{kreis}001", *days, 50.0 + 0.3 * KREISE.index(kreis) if lat is None else lat, 9.0]


def mark(
    region: str, field: str, looked: str, *, found: bool = False, days: tuple[str, str] = (FIRST, LAST), note: str | None = None
) -> Row:
    return [region, [field], looked, *days, "SOMEBODY" if found else "NOBODY", note, "Eine Liste"]


def tie(
    a: str,
    b: str,
    type_: str = "REFERS_TO",
    days: tuple[str, str] = (FIRST, LAST),
    review: str | None = None,
    verified: str | None = "2026-01-01",
) -> Row:
    return [a, b, type_, *days, review, verified]


def stakes(*, actors: list[Row], parts: list[Row] | None = None, seats: list[Row] | None = None, marks: list[Row] | None = None) -> Stakes:
    return stakes_from({"actors": [actors], "parts": [parts or []], "seats": [seats or []], "marks": [marks or []]})


def gaps_of(rows: dict[str, list[Row]]) -> Gaps:
    """The gaps of a hand-made network, whose rows are given as to `view`."""
    seen = view_of(rows)
    return Gaps(seen.coverage, seen.network)


def view(
    *,
    actors: list[Row],
    parts: list[Row] | None = None,
    seats: list[Row] | None = None,
    marks: list[Row] | None = None,
    day: date = DAY,
    **network: list[Row],
) -> View:
    """The view of a hand-made network on *day*. *network*: ties, contacts, reviews, declared, figures, projects."""
    return view_of({"actors": actors, "parts": parts or [], "seats": seats or [], "marks": marks or [], **network}, day=day)


def view_of(rows: dict[str, list[Row]], *, day: date = DAY) -> View:
    """As `view`, with the rows by name."""
    left = dict(rows)
    made = stakes_from({name: [left.pop(name, [])] for name in ("actors", "parts", "seats", "marks")})
    tables = {name: [left.pop(name, [])] for name in ("ties", "contacts", "reviews", "declared", "figures", "projects")}
    assert not left
    return View(Coverage(made, gazetteer()), network_from(tables, made.actors), day.toordinal())
