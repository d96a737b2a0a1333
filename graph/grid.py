"""Points in the order of small cells on the earth, so that those around a place are found without looking at all of them."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.int64]
Rows = NDArray[np.int64]

CELL: Final = 0.05
"""The side of a cell in degrees: 5.6 km from south to north, some 3.5 km from west to east in Germany."""
_COLUMNS: Final = round(360 / CELL) + 1


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere, a row each, from degrees (WGS 84)."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.column_stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)))


def cells(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> Cells:
    """The cell of each point (degrees, WGS 84), numbered from south to north, and in each row from west to east."""
    return np.floor((lat + 90) / CELL).astype(np.int64) * _COLUMNS + np.floor((lon + 180) / CELL).astype(np.int64)


def windows(ordered: Cells, lat: float, lon: float) -> Iterator[tuple[Rows, float]]:
    """Rows around a point, ever more of them, from cells in ascending order; the last ones are all rows.

    With each comes the angle (radians) within which no row is missing: infinite for the last.
    """
    row, column = math.floor((lat + 90) / CELL), math.floor((lon + 180) / CELL)
    reach = 1
    while (angle := _angle_inside(lat, lon, row, column, reach)) is not None:
        rows = _window(ordered, row, column, reach)
        if rows.size == ordered.size:
            break
        yield rows, angle
        reach *= 2
    yield np.arange(ordered.size), math.inf


def _angle_inside(lat: float, lon: float, row: int, column: int, reach: int) -> float | None:
    """How far it is at least from the point to the border of the window; None where that would cross a pole or the antimeridian."""
    south, north = (row - reach) * CELL - 90, (row + reach + 1) * CELL - 90
    west, east = (column - reach) * CELL - 180, (column + reach + 1) * CELL - 180
    if south <= -90 or north >= 90 or west <= -180 or east >= 180:
        return None
    # To a parallel it is never shorter than the difference of latitudes; to a meridian the way is perpendicular to it.
    to_meridian = math.sin(math.radians(min(lon - west, east - lon, 90))) * math.cos(math.radians(lat))
    return min(math.radians(lat - south), math.radians(north - lat), math.asin(to_meridian))


def _window(ordered: Cells, row: int, column: int, reach: int) -> Rows:
    """The rows in a square of cells: a run of them in each row of cells."""
    starts = np.arange(row - reach, row + reach + 1) * _COLUMNS + column - reach
    first = np.searchsorted(ordered, starts)
    return runs(first, np.searchsorted(ordered, starts + 2 * reach + 1) - first)


def runs(first: Rows, counts: Rows) -> Rows:
    """The numbers from each *first* on, as many as *counts* says, one run after the other."""
    ends = np.cumsum(counts)
    return np.repeat(first - ends + counts, counts) + np.arange(ends[-1] if ends.size else 0)
