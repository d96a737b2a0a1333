"""Places as people name them: a postal code, an official key, a name or a point, resolved without asking the graph.

The gazetteer is read once for each data version; it answers in microseconds and knows what was meant by a slip.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from rapidfuzz import fuzz, process

from graph.distance import Point
from graph.errors import AmbiguousPlace, BadUserInput, PlaceNotFound
from graph.gazetteer import PostalCodeEntry, RegionEntry
from resolvers.places.place import Place
from resolvers.places.postal_codes import PostalCodes, is_code
from resolvers.places.spelling import bare, folded, without_addition, without_kind

COUNTRY: Final = "DE"
_SPECIFIC: Final = ("MUNICIPALITY", "CHAMBER_DISTRICT", "AGENCY_DISTRICT", "KREIS", "GOVERNMENT_DISTRICT", "LAND", "COUNTRY")
"""Levels, the most specific first: what is stated for a chamber's district wins over what is stated for the Land."""
_SUGGESTIONS: Final = 5
_ALIKE: Final = 72
_CANDIDATES: Final = 50
_FAR_KM: Final = 30
"""No point in Germany is farther from the middle of a postal code."""
_PEOPLE_FIRST: Final = ("MUNICIPALITY", "KREIS", "GOVERNMENT_DISTRICT", "LAND", "COUNTRY")

_Found = TypeVar("_Found")


