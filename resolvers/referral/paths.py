"""Which referral paths lead from where a person stands to the service they need; and if none does, where it breaks."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from heapq import nsmallest
from typing import Final

import numpy as np

from graph.errors import BadUserInput
from graph.fields import MOST
from graph.ties import NOT_VERIFIED, Ties
from resolvers.referral.network import MOST_STEPS, Network, Question
from resolvers.referral.question import EXPIRED, NOT_YET_VALID, Flags, Situation, asked_of
from resolvers.referral.reach import NO_TIE, NOBODY_OFFERS, Break, break_of
from resolvers.referral.search import Limits, Path, best_paths

MORE_STEPS: Final = "MORE_STEPS"

UNVERIFIED_TIE: Final = "UNVERIFIED_TIE"
"""Nobody has checked at least one tie of this path."""

SEARCH_CUT_SHORT: Final = "SEARCH_CUT_SHORT"
"""The search ended before it was sure of what follows: more paths may exist."""

IN_THREAD_ABOVE: Final = 100_000
"""Ties; smaller networks answer in about a millisecond, for which a thread doesn't pay."""


@dataclass(frozen=True, slots=True)
class FieldGoal:
    """Any actor that decides or provides *action_field* in the situation; one that only advises is passed through."""

    action_field: str


@dataclass(frozen=True, slots=True)
class ActorGoal:
    """The actor with this id, whatever it offers."""

    actor: str


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A loop-free path over `len(ties)` steps. `actors`: ids from the start to the goal; `ties`: rows of `Ties`.

    `weakest_verified_at`: ISO date on which its stalest tie was verified; None when one never was. `unchecked`: the numbers, from 1,
    of its ties that nobody has looked at or that have to be looked at again.
    """

    start: str
    actors: tuple[str, ...]
    ties: tuple[int, ...]
    weakest_verified_at: str | None
    warnings: tuple[str, ...]
    unchecked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """The hop that is missing: from the actor `after` to the actor `missing`, and every condition that fails on it.

    MORE_STEPS: a path leads on there, and has more steps than were asked for. NO_TIE: nothing leads on from `after`, the farthest
    actor reached. NOBODY_OFFERS: no actor ever offers it in this situation.
    `after` is None where the way ends at the start itself: a start that has ended or hasn't begun, or no start at all.
    """

    after: str | None
    missing: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`paths`: best first. `broken`: set when there is neither a path nor a start that is a goal itself (`already_there`).

    `cut_short`: the search ended before it was sure of what follows; every path carries the warning, too.
    """

    paths: tuple[FoundPath, ...]
    broken: Broken | None
    already_there: tuple[str, ...]
    cut_short: bool = False


