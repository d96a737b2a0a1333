"""The ties that lead on a referral path, and what actors offer, as arrays: built whole for each data version."""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.reader import Reader
from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, TargetGroup, Term

LEADING: Final[LiteralString] = "REFERS_TO|DELEGATES_TO"
"""The relationship types that a referral path follows; cooperation or funding sends nobody anywhere."""

# One record an actor, since a record a tie costs three times the driver's CPU. Bounded by the directory itself.
LOAD: Final[LiteralString] = f"""
MATCH (a:Actor) WHERE a.visibility = 'PUBLIC'
OPTIONAL MATCH (a)-[t:{LEADING}]->(b:Actor) WHERE t.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC'
WITH a, collect(CASE WHEN t IS NULL THEN NULL ELSE [t.actionFields, t.occupationGroup, t.legalRegime, t.targetGroup,
  t.ageMin, t.ageMax, t.validFrom, t.validTo, b.id, t.verifiedAt] END) AS ties
OPTIONAL MATCH (a)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE r.role IN ['DECIDES', 'PROVIDES'] AND r.visibility = 'PUBLIC'
WITH a, ties, collect(CASE WHEN r IS NULL THEN NULL ELSE [r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups,
  r.ageMin, r.ageMax, r.validFrom, r.validTo] END) AS offers
RETURN a.id AS id, a.validFrom AS validFrom, a.validTo AS validTo, ties, offers ORDER BY id
"""

NEVER: Final = 0
"""The day of what was never verified: before every date."""

DayNumbers = NDArray[np.int32]
Numbers = NDArray[np.int32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """When ties or offers hold, a column a condition, a row a tie or an offer. What asks nothing has all bits, or ages 0 and 255.

    Masks as `mask_of` gives them. Ages in years, both ends included. DayNumbers count from 0001-01-01 (1); `end` is exclusive.
    """

    fields: NDArray[np.uint32]
    occupation: NDArray[np.uint16]
    regime: NDArray[np.uint16]
    target: NDArray[np.uint16]
    age_min: NDArray[np.uint8]
    age_max: NDArray[np.uint8]
    begin: DayNumbers
    end: DayNumbers


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """The referral network that everybody may see. Actors are numbered in the order of their ids, so numbers break draws as ids do.

    The ties of actor n are the rows `first[n]` to `first[n + 1]` of `to`, `verified` and `ties`, by their far end, and of
    parallel ties the freshest first. `offers` are what actors decide or provide, by actor (`offered_by`).
    """

    ids: tuple[str, ...]
    begin: DayNumbers
    end: DayNumbers
    first: Rows
    to: Numbers
    verified: DayNumbers
    ties: Conditions
    offered_by: Numbers
    offers: Conditions

    def number_of(self, actor: str) -> int | None:
        """The number of the actor with this id; None when there is none, or none that everybody may see."""
        at = bisect_left(self.ids, actor)
        return at if at < len(self.ids) and self.ids[at] == actor else None


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
    # Columns at once: row by row, each of a million lists would be fetched from memory once a column.
    nears, *stated, fars, verifications = _columns(ties, 11)
    offered_by, *offered = _columns(offers, 9)
    near = np.fromiter(nears, np.int32, len(ties))
    far = np.fromiter((number[end] for end in fars), np.int32, len(ties))
    verified = np.fromiter((_day(text) if text else NEVER for text in verifications), np.int32, len(ties))
    order = np.lexsort((-verified, far, near))
    return Ties(
        ids=tuple(actor["id"] for actor in actors),
        begin=np.fromiter((_day(actor["validFrom"]) for actor in actors), np.int32, len(actors)),
        end=np.fromiter((_day(actor["validTo"]) for actor in actors), np.int32, len(actors)),
        first=np.concatenate(([0], np.cumsum(np.bincount(near, minlength=len(actors))))).astype(np.int64),
        to=far[order],
        verified=verified[order],
        ties=_conditions(stated, order=order, words=_one),
        offered_by=np.fromiter(offered_by, np.int32, len(offers)),
        offers=_conditions(offered, order=np.arange(len(offers)), words=_many),
    )


def mask_of(words: Iterable[str], *, terms: type[Term]) -> int:
    """A bit for each of *words* in the vocabulary *terms*; 0 for none. Raises ValueError for a word that isn't in it."""
    bits = _bits(terms)
    try:
        return sum(bits[word] for word in set(words))
    except KeyError as unknown:
        raise ValueError(f"{unknown} is no {terms.__name__}") from unknown


@lru_cache(maxsize=50_000)
def _day(date_text: str) -> int:
    return date.fromisoformat(date_text).toordinal()


@cache
def _bits(terms: type[Term]) -> dict[str, int]:
    return {term.value: 1 << n for n, term in enumerate(terms)}


def _id_of(row: Mapping[str, Any]) -> str:
    return str(row["id"])


def _one(word: str | None) -> Sequence[str]:
    return () if word is None else (word,)


def _many(words: Sequence[str] | None) -> Sequence[str]:
    return words or ()


def _columns(rows: Sequence[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _conditions(stated: Sequence[Sequence[Any]], *, order: Rows, words: Callable[[Any], Sequence[str]]) -> Conditions:
    def column(values: Iterable[int], kind: type[np.integer[Any]]) -> NDArray[Any]:
        return np.fromiter(values, kind, order.size)[order]

    def masks(at: int, terms: type[Term], kind: type[np.unsignedinteger[Any]], of: Callable[[Any], Sequence[str]] = words) -> NDArray[Any]:
        everything = int(np.iinfo(kind).max)

        # A million ties name few different sets of words.
        @cache
        def mask(*named: str) -> int:
            return mask_of(named, terms=terms) or everything

        return column((mask(*of(value)) for value in stated[at]), kind)

    return Conditions(
        fields=masks(0, ActionField, np.uint32, _many),
        occupation=masks(1, OccupationGroup, np.uint16),
        regime=masks(2, LegalRegime, np.uint16),
        target=masks(3, TargetGroup, np.uint16),
        age_min=column((0 if age is None else age for age in stated[4]), np.uint8),
        age_max=column((255 if age is None else age for age in stated[5]), np.uint8),
        begin=column(map(_day, stated[6]), np.int32),
        end=column(map(_day, stated[7]), np.int32),
    )
