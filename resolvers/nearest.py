"""Who is nearest, and which of the near ones is responsible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import BadUserInput
from graph.keyset import Key, cursor, decoded
from graph.nearest import Shown, shown_offices
from graph.offices import Offices
from graph.projection import FIRST, Slots, bounded_first
from graph.reader import Days, Reader
from graph.selection import Selection, node_selections, shaped
from graph.vocabulary import Reach
from resolvers.places.gazetteer import COUNTRY, Gazetteer
from resolvers.places.place import Place
from resolvers.proximity import BEFORE_ALL, Concern, Hit, count_offices, nearest_offices
from resolvers.reasons import Reason, not_responsible, reason, responsible

_ORDER: Final = (Key("{n}.distanceKm"), Key("{n}.id"))
_WIDER: Final = tuple(term.value for term in Reach)
_STRONGEST: Final = ("DECIDES", "PROVIDES", "ADVISES")
PREFERRED_CONTACT: Final[dict[str, str]] = {
    "RECOGNITION": "RECOGNITION_ADVICE",
    "EMPLOYER_ADVICE": "EMPLOYER_SERVICE",
    "MATCHING": "COORDINATION",
}
"""Which function to show first for a field; otherwise the office."""


@dataclass(frozen=True, slots=True)
class NearestQuestion:
    """Which offices, from where, and which part of the list."""

    near: Place
    concern: Concern
    first: int = FIRST
    after: str | None = None
    max_distance_km: float | None = None


async def nearest_contacts(
    question: NearestQuestion, selections: tuple[Selection, ...], *, offices: Offices, gazetteer: Gazetteer, days: Days, reader: Reader
) -> dict[str, Any]:
    """A connection of offices, nearest first; empty when nobody offers the field.

    Distance: geodesic on WGS 84 in km from the place's point (geopy; Karney 2013); an office with several locations is
    measured at its nearest. Never cut off by a radius unless *max_distance_km* is given. One statement, for what is shown;
    none if nothing is. Raises `BadUserInput` for a bad page, cursor, distance or a place without a point.
    """
    place, farthest = question.near, question.max_distance_km
    bounded_first(question.first, "nearestContacts")
    if farthest is not None and farthest < 0:
        raise BadUserInput(f"`maxDistanceKm` can't be negative: {farthest}.", argument="maxDistanceKm", value=farthest)
    if place.lat is None or place.lon is None:
        raise BadUserInput(f"{place.label} has no point to measure from.", argument="near", value=place.region_key)
    past = _start(question.after)
    lat, lon, day = place.lat, place.lon, days.as_of.toordinal()
    hits = nearest_offices(offices, lat, lon, question.concern, need=question.first + 1, day=day, beyond=past)
    hits = [hit for hit in hits if farthest is None or hit.distance_km <= farthest]
    page, more = hits[: question.first], len(hits) > question.first
    rows = await _rows(question, page, selections, gazetteer, days, reader) if page else []
    info = {"hasNextPage": more, "hasPreviousPage": question.after is not None}
    ends = {"startCursor": rows[0]["cursor"] if rows else None, "endCursor": rows[-1]["cursor"] if rows else None}
    return shaped(
        selections,
        {
            "edges": lambda edges: [_edge(edges, row) for row in rows],
            "nodes": lambda nodes: [_contact_point(nodes, row) for row in rows],
            "totalCount": lambda _: count_offices(offices, lat, lon, question.concern, farthest_km=farthest, day=day),
            "pageInfo": lambda s: shaped(s.only, info | ends),
        },
    )


def _start(after: str | None) -> tuple[float, str]:
    if after is None:
        return BEFORE_ALL
    distance, actor = decoded(after, _ORDER, "after")
    if not isinstance(distance, int | float) or not isinstance(actor, str):
        raise BadUserInput(f"`after` is not a cursor of this list: {after!r}.", argument="after", value=after)
    return (float(distance), actor)


async def _rows(
    question: NearestQuestion,
    page: Sequence[Hit],
    selections: tuple[Selection, ...],
    gazetteer: Gazetteer,
    days: Days,
    reader: Reader,
) -> list[dict[str, Any]]:
    points = node_selections(selections)
    slots = {"actor": Slots(), "location": Slots(), "contact": Slots()}
    for selected in (selected for point in points for selected in point.only):
        slots[selected.name].name(selected)
    shown = await shown_offices(
        [(hit.actor, hit.location) for hit in page],
        Shown(**slots, regions=sorted({key for region in question.near.regions for key in gazetteer.ancestors(region)})),
        action_fields=question.concern.action_fields,
        target_group=question.concern.target_group,
        situation=question.concern.situation or {},
        preferred=next((PREFERRED_CONTACT[f] for f in question.concern.action_fields if f in PREFERRED_CONTACT), "OFFICE"),
        days=days,
        reader=reader,
    )
    return [
        {
            "cursor": cursor(_ORDER, [hit.distance_km, hit.actor]),
            "distanceKm": hit.distance_km,
            **_judged(question, shown[number]["parts"]),
            "reach": max((part["reach"] for part in shown[number]["parts"]), key=_WIDER.index, default=None),
            "shown": shown[number],
            "slots": slots,
        }
        for number, hit in enumerate(page)
        if number in shown
    ]


def _judged(question: NearestQuestion, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Whether the office answers for the place, in which role, and why."""
    where = question.near.label
    covering = [part for part in parts if part["here"]]
    best = min(covering or parts, key=lambda part: _STRONGEST.index(part["role"]), default=None)
    role = best["role"] if best else None
    if best is None or not covering:
        return {"responsible": False, "role": role, "reason": not_responsible(where)}
    return {"responsible": True, "role": role, "reason": _reason(best, where, question.concern.action_fields)}


def _reason(part: Mapping[str, Any], where: str, fields: Sequence[str]) -> Reason:
    code = {"DECIDES": "RESPONSIBLE", "PROVIDES": "RESPONSIBLE", "ADVISES": "ADVISES_HERE"}[part["role"]]
    field = fields[0] if len(fields) == 1 else None
    if COUNTRY in part["here"]:
        return reason("NATIONWIDE" if code == "RESPONSIBLE" else code, responsible(part, "Diese Stelle", None, field))
    if all(len(key) == 2 and key.isdigit() for key in part["here"]):
        code = "STATEWIDE" if code == "RESPONSIBLE" else code
    return reason(code, responsible(part, "Diese Stelle", where, field))


def _edge(edges: Selection, row: Mapping[str, Any]) -> dict[str, Any]:
    return shaped(
        edges.only,
        {
            "cursor": row["cursor"],
            "distanceKm": row["distanceKm"],
            "responsible": row["responsible"],
            "role": row["role"],
            "reach": row["reach"],
            "reason": lambda s: shaped(s.only, row["reason"]),
            "node": lambda s: _contact_point(s, row),
        },
    )


def _contact_point(selection: Selection, row: Mapping[str, Any]) -> dict[str, Any]:
    def part(selected: Selection) -> Any:
        node = row["shown"][selected.name]
        return None if node is None else node[row["slots"][selected.name].name(selected)]

    return {selected.key: part(selected) for selected in selection.only}
