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


@strawberry.type(description="A page of a list.")
class Connection(Generic[NodeT]):
    edges: list[Edge[NodeT]] = field(description="The nodes with their cursors.")
    nodes: list[NodeT] = field(description="The nodes alone.")
    total_count: int = field(description="How many nodes the whole list has. Only counted if selected.")
    page_info: PageInfo = field(description="Where the page stands in the list.")


@strawberry.type(description="How many nodes of a list have a value.")
class FacetValue:
    value: str = field(description="The value: an enum's name, or a region's key.")
    label: str | None = field(description="What to show people, where the value isn't an enum's.")
    count: int = field(description="How many nodes of the whole list have it.")


@strawberry.type(description="Counts of a list by value, most frequent first. Only made if selected.")
class Facets:
    type: list[FacetValue] = field(description="By type of organization, or by kind where a node isn't one.")
    action_field: list[FacetValue] = field(description="By field; a node with several counts in each.")
    land: list[FacetValue] = field(description="By Land of a location; nodes without a location are in none.")


@strawberry.type(description="A page of a list of actors.")
class ActorsConnection(Connection[NodeT], Generic[NodeT]):
    facets: Facets = field(description="Counts of the whole list by value.")


class ConnectionNames(NameConverter):
    """Every list of a type is called `TypeConnection`, with facets or without."""

    def from_generic(self, generic_type: Any, types: Any) -> str:
        """`ProjectConnection` for an `ActorsConnection[Project]`."""
        return super().from_generic(generic_type, types).replace("ActorsConnection", "Connection")
