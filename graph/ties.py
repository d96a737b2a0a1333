"""The ties that lead on a referral path, and what actors offer, as arrays: built whole for each data version."""

import asyncio
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import (
    Conditions,
    DayNumbers,
    Numbers,
    Rows,
    conditions_of,
    day_number,
    days_of,
    first_rows,
    many_words,
    numbers_of,
    one_word,
)
from graph.reader import Reader
from graph.tables import Portions, Tables, columns_of, of_actors, of_known, read_tables, tables_statement

LEADING: Final[LiteralString] = "REFERS_TO|DELEGATES_TO"
"""The relationship types that a referral path follows; cooperation or funding sends nobody anywhere."""
LEADING_TYPES: Final = frozenset(LEADING.split("|"))

# Three tables, since ArcadeDB takes minutes to look for what belongs to each of some 100,000 actors.
_LOAD: Final[LiteralString] = tables_statement(
    actors=of_actors("", "a.id, a.validFrom, a.validTo"),
    ties=of_actors(
        f"-[t:{LEADING}]->(b:Actor)",
        "a.id, b.id, t.actionFields, t.occupationGroup, t.legalRegime, t.targetGroup, t.ageMin, t.ageMax, "
        "t.validFrom, t.validTo, t.verifiedAt, t.reviewDue",
        where="t.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC'",
    ),
    offers=of_actors(
        "-[:HAS_RESPONSIBILITY]->(r)",
        "a.id, r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups, r.ageMin, r.ageMax, r.validFrom, r.validTo",
        where="r.role IN ['DECIDES', 'PROVIDES'] AND r.visibility = 'PUBLIC'",
    ),
)

NOT_VERIFIED: Final = 0
"""The day of what was never verified: before every date."""

NO_REVIEW: Final = np.iinfo(np.int32).max
"""The day on which what has no day of review is due: after every date."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The referral network that everybody may see. Actors are numbered in the order of their ids, so numbers break draws as ids do.

    The ties of actor n are the rows `first[n]` to `first[n + 1]` of `to`, `verified`, `due` and `ties`, by their far end, and of
    parallel ties the freshest first, then what is due later. `due`: the day from which a tie has to be looked at again. `offers`
    are what actors decide or provide, by actor (`offered_by`).
    """

    ids: tuple[str, ...]
    begin: DayNumbers
    end: DayNumbers
    first: Rows
    to: Numbers
    verified: DayNumbers
    due: DayNumbers
    ties: Conditions
    offered_by: Numbers
    offers: Conditions

    def number_of(self, actor: str) -> int | None:
        """The number of the actor with this id; None when there is none, or none that everybody may see."""
        at = bisect_left(self.ids, actor)
        return at if at < len(self.ids) and self.ids[at] == actor else None

    def checked(self, rows: Rows, *, day: int) -> NDArray[np.bool_]:
        """Which ties somebody has looked at, and needn't look at again before the *day* is over."""
        looked: NDArray[np.bool_] = (self.verified[rows] > NOT_VERIFIED) & (self.due[rows] > day)
        return looked


async def load_ties(reader: Reader, portions: Portions) -> Ties:
    """The network as it is now. One statement for each portion of actors."""
    tables = await read_tables(_LOAD, reader=reader, portions=portions)
    # Seconds for a million ties, during which others must be answered.
    return await asyncio.to_thread(ties_from, tables)


def ties_from(tables: Tables) -> Ties:
    """Arrays from the tables `actors`, `ties` and `offers` of the statement, in any order.

    Ties to the actor itself, and from or to one that isn't among the actors, lead nowhere: left out.
    Raises ValueError for a date or a word of a vocabulary that isn't one.
    """
    names, begins, ends = columns_of(tables, "actors", 3)
    by_name = np.argsort(np.array(names, np.str_))
    ids = tuple(names[n] for n in by_name)
    number = {name: n for n, name in enumerate(ids)}
    nears, fars, *stated, verifications, reviews = columns_of(of_known(tables, "ties", number, keys=2), "ties", 12)
    near, far = numbers_of(nears, number), numbers_of(fars, number)
    verified = np.fromiter((day_number(text) if text else NOT_VERIFIED for text in verifications), np.int32, near.size)
    due = np.fromiter((day_number(text) if text else NO_REVIEW for text in reviews), np.int32, near.size)
    order = np.lexsort((-due, -verified, far, near))
    order = order[near[order] != far[order]]
    offering, *offered = columns_of(of_known(tables, "offers", number), "offers", 9)
    offered_by = numbers_of(offering, number)
    by_actor = np.argsort(offered_by, kind="stable")
    return Ties(
        ids=ids,
        begin=days_of(begins)[by_name],
        end=days_of(ends)[by_name],
        first=first_rows(near[order], count=len(ids)),
        to=far[order],
        verified=verified[order],
        due=due[order],
        ties=conditions_of(stated, order=order, words=one_word),
        offered_by=offered_by[by_actor],
        offers=conditions_of(offered, order=by_actor, words=many_words),
    )
