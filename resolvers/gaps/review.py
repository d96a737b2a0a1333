"""Actors and ties that should be looked at again, by the referral paths that depend on them."""

from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import reason

KIND: Final = GapKind.DUE_FOR_REVIEW.value
MEDIUM_PATHS: Final = 10
HIGH_PATHS: Final = 100

Counts = NDArray[np.int64]


def due_for_review(view: View) -> list[Gap]:
    """A gap for each actor or tie whose review is due. Score: the referral paths of one or two ties that start, pass or end there.

    Ties that hold on the day count, whatever the situation; parallel ones once; no path returns to its start.
    """
    network, ties = view.network, view.ties
    paths = PathCounts(network.near[ties[network.leading[ties]]], network.far[ties[network.leading[ties]]], len(view.actors.ids))
    due = np.flatnonzero(view.here & (network.reviews <= view.day))
    gaps = [_gap(view, (int(actor),), int(network.reviews[actor]), int(paths.over_actor[actor])) for actor in due]
    reviewed: dict[tuple[int, int], tuple[int, bool]] = {}
    for tie in ties[network.review[ties] <= view.day].tolist():
        ends = int(network.near[tie]), int(network.far[tie])
        day, leading = reviewed.get(ends, (int(network.review[tie]), False))
        reviewed[ends] = min(day, int(network.review[tie])), leading or bool(network.leading[tie])
    gaps += (_gap(view, ends, day, paths.over_tie(*ends) if leads else 0) for ends, (day, leads) in sorted(reviewed.items()))
    return gaps


class PathCounts:
    """How many loop-free paths of one or two ties go over each actor and tie of a network, *near* to *far*."""

    def __init__(self, near: NDArray[np.int32], far: NDArray[np.int32], actors: int) -> None:
        self._actors = max(actors, 1)
        self._pairs = np.unique(near.astype(np.int64) * self._actors + far)
        one, other = np.divmod(self._pairs, self._actors)
        mutual = np.isin(other * self._actors + one, self._pairs)
        out, into = np.bincount(one, minlength=actors), np.bincount(other, minlength=actors)
        back = np.bincount(one[mutual], minlength=actors)
        started = np.bincount(one, weights=out[other], minlength=actors).astype(np.int64) - back
        ended = np.bincount(other, weights=into[one], minlength=actors).astype(np.int64) - back
        self.over_actor: Counts = out + into + out * into - back + started + ended
        self._out, self._into = out, into

    def over_tie(self, near: int, far: int) -> int:
        """The paths over a tie: itself, those that it begins and those that it ends."""
        at = np.searchsorted(self._pairs, far * self._actors + near)
        mutual = bool(at < self._pairs.size and self._pairs[at] == far * self._actors + near)
        return 1 + int(self._out[far]) + int(self._into[near]) - 2 * mutual


def _gap(view: View, actors: tuple[int, ...], due: int, paths: int) -> Gap:
    names = " → ".join(view.name(actor) for actor in actors)
    what = "Die Angaben zu" if len(actors) == 1 else "Die Beziehung"
    return Gap(
        kind=KIND,
        key=f"{KIND}:{':'.join(view.actors.ids[actor] for actor in actors)}",
        severity=severity_of(paths, medium=MEDIUM_PATHS, high=HIGH_PATHS),
        score=paths,
        region=view.home(actors[0]),
        places=view.places_of(actors),
        actors=actors,
        reason=reason(
            "REVIEW_OVERDUE",
            f"{what} {names} sollte{'n' if len(actors) == 1 else ''} seit {date.fromordinal(due).isoformat()} geprüft werden. "
            f"{paths} kurze Verweisungswege hängen davon ab.",
        ),
        closes="Die Quelle ansehen und den Tag der Prüfung eintragen.",
        actor_count=len(actors),
    )