class Gazetteer:
    """All places of one data version."""

    def __init__(self, regions: Iterable[RegionEntry], postal_codes: Iterable[PostalCodeEntry]) -> None:
        self._regions = {region.key: region for region in regions}
        self._by_nuts = {region.nuts: region.key for region in self._regions.values() if region.nuts}
        self._named: dict[str, list[RegionEntry]] = defaultdict(list)
        self._based: dict[str, list[RegionEntry]] = defaultdict(list)
        for region in self._regions.values():
            name = folded(region.name)
            for form in {name, folded(region.label)}:
                self._named[form].append(region)
            if (base := without_addition(name)) != name:
                self._based[base].append(region)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for region in self._regions.values():
            if region.level != "MUNICIPALITY":
                for above in filter(None, (region.parent, *region.districts)):
                    self._inside[above].append(region.key)
        self._bare: dict[str, str] = {}
        for name in (*self._named, *self._based):
            self._bare.setdefault(bare(name), name)
        self._names = list(self._named)
        self._as_shown = {folded(self._shown(region)): region for region in self._regions.values()}
        self._codes = PostalCodes(postal_codes, {*self._named, *self._based})

    @property
    def postal_codes(self) -> list[PostalCodeEntry]:
        """All postal codes in order."""
        return list(self._codes.by_code.values())

    def region(self, key: str) -> RegionEntry:
        """The region with an official key. Raises `PlaceNotFound`."""
        if key not in self._regions:
            alike = process.extract(key, self._regions.keys(), scorer=fuzz.ratio, limit=_SUGGESTIONS, score_cutoff=_ALIKE)
            raise PlaceNotFound(
                f"There is no region with the key {key!r}.",
                value=key,
                suggestions=tuple(self._shown(self._regions[k]) for k, _, _ in alike),
            )
        return self._regions[key]

    def region_by(self, *, key: str | None = None, nuts: str | None = None, name: str | None = None) -> RegionEntry:
        """The region that exactly one of the three names. Raises `PlaceNotFound`, `AmbiguousPlace`."""
        if name is not None:
            return self._region_named(name)
        if nuts is not None:
            if nuts not in self._by_nuts:
                raise PlaceNotFound(f"There is no region with the NUTS code {nuts!r}.", value=nuts)
            return self._regions[self._by_nuts[nuts]]
        return self.region(key or "")

    def place(self, asked: dict[str, Any]) -> Place:
        """The place that a `PlaceInput` means. Raises `PlaceNotFound`, `AmbiguousPlace`, `BadUserInput`."""
        match asked:
            case {"postalCode": str(code)}:
                return self._codes.place(code)
            case {"regionKey": str(key)}:
                return self._of_region(self.region(key))
            case {"name": str(name)}:
                return self._codes.place(name.strip()) if is_code(name.strip()[:5]) else self._place_named(name)
            case {"point": {"lat": lat, "lon": lon}}:
                return self.point(lat, lon)
            case _:
                raise BadUserInput(
                    "A place needs exactly one of `postalCode`, `regionKey`, `name` and `point`.", argument="place", value=asked
                )

    def point(self, lat: float, lon: float) -> Place:
        """A point, in the Kreise of the postal code whose middle is nearest.

        Raises `BadUserInput` outside of the earth, `PlaceNotFound` far from every postal code.
        """
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise BadUserInput(f"lat {lat}, lon {lon} is not a point on the earth.", argument="point", value={"lat": lat, "lon": lon})
        nearest = self._codes.nearest(lat, lon)
        label = f"{lat}, {lon}"
        if nearest and (km := Point(lat, lon).km_to(nearest.lat, nearest.lon)) > _FAR_KM:
            near = self._codes.place(nearest.code).label
            raise PlaceNotFound(
                f"{label} lies {km:.0f} km from {near}, the nearest place of this directory.", value=label, suggestions=(near,)
            )
        return Place(label, lat, lon, nearest.kreise if nearest else ())

    def search(self, text: str, *, first: int) -> list[Place]:
        """Type-ahead: postal codes and names that begin with *text*, then names that hold or resemble it. Towns and Kreise by size."""
        wanted = folded(text)
        if not wanted:
            return []
        if wanted[:5].isdigit():
            return self._codes.beginning_with(wanted[:5])[:first]
        found = self._beginning(wanted, first)
        found += islice(self._codes.names_beginning(wanted), first - len(found))
        if found:
            return found
        alike = process.extract(wanted, self._names, scorer=fuzz.WRatio, limit=first, score_cutoff=_ALIKE)
        regions = dict.fromkeys(region.key for name, _, _ in alike for region in self._named[name] if region.level in _PEOPLE_FIRST)
        return [self._of_region(self._regions[key]) for key in regions][:first]

    def ancestors(self, key: str) -> tuple[str, ...]:
        """*key* and the keys of all regions above it and of its districts, the most specific level first."""
        found: dict[str, None] = {}
        stack = [key]
        while stack:
            region = self._regions[stack.pop()]
            found[region.key] = None
            stack += [above for above in (region.parent, *region.districts) if above and above not in found]
        if COUNTRY in self._regions:
            # Districts lie in no region, and still in the country.
            found[COUNTRY] = None
        return tuple(sorted(found, key=lambda k: (_SPECIFIC.index(self._regions[k].level), k)))

    def keys(self, level: str) -> list[str]:
        """The keys of all regions of a level, in order."""
        return sorted(key for key, region in self._regions.items() if region.level == level)

    def within(self, key: str) -> tuple[str, ...]:
        """*key* and the keys of all regions inside it down to the Kreis, and of the districts that hold any of these Kreise.

        Empty for a municipality, which is inside of a Kreis. Raises `PlaceNotFound`.
        """
        if self.region(key).level == "MUNICIPALITY":
            return ()
        found: dict[str, None] = {}
        stack = [key]
        while stack:
            region = self._regions[stack.pop()]
            found |= dict.fromkeys((region.key, *region.districts))
            stack += self._inside.get(region.key, ())
        return tuple(sorted(found))

    def rank(self, key: str) -> int:
        """How specific a region's level is: 0 for a municipality, 6 for the country."""
        return _SPECIFIC.index(self._regions[key].level)

    def _beginning(self, wanted: str, first: int) -> list[Place]:
        _, name = without_kind(wanted)
        hits = {
            region.key: (bare(form) != bare(name), _PEOPLE_FIRST.index(region.level), -(region.population or 0), region.key)
            for form, regions in self._named.items()
            if bare(form).startswith((bare(wanted), bare(name)))
            for region in regions
            if region.level in _PEOPLE_FIRST
        }
        return [self._of_region(self._regions[key]) for key in sorted(hits, key=hits.__getitem__)[:first]]

    def _place_named(self, text: str) -> Place:
        """A region, or a place that only a postal code names. Raises `PlaceNotFound`, `AmbiguousPlace`."""
        wanted = folded(text)
        regions = self._candidates(wanted)
        if not regions and (places := self._codes.named(wanted) or self._codes.named(without_kind(wanted)[1])):
            return _only(text, places, [{"label": self._with_kreise(place), "postalCode": place.postal_code} for place in places])
        return self._of_region(self._one_region(text, regions))

    def _region_named(self, text: str) -> RegionEntry:
        return self._one_region(text, self._candidates(folded(text)))

    def _one_region(self, text: str, regions: Sequence[RegionEntry]) -> RegionEntry:
        """The one of *regions* that *text* means. Raises `PlaceNotFound`, `AmbiguousPlace`."""
        if not regions:
            raise PlaceNotFound(f"No place of this directory is called {text!r}.", value=text, suggestions=self._resembling(folded(text)))
        return _only(text, regions, [{"label": self._shown(r), "regionKey": r.key, "level": r.level} for r in regions])

    def _resembling(self, wanted: str) -> tuple[str, ...]:
        """Places whose names come near *wanted*, the likeliest first."""
        alike = process.extract(wanted, [*self._names, *self._codes.names], scorer=fuzz.WRatio, limit=_SUGGESTIONS, score_cutoff=_ALIKE)
        shown: dict[str, None] = {}
        for name, _, _ in alike:
            regions = sorted(self._named.get(name, ()), key=_towns_first)
            shown |= dict.fromkeys(self._shown(region) for region in regions if region.level in _PEOPLE_FIRST)
            shown |= dict.fromkeys(place.label for place in self._codes.named(name) if not regions)
        return tuple(shown)[:_SUGGESTIONS]

    def _candidates(self, wanted: str) -> list[RegionEntry]:
        """The places that a name can mean, the biggest first; one if it is clear.

        A town comes before the Kreis of the same name. An exact name is clear unless a bigger namesake is only told
        apart by an addition, as “Halle” is from “Halle (Saale)”. What we suggest, with the Kreis behind it, is clear.
        """
        if wanted not in self._named and wanted in self._as_shown:
            return [self._as_shown[wanted]]
        known = wanted if wanted in self._named or wanted in self._based else self._bare.get(bare(wanted), wanted)
        kind, name = without_kind(known)
        if kind is not None and known not in self._named:
            known = name if name in self._named or name in self._based else self._bare.get(bare(name), name)
        fits = [r for r in self._named.get(known, ()) if _is_kind(r, kind)]
        longer = [r for r in self._based.get(known, ()) if _is_kind(r, kind) and r not in fits]
        for level in (*_PEOPLE_FIRST, "CHAMBER_DISTRICT", "AGENCY_DISTRICT"):
            exact = _by_size(r for r in fits if r.level == level)
            based = _by_size(r for r in longer if r.level == level)
            if len(exact) == 1 and (not based or _size(exact[0]) >= _size(based[0])):
                return exact
            if exact or based:
                return _by_size([*exact, *based])
        return []

    def _of_region(self, region: RegionEntry) -> Place:
        kreise = tuple(key for key in self.ancestors(region.key) if self._regions[key].level == "KREIS")
        return Place(self._shown(region), region.lat, region.lon, kreise, region_key=region.key)

    def _with_kreise(self, place: Place) -> str:
        """A postal code's place with its Kreise, so that namesakes are told apart."""
        return f"{place.label} ({', '.join(self._regions[key].label for key in place.kreise)})"

    def _shown(self, region: RegionEntry) -> str:
        """A municipality is shown with its Kreis, so that namesakes are told apart."""
        above = self._regions.get(region.parent or "")
        if above is None or region.level != "MUNICIPALITY" or above.type == "Kreisfreie Stadt" or region.name in above.label:
            return region.label
        return f"{region.label} ({above.label})"


