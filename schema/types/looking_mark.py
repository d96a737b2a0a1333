"""Who looked for actors of a field in a region, and found somebody or nobody."""

import strawberry
from strawberry import field

from graph.vocabulary import ActionField, LookResult
from schema.types.node import Node, Provenance
from schema.types.region import Region


@strawberry.type(
    description="Somebody looked for actors of some fields in a region (Suchvermerk). Where nobody covers a field, the latest one decides "
    "whether that is a gap."
)
class LookingMark(Node):
    region: Region | None = field(description="Where; it holds for all inside it.")
    action_fields: list[ActionField] = field(description="For which fields.")
    found: LookResult = field(description="Whether there is somebody.")
    note: str | None = field(description="Who or what was found, or where was looked, in German.")
    provenance: Provenance = field(description="Where this is known from. `verifiedAt` is the day on which somebody looked.")
