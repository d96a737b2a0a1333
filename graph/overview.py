"""The directory as a whole: how much it holds on a day."""

from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.model import ABSTRACT, MODEL
from graph.reader import Days, Reader

_OTHERS: Final = tuple(node for node in MODEL.values() if node.name not in ABSTRACT["Actor"])


def _count(name: str, *, dated: bool) -> str:
    where = f" WHERE {live('n')}" if dated else ""
    return f"CALL () {{ MATCH (n:{name}){where} RETURN count(n) AS {name} }}"


# The one cast: the text is made of the model's own names.
_OVERVIEW: Final = cast(
    LiteralString,
    f"CALL () {{ MATCH (a:Actor) WHERE {live('a')} WITH coalesce(a.type, a.typeName) AS type, count(a) AS count ORDER BY type "
    f"RETURN collect([type, count]) AS actors }} {' '.join(_count(node.label, dated=node.dated) for node in _OTHERS)} "
    "CALL () { MATCH (s:Source) WHERE s.licence IS NOT NULL WITH DISTINCT s.licence AS licence ORDER BY licence LIMIT 100 "
    "RETURN collect(licence) AS licences } "
    f"RETURN actors, licences, {', '.join(node.label for node in _OTHERS)}",
)


async def overview(*, days: Days, reader: Reader) -> tuple[list[dict[str, Any]], list[str]]:
    """`{type, count}` for each type of organization, then for each other type of node; and the licences of all sources, each once.

    Each in alphabetical order. One statement.
    """
    record = (await reader.read(_OVERVIEW, **days.parameters))[0]
    others = ({"type": node.name, "count": record[node.label]} for node in sorted(_OTHERS, key=lambda node: node.name))
    return [*({"type": type_, "count": count} for type_, count in record["actors"]), *others], record["licences"]
