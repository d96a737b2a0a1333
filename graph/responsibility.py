"""What is stated about a field for a region and everything above it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.nearest import contact_of
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_STATED: Final = """CALL () {{ UNWIND $places AS place CALL (place) {{
 UNWIND place.above AS above MATCH (g:Region {{id: above.key}})
 MATCH (g)<-[:COVERS]-(r:Responsibility) WHERE $field IN r.actionFields AND {live_r}
 MATCH (r)<-[:HAS_RESPONSIBILITY]-(a:Actor) WHERE {live_a}
 WITH g, r, a, above.rank AS rank, CASE r.role WHEN 'ADVISES' THEN 1 ELSE 0 END AS advises, {ruled_out} AS ruledOut, {open} AS open
 ORDER BY ruledOut, advises, rank, open, a.id, r.id LIMIT $most
 RETURN g, r, a }}
 WITH place, g, r, a, {contact} AS c
 WITH r{{place: place.key, stated: g.id, slug: a.id, name: a.name, .role, .targetGroups, .occupationGroups, .legalRegimes, .ageMin, .ageMax,
  .conditions, .legalBasis, .rule, actor: a{{{actor}}}, contact: c}} AS row RETURN collect(row) AS stated }}
CALL () {{ UNWIND $keys AS key MATCH (k:Region {{id: key}}) RETURN collect(k{{{region}}}) AS regions }}
RETURN stated, regions"""
_SITUATION: Final = ("targetGroup", "occupationGroup", "legalRegime", "age")
_SETS: Final = (("targetGroup", "targetGroups"), ("occupationGroup", "occupationGroups"), ("legalRegime", "legalRegimes"))
_RULED_OUT: Final = "CASE WHEN {} THEN 1 ELSE 0 END".format(
    " OR ".join(
        (
            *(f"(${one} IS NOT NULL AND size(r.{many}) > 0 AND NOT ${one} IN r.{many})" for one, many in _SETS),
            "($age IS NOT NULL AND (coalesce(r.ageMin, 0) > $age OR coalesce(r.ageMax, 999) < $age))",
        )
    )
)
_OPEN: Final = " + ".join(
    (
        *(f"CASE WHEN ${one} IS NULL AND size(r.{many}) > 0 THEN 1 ELSE 0 END" for one, many in _SETS),
        "CASE WHEN $age IS NULL AND (r.ageMin IS NOT NULL OR r.ageMax IS NOT NULL) THEN 1 ELSE 0 END",
    )
)
"""What the situation rules out, and how many conditions it leaves open: 0 or 1, and a number."""


async def stated_responsibilities(
    places: Sequence[tuple[str, Sequence[tuple[str, int]]]],
    field: str,
    situation: Mapping[str, Any] | None,
    *,
    most: int,
    actor: Slots,
    contact: Slots,
    region: Slots,
    preferred: str,
    days: Days,
    reader: Reader,
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """What holds for *field* in each (key, ranked keys above it), and the projected regions by key. One statement.

    At most *most* for each place: what the *situation* doesn't rule out first, who only advises last, then the lowest rank, the fewest
    conditions that are open, the slug. Only these are shaped, however many there are: a provider may answer in every Kreis.
    Rows: `{place, stated, slug, name, role, …conditions, legalBasis, rule, actor, contact}`; *stated* is the region that states it.
    """
    projection = Projection()
    text = _STATED.format(
        live_r=live("r"),
        live_a=live("a"),
        ruled_out=_RULED_OUT,
        open=_OPEN,
        contact=contact_of("a", contact, projection),
        actor=actor.entries(projection, "a"),
        region=", ".join(filter(None, (".id", region.entries(projection, "k")))),
    )
    keys = [key for key, _ in places]
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        places=[{"key": key, "above": [{"key": region, "rank": rank} for region, rank in above]} for key, above in places],
        keys=keys, field=field, most=most, preferred=preferred, **{name: (situation or {}).get(name) for name in _SITUATION},
        **days.parameters, **projection.parameters,
    )  # fmt: skip
    return records[0]["stated"], {row["id"]: row for row in records[0]["regions"]}
