"""A place that was understood."""

from dataclasses import dataclass


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
