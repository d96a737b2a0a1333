"""Rows of files against the graph: what each becomes there, whether it is there already, and what another dataset says otherwise."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from seeds.checking.report import Findings
from seeds.exchange.row_store import SLUG_KINDS, RowStore
from seeds.exchange.stored_keys import fetch
from seeds.exchange.stored_rows import Runs, Values, by_id, canonical, ties_from
from seeds.exchange.world import World
from seeds.loading.expand import PART_OF_OWNER, EdgeRow, Graph, NodeRow, expand, label_of
from seeds.loading.locating import Locator
from seeds.loading.writing import Progress
from seeds.rows.identity import identity_of
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem
from seeds.rows.row import Kind, Row, Rows

CHUNK: Final = 1000
"""Rows that are in memory at once, and as many more as belong to the last actor among them."""

_TABLES: Final = """
UPDATE row SET status = '';
DROP TABLE IF EXISTS pending_node; DROP TABLE IF EXISTS pending_edge;
CREATE TABLE pending_node (
  label TEXT, id TEXT, type TEXT, extra TEXT, seq INTEGER, digest TEXT, content TEXT, status TEXT DEFAULT '', PRIMARY KEY (label, id)
) WITHOUT ROWID;
CREATE TABLE pending_edge (
  type TEXT, start_label TEXT, start TEXT, end_label TEXT, end TEXT, id TEXT, seq INTEGER,
  digest TEXT, content TEXT, status TEXT DEFAULT '',
  PRIMARY KEY (start, type, end, id, start_label, end_label)
) WITHOUT ROWID;
"""
_SAME_EDGE: Final = (
    "s.start = p.start AND s.type = p.type AND s.end = p.end AND s.id = p.id "
    "AND s.start_label = p.start_label AND s.end_label = p.end_label"
)
_STATUSES: Final = f"""
UPDATE pending_node AS p SET status = coalesce(
  (SELECT CASE WHEN s.type <> p.type THEN 'retyped' WHEN s.digest <> p.digest THEN 'changed' ELSE 'unchanged' END
   FROM stored_node s WHERE s.label = p.label AND s.id = p.id), 'added');
UPDATE pending_edge AS p SET status = coalesce(
  (SELECT CASE WHEN s.digest <> p.digest THEN 'changed' ELSE 'unchanged' END FROM stored_edge s WHERE {_SAME_EDGE}), 'added');
UPDATE pending_edge AS p SET status = 'again' WHERE status <> 'added' AND EXISTS (
  SELECT 1 FROM pending_node n WHERE n.status = 'retyped' AND n.label = p.start_label AND n.id = p.start
  UNION ALL SELECT 1 FROM pending_node n WHERE n.status = 'retyped' AND n.label = p.end_label AND n.id = p.end);
UPDATE row SET status = (SELECT CASE p.status WHEN 'retyped' THEN 'changed' ELSE p.status END FROM pending_node p WHERE p.seq = row.seq)
  WHERE seq IN (SELECT seq FROM pending_node);
UPDATE row SET status = (SELECT CASE p.status WHEN 'again' THEN 'unchanged' ELSE p.status END FROM pending_edge p WHERE p.seq = row.seq)
  WHERE kind = 'tie' AND seq IN (SELECT seq FROM pending_edge);
UPDATE row SET status = 'changed' WHERE status = 'unchanged' AND kind <> 'tie'
  AND seq IN (SELECT seq FROM pending_edge WHERE status NOT IN ('unchanged', 'again'));
"""  # noqa: S608  our own text
GONE_EDGES: Final = f"SELECT s.* FROM stored_edge s WHERE NOT EXISTS (SELECT 1 FROM pending_edge p WHERE {_SAME_EDGE})"  # noqa: S608
"""Relationships that the files don't hold any more."""
GONE_NODES: Final = "SELECT s.* FROM stored_node s WHERE NOT EXISTS (SELECT 1 FROM pending_node p WHERE s.label = p.label AND s.id = p.id)"
"""Nodes that the files don't hold any more."""
# A row that lost one of its regions has changed, though its node has not.
_LOST: Final = (
    "UPDATE row SET status = 'changed' WHERE status = 'unchanged' AND seq IN (SELECT n.seq FROM pending_node n JOIN ("  # noqa: S608
    f"{GONE_EDGES}) g ON g.type IN ('COVERS', 'IN_REGION', 'IN_SERIES') AND n.label = g.start_label AND n.id = g.start)"
)
_INDEXES: Final = "CREATE INDEX node_seq ON pending_node (seq); CREATE INDEX edge_seq ON pending_edge (seq);"


