"""The referral network with what searches need besides the ties: the way back, and how far each actor is from an offer."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Numbers, Rows, first_rows
from graph.grid import runs
from graph.ties import Ties
from resolvers.referral.question import Asked, Flags, days_failing, failing, none_of, terms_failing

MOST_STEPS: Final = 8
"""The longest path that may be asked for, in ties."""

FAR: Final = 127
"""The steps from an actor that no chain of ties leads on from."""

DISTANCES_KEPT: Final = 64
OFFERS_KEPT: Final = 64
"""Questions whose goals are kept: a byte an actor each."""

Steps = NDArray[np.int8]
T = TypeVar("T")


class Recent(Generic[T]):
    """What was made for the *most* keys that were asked for last; may be used by several threads at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The one for *key*. Made without the lock, so that nobody waits for another's; twice, if two ask at the same time."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


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

    Who offers something, and the distances to them, are computed when first asked for. Distances are kept by the set of actors that
    offer it: situations and days that lead to the same offices share them, and so no later question can be answered with another's.
    """

    def __init__(self, ties: Ties) -> None:
        """Sorts the ties by their far ends."""
        self.ties = ties
        order = np.argsort(ties.to, kind="stable")
        near = np.repeat(np.arange(len(ties.ids), dtype=np.int32), np.diff(ties.first))
        self._back: Numbers = near[order]
        self._first_back: Rows = first_rows(ties.to, count=len(ties.ids))
        self._distances: Recent[Steps] = Recent(DISTANCES_KEPT)
        self._offered: Recent[tuple[Flags, Steps]] = Recent(OFFERS_KEPT)

    def question(self, asked: Asked, *, actor: int | None, max_steps: int, serving: Flags | None = None) -> Question:
        """The question with its goals: *actor*, or for None every actor that decides or provides the field in this situation."""
        if actor is None:
            goals, steps = self._offered.get(asked, lambda: self._who_offers(asked))
        else:
            alone = np.array([actor], np.int32)
            goals, steps = self._there(alone, asked), self._steps_to(alone)
        return Question(self.ties, asked, max_steps, goals if serving is None else goals & serving, steps, serving)

    def _who_offers(self, asked: Asked) -> tuple[Flags, Steps]:
        """The actors that offer it on the day, and the distances to those that ever do."""
        offered_by, offers = self.ties.offered_by, self.ties.offers
        rows = np.flatnonzero(offers.fields & asked.field).astype(np.int64)
        rows = rows[none_of(terms_failing(offers, rows, asked=asked), count=rows.size)]
        today = rows[none_of(days_failing(offers.begin[rows], offers.end[rows], asked=asked), count=rows.size)]
        return self._there(offered_by[today], asked), self._steps_to(np.unique(offered_by[rows]))

    def _there(self, actors: Numbers, asked: Asked) -> Flags:
        """Those of *actors* that are there on the day."""
        flags = np.zeros(len(self.ties.ids), np.bool_)
        flags[actors] = none_of(days_failing(self.ties.begin[actors], self.ties.end[actors], asked=asked), count=actors.size)
        return flags

    def _steps_to(self, offering: Numbers) -> Steps:
        return self._distances.get(offering.tobytes(), lambda: self._search_back(offering))

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
