"""Which fields are covered in which regions, by whom, and where nobody has looked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Numbers, first_rows, mask_of
from graph.coverage import Stakes
from graph.errors import BadUserInput
from graph.gazetteer import RegionEntry
from graph.vocabulary import CoverageStatus, OccupationGroup
from resolvers.coverage.looks import Looks, looks_in
from resolvers.coverage.seats import Seat, Seats
from resolvers.kept import Kept
from resolvers.places.gazetteer import Gazetteer
from resolvers.places.place import Place
from resolvers.terms import FIELDS, MASKS

COVERED: Final = CoverageStatus.COVERED.value
COVERED_FROM_OUTSIDE: Final = CoverageStatus.COVERED_FROM_OUTSIDE.value
ABSENT: Final = CoverageStatus.ABSENT.value
UNKNOWN: Final = CoverageStatus.UNKNOWN.value
_BEST_FIRST: Final = (COVERED, COVERED_FROM_OUTSIDE, UNKNOWN, ABSENT)
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A region and a field. `actors` and `advisers` are numbers, those that are seated in the region first.

    `looked`: the last day on which somebody checked it, as a number; 0 if nobody did.
    """

    region: str
    field: str
    status: str
    actors: tuple[int, ...]
    advisers: tuple[int, ...]
    looked: int


