"""Which nodes of a graph lie between the others, and between others of another group."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_AT_ONCE: Final = 32
"""Starts that are walked from together: more fills the memory, fewer leaves numpy idle."""

Pairs = Sequence[tuple[int, int]]


def betweenness(pairs: Pairs, count: int) -> NDArray[np.float64]:
    """For each of *count* nodes, numbered from 0, the mean share of shortest ways between two others that lead over it, 0 to 1.

    *pairs*: the edges, each once, no loops. Two nodes without a way between them count as 0. Brandes (2001), by breadth-first
    searches from many nodes at once. rustworkx does the same faster, but holds the interpreter all the while: everybody would wait.
    """
    between = np.zeros(count)
    if not pairs or count < 3:
        return between
    ends = np.array([*pairs, *((b, a) for a, b in pairs)], np.int64)
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    tied, first = np.unique(ends[:, 0], return_index=True)
    walk = _Walk(np.searchsorted(tied, ends[:, 1]), first, tied.size)
    total = sum((walk.over(np.arange(start, min(start + _AT_ONCE, tied.size))) for start in range(0, tied.size, _AT_ONCE)), between[tied])
    # Each pair was walked from both its ends.
    between[tied] = total / ((count - 1) * (count - 2))
    return between


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    """Nodes with edges, numbered anew: the neighbours of node n begin at `first[n]` in *far*."""

    far: NDArray[np.int64]
    first: NDArray[np.int64]
    nodes: int

    def over(self, starts: NDArray[np.int64]) -> NDArray[np.float64]:
        """For each node the shares of shortest ways from *starts* that lead over it, added up."""
        columns = np.arange(starts.size)
        depth = np.full((self.nodes, starts.size), -1, np.int32)
        ways = np.zeros((self.nodes, starts.size))
        depth[starts, columns], ways[starts, columns] = 0, 1.0
        level = 0
        while True:
            reached = self._from_neighbours(np.where(depth == level, ways, 0.0))
            new = (depth < 0) & (reached > 0)
            if not new.any():
                break
            level += 1
            ways[new], depth[new] = reached[new], level
        over = np.zeros((self.nodes, starts.size))
        for step in range(level, 1, -1):
            below = np.where(depth == step, (1.0 + over) / np.maximum(ways, 1.0), 0.0)
            over += np.where(depth == step - 1, ways * self._from_neighbours(below), 0.0)
        found: NDArray[np.float64] = over.sum(axis=1)
        return found

    def _from_neighbours(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """For each node the sum over its neighbours."""
        added: NDArray[np.float64] = np.add.reduceat(values[self.far], self.first, axis=0)
        return added


@dataclass(frozen=True, slots=True)
class Brokerage:
    """How a node stands between groups. *pairs*: of its neighbours of different groups those that aren't neighbours of each other.

    *outside*: those pairs of which neither is of the node's own group. *groups*: how many groups its neighbours are of.
    """

    pairs: int
    outside: int
    groups: int


def brokerage(pairs: Pairs, groups: Sequence[str]) -> list[Brokerage]:
    """For each node, numbered from 0, of the group in *groups*. *pairs*: the edges, each once, no loops.

    After Gould and Fernandez (1989), without direction: *outside* is their liaison, the rest their gatekeeper and representative.
    """
    around: list[set[int]] = [set() for _ in groups]
    for a, b in pairs:
        around[a].add(b)
        around[b].add(a)
    closed, closed_outside = Counter[int](), Counter[int]()
    for a, b in pairs:
        if groups[a] != groups[b]:
            few, many = sorted((around[a], around[b]), key=len)
            for node in few & many:
                closed[node] += 1
                closed_outside[node] += groups[node] not in (groups[a], groups[b])
    found = []
    for node, near in enumerate(around):
        sizes = Counter(groups[other] for other in near)
        apart, own = _mixed(sizes.values()), sizes.pop(groups[node], 0)
        found.append(Brokerage(apart - closed[node], _mixed(sizes.values()) - closed_outside[node], len(sizes) + bool(own)))
    return found


def _mixed(sizes: Iterable[int]) -> int:
    """How many pairs there are of members of different groups of these sizes."""
    listed = list(sizes)
    return (sum(listed) ** 2 - sum(size * size for size in listed)) // 2
