"""Lists of nodes as connections: the page, its count and everything selected below, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

from graph.facets import facet_parts, shaped_facets
from graph.fields import live
from graph.filters import REGION, Where, predicate, region_start
from graph.keyset import Key, Page, beyond, cursor, order_by, values_of
from graph.model import ABSTRACT, MODEL
from graph.projection import Projection, Slots
from graph.reader import Days, Reader
from graph.selection import Selection, fields_named, node_selections, shaped


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Which nodes (*type_name* may be an interface), in which order, which page of them."""

    type_name: str
    page: Page
    keys: tuple[Key, ...]
    where: Where = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The label that carries the key of these nodes."""
        return MODEL[ABSTRACT.get(self.type_name, (self.type_name,))[0]].label


async def connection(question: ListQuestion, selections: tuple[Selection, ...], *, days: Days, reader: Reader) -> dict[str, Any]:
    """The connection that *selections* (`edges`, `nodes`, `totalCount`, `facets`, `pageInfo`) describe, in the response's shape.

    One statement. A page holds one row more than asked, from which `hasNextPage` is known; the count and the
    facets are only made where they are selected. Raises `BadUserInput` for a bad filter or cursor.
    """
    statement = _Statement(question, selections)
    # The one cast: the text is compiled from the model, never from a user's words.
    cypher = cast(LiteralString, statement.text)
    records = await reader.read(cypher, **days.parameters, **statement.parameters)
    return _assembled(question, selections, records[0], statement.slots)


class _Statement:
    """The text of a connection. *slots*: under which number a row holds what is selected where."""

    def __init__(self, question: ListQuestion, selections: tuple[Selection, ...]) -> None:
        self._question = question
        self._projection = Projection()
        self.slots = Slots()
        for selected in node_selections(selections):
            self.slots.name(selected)
        parts = {"rows": self._rows()} if fields_named(selections, "edges", "nodes", "pageInfo") else {}
        if fields_named(selections, "totalCount"):
            parts["total"] = f"{self._match('')} RETURN count(n) AS total"
        if fields_named(selections, "facets"):
            parts |= facet_parts(selections, f"{self._match('')}{'' if question.where.get(REGION) else ' WITH n'}")
        if len(parts) > 1:
            calls = " ".join(f"CALL () {{ {text} }}" for text in parts.values())
            self.text = f"{calls} RETURN {', '.join(parts)}"
        else:
            self.text = next(iter(parts.values()), "RETURN 0 AS nothing")
        self.parameters = self._projection.parameters

    def _rows(self) -> str:
        question, page = self._question, self._question.page
        keys = [key.turned(page.backwards) for key in question.keys]
        limit = self._projection.parameter(page.size + 1)
        entries = filter(None, (f"`:keys`: {values_of(question.keys, 'n')}", self.slots.entries(self._projection, "n")))
        return (
            f"{self._match(self._cursors())} WITH n ORDER BY {order_by(keys, 'n')} LIMIT {limit} "
            f"WITH n{{{', '.join(entries)}}} AS row RETURN collect(row) AS rows"
        )

    def _match(self, cursors: str) -> str:
        """From the region's side where one is asked for; otherwise from the nodes, in a form that lets an index give the order."""
        question, where = self._question, dict(self._question.where)
        region = where.pop(REGION, None)
        conditions = [f"n.typeName = '{question.type_name}'"] if question.type_name in ABSTRACT["Actor"] else []
        if region:
            match = region_start(question.label, region, "n", self._projection)
        else:
            match = f"MATCH (n:{question.label})"
            conditions += (f"{key.expression.format(n='n')} IS NOT NULL" for key in question.keys)
        if question.type_name in ABSTRACT or MODEL[question.type_name].dated:
            conditions.append(live("n"))
        asked = (predicate(where, question.type_name, "n", self._projection), cursors)
        conditions += (text for text in asked if text not in ("", "true"))
        tail = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"{match}{tail}{' WITH DISTINCT n' if region else ''}"

    def _cursors(self) -> str:
        page, keys = self._question.page, self._question.keys
        given = {"after": page.after, "before": page.before}
        parts = (beyond(keys, text, "n", self._projection, argument=name) for name, text in given.items() if text is not None)
        return " AND ".join(parts)


def _assembled(question: ListQuestion, selections: tuple[Selection, ...], record: Mapping[str, Any], slots: Slots) -> dict[str, Any]:
    page = question.page
    rows = list(record.get("rows") or ())
    more = len(rows) > page.size
    rows = rows[: page.size]
    if page.backwards:
        rows.reverse()

    def cursor_of(row: Mapping[str, Any]) -> str:
        return cursor(question.keys, row[":keys"])

    def edge(edges: Selection, row: Mapping[str, Any]) -> dict[str, Any]:
        return shaped(edges.only, {"cursor": lambda _: cursor_of(row), "node": lambda node: row[slots.name(node)]})

    return shaped(
        selections,
        {
            "nodes": lambda nodes: [row[slots.name(nodes)] for row in rows],
            "edges": lambda edges: [edge(edges, row) for row in rows],
            "totalCount": record.get("total"),
            "facets": lambda facets: shaped_facets(facets, record),
            "pageInfo": lambda info: shaped(
                info.only,
                {
                    "hasNextPage": page.before is not None if page.backwards else more,
                    "hasPreviousPage": more if page.backwards else page.after is not None,
                    "startCursor": cursor_of(rows[0]) if rows else None,
                    "endCursor": cursor_of(rows[-1]) if rows else None,
                },
            ),
        },
    )
