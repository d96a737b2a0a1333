"""What somebody looked for and found, and nobody has recorded yet: a coordinator's list of what to do."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from graph.coverage import Mark
from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import FIELDS as WORDS
from resolvers.reasons import reason
from resolvers.terms import MASKS

KIND: Final = GapKind.DECLARED_NOT_RECORDED.value
MEDIUM_SHARE: Final = 1 / 3
HIGH_SHARE: Final = 2 / 3


def found_not_recorded(view: View) -> Iterator[Gap]:
    """A gap for each field of a mark that found somebody, while the mark decides on a Kreis in which nobody covers the field.

    Score: how many of its Kreise those are (a mark on a municipality has one). It closes when somebody is recorded there, or when
    a later mark says otherwise.
    """
    coverage = view.coverage
    marks = [mark for mark in coverage.stakes.marks if mark.found and mark.counts(view.day)]
    leaves = {mark.region: coverage.leaves(mark.region) for mark in marks}
    places = tuple(dict.fromkeys(leaf for some in leaves.values() for leaf in some))
    number = {place: n for n, place in enumerate(places)}
    parts, looks = coverage.parts(places, view.day), coverage.looks(places, view.day)
    for mark in marks:
        for field, mask in MASKS.items():
            left, advisers = [], set[int]()
            for leaf in leaves[mark.region]:
                rows = parts.of(number[leaf])
                if looks.get((number[leaf], mask)) is mark and not (parts.provides[rows] & mask).any():
                    left.append(leaf)
                    advisers.update(parts.actor[rows][(parts.advises[rows] & mask) != 0].tolist())
            if left:
                yield _gap(view, mark, field, left, of=len(leaves[mark.region]), advisers=sorted(advisers))


def _gap(view: View, mark: Mark, field: str, left: Sequence[str], *, of: int, advisers: Sequence[int]) -> Gap:
    about, where = WORDS[field], view.gazetteer.region(mark.region).label
    looked = f"Am {date.fromordinal(mark.day).isoformat()} gesucht und jemanden gefunden: {about} in {where}."
    nobody = f"In {len(left)} von {of} Kreisen ist niemand" if of > 1 else "Niemand ist"
    note = f" Vermerkt ist: {mark.note}" if mark.note else ""
    source = f" (Quelle: {mark.source})" if mark.source else ""
    return Gap(
        kind=KIND,
        key=f"{KIND}:{mark.region}:{field}",
        severity=severity_of(len(left) / of, medium=MEDIUM_SHARE, high=HIGH_SHARE),
        score=len(left),
        region=mark.region,
        places=frozenset(above for key in (mark.region, *left) for above in view.above(key)),
        actors=tuple(advisers),
        reason=reason("FOUND_NOT_RECORDED", f"{looked} {nobody} dafür erfasst.{note}"),
        closes=f"Eintragen, wer gefunden wurde, mit Ort, Ansprechstelle und Zuständigkeit{source}.",
        actor_count=len(advisers),
    )
