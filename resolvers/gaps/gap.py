"""A gap, and the view of the network on a day in which gaps are looked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.network import Network
from graph.vocabulary import Severity
from resolvers.coverage.matrix import Coverage, Parts
from resolvers.reasons import Reason
from resolvers.terms import FIELDS, MASKS

HIGH: Final[str] = Severity.HIGH.value
MEDIUM: Final[str] = Severity.MEDIUM.value
LOW: Final[str] = Severity.LOW.value
NAMED: Final = 5
"""How many actors a sentence names."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing. *score*: how much by the measure of its kind, more is worse. *actors*: numbers; *actor_count*, if there are more.

    *key* tells it apart from all others. *places*: keys of the regions in which it lies, however large; *region* is the one to show.
    """

    kind: str
    key: str
    severity: str
    score: float
    region: str | None
    places: frozenset[str]
    actors: tuple[int, ...]
    reason: Reason
    closes: str
    actor_count: int


def severity_of(score: float, *, medium: float, high: float) -> str:
    """The severity of a score that reaches these marks."""
    if score >= high:
        return HIGH
    return MEDIUM if score >= medium else LOW


class View:
    """The network of one data version on one *day* (a number)."""

    def __init__(self, coverage: Coverage, network: Network, day: int) -> None:
        self.coverage = coverage
        self.network = network
        self.day = day
        self.actors = coverage.stakes.actors
        self.gazetteer = coverage.gazetteer
        self.kreise = coverage.kreise
        self.here: NDArray[np.bool_] = self.actors.here(day)
        self._places: dict[int, frozenset[str]] = {}
        self._above: dict[str, tuple[str, ...]] = {}

    @cached_property
    def parts(self) -> Parts:
        """Who answers in each Kreis."""
        return self.coverage.parts(self.kreise, self.day)

    @cached_property
    def ties(self) -> NDArray[np.int64]:
        """The ties that hold."""
        return self.network.ties_on(self.day, self.actors)

    @cached_property
    def sole(self) -> NDArray[np.int64]:
        """For each actor how many cells (a field in a Kreis) nobody else covers."""
        counts = np.zeros(len(self.actors.ids), np.int64)
        for leaf in range(len(self.kreise)):
            rows = self.parts.of(leaf)
            for field in FIELDS:
                covering = self.parts.actor[rows][(self.parts.provides[rows] & MASKS[field]) != 0]
                if covering.size == 1:
                    counts[covering[0]] += 1
        return counts

    @cached_property
    def _reached(self) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """For each actor the regions of its seats and of its parts."""
        stakes = self.coverage.stakes
        both: tuple[dict[int, list[str]], dict[int, list[str]]] = ({}, {})
        for found, reach in zip(both, (stakes.seats, stakes.parts), strict=True):
            for row in reach.on(self.day, self.actors):
                found.setdefault(int(reach.actor[row]), []).append(stakes.regions[reach.region[row]])
        return both

    def above(self, key: str) -> tuple[str, ...]:
        """A region and all above it, the most specific first."""
        if key not in self._above:
            self._above[key] = self.gazetteer.ancestors(key)
        return self._above[key]

    def places(self, actor: int) -> frozenset[str]:
        """The regions in which an actor sits or answers, and all above them."""
        if actor not in self._places:
            seats, parts = self._reached
            keys = {*seats.get(actor, ()), *parts.get(actor, ())}
            # A district is part of no Land, but its Kreise are.
            districts = [key for key in keys if not key.isdigit() and key != "DE"]
            keys.update(kreis for key in districts for kreis in self.coverage.leaves(key))
            self._places[actor] = frozenset(above for key in keys for above in self.above(key))
        return self._places[actor]

    def places_of(self, actors: Iterable[int]) -> frozenset[str]:
        """The regions of several actors."""
        return frozenset().union(*(self.places(actor) for actor in actors))

    def home(self, actor: int) -> str | None:
        """The Kreis in which an actor sits, else a region in which it answers; None if neither is recorded."""
        seats, parts = self._reached
        for key in sorted(seats.get(actor, ())):
            kreis = next((above for above in self.above(key) if self.gazetteer.region(above).level == "KREIS"), None)
            if kreis is not None:
                return kreis
        return min(parts.get(actor, ()), default=None)

    def name(self, actor: int) -> str:
        """The actor's name."""
        return self.actors.names[actor]

    def names(self, actors: Iterable[int], *, count: int) -> str:
        """The first of *count* actors by name, for a sentence."""
        named = [self.name(actor) for actor in actors][:NAMED]
        more = count - len(named)
        return ", ".join(named) + (f" und {more} weitere" if more > 0 else "")
