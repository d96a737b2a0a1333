"""The directory's answer, put in the order in which people read it: responsible, way, nearest."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]

_SHOWN_NEAREST: Final = 5
_SHOWN_WAYS: Final = 3
_SHOWN_WIDE: Final = 3
_SHOWN_CASES: Final = 6
_LAND: Final = "LAND"


def arranged(data: Row, *, field: str) -> dict[str, Any]:
    """What the templates show of the response to `finder.graphql`.

    place: label. where: the regions above it. answers: one for each region. nearest: at most five, and those responsible. wide: others
    that answer here for the whole Land or the country. cases: who would answer under another condition.
    """
    answers = data["responsibleFor"]
    edges = data["nearestContacts"]["edges"]
    labels = [answer["region"]["label"] for answer in answers]
    place = data["places"][0]["label"] if data["places"] else (labels[0] if labels else "")
    cards = [_card(answer, edges, field=field) for answer in answers]
    nearest = _nearest(edges)
    cases = answers[0]["alternatives"] if answers else []
    shown = {edge["node"]["actor"]["slug"] for edge in nearest} | {card["actor"]["slug"] for card in cards if card["actor"]}
    wide = _wide(data["wide"]["edges"], besides=shown, cases=cases)
    return {
        "place": place,
        "where": [*(label for label in labels if label != place), *_land_of(answers[0]["region"])] if answers else [],
        "answers": cards,
        "ways": _ways(data["referralPaths"]["paths"], [card["actor"]["slug"] for card in cards if card["actor"]]),
        "broken": data["referralPaths"]["broken"],
        "nearest": nearest,
        "wide": wide,
        "cases": [case for case in cases[:_SHOWN_CASES] if case["actor"]["slug"] not in {edge["node"]["actor"]["slug"] for edge in wide}],
        "as_of": data["directory"]["dataAsOf"],
    }


def _land_of(region: Row) -> list[str]:
    above = region.get("parent")
    while above:
        if above["level"] == _LAND:
            return [above["label"]]
        above = above.get("parent")
    return []


def _card(answer: Row, edges: Sequence[Row], *, field: str) -> dict[str, Any]:
    """One answer with the distance of its nearest seat, its other seats, and the fact that makes it responsible."""
    actor = answer["actor"]
    if actor is None:
        return {**answer, "seat": None}
    edge = next((edge for edge in edges if edge["node"]["actor"]["slug"] == actor["slug"]), None)
    seats = sorted(actor["locations"], key=lambda seat: seat["role"] != "HEAD_OFFICE")
    near = edge["node"]["location"] if edge else None
    seat = next((seat for seat in seats if near and _spot(seat) == _spot(near)), seats[0] if seats else None)
    parts = [part for part in actor["responsibilities"] if field in part["actionFields"] and part["role"] == answer["role"]]
    stated = [part for part in parts if part["legalBasis"] == answer["reason"]["legalBasis"]] or parts
    return {
        **answer,
        "seat": seat,
        "km": edge["distanceKm"] if edge else None,
        "other_seats": [other for other in seats if other is not seat and other["city"] and _spot(other) != _spot(seat or {})],
        "known": stated[0]["provenance"] if stated else None,
    }


def _spot(seat: Row) -> tuple[Any, ...]:
    return seat.get("lat"), seat.get("lon"), seat.get("street"), seat.get("city")


def _ways(paths: Sequence[Row], responsible: Sequence[str]) -> list[dict[str, Any]]:
    """Ways that lead to who is responsible, in that order; only if none does, the best one to somebody else."""
    leading = [path for slug in dict.fromkeys(responsible) for path in paths if path["steps"][-1]["actor"]["slug"] == slug]
    # A way that passes the goal of a shorter one on its detour helps nobody.
    chosen = [path for path in leading if len(path["steps"]) == len(leading[0]["steps"])][:_SHOWN_WAYS] or list(paths[:1])
    return [{**path, "steps": _legs(path["steps"]), "codes": {warning["code"] for warning in path["warnings"]}} for path in chosen]


def _legs(steps: Sequence[Row]) -> list[dict[str, Any]]:
    """Each step with the one that comes *next*; the stroke between the two is solid only if somebody has looked."""
    return [{**step, "next": steps[n + 1] if n + 1 < len(steps) else None} for n, step in enumerate(steps)]


def _wide(edges: Sequence[Row], *, besides: set[str], cases: Sequence[Row]) -> list[dict[str, Any]]:
    """Each office that answers here and far beyond once, if it isn't shown anyway, with the conditions under which it does."""
    conditions = {case["actor"]["slug"]: case["reason"]["conditions"] for case in cases}
    once = {edge["node"]["actor"]["slug"]: edge for edge in reversed(edges) if edge["responsible"]}
    return [{**edge, "conditions": conditions.get(slug)} for slug, edge in reversed(once.items()) if slug not in besides][:_SHOWN_WIDE]


def _nearest(edges: Sequence[Row]) -> list[dict[str, Any]]:
    """Each office once, at its nearest place. *nearer*: it isn't responsible, and one that is lies farther away."""
    once: dict[str, Row] = {}
    for edge in edges:
        once.setdefault(edge["node"]["actor"]["slug"], edge)
    shown = [edge for n, edge in enumerate(once.values()) if n < _SHOWN_NEAREST or edge["responsible"]][: 2 * _SHOWN_NEAREST]
    last = max((n for n, edge in enumerate(shown) if edge["responsible"]), default=-1)
    return [{**edge, "nearer": not edge["responsible"] and n < last} for n, edge in enumerate(shown)]
