"""How far a question leads from an actor, and where it breaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.conditions import Numbers, Rows
from resolvers.referral.network import FAR, Question, Steps, ties_from
from resolvers.referral.question import Flags, days_failing, failing, none_of, terms_failing

NO_TIE: Final = "NO_TIE"
NOBODY_OFFERS: Final = "NOBODY_OFFERS"


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The ties from the actors that are reached in i steps and no fewer, to actors near enough to an offer."""

    near: Numbers
    rows: Rows
    holds: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """`depth`: the fewest steps to each actor (FAR: not reached). `least`: the fewest to a goal; None when none is reached."""

    depth: Steps
    levels: tuple[Level, ...]
    least: int | None


@dataclass(frozen=True, slots=True)
class Break:
    """Where the paths from a start end: behind `after`, for want of `missing`. Numbers of actors. `rank`: the likeliest first."""

    rank: tuple[int, ...]
    after: int | None
    missing: int | None
    reasons: tuple[str, ...]


def reach_of(question: Question, start: int) -> Reach:
    """Breadth-first from *start*, never to where the steps left don't suffice, until a goal is reached."""
    ties = question.ties
    depth: Steps = np.full(question.goals.size, FAR, np.int8)
    depth[start] = 0
    levels: list[Level] = []
    frontier = np.array([start], np.int32)
    for step in range(1, question.max_steps + 1):
        near, rows = ties_from(ties, frontier)
        close = question.steps[ties.to[rows]] <= question.max_steps - step
        near, rows = near[close], rows[close]
        holds = question.holds(rows)
        levels.append(Level(near, rows, holds))
        far = ties.to[rows[holds]]
        far = far[depth[far] == FAR]
        depth[far] = step
        if question.goals[far].any():
            return Reach(depth, tuple(levels), step)
        if not far.size:
            break
        frontier = np.flatnonzero(depth == step).astype(np.int32)
    return Reach(depth, tuple(levels), None)


def break_of(question: Question, start: int) -> Break:
    """Why no path leads from *start* to a goal, which must be so: the broken hop nearest to an offer, then to the start, then by ids."""
    if not (question.steps == 0).any():
        return Break((2,), None, None, (NOBODY_OFFERS,))
    reach = reach_of(question, start)
    broken = min(_broken(question, reach), default=None)
    if broken is not None:
        _, depth, after, missing = broken
        return Break((0, *broken), after, missing, _reasons(question, reach.levels[depth], after=after, missing=missing))
    deepest = int(reach.depth[reach.depth < FAR].max())
    after = int(np.flatnonzero(reach.depth == deepest)[0])
    return Break((1, -deepest, after), after, None, (NO_TIE,))


def _broken(question: Question, reach: Reach) -> Iterator[tuple[int, int, int, int]]:
    """For each level its best broken hop: steps from there to an offer, steps from the start, near end, far end."""
    for step, level in enumerate(reach.levels):
        far = question.ties.to[level.rows]
        away = question.steps[far]
        # A way that holds and ends at an offer that doesn't on this day breaks there, too: no goal is reached at all.
        breaks = np.where(level.holds, (away == 0) & (reach.depth[far] == step + 1), reach.depth[far] > step + 1)
        if breaks.any():
            near, far, away = level.near[breaks], far[breaks], away[breaks]
            best = np.lexsort((far, near, away))[0]
            yield int(away[best]), step, int(near[best]), int(far[best])


def _reasons(question: Question, level: Level, *, after: int, missing: int) -> tuple[str, ...]:
    """What fails on the hop; of parallel ties on the one where the least does."""
    ties, asked = question.ties, question.asked
    between = (level.near == after) & (ties.to[level.rows] == missing)
    if (between & level.holds).any():
        offers = np.flatnonzero(ties.offered_by == missing).astype(np.int64)
        offers = offers[none_of(terms_failing(ties.offers, offers, asked=asked), count=offers.size)]
        return _fewest(days_failing(ties.offers.begin[offers], ties.offers.end[offers], asked=asked), count=offers.size)
    here = np.full(int(between.sum()), missing, np.int32)
    gone = dict(days_failing(ties.begin[here], ties.end[here], asked=asked))
    fails = ((reason, excludes | gone.get(reason, False)) for reason, excludes in failing(ties.ties, level.rows[between], asked=asked))
    return _fewest(fails, count=here.size)


def _fewest(excluded: Iterator[tuple[str, Flags]], *, count: int) -> tuple[str, ...]:
    named = list(excluded)
    each = [tuple(order for order, (_, excludes) in enumerate(named) if excludes[row]) for row in range(count)]
    return tuple(named[order][0] for order in min(each, key=lambda reasons: (len(reasons), reasons)))