@dataclass(frozen=True, slots=True)
class Question:
    """Rows by key, columns, whose part counts (types; none for all), on which day, for which occupation group (None: for any)."""

    rows: tuple[str, ...]
    fields: tuple[str, ...]
    types: tuple[str, ...]
    day: date
    group: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Who answers where on a day: a row for each actor and leaf (a Kreis or municipality), by leaf and actor.

    `provides`, `advises`: masks of fields. `verified`: for each of all fields the last day on which somebody checked that the actor
    decides or provides it there; 0 if nobody did.
    """

    first: NDArray[np.int64]
    actor: Numbers
    provides: NDArray[np.uint32]
    advises: NDArray[np.uint32]
    verified: NDArray[np.int32]

    def of(self, leaf: int) -> slice:
        """The rows of a leaf."""
        return slice(int(self.first[leaf]), int(self.first[leaf + 1]))


class Coverage:
    """The coverage of one data version."""

    def __init__(self, stakes: Stakes, gazetteer: Gazetteer) -> None:
        self.stakes = stakes
        self.gazetteer = gazetteer
        self.kreise = tuple(gazetteer.keys("KREIS"))
        self._above = {key: gazetteer.ancestors(key) for key in self.kreise}
        self._kept: Kept[list[Cell]] = Kept(most=64)
        self._nearest: Kept[list[Seat | None]] = Kept(most=64)

    async def cells(self, question: Question) -> list[Cell]:
        """The cells of *question*, row by row; made once for all who ask the same of this version."""
        return await self._kept.get(question, lambda: self.made(question))

    async def nearest(self, question: Question) -> list[Seat | None]:
        """For each cell of *question* the location of one who covers it that is nearest to the region's main place."""
        cells = await self.cells(question)
        return await self._nearest.get(question, lambda: self._seats_near(question, cells))

    def _seats_near(self, question: Question, cells: Sequence[Cell]) -> list[Seat | None]:
        seats = Seats(self.stakes, question.day.toordinal())
        by_region = groupby(cells, key=lambda cell: cell.region)
        return [seat for key, row in by_region for seat in self._near(self.gazetteer.region(key), row, seats)]

    @staticmethod
    def _near(region: RegionEntry, row: Iterable[Cell], seats: Seats) -> list[Seat | None]:
        if region.lat is None or region.lon is None:
            return [None for _ in row]
        away = seats.away(region.lat, region.lon)
        found: list[Seat | None] = []
        for cell in row:
            nearest = min(cell.actors, key=lambda actor: (float(away[actor]), actor), default=None)
            known = nearest is not None and bool(np.isfinite(away[nearest]))
            found.append(seats.of(nearest, region.lat, region.lon) if known and nearest is not None else None)
        return found

    def made(self, question: Question) -> list[Cell]:
        """As `cells`, in this thread."""
        leaves = {row: self.leaves(row) for row in question.rows}
        keys = tuple(dict.fromkeys(leaf for some in leaves.values() for leaf in some))
        number = {key: n for n, key in enumerate(keys)}
        day = question.day.toordinal()
        parts, inside = self.parts(keys, day, group=question.group), self._inside(day)
        sheet = _Sheet(parts, inside, self.looks(keys, day), self._counted(question.types))
        return [cell for row in question.rows for cell in _row_of(row, [number[leaf] for leaf in leaves[row]], question.fields, sheet)]

    def kreise_in(self, place: Place) -> tuple[str, ...]:
        """The Kreise of a region, or those that a place lies in, by key."""
        inside = tuple(key for key in self.kreise if place.region_key in self._above[key]) if place.region_key else ()
        return inside or tuple(sorted(place.kreise))

    def rows(self, within: Place, level: str) -> tuple[str, ...]:
        """Keys of the regions of a level in a place, in order; districts that reach beyond it are whole. Raises `BadUserInput`."""
        kreise = self.kreise_in(within)
        if level != "MUNICIPALITY":
            above = {key for kreis in kreise for key in self._above[kreis]}
            keys = tuple(key for key in self.gazetteer.keys(level) if key in above)
        elif within.region_key is not None and self.gazetteer.region(within.region_key).level == level:
            keys = (within.region_key,)
        else:
            keys = tuple(key for key in self.gazetteer.keys(level) if self.gazetteer.region(key).parent in kreise)
        if len(keys) > MOST_ROWS:
            raise BadUserInput(
                f"{within.label} has {len(keys)} regions of this level; at most {MOST_ROWS} are shown.", argument="level", value=level
            )
        return keys

    def leaves(self, row: str) -> tuple[str, ...]:
        """What a row is made of: its Kreise; itself where it is none of these."""
        return (row,) if row in self._above else tuple(key for key in self.kreise if row in self._above[key]) or (row,)

    def parts(self, leaves: Sequence[str], day: int, *, levels: Collection[str] | None = None, group: str | None = None) -> Parts:
        """Who answers in each of *leaves*: for itself or for a region above it, or only for regions of the *levels*.

        group: only who serves that group of occupations.
        """
        stakes = self.stakes
        below: dict[str, list[int]] = defaultdict(list)
        for n, leaf in enumerate(leaves):
            for key in self._above.get(leaf) or self.gazetteer.ancestors(leaf):
                below[key].append(n)
        counts = [levels is None or self.gazetteer.region(key).level in levels for key in stakes.regions]
        under = [np.array(below.get(key, ()) if count else (), np.int64) for key, count in zip(stakes.regions, counts, strict=True)]
        rows = stakes.parts.on(day, stakes.actors)
        if group is not None:
            rows = rows[(stakes.occupations[rows] & mask_of([group], terms=OccupationGroup)) != 0]
        reached = [under[region] for region in stakes.parts.region[rows]]
        sizes = np.fromiter((some.size for some in reached), np.int64, rows.size)
        leaf_of = np.concatenate([np.zeros(0, np.int64), *reached])
        row = np.repeat(rows, sizes)
        pairs, at = np.unique(leaf_of * max(len(stakes.actors.ids), 1) + stakes.parts.actor[row], return_inverse=True)
        provides, advises = np.zeros(pairs.size, np.uint32), np.zeros(pairs.size, np.uint32)
        verified = np.zeros((pairs.size, len(FIELDS)), np.int32)
        advising = stakes.advising[row]
        np.bitwise_or.at(provides, at[~advising], stakes.fields[row[~advising]])
        np.bitwise_or.at(advises, at[advising], stakes.fields[row[advising]])
        checked = np.where((stakes.verified[row] <= day) & ~advising, stakes.verified[row], 0)
        for column, field in enumerate(FIELDS):
            np.maximum.at(verified[:, column], at, np.where(stakes.fields[row] & MASKS[field], checked, 0))
        at_leaf, actor = np.divmod(pairs, max(len(stakes.actors.ids), 1))
        first = first_rows(at_leaf, count=len(leaves))
        return Parts(first, actor.astype(np.int32), provides, advises, verified)

    def _inside(self, day: int) -> frozenset[tuple[int, str]]:
        """Pairs of actor and region: who is seated in it, or inside of it."""
        seats = self.stakes.seats
        rows = seats.on(day, self.stakes.actors)
        above = {int(n): self.gazetteer.ancestors(self.stakes.regions[n]) for n in np.unique(seats.region[rows])}
        return frozenset((int(seats.actor[row]), key) for row in rows for key in above[int(seats.region[row])])

    def looks(self, places: Sequence[str], day: int) -> Looks:
        """For each of *places* and each field the mark that decides, made there or in a region above; none where nobody looked."""
        return looks_in(self.stakes.marks, places, day=day, above=self.gazetteer.ancestors)

    def _counted(self, types: Sequence[str]) -> NDArray[np.bool_]:
        return np.fromiter((not types or type_ in types for type_ in self.stakes.actors.types), np.bool_, len(self.stakes.actors.ids))


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """What cells are read from: who answers in each leaf, and is seated inside, when somebody looked, and whose part counts."""

    parts: Parts
    inside: frozenset[tuple[int, str]]
    looks: Looks
    counted: NDArray[np.bool_]

    def leaf(self, leaf: int, row: str) -> "_Leaf":
        """Who answers in a leaf, as lists, which a loop reads faster than small arrays."""
        rows = self.parts.of(leaf)
        actors = self.parts.actor[rows]
        counted = self.counted[actors]
        return _Leaf(
            number=leaf,
            actors=actors.tolist(),
            provides=(self.parts.provides[rows] * counted).tolist(),
            advises=(self.parts.advises[rows] * counted).tolist(),
            verified=self.parts.verified[rows],
            seated=[(actor, row) in self.inside for actor in actors.tolist()],
        )

    def look(self, leaf: int, mask: int) -> tuple[int, bool]:
        """When somebody last looked, and whether they found somebody; day 0 if nobody did."""
        mark = self.looks.get((leaf, mask))
        return (0, True) if mark is None else (mark.day, mark.found)


