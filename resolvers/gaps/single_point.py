"""Actors and ties that alone hold parts of the network together, and what is cut off without them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import rustworkx as rx

from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import Reason, reason

KIND: Final = GapKind.SINGLE_POINT_OF_FAILURE.value
MEDIUM_CUT_OFF: Final = 3
HIGH_CUT_OFF: Final = 10
MOST_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Cut:
    """Without *between* (an actor, or the two of a tie) what it holds together falls into *parts*.

    *rest*: how many actors the largest part has; *cut_off*: all others.
    """

    between: tuple[int, ...]
    cut_off: tuple[int, ...]
    rest: int
    parts: int


def single_points(view: View) -> list[Gap]:
    """A gap for each actor, and each only tie between two parts of several actors, that holds the network together.

    All ties that hold on the day count, whichever way they lead. Of the parts that are left the largest is the rest; what isn't in
    it is cut off. Score: how many that are.
    """
    ties = view.ties
    pairs = {(min(a, b), max(a, b)) for a, b in zip(view.network.near[ties].tolist(), view.network.far[ties].tolist(), strict=True)}
    return [_gap(view, cut) for cut in cuts(sorted(pairs))]


def cuts(pairs: Sequence[tuple[int, int]]) -> Iterator[Cut]:
    """The articulation points of the graph of distinct *pairs*, and its bridges whose ends both have other ties."""
    ids = sorted({actor for pair in pairs for actor in pair})
    number = {actor: n for n, actor in enumerate(ids)}
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(ids)
    graph.add_edges_from_no_data([(number[a], number[b]) for a, b in pairs])
    forest = _Forest(graph)
    for node in sorted(rx.articulation_points(graph)):
        yield _cut(ids, (node,), forest.sides(node))
    for a, b in sorted((min(pair), max(pair)) for pair in rx.bridges(graph)):
        if graph.degree(a) > 1 and graph.degree(b) > 1:
            yield _cut(ids, (a, b), forest.sides_of_bridge(a, b))


def _cut(ids: Sequence[int], between: tuple[int, ...], sides: list[list[int]]) -> Cut:
    # Of equally large parts the one with the lowest number is the rest.
    rest = max(sides, key=lambda side: (len(side), -min(side)))
    cut_off = sorted(node for side in sides if side is not rest for node in side)
    return Cut(tuple(ids[node] for node in between), tuple(ids[node] for node in cut_off), len(rest), len(sides))


class _Forest:
    """A graph as the tree of its blocks (parts that no single actor holds together) and actors.

    In the order of a walk, what lies below a place of the tree is a slice: so the sides of each cut are known without another search.
    """

    def __init__(self, graph: "rx.PyGraph[int, None]") -> None:
        count = graph.num_nodes()
        blocks: dict[int, set[int]] = {}
        for (a, b), block in rx.biconnected_components(graph).items():
            blocks.setdefault(block, set()).update((a, b))
        self._members = {count + block: sorted(members) for block, members in blocks.items()}
        self._around: list[list[int]] = [[] for _ in range(count)]
        for block, members in self._members.items():
            for node in members:
                self._around[node].append(block)
        self._walk: list[int] = []
        self._parent: dict[int, int] = {}
        self._begin: dict[int, int] = {}
        self._end: dict[int, int] = {}
        self._tree: dict[int, tuple[int, int]] = {}
        for root in range(count):
            if root not in self._begin:
                self._enter(root)

    def _enter(self, root: int) -> None:
        """Walks a tree; an actor takes a place in the walk, a block none."""
        start = len(self._walk)
        stack: list[tuple[int, bool]] = [(root, False)]
        self._parent[root] = -1
        while stack:
            place, left = stack.pop()
            if left:
                self._end[place] = len(self._walk)
                continue
            self._begin[place] = len(self._walk)
            is_actor = place < len(self._around)
            if is_actor:
                self._walk.append(place)
            stack.append((place, True))
            for below in self._around[place] if is_actor else self._members[place]:
                if below != self._parent[place]:
                    self._parent[below] = place
                    stack.append((below, False))
        self._tree[root] = (start, len(self._walk))
        for place in self._walk[start:]:
            self._tree[place] = (start, len(self._walk))

    def _below(self, place: int) -> list[int]:
        return self._walk[self._begin[place] : self._end[place]]

    def _beside(self, place: int) -> list[int]:
        """What is in the same tree as an actor and not below it."""
        start, end = self._tree[place]
        return [*self._walk[start : self._begin[place]], *self._walk[self._end[place] : end]]

    def sides(self, node: int) -> list[list[int]]:
        """The parts that are left without *node*."""
        below = [self._below(block) for block in self._around[node] if block != self._parent[node]]
        beside = self._beside(node)
        return [*below, beside] if beside else below

    def sides_of_bridge(self, a: int, b: int) -> list[list[int]]:
        """The two parts that are left without the tie between *a* and *b*."""
        lower = a if self._parent.get(self._parent[a]) == b else b
        return [self._below(lower), self._beside(lower)]


def _gap(view: View, cut: Cut) -> Gap:
    names = " und ".join(view.name(actor) for actor in cut.between)
    way = names if len(cut.between) == 1 else "diese Verbindung"
    return Gap(
        kind=KIND,
        key=f"{KIND}:{':'.join(view.actors.ids[actor] for actor in cut.between)}",
        severity=severity_of(len(cut.cut_off), medium=MEDIUM_CUT_OFF, high=HIGH_CUT_OFF),
        score=len(cut.cut_off),
        region=view.home(cut.between[0]),
        places=view.places_of((*cut.between, *cut.cut_off)),
        actors=(*cut.between, *cut.cut_off[:MOST_KEPT]),
        reason=_reason(view, cut, names),
        closes=f"Eine weitere Beziehung zwischen den Abgeschnittenen und dem übrigen Netz, die nicht über {way} führt.",
        actor_count=len(cut.between) + len(cut.cut_off),
    )


def _reason(view: View, cut: Cut, names: str) -> Reason:
    code = "ONLY_ACTOR_BETWEEN" if len(cut.between) == 1 else "ONLY_TIE_BETWEEN"
    what = names if len(cut.between) == 1 else f"die Verbindung zwischen {names}"
    count, named = len(cut.cut_off), view.names(cut.cut_off, count=len(cut.cut_off))
    if count <= cut.rest:
        return reason(code, f"Fällt {what} weg, sind vom übrigen Netz ({cut.rest} Akteure) abgeschnitten ({count}): {named}.")
    return reason(
        code,
        f"Fällt {what} weg, zerfällt das Netz in {cut.parts} Teile, der größte hat {cut.rest} Akteure. Nicht in ihm ({count}): {named}.",
    )
