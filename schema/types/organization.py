"""Organizations: bodies with an office."""

import strawberry
from strawberry import field

from graph.vocabulary import OrganizationType
from schema.types.actor import Actor


@strawberry.type(description="A body with an office: chamber, authority, association, provider (Organisation).")
class Organization(Actor):
    type: OrganizationType = field(description="What it is.")
    external_ids: list[str] = field(description="Its keys in other registers, as `register:key`.")
    carriers: list[Actor] = field(description="Who runs it, at most 100 (Träger).")
    successors: list[Actor] = field(description="Who has taken over from it, at most 100 (Nachfolger).")
