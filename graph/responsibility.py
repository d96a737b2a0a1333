"""What is shown of responsibilities that were chosen in memory."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.nearest import contact_of
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_STATED: Final = """CALL () {{ UNWIND $parts AS part MATCH (r:Responsibility {{id: part}}) WHERE {live_r}
 MATCH (r)<-[:HAS_RESPONSIBILITY]-(a:Actor) WHERE {live_a}
 WITH r, a, {contact} AS c
 WITH r{{.id, slug: a.id, name: a.name, .role, .targetGroups, .occupationGroups, .legalRegimes, .ageMin, .ageMax,
  .conditions, .legalBasis, .rule, actor: a{{{actor}}}, contact: c}} AS row RETURN collect(row) AS stated }}
CALL () {{ UNWIND $keys AS key MATCH (k:Region {{id: key}}) RETURN collect(k{{{region}}}) AS regions }}
RETURN stated, regions"""


async def shown_responsibilities(
    parts: Sequence[str],
    keys: Sequence[str],
    *,
    actor: Slots,
    contact: Slots,
    region: Slots,
    preferred: str,
    days: Days,
    reader: Reader,
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The responsibilities with the ids *parts*, and the projected regions with the *keys*, both by these. One statement.

    Rows: `{id, slug, name, role, …conditions, legalBasis, rule, actor, contact}`; what doesn't hold on the day, or is hidden, is missing.
    """
    projection = Projection()
    text = _STATED.format(
        live_r=live("r"),
        live_a=live("a"),
        contact=contact_of("a", contact, projection),
        actor=actor.entries(projection, "a"),
        region=", ".join(filter(None, (".id", region.entries(projection, "k")))),
    )
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        parts=list(parts), keys=list(keys), preferred=preferred, **days.parameters, **projection.parameters,
    )  # fmt: skip
    return {row["id"]: row for row in records[0]["stated"]}, {row["id"]: row for row in records[0]["regions"]}
