"""What is kept in memory of one data version: places, ties, offices, duties; and once somebody asks, the network for coordinators.

Read again when the version changes.
"""

import asyncio
import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.coverage import load_stakes
from graph.duties import Duties, load_duties
from graph.gazetteer import load_postal_codes, load_regions
from graph.network import load_network
from graph.offices import Offices, load_offices
from graph.reader import Reader
from graph.tables import Portions, actor_portions
from graph.ties import load_ties
from graph.version import Version, current_version
from resolvers.coverage.matrix import Coverage
from resolvers.gaps.kinds import Gaps
from resolvers.network.measures import Measures
from resolvers.places.gazetteer import Gazetteer
from resolvers.referral.paths import ReferralPaths


class Coordination:
    """Coverage, gaps and measures, read when they are first asked for: most processes answer for long without them."""

    def __init__(self, reader: Reader, portions: Portions, gazetteer: Gazetteer) -> None:
        self._reader = reader
        self._portions = portions
        self._gazetteer = gazetteer
        self._reading: asyncio.Task[Measures] | None = None

    @property
    def asked(self) -> bool:
        """Whether anybody has asked yet."""
        return self._reading is not None

    async def measures(self) -> Measures:
        """The measures, read once for all who ask. Raises `ServiceUnavailable` to all who wait; who asks then tries again."""
        reading = self._reading
        if reading is None or (reading.done() and (reading.cancelled() or reading.exception() is not None)):
            reading = self._reading = asyncio.create_task(self._read())
            # Whoever waits is told; where nobody does any more (another field has failed), nobody misses it.
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())
        # One who gives up must not take the result from the others.
        return await asyncio.shield(reading)

    async def gaps(self) -> Gaps:
        """As `measures`."""
        return (await self.measures()).gaps

    async def coverage(self) -> Coverage:
        """As `measures`."""
        return (await self.gaps()).coverage

    async def _read(self) -> Measures:
        with _no_collections():
            stakes = await load_stakes(self._reader, self._portions)
            network = await load_network(self._reader, self._portions, stakes.actors)
            return await asyncio.to_thread(lambda: Measures(Gaps(Coverage(stakes, self._gazetteer), network)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """*version* of the directory, and what was made of it. Never changed: a new version gets a new one."""

    version: Version
    gazetteer: Gazetteer
    paths: ReferralPaths
    offices: Offices
    duties: Duties
    coordination: Coordination


async def take_snapshot(reader: Reader, *, coordination: bool = False) -> Snapshot:
    """The current version's snapshot, with what coordinators ask for if *coordination*; else that comes when it is asked for.

    Raises `ServiceUnavailable` while the directory is empty or out of reach.
    """
    version, portions = await current_version(reader), await actor_portions(reader)
    with _no_collections():
        gazetteer, paths, offices, duties = await asyncio.gather(
            _gazetteer(reader), _paths(reader, portions), load_offices(reader, portions), load_duties(reader, portions)
        )
        snapshot = Snapshot(version, gazetteer, paths, offices, duties, Coordination(reader, portions, gazetteer))
        if coordination:
            await snapshot.coordination.measures()
    return snapshot


@contextmanager
def _no_collections() -> Generator[None]:
    """No garbage collection: of millions of values that come and stay, each would hold everybody up for half a second, and find nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


async def _gazetteer(reader: Reader) -> Gazetteer:
    regions, postal_codes = await asyncio.gather(load_regions(reader), load_postal_codes(reader))
    # In a thread, as all that is made here, so that requests on the old version go on.
    return await asyncio.to_thread(Gazetteer, regions, postal_codes)


async def _paths(reader: Reader, portions: Portions) -> ReferralPaths:
    ties = await load_ties(reader, portions)
    return await asyncio.to_thread(ReferralPaths, ties)
