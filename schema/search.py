"""Full-text search: its answer, its filter and its root field."""

from typing import Annotated, Any, Union

import strawberry
from strawberry import UNSET, Info, argument, field

from graph.vocabulary import ActionField, OrganizationType
from resolvers.search import SearchQuestion, search
from schema.context import Context
from schema.inputs import RegionFilter
from schema.lists import AsOf, with_places
from schema.selection import question
from schema.types.agreement import Agreement, LegalInstrument
from schema.types.event import Event, EventSeries
from schema.types.network import Network
from schema.types.node import PageInfo
from schema.types.organization import Organization
from schema.types.project import Programme, Project

SearchResult = Annotated[
    Union[Organization, Project, Programme, Network, Event, EventSeries, Agreement, LegalInstrument],  # noqa: UP007  Strawberry names it
    strawberry.union("SearchResult", description="What full text finds."),
]


@strawberry.type(description="A text in which searched words are met.")
class Highlight:
    field_name: str = field(name="field", description="`name` or `description`.")
    text: str = field(description="The text, with the words that are met in double asterisks.")


@strawberry.type(description="Something that was found.")
class SearchEdge:
    cursor: str = field(description="Opaque position, for `after`.")
    score: float = field(description="How well it meets the text, 0 to 1; 1 is the exact name.")
    highlights: list[Highlight] = field(description="Where the words are met.")
    node: SearchResult = field(description="What was found.")


@strawberry.type(description="What was found, best first.")
class SearchConnection:
    edges: list[SearchEdge] = field(description="What was found, with scores.")
    nodes: list[SearchResult] = field(description="What was found alone.")
    total_count: int = field(description="How much was found in all, at most 2,000.")
    page_info: PageInfo = field(description="Whether there is more.")


@strawberry.input(description="Where to search. Everything that is given must hold.")
class SearchWhere:
    kinds: list[str] | None = field(default=UNSET, description="Names of types, as in `Project`.")
    types: list[OrganizationType] | None = field(default=UNSET, description="Only organizations of these types.")
    action_fields: list[ActionField] | None = field(default=UNSET, description="Only actors with one of these fields.")
    region: RegionFilter | None = field(default=UNSET, description="Only actors of this region.")


async def _search(
    info: Info[Context],
    text: Annotated[
        str, argument(description="Words, also begun or with a slip; in quotation marks if they stand together. At most 200 characters.")
    ],
    where: Annotated[SearchWhere | None, argument(description="Where to search.")] = None,
    first: Annotated[int, argument(description="At most this many, 0 to 100.")] = 20,
    after: Annotated[str | None, argument(description="After this cursor.")] = None,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    a = asked.arguments
    chosen = with_places(a.get("where") or {}, info.context.snapshot.gazetteer)
    searched = SearchQuestion(a["text"], chosen, a["first"], a.get("after"))
    return await search(searched, asked.only, days=info.context.days(a), reader=info.context.reader)


search_answer = field(
    resolver=_search, graphql_type=SearchConnection, description="Full text over actors, events, agreements and laws, best first."
)
