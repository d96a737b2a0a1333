"""What is shown of offices that were chosen by their distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString, cast

from graph.fields import fits, live, situation_parameters
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_PARTS: Final = """COLLECT {{ MATCH (a)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE {conditions}
 WITH r, COLLECT {{ MATCH (r)-[:COVERS]->(g:Region) WHERE g.id IN $regions RETURN g.id ORDER BY g.id LIMIT 20 }} AS here,
  head(COLLECT {{ MATCH (r)-[:COVERS]->(g:Region) WHERE g.level IN ['COUNTRY', 'LAND']
   RETURN g.level ORDER BY g.level LIMIT 1 }}) AS wide
 ORDER BY r.id LIMIT 50
 RETURN r{{.role, .occupationGroups, .conditions, .legalBasis, here: here, reach: coalesce(wide, 'LOCAL')}} }}"""

_CHOSEN: Final = """UNWIND $chosen AS pick MATCH (a:Actor {{id: pick.actor}}) MATCH (l:Location {{id: pick.location}}) WHERE {live}
WITH pick, a, l, {contact} AS c, {parts} AS parts ORDER BY pick.n
WITH a{{n: pick.n, parts: parts, actor: {actor}, location: {location}, contact: c}} AS row RETURN collect(row) AS rows"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where actors, locations and contacts are selected. *regions*: keys of the place and all above it."""

    actor: Slots
    location: Slots
    contact: Slots
    regions: Sequence[str]


async def shown_offices(
    chosen: Sequence[tuple[str, str]], shown: Shown, *, action_fields: Sequence[str], target_group: str | None,
    situation: Mapping[str, Any], preferred: str, days: Days, reader: Reader,
) -> dict[int, dict[str, Any]]:  # fmt: skip
    """For each (actor, location) by its number `{parts, actor, location, contact}` with the slots filled. One statement.

    *parts*: the office's responsibilities for the concern, `here` the regions of the place that each covers, `reach` how far it
    reaches at all (a word of `Reach`); no contact is null.
    """
    projection = Projection()
    text = _CHOSEN.format(
        live=f"{live('a')} AND {live('l')}",
        actor=f"a{{{shown.actor.entries(projection, 'a')}}}",
        location=f"l{{{shown.location.entries(projection, 'l')}}}",
        contact=contact_of("a", shown.contact, projection),
        parts=_PARTS.format(conditions=" AND ".join((live("r"), *_concerned(action_fields, target_group, projection)))),
    )
    picks = [{"n": n, "actor": actor, "location": location} for n, (actor, location) in enumerate(chosen)]
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        chosen=picks, regions=list(shown.regions), preferred=preferred,
        **situation_parameters(situation), **days.parameters, **projection.parameters,
    )  # fmt: skip
    return {row["n"]: row for row in records[0]["rows"]}


def contact_of(actor: str, slots: Slots, projection: Projection) -> str:
    """The one contact to show of an actor: the `$preferred` function first, then one with a phone; null if none is recorded."""
    c = projection.variable()
    return (
        f"head(COLLECT {{ MATCH ({actor})-[:HAS_CONTACT]->({c}:Contact) WHERE {live(c)} WITH {c} "
        f"ORDER BY CASE {c}.role WHEN $preferred THEN 0 WHEN 'OFFICE' THEN 1 ELSE 2 END, "
        f"CASE WHEN {c}.phone IS NULL THEN 1 ELSE 0 END, {c}.id LIMIT 1 "
        f"RETURN {c}{{{slots.entries(projection, c)}}} }})"
    )


def _concerned(action_fields: Sequence[str], target_group: str | None, projection: Projection) -> list[str]:
    """The predicates that a responsibility holds for the concern; the same as in the search that chose the offices."""
    conditions = [fits("r", many=True)]
    if action_fields:
        conditions.append(f"any(f IN {projection.parameter(list(action_fields))} WHERE f IN r.actionFields)")
    if target_group:
        conditions.append(f"(size(r.targetGroups) = 0 OR {projection.parameter(target_group)} IN r.targetGroups)")
    return conditions
