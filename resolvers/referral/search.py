"""The best loop-free referral paths from one actor: fewest steps, then the freshest weakest tie, then ids."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph.conditions import DayNumbers, Numbers, Rows
from resolvers.referral.network import Question, ties_from
from resolvers.referral.question import Flags
from resolvers.referral.reach import reach_of

FOREVER: Final = np.iinfo(np.int32).max
DEAD: Final = -1
"""The bound of what no path leads on from."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one search may do for one start: paths tried before bounds are retaken, retaken bounds, and ties looked at for those."""

    tries: int = 256
    retakes: int = 500
    ties: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Path:
    """Actors and ties by their numbers, from the start to the goal. `weakest`: the day its stalest tie was verified."""

    actors: tuple[int, ...]
    ties: tuple[int, ...]
    weakest: int


@dataclass(frozen=True, slots=True, eq=False)
class Hops:
    """The hops that step i of a path may be, by near end and far end; of parallel ties the freshest.

    `worth`: the weakest day of the best way on over this hop, loops allowed, so no path is better.
    """

    near: Numbers
    far: Numbers
    verified: DayNumbers
    ties: Rows
    worth: DayNumbers

    def only(self, kept: Flags) -> "Hops":
        """These hops without the others."""
        return Hops(self.near[kept], self.far[kept], self.verified[kept], self.ties[kept], self.worth[kept])

    def of(self, actor: int) -> slice:
        """Where the hops from *actor* are."""
        # A bare int would make numpy copy the whole column to 64 bits.
        begin, end = np.searchsorted(self.near, np.array([actor, actor + 1], np.int32))
        return slice(int(begin), int(end))


Layers = list[Hops]


@dataclass(slots=True)
class Effort:
    """What a search has done so far, and whether it had to stop before it was sure of the rest."""

    limits: Limits
    tries: int = 0
    retakes: int = 0
    ties: int = 0
    cut_short: bool = False

    @property
    def spent(self) -> bool:
        """No more bounds may be retaken."""
        return self.retakes >= self.limits.retakes or self.ties > self.limits.ties


def best_paths(question: Question, start: int, *, first: int, limits: Limits) -> tuple[list[Path], bool]:
    """At most *first* paths from *start* over at least one tie, best first, and whether the search was cut short.

    What was found before a cut is right and in order; only what would follow is missing. Cost: for each length some passes
    over the ties that can be on such a path, whatever the number of paths is.
    """
    least = reach_of(question, start).least
    found: list[Path] = []
    effort = Effort(limits)
    for length in range(least or 1, question.max_steps + 1 if least else 1):
        layers = _layers(question, start, length=length)
        if layers:
            found.extend(_best_first(layers, start, first=first - len(found), effort=effort, actors=question.goals.size))
        if len(found) == first or effort.cut_short:
            break
    return found, effort.cut_short


def _layers(question: Question, start: int, *, length: int) -> Layers:
    """The hops of the paths of exactly *length* steps; empty when there is none, and still with loops in it."""
    ties = question.ties
    frontier = np.array([start], np.int32)
    layers: Layers = []
    for left in reversed(range(length)):
        near, rows = ties_from(ties, frontier)
        far = ties.to[rows]
        close = (question.goals[far] if left == 0 else question.steps[far] <= left) & (far != start)
        near, rows = near[close], rows[close]
        holds = question.holds(rows)
        near, rows = near[holds], rows[holds]
        far = ties.to[rows]
        freshest = np.ones(rows.size, np.bool_)
        freshest[1:] = (near[1:] != near[:-1]) | (far[1:] != far[:-1])
        verified = ties.verified[rows]
        layers.append(Hops(near, far, verified, rows, verified).only(freshest))
        frontier = _distinct(far, among=question.goals.size)
    return _without_known_loops(_trimmed(layers, start, actors=question.goals.size), start, actors=question.goals.size)