async def compare(
    run: Runs, store: RowStore, world: World, findings: Findings, *, dataset: str, progress: Progress | None = None
) -> list[tuple[str, str, int]]:
    """How many rows of *store* have which status, by kind; what is to be written stands in its tables afterwards.

    Rows with errors in *findings* are passed over; so are those that another dataset holds alike, which are unchanged. Where it says
    otherwise, that is an error.
    """
    await fetch(run, store, dataset=dataset)
    store.db.executescript(_TABLES)
    comparing = _Comparing(run, store, world, findings, dataset)
    done, total = 0, store.count()
    for chunk in _chunks(store, findings):
        await comparing.take(chunk)
        done += len(chunk)
        if progress:
            progress(done, total)
    store.db.executescript(_INDEXES + _STATUSES)
    store.db.execute(_LOST)
    counts = "SELECT kind, status, count(*) FROM row WHERE status <> '' GROUP BY kind, status"
    # Where rows are passed over, what they stand for would look as if it had gone.
    return [*store.db.execute(counts).fetchall(), *([] if findings.errors else _removed(store))]


def _removed(store: RowStore) -> Iterator[tuple[str, str, int]]:
    kinds = {kind.node: kind.name for kind in KINDS.values()}
    for type_, count in store.db.execute(f"SELECT type, count(*) FROM ({GONE_NODES}) GROUP BY type").fetchall():  # noqa: S608
        yield kinds[type_], "removed", count
    for (count,) in store.db.execute(f"SELECT count(*) FROM ({GONE_EDGES}) WHERE id <> ''").fetchall():  # noqa: S608
        if count:
            yield "tie", "removed", count


def _chunks(store: RowStore, findings: Findings) -> Iterator[list[tuple[int, Row]]]:
    """All rows without errors, those of one owner together."""
    chunk: list[tuple[int, Row]] = []
    last = ""
    statement = "SELECT seq, owner, kind, file, line, lines, content FROM row ORDER BY owner, seq"
    for seq, owner, kind, file, line, lines, content in store.db.execute(statement):
        if len(chunk) >= CHUNK and (owner != last or not owner):
            yield chunk
            chunk = []
        last = owner
        if not findings.forbids(file, line):
            chunk.append((seq, Row(KINDS[kind], file, line, json.loads(content), json.loads(lines) if lines else {})))
    yield chunk


class _Kinds(Mapping[str, Kind]):
    """The kinds of all slugs, of the files and of other datasets."""

    def __init__(self, store: RowStore, world: World) -> None:
        self._store = store
        self._world = world

    def __getitem__(self, slug: str) -> Kind:
        kind = self._store.kind_of(slug)
        return KINDS[kind] if kind else self._world.actors[slug].kind

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError("slugs are only looked up")

    def __len__(self) -> int:
        raise NotImplementedError("slugs are only looked up")


