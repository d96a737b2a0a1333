"""Bring files into the graph as a dataset of their own: a dry run with a report, or all of it or nothing."""

import asyncio
import copy
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, LiteralString

from graph.engine import Engine, Writer
from seeds.checking.report import Findings, Report, tally
from seeds.exchange.comparing import GONE_EDGES, GONE_NODES, compare
from seeds.exchange.gathering import Gathering, Meter
from seeds.exchange.row_store import RowStore
from seeds.exchange.settling import settle
from seeds.exchange.world import World, shipped_regions, stored_world
from seeds.loading.changes import Changes, EdgeKey, NodeKey
from seeds.loading.expand import SHIPPED, EdgeRow, NodeRow
from seeds.loading.load import BUMP, LOCK, VERSION
from seeds.loading.writing import BATCH, MUCH, Progress, write
from seeds.rows.spelling import slug_of

_NEWEST: Final[LiteralString] = """
MATCH (v:DirectoryVersion {id: 'directory'}) RETURN v.dataAsOf AS day ORDER BY v.id LIMIT 1
"""


class Refused(Exception):
    """The files can't be taken as they are; rolls the transaction back."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears how far an import is: bytes read, rows compared, and nodes and edges written, each of how many."""

    reading: Meter | None = None
    comparing: Progress | None = None
    writing: Progress | None = None


def dataset_of(paths: list[Path]) -> str:
    """The dataset that files go into where none is named: the slug of the first file's or folder's name."""
    return slug_of(paths[0].resolve().stem) or "import"


async def import_files(
    engine: Engine,
    paths: list[Path],
    /,
    *,
    dataset: str,
    today: str,
    apply: bool = False,
    organization_type: str | None = None,
    told: Told | None = None,
) -> Report:
    """Make *dataset* hold what the files *paths* hold, and nothing else; without *apply* only say what that would do.

    One transaction. Other datasets are never touched: a row that one of them holds alike is unchanged, one that says otherwise an
    error, and any error leaves everything as it was. The version rises only where something changes.
    Raises ValueError for the name of the shipped dataset; SeedError; what `Engine.write` raises.
    """
    if dataset == SHIPPED:
        raise ValueError(f"{SHIPPED!r} is the name of what comes with the program; take another one")
    told = told or Told()
    regions = await asyncio.to_thread(shipped_regions)
    with RowStore() as store:
        world = await stored_world(engine.read, regions=regions, dataset=dataset)
        findings = Findings()
        gathering = Gathering(store, world, findings, dataset, today, organization_type)
        await asyncio.to_thread(gathering.read, paths, meter=told.reading)
        await asyncio.to_thread(settle, store, world, findings)
        bringing = _Bringing(store, world, findings, dataset, told)
        if not apply or findings.errors:
            found = copy.deepcopy(findings)
            counts = await compare(engine.read, store, world, found, dataset=dataset, progress=told.comparing)
            return Report(dataset, tally(counts), found)
        return await bringing.into(engine)


@dataclass
class _Bringing:
    store: RowStore
    world: World
    findings: Findings
    dataset: str
    told: Told

    async def into(self, engine: Engine) -> Report:
        """Compare and write in one transaction. Its work may be run again, so it begins with the findings of the files alone."""
        refused: list[Report] = []
        written = 0

        async def work(writer: Writer) -> Report:
            nonlocal written
            await writer.run(LOCK)
            before = (await writer.run(VERSION))[0]
            found = copy.deepcopy(self.findings)
            rows = tally(await compare(writer.run, self.store, self.world, found, dataset=self.dataset, progress=self.told.comparing))
            if found.errors:
                refused[:] = [Report(self.dataset, rows, found)]
                raise Refused
            written = await self._write(writer)
            if written:
                await writer.run(BUMP, version=await self._next(writer, before["version"]))
            return Report(self.dataset, rows, found, applied=True, version=before["version"] + bool(written))

        try:
            report = await engine.write(work)
        except Refused:
            return refused[0]
        if written >= MUCH:
            await engine.replan()
        return report

    async def _next(self, writer: Writer, version: int) -> dict[str, Any]:
        stored = (await writer.run(_NEWEST))[0]["day"]
        newest = self.store.db.execute("SELECT max(json_extract(content, '$.verified_at')) FROM row").fetchone()[0]
        loaded_at = datetime.now(UTC).isoformat(timespec="seconds")
        return {"version": version + 1, "dataAsOf": max(filter(None, (stored, newest)), default=None), "loadedAt": loaded_at}

    async def _write(self, writer: Writer) -> int:
        """Write what differs, first what goes; how many nodes and edges that were."""
        total: int = sum(self.store.db.execute(f"SELECT count(*) FROM ({statement})").fetchone()[0] for statement, _ in _STEPS)  # noqa: S608
        done = 0
        for statement, kind in _STEPS:
            for rows in _batches(self.store.db, statement):
                await write(writer, _changes(kind, rows), dataset=self.dataset)
                done += len(rows)
                if self.told.writing:
                    self.told.writing(done, total)
        return total


_NODES: Final = "SELECT label, id, extra, content FROM pending_node WHERE status IN ({}) ORDER BY type, id"
_EDGES: Final = (
    "SELECT type, start_label, start, end_label, end, id, content FROM pending_edge WHERE status IN ({}) ORDER BY type, start, end"
)
_STEPS: Final = (
    (f"SELECT type, start_label, start, end_label, end, id FROM ({GONE_EDGES})", "removed_edges"),  # noqa: S608
    (f"SELECT label, id FROM ({GONE_NODES}) UNION ALL SELECT label, id FROM pending_node WHERE status = 'retyped'", "removed_nodes"),  # noqa: S608
    (_NODES.format("'added', 'retyped'"), "added_nodes"),
    (_NODES.format("'changed'"), "changed_nodes"),
    (_EDGES.format("'added', 'again'"), "added_edges"),
    (_EDGES.format("'changed'"), "changed_edges"),
)
"""What is to be written, in order, and as what."""


def _batches(db: sqlite3.Connection, statement: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = db.execute(statement)
    while rows := cursor.fetchmany(BATCH):
        yield rows


def _changes(kind: str, rows: list[tuple[Any, ...]]) -> Changes:
    made: list[Any]
    if kind == "removed_edges":
        made = [EdgeKey(type_, NodeKey(la, a), NodeKey(lb, b), id_) for type_, la, a, lb, b, id_ in rows]
    elif kind == "removed_nodes":
        made = [NodeKey(label, id_) for label, id_ in rows]
    elif kind.endswith("_nodes"):
        made = [NodeRow(label, tuple(json.loads(extra)), id_, json.loads(content)) for label, id_, extra, content in rows]
    else:
        made = [EdgeRow(type_, la, a, lb, b, id_, json.loads(content)) for type_, la, a, lb, b, id_, content in rows]
    empty: dict[str, list[Any]] = {name: [] for name in Changes.__slots__ if name != "unchanged"}
    return Changes(**{**empty, kind: made}, unchanged=0)
