"""The coverage matrix as the API answers it: cells from memory, and one statement for what is shown of regions and actors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from graph.errors import BadUserInput
from graph.projection import bounded_first
from graph.reader import Days, Reader
from graph.selection import Selection, fields_named, shaped
from graph.shown import Chosen, shown
from graph.vocabulary import CoverageStatus
from resolvers.coverage.matrix import Cell, Coverage, Question
from resolvers.coverage.seats import Seat
from resolvers.places.place import Place, place_shown
from resolvers.terms import FIELDS

MOST_SHOWN: Final = 20_000
"""The most actors that the cells of an answer name together."""


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """Which regions (*level* of them in *within*), fields and types (empty for all), with which day to compare, for which occupations."""

    within: Place
    level: str
    action_fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that was another one on an earlier day: its status then, and whose part came or went."""

    before: str
    now: Cell
    came: tuple[int, ...]
    went: tuple[int, ...]


async def coverage_matrix(
    question: CoverageQuestion, selections: tuple[Selection, ...], *, coverage: Coverage, days: Days, reader: Reader
) -> dict[str, Any]:
    """The matrix, row by row in the order of the keys, fields in their own. One statement if a region or an actor is selected.

    Raises `BadUserInput` for more than 500 rows, for more than 20,000 actors to show, and for a day to compare with that is later.
    """
    fields = tuple(field for field in FIELDS if not question.action_fields or field in question.action_fields)
    asked = Question(coverage.rows(question.within, question.level), fields, tuple(sorted(set(question.types))), days.as_of, question.group)
    cells = await coverage.cells(asked)
    changes: list[Change] = []
    if question.since is not None:
        if question.since > days.as_of:
            text = f"`since` must not be later than the asked day: {question.since} is after {days.as_of}."
            raise BadUserInput(text, argument="since", value=question.since.isoformat())
        changes = _changes(await coverage.cells(replace(asked, day=question.since)), cells)
    wanted = any(fields_named(part.only, "nearest") for part in fields_named(selections, "cells"))
    nearest = await coverage.nearest(asked) if wanted else []
    made = Made(question.within, asked, cells, nearest, changes)
    return await _Answer(selections, made, coverage.stakes.actors.ids).shown(days, reader)


def _changes(before: Sequence[Cell], now: Sequence[Cell]) -> list[Change]:
    return [
        Change(old.status, new, _without(new.actors, old.actors), _without(old.actors, new.actors))
        for old, new in zip(before, now, strict=True)
        if (old.status, set(old.actors)) != (new.status, set(new.actors))
    ]


