"""A graph's statements: what is stored of a dataset, and how a difference is written, in batches.

Names of labels and types can't be parameters in Cypher; those that go into a statement come from `graph.model` alone.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from typing import Any, Final, LiteralString, TypeVar, cast

from graph.engine import Writer
from seeds.loading.changes import Changes, EdgeKey, NodeKey, Stored
from seeds.loading.expand import EdgeRow, label_of
from seeds.rows.kinds import KIND_OF_NODE

T = TypeVar("T")
BATCH: Final = 2000
"""Rows to a statement: enough to make the round trip small, few enough for one message."""
MUCH: Final = 1000
"""From so many written nodes and edges on, statements want to be planned anew."""

LABELS: Final = tuple(dict.fromkeys(label_of(node) for node in KIND_OF_NODE))
"""Labels that carry the ids of what the loader writes."""
# One record each: the driver pays for records, not for entries. Unbounded on purpose: the difference needs all of a dataset.
_STORED_NODES = "MATCH (n:{0}) WHERE n.dataset = $dataset RETURN collect([n.id, n.typeName, n.digest]) AS entries"
_STORED_EDGES: Final[LiteralString] = (
    "MATCH (a)-[t]->(b) WHERE t.dataset = $dataset RETURN collect([type(t), a.typeName, a.id, b.typeName, b.id, t.id, t.digest]) AS entries"
)
# Every property is named: a SET after CREATE writes each record twice.
_CREATE_NODES = "UNWIND $rows AS row CREATE (n:{0} {{{1}}})"
_SET_NODES = "UNWIND $rows AS row MATCH (n:{0} {{id: row.id}}) SET n = row"
_DELETE_NODES = "UNWIND $rows AS id MATCH (n:{0} {{id: id}}) DETACH DELETE n"
_ENDS = "UNWIND $rows AS row MATCH (a:{1} {{id: row.start}}) MATCH (b:{2} {{id: row.end}}) "
_CREATE_EDGES = _ENDS + "CREATE (a)-[t:{0} {{{3}}}]->(b)"
_FOUND_EDGES = _ENDS + "MATCH (a)-[t:{0}]->(b) WHERE coalesce(t.id, '') = row.id AND t.dataset = $dataset "
_SET_EDGES = _FOUND_EDGES + "SET t = row.properties"
_DELETE_EDGES = _FOUND_EDGES + "DELETE t"

Progress = Callable[[int, int], None]
"""Told after each batch: how many nodes and edges are written, of how many."""


async def stored(writer: Writer, *, dataset: str) -> Stored:
    """What the database holds of *dataset*, as the transaction sees it."""
    found = Stored()
    for label in LABELS:
        for id_, type_name, digest in (await writer.run(_statement(_STORED_NODES, label), dataset=dataset))[0]["entries"]:
            key = NodeKey(label, id_)
            found.nodes[key] = digest or ""
            found.types[key] = type_name
    if found.nodes:
        for type_, start_type, start, end_type, end, id_, digest in (await writer.run(_STORED_EDGES, dataset=dataset))[0]["entries"]:
            ends = NodeKey(label_of(start_type), start), NodeKey(label_of(end_type), end)
            found.edges[EdgeKey(type_, *ends, id_ or "")] = digest or ""
    return found


async def write(writer: Writer, change: Changes, *, dataset: str, progress: Progress | None = None) -> None:
    """Write *change* to *dataset*: first what goes, so that nothing is there twice at any time."""
    done = 0
    for statement, rows in _batches(change):
        await writer.run(statement, rows=rows, dataset=dataset)
        done += len(rows)
        rows.clear()  # the driver keeps every statement's parameters until the transaction ends
        if progress:
            progress(done, change.steps)


def _batches(change: Changes) -> Iterator[tuple[LiteralString, list[Any]]]:
    for names, keys in _grouped(change.removed_edges, lambda key: (key.type, key.start.label, key.end.label)):
        yield from _in_batches(_DELETE_EDGES, names, ({"start": key.start.id, "end": key.end.id, "id": key.id} for key in keys))
    for names, gone in _grouped(change.removed_nodes, lambda key: (key.label,)):
        yield from _in_batches(_DELETE_NODES, names, (key.id for key in gone))
    for labels, nodes in _grouped(change.added_nodes, lambda node: (node.label, *node.extra_labels)):
        entries = [node.properties for node in nodes]
        yield from _in_batches(_CREATE_NODES, (":".join(labels), _named(entries, "row")), entries)
    for names, nodes in _grouped(change.changed_nodes, lambda node: (node.label,)):
        yield from _in_batches(_SET_NODES, names, (node.properties for node in nodes))
    for names, edges in _grouped(change.added_edges, _ends_of):
        named = _named((edge.properties for edge in edges), "row.properties")
        yield from _in_batches(_CREATE_EDGES, (*names, named), (_edge(edge) for edge in edges))
    for names, edges in _grouped(change.changed_edges, _ends_of):
        yield from _in_batches(_SET_EDGES, names, (_edge(edge) for edge in edges))


def _ends_of(edge: EdgeRow) -> tuple[str, ...]:
    return edge.type, edge.start_label, edge.end_label


def _named(entries: Iterable[dict[str, Any]], row: str) -> str:
    """Every property that occurs, as entries of a map; one that a row doesn't have is null there and not stored."""
    names = sorted(set().union(*entries))
    return ", ".join(f"{name}: {row}.{name}" for name in names)


def _edge(edge: EdgeRow) -> dict[str, Any]:
    return {"start": edge.start, "end": edge.end, "id": edge.id, "properties": edge.properties}


def _grouped(rows: Iterable[T], names: Callable[[T], tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], list[T]]]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for row in rows:
        groups[names(row)].append(row)
    for key, group in groups.items():
        yield cast(tuple[str, ...], key), group


def _in_batches(text: str, names: tuple[str, ...], rows: Iterable[Any]) -> Iterator[tuple[LiteralString, list[Any]]]:
    statement = _statement(text, *names)
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield statement, batch


def _statement(text: str, *names: str) -> LiteralString:
    # The one cast: the text is ours, and the names are those of our own model.
    return cast(LiteralString, text.format(*names))