class ReferralPaths:
    """The path search over the ties of one data version."""

    def __init__(self, ties: Ties, *, limits: Limits | None = None) -> None:
        """Takes a second for some million ties; *limits* are for tests."""
        self.ties = ties
        self._network = Network(ties)
        self._limits = limits or Limits()

    async def find(
        self,
        starts: Sequence[str],
        *,
        to: FieldGoal | ActorGoal,
        situation: Situation,
        as_of: date,
        max_steps: int = 5,
        first: int = 3,
        only: Collection[str] | None = None,
        checked_only: bool = False,
    ) -> Found:
        """As `search`, in a thread where the network is so large that others would have to wait."""
        search = partial(
            self.search, starts, to=to, situation=situation, as_of=as_of, max_steps=max_steps, first=first, only=only,
            checked_only=checked_only,
        )  # fmt: skip
        return search() if self.ties.to.size <= IN_THREAD_ABOVE else await asyncio.to_thread(search)

    def search(
        self,
        starts: Sequence[str],
        *,
        to: FieldGoal | ActorGoal,
        situation: Situation,
        as_of: date,
        max_steps: int = 5,
        first: int = 3,
        only: Collection[str] | None = None,
        checked_only: bool = False,
    ) -> Found:
        """The *first* best paths from any of *starts* on the day *as_of*, each over 1 to *max_steps* ties.

        Order: fewest steps; freshest by the weakest tie, never verified last; ids. A hop may be taken when its tie asks for
        nothing that the situation excludes and both its ends are there on the day. Starts that nobody may see are left out.
        *only*: ids that a path may lead to; *checked_only*: over ties alone that somebody has looked at and that aren't due for
        another look. Where one of the two is given and nothing is found, the missing hop isn't looked for.
        Raises BadUserInput for *max_steps* outside of 1 to 8 and *first* outside of 1 to 100.
        """
        if not 1 <= max_steps <= MOST_STEPS:
            raise BadUserInput(f"`maxSteps` must be between 1 and {MOST_STEPS}, not {max_steps}.", argument="maxSteps", value=max_steps)
        if not 1 <= first <= MOST:
            raise BadUserInput(f"`first` must be between 1 and {MOST}, not {first}.", argument="first", value=first)
        known = sorted({number for start in starts if (number := self.ties.number_of(start)) is not None})
        question = self._question(to, situation=situation, as_of=as_of, max_steps=max_steps, serving=self._flags(only))
        if question is None:
            return Found((), Broken(None, None, (NOBODY_OFFERS,)), ())
        question = replace(question, checked_only=checked_only)
        there = [start for start in known if not self._absence(question, start)]
        already_there = tuple(self.ties.ids[start] for start in there if question.goals[start])
        searched = [best_paths(question, start, first=first, limits=self._limits) for start in there]
        cut_short = any(cut for _, cut in searched)
        best = nsmallest(first, (path for paths, _ in searched for path in paths), key=_rank)
        found = best or already_there or cut_short or checked_only or only is not None
        broken = None if found else self._too_long(question, there) or self._broken(question, known, there=there)
        named = tuple(self._named(path, cut_short=cut_short, day=question.asked.day) for path in best)
        return Found(named, broken, already_there, cut_short)

    def _too_long(self, question: Question, starts: Sequence[int]) -> Broken | None:
        """Where the best of the paths goes on that have more steps than were asked for; None if there is none."""
        if question.max_steps == MOST_STEPS:
            return None
        longer = replace(question, max_steps=MOST_STEPS)
        paths = [path for start in starts for path in best_paths(longer, start, first=1, limits=self._limits)[0]]
        best = min(paths, key=_rank, default=None)
        if best is None:
            return None
        after, missing = best.actors[question.max_steps : question.max_steps + 2]
        return Broken(self._id(after), self._id(missing), (MORE_STEPS,))

    def _flags(self, only: Collection[str] | None) -> Flags | None:
        if only is None:
            return None
        flags = np.zeros(len(self.ties.ids), np.bool_)
        flags[[number for slug in only if (number := self.ties.number_of(slug)) is not None]] = True
        return flags

    def _question(
        self, to: FieldGoal | ActorGoal, *, situation: Situation, as_of: date, max_steps: int, serving: Flags | None
    ) -> Question | None:
        if isinstance(to, FieldGoal):
            asked = asked_of(situation, action_field=to.action_field, as_of=as_of)
            return self._network.question(asked, actor=None, max_steps=max_steps, serving=serving)
        asked = asked_of(situation, action_field=None, as_of=as_of)
        actor = self.ties.number_of(to.actor)
        return None if actor is None else self._network.question(asked, actor=actor, max_steps=max_steps, serving=serving)

    def _absence(self, question: Question, actor: int) -> tuple[str, ...]:
        day = question.asked.day
        late, over = self.ties.begin[actor] > day, self.ties.end[actor] <= day
        return tuple(reason for reason, fails in ((NOT_YET_VALID, late), (EXPIRED, over)) if fails)

    def _broken(self, question: Question, starts: Sequence[int], *, there: Sequence[int]) -> Broken:
        if there:
            worst: Break = min((break_of(question, start) for start in there), key=lambda found: found.rank)
            return Broken(self._id(worst.after), self._id(worst.missing), worst.reasons)
        if starts:
            return Broken(None, self._id(starts[0]), self._absence(question, starts[0]))
        return Broken(None, None, (NO_TIE,))

    def _named(self, path: Path, *, cut_short: bool, day: int) -> FoundPath:
        verified = None if path.weakest == NOT_VERIFIED else date.fromordinal(path.weakest).isoformat()
        warnings = ((UNVERIFIED_TIE, verified is None), (SEARCH_CUT_SHORT, cut_short))
        ids = tuple(self.ties.ids[actor] for actor in path.actors)
        checked = self.ties.checked(np.array(path.ties, np.int64), day=day)
        unchecked = tuple(number + 1 for number in np.flatnonzero(~checked).tolist())
        return FoundPath(ids[0], ids, path.ties, verified, tuple(warning for warning, applies in warnings if applies), unchecked)

    def _id(self, actor: int | None) -> str | None:
        return None if actor is None else self.ties.ids[actor]


def _rank(path: Path) -> tuple[int, int, tuple[int, ...]]:
    return len(path.ties), -path.weakest, path.actors
