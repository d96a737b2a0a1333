"""The directory as a whole: how much it holds on a day, and what it rests on."""

from dataclasses import dataclass
from typing import Any, Final, LiteralString, cast

from graph.fields import MOST, live
from graph.model import ABSTRACT, MODEL
from graph.projection import Projection, Slots
from graph.reader import Days, Reader

_OTHERS: Final = tuple(node for node in MODEL.values() if node.name not in ABSTRACT["Actor"])


def _count(name: str, *, dated: bool) -> str:
    where = f" WHERE {live('n')}" if dated else ""
    return f"CALL () {{ MATCH (n:{name}){where} RETURN count(n) AS {name} }}"


_COUNTS: Final = (
    f"CALL () {{ MATCH (a:Actor) WHERE {live('a')} WITH coalesce(a.type, a.typeName) AS type, count(a) AS count ORDER BY type "
    f"RETURN collect([type, count]) AS actors }} {' '.join(_count(node.label, dated=node.dated) for node in _OTHERS)} "
    f"CALL () {{ MATCH (s:Source) WHERE s.licence IS NOT NULL WITH DISTINCT s.licence AS licence ORDER BY licence LIMIT {MOST} "
    "RETURN collect(licence) AS licences }"
)
_RETURNED: Final = f"RETURN actors, licences, sources, {', '.join(node.label for node in _OTHERS)}"


@dataclass(frozen=True, slots=True)
class Overview:
    """*counts*: `{type, count}` for each type of organization, then for each other type of node, each in alphabetical order.

    *licences* of all sources, each once, in alphabetical order. *sources*: rows by key, with the slots filled.
    """

    counts: list[dict[str, Any]]
    licences: list[str]
    sources: list[dict[str, Any]]


async def overview(sources: Slots, *, days: Days, reader: Reader) -> Overview:
    """The directory on a day, with at most 100 sources. One statement."""
    projection = Projection()
    row = f"s{{{sources.entries(projection, 's')}}}"
    shown = f"CALL () {{ MATCH (s:Source) WITH s ORDER BY s.id LIMIT {MOST} RETURN collect({row}) AS sources }}"
    # The one cast: the text is made of the model's own names and what the compiler makes of it, never of a user's words.
    cypher = cast(LiteralString, f"{_COUNTS} {shown} {_RETURNED}")
    record = (await reader.read(cypher, **days.parameters, **projection.parameters))[0]
    others = ({"type": node.name, "count": record[node.label]} for node in sorted(_OTHERS, key=lambda node: node.name))
    counts = [*({"type": type_, "count": count} for type_, count in record["actors"]), *others]
    return Overview(counts, record["licences"], record["sources"])