def _trimmed(layers: Layers, start: int, *, actors: int) -> Layers:
    """Only hops that lie on a way from *start* to a goal, with what they are worth; empty when there is none."""
    kept: Layers = []
    best = np.full(actors, FOREVER, np.int32)
    for hops in reversed(layers):
        worth = np.minimum(hops.verified, best[hops.far])
        alive = replace(hops, worth=worth).only(worth > DEAD)
        if not alive.near.size:
            return []
        begins = np.flatnonzero(np.diff(alive.near, prepend=DEAD))
        best = np.full(actors, DEAD, np.int32)
        best[alive.near[begins]] = np.maximum.reduceat(alive.worth, begins)
        kept.append(alive)
    kept.reverse()
    reached = np.zeros(actors, np.bool_)
    reached[start] = True
    for step, hops in enumerate(kept):
        kept[step] = hops.only(reached[hops.near])
        reached = np.zeros(actors, np.bool_)
        reached[kept[step].far] = True
    return kept if kept[0].near.size else []


def _without_known_loops(layers: Layers, start: int, *, actors: int) -> Layers:
    """An actor that is alone at its step is on every path, so it is struck from the other steps.

    Else the loops around a hub would be tried one by one.
    """
    struck: set[int] = set()
    while layers:
        alone = {int(hops.far[0]): step for step, hops in enumerate(layers) if (hops.far == hops.far[0]).all()}
        new = alone.keys() - struck
        if not new:
            break
        struck |= new
        for actor in new:
            layers = [hops if step == alone[actor] else hops.only(hops.far != actor) for step, hops in enumerate(layers)]
        layers = _trimmed(layers, start, actors=actors)
    return layers


def _best_first(layers: Layers, start: int, *, first: int, effort: Effort, actors: int) -> Iterator[Path]:
    """The *first* best paths through *layers*, in order: bounds never underestimate, so what is popped whole is the best left."""
    # The ids differ in every entry, so what follows them is never compared.
    heap: list[tuple[int, tuple[int, ...], Iterator[tuple[int, tuple[int, ...]]], bool]] = [(-FOREVER, (start,), iter(()), False)]
    found = 0
    while heap and found < first:
        worst, path, siblings, retaken = heapq.heappop(heap)
        for bound, sibling in siblings:
            heapq.heappush(heap, (-bound, sibling, siblings, False))
            break
        if len(path) > len(layers):
            found += 1
            yield Path(path, tuple(_tie(hops, path[step], path[step + 1]) for step, hops in enumerate(layers)), -worst)
            continue
        effort.tries += 1
        if effort.tries > effort.limits.tries and not retaken:
            if effort.spent:
                effort.cut_short = True
                return
            bound = min(-worst, _bound_without_loops(layers, path, effort=effort, actors=actors))
            if bound < -worst:
                if bound > DEAD:
                    heapq.heappush(heap, (-bound, path, iter(()), True))
                continue
        ways = _ways_on(layers[len(path) - 1], path, bound=-worst)
        for bound, longer in ways:
            heapq.heappush(heap, (-bound, longer, ways, False))
            break


def _ways_on(hops: Hops, path: tuple[int, ...], *, bound: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The next longer paths with their bounds, best first; one at a time, since a hub has thousands and few are needed."""
    here = hops.of(path[-1])
    far, worth = hops.far[here], np.minimum(hops.worth[here], bound)
    for way in np.lexsort((far, -worth)):
        actor = int(far[way])
        if actor not in path:
            yield int(worth[way]), (*path, actor)


def _bound_without_loops(layers: Layers, path: tuple[int, ...], *, effort: Effort, actors: int) -> int:
    """The bound of *path* with its own actors closed to the steps that follow; DEAD when it leads nowhere then."""
    rest = [hops.only(~np.isin(hops.far, path)) for hops in layers[len(path) - 1 :]]
    effort.retakes += 1
    effort.ties += sum(hops.near.size for hops in layers[len(path) - 1 :])
    rest = _trimmed(rest, path[-1], actors=actors)
    return int(rest[0].worth.max()) if rest else DEAD


def _tie(hops: Hops, near: int, far: int) -> int:
    here = hops.of(near)
    return int(hops.ties[here][np.searchsorted(hops.far[here], np.array([far], np.int32))[0]])


def _distinct(numbers: Numbers, *, among: int) -> Numbers:
    seen = np.zeros(among, np.bool_)
    seen[numbers] = True
    return np.flatnonzero(seen).astype(np.int32)