@dataclass
class _Comparing:
    run: Runs
    store: RowStore
    world: World
    findings: Findings
    dataset: str

    def __post_init__(self) -> None:
        self._kinds = _Kinds(self.store, self.world)
        self._locator = Locator(self.world.regions)
        self._hidden = self.world.hidden | self.store.internal()

    async def take(self, chunk: list[tuple[int, Row]]) -> None:
        """Put down what becomes of the rows of *chunk*."""
        taken: Counter[tuple[str, str]] = Counter()
        named = [(seq, *self._identified(row, taken)) for seq, row in chunk]
        others = await self._others([row for _, row, _ in named])
        rows: Rows = {kind: [] for kind in KINDS}
        numbers: dict[tuple[str, str], int] = {}
        for seq, row, is_generated in named:
            known = others.get((row.kind.name, row.key))
            differing = self._differing(row, known[1]) if known else []
            if known and not differing:
                self.store.db.execute("UPDATE row SET status = 'unchanged' WHERE seq = ?", (seq,))
                continue
            if known and is_generated:
                row = replace(row, values={**row.values, "id": f"{self.dataset}.{row.key}"})  # noqa: PLW2901
                known = None
            if not self.findings.add(self._refused(row, known[0] if known else "", differing)):
                rows[row.kind.name].append(row)
                numbers[row.kind.name, row.key] = seq
        self._put_down(expand(rows, self.world.regions, dataset=self.dataset, elsewhere=self._kinds, hidden=self._hidden), numbers)

    def _identified(self, row: Row, taken: Counter[tuple[str, str]]) -> tuple[Row, bool]:
        """*row* with an id, and whether it was made here."""
        if row.kind.key != "id" or row.key:
            return row, False
        base = identity_of(row)
        while True:
            taken[row.kind.name, base] += 1
            count = taken[row.kind.name, base]
            id_ = base if count == 1 else f"{base}.{count}"
            stated = self.store.db.execute("SELECT 1 FROM row WHERE space = ? AND key = ?", (row.kind.name, id_)).fetchone()
            if not stated:
                return replace(row, values={**row.values, "id": id_}), True

    async def _others(self, rows: list[Row]) -> dict[tuple[str, str], tuple[str, Values]]:
        """What other datasets hold under the same kinds and keys: dataset and values."""
        found: dict[tuple[str, str], tuple[str, Values]] = {}
        keys: dict[str, list[str]] = {}
        for row in rows:
            if row.kind.name in SLUG_KINDS and row.key not in self.world.actors:
                continue
            if row.kind.name == "source" and row.key not in self.world.sources:
                continue
            keys.setdefault(row.kind.name, []).append(row.key)
        wanted = set(keys.pop("tie", ()))
        for kind, ids in keys.items():
            found |= {(kind, key): told for key, told in (await by_id(self.run, kind, ids)).items() if told[0] != self.dataset}
        starts = dict.fromkeys(row["from"] for row in rows if row.kind.name == "tie" and row["from"] in self.world.actors)
        for label, ids in _by_label(starts, self.world).items():
            ties = await ties_from(self.run, label, ids, dataset=None)
            found |= {("tie", tie["id"]): (dataset, tie) for dataset, tie in ties if dataset != self.dataset and tie["id"] in wanted}
        return found

    def _differing(self, row: Row, stored: Values) -> list[str]:
        values = canonical((self._locator.located(row) if row.kind.name == "location" else row).values)
        return [column for column in row.kind.fields if values.get(column) != stored.get(column)]

    def _refused(self, row: Row, dataset: str, differing: Iterable[str]) -> Iterator[Problem]:
        other = self.world.actors.get(row.key) if row.kind.name in SLUG_KINDS else None
        if dataset:
            columns = ", ".join(differing)
            cause = f"is a key of dataset {dataset!r}, which says otherwise in {columns}: an import doesn't change another dataset's rows"
            yield row.problem(row.kind.key, cause, value=row.key)
        elif other:
            kind = other.kind.name.replace("_", " ")
            yield row.problem(row.kind.key, f"is a key of dataset {other.dataset!r}, where it is of another kind ({kind})", value=row.key)
        elif row.kind.name == "responsibility" and row["owner"] in self.world.actors:
            owned = self.world.actors[row["owner"]].dataset
            yield row.problem("owner", f"belongs to dataset {owned!r}, and what it is responsible for is kept there", value=row["owner"])

    def _put_down(self, graph: Graph, numbers: dict[tuple[str, str], int]) -> None:
        kinds = {kind.node: kind.name for kind in KINDS.values()}
        by_node = {(node.label, node.id): numbers[kinds[node.properties["typeName"]], node.id] for node in graph.nodes}
        self.store.db.executemany(
            "INSERT OR REPLACE INTO pending_node (label, id, type, extra, seq, digest, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_node(node, by_node[node.label, node.id]) for node in graph.nodes),
        )
        parts = frozenset(PART_OF_OWNER.values())
        for edge in graph.edges:
            end = (edge.end_label, edge.end) if edge.type in parts else (edge.start_label, edge.start)
            seq = numbers.get(("tie", edge.id)) if edge.id else None if edge.type == "ACTIVE_IN" else by_node[end]
            self.store.db.execute(
                "INSERT OR REPLACE INTO pending_edge (type, start_label, start, end_label, end, id, seq, digest, content) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _edge(edge, seq),
            )


def _by_label(slugs: Iterable[str], world: World) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slug in slugs:
        found.setdefault(label_of(world.actors[slug].kind.node), []).append(slug)
    return found


def _node(node: NodeRow, seq: int) -> tuple[Any, ...]:
    extra, content = json.dumps(node.extra_labels), json.dumps(node.properties)
    return node.label, node.id, node.properties["typeName"], extra, seq, node.properties["digest"], content


def _edge(edge: EdgeRow, seq: int | None) -> tuple[Any, ...]:
    ends = (edge.start_label, edge.start, edge.end_label, edge.end)
    return edge.type, *ends, edge.id, seq, edge.properties.get("digest", ""), json.dumps(edge.properties)
