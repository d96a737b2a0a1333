"""Where everybody sits on a day, and how far that is from a place."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.coverage import Stakes
from graph.grid import unit_vectors

_EARTH_KM: Final = 6371.009


@dataclass(frozen=True, slots=True)
class Seat:
    """A location of an *actor* (a number) in a *region*, WGS 84 in degrees, and how far it is from the place that was asked about."""

    actor: int
    region: str
    lat: float
    lon: float
    distance_km: float


class Seats:
    """The locations of all who are there on *day* (a number), as far as they are known."""

    def __init__(self, stakes: Stakes, day: int) -> None:
        rows = stakes.seats.on(day, stakes.actors)
        rows = rows[~np.isnan(stakes.lats[rows])]
        self._stakes = stakes
        self._rows = rows[np.argsort(stakes.seats.actor[rows], kind="stable")]
        self._points = unit_vectors(stakes.lats[self._rows], stakes.lons[self._rows])
        self._seated, self._first = np.unique(stakes.seats.actor[self._rows], return_index=True)
        self._actors = len(stakes.actors.ids)

    def away(self, lat: float, lon: float) -> NDArray[np.float64]:
        """For each actor how far its nearest location is from a point, in km; infinitely if none is known.

        On a sphere, within 0.6 % of the geodesic.
        """
        away = np.full(self._actors, np.inf)
        if self._seated.size:
            away[self._seated] = _km(np.maximum.reduceat(_nearness(self._points, lat, lon), self._first))
        return away

    def of(self, actor: int, lat: float, lon: float) -> Seat:
        """The location of an actor that is nearest to a point. The actor must have one."""
        at = int(np.searchsorted(self._seated, actor))
        some = slice(int(self._first[at]), int(self._first[at + 1]) if at + 1 < self._first.size else None)
        nearness = _nearness(self._points[some], lat, lon)
        best = int(np.argmax(nearness))
        row = int(self._rows[some][best])
        stakes = self._stakes
        region = stakes.regions[stakes.seats.region[row]]
        return Seat(actor, region, float(stakes.lats[row]), float(stakes.lons[row]), float(_km(nearness[best : best + 1])[0]))


def _nearness(points: NDArray[np.float64], lat: float, lon: float) -> NDArray[np.float64]:
    """For each of *points* the cosine of the angle between it and a place."""
    nearness: NDArray[np.float64] = points @ unit_vectors(np.array([lat]), np.array([lon]))[0]
    return nearness


def _km(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    distances: NDArray[np.float64] = np.arccos(np.clip(cosines, -1.0, 1.0)) * _EARTH_KM
    return distances
