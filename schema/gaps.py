"""The root field with the network's gaps."""

from typing import Annotated, Any

from strawberry import Info, argument, field

from graph.vocabulary import GapKind
from resolvers.gaps.kinds import GapsQuestion, network_gaps
from schema.context import Context
from schema.inputs import PlaceInput
from schema.lists import AsOf
from schema.selection import question
from schema.types.gaps import NetworkGapConnection


async def _network_gaps(
    info: Info[Context],
    within: Annotated[PlaceInput | None, argument(description="Only what concerns this region, or an actor in it.")] = None,
    kinds: Annotated[list[GapKind] | None, argument(description="Only these kinds.")] = None,
    first: Annotated[int, argument(description="At most this many, 0 to 100.")] = 20,
    after: Annotated[str | None, argument(description="After this cursor.")] = None,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    a, context = asked.arguments, info.context
    return await network_gaps(
        GapsQuestion(
            within=context.snapshot.gazetteer.place(a["within"]) if a.get("within") else None,
            kinds=tuple(a.get("kinds") or ()),
            first=a["first"],
            after=a.get("after"),
        ),
        asked.only,
        gaps=await context.snapshot.coordination.gaps(),
        days=context.days(a),
        reader=context.reader,
    )


network_gaps_answer = field(
    resolver=_network_gaps,
    graphql_type=NetworkGapConnection,
    description="Where the network has gaps, and what would close them. What nobody has looked at is never one.",
)
