"""Keeps what is held in memory of the directory in step with the database, which another process may have changed."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import structlog

from graph.errors import ServiceUnavailable
from graph.reader import Reader
from graph.version import current_version
from resolvers.snapshot import Snapshot, take_snapshot

_log = structlog.stdlib.get_logger("netzlotse.snapshots")

_LONGEST_PAUSE_S: Final = 300.0
"""Between looks at a version that can't be read."""


class Snapshots:
    """The newest snapshot. Requests read `current` once, so each sees one version from its beginning to its end."""

    def __init__(self, first: Snapshot) -> None:
        self.current = first

    async def refresh(self, reader: Reader, /) -> bool:
        """Take a new snapshot if the database has another version; whether it had. Raises ServiceUnavailable."""
        version = await current_version(reader)
        if version == self.current.version:
            return False
        # Who has asked for coverage or gaps will again: the new ones are there before the old ones go.
        self.current = await take_snapshot(reader, coordination=self.current.coordination.asked)
        _log.info("directory_changed", version=self.current.version.version)
        return True


@asynccontextmanager
async def keeping_current(reader: Reader, *, interval: float) -> AsyncGenerator[Snapshots]:
    """Snapshots that follow the database, asked every *interval* seconds. Raises ServiceUnavailable if the directory is empty."""
    snapshots = Snapshots(await take_snapshot(reader))

    async def follow() -> None:
        pause = interval
        while True:
            await asyncio.sleep(pause)
            try:
                await snapshots.refresh(reader)
                pause = interval
            except ServiceUnavailable as exc:
                # Requests notice by themselves; the old snapshot is right until the database is back.
                _log.warning("directory_unreachable", cause=str(exc))
            except Exception:  # noqa: BLE001  whatever the data hold, it is looked at again: a later version may be readable
                pause = min(2 * pause, max(interval, _LONGEST_PAUSE_S))
                _log.exception("directory_unreadable", answers_from=snapshots.current.version.version)

    task = asyncio.create_task(follow(), name="follow the directory's version")
    try:
        yield snapshots
    finally:
        task.cancel()
        await asyncio.wait([task])
