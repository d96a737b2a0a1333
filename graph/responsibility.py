"""What is stated about a field for a region and everything above it."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.nearest import contact_of
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_STATED: Final = """CALL () {{ UNWIND $places AS place UNWIND place.above AS above MATCH (g:Region {{id: above}})
 MATCH (g)<-[:COVERS]-(r:Responsibility) WHERE $field IN r.actionFields AND {live_r}
 MATCH (r)<-[:HAS_RESPONSIBILITY]-(a:Actor) WHERE {live_a}
 WITH place, g, r, a ORDER BY place.key, g.id, a.id, r.id LIMIT $most
 WITH g, r, a, {contact} AS c, place
 WITH r{{place: place.key, stated: g.id, slug: a.id, name: a.name, .role, .targetGroups, .occupationGroups, .legalRegimes, .ageMin, .ageMax,
  .conditions, .legalBasis, .rule, actor: a{{{actor}}}, contact: c}} AS row RETURN collect(row) AS stated }}
CALL () {{ UNWIND $keys AS key MATCH (k:Region {{id: key}}) RETURN collect(k{{{region}}}) AS regions }}
RETURN stated, regions"""
_MOST: Final = 500


async def stated_responsibilities(
    places: Sequence[tuple[str, Sequence[str]]],
    field: str,
    *,
    actor: Slots,
    contact: Slots,
    region: Slots,
    preferred: str,
    days: Days,
    reader: Reader,
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """What holds for *field* in each (key, keys above it), and the projected regions by key. One statement.

    Rows: `{place, stated, slug, name, role, …conditions, legalBasis, rule, actor, contact}`; *stated* is the region that states it.
    """
    projection = Projection()
    text = _STATED.format(
        live_r=live("r"),
        live_a=live("a"),
        contact=contact_of("a", contact, projection),
        actor=actor.entries(projection, "a"),
        region=", ".join(filter(None, (".id", region.entries(projection, "k")))),
    )
    keys = [key for key, _ in places]
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        places=[{"key": key, "above": list(above)} for key, above in places],
        keys=keys, field=field, most=_MOST, preferred=preferred, **days.parameters, **projection.parameters,
    )  # fmt: skip
    return records[0]["stated"], {row["id"]: row for row in records[0]["regions"]}
