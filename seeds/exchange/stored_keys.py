"""What the graph holds of a dataset, page by page into a row store: keys and digests, to compare with what files bring."""

from typing import Any, Final, LiteralString, cast

from seeds.exchange.row_store import RowStore
from seeds.exchange.stored_rows import IDS, TIE_STARTS, Runs, by_pages, rows_of
from seeds.formats.files import IMPORTABLE
from seeds.loading.expand import PART_OF_OWNER, label_of
from seeds.rows.kinds import KINDS

PAGE: Final = 20_000
"""Keys to a statement: each page costs ArcadeDB a walk over all that is left, so there should be few."""
_STARTS_AT_ONCE: Final = 5000
LABELS: Final = tuple(dict.fromkeys(label_of(KINDS[kind].node) for kind in IMPORTABLE if KINDS[kind].node))
"""Labels of the nodes that files can bring."""
_REFERRING: Final = (kind for kind in IMPORTABLE if any(reference.relationship for reference in KINDS[kind].references.values()))
_STARTS: Final = tuple(dict.fromkeys((*TIE_STARTS, *(label_of(KINDS[kind].node) for kind in (*PART_OF_OWNER, *_REFERRING)))))
_NODES: Final = (
    "MATCH (n:{label}) WHERE n.id > $after AND n.dataset = $dataset WITH n ORDER BY n.id LIMIT $size "
    "RETURN collect(n{{.id, .typeName, .digest}}) AS rows"
)
_EDGES: Final = (
    "UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[t]->(b) WHERE t.dataset = $dataset "
    "RETURN collect([type(t), a.id, b.typeName, b.id, t.id, t.digest]) AS rows"
)
_TABLES: Final = """
DROP TABLE IF EXISTS stored_node; DROP TABLE IF EXISTS stored_edge;
CREATE TABLE stored_node (label TEXT, id TEXT, type TEXT, digest TEXT, PRIMARY KEY (label, id)) WITHOUT ROWID;
CREATE TABLE stored_edge (
  type TEXT, start_label TEXT, start TEXT, end_label TEXT, end TEXT, id TEXT, digest TEXT,
  PRIMARY KEY (start, type, end, id, start_label, end_label)
) WITHOUT ROWID;
"""


async def fetch(run: Runs, store: RowStore, *, dataset: str) -> None:
    """Fill the tables `stored_node` and `stored_edge` of *store* with everything of *dataset*."""
    store.db.executescript(_TABLES)
    for label in LABELS:
        async for found in by_pages(run, _named(_NODES, label), size=PAGE, dataset=dataset):
            nodes = ((label, row["id"], row["typeName"], row["digest"] or "") for row in found)
            store.db.executemany("INSERT INTO stored_node VALUES (?, ?, ?, ?)", nodes)
    for label in _STARTS:
        async for page in by_pages(run, _named(IDS, label), size=PAGE):
            ids = [row["id"] for row in page]
            for place in range(0, len(ids), _STARTS_AT_ONCE):
                edges = await rows_of(run, _named(_EDGES, label), ids=ids[place : place + _STARTS_AT_ONCE], dataset=dataset)
                store.db.executemany("INSERT INTO stored_edge VALUES (?, ?, ?, ?, ?, ?, ?)", (_edge(label, edge) for edge in edges))


def _edge(label: str, edge: list[Any]) -> tuple[str, ...]:
    type_, start, end_type, end, id_, digest = edge
    return type_, label, start, label_of(end_type), end, id_ or "", digest or ""


def _named(text: str, label: str) -> LiteralString:
    # The one cast: the text is ours, and the label is one of our own model.
    return cast(LiteralString, text.format(label=label))
