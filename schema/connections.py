"""Connections: pages of nodes with keyset cursors."""

from typing import Any, Generic, TypeVar

import strawberry
from strawberry import field
from strawberry.schema.name_converter import NameConverter

from schema.types.node import PageInfo

NodeT = TypeVar("NodeT")


@strawberry.type(description="A node in its place in the list.")
class Edge(Generic[NodeT]):
    cursor: str = field(description="Opaque position, for `after` and `before`.")
    node: NodeT = field(description="The node.")


@strawberry.type(description="How many nodes of a list have a value.")
class FacetValue:
    value: str = field(description="The value: an enum's name, or a region's key.")
    label: str | None = field(description="What to show people, where the value isn't an enum's.")
    count: int = field(description="How many nodes of the whole list have it.")


@strawberry.type(description="Counts of a list by value, most frequent first. Only made if selected.")
class Facets:
    type: list[FacetValue] = field(
        description="By type of organization, function of a contact or level of a region; by kind of node where it is none of these."
    )
    action_field: list[FacetValue] = field(
        description="By field, a contact by its actor's; a node with several counts in each. Empty for what has no fields."
    )
    land: list[FacetValue] = field(description="By Land of a location, a contact by its actor's; nodes without a location are in none.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[NodeT]):
    edges: list[Edge[NodeT]] = field(description="The nodes with their cursors.")
    nodes: list[NodeT] = field(description="The nodes alone.")
    total_count: int = field(description="How many nodes the whole list has. Only counted if selected.")
    facets: Facets = field(description="Counts of the whole list by value. Only made if selected.")
    page_info: PageInfo = field(description="Where the page stands in the list.")


@strawberry.type(description="A node in its place in a list of what has places.")
class LocatedEdge(Edge[NodeT], Generic[NodeT]):
    distance_km: float | None = field(
        description="How far its nearest place is from `near`: geodesic on WGS 84 in km, to 10 m. Null without either."
    )


@strawberry.type(description="A page of a list of what has places.")
class LocatedConnection(Generic[NodeT]):
    edges: list[LocatedEdge[NodeT]] = field(description="The nodes with their cursors and distances.")
    nodes: list[NodeT] = field(description="The nodes alone.")
    total_count: int = field(description="How many nodes the whole list has. Only counted if selected.")
    facets: Facets = field(description="Counts of the whole list by value. Only made if selected.")
    page_info: PageInfo = field(description="Where the page stands in the list.")


class ConnectionNames(NameConverter):
    """Every list of a type is called `TypeConnection`, and its edges `TypeEdge`, with distances or without."""

    def from_generic(self, generic_type: Any, types: Any) -> str:
        """`ProjectConnection` for a `LocatedConnection[Project]`."""
        return super().from_generic(generic_type, types).replace("LocatedConnection", "Connection").replace("LocatedEdge", "Edge")
