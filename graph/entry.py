"""The offices at which a referral path from a place starts."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString

from graph.reader import Days, Reader

ENTRY_TYPES: Final = ("JOBCENTER", "INTEGRATION_POINT", "EMPLOYMENT_AGENCY")
"""Whom people meet first; everybody else is reached through them."""

_AT_PLACE: Final[LiteralString] = """
UNWIND $regions AS key MATCH (g:Region {id: key})
MATCH (g)<-[:COVERS]-(r:Responsibility)<-[:HAS_RESPONSIBILITY]-(a:Actor)
WHERE r.validFrom <= $asOf AND r.validTo > $asOf AND r.visibility = 'PUBLIC'
 AND a.validFrom <= $asOf AND a.validTo > $asOf AND a.visibility = 'PUBLIC'
WITH a.id AS id, a.type IN $types AND ($legalRegime IS NULL OR size(r.legalRegimes) = 0 OR $legalRegime IN r.legalRegimes)
 AND ($targetGroup IS NULL OR size(r.targetGroups) = 0 OR $targetGroup IN r.targetGroups)
 AND ($age IS NULL OR ((r.ageMin IS NULL OR r.ageMin <= $age) AND (r.ageMax IS NULL OR r.ageMax >= $age))) AS enters
WITH DISTINCT id, enters ORDER BY id, enters LIMIT 5000
RETURN collect([id, enters]) AS answering
"""


async def offices_at(regions: Sequence[str], *, situation: dict[str, Any], days: Days, reader: Reader) -> tuple[list[str], list[str]]:
    """Ids of the entry offices that are responsible in one of *regions* for the situation, at most 50; and of all who answer there.

    Both in order. One statement.
    """
    asked = {name: situation.get(name) for name in ("legalRegime", "targetGroup", "age")}
    records = await reader.read(_AT_PLACE, regions=list(regions), types=list(ENTRY_TYPES), **asked, **days.parameters)
    answering: list[tuple[str, bool | None]] = records[0]["answering"]
    return sorted({id_ for id_, enters in answering if enters})[:50], sorted({id_ for id_, _ in answering})
