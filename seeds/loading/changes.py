"""What must be added, changed and removed, so that the database holds a graph."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from seeds.loading.expand import EdgeRow, Graph, NodeRow


class NodeKey(NamedTuple):
    """What identifies a node."""

    label: str
    id: str


class EdgeKey(NamedTuple):
    """What identifies a relationship; *id* tells those apart that join the same two nodes."""

    type: str
    start: NodeKey
    end: NodeKey
    id: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds of a dataset: digests by key, and each node's type (the name that tells its labels)."""

    nodes: dict[NodeKey, str] = field(default_factory=dict)
    types: dict[NodeKey, str] = field(default_factory=dict)
    edges: dict[EdgeKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write, in the order: removed, then nodes, then edges. *unchanged* counts nodes and edges."""

    removed_edges: list[EdgeKey]
    removed_nodes: list[NodeKey]
    added_nodes: list[NodeRow]
    changed_nodes: list[NodeRow]
    added_edges: list[EdgeRow]
    changed_edges: list[EdgeRow]
    unchanged: int

    @property
    def added(self) -> int:
        """How many nodes and edges are new."""
        return len(self.added_nodes) + len(self.added_edges)

    @property
    def changed(self) -> int:
        """How many nodes and edges hold something else than before."""
        return len(self.changed_nodes) + len(self.changed_edges)

    @property
    def removed(self) -> int:
        """How many nodes and edges go."""
        return len(self.removed_nodes) + len(self.removed_edges)

    @property
    def steps(self) -> int:
        """How many nodes and edges must be written."""
        return self.added + self.changed + self.removed


def changes(graph: Graph, stored: Stored) -> Changes:
    """The difference from *stored* to *graph*. A node whose type changes is made anew, with its edges."""
    nodes = {NodeKey(node.label, node.id): node for node in graph.nodes}
    edges = {edge_key(edge): edge for edge in graph.edges}
    retyped = {key for key, node in nodes.items() if key in stored.types and stored.types[key] != node.properties["typeName"]}
    known_nodes = {key: digest for key, digest in stored.nodes.items() if key not in retyped}
    known_edges = {key: digest for key, digest in stored.edges.items() if not retyped or not retyped & {key.start, key.end}}
    added_nodes, changed_nodes = _sorted_out(nodes, known_nodes)
    added_edges, changed_edges = _sorted_out(edges, known_edges)
    gone = [key for key in stored.nodes if key not in nodes]
    return Changes(
        removed_edges=[key for key in stored.edges if key not in edges],
        removed_nodes=[*gone, *sorted(retyped)],
        added_nodes=added_nodes,
        changed_nodes=changed_nodes,
        added_edges=added_edges,
        changed_edges=changed_edges,
        unchanged=len(nodes) + len(edges) - len(added_nodes) - len(changed_nodes) - len(added_edges) - len(changed_edges),
    )


def edge_key(edge: EdgeRow) -> EdgeKey:
    """What identifies *edge*."""
    return EdgeKey(edge.type, NodeKey(edge.start_label, edge.start), NodeKey(edge.end_label, edge.end), edge.id)


def _sorted_out(rows: dict[Any, Any], known: dict[Any, str]) -> tuple[list[Any], list[Any]]:
    added = [row for key, row in rows.items() if key not in known]
    changed = [row for key, row in rows.items() if key in known and known[key] != row.properties.get("digest", "")]
    return added, changed
