"""What is asked of the ties: the person's situation, the day, and which conditions fail for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Conditions, Rows, mask_of
from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, TargetGroup

NOT_YET_VALID: Final = "NOT_YET_VALID"
EXPIRED: Final = "EXPIRED"
ACTION_FIELD: Final = "ACTION_FIELD"
OCCUPATION_GROUP: Final = "OCCUPATION_GROUP"
LEGAL_REGIME: Final = "LEGAL_REGIME"
TARGET_GROUP: Final = "TARGET_GROUP"
AGE: Final = "AGE"

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is to be helped; what isn't known (None) excludes nothing. Age in years."""

    age: int | None = None
    legal_regime: str | None = None
    target_group: str | None = None
    occupation_group: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A situation, a field and a day as masks and numbers. A mask of 0 or an age of None asks nothing."""

    field: int
    occupation: int
    regime: int
    target: int
    age: int | None
    day: int


def situation_of(given: Mapping[str, Any]) -> Situation:
    """The situation that a question gives, by the names of the API."""
    return Situation(given.get("age"), given.get("legalRegime"), given.get("targetGroup"), given.get("occupationGroup"))


def asked_of(situation: Situation, *, action_field: str | None, as_of: date) -> Asked:
    """The question in the terms of the arrays. Raises ValueError for a word that isn't in its vocabulary."""
    return Asked(
        field=mask_of(_given(action_field), terms=ActionField),
        occupation=mask_of(_given(situation.occupation_group), terms=OccupationGroup),
        regime=mask_of(_given(situation.legal_regime), terms=LegalRegime),
        target=mask_of(_given(situation.target_group), terms=TargetGroup),
        age=situation.age,
        day=as_of.toordinal(),
    )


def days_failing(begin: NDArray[np.int32], end: NDArray[np.int32], *, asked: Asked) -> Iterator[tuple[str, Flags]]:
    """For each reason of time, what it excludes."""
    yield NOT_YET_VALID, begin > asked.day
    yield EXPIRED, end <= asked.day


def terms_failing(conditions: Conditions, rows: Rows, *, asked: Asked) -> Iterator[tuple[str, Flags]]:
    """For each condition that the question touches, the *rows* that it excludes; time left aside."""
    if asked.field:
        yield ACTION_FIELD, _without(conditions.fields[rows], asked.field)
    if asked.occupation:
        yield OCCUPATION_GROUP, _without(conditions.occupation[rows], asked.occupation)
    if asked.regime:
        yield LEGAL_REGIME, _without(conditions.regime[rows], asked.regime)
    if asked.target:
        yield TARGET_GROUP, _without(conditions.target[rows], asked.target)
    if asked.age is not None:
        yield AGE, (conditions.age_min[rows] > asked.age) | (conditions.age_max[rows] < asked.age)


def failing(conditions: Conditions, rows: Rows, *, asked: Asked) -> Iterator[tuple[str, Flags]]:
    """For each condition that the question touches, the *rows* that it excludes, in the order in which reasons are named."""
    yield from days_failing(conditions.begin[rows], conditions.end[rows], asked=asked)
    yield from terms_failing(conditions, rows, asked=asked)


def none_of(excluded: Iterator[tuple[str, Flags]], *, count: int) -> Flags:
    """What no reason excludes, of *count*."""
    fails = np.zeros(count, np.bool_)
    for _, excludes in excluded:
        fails |= excludes
    return ~fails


def _given(word: str | None) -> list[str]:
    return [] if word is None else [word]


def _without(masks: NDArray[Any], asked: int) -> Flags:
    without: Flags = (masks & asked) == 0
    return without
