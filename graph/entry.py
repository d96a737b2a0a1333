"""The offices at which a referral path from a place starts."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from graph.reader import Days, Reader

ENTRY_TYPES: Final = ("JOBCENTER", "INTEGRATION_POINT", "EMPLOYMENT_AGENCY")
"""Whom people meet first; everybody else is reached through them."""

_ENTRIES: Final[LiteralString] = """
UNWIND $regions AS key MATCH (g:Region {id: key})
MATCH (g)<-[:COVERS]-(r:Responsibility)<-[:HAS_RESPONSIBILITY]-(a:Actor) WHERE a.type IN $types
 AND r.validFrom <= $asOf AND r.validTo > $asOf AND r.visibility = 'PUBLIC'
 AND a.validFrom <= $asOf AND a.validTo > $asOf AND a.visibility = 'PUBLIC'
 AND ($legalRegime IS NULL OR size(r.legalRegimes) = 0 OR $legalRegime IN r.legalRegimes)
 AND ($targetGroup IS NULL OR size(r.targetGroups) = 0 OR $targetGroup IN r.targetGroups)
 AND ($age IS NULL OR ((r.ageMin IS NULL OR r.ageMin <= $age) AND (r.ageMax IS NULL OR r.ageMax >= $age)))
WITH DISTINCT a ORDER BY a.id LIMIT 50
RETURN collect(a.id) AS ids
"""


async def entry_offices(regions: Sequence[str], *, situation: dict[str, Any], days: Days, reader: Reader) -> list[str]:
    """Ids of the entry offices that are responsible in one of *regions* for the situation, in order; at most 50. One statement."""
    asked = {name: situation.get(name) for name in ("legalRegime", "targetGroup", "age")}
    records = await reader.read(_ENTRIES, regions=list(regions), types=list(ENTRY_TYPES), **asked, **days.parameters)
    ids: list[str] = records[0]["ids"]
    return ids
