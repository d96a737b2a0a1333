"""What is kept in memory of one data version: places, ties, offices, the network for coordinators.

Read again when the version changes.
"""

import asyncio
from dataclasses import dataclass

from graph.coverage import Stakes, load_stakes
from graph.gazetteer import load_postal_codes, load_regions
from graph.network import Network, load_network
from graph.offices import Offices, load_offices
from graph.reader import Reader
from graph.ties import load_ties
from graph.version import Version, current_version
from resolvers.coverage import Coverage
from resolvers.gaps import Gaps
from resolvers.measures import Measures
from resolvers.places import Gazetteer
from resolvers.referral import ReferralPaths


@dataclass(frozen=True, slots=True)
class Snapshot:
    """*version* of the directory, and what was made of it. Never changed: a new version gets a new one."""

    version: Version
    gazetteer: Gazetteer
    paths: ReferralPaths
    offices: Offices
    coverage: Coverage
    gaps: Gaps
    measures: Measures


async def take_snapshot(reader: Reader) -> Snapshot:
    """The current version's snapshot. Raises `ServiceUnavailable` while the directory is empty or out of reach."""
    version = await current_version(reader)
    regions, postal_codes, ties, offices, (stakes, network) = await asyncio.gather(
        load_regions(reader), load_postal_codes(reader), load_ties(reader), load_offices(reader), _load_network(reader)
    )

    def made() -> Snapshot:
        gazetteer = Gazetteer(regions, postal_codes)
        coverage = Coverage(stakes, gazetteer)
        gaps = Gaps(coverage, network)
        return Snapshot(version, gazetteer, ReferralPaths(ties), offices, coverage, gaps, Measures(gaps))

    # In a thread, so that requests on the old version go on.
    return await asyncio.to_thread(made)


async def _load_network(reader: Reader) -> tuple[Stakes, Network]:
    stakes = await load_stakes(reader)
    return stakes, await load_network(reader, stakes.actors)
