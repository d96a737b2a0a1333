"""The ties that lead on a referral path, and what actors offer, as arrays: built whole for each data version."""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import (
    Conditions,
    DayNumbers,
    Numbers,
    Rows,
    columns_of,
    conditions_of,
    day_number,
    many_words,
    one_word,
)
from graph.reader import Reader

LEADING: Final[LiteralString] = "REFERS_TO|DELEGATES_TO"
"""The relationship types that a referral path follows; cooperation or funding sends nobody anywhere."""

# One record an actor, since a record a tie costs three times the driver's CPU. Bounded by the directory itself.
LOAD: Final[LiteralString] = f"""
MATCH (a:Actor) WHERE a.visibility = 'PUBLIC'
OPTIONAL MATCH (a)-[t:{LEADING}]->(b:Actor) WHERE t.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC'
WITH a, collect(CASE WHEN t IS NULL THEN NULL ELSE [t.actionFields, t.occupationGroup, t.legalRegime, t.targetGroup,
  t.ageMin, t.ageMax, t.validFrom, t.validTo, b.id, t.verifiedAt, t.reviewDue] END) AS ties
OPTIONAL MATCH (a)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE r.role IN ['DECIDES', 'PROVIDES'] AND r.visibility = 'PUBLIC'
WITH a, ties, collect(CASE WHEN r IS NULL THEN NULL ELSE [r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups,
  r.ageMin, r.ageMax, r.validFrom, r.validTo] END) AS offers
RETURN a.id AS id, a.validFrom AS validFrom, a.validTo AS validTo, ties, offers ORDER BY id
"""

NEVER: Final = 0
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
        looked: NDArray[np.bool_] = (self.verified[rows] > NEVER) & (self.due[rows] > day)
        return looked


async def load_ties(reader: Reader) -> Ties:
    """The network as it is now. What is hidden never leaves the database; what has ended does, since `asOf` may ask for it."""
    rows = await reader.read(LOAD)
    # Seconds for a million ties, during which others must be answered.
    return await asyncio.to_thread(ties_from_rows, rows)


def ties_from_rows(rows: Iterable[Mapping[str, Any]]) -> Ties:
    """Arrays from the rows of `LOAD`, in any order. Ties to the actor itself, or to one that isn't in *rows*, lead nowhere: left out.

    Raises ValueError for a date or a word of a vocabulary that isn't one.
    """
    actors = sorted(rows, key=_id_of)
    number = {actor["id"]: n for n, actor in enumerate(actors)}
    ties = [(n, *tie) for n, actor in enumerate(actors) for tie in actor["ties"] if number.get(tie[8], n) != n]
    offers = [(n, *offer) for n, actor in enumerate(actors) for offer in actor["offers"]]
    nears, *stated, fars, verifications, reviews = columns_of(ties, 12)
    offered_by, *offered = columns_of(offers, 9)
    near = np.fromiter(nears, np.int32, len(ties))
    far = np.fromiter((number[end] for end in fars), np.int32, len(ties))
    verified = np.fromiter((day_number(text) if text else NEVER for text in verifications), np.int32, len(ties))
    due = np.fromiter((day_number(text) if text else NO_REVIEW for text in reviews), np.int32, len(ties))
    order = np.lexsort((-due, -verified, far, near))
    return Ties(
        ids=tuple(actor["id"] for actor in actors),
        begin=np.fromiter((day_number(actor["validFrom"]) for actor in actors), np.int32, len(actors)),
        end=np.fromiter((day_number(actor["validTo"]) for actor in actors), np.int32, len(actors)),
        first=np.concatenate(([0], np.cumsum(np.bincount(near, minlength=len(actors))))).astype(np.int64),
        to=far[order],
        verified=verified[order],
        due=due[order],
        ties=conditions_of(stated, order=order, words=one_word),
        offered_by=np.fromiter(offered_by, np.int32, len(offers)),
        offers=conditions_of(offered, order=np.arange(len(offers)), words=many_words),
    )


def _id_of(row: Mapping[str, Any]) -> str:
    return str(row["id"])
