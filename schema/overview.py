"""The root field with the network by kinds of actors."""

from typing import Annotated, Any

from strawberry import Info, argument, field

from resolvers.network.overview import overview_shown
from schema.context import Context
from schema.inputs import PlaceInput
from schema.lists import AsOf
from schema.selection import question
from schema.types.overview import NetworkOverview


async def _overview(
    info: Info[Context],
    within: Annotated[PlaceInput | None, argument(description="Only actors that sit or answer in this region; all by default.")] = None,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    a, context = asked.arguments, info.context
    regions = context.snapshot.gazetteer.place(a["within"]).regions if a.get("within") else ()
    gaps = await context.snapshot.coordination.gaps()
    return overview_shown(await gaps.overview(regions, context.days(a).as_of), asked.only)


network_overview_answer = field(
    resolver=_overview,
    graphql_type=NetworkOverview,
    description="Who is there and who is tied to whom, by kinds of actors: what a picture of a whole Land can show.",
)
