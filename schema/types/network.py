"""Networks: alliances of actors."""

import strawberry
from strawberry import field

from schema.types.actor import Actor


@strawberry.type(description="An alliance of actors (Bündnis, Netzwerk).")
class Network(Actor):
    members: list[Actor] = field(description="Who belongs to it, at most 100 (Mitglieder).")
    coordinators: list[Actor] = field(description="Who coordinates it, at most 100 (Koordination).")