def _without(some: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
    known = set(others)
    return tuple(actor for actor in some if actor not in known)


@dataclass(frozen=True, slots=True)
class Made:
    """The matrix of a place as it was *asked* for. *nearest*: for each cell, if it is wanted."""

    within: Place
    asked: Question
    cells: Sequence[Cell]
    nearest: Sequence[Seat | None]
    changes: Sequence[Change]


class _Answer:
    """Puts together what is selected."""

    def __init__(self, selections: tuple[Selection, ...], made: Made, ids: Sequence[str]) -> None:
        self._selections = selections
        self._made = made
        self._ids = ids
        self._chosen = Chosen()
        self._regions: dict[str, dict[str, Any]] = {}
        self._actors: dict[str, dict[str, Any]] = {}

    async def shown(self, days: Days, reader: Reader) -> dict[str, Any]:
        """The response."""
        count = 0
        made = self._made
        for part, entries in (("rows", made.asked.rows), ("cells", made.cells), ("changes", made.changes)):
            for selection in (s for selected in fields_named(self._selections, part) for s in selected.only):
                count += self._choose(selection, entries)
        for selection in (s for selected in fields_named(self._selections, "within") for s in fields_named(selected.only, "regions")):
            self._chosen.region.name(selection)
            self._chosen.regions.update(made.within.regions)
        if count > MOST_SHOWN:
            raise BadUserInput(
                f"The cells would show {count} actors; at most {MOST_SHOWN}. Ask for fewer by `first`, `actionFields` or `within`.",
                argument="first",
                value=count,
            )
        self._regions, self._actors = await shown(self._chosen, days=days, reader=reader)
        summary = Counter(cell.status for cell in made.cells)
        return shaped(
            self._selections,
            {
                "within": lambda s: place_shown(made.within, s.only, region=self._region),
                "rows": lambda s: [shaped(s.only, {"region": lambda r, key=key: self._region(r, key)}) for key in made.asked.rows],
                "columns": list(made.asked.fields),
                "cells": lambda s: [self._cell(s, cell, n) for n, cell in enumerate(made.cells)],
                "summary": lambda s: [
                    shaped(s.only, {"status": status.value, "count": summary[status.value]}) for status in CoverageStatus
                ],
                "changes": lambda s: [self._change(s, change) for change in made.changes],
            },
        )

    def _choose(self, selection: Selection, entries: Sequence[Any]) -> int:
        """Notes what *selection* needs of the entries; how many actors it shows."""
        if selection.name == "region":
            self._chosen.region.name(selection)
            self._chosen.regions.update(self._made.asked.rows)
        if selection.name == "nearest":
            return self._choose_nearest(selection)
        if selection.name not in ("actors", "advisers", "came", "went"):
            return 0
        self._chosen.actor.name(selection)
        count = 0
        for entry in entries:
            some = self._first(selection, getattr(entry, selection.name))
            count += len(some)
            (self._chosen.ended if selection.name == "went" else self._chosen.actors).update(some)
        return count

    def _choose_nearest(self, selection: Selection) -> int:
        seats = [seat for seat in self._made.nearest if seat is not None]
        for selected in fields_named(selection.only, "region"):
            self._chosen.region.name(selected)
            self._chosen.regions.update(seat.region for seat in seats)
        for selected in fields_named(selection.only, "actor"):
            self._chosen.actor.name(selected)
            self._chosen.actors.update(self._ids[seat.actor] for seat in seats)
        return len(seats)

    def _first(self, selection: Selection, actors: Sequence[int]) -> list[str]:
        first = bounded_first(selection.arguments["first"], selection.key)
        return [self._ids[actor] for actor in actors[:first]]

    def _region(self, selection: Selection, key: str) -> Any:
        return self._regions[key][self._chosen.region.name(selection)]

    def _people(self, selection: Selection, actors: Sequence[int]) -> list[Any]:
        """The actors, without those that were hidden meanwhile."""
        slot = self._chosen.actor.name(selection)
        return [self._actors[actor][slot] for actor in self._first(selection, actors) if actor in self._actors]

    def _seat(self, selection: Selection, seat: Seat | None) -> dict[str, Any] | None:
        # An actor that was hidden meanwhile is nobody's nearest.
        if seat is None or (fields_named(selection.only, "actor") and self._ids[seat.actor] not in self._actors):
            return None
        return shaped(
            selection.only,
            {
                "actor": lambda s: self._actors[self._ids[seat.actor]][self._chosen.actor.name(s)],
                "region": lambda s: self._region(s, seat.region),
                "lat": seat.lat,
                "lon": seat.lon,
                "distanceKm": round(seat.distance_km, 2),
            },
        )

    def _cell(self, selection: Selection, cell: Cell, number: int) -> dict[str, Any]:
        return shaped(
            selection.only,
            {
                "region": lambda s: self._region(s, cell.region),
                "actionField": cell.field,
                "status": cell.status,
                "actors": lambda s: self._people(s, cell.actors),
                "actorCount": len(cell.actors),
                "advisers": lambda s: self._people(s, cell.advisers),
                "lastLookedAt": date.fromordinal(cell.looked).isoformat() if cell.looked else None,
                "nearest": lambda s: self._seat(s, self._made.nearest[number]),
            },
        )

    def _change(self, selection: Selection, change: Change) -> dict[str, Any]:
        return shaped(
            selection.only,
            {
                "region": lambda s: self._region(s, change.now.region),
                "actionField": change.now.field,
                "before": change.before,
                "now": change.now.status,
                "came": lambda s: self._people(s, change.came),
                "went": lambda s: self._people(s, change.went),
            },
        )
