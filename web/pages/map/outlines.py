"""Outlines of the Kreise for maps: read once, put on a plane, joined to larger areas along shared lines."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "outlines.json"

Point = tuple[float, float]
Line = tuple[Point, ...]
Rings = tuple[tuple[int, ...], ...]

_EARTH_KM: Final = 6371.0
_MIDDLE: Final = (radians(51.0), radians(10.3))


def on_plane(lat: float, lon: float) -> Point:
    """A point of Germany in km east and south of its middle; areas keep their size (Lambert's azimuthal projection on a sphere)."""
    lat0, lon0 = _MIDDLE
    phi, away = radians(lat), radians(lon) - lon0
    k = _EARTH_KM * sqrt(2 / (1 + sin(lat0) * sin(phi) + cos(lat0) * cos(phi) * cos(away)))
    return k * cos(phi) * sin(away), -k * (cos(lat0) * sin(phi) - sin(lat0) * cos(phi) * cos(away))


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """`arcs`: lines of (lon, lat) that two Kreise share, or a Kreis and the outside. `plane`: the same in km, see `on_plane`.

    `kreise`: by AGS, polygons of rings of arcs; -1 - number is the arc walked backwards; the first ring is the outer one.
    """

    arcs: tuple[Line, ...]
    plane: tuple[Line, ...]
    kreise: Mapping[str, tuple[Rings, ...]]

    def polygons(self, key: str) -> list[list[list[Point]]]:
        """A Kreis as GeoJSON wants it (RFC 7946): polygons of closed rings of (lon, lat), the outer ring against the clock."""
        return [[_turned(_joined(ring, self.arcs), against_clock=n == 0) for n, ring in enumerate(polygon)] for polygon in self.kreise[key]]

    def rings(self, key: str) -> list[list[Point]]:
        """All rings of a Kreis on the plane."""
        return [_joined(ring, self.plane) for polygon in self.kreise[key] for ring in polygon]

    def rim(self, keys: Iterable[str]) -> list[list[Point]]:
        """The rings around several Kreise together, on the plane: what two of them share is left out."""
        uses: dict[int, int] = {}
        for key in keys:
            for polygon in self.kreise[key]:
                for ring in polygon:
                    for arc in ring:
                        number = arc if arc >= 0 else ~arc
                        if number in uses:
                            del uses[number]
                        else:
                            uses[number] = arc
        return [_joined(ring, self.plane) for ring in _chained(list(uses.values()), self.plane)]

    def between(self, groups: Mapping[str, Collection[str]]) -> list[Line]:
        """The lines on the plane where Kreise of two *groups* meet."""
        of: dict[int, set[str]] = defaultdict(set)
        for group, keys in groups.items():
            for key in keys:
                for polygon in self.kreise[key]:
                    for ring in polygon:
                        for arc in ring:
                            of[arc if arc >= 0 else ~arc].add(group)
        return [self.plane[arc] for arc, met in sorted(of.items()) if len(met) > 1]


@cache
def outlines() -> Outlines:
    """The outlines that come with the pages."""
    return read_outlines(json.loads(FILE.read_text(encoding="utf-8")))


def read_outlines(table: Mapping[str, Any]) -> Outlines:
    """Outlines from the table in outlines.json, which `seeds.derive.chart` describes."""
    arcs = tuple(_walked(steps, table["perDegree"]) for steps in table["arcs"])
    return Outlines(
        arcs=arcs,
        plane=tuple(tuple(on_plane(lat, lon) for lon, lat in arc) for arc in arcs),
        kreise={key: tuple(tuple(map(tuple, polygon)) for polygon in polygons) for key, polygons in table["kreise"].items()},
    )


def _walked(steps: Sequence[int], per_degree: int) -> Line:
    x = y = 0
    line: list[Point] = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / per_degree, y / per_degree))
    return tuple(line)


def _joined(ring: Sequence[int], arcs: Sequence[Line]) -> list[Point]:
    points: list[Point] = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(line[1:] if points else line)
    return points


def _chained(used: Sequence[int], arcs: Sequence[Line]) -> list[list[int]]:
    """Rings of directed arcs, each of which begins where the one before ends."""

    def ends(arc: int) -> tuple[Point, Point]:
        line = arcs[arc] if arc >= 0 else arcs[~arc]
        return (line[0], line[-1]) if arc >= 0 else (line[-1], line[0])

    starting: dict[Point, list[int]] = defaultdict(list)
    for arc in used:
        starting[ends(arc)[0]].append(arc)
    rings: list[list[int]] = []
    while starting:
        start = next(iter(starting))
        ring: list[int] = []
        here = start
        while not ring or here != start:
            arc = starting[here].pop()
            if not starting[here]:
                del starting[here]
            ring.append(arc)
            here = ends(arc)[1]
        rings.append(ring)
    return rings


def _turned(ring: list[Point], *, against_clock: bool) -> list[Point]:
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))
    return ring if (area > 0) == against_clock else ring[::-1]
