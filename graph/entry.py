"""The offices at which a referral path from a place starts."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString, cast

from graph.fields import fits, live, situation_parameters
from graph.reader import Days, Reader

ENTRY_TYPES: Final = ("JOBCENTER", "INTEGRATION_POINT", "EMPLOYMENT_AGENCY")
"""Whom people meet first; everybody else is reached through them."""

_AT_PLACE: Final = f"""
UNWIND $regions AS key MATCH (g:Region {{id: key}})
MATCH (g)<-[:COVERS]-(r:Responsibility)<-[:HAS_RESPONSIBILITY]-(a:Actor) WHERE {live("r")} AND {live("a")}
WITH a.id AS id, a.type IN $types AND {fits("r", many=True)} AS enters
WITH DISTINCT id, enters ORDER BY id, enters LIMIT 5000
RETURN collect([id, enters]) AS answering
"""


async def offices_at(regions: Sequence[str], *, situation: dict[str, Any], days: Days, reader: Reader) -> tuple[list[str], list[str]]:
    """Ids of the entry offices that are responsible in one of *regions* for the situation, at most 50; and of all who answer there.

    Both in order. One statement.
    """
    # Whom people meet first doesn't depend on an occupation.
    asked = situation_parameters({**situation, "occupationGroup": None})
    # The one cast: the text is made of constants.
    records = await reader.read(cast(LiteralString, _AT_PLACE), regions=list(regions), types=list(ENTRY_TYPES), **asked, **days.parameters)
    answering: list[tuple[str, bool | None]] = records[0]["answering"]
    return sorted({id_ for id_, enters in answering if enters})[:50], sorted({id_ for id_, _ in answering})
