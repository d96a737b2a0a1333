"""When ties and responsibilities hold, as arrays: a bit for each word of a vocabulary, a number for each day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, TargetGroup, Term

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


def mask_of(words: Iterable[str], *, terms: type[Term]) -> int:
    """A bit for each of *words* in the vocabulary *terms*; 0 for none. Raises ValueError for a word that isn't in it."""
    bits = _bits(terms)
    try:
        return sum(bits[word] for word in set(words))
    except KeyError as unknown:
        raise ValueError(f"{unknown} is no {terms.__name__}") from unknown


@lru_cache(maxsize=50_000)
def day_number(date_text: str) -> int:
    """The day of an ISO date, counted from 0001-01-01 (1). Raises ValueError."""
    return date.fromisoformat(date_text).toordinal()


def days_of(texts: Sequence[str]) -> DayNumbers:
    """The `day_number` of each ISO date. Raises ValueError."""
    return np.fromiter(map(day_number, texts), np.int32, len(texts))


def numbers_of(names: Sequence[str], number: Mapping[str, int]) -> Numbers:
    """The *number* of each name. Raises KeyError for one that has none."""
    return np.fromiter((number[name] for name in names), np.int32, len(names))


def first_rows(numbers: Numbers, *, count: int) -> Rows:
    """Where the rows of each number below *count* begin once they are sorted by it, and at last where they end."""
    return np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count)))).astype(np.int64)


@cache
def _bits(terms: type[Term]) -> dict[str, int]:
    return {term.value: 1 << n for n, term in enumerate(terms)}


def one_word(word: str | None) -> Sequence[str]:
    """The words of a condition that names at most one."""
    return () if word is None else (word,)


def many_words(words: Sequence[str] | None) -> Sequence[str]:
    """The words of a condition that names any number."""
    return words or ()


def conditions_of(stated: Sequence[Sequence[Any]], *, order: Rows, words: Callable[[Any], Sequence[str]]) -> Conditions:
    """Conditions of the rows *order*.

    From eight columns: fields, occupations, regimes, targets, least and greatest age, first and last day.
    """

    def column(values: Iterable[int], kind: type[np.integer[Any]]) -> NDArray[Any]:
        return np.fromiter(values, kind, len(stated[0]))[order]

    def masks(at: int, terms: type[Term], kind: type[np.unsignedinteger[Any]], of: Callable[[Any], Sequence[str]] = words) -> NDArray[Any]:
        everything = int(np.iinfo(kind).max)

        # A million ties name few different sets of words.
        @cache
        def mask(*named: str) -> int:
            return mask_of(named, terms=terms) or everything

        return column((mask(*of(value)) for value in stated[at]), kind)

    return Conditions(
        fields=masks(0, ActionField, np.uint32, many_words),
        occupation=masks(1, OccupationGroup, np.uint16),
        regime=masks(2, LegalRegime, np.uint16),
        target=masks(3, TargetGroup, np.uint16),
        age_min=column((0 if age is None else age for age in stated[4]), np.uint8),
        age_max=column((255 if age is None else age for age in stated[5]), np.uint8),
        begin=column(map(day_number, stated[6]), np.int32),
        end=column(map(day_number, stated[7]), np.int32),
    )
