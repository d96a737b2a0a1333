"""Which of the responsibilities that are stated for a region and all above it come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Conditions, Rows
from graph.duties import Duties
from graph.grid import runs
from resolvers.referral.question import Asked, asked_of, days_failing, none_of, situation_of, terms_failing
from resolvers.terms import MASKS


@dataclass(frozen=True, slots=True)
class Stated:
    """A responsibility by its *id*, where it is stated, and whether the situation rules it out."""

    id: str
    region: str
    ruled_out: bool


def likeliest(
    duties: Duties, above: Sequence[tuple[str, int]], field: str, situation: Mapping[str, Any] | None, *, as_of: date, most: int
) -> list[Stated]:
    """Of at most *most* actors the likeliest responsibility for *field* that holds on the day in the regions *above*.

    These come with their ranks. What the *situation* doesn't rule out comes first, who only advises last, then the lowest rank, the
    fewest conditions that are open, the lowest slug, the lowest id.
    """
    known = [(key, duties.regions[key], rank) for key, rank in above if key in duties.regions]
    numbers = np.array([number for _, number, _ in known], np.int64)
    counts = duties.first[numbers + 1] - duties.first[numbers]
    rows = runs(duties.first[numbers], counts)
    place = np.repeat(np.arange(len(known)), counts)
    conditions = duties.conditions
    here = (conditions.fields[rows] & np.uint32(MASKS[field])) != 0
    asked = asked_of(situation_of(situation or {}), action_field=None, as_of=as_of)
    here &= none_of(days_failing(conditions.begin[rows], conditions.end[rows], asked=asked), count=rows.size)
    rows, place = rows[here], place[here]
    ruled_out = ~none_of(terms_failing(conditions, rows, asked=asked), count=rows.size)
    rank = np.array([rank for *_, rank in known], np.int64)[place]
    order = np.lexsort((duties.turn[rows], _open(duties, rows, asked), rank, duties.advising[rows], ruled_out))
    _, first_of_actor = np.unique(duties.actor[rows[order]], return_index=True)
    order = order[np.sort(first_of_actor)[:most]]
    return [Stated(duties.ids[rows[n]], known[place[n]][0], bool(ruled_out[n])) for n in order]


def _open(duties: Duties, rows: Rows, asked: Asked) -> NDArray[np.int64]:
    """How many conditions each row states about which the question says nothing."""
    stated: Conditions = duties.conditions
    open_ = np.zeros(rows.size, np.int64)
    for mask, masks in ((asked.occupation, stated.occupation), (asked.regime, stated.regime), (asked.target, stated.target)):
        if not mask:
            open_ += masks[rows] != np.iinfo(masks.dtype).max
    if asked.age is None:
        open_ += duties.aged[rows]
    return open_
