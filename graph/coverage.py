"""Who answers for what in which region, where actors sit, and where somebody has looked: read whole for each data version."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import DayNumbers, Numbers, day_number, days_of, mask_of, numbers_of
from graph.reader import Reader
from graph.tables import Portions, Tables, columns_of, of_actors, of_known, read_tables, rows_of, tables_statement
from graph.vocabulary import ActionField, LookResult, OccupationGroup

_LOAD: Final[LiteralString] = tables_statement(
    actors=of_actors("", "a.id, a.name, coalesce(a.type, a.typeName), a.validFrom, a.validTo"),
    parts=of_actors(
        "-[:HAS_RESPONSIBILITY]->(r)-[:COVERS]->(g)",
        "a.id, g.id, r.validFrom, r.validTo, r.role, r.actionFields, r.verifiedAt, r.occupationGroups",
        where="r.visibility = 'PUBLIC'",
    ),
    seats=of_actors(
        "-[:LOCATED_AT]->(l)-[:IN_REGION]->(g)",
        "a.id, g.id, l.validFrom, l.validTo, l.lat, l.lon",
        where="l.visibility = 'PUBLIC'",
    ),
)
_MARKS: Final[LiteralString] = tables_statement(
    marks="""MATCH (m:LookingMark)-[:COVERS]->(g:Region) WHERE m.visibility = 'PUBLIC' OPTIONAL MATCH (s:Source {id: m.sourceId})
 RETURN collect([g.id, m.actionFields, m.verifiedAt, m.validFrom, m.validTo, m.found, m.note, s.title]) AS rows"""
)
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


async def load_stakes(reader: Reader, portions: Portions) -> Stakes:
    """The stakes as they are now. One statement for each portion of actors, and one more."""
    tables = await read_tables(_LOAD, reader=reader, portions=portions)
    marks = await read_tables(_MARKS, reader=reader)
    return await asyncio.to_thread(stakes_from, {**tables, **marks})


def stakes_from(tables: Tables) -> Stakes:
    """Arrays from the tables of the statements, in any order. Parts and seats of actors that aren't in it are left out.

    Raises ValueError for a date or a word that isn't one.
    """
    actors = _actors(tables)
    number = {actor: n for n, actor in enumerate(actors.ids)}
    parts = columns_of(of_known(tables, "parts", number), "parts", 8)
    seats = columns_of(of_known(tables, "seats", number), "seats", 6)
    regions = tuple(sorted({*parts[1], *seats[1]}))
    region = {key: n for n, key in enumerate(regions)}
    *_, roles, fields, verified, occupations = parts
    *_, lats, lons = seats
    return Stakes(
        actors=actors,
        regions=regions,
        parts=_reach(parts, number, region),
        fields=np.fromiter((mask_of(words, terms=ActionField) for words in fields), np.uint32, len(fields)),
        advising=np.fromiter((role == ADVISES for role in roles), np.bool_, len(roles)),
        verified=np.fromiter((day_number(text) if text else 0 for text in verified), np.int32, len(verified)),
        occupations=np.fromiter((mask_of(words or OccupationGroup, terms=OccupationGroup) for words in occupations), np.uint16, len(roles)),
        seats=_reach(seats, number, region),
        lats=_degrees(lats),
        lons=_degrees(lons),
        marks=tuple(
            sorted((_mark(*row) for row in rows_of(tables, "marks")), key=lambda mark: (mark.day, mark.region, mark.fields, mark.note))
        ),
    )


def _actors(tables: Tables) -> Actors:
    ids, names, types, begins, ends = columns_of(tables, "actors", 5)
    order = np.argsort(np.array(ids, np.str_))
    return Actors(
        ids=tuple(ids[n] for n in order),
        names=tuple(names[n] for n in order),
        types=tuple(types[n] for n in order),
        begin=days_of(begins)[order],
        end=days_of(ends)[order],
    )


def _reach(columns: Sequence[Sequence[Any]], number: Mapping[str, int], region: Mapping[str, int]) -> Reach:
    actors, regions, begins, ends = columns[:4]
    return Reach(
        actor=numbers_of(actors, number),
        region=numbers_of(regions, region),
        begin=days_of(begins),
        end=days_of(ends),
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


def _degrees(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.fromiter((np.nan if value is None else value for value in values), np.float64, len(values))
