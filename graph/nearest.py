"""Offices around a point: the smallest ring that holds enough of them, then what is selected of the chosen ones."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import cos, radians, sqrt
from typing import Any, Final, LiteralString, cast

from graph.model import live
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

RINGS_KM: Final = (5.0, 12.0, 30.0, 75.0, 190.0, 480.0, 1_300.0)
"""Radii that are looked at one after the other; the last one holds the whole country from any point in it."""
_KM_PER_DEGREE: Final = 110.5
"""The shortest degree of latitude on WGS 84: a box never cuts its ring."""

# A ring is only opened when the one before holds too few. Counted are those in the square inside of the circle, which are
# surely nearer than anything outside of the box around it; so no nearer office can be missed.
_RING: Final = """CALL (found) {{ WITH found WHERE size([c IN found WHERE c.inner]) < $need
 MATCH (l:Location) WHERE l.lat >= ${ring}.south AND l.lat <= ${ring}.north AND l.lon >= ${ring}.west AND l.lon <= ${ring}.east
  AND {live_l}
 MATCH (l)<-[:LOCATED_AT]-(a:Actor) WHERE {live_a}{on_actor}
 WITH a, l, {parts} AS parts{on_parts}
 WITH a, l, parts, (l.lat - $lat) ^ 2 + ((l.lon - $lon) * $shrink) ^ 2 AS roughly ORDER BY roughly, a.id, l.id LIMIT $most
 WITH l{{actor: a.id, location: l.id, .lat, .lon, parts: parts,
  inner: abs(l.lat - $lat) < ${ring}.inner AND abs(l.lon - $lon) * $shrink < ${ring}.inner}} AS c
 RETURN collect(c) AS next }} WITH CASE WHEN size([c IN found WHERE c.inner]) < $need THEN next ELSE found END AS found"""

_PARTS: Final = """COLLECT {{ MATCH (a)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE {conditions}
 WITH r, COLLECT {{ MATCH (r)-[:COVERS]->(g:Region) WHERE g.id IN $regions RETURN g.id ORDER BY g.id LIMIT 20 }} AS here
 ORDER BY r.id LIMIT 50
 RETURN r{{.role, .occupationGroups, .legalBasis, here: here}} }}"""

_CHOSEN: Final = """UNWIND $chosen AS pick MATCH (a:Actor {{id: pick.actor}}) MATCH (l:Location {{id: pick.location}})
WITH pick, a, l, {contact} AS c ORDER BY pick.n
WITH a{{actor: {actor}, location: {location}, contact: c}} AS row RETURN collect(row) AS rows"""


@dataclass(frozen=True, slots=True)
class Ring:
    """A box around a circle, and half the side of the square inside of it; degrees, WGS 84."""

    south: float
    north: float
    west: float
    east: float
    inner: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which offices: enum values; empty means any. *situation* as `SituationInput`; *regions*: keys of the place and all above it."""

    lat: float
    lon: float
    regions: tuple[str, ...]
    action_fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    target_group: str | None = None
    situation: Mapping[str, Any] | None = None


async def candidates_around(wanted: Wanted, *, need: int, days: Days, reader: Reader) -> list[dict[str, Any]]:
    """At least the *need* nearest offices, if there are so many, with others: `{actor, location, lat, lon, parts}`.

    *parts*: the office's matching responsibilities, `here` the regions of the place that each covers. One statement.
    """
    projection = Projection()
    shrink = max(cos(radians(wanted.lat)), 0.01)
    on_actor = f" AND a.type IN {projection.parameter(list(wanted.types))}" if wanted.types else ""
    conditions = " AND ".join((live("r"), *_on_responsibility(wanted, projection)))
    words = {
        "live_l": live("l"),
        "live_a": live("a"),
        "on_actor": on_actor,
        "parts": _PARTS.format(conditions=conditions),
        "on_parts": " WHERE size(parts) > 0" if wanted.action_fields or wanted.target_group else "",
    }
    rings = (_RING.format(ring=f"box{number}", **words) for number in range(len(RINGS_KM)))
    text = f"WITH [] AS found {' '.join(rings)} RETURN found"
    boxes = {f"box{number}": asdict(_ring(wanted, radius)) for number, radius in enumerate(RINGS_KM)}
    # The one cast: the text is made of constants and the model's predicates, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        lat=wanted.lat, lon=wanted.lon, shrink=shrink, need=need, most=max(200, 8 * need), regions=list(wanted.regions),
        **boxes, **days.parameters, **projection.parameters,
    )  # fmt: skip
    found_rows: list[dict[str, Any]] = records[0]["found"]
    return found_rows


async def shaped_offices(
    chosen: Sequence[tuple[str, str]], *, actor: Slots, location: Slots, contact: Slots, preferred: str, days: Days, reader: Reader
) -> list[dict[str, Any]]:
    """For each (actor, location) its `{actor, location, contact}` with the slots filled, in order; no contact is null. One statement."""
    projection = Projection()
    text = _CHOSEN.format(
        actor=f"a{{{actor.entries(projection, 'a')}}}",
        location=f"l{{{location.entries(projection, 'l')}}}",
        contact=contact_of("a", contact, projection),
    )
    picks = [{"n": n, "actor": who, "location": where} for n, (who, where) in enumerate(chosen)]
    records = await reader.read(cast(LiteralString, text), chosen=picks, preferred=preferred, **days.parameters, **projection.parameters)
    rows: list[dict[str, Any]] = records[0]["rows"]
    return rows


def contact_of(actor: str, slots: Slots, projection: Projection) -> str:
    """The one contact to show of an actor: the `$preferred` function first, then one with a phone; null if none is recorded."""
    c = projection.variable()
    return (
        f"head(COLLECT {{ MATCH ({actor})-[:HAS_CONTACT]->({c}:Contact) WHERE {live(c)} WITH {c} "
        f"ORDER BY CASE {c}.role WHEN $preferred THEN 0 WHEN 'OFFICE' THEN 1 ELSE 2 END, "
        f"CASE WHEN {c}.phone IS NULL THEN 1 ELSE 0 END, {c}.id LIMIT 1 "
        f"RETURN {c}{{{slots.entries(projection, c)}}} }})"
    )


def _on_responsibility(wanted: Wanted, projection: Projection) -> list[str]:
    conditions = []
    if wanted.action_fields:
        conditions.append(f"any(f IN {projection.parameter(list(wanted.action_fields))} WHERE f IN r.actionFields)")
    situation = dict(wanted.situation or {})
    groups = {
        "targetGroups": {wanted.target_group, situation.get("targetGroup")},
        "occupationGroups": {situation.get("occupationGroup")},
        "legalRegimes": {situation.get("legalRegime")},
    }
    for name, values in groups.items():
        conditions += [f"(size(r.{name}) = 0 OR {projection.parameter(v)} IN r.{name})" for v in sorted(filter(None, values))]
    if (age := situation.get("age")) is not None:
        placeholder = projection.parameter(age)
        conditions.append(f"(r.ageMin IS NULL OR r.ageMin <= {placeholder}) AND (r.ageMax IS NULL OR r.ageMax >= {placeholder})")
    return conditions


def _ring(wanted: Wanted, radius_km: float) -> Ring:
    lat = radius_km / _KM_PER_DEGREE
    # Meridians converge: the box must be wide enough at its edge nearest to the pole.
    lon = lat / max(cos(radians(min(abs(wanted.lat) + lat, 89.0))), 0.01)
    inner = 0.98 * lat / sqrt(2)
    return Ring(wanted.lat - lat, wanted.lat + lat, wanted.lon - lon, wanted.lon + lon, inner)
