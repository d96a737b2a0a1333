"""Bring the shipped directory into a database: all of it or nothing, and only what differs."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

from graph.engine import Engine, Writer
from graph.errors import ConstraintViolated
from seeds.loading.changes import Changes, changes
from seeds.loading.expand import SHIPPED, Graph
from seeds.loading.fingerprint import fingerprint
from seeds.loading.writing import MUCH, Progress, stored, write
from seeds.shipped.directory import shipped_graph

VERSION: Final[LiteralString] = """
MATCH (v:DirectoryVersion {id: 'directory'}) RETURN v.version AS version, v.fingerprint AS fingerprint ORDER BY v.id LIMIT 1
"""
"""The directory's version and fingerprint. No record in an empty database."""
# Written before anything is read, so that a second load waits here (Neo4j). The version is read by the next statement: read
# by this one, it could be that of before the wait.
LOCK: Final[LiteralString] = """
MERGE (v:DirectoryVersion {id: 'directory'}) ON CREATE SET v.version = 0
SET v.locked = true REMOVE v.locked
"""
"""The first statement of every transaction that writes a dataset: those that come at the same time take turns."""
BUMP: Final[LiteralString] = "MATCH (v:DirectoryVersion {id: 'directory'}) SET v += $version"
"""The last one, with what is new of the version."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many nodes and edges a load wrote, and the version that the directory has now."""

    added: int
    changed: int
    unchanged: int
    removed: int
    version: int


async def is_current(engine: Engine, /) -> bool:
    """Whether the database holds the directory as it is shipped here. One statement; False for an empty database."""
    found = await engine.read(VERSION)
    return bool(found) and found[0]["fingerprint"] == fingerprint()


async def load_directory(engine: Engine, /, *, progress: Progress | None = None) -> LoadReport:
    """Make the database hold the shipped directory, in one transaction. Loads at the same time take turns.

    Only the shipped dataset is touched. The version rises only where something changed; the same again writes nothing.
    Raises SeedError before anything is written, with all problems of the files; else what `Engine.write` raises.
    """
    mark, graph = await asyncio.gather(asyncio.to_thread(fingerprint), asyncio.to_thread(shipped_graph))
    return await load_graph(engine, graph, mark=mark, progress=progress)


async def load_graph(engine: Engine, graph: Graph, /, *, mark: str, dataset: str = SHIPPED, progress: Progress | None = None) -> LoadReport:
    """Make *dataset* hold *graph* and nothing else. *mark*: the fingerprint to remember. See `load_directory`."""

    async def work(writer: Writer) -> LoadReport:
        await writer.run(LOCK)
        before = (await writer.run(VERSION))[0]
        change = changes(graph, await stored(writer, dataset=dataset))
        if change.steps or before["fingerprint"] != mark:
            await write(writer, change, dataset=dataset, progress=progress)
            await writer.run(BUMP, version=_next(before["version"], change, graph, mark))
        version = before["version"] + bool(change.steps)
        return LoadReport(change.added, change.changed, change.unchanged, change.removed, version)

    try:
        report = await engine.write(work)
    except ConstraintViolated:
        # ArcadeDB: another load has written the same nodes meanwhile. Where it hasn't, a key is taken, and this raises again.
        report = await engine.write(work)
    if report.added + report.changed + report.removed >= MUCH:
        await engine.replan()
    return report


def _next(version: int, change: Changes, graph: Graph, mark: str) -> dict[str, Any]:
    # New code may make the same graph: remembered, so that the next start needn't compare, but no new version.
    if not change.steps:
        return {"fingerprint": mark}
    return {
        "version": version + 1,
        "fingerprint": mark,
        "dataAsOf": max((node.properties["verifiedAt"] for node in graph.nodes if "verifiedAt" in node.properties), default=None),
        "loadedAt": datetime.now(UTC).isoformat(timespec="seconds"),
    }
