"""Who looked last: which looking mark decides on a field in a place."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from graph.coverage import Mark
from resolvers.terms import MASKS

Looks = dict[tuple[int, int], Mark]
"""For the number of a place and the mask of a field the mark that decides; none where nobody looked."""

_ALL: Final = tuple(MASKS.values())


def looks_in(marks: Iterable[Mark], places: Sequence[str], *, day: int, above: Callable[[str], Iterable[str]]) -> Looks:
    """Of the marks on each of *places*, or on a region *above* it (itself included), the latest; of one day one that found somebody."""
    stated: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.counts(day):
            stated[mark.region].append(mark)
    looks: Looks = {}
    for n, place in enumerate(places) if stated else ():
        for mark in (mark for key in above(place) for mark in stated.get(key, ())):
            for field in _ALL:
                known = looks.get((n, field))
                if mark.fields & field and (known is None or (mark.day, mark.found) > (known.day, known.found)):
                    looks[n, field] = mark
    return looks
