"""The root field with the coverage matrix."""

from datetime import date
from typing import Annotated, Any

from strawberry import Info, argument, field

from graph.vocabulary import ActionField, OccupationGroup, OrganizationType, RegionLevel
from resolvers.coverage.answer import CoverageQuestion, coverage_matrix
from schema.context import Context
from schema.inputs import PlaceInput
from schema.lists import AsOf
from schema.selection import question
from schema.types.coverage import CoverageMatrix


async def _coverage(
    info: Info[Context],
    within: Annotated[PlaceInput, argument(description="Where: a region, or the Kreise of a place.")],
    level: Annotated[RegionLevel, argument(description="Which regions are the rows, at most 500.")] = RegionLevel.KREIS,
    action_fields: Annotated[list[ActionField] | None, argument(description="Only these columns; all by default.")] = None,
    types: Annotated[list[OrganizationType] | None, argument(description="Only count organizations of these types.")] = None,
    occupation_group: Annotated[
        OccupationGroup | None, argument(description="Only count who serves this group of occupations; anybody by default.")
    ] = None,
    since: Annotated[date | None, argument(description="The day to compare with, not later than the asked one; see `changes`.")] = None,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    a, context = asked.arguments, info.context
    return await coverage_matrix(
        CoverageQuestion(
            within=context.snapshot.gazetteer.place(a["within"]),
            level=a["level"],
            action_fields=tuple(a.get("actionFields") or ()),
            types=tuple(a.get("types") or ()),
            group=a.get("occupationGroup"),
            since=date.fromisoformat(a["since"]) if a.get("since") else None,
        ),
        asked.only,
        coverage=await context.snapshot.coordination.coverage(),
        days=context.days(a),
        reader=context.reader,
    )


coverage_answer = field(
    resolver=_coverage,
    graphql_type=CoverageMatrix,
    description="Which fields are covered in which regions, by whom, and where nobody knows.",
)
