"""The network as coordinators see it: all ties between actors, how many contacts each has, what programmes declare."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import DayNumbers, Numbers, columns_of, day_number
from graph.coverage import Actors
from graph.reader import Reader

NEVER: Final = 3_652_059
"""The day of what isn't planned, or never happened: the last one there is."""

# One record: the driver pays for each. What is hidden never leaves the database; what has ended does, since `asOf` may ask for it.
LOAD: Final[LiteralString] = """
CALL () {
 MATCH (a:Actor)-[t:REFERS_TO|DELEGATES_TO|COOPERATES_WITH|FUNDS|CARRIED_BY|HOSTED_BY|MEMBER_OF|COORDINATES|PART_OF_ACTOR]->(b:Actor)
 WHERE t.visibility = 'PUBLIC' RETURN collect([a.id, b.id, type(t), t.validFrom, t.validTo, t.reviewDue, t.verifiedAt])
  AS ties }
CALL () { MATCH (a:Actor)-[:HAS_CONTACT]->(c:Contact) WHERE c.visibility = 'PUBLIC'
 RETURN collect([a.id, c.validFrom, c.validTo]) AS contacts }
CALL () { MATCH (a:Actor) WHERE a.visibility = 'PUBLIC' AND a.reviewDue IS NOT NULL RETURN collect([a.id, a.reviewDue]) AS reviews }
CALL () { MATCH (p:Actor) WHERE p.visibility = 'PUBLIC' AND p.declaredProjects IS NOT NULL
 RETURN collect([p.id, p.declaredProjects]) AS declared }
CALL () { MATCH (p:Actor)-[:HAS_FIGURE]->(f:Figure)-[:COVERS]->(g:Region) WHERE f.visibility = 'PUBLIC' AND f.measure = 'PROJECTS'
 RETURN collect([p.id, g.id, f.min, f.validFrom, f.validTo]) AS figures }
CALL () { MATCH (p:Project)-[:PART_OF_ACTOR]->(q:Programme) WHERE p.visibility = 'PUBLIC'
 RETURN collect([q.id, p.id, COLLECT { MATCH (p)-[:ACTIVE_IN]->(g:Region) RETURN g.id ORDER BY g.id LIMIT 100 }]) AS projects }
RETURN ties, contacts, reviews, declared, figures, projects
"""
LEADING: Final = frozenset({"REFERS_TO", "DELEGATES_TO"})
"""What a referral path follows."""


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


async def load_network(reader: Reader, actors: Actors) -> Network:
    """The network of *actors* as it is now. One statement."""
    record = (await reader.read(LOAD))[0]
    return await asyncio.to_thread(network_from, record, actors)


def network_from(record: Mapping[str, Sequence[Sequence[Any]]], actors: Actors) -> Network:
    """Arrays from the record of `LOAD`, in any order. What belongs to nobody among *actors* is left out.

    Raises ValueError for a date that isn't one.
    """
    number = {actor: n for n, actor in enumerate(actors.ids)}
    ties = [row for row in record["ties"] if row[0] in number and row[1] in number and row[0] != row[1]]
    nears, fars, types, begins, ends, due, verified = columns_of(ties, 7)
    contacts = [row for row in record["contacts"] if row[0] in number]
    contact_of, contact_begins, contact_ends = columns_of(contacts, 3)
    reviews = np.full(len(actors.ids), NEVER, np.int32)
    for actor, day in record["reviews"]:
        if actor in number:
            reviews[number[actor]] = day_number(day)
    whole = [Declared(number[a], None, count, 1, NEVER) for a, count in record["declared"] if a in number]
    regional = [
        Declared(number[a], region, least, day_number(begin), day_number(end))
        for a, region, least, begin, end in record["figures"]
        if a in number and least is not None
    ]
    projects: dict[int, dict[str, tuple[str, ...]]] = {}
    for programme, project, regions in record["projects"]:
        if programme in number:
            projects.setdefault(number[programme], {})[project] = tuple(regions)
    return Network(
        near=np.fromiter((number[actor] for actor in nears), np.int32, len(ties)),
        far=np.fromiter((number[actor] for actor in fars), np.int32, len(ties)),
        leading=np.fromiter((type_ in LEADING for type_ in types), np.bool_, len(ties)),
        begin=_days(begins),
        end=_days(ends),
        review=_days(due),
        verified=_days(verified),
        contact_of=np.fromiter((number[actor] for actor in contact_of), np.int32, len(contacts)),
        contact_begin=_days(contact_begins),
        contact_end=_days(contact_ends),
        reviews=reviews,
        declared=tuple(sorted([*whole, *regional], key=lambda one: (one.actor, one.region or ""))),
        projects=projects,
    )


def _days(texts: Sequence[str | None]) -> DayNumbers:
    return np.fromiter((day_number(text) if text else NEVER for text in texts), np.int32, len(texts))
