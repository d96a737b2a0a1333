"""The referral network with what searches need besides the ties: the way back, and how far each actor is from an offer."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Numbers, Rows
from graph.grid import runs
from graph.ties import Ties
from resolvers.referral.question import Asked, Flags, days_failing, failing, none_of, terms_failing

MOST_STEPS: Final = 8
"""The longest path that may be asked for, in ties."""

FAR: Final = 127
"""The steps from an actor that no chain of ties leads on from."""

DISTANCES_KEPT: Final = 64

Steps = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question to a network. `goals` offer it on the day; `steps` are the fewest ties from each actor to one that ever
    offers it, all conditions ignored: never more than a path from there takes. `serving`: the only actors a path may lead to.
    `checked_only`: no tie that nobody has looked at, or that is due for another look.
    """

    ties: Ties
    asked: Asked
    max_steps: int
    goals: Flags
    steps: Steps
    serving: Flags | None = None
    checked_only: bool = False

    def holds(self, rows: Rows) -> Flags:
        """Which ties may be taken, and lead to an actor that is there on the day."""
        far = self.ties.to[rows]
        open_ = none_of(failing(self.ties.ties, rows, asked=self.asked), count=rows.size)
        open_ &= none_of(days_failing(self.ties.begin[far], self.ties.end[far], asked=self.asked), count=rows.size)
        if self.checked_only:
            open_ &= self.ties.checked(rows, day=self.asked.day)
        return open_ if self.serving is None else open_ & self.serving[far]


class Network:
    """The ties of one data version, ready to be searched, from several threads at once.

    Distances to an offer are computed when first asked for, and kept by the set of actors that offer it: situations and
    days that lead to the same offices share them, and so no later question can be answered with another's.
    """

    def __init__(self, ties: Ties) -> None:
        """Sorts the ties by their far ends."""
        self.ties = ties
        order = np.argsort(ties.to, kind="stable")
        near = np.repeat(np.arange(len(ties.ids), dtype=np.int32), np.diff(ties.first))
        self._back: Numbers = near[order]
        self._first_back: Rows = np.concatenate(([0], np.cumsum(np.bincount(ties.to, minlength=len(ties.ids))))).astype(np.int64)
        self._distances: OrderedDict[bytes, Steps] = OrderedDict()
        self._lock = Lock()

    def question(self, asked: Asked, *, actor: int | None, max_steps: int, serving: Flags | None = None) -> Question:
        """The question with its goals: *actor*, or for None every actor that decides or provides the field in this situation."""
        goals = np.zeros(len(self.ties.ids), np.bool_)
        if actor is None:
            offered_by, offers = self.ties.offered_by, self.ties.offers
            rows = np.flatnonzero(offers.fields & asked.field).astype(np.int64)
            rows = rows[none_of(terms_failing(offers, rows, asked=asked), count=rows.size)]
            ever = np.unique(offered_by[rows])
            goals[offered_by[rows[none_of(days_failing(offers.begin[rows], offers.end[rows], asked=asked), count=rows.size)]]] = True
        else:
            ever = np.array([actor], np.int32)
            goals[ever] = True
        goals[ever] &= none_of(days_failing(self.ties.begin[ever], self.ties.end[ever], asked=asked), count=ever.size)
        if serving is not None:
            goals &= serving
        return Question(self.ties, asked, max_steps, goals, self._steps_to(ever), serving)

    def _steps_to(self, offering: Numbers) -> Steps:
        key = offering.tobytes()
        with self._lock:
            known = self._distances.get(key)
            if known is not None:
                self._distances.move_to_end(key)
                return known
        steps = self._search_back(offering)
        with self._lock:
            self._distances[key] = steps
            while len(self._distances) > DISTANCES_KEPT:
                self._distances.popitem(last=False)
        return steps

    def _search_back(self, offering: Numbers) -> Steps:
        steps: Steps = np.full(len(self.ties.ids), FAR, np.int8)
        steps[offering] = 0
        frontier = offering
        for away in range(1, MOST_STEPS + 1):
            near = self._back[_rows_of(self._first_back, frontier)]
            steps[near[steps[near] == FAR]] = away
            frontier = np.flatnonzero(steps == away).astype(np.int32)
            if not frontier.size:
                break
        return steps


def ties_from(ties: Ties, actors: Numbers) -> tuple[Numbers, Rows]:
    """The ties from *actors*, in their order: for each its near end and its row."""
    return np.repeat(actors, ties.first[actors + 1] - ties.first[actors]), _rows_of(ties.first, actors)


def _rows_of(first: Rows, actors: Numbers) -> Rows:
    begin = first[actors]
    return runs(begin, first[actors + 1] - begin)
