"""The nearest of the offices that answer for a concern, exactly and without asking the graph."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Numbers, Rows, mask_of
from graph.distance import Point
from graph.grid import runs, unit_vectors, windows
from graph.offices import Offices, reach_numbers, type_numbers
from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, Reach, TargetGroup
from resolvers.referral.question import Asked, Flags, failing, none_of

_SPHERE_ERROR: Final = 1.013
"""How much longer a way on the sphere can be in proportion to another one that is as long on the ellipsoid: twice 0.6 %, and a bit."""
_NOWHERE: Final = -1

_ROUNDING: Final = 2e-6
"""13 m as an angle (radians): distances are rounded to 10 m, and of those that are equal then the lower slug comes first."""


_RADIUS_KM: Final = 6371.0088
"""The mean radius of the earth."""
BEFORE_ALL: Final = (-1.0, "")
"""Before every distance and slug."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Which offices: enum values; empty means any. *situation* as `SituationInput`.

    *reach*: how far they answer for the concern, by the widest of what they answer for.
    """

    action_fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    target_group: str | None = None
    situation: Mapping[str, Any] | None = None
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """An office at its nearest location. *distance_km*: WGS 84 geodesic, to 10 m."""

    distance_km: float
    actor: str
    location: str


def nearest_offices(
    offices: Offices, lat: float, lon: float, concern: Concern, *, need: int, day: int, beyond: tuple[float, str] = BEFORE_ALL
) -> list[Hit]:
    """At least the *need* nearest offices, if so many fit, nearest first; of equally near ones the lower slug.

    *beyond*: of those that come after this distance in km and slug. Looks at ever more rows around the place until so many fit that
    nothing farther can be among them. The distance on a sphere, which costs nothing, picks those that can be: all that aren't farther
    than the last needed one by more than the two measures can differ. Only these are measured exactly (geopy; Karney 2013).
    """
    if need <= 0:
        return []
    sought = need
    while True:
        hits = _nearest(offices, lat, lon, concern, need=sought, day=day, beyond_km=beyond[0])
        found = [hit for hit in hits if (hit.distance_km, hit.actor) > beyond]
        # The sphere leaves open of a few whether they come before.
        if len(found) >= need or len(hits) < sought:
            return found
        sought *= 2


def _nearest(offices: Offices, lat: float, lon: float, concern: Concern, *, need: int, day: int, beyond_km: float) -> list[Hit]:
    """At least the *need* nearest of the offices that aren't surely nearer than *beyond_km*, if so many fit."""
    here = unit_vectors(np.array([lat]), np.array([lon]))[0]
    for rows, complete in _around(offices, lat, lon, concern):
        fitting = rows[_fitting(offices, rows, concern, day)]
        away = np.arccos(np.clip(offices.points[fitting] @ here, -1.0, 1.0))
        before = offices.actor[fitting[away * _SPHERE_ERROR + _ROUNDING < beyond_km / _RADIUS_KM]]
        left = ~np.isin(offices.actor[fitting], before) if before.size else slice(None)
        fitting, away = fitting[left], away[left]
        reach = _reach(offices.actor[fitting], away, need)
        if min(reach, math.pi) <= complete:
            return _measured(offices, lat, lon, fitting[away <= reach])
    raise AssertionError("the last rows are all there are")


def count_offices(offices: Offices, lat: float, lon: float, concern: Concern, *, farthest_km: float | None, day: int) -> int:
    """How many actors `nearest_offices` knows in all, or of them within *farthest_km*, measured as it measures."""
    rows = np.arange(offices.actor.size)
    rows = rows[_fitting(offices, rows, concern, day)]
    if farthest_km is None:
        return int(np.unique(offices.actor[rows]).size)
    away = np.arccos(np.clip(offices.points[rows] @ unit_vectors(np.array([lat]), np.array([lon]))[0], -1.0, 1.0))
    farthest = farthest_km / _RADIUS_KM
    within = np.unique(offices.actor[rows[away * _SPHERE_ERROR + _ROUNDING < farthest]])
    # Only of those about as far away the sphere doesn't know.
    open_ = rows[(away <= farthest * _SPHERE_ERROR + _ROUNDING) & ~np.isin(offices.actor[rows], within)]
    return within.size + sum(hit.distance_km <= farthest_km for hit in _measured(offices, lat, lon, open_))