@dataclass(frozen=True, slots=True, eq=False)
class _Leaf:
    """The rows of `Parts` for one leaf; `seated`: whose seat is in the row of the matrix that the leaf stands under."""

    number: int
    actors: list[int]
    provides: list[int]
    advises: list[int]
    verified: NDArray[np.int32]
    seated: list[bool]


def _row_of(row: str, leaves: Sequence[int], fields: Sequence[str], sheet: _Sheet) -> list[Cell]:
    """The cells of a row; the weakest of the leaves under it decides on the status."""
    read = [sheet.leaf(leaf, row) for leaf in leaves]
    cells = []
    for field in fields:
        mask, column, status, looked = MASKS[field], FIELDS.index(field), COVERED, []
        here: dict[int, bool] = {}
        advisers: dict[int, bool] = {}
        for leaf in read:
            covering = [n for n, provides in enumerate(leaf.provides) if provides & mask]
            day, found = sheet.look(leaf.number, mask)
            if covering:
                own = COVERED if any(leaf.seated[n] for n in covering) else COVERED_FROM_OUTSIDE
                day = max(day, *(int(leaf.verified[n, column]) for n in covering))
            else:
                own = ABSENT if day and not found else UNKNOWN
            status = max(status, own, key=_BEST_FIRST.index)
            looked.append(day)
            here.update((leaf.actors[n], leaf.seated[n]) for n in covering)
            advisers.update((leaf.actors[n], leaf.seated[n]) for n, advises in enumerate(leaf.advises) if advises & mask)
        only_advising = {actor: seated for actor, seated in advisers.items() if actor not in here}
        cells.append(Cell(row, field, status, _ordered(here), _ordered(only_advising), min(looked, default=0)))
    return cells


def _ordered(actors: Mapping[int, bool]) -> tuple[int, ...]:
    return tuple(sorted(actors, key=lambda actor: (not actors[actor], actor)))
