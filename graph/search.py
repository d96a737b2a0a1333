"""What full text finds, and what is shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.filters import predicate
from graph.model import MODEL
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_MOST: Final = 2_000
_LOOKED_AT: Final = 2 * _MOST

# The engines weigh words differently, so the order among what is found is made by the caller.
_FOUND: Final = """CALL db.index.fulltext.queryNodes('searchable_text', $text) YIELD node, score
WITH node AS n, score{cut} WHERE {conditions} WITH n, score ORDER BY score DESC, n.id LIMIT $most
RETURN collect([n.id, n.typeName, n.name, n.shortName, n.descriptionDe, n.descriptionEn]) AS found"""


@dataclass(frozen=True, slots=True)
class Found:
    """A node that full text found, with the texts that it was found by."""

    id: str
    type_name: str
    name: str
    short_name: str | None
    description_de: str | None
    description_en: str | None


async def found_by_text(text: str, where: Mapping[str, Any], *, days: Days, reader: Reader) -> list[Found]:
    """At most 2,000 live nodes for the full-text query *text*, in no order that means anything. One statement.

    Of words so common that more than 4,000 nodes have them, without a *where*, only the 4,000 that the index weighs most are looked at.

    *where*: `kinds` (names of node types), `types`, `actionFields` and `region`, each optional.
    """
    projection = Projection()
    conditions = [live("n")]
    if kinds := where.get("kinds"):
        conditions.append(f"n.typeName IN {projection.parameter(kinds)}")
    if types := where.get("types"):
        conditions.append(f"n.type IN {projection.parameter(types)}")
    if fields := where.get("actionFields"):
        conditions.append(f"any(f IN {projection.parameter(fields)} WHERE f IN n.actionFields)")
    if region := where.get("region"):
        conditions.append(predicate({"region": region}, "Actor", "n", projection))
    # To look at a million nodes takes seconds, to weigh them a tenth; what a filter leaves can stand anywhere.
    cut = "" if projection.parameters else f" ORDER BY score DESC LIMIT {projection.parameter(_LOOKED_AT)}"
    # The one cast: the text is made of constants and the model's predicates, never of a user's words.
    cypher = cast(LiteralString, _FOUND.format(cut=cut, conditions=" AND ".join(conditions)))
    records = await reader.read(cypher, text=text, most=_MOST, **days.parameters, **projection.parameters)
    return [Found(*row) for row in records[0]["found"]]


async def shown_hits(found: Sequence[Found], slots: Slots, *, days: Days, reader: Reader) -> dict[str, dict[str, Any]]:
    """The nodes that were found, with the slots filled, by id. One statement; a node that is gone meanwhile is missing."""
    projection = Projection()
    keys: dict[str, list[str]] = {}
    for one in found:
        keys.setdefault(MODEL[one.type_name].label, []).append(one.id)
    calls = [
        f"CALL () {{ UNWIND {projection.parameter(ids)} AS key MATCH (n:{label} {{id: key}}) WHERE {live('n')} "
        f"RETURN collect(n{{{', '.join(filter(None, ('.id', slots.entries(projection, 'n'))))}}}) AS {label} }}"
        for label, ids in sorted(keys.items())
    ]
    text = f"{' '.join(calls)} RETURN {' + '.join(sorted(keys))} AS rows"
    records = await reader.read(cast(LiteralString, text), **days.parameters, **projection.parameters)
    return {row["id"]: row for row in records[0]["rows"]}
