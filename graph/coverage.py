"""Who answers for what in which region, where actors sit, and where somebody has looked: read whole for each data version."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import DayNumbers, Numbers, columns_of, day_number, mask_of
from graph.reader import Reader
from graph.vocabulary import ActionField, LookResult, OccupationGroup

# One record: the driver pays for each. What is hidden never leaves the database; what has ended does, since `asOf` may ask for it.
LOAD: Final[LiteralString] = """
CALL () { MATCH (a:Actor) WHERE a.visibility = 'PUBLIC'
 RETURN collect([a.id, a.name, coalesce(a.type, a.typeName), a.validFrom, a.validTo]) AS actors }
CALL () { MATCH (a:Actor)-[:HAS_RESPONSIBILITY]->(r:Responsibility)-[:COVERS]->(g:Region) WHERE r.visibility = 'PUBLIC'
 RETURN collect([a.id, g.id, r.validFrom, r.validTo, r.role, r.actionFields, r.verifiedAt, r.occupationGroups]) AS parts }
CALL () { MATCH (a:Actor)-[:LOCATED_AT]->(l:Location)-[:IN_REGION]->(g:Region) WHERE l.visibility = 'PUBLIC'
 RETURN collect([a.id, g.id, l.validFrom, l.validTo, l.lat, l.lon]) AS seats }
CALL () { MATCH (m:LookingMark)-[:COVERS]->(g:Region) WHERE m.visibility = 'PUBLIC' OPTIONAL MATCH (s:Source {id: m.sourceId})
 RETURN collect([g.id, m.actionFields, m.verifiedAt, m.validFrom, m.validTo, m.found, m.note, s.title]) AS marks }
RETURN actors, parts, seats, marks
"""
ADVISES: Final = "ADVISES"


@dataclass(frozen=True, slots=True, eq=False)
class Actors:
    """Everybody whom all may see, numbered in the order of their ids. `types`: an organization's type, or the kind of node."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    types: tuple[str, ...]
    begin: DayNumbers
    end: DayNumbers

    def here(self, day: int) -> NDArray[np.bool_]:
        """Who is there on the day."""
        return (self.begin <= day) & (self.end > day)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Rows that join an actor (its number) with a region (its number in `Stakes.regions`) from `begin` to `end` (exclusive)."""

    actor: Numbers
    region: Numbers
    begin: DayNumbers
    end: DayNumbers

    def on(self, day: int, actors: Actors) -> NDArray[np.int64]:
        """The rows that hold on the day, of actors that are there."""
        return np.flatnonzero((self.begin <= day) & (self.end > day) & actors.here(day)[self.actor])


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody looked on *day* who works in some *fields* (a mask) in a region, and *found* somebody or nobody.

    It holds on the days from *begin* to *end* (exclusive). *note* and *source*: what is said of it, and the source's title; may be empty.
    """

    region: str
    fields: int
    day: int
    begin: int
    end: int
    found: bool
    note: str
    source: str

    def counts(self, day: int) -> bool:
        """Whether it is known and holds on the day."""
        return self.day <= day and self.begin <= day < self.end


@dataclass(frozen=True, slots=True, eq=False)
class Stakes:
    """`parts`: responsibilities by region, with `fields` as masks, whether they are only `advising`, when last `verified` (0: never),
    and `occupations` as masks (all bits for all groups).

    `seats`: locations by region, with `lats` and `lons` in degrees (NaN where they aren't known). `marks`: by day.
    """

    actors: Actors
    regions: tuple[str, ...]
    parts: Reach
    fields: NDArray[np.uint32]
    advising: NDArray[np.bool_]
    verified: DayNumbers
    occupations: NDArray[np.uint16]
    seats: Reach
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    marks: tuple[Mark, ...]


async def load_stakes(reader: Reader) -> Stakes:
    """The stakes as they are now. One statement."""
    record = (await reader.read(LOAD))[0]
    return await asyncio.to_thread(stakes_from, record)


def stakes_from(record: Mapping[str, Sequence[Sequence[Any]]]) -> Stakes:
    """Arrays from the record of `LOAD`, in any order. Parts and seats of actors that aren't in it are left out.

    Raises ValueError for a date or a word that isn't one.
    """
    actors = _actors(record["actors"])
    number = {actor: n for n, actor in enumerate(actors.ids)}
    parts = [row for row in record["parts"] if row[0] in number]
    seats = [row for row in record["seats"] if row[0] in number]
    regions = tuple(sorted({row[1] for row in (*parts, *seats)}))
    region = {key: n for n, key in enumerate(regions)}
    *_, roles, fields, verified, occupations = columns_of(parts, 8)
    *_, lats, lons = columns_of(seats, 6)
    return Stakes(
        actors=actors,
        regions=regions,
        parts=_reach(parts, number, region),
        fields=np.fromiter((mask_of(words, terms=ActionField) for words in fields), np.uint32, len(parts)),
        advising=np.fromiter((role == ADVISES for role in roles), np.bool_, len(parts)),
        verified=np.fromiter((day_number(text) if text else 0 for text in verified), np.int32, len(parts)),
        occupations=np.fromiter((mask_of(words or OccupationGroup, terms=OccupationGroup) for words in occupations), np.uint16, len(parts)),
        seats=_reach(seats, number, region),
        lats=_degrees(lats),
        lons=_degrees(lons),
        marks=tuple(sorted((_mark(*row) for row in record["marks"]), key=lambda mark: (mark.day, mark.region, mark.fields, mark.note))),
    )


def _actors(rows: Iterable[Sequence[Any]]) -> Actors:
    ordered = sorted(rows, key=lambda row: str(row[0]))
    ids, names, types, begins, ends = columns_of(ordered, 5)
    return Actors(tuple(ids), tuple(names), tuple(types), _days(begins), _days(ends))


def _reach(rows: Sequence[Sequence[Any]], number: Mapping[str, int], region: Mapping[str, int]) -> Reach:
    return Reach(
        actor=np.fromiter((number[row[0]] for row in rows), np.int32, len(rows)),
        region=np.fromiter((region[row[1]] for row in rows), np.int32, len(rows)),
        begin=_days([row[2] for row in rows]),
        end=_days([row[3] for row in rows]),
    )


def _mark(
    region: str, fields: Sequence[str], looked_at: str, begin: str, end: str, found: str, note: str | None, source: str | None
) -> Mark:
    return Mark(
        region=region,
        fields=mask_of(fields, terms=ActionField),
        day=day_number(looked_at),
        begin=day_number(begin),
        end=day_number(end),
        found=found == LookResult.SOMEBODY.value,
        note=note or "",
        source=source or "",
    )


def _days(texts: Sequence[str]) -> DayNumbers:
    return np.fromiter(map(day_number, texts), np.int32, len(texts))


def _degrees(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.fromiter((np.nan if value is None else value for value in values), np.float64, len(values))
