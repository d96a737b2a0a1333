"""Actors of the same Kreis and field that aren't tied, though most others like them are."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import FIELDS as WORDS
from resolvers.reasons import reason
from resolvers.terms import FIELDS, MASKS

KIND: Final = GapKind.MISSING_TIE.value
LOCAL: Final = frozenset({"KREIS", "MUNICIPALITY", "CHAMBER_DISTRICT", "AGENCY_DISTRICT", "GOVERNMENT_DISTRICT"})
"""Levels that make two actors neighbours; who answers for a whole Land meets everybody in it."""
LEAST_TIED: Final = 3
LEAST_SHARE: Final = 0.5
MEDIUM_SHARE: Final = 0.75
HIGH_SHARE: Final = 0.9


def missing_ties(view: View) -> list[Gap]:
    """A gap for each untied pair whose kind is tied elsewhere: at least 3 such pairs, and at least half of all. Score: their share.

    A pair: two actors that answer for the same Kreis, for it or a district around it, and work in a same field there, advisers
    included. Its kind: their two types. Tied: by any tie, whichever way.
    """
    shared = _shared(view)
    count = max(len(view.actors.ids), 1)
    pairs, at = np.unique(shared.pair, return_inverse=True)
    near, far = view.network.near[view.ties], view.network.far[view.ties]
    tied = np.isin(pairs, np.minimum(near, far).astype(np.int64) * count + np.maximum(near, far))
    names, type_of = np.unique(np.array(view.actors.types, np.str_), return_inverse=True)
    one, other = (type_of[ends] for ends in np.divmod(pairs, count))
    _, kind = np.unique(np.minimum(one, other) * names.size + np.maximum(one, other), return_inverse=True)
    alike, ties = np.bincount(kind), np.bincount(kind[tied], minlength=int(kind.max(initial=-1)) + 1)
    missing = ~tied & (ties >= np.maximum(LEAST_TIED, LEAST_SHARE * alike))[kind]
    found: dict[int, tuple[int, list[str]]] = {}
    for row in np.flatnonzero(missing[at]).tolist():
        pair = int(at[row])
        fields, kreise = found.get(pair, (0, []))
        found[pair] = fields | int(shared.fields[row]), [*kreise, view.kreise[shared.leaf[row]]]
    return [
        _gap(view, divmod(int(pairs[pair]), count), fields, kreise, int(ties[kind[pair]]), int(alike[kind[pair]]))
        for pair, (fields, kreise) in sorted(found.items())
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """A row for each Kreis (`leaf`) that a pair shares: the lower actor times their count, plus the higher; and their common fields."""

    pair: NDArray[np.int64]
    fields: NDArray[np.uint32]
    leaf: NDArray[np.int64]


def _shared(view: View) -> _Shared:
    parts = view.coverage.parts(view.kreise, view.day, levels=LOCAL)
    count = max(len(view.actors.ids), 1)
    pairs, fields, leaves = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for leaf in range(len(view.kreise)):
        rows = parts.of(leaf)
        actors, works = parts.actor[rows].astype(np.int64), parts.provides[rows] | parts.advises[rows]
        one, other = np.triu_indices(actors.size, k=1)
        common = works[one] & works[other]
        some = np.flatnonzero(common)
        pairs.append(actors[one[some]] * count + actors[other[some]])
        fields.append(common[some])
        leaves.append(np.full(some.size, leaf, np.int64))
    return _Shared(np.concatenate(pairs), np.concatenate(fields), np.concatenate(leaves))


def _gap(view: View, pair: tuple[int, int], fields: int, kreise: list[str], ties: int, alike: int) -> Gap:
    a, b = pair
    share = ties / alike
    where = view.gazetteer.region(kreise[0]).label
    more = f" und {len(kreise) - 1} weiteren Kreisen" if len(kreise) > 1 else ""
    about = ", ".join(WORDS[field] for field in FIELDS if fields & MASKS[field])
    text = (
        f"{view.name(a)} und {view.name(b)} arbeiten beide in {where}{more} ({about}), sind aber nicht verbunden. "
        f"Von {alike} solchen Paaren sind {ties} verbunden."
    )
    return Gap(
        kind=KIND,
        key=f"{KIND}:{view.actors.ids[a]}:{view.actors.ids[b]}",
        severity=severity_of(share, medium=MEDIUM_SHARE, high=HIGH_SHARE),
        score=round(share, 4),
        region=kreise[0],
        places=frozenset(above for kreis in kreise for above in view.above(kreis)),
        actors=(a, b),
        reason=reason("OTHERS_ARE_TIED", text),
        closes=f"Eine Beziehung zwischen {view.name(a)} und {view.name(b)}, oder die Feststellung, dass sie nicht nötig ist.",
        actor_count=2,
    )
