"""The network as coordinators see it: all ties between actors, how many contacts each has, what programmes declare."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import DayNumbers, Numbers, day_number, numbers_of
from graph.coverage import Actors
from graph.reader import Reader
from graph.tables import Portions, Tables, columns_of, of_actors, of_known, read_tables, rows_of, tables_statement
from graph.ties import LEADING_TYPES

NO_DAY: Final = 3_652_059
"""The day of what isn't planned, or never happened: the last one there is."""

_LOAD: Final[LiteralString] = tables_statement(
    ties=of_actors(
        "-[t:REFERS_TO|DELEGATES_TO|COOPERATES_WITH|FUNDS|CARRIED_BY|HOSTED_BY|MEMBER_OF|COORDINATES|PART_OF_ACTOR]->(b:Actor)",
        "a.id, b.id, type(t), t.validFrom, t.validTo, t.reviewDue, t.verifiedAt",
        where="t.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC'",
    ),
    contacts=of_actors("-[:HAS_CONTACT]->(c)", "a.id, c.validFrom, c.validTo", where="c.visibility = 'PUBLIC'"),
    reviews=of_actors("", "a.id, a.reviewDue", where="a.reviewDue IS NOT NULL"),
    declared=of_actors("", "a.id, a.declaredProjects", where="a.declaredProjects IS NOT NULL"),
    figures=of_actors(
        "-[:HAS_FIGURE]->(f)-[:COVERS]->(g)",
        "a.id, g.id, f.min, f.validFrom, f.validTo",
        where="f.visibility = 'PUBLIC' AND f.measure = 'PROJECTS'",
    ),
    projects=of_actors(
        "-[:PART_OF_ACTOR]->(q:Programme)",
        "q.id, a.id, COLLECT { MATCH (a)-[:ACTIVE_IN]->(g:Region) RETURN g.id ORDER BY g.id LIMIT 100 }",
        where="a:Project",
    ),
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What an actor declares: at least *projects* in *region* (None: in all), on the days from *begin* to *end* (exclusive)."""

    actor: int
    region: str | None
    projects: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Actors by their numbers in `Actors`. Ties from `near` to `far`, those that `leading` paths follow, with the days on which they
    were `verified` and their `review` is due.

    `contact_of`: a row a contact. `reviews`: for each actor the day of its review. `projects`: for each programme its projects,
    ended ones included, with the regions in which they are active.
    """

    near: Numbers
    far: Numbers
    leading: NDArray[np.bool_]
    begin: DayNumbers
    end: DayNumbers
    review: DayNumbers
    verified: DayNumbers
    contact_of: Numbers
    contact_begin: DayNumbers
    contact_end: DayNumbers
    reviews: DayNumbers
    declared: tuple[Declared, ...]
    projects: Mapping[int, Mapping[str, tuple[str, ...]]]

    def ties_on(self, day: int, actors: Actors) -> NDArray[np.int64]:
        """The ties that hold on the day, between actors that are there."""
        here = actors.here(day)
        return np.flatnonzero((self.begin <= day) & (self.end > day) & here[self.near] & here[self.far])


async def load_network(reader: Reader, portions: Portions, actors: Actors) -> Network:
    """The network of *actors* as it is now. One statement for each portion of actors."""
    tables = await read_tables(_LOAD, reader=reader, portions=portions)
    return await asyncio.to_thread(network_from, tables, actors)


def network_from(tables: Tables, actors: Actors) -> Network:
    """Arrays from the tables of the statement, in any order. What belongs to nobody among *actors* is left out.

    Raises ValueError for a date that isn't one.
    """
    number = {actor: n for n, actor in enumerate(actors.ids)}
    nears, fars, types, begins, ends, due, verified = columns_of(of_known(tables, "ties", number, keys=2), "ties", 7)
    near, far = numbers_of(nears, number), numbers_of(fars, number)
    others = near != far
    contact_of, contact_begins, contact_ends = columns_of(of_known(tables, "contacts", number), "contacts", 3)
    reviews = np.full(len(actors.ids), NO_DAY, np.int32)
    for actor, day in rows_of(tables, "reviews"):
        if actor in number:
            reviews[number[actor]] = day_number(day)
    whole = [Declared(number[a], None, count, 1, NO_DAY) for a, count in rows_of(tables, "declared") if a in number]
    regional = [
        Declared(number[a], region, least, day_number(begin), day_number(end))
        for a, region, least, begin, end in rows_of(tables, "figures")
        if a in number and least is not None
    ]
    projects: dict[int, dict[str, tuple[str, ...]]] = {}
    for programme, project, regions in rows_of(tables, "projects"):
        if programme in number:
            projects.setdefault(number[programme], {})[project] = tuple(regions)
    return Network(
        near=near[others],
        far=far[others],
        leading=np.fromiter((type_ in LEADING_TYPES for type_ in types), np.bool_, len(types))[others],
        begin=_days(begins)[others],
        end=_days(ends)[others],
        review=_days(due)[others],
        verified=_days(verified)[others],
        contact_of=numbers_of(contact_of, number),
        contact_begin=_days(contact_begins),
        contact_end=_days(contact_ends),
        reviews=reviews,
        declared=tuple(sorted([*whole, *regional], key=lambda one: (one.actor, one.region or ""))),
        projects=projects,
    )


def _days(texts: Sequence[str | None]) -> DayNumbers:
    return np.fromiter((day_number(text) if text else NO_DAY for text in texts), np.int32, len(texts))
