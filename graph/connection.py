"""Lists of nodes as connections: the page, its count and everything selected below, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

from graph.distance import LOCATED, Point, near_start, nearest_place
from graph.facets import facet_parts, shaped_facets
from graph.fields import Property, live
from graph.filters import NEAR, REGION, Where, predicate, refuse_deep, region_start
from graph.indexing import INDEXES
from graph.keyset import Key, Page, beyond, cursor, order_by, values_of
from graph.model import ABSTRACT, MODEL, node_type
from graph.projection import Projection, Slots
from graph.reader import Days, Reader
from graph.selection import Selection, fields_named, node_selections, shaped


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Which nodes (*type_name* may be an interface), in which order, which page of them; *near*: from where to measure."""

    type_name: str
    page: Page
    keys: tuple[Key, ...]
    where: Where = field(default_factory=dict)
    near: Point | None = None

    @property
    def label(self) -> str:
        """The label that carries the key of these nodes."""
        return node_type(self.type_name).label

    @property
    def own_label(self) -> str:
        """The label that these nodes have and no others."""
        return self.type_name if self.type_name in MODEL else self.label


async def connection(question: ListQuestion, selections: tuple[Selection, ...], *, days: Days, reader: Reader) -> dict[str, Any]:
    """The connection that *selections* (`edges`, `nodes`, `totalCount`, `facets`, `pageInfo`) describe, in the response's shape.

    One statement. A page holds one row more than asked, from which `hasNextPage` is known; the count and the
    facets are only made where they are selected. Raises `BadUserInput` for a bad filter or cursor.
    """
    refuse_deep(question.where)
    statement = _Statement(question, selections)
    # The one cast: the text is compiled from the model, never from a user's words.
    cypher = cast(LiteralString, statement.text)
    records = await reader.read(cypher, **days.parameters, **statement.parameters)
    return _assembled(question, selections, records[0], statement.slots)


