"""Hand-kept entries over the ones derived from fact tables."""

from collections.abc import Iterable, Iterator
from typing import Final

from seeds.rows.entries import Entry

_SLUG: Final = "slug"


def overlaid(derived: Iterable[Entry], by_hand: Iterable[Entry]) -> Iterator[Entry]:
    """Both, where an actor of the same kind and slug becomes one entry: the fields stated by hand win.

    Parts add up, but a head office, a contact of a function or a responsibility by a rule that is stated by hand takes the
    place of the derived one.
    """
    by_hand = list(by_hand)
    actors = {(entry.kind, entry.text(_SLUG)): entry for entry in by_hand if _SLUG in entry.cells}
    stated = {_part(entry) for entry in by_hand}
    merged: set[tuple[str, str]] = set()
    for entry in derived:
        key = (entry.kind, entry.text(_SLUG))
        if _SLUG in entry.cells and key in actors:
            merged.add(key)
            hand = actors[key]
            yield hand.with_cells({**entry.cells, **hand.cells})
        elif _part(entry) not in stated:
            yield entry
    for entry in by_hand:
        # A second one of the same slug stays: the checks name it.
        if entry is not actors.get((entry.kind, entry.text(_SLUG))) or (entry.kind, entry.text(_SLUG)) not in merged:
            yield entry


def _part(entry: Entry) -> tuple[str, ...]:
    match entry.kind:
        case "location" | "contact":
            return entry.kind, entry.text("owner"), entry.text("role")
        case "responsibility" if entry.text("rule"):
            return entry.kind, entry.text("owner"), entry.text("rule")
        case _:
            return ("", str(id(entry)))
