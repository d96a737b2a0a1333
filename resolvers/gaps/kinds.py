"""Where the network has gaps: found kind by kind, kept for a data version, shown by one statement."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Final

from graph.errors import BadUserInput
from graph.keyset import Key, cursor, decoded
from graph.network import Network
from graph.projection import FIRST, bounded_first
from graph.reader import Days, Reader
from graph.selection import Selection, node_selections, shaped
from graph.shown import Chosen, shown
from graph.vocabulary import GapKind
from resolvers.coverage.matrix import Coverage
from resolvers.gaps.contact import only_one_contact
from resolvers.gaps.declared import declared_not_recorded
from resolvers.gaps.distance import distance_deserts
from resolvers.gaps.found import found_not_recorded
from resolvers.gaps.gap import HIGH, LOW, MEDIUM, Gap, View
from resolvers.gaps.missing_tie import missing_ties
from resolvers.gaps.review import due_for_review
from resolvers.gaps.single_point import single_points
from resolvers.gaps.uncovered import uncovered
from resolvers.kept import Kept
from resolvers.network.overview import Overview, overview_of
from resolvers.places.place import Place


def _not_recorded(view: View) -> list[Gap]:
    """What programmes declare and what somebody found."""
    return [*declared_not_recorded(view), *found_not_recorded(view)]


FINDERS: Final[dict[str, Callable[[View], list[Gap]]]] = {
    GapKind.UNCOVERED.value: uncovered,
    GapKind.MISSING_TIE.value: missing_ties,
    GapKind.SINGLE_POINT_OF_FAILURE.value: single_points,
    GapKind.DISTANCE_DESERT.value: distance_deserts,
    GapKind.DECLARED_NOT_RECORDED.value: _not_recorded,
    GapKind.DUE_FOR_REVIEW.value: due_for_review,
    GapKind.ONLY_ONE_CONTACT.value: only_one_contact,
}
KINDS: Final = tuple(FINDERS)
_SEVERITIES: Final = (HIGH, MEDIUM, LOW)
_ORDER: Final = (Key("{n}.severity"), Key("{n}.kind"), Key("{n}.score", descending=True), Key("{n}.key"))

Rank = tuple[int, int, float, str]


@dataclass(frozen=True, slots=True)
class GapsQuestion:
    """Which kinds (empty for all) in which place (None: anywhere), and which part of the list."""

    within: Place | None = None
    kinds: tuple[str, ...] = ()
    first: int = FIRST
    after: str | None = None


class Gaps:
    """The gaps of one data version."""

    def __init__(self, coverage: Coverage, network: Network) -> None:
        self.coverage = coverage
        self.network = network
        self._views: Kept[View] = Kept(most=4)
        self._kept: Kept[list[Gap]] = Kept(most=8 * len(KINDS))
        self._overviews: Kept[Overview] = Kept(most=64)

    async def view(self, day: date) -> View:
        """The network on a day, made once for all who ask."""
        return await self._views.get(day, lambda: View(self.coverage, self.network, day.toordinal()))

    async def find(self, kinds: tuple[str, ...], day: date) -> list[Gap]:
        """All gaps of the *kinds*, the gravest first; made once for all who ask for the same kind and day, in a thread."""
        view = await self.view(day)
        found = [await self._kept.get((kind, day), partial(FINDERS[kind], view)) for kind in kinds]
        return await self._kept.get((kinds, day), lambda: sorted(chain.from_iterable(found), key=rank))

    async def overview(self, regions: tuple[str, ...], day: date) -> Overview:
        """The network of *regions* by kinds of actors; made once for all who ask for the same, in a thread."""
        view = await self.view(day)
        return await self._overviews.get((regions, day), lambda: overview_of(view, regions))


def rank(gap: Gap) -> Rank:
    """Where a gap stands: by severity, then kind, then the score within its kind."""
    return _SEVERITIES.index(gap.severity), KINDS.index(gap.kind), -gap.score, gap.key


async def network_gaps(
    question: GapsQuestion, selections: tuple[Selection, ...], *, gaps: Gaps, days: Days, reader: Reader
) -> dict[str, Any]:
    """A connection of gaps, the gravest first. One statement, if a region or an actor is selected. Raises `BadUserInput`."""
    bounded_first(question.first, "networkGaps")
    kinds = tuple(kind for kind in KINDS if not question.kinds or kind in question.kinds)
    past = None if question.after is None else _past(question.after)
    found = await gaps.find(kinds, days.as_of)
    if question.within is not None:
        targets = set(question.within.regions)
        found = [gap for gap in found if targets & gap.places]
    start = 0 if past is None else bisect_right(found, past, key=rank)
    page, more = found[start : start + question.first], len(found) > start + question.first
    answer = _Answer(page, selections, gaps.coverage.stakes.actors.ids)
    await answer.fetch(days, reader)
    info = {
        "hasNextPage": more,
        "hasPreviousPage": question.after is not None,
        "startCursor": _cursor(page[0]) if page else None,
        "endCursor": _cursor(page[-1]) if page else None,
    }
    return shaped(
        selections,
        {
            "nodes": lambda s: [answer.gap(s, gap) for gap in page],
            "edges": lambda s: [shaped(s.only, {"cursor": _cursor(gap), "node": lambda n, gap=gap: answer.gap(n, gap)}) for gap in page],
            "totalCount": len(found),
            "pageInfo": lambda s: shaped(s.only, info),
        },
    )


def _cursor(gap: Gap) -> str:
    severity, kind, less, key = rank(gap)
    return cursor(_ORDER, [severity, kind, -less, key])


def _past(after: str) -> Rank:
    severity, kind, score, key = decoded(after, _ORDER, "after")
    if not (isinstance(severity, int) and isinstance(kind, int) and isinstance(score, int | float) and isinstance(key, str)):
        raise BadUserInput(f"`after` is not a cursor of this list: {after!r}.", argument="after", value=after)
    return severity, kind, -score, key


class _Answer:
    """Puts together what is selected of a page of gaps."""

    def __init__(self, page: Sequence[Gap], selections: tuple[Selection, ...], ids: Sequence[str]) -> None:
        self._page = page
        self._ids = ids
        self._chosen = Chosen()
        self._regions: dict[str, dict[str, Any]] = {}
        self._actors: dict[str, dict[str, Any]] = {}
        nodes = node_selections(selections)
        for selection in (selection for node in nodes for selection in node.only):
            if selection.name == "region":
                self._chosen.region.name(selection)
                self._chosen.regions.update(gap.region for gap in page if gap.region is not None)
            elif selection.name == "actors":
                self._chosen.actor.name(selection)
                for gap in page:
                    self._chosen.actors.update(self._first(selection, gap))

    async def fetch(self, days: Days, reader: Reader) -> None:
        """Reads what is shown."""
        self._regions, self._actors = await shown(self._chosen, days=days, reader=reader)

    def gap(self, selection: Selection, gap: Gap) -> dict[str, Any]:
        """One gap."""
        return shaped(
            selection.only,
            {
                "kind": gap.kind,
                "severity": gap.severity,
                "score": gap.score,
                "region": lambda s: self._regions[gap.region][self._chosen.region.name(s)] if gap.region else None,
                "actors": lambda s: self._people(s, gap),
                "actorCount": gap.actor_count,
                "reason": lambda s: shaped(s.only, gap.reason),
                "closes": gap.closes,
            },
        )

    def _people(self, selection: Selection, gap: Gap) -> list[Any]:
        """The gap's actors, without those that were hidden meanwhile."""
        slot = self._chosen.actor.name(selection)
        return [self._actors[actor][slot] for actor in self._first(selection, gap) if actor in self._actors]

    def _first(self, selection: Selection, gap: Gap) -> list[str]:
        first = bounded_first(selection.arguments["first"], selection.key)
        return [self._ids[actor] for actor in gap.actors[:first]]