def _around(offices: Offices, lat: float, lon: float, concern: Concern) -> Iterator[tuple[Rows, float]]:
    """Rows that can fit, and the angle within which none is missing: at once where few have the type, the field or the reach."""
    kinds: Sequence[int | None] = type_numbers(concern.types) or [None]
    fields: Sequence[int | None] = [mask_of([field], terms=ActionField) for field in concern.action_fields] or [None]
    pairs = list(product(kinds, fields))
    if concern.reach and Reach.LOCAL not in concern.reach and offices.wide is not None:
        return iter([(offices.wide, math.inf)])
    if all(pair in offices.few for pair in pairs):
        return iter([(np.unique(np.concatenate([offices.few[pair] for pair in pairs])), math.inf)])
    return windows(offices.cells, lat, lon)


def _measured(offices: Offices, lat: float, lon: float, rows: Rows) -> list[Hit]:
    here = Point(lat, lon)

    @cache  # Many stand at the middle of the same postal code.
    def distance_km(point: tuple[float, float]) -> float:
        return here.km_to(*point)

    nearest: dict[str, Hit] = {}
    for row in rows:
        km = distance_km((float(offices.lats[row]), float(offices.lons[row])))
        hit = Hit(km, offices.actors[offices.actor[row]], offices.locations[row])
        nearest[hit.actor] = min(hit, nearest.get(hit.actor, hit))
    return sorted(nearest.values())


def _reach(actors: NDArray[np.int32], away: NDArray[np.float64], need: int) -> float:
    """The angle within which the *need* nearest actors are, whatever the sphere and rounding hide; infinite if there are fewer."""
    count = min(2 * need, away.size)
    while count:
        nearest = np.argpartition(away, count - 1)[:count]
        nearest = nearest[np.argsort(away[nearest])]
        firsts = np.sort(np.unique(actors[nearest], return_index=True)[1])
        if firsts.size >= need:
            return float(away[nearest[firsts[need - 1]]]) * _SPHERE_ERROR + _ROUNDING
        if count == away.size:
            break
        count = min(2 * count, away.size)
    return math.inf


def _fitting(offices: Offices, rows: Rows, concern: Concern, day: int) -> Flags:
    fits: Flags = (offices.begin[rows] <= day) & (offices.end[rows] > day)
    if concern.types:
        fits &= np.isin(offices.type[rows], type_numbers(concern.types))
    if field := mask_of(concern.action_fields, terms=ActionField):
        fits &= (offices.fields[rows] & field) != 0
    if concern.action_fields or concern.target_group or concern.reach:
        left = np.flatnonzero(fits)
        fits[left] = _answering(offices, offices.actor[rows[left]], concern, day)
    return fits


def _answering(offices: Offices, actors: Numbers, concern: Concern, day: int) -> Flags:
    """Which of *actors* have a responsibility that holds for the concern, and reach as far as it asks."""
    first = offices.first_part[actors]
    counts = offices.first_part[actors + 1] - first
    parts = runs(first, counts)
    holds = np.ones(parts.size, np.bool_)
    for asked in _asked(concern, day):
        holds &= none_of(failing(offices.parts, parts, asked=asked), count=parts.size)
    widest = np.full(actors.size, _NOWHERE, np.int8)
    np.maximum.at(widest, np.repeat(np.arange(actors.size), counts)[holds], offices.parts_reach[parts[holds]])
    answering: Flags = np.isin(widest, reach_numbers(concern.reach)) if concern.reach else widest > _NOWHERE
    return answering


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