class _Statement:
    """The text of a connection. *slots*: under which number a row holds what is selected where."""

    def __init__(self, question: ListQuestion, selections: tuple[Selection, ...]) -> None:
        self._question = question
        self._selections = selections
        self._projection = Projection()
        self.slots = Slots()
        for selected in node_selections(selections):
            self.slots.name(selected)
        parts = {"rows": self._rows()} if fields_named(selections, "edges", "nodes", "pageInfo") else {}
        if fields_named(selections, "totalCount"):
            parts["total"] = f"{self._match()} RETURN count(n) AS total"
        if fields_named(selections, "facets"):
            parts |= facet_parts(selections, question.label, self._match())
        if len(parts) > 1:
            calls = " ".join(f"CALL () {{ {text} }}" for text in parts.values())
            self.text = f"{calls} RETURN {', '.join(parts)}"
        else:
            self.text = next(iter(parts.values()), "RETURN 0 AS nothing")
        self.parameters = self._projection.parameters | (question.near.parameters if question.near else {})

    def _rows(self) -> str:
        question, page = self._question, self._question.page
        keys = [key.turned(page.backwards) for key in (*self._fixed(), *question.keys)]
        limit = self._projection.parameter(page.size + 1)
        place = f"`:place`: {nearest_place(question.label, 'n')}" if self._is_measured else ""
        entries = filter(None, (f"`:keys`: {values_of(question.keys, 'n')}", place, self.slots.entries(self._projection, "n")))
        return (
            f"{self._sorted()} ORDER BY {order_by(keys, 'n')} LIMIT {limit} "
            f"WITH n{{{', '.join(entries)}}} AS row RETURN collect(row) AS rows"
        )

    def _fixed(self) -> list[Key]:
        """What the whole list shares and an index begins with: named in the order, it lets Neo4j read the order off that index."""
        question = self._question
        shared = set[str]() if {REGION, NEAR} & set(question.where) else _asked_equal(question)
        order = [key.expression for key in question.keys]
        for label, (first, *rest) in INDEXES:
            if label == question.own_label and first in shared and order == [f"{{n}}.{name}" for name in rest]:
                return [Key(f"{{n}}.{first}", descending=question.keys[0].descending)]
        return []

    @property
    def _is_measured(self) -> bool:
        edges = fields_named(self._selections, "edges")
        return self._question.near is not None and any(fields_named(edge.only, "distanceKm") for edge in edges)

    def _sorted(self) -> str:
        """The nodes, with what they are ordered by; a computed key is made once for each and compared by its name."""
        computed = [key for key in self._question.keys if key.computed]
        if not computed:
            return self._match(self._cursors(), ordered=True)
        bound = ", ".join(f"{key.expression.format(n='n')} AS {key.computed}" for key in computed)
        cursors = self._cursors()
        names = ", ".join(("n", *(key.computed for key in computed)))
        return f"{self._match()} WITH n, {bound}{f' WHERE {cursors}' if cursors else ''} WITH {names}"

    def _match(self, cursors: str = "", *, ordered: bool = False) -> str:
        """From the region or the places where they are asked for; otherwise from the nodes, so that an index can give the order."""
        question, where = self._question, dict(self._question.where)
        first = [f"n:{question.own_label}"] if question.own_label != question.label else []
        last = [live("n")] if question.type_name in ABSTRACT or MODEL[question.type_name].dated else []
        distinct = "DISTINCT "
        if region := where.pop(REGION, None):
            match = region_start(question.label, region, "n", self._projection)
        elif (near := where.pop(NEAR, None)) and question.label in LOCATED:
            match, _, inside = near_start(question.label, near, "n", self._projection).partition(" WHERE ")
            first.insert(0, inside)
        else:
            # By the label alone: for a property that says the kind, ArcadeDB would read its index, four times slower than a scan.
            match, first, distinct = f"MATCH (n:{question.own_label})", [], ""
            last += [f"{key.value('n')} IS NOT NULL" for key in question.keys] if ordered else []
        # The cursor before all else: ArcadeDB begins with the first that an index knows.
        conditions = [*first, cursors, predicate(where, question.type_name, "n", self._projection), *last]
        text = " AND ".join(condition for condition in conditions if condition not in ("", "true"))
        return f"{match}{f' WHERE {text}' if text else ''} WITH {distinct}n"

    def _cursors(self) -> str:
        page, keys = self._question.page, self._question.keys
        given = {"after": page.after, "before": page.before}
        parts = (beyond(keys, text, "n", self._projection, argument=name) for name, text in given.items() if text is not None)
        return " AND ".join(parts)


def _asked_equal(question: ListQuestion) -> set[str]:
    """The stored properties for which *where* asks one value."""
    declared = MODEL[question.own_label].fields if question.own_label in MODEL else {}
    asked = (declared.get(name) for name, value in question.where.items() if isinstance(value, Mapping) and value.get("eq") is not None)
    return {field.name for field in asked if isinstance(field, Property)}


def _assembled(question: ListQuestion, selections: tuple[Selection, ...], record: Mapping[str, Any], slots: Slots) -> dict[str, Any]:
    page = question.page
    rows = list(record.get("rows") or ())
    more = len(rows) > page.size
    rows = rows[: page.size]
    if page.backwards:
        rows.reverse()

    def cursor_of(row: Mapping[str, Any]) -> str:
        return cursor(question.keys, row[":keys"])

    def km_of(row: Mapping[str, Any]) -> float | None:
        place = row.get(":place")
        return question.near.km_to(place[1], place[2]) if question.near and place else None

    def edge(edges: Selection, row: Mapping[str, Any]) -> dict[str, Any]:
        parts = {"cursor": lambda _: cursor_of(row), "node": lambda node: row[slots.name(node)], "distanceKm": lambda _: km_of(row)}
        return shaped(edges.only, parts)

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
                    # What a cursor bounds is beyond the page on its side, too.
                    "hasNextPage": page.before is not None or (more and not page.backwards),
                    "hasPreviousPage": page.after is not None or (more and page.backwards),
                    "startCursor": cursor_of(rows[0]) if rows else None,
                    "endCursor": cursor_of(rows[-1]) if rows else None,
                },
            ),
        },
    )
