"""A place that was understood."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.selection import Selection, shaped


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is. *kreise*: keys, several if a postal code spans them, none for a region above the Kreis.

    *lat*, *lon*: WGS 84, degrees; null for a region without a point. *region_key*: what was meant, if it is a region.
    """

    label: str
    lat: float | None
    lon: float | None
    kreise: tuple[str, ...]
    region_key: str | None = None
    postal_code: str | None = None

    @property
    def regions(self) -> tuple[str, ...]:
        """Keys of the regions that the place is in or is: one, or each Kreis of a postal code."""
        return (self.region_key,) if self.region_key else self.kreise


def place_shown(place: Place, selections: tuple[Selection, ...], *, region: Callable[[Selection, str], Any]) -> dict[str, Any]:
    """What is selected of a place; *region* gives what is selected of one of its regions, by key."""
    point = None if place.lat is None else {"lat": place.lat, "lon": place.lon}
    return shaped(
        selections,
        {
            "label": place.label,
            "regionKey": place.region_key,
            "postalCode": place.postal_code,
            "point": lambda s: None if point is None else shaped(s.only, point),
            "regions": lambda s: [region(s, key) for key in place.regions],
        },
    )
