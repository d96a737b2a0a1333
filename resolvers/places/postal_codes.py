"""Postal codes and the places that only they name: villages and quarters that are no municipality of their own."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from math import cos, radians
from typing import Final

import numpy as np

from graph.errors import PlaceNotFound
from graph.gazetteer import PostalCodeEntry
from resolvers.places.place import Place
from resolvers.places.spelling import bare, folded

_SUGGESTIONS: Final = 5
_DIGITS: Final = 5


class PostalCodes:
    """All postal codes of one data version. *known*: folded names that regions bear; these mean the region, not its codes."""

    def __init__(self, entries: Iterable[PostalCodeEntry], known: Collection[str]) -> None:
        self.by_code = {entry.code: entry for entry in entries}
        self._lats = np.array([entry.lat for entry in self.by_code.values()])
        self._lons = np.array([entry.lon for entry in self.by_code.values()])
        self._named: dict[str, dict[str, str]] = defaultdict(dict)
        for entry in self.by_code.values():
            for name in entry.name.split("|"):
                if (form := folded(name)) not in known:
                    self._named[form].setdefault(entry.code, name)
        self._bare: dict[str, list[str]] = defaultdict(list)
        for form in self._named:
            self._bare[bare(form)].append(form)
        self._in_order = sorted(self._bare)

    def place(self, code: str) -> Place:
        """The middle of a postal code and all its Kreise; a name behind it, as we suggest it, is passed over. Raises `PlaceNotFound`."""
        if is_code(first := code.partition(" ")[0]):
            code = first
        if not is_code(code):
            raise PlaceNotFound(f"{code!r} is not a postal code: it needs five digits.", value=code)
        if code not in self.by_code:
            near = sorted(self.by_code, key=lambda known: (abs(int(known) - int(code)), known))[:_SUGGESTIONS]
            shown = tuple(f"{known} {_first_name(self.by_code[known])}" for known in near)
            raise PlaceNotFound(f"There is no postal code {code!r} in this directory.", value=code, suggestions=shown)
        return self._shown(code, _first_name(self.by_code[code]))

    def beginning_with(self, digits: str) -> list[Place]:
        """The places of the postal codes that begin so, in order."""
        return [self.place(code) for code in sorted(self.by_code) if code.startswith(digits)]

    def named(self, name: str) -> list[Place]:
        """The places that a folded *name* means: one for each postal code, in order; a single one where they share their only Kreis."""
        forms = [name] if name in self._named else self._bare.get(bare(name), [])
        codes = {code: written for form in forms for code, written in self._named[form].items()}
        places = [self._shown(code, written) for code, written in sorted(codes.items())]
        if len(places) > 1 and len(kreise := {place.kreise for place in places}) == 1 and len(next(iter(kreise))) == 1:
            return [self._together(codes)]
        return places

    def names_beginning(self, text: str) -> Iterator[Place]:
        """The places whose names begin with a folded *text*, by name and code."""
        begin = bare(text)
        for plain in self._in_order[bisect_left(self._in_order, begin) :]:
            if not plain.startswith(begin):
                return
            for form in self._bare[plain]:
                yield from (self._shown(code, written) for code, written in sorted(self._named[form].items()))

    @property
    def names(self) -> list[str]:
        """The folded names that only postal codes have."""
        return list(self._named)

    def nearest(self, lat: float, lon: float) -> PostalCodeEntry | None:
        """The postal code whose middle is nearest; None only if there is none at all."""
        if not self._lats.size:
            return None
        # Planar and in one pass: only the nearest middle is wanted, not how far it is.
        away = (self._lats - lat) ** 2 + ((self._lons - lon) * cos(radians(lat))) ** 2
        return list(self.by_code.values())[int(away.argmin())]

    def _shown(self, code: str, name: str) -> Place:
        entry = self.by_code[code]
        return Place(f"{code} {name}", entry.lat, entry.lon, entry.kreise, postal_code=code)

    def _together(self, codes: dict[str, str]) -> Place:
        """One place of several codes in one Kreis: who is responsible is the same in all of them. Its point is their middle."""
        entries = [self.by_code[code] for code in codes]
        lat, lon = (round(float(np.mean([getattr(entry, axis) for entry in entries])), 4) for axis in ("lat", "lon"))
        return Place(next(iter(codes.values())), lat, lon, entries[0].kreise)


def is_code(text: str) -> bool:
    """Whether *text* looks like a postal code."""
    return len(text) == _DIGITS and text.isascii() and text.isdigit()


def _first_name(entry: PostalCodeEntry) -> str:
    return entry.name.split("|")[0]
