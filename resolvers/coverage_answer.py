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
from resolvers.coverage import FIELDS, Cell, Coverage, Question
from resolvers.place import Place

MOST_SHOWN: Final = 20_000
"""The most actors that the cells of an answer name together."""


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """Which regions (*level* of them in *within*), fields and types (empty for all), and with which day to compare."""

    within: Place
    level: str
    action_fields: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None


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
    asked = Question(coverage.rows(question.within, question.level), fields, tuple(sorted(set(question.types))), days.as_of)
    cells = await coverage.cells(asked)
    changes: list[Change] = []
    if question.since is not None:
        if question.since > days.as_of:
            text = f"`since` must not be later than the asked day: {question.since} is after {days.as_of}."
            raise BadUserInput(text, argument="since", value=question.since.isoformat())
        changes = _changes(await coverage.cells(replace(asked, day=question.since)), cells)
    return await _Answer(selections, asked, cells, changes, coverage.stakes.actors.ids).shown(days, reader)


def _changes(before: Sequence[Cell], now: Sequence[Cell]) -> list[Change]:
    return [
        Change(old.status, new, _without(new.actors, old.actors), _without(old.actors, new.actors))
        for old, new in zip(before, now, strict=True)
        if (old.status, set(old.actors)) != (new.status, set(new.actors))
    ]


def _without(some: Sequence[int], others: Sequence[int]) -> tuple[int, ...]:
    known = set(others)
    return tuple(actor for actor in some if actor not in known)


class _Answer:
    """Puts together what is selected."""

    def __init__(
        self, selections: tuple[Selection, ...], asked: Question, cells: Sequence[Cell], changes: Sequence[Change], ids: Sequence[str]
    ) -> None:
        self._selections = selections
        self._asked = asked
        self._cells = cells
        self._changes = changes
        self._ids = ids
        self._chosen = Chosen()
        self._regions: dict[str, dict[str, Any]] = {}
        self._actors: dict[str, dict[str, Any]] = {}

    async def shown(self, days: Days, reader: Reader) -> dict[str, Any]:
        """The response."""
        count = 0
        for part, entries in (("rows", self._asked.rows), ("cells", self._cells), ("changes", self._changes)):
            for selection in (s for selected in fields_named(self._selections, part) for s in selected.only):
                count += self._choose(selection, entries)
        if count > MOST_SHOWN:
            raise BadUserInput(
                f"The cells would show {count} actors; at most {MOST_SHOWN}. Ask for fewer by `first`, `actionFields` or `within`.",
                argument="first",
                value=count,
            )
        self._regions, self._actors = await shown(self._chosen, days=days, reader=reader)
        summary = Counter(cell.status for cell in self._cells)
        return shaped(
            self._selections,
            {
                "rows": lambda s: [shaped(s.only, {"region": lambda r, key=key: self._region(r, key)}) for key in self._asked.rows],
                "columns": list(self._asked.fields),
                "cells": lambda s: [self._cell(s, cell) for cell in self._cells],
                "summary": lambda s: [
                    shaped(s.only, {"status": status.value, "count": summary[status.value]}) for status in CoverageStatus
                ],
                "changes": lambda s: [self._change(s, change) for change in self._changes],
            },
        )

    def _choose(self, selection: Selection, entries: Sequence[Any]) -> int:
        """Notes what *selection* needs of the entries; how many actors it shows."""
        if selection.name == "region":
            self._chosen.region.name(selection)
            self._chosen.regions.update(self._asked.rows)
        if selection.name not in ("actors", "advisers", "came", "went"):
            return 0
        self._chosen.actor.name(selection)
        count = 0
        for entry in entries:
            some = self._first(selection, getattr(entry, selection.name))
            count += len(some)
            (self._chosen.ended if selection.name == "went" else self._chosen.actors).update(some)
        return count

    def _first(self, selection: Selection, actors: Sequence[int]) -> list[str]:
        first = bounded_first(selection.arguments["first"], selection.key)
        return [self._ids[actor] for actor in actors[:first]]

    def _region(self, selection: Selection, key: str) -> Any:
        return self._regions[key][self._chosen.region.name(selection)]

    def _people(self, selection: Selection, actors: Sequence[int]) -> list[Any]:
        """The actors, without those that were hidden meanwhile."""
        slot = self._chosen.actor.name(selection)
        return [self._actors[actor][slot] for actor in self._first(selection, actors) if actor in self._actors]

    def _cell(self, selection: Selection, cell: Cell) -> dict[str, Any]:
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
