"""The directory's rows, put in the order in which people read them: who is responsible first, then the list, each office once.

The element does the same in the browser (`element/src/questions.ts`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Row = Mapping[str, Any]

_RANK: Final = {"DECIDES": 0, "PROVIDES": 0, "ADVISES": 1}
_FAR: Final = float("inf")


@dataclass(slots=True, kw_only=True)
class Office:
    """An office as it is shown. role: its part in the place that was asked for; without one it is only near, or only in the list.

    seat: street, postalCode, city and provenance, or None. known, part: provenance of the office, and of its responsibility.
    """

    id: str
    name: str
    fields: Sequence[str]
    type: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    seat: Row | None = None
    known: Row | None = None
    role: str = ""
    part: Row | None = None
    km: float | None = None


@dataclass(slots=True, kw_only=True)
class Shown:
    """One page of a list. total: None where it isn't known. after: the cursor of the next page, or empty. as_of: ISO date."""

    offices: list[Office]
    total: int | None
    after: str
    regions: list[str] = field(default_factory=list)
    as_of: str | None = None
    nearest: bool = False


def shown(data: Row, *, types: frozenset[str], searched: bool, first_page: bool) -> Shown:
    """What the response to one of the element's operations shows.

    Offices that are responsible come ahead of the first page, unless words were *searched*; *types* that aren't empty keep others out.
    """
    regions = [region for region in [data.get("region"), *(answer["region"] for answer in data.get("responsibleFor", ()))] if region]
    answering = _answering(regions)
    rows, near = data["list"], "edges" in data["list"]
    listed = [_nearby(edge) for edge in rows["edges"]] if near else [_office(row) for row in rows["nodes"] if "id" in row]
    for office in listed:
        if responsible := answering.get(office.id):
            office.role, office.part = responsible.role, responsible.part
    ahead = [] if searched else [office for office in answering.values() if not types or office.type in types]
    by_id = {office.id: office for office in listed}
    if first_page:
        first = sorted((by_id.get(office.id, office) for office in ahead), key=lambda one: (_RANK[one.role], one.km or _FAR))
        offices = [*first, *_without(listed, first)]
    else:
        # They stood on the first page.
        offices = _without(listed, ahead)
    more = rows["pageInfo"]["hasNextPage"]
    total = rows.get("totalCount")
    return Shown(
        offices=offices,
        total=max(total, len(offices)) if total is not None else None if more or not first_page or near else len(offices),
        after=rows["pageInfo"]["endCursor"] if more else "",
        regions=[region["label"] for region in regions],
        as_of=data["directory"]["dataAsOf"],
        nearest=near,
    )


def _without(offices: Iterable[Office], others: Iterable[Office]) -> list[Office]:
    known = {office.id for office in others}
    once = {office.id: office for office in offices if office.id not in known}
    return list(once.values())


def _answering(regions: Iterable[Row]) -> dict[str, Office]:
    """Who has a part in the regions, by id: the strongest role counts, and the least sure of the facts."""
    found: dict[str, Office] = {}
    for region in regions:
        for part in region["responsibilities"]:
            actor = part["actor"]
            if actor is None:
                continue
            known = found.get(actor["id"])
            if known is None:
                found[actor["id"]] = known = _office(actor)
                known.role, known.part = part["role"], part["provenance"]
                continue
            if _RANK[part["role"]] < _RANK[known.role]:
                known.role = part["role"]
            if _sureness(part["provenance"]) < _sureness(known.part):
                known.part = part["provenance"]
    return found


def _sureness(known: Row | None) -> str:
    if known is None or known["status"] == "UNVERIFIED":
        return ""
    return known["verifiedAt"] or "" if known["status"] == "VERIFIED" else "0"


def _nearby(edge: Row) -> Office:
    """The distance is that to this seat, which may be another than the head office."""
    office = _office({**edge["node"]["actor"], "locations": [edge["node"]["location"]]})
    office.km = edge["distanceKm"]
    office.role = edge["role"] or "" if edge["responsible"] else ""
    return office


def _office(row: Row) -> Office:
    def first(kind: str) -> str:
        return next((contact[kind] for contact in row["contacts"] if contact[kind]), "")

    seats = row.get("locations") or []
    return Office(
        id=row["id"],
        name=row["name"],
        fields=row["actionFields"],
        type=row.get("type", ""),
        phone=first("phone"),
        email=first("email"),
        website=first("website"),
        seat=next((seat for seat in seats if seat["role"] == "HEAD_OFFICE"), seats[0] if seats else None),
        known=row.get("provenance"),
    )