def _only(text: str, found: Sequence[_Found], candidates: Sequence[dict[str, Any]]) -> _Found:
    """The one that was *found*. Raises `AmbiguousPlace` with the *candidates* if there are several."""
    if len(found) > 1:
        message = f"{text!r} fits {len(found)} places; please choose one."
        raise AmbiguousPlace(message, value=text, candidates=tuple(candidates[:_CANDIDATES]))
    return found[0]


def _is_kind(region: RegionEntry, kind: str | None) -> bool:
    match kind:
        case "kreis":
            return region.level == "KREIS" and region.type != "Kreisfreie Stadt"
        case "stadt":
            return region.level in ("MUNICIPALITY", "KREIS") and "stadt" in (region.type or "").lower()
        case "gemeinde":
            return region.level == "MUNICIPALITY"
        case "bezirk":
            return region.level == "GOVERNMENT_DISTRICT"
        case _:
            return True


def _size(region: RegionEntry) -> int:
    return region.population or 0


def _towns_first(region: RegionEntry) -> int:
    return _PEOPLE_FIRST.index(region.level) if region.level in _PEOPLE_FIRST else len(_PEOPLE_FIRST)


def _by_size(regions: Iterable[RegionEntry]) -> list[RegionEntry]:
    return sorted(regions, key=lambda r: (-_size(r), r.key))
