"""Counts of a list by value, for who narrows a search down."""

from typing import Any, Final

from graph.fields import MOST, live
from graph.selection import Selection, fields_named, shaped

# Each makes, of the nodes `n` of a list, rows of `value` and `label` and the `count` of nodes.
_BY_VALUE: Final = "WITH {value} AS value, n WITH value, null AS label, count(n) AS count"
_BY_FIELD: Final = "{of}UNWIND {owner}.actionFields AS value WITH value, null AS label, count(n) AS count"
_BY_LAND: Final = "MATCH {way} WHERE g.level = 'LAND'{live} WITH g.id AS value, g.name AS label, count(DISTINCT n) AS count"
_LOCATED: Final = "-[:LOCATED_AT]->(l:Location)-[:IN_REGION]->(:Region)-[:PART_OF*0..3]->(g:Region)"
_CONTACT: Final = "(n)<-[:HAS_CONTACT]-(a:Actor)"

_USUAL: Final[dict[str, str]] = {
    "type": _BY_VALUE.format(value="n.typeName"),
    "actionField": _BY_FIELD.format(of="", owner="n"),
    "land": _BY_LAND.format(way=f"(n){_LOCATED}", live=f" AND {live('l')}"),
}
_OF_LABEL: Final[dict[str, dict[str, str]]] = {
    "Actor": {"type": _BY_VALUE.format(value="coalesce(n.type, n.kind)")},
    "Contact": {
        "type": _BY_VALUE.format(value="n.role"),
        "actionField": _BY_FIELD.format(of=f"MATCH {_CONTACT} WHERE {live('a')} ", owner="a"),
        "land": _BY_LAND.format(way=f"{_CONTACT}{_LOCATED}", live=f" AND {live('a')} AND {live('l')}"),
    },
    "Region": {"type": _BY_VALUE.format(value="n.level"), "land": _BY_LAND.format(way="(n)-[:PART_OF*0..4]->(g:Region)", live="")},
}


def facet_parts(selections: tuple[Selection, ...], label: str, match: str) -> dict[str, str]:
    """The part of a list's statement for each facet that is selected, most frequent values first, at most 100."""
    wanted = {facet.name for facets in fields_named(selections, "facets") for facet in facets.only}
    values = _USUAL | _OF_LABEL.get(label, {})
    tail = f"ORDER BY count DESC, value LIMIT {MOST} RETURN collect([value, label, count])"
    return {f"{name}Facet": f"{match} {values[name]} {tail} AS {name}Facet" for name in sorted(wanted)}


def shaped_facets(selection: Selection, record: Any) -> dict[str, Any]:
    """The `facets` that *selection* describes, from the statement's record."""

    def counts(name: str) -> Any:
        rows: list[dict[str, Any]] = [dict(zip(("value", "label", "count"), row, strict=True)) for row in record.get(f"{name}Facet") or ()]
        return lambda facet: [shaped(facet.only, row) for row in rows]

    return shaped(selection.only, {name: counts(name) for name in _USUAL})
