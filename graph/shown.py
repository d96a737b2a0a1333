"""What is shown of regions and actors that were chosen in memory, in one statement."""

from dataclasses import dataclass, field
from typing import Any, Final, LiteralString, cast

from graph.projection import Projection, Slots
from graph.reader import Days, Reader

# Who has ended since an earlier day may be shown for that day's sake; who is hidden never is.
_CHOSEN: Final = """CALL () {{ UNWIND $regions AS key MATCH (g:Region {{id: key}}) RETURN collect(g{{{region}}}) AS regions }}
CALL () {{ UNWIND $actors AS key MATCH (a:Actor {{id: key}}) WHERE a.visibility = 'PUBLIC' AND a.validFrom <= $asOf
  AND (a.validTo > $asOf OR key IN $ended) RETURN collect(a{{{actor}}}) AS actors }}
RETURN regions, actors"""


@dataclass(slots=True)
class Chosen:
    """Where regions and actors are selected, and which ones are to be shown; *ended*: actors that aren't there any more."""

    region: Slots = field(default_factory=Slots)
    actor: Slots = field(default_factory=Slots)
    regions: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)


async def shown(chosen: Chosen, *, days: Days, reader: Reader) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """The chosen regions by key and actors by id, with their slots filled. One statement; none if nothing is chosen."""
    if not chosen.regions and not chosen.actors:
        return {}, {}
    projection = Projection()
    text = _CHOSEN.format(region=_entries(chosen.region.entries(projection, "g")), actor=_entries(chosen.actor.entries(projection, "a")))
    # The one cast: the text is made of constants and what the compiler makes of the model, never of a user's words.
    records = await reader.read(
        cast(LiteralString, text),
        regions=sorted(chosen.regions), actors=sorted(chosen.actors | chosen.ended), ended=sorted(chosen.ended),
        **days.parameters, **projection.parameters,
    )  # fmt: skip
    return {row["id"]: row for row in records[0]["regions"]}, {row["id"]: row for row in records[0]["actors"]}


def _entries(slots: str) -> str:
    return ", ".join(filter(None, (".id", slots)))
