"""Root fields that stand alone: a region, any node by its ID, places, the directory itself."""

from typing import Annotated, Any

import strawberry
from strawberry import Info, argument, field

from graph.node_lookup import node_by, nodes_by_id, projected
from graph.overview import Overview, overview
from graph.projection import Slots, bounded_first
from graph.selection import Selection, fields_named, shaped
from resolvers.places.place import place_shown
from schema.context import Context
from schema.inputs import RegionBy
from schema.lists import AsOf
from schema.selection import question
from schema.types.answers import Directory, Place
from schema.types.node import Node
from schema.types.region import Region


async def _region(info: Info[Context], by: Annotated[RegionBy, argument(description="Which one.")], as_of: AsOf = None) -> Any:
    asked = question(info)
    key = info.context.snapshot.gazetteer.region_by(**asked.arguments["by"]).key
    return await node_by("Region", "id", key, asked.children, days=info.context.days(asked.arguments), reader=info.context.reader)


async def _node(info: Info[Context], id: Annotated[strawberry.ID, argument(description="A global ID.")]) -> Any:  # noqa: A002
    # Relay takes no `node` with a further argument. `nodes` knows other days.
    asked = question(info)
    found = await nodes_by_id([asked.arguments["id"]], asked.children, days=info.context.days(asked.arguments), reader=info.context.reader)
    return found[0]


async def _nodes(
    info: Info[Context], ids: Annotated[list[strawberry.ID], argument(description="Global IDs, at most 100.")], as_of: AsOf = None
) -> Any:
    asked = question(info)
    ids_ = asked.arguments["ids"]
    bounded_first(len(ids_), "nodes", argument="ids")
    return await nodes_by_id(ids_, asked.children, days=info.context.days(asked.arguments), reader=info.context.reader)


async def _places(
    info: Info[Context],
    text: Annotated[str, argument(description="What has been typed so far.")],
    first: Annotated[int, argument(description="At most this many, 0 to 100.")] = 10,
    as_of: AsOf = None,
) -> Any:
    asked = question(info)
    context = info.context
    places = context.snapshot.gazetteer.search(asked.arguments["text"][:100], first=bounded_first(asked.arguments["first"], "places"))
    slots, rows = Slots(), {}
    for selected in fields_named(asked.only, "regions"):
        slots.name(selected)
    if places and fields_named(asked.only, "regions"):
        keys = sorted({key for place in places for key in place.regions})
        rows = await projected("Region", keys, slots, days=context.days(asked.arguments), reader=context.reader)
    return [place_shown(place, asked.only, region=lambda selected, key: rows[key][slots.name(selected)]) for place in places]


async def _directory(info: Info[Context], as_of: AsOf = None) -> Any:
    asked = question(info)
    context = info.context
    version = context.snapshot.version
    slots, found = Slots(), Overview([], [], [])
    for selected in fields_named(asked.only, "sources"):
        bounded_first(selected.arguments["first"], selected.key)
        slots.name(selected)
    if fields_named(asked.only, "counts", "licences", "sources"):
        found = await overview(slots, days=context.days(asked.arguments), reader=context.reader)
    return shaped(
        asked.only,
        {
            "version": version.version,
            "dataAsOf": version.data_as_of,
            "loadedAt": version.loaded_at,
            "counts": lambda s: [shaped(s.only, count) for count in found.counts],
            "licences": found.licences,
            "sources": lambda s: [row[slots.name(s)] for row in found.sources[: s.arguments["first"]]],
            "rateLimit": lambda s: _standing(s, context),
        },
    )


def _standing(selection: Selection, context: Context) -> dict[str, Any] | None:
    standing = context.standing
    if standing is None:
        return None
    return shaped(selection.only, {"limit": standing.quota, "remaining": standing.remaining, "resetSeconds": standing.reset_s})


region_answer = field(
    resolver=_region, graphql_type=Region | None, description="One region. Unknown or ambiguous: an error with suggestions."
)
node_answer = field(
    resolver=_node,
    graphql_type=Node | None,
    description="Any node by its global ID, as Relay asks for it; null if there is none today. For another day ask `nodes`.",
)
nodes_answer = field(
    resolver=_nodes, graphql_type=list[Node | None], description="Nodes by their global IDs, in that order; null where there is none."
)
places_answer = field(
    resolver=_places, graphql_type=list[Place], description="Type-ahead over postal codes, municipalities, Kreise and Länder."
)
directory_answer = field(resolver=_directory, graphql_type=Directory, description="Version, counts and day of the data.")
