"""What is kept in memory of one data version: the gazetteer, the ties and where offices are. Read again when the version changes."""

import asyncio
from dataclasses import dataclass

from graph.gazetteer import load_postal_codes, load_regions
from graph.offices import Offices, load_offices
from graph.reader import Reader
from graph.ties import load_ties
from graph.version import Version, current_version
from resolvers.places import Gazetteer
from resolvers.referral import ReferralPaths


@dataclass(frozen=True, slots=True)
class Snapshot:
    """*version* of the directory, and what was made of it. Never changed: a new version gets a new one."""

    version: Version
    gazetteer: Gazetteer
    paths: ReferralPaths
    offices: Offices


async def take_snapshot(reader: Reader) -> Snapshot:
    """The current version's snapshot. Raises `ServiceUnavailable` while the directory is empty or out of reach."""
    version = await current_version(reader)
    regions, postal_codes, ties, offices = await asyncio.gather(
        load_regions(reader), load_postal_codes(reader), load_ties(reader), load_offices(reader)
    )
    # In a thread, so that requests on the old version go on.
    return await asyncio.to_thread(lambda: Snapshot(version, Gazetteer(regions, postal_codes), ReferralPaths(ties), offices))
