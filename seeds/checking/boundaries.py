"""Outlines of the Kreise: read the committed TopoJSON, tell whether a point lies inside and how far outside it is."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KM_PER_DEGREE = 111.2
"""Length of one degree of latitude; at the size of a Kreis the earth may be taken as flat."""

Ring = tuple[tuple[float, float], ...]
"""One closed line of (lon, lat), first point repeated at the end."""


@dataclass(frozen=True)
class Area:
    """One Kreis as the rings of all its parts; a hole is a ring like any other (even-odd rule)."""

    rings: tuple[Ring, ...]

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the point lies inside, by the even-odd rule over all rings."""
        return sum(_crossings(ring, lat=lat, lon=lon) for ring in self.rings) % 2 == 1

    def distance_km(self, lat: float, lon: float) -> float:
        """Kilometres to the nearest border, 0.0 inside. Flat-earth, good to some metres within 50 km."""
        return 0.0 if self.contains(lat, lon) else self.border_km(lat, lon)

    def border_km(self, lat: float, lon: float) -> float:
        """Kilometres to the nearest border from either side."""
        return min(_ring_distance_km(ring, lat=lat, lon=lon) for ring in self.rings)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(south, west, north, east) in degrees."""
        lons = [lon for ring in self.rings for lon, _ in ring]
        lats = [lat for ring in self.rings for _, lat in ring]
        return min(lats), min(lons), max(lats), max(lons)


def area_of_rings(rings: Iterable[Sequence[Sequence[float]]]) -> Area:
    """An area from rings of [lon, lat] pairs, as GeoJSON holds them."""
    return Area(tuple(tuple((float(point[0]), float(point[1])) for point in ring) for ring in rings))


def load_boundaries(path: Path) -> dict[str, Area]:
    """Areas by AGS from a quantized TopoJSON file with one object `kreise`; in the file's order."""
    topology: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    arcs = [_decoded_arc(arc, transform=topology["transform"]) for arc in topology["arcs"]]
    return {shape["id"]: Area(tuple(_rings(shape, arcs=arcs))) for shape in topology["objects"]["kreise"]["geometries"]}


def _decoded_arc(arc: Sequence[Sequence[int]], *, transform: Mapping[str, Sequence[float]]) -> list[tuple[float, float]]:
    scale, translate = transform["scale"], transform["translate"]
    x = y = 0
    line: list[tuple[float, float]] = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        line.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
    return line


def _rings(shape: Mapping[str, Any], *, arcs: Sequence[Sequence[tuple[float, float]]]) -> list[Ring]:
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings: list[Ring] = []
    for polygon in polygons:
        for ring in polygon:
            points: list[tuple[float, float]] = []
            for index in ring:  # a negative index is the complement: the arc walked backwards
                line = arcs[index] if index >= 0 else arcs[~index][::-1]
                points.extend(line[1:] if points else line)
            rings.append(tuple(points))
    return rings


def _crossings(ring: Ring, *, lat: float, lon: float) -> int:
    count = 0
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        if (y1 > lat) != (y0 > lat) and lon < (x0 - x1) * (lat - y1) / (y0 - y1) + x1:
            count += 1
        x0, y0 = x1, y1
    return count


def _ring_distance_km(ring: Ring, *, lat: float, lon: float) -> float:
    per_lon = math.cos(math.radians(lat)) * KM_PER_DEGREE
    points = [((x - lon) * per_lon, (y - lat) * KM_PER_DEGREE) for x, y in ring]
    best = math.inf
    px, py = points[0]
    for qx, qy in points[1:]:
        dx, dy = qx - px, qy - py
        squared = dx * dx + dy * dy
        along = max(0.0, min(1.0, -(px * dx + py * dy) / squared)) if squared else 0.0
        best = min(best, math.hypot(px + along * dx, py + along * dy))
        px, py = qx, qy
    return best
