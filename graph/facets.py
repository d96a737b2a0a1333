"""Counts of a list by value, for who narrows a search down."""

from typing import Any, Final

from graph.fields import MOST
from graph.selection import Selection, fields_named, shaped

# Each makes, of the nodes `n` of a list, rows of `value` and `label` and the `count` of nodes.
_VALUES: Final[dict[str, str]] = {
    "type": "WITH coalesce(n.type, n.typeName) AS value, n WITH value, null AS label, count(n) AS count",
    "actionField": "UNWIND n.actionFields AS value WITH value, null AS label, count(n) AS count",
    "land": "MATCH (n)-[:LOCATED_AT]->(:Location)-[:IN_REGION]->(:Region)-[:PART_OF*0..3]->(g:Region) WHERE g.level = 'LAND' "
    "WITH g.id AS value, g.name AS label, count(DISTINCT n) AS count",
}


def facet_parts(selections: tuple[Selection, ...], match: str) -> dict[str, str]:
    """The part of a list's statement for each facet that is selected, most frequent values first, at most 100."""
    wanted = {facet.name for facets in fields_named(selections, "facets") for facet in facets.only}
    tail = f"ORDER BY count DESC, value LIMIT {MOST} RETURN collect([value, label, count])"
    return {f"{name}Facet": f"{match} {_VALUES[name]} {tail} AS {name}Facet" for name in sorted(wanted)}


def shaped_facets(selection: Selection, record: Any) -> dict[str, Any]:
    """The `facets` that *selection* describes, from the statement's record."""

    def counts(name: str) -> Any:
        rows: list[dict[str, Any]] = [dict(zip(("value", "label", "count"), row, strict=True)) for row in record.get(f"{name}Facet") or ()]
        return lambda facet: [shaped(facet.only, row) for row in rows]

    return shaped(selection.only, {name: counts(name) for name in _VALUES})
