"""Regions, from the country down to the municipality, and the districts of chambers and agencies."""

from typing import Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ActionField, OrganizationType, RegionLevel
from schema.types.actor import Actor
from schema.types.arguments import First
from schema.types.node import Node
from schema.types.responsibility import Responsibility

Fields = Annotated[list[ActionField] | None, strawberry.argument(description="Only with one of these fields.")]


@strawberry.type(description="A region (Gebiet).")
class Region(Node):
    key: str = field(description="Official key: AGS of 2, 3, 5 or 8 digits; DE; or the key of a district.")
    level: RegionLevel = field(description="Which level it is on.")
    name: str = field(description="Name without its kind, as in “Celle”.")
    label: str = field(description="Name as people say it, as in “Landkreis Celle”.")
    type: str | None = field(description="Official kind, in German.")
    nuts: str | None = field(description="NUTS code of 2016, where there is one.")
    population: int | None = field(description="Inhabitants on 2018-12-31.")
    area_km2: float | None = field(description="Area in km².")
    lat: float | None = field(description="WGS 84, degrees north, of its main place.")
    lon: float | None = field(description="WGS 84, degrees east, of its main place.")
    parent: "Region | None" = field(description="The region above.")
    districts: list["Region"] = field(description="Districts of chambers and agencies that it belongs to.")

    @field(description="The regions below, by key.")
    def children(
        self, first: First = None, level: Annotated[RegionLevel | None, strawberry.argument(description="Only this level.")] = None
    ) -> list["Region"]: ...

    @field(description="Actors that are active here, by name; not those of the regions above or below.")
    def actors(
        self,
        first: First = None,
        types: Annotated[list[OrganizationType] | None, strawberry.argument(description="Only organizations of these types.")] = None,
        action_fields: Fields = None,
    ) -> list[Actor]: ...

    @field(description="What holds here: stated for this region or for any above it.")
    def responsibilities(self, first: First = None, action_fields: Fields = None) -> list[Responsibility]: ...
