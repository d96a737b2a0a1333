"""The nearest of the offices that answer for a concern, exactly and without asking the graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

from graph.conditions import mask_of
from graph.offices import Offices, type_numbers, unit_vectors
from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, TargetGroup
from resolvers.referral_question import Asked, Flags, failing, none_of

_SPHERE_ERROR: Final = 1.013
"""How much longer a way on the sphere can be in proportion to another one that is as long on the ellipsoid: twice 0.6 %, and a bit."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Which offices: enum values; empty means any. *situation* as `SituationInput`."""

    action_fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    target_group: str | None = None
    situation: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An office at its nearest location. *distance_km*: WGS 84 geodesic, to 10 m."""

    distance_km: float
    actor: str
    location: str


def nearest_offices(offices: Offices, lat: float, lon: float, concern: Concern, *, need: int, day: int) -> list[Hit]:
    """At least the *need* nearest offices, if so many fit, nearest first; of equally near ones the lower slug.

    The distance on a sphere, which costs nothing, picks those that can be among them: all that aren't farther than the
    last needed one by more than the two measures can differ. Only these are measured exactly (geopy; Karney 2013).
    """
    rows = np.flatnonzero(_fitting(offices, concern, day))
    if not rows.size or need <= 0:
        return []
    chords = offices.points[rows] @ unit_vectors(np.array([lat]), np.array([lon]))[0]
    away = np.arccos(np.clip(chords, -1.0, 1.0))
    nearest: dict[str, Hit] = {}
    for row in rows[away <= _reach(offices.actor[rows], away, need)]:
        km = round(geodesic((lat, lon), (offices.lats[row], offices.lons[row])).km, 2)
        hit = Hit(km, offices.actors[offices.actor[row]], offices.locations[row])
        nearest[hit.actor] = min(hit, nearest.get(hit.actor, hit))
    return sorted(nearest.values())


def _reach(actors: NDArray[np.int32], away: NDArray[np.float64], need: int) -> float:
    """The angle within which the *need* nearest actors are, whatever the sphere hides."""
    count = min(2 * need, away.size)
    while True:
        nearest = np.argpartition(away, count - 1)[:count]
        nearest = nearest[np.argsort(away[nearest])]
        firsts = np.sort(np.unique(actors[nearest], return_index=True)[1])
        if firsts.size >= need or count == away.size:
            return float(away[nearest[firsts[min(need, firsts.size) - 1]]]) * _SPHERE_ERROR + 1e-9
        count = min(2 * count, away.size)


def _fitting(offices: Offices, concern: Concern, day: int) -> Flags:
    fits: Flags = (offices.begin <= day) & (offices.end > day)
    if concern.types:
        fits &= np.isin(offices.type, type_numbers(concern.types))
    if concern.action_fields or concern.target_group:
        answering = np.zeros(len(offices.actors), np.bool_)
        rows = np.arange(offices.parts_of.size)
        holds = np.ones(rows.size, np.bool_)
        for asked in _asked(concern, day):
            holds &= none_of(failing(offices.parts, rows, asked=asked), count=rows.size)
        answering[offices.parts_of[holds]] = True
        fits &= answering[offices.actor]
    return fits


def _asked(concern: Concern, day: int) -> Iterator[Asked]:
    """What a responsibility must hold for: the concern, and of the situation's target group and its own both."""
    situation = concern.situation or {}
    groups: Sequence[str | None] = [concern.target_group, situation.get("targetGroup")]
    for group in dict.fromkeys(groups):
        yield Asked(
            field=mask_of(concern.action_fields, terms=ActionField),
            occupation=_mask(situation.get("occupationGroup"), OccupationGroup),
            regime=_mask(situation.get("legalRegime"), LegalRegime),
            target=_mask(group, TargetGroup),
            age=situation.get("age"),
            day=day,
        )


def _mask(word: str | None, terms: Any) -> int:
    return mask_of([word] if word else [], terms=terms)
