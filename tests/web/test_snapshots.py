"""What is held in memory follows the database, whatever the database holds meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

import web.snapshots
from graph.errors import ServiceUnavailable
from graph.version import Version
from web.snapshots import keeping_current


class Told:
    """Stands for a snapshot."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.coordination = type("Asked", (), {"asked": False})


def version(number: int) -> Version:
    return Version(number, "2026-11-23", "2026-11-23T00:00:00Z", "mark")


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("failure", [ValueError("'MAGIC' is no word of the vocabulary"), OverflowError("300"), ServiceUnavailable("away")])
async def test_a_version_that_can_not_be_read_is_looked_at_again(
    failure: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now, failing = version(1), False

    async def current(_reader: Any) -> Version:
        return now

    async def take(_reader: Any, *, coordination: bool = False) -> Told:
        if failing:
            raise failure
        return Told(now)

    monkeypatch.setattr(web.snapshots, "current_version", current)
    monkeypatch.setattr(web.snapshots, "take_snapshot", take)
    monkeypatch.setattr(web.snapshots, "_LONGEST_PAUSE_S", 0.02)
    looked = []
    monkeypatch.setattr(web.snapshots._log, "warning", lambda event, **_: looked.append(event), raising=False)
    monkeypatch.setattr(web.snapshots._log, "exception", lambda event, **_: looked.append(event), raising=False)
    async with keeping_current(object(), interval=0.01) as snapshots:  # type: ignore[arg-type]
        failing, now = True, version(2)
        await until(lambda: len(looked) >= 2)
        assert snapshots.current.version == version(1)
        assert set(looked) == {"directory_unreachable" if isinstance(failure, ServiceUnavailable) else "directory_unreadable"}
        failing = False
        await until(lambda: snapshots.current.version == version(2))
