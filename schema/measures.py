"""The root field with the measures of a network."""

from typing import Annotated, Any

from strawberry import Info, argument, field

from graph.vocabulary import ActionField, OrganizationType
from resolvers.network.measures_answer import MeasuresQuestion, network_measures
from schema.context import Context
from schema.inputs import PlaceInput
from schema.lists import AsOf
from schema.selection import question
from schema.types.measures import NetworkMeasures


async def _network_measures(
    info: Info[Context],
    within: Annotated[PlaceInput | None, argument(description="Only actors that sit or answer in this region, or inside it.")] = None,
    types: Annotated[list[OrganizationType] | None, argument(description="Only organizations of these types.")] = None,
    action_fields: Annotated[list[ActionField] | None, argument(description="Only actors with a part in one of these fields.")] = None,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    a, snapshot = asked.arguments, info.context.snapshot
    measures = await snapshot.coordination.measures()
    return await network_measures(
        MeasuresQuestion(
            within=snapshot.gazetteer.place(a["within"]) if a.get("within") else None,
            types=tuple(a.get("types") or ()),
            action_fields=tuple(a.get("actionFields") or ()),
        ),
        asked.only,
        measures=measures,
        ids=measures.gaps.coverage.stakes.actors.ids,
        days=info.context.days(a),
        reader=info.context.reader,
    )


network_measures_answer = field(
    resolver=_network_measures,
    graphql_type=NetworkMeasures,
    description="How a region's actors are tied: density, parts, who lies between others, who joins sectors. What the data can't carry "
    "isn't ranked, and says why. The definitions are in docs/measures.md.",
)
