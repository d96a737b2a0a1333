"""Connections: pages of nodes with keyset cursors."""

from typing import Generic, TypeVar

import strawberry
from strawberry import field

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
