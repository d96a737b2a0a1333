"""How far nodes are from a point: a filter and a sort key that both engines work out alike.

Each engine's own `point.distance` measures on a sphere of its own. Here the straight line between two points of the WGS 84
ellipsoid is measured, which grows as the geodesic does: over 800 km the two disagree by at most 3 m about which of two places
is nearer. What is shown is the geodesic (geopy).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, radians, sin, sqrt
from typing import Any, Final

from geopy.distance import geodesic

from graph.fields import live
from graph.projection import Projection

_MAJOR_M: Final = 6_378_137.0
_E2: Final = 0.00669437999014
"""The ellipsoid's half axis and squared eccentricity."""

_PARAMETERS: Final = ("nearX", "nearY", "nearZ", "nearSquare")

NOWHERE_M: Final = 99_999_999
"""The distance of what has no known place: farther than anything on the earth, so that it comes last."""

_LOCATED_AT: Final = ("({n})-[:LOCATED_AT]->({l}:Location)", ("{l}",))
_WAYS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "Actor": _LOCATED_AT,
    "Event": _LOCATED_AT,
    "Contact": ("({n})<-[:HAS_CONTACT]-({a}:Actor)-[:LOCATED_AT]->({l}:Location)", ("{a}", "{l}")),
}
"""For each label the way from a node to its places, and what of it is dated. A region is a place itself."""

LOCATED: Final = frozenset((*_WAYS, "Region"))
"""The labels whose nodes have places."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the earth: WGS 84, degrees."""

    lat: float
    lon: float

    @property
    def parameters(self) -> dict[str, float]:
        """What `nearest_place` needs: the point in metres from the middle of the earth."""
        return dict(zip(_PARAMETERS, _parts(self), strict=True))

    def km_to(self, lat: float, lon: float) -> float:
        """The geodesic distance in km, to 10 m (geopy; Karney 2013)."""
        km: float = geodesic((self.lat, self.lon), (lat, lon)).km
        return round(km, 2)


def nearest_place(label: str, variable: str) -> str:
    """An expression: `[metres, lat, lon]` of the nearest place of a node of *label* that holds on `$asOf`, null if it has none.

    Reads the parameters of `Point.parameters`.
    """
    here = [f"${name}" for name in _PARAMETERS]
    if label not in _WAYS:
        return f"CASE WHEN {variable}.lat IS NOT NULL THEN [{_metres(variable, here)}, {variable}.lat, {variable}.lon] END"
    return (
        f"head(COLLECT {{ {_way(label, variable, 'spot', 'owner')} WITH spot, {_metres('spot', here)} AS metres "
        f"ORDER BY metres, spot.id LIMIT 1 RETURN [metres, spot.lat, spot.lon] }})"
    )


def is_within(label: str, near: Mapping[str, Any], variable: str, projection: Projection) -> str:
    """The predicate that a node of *label* has a place not farther than `km` from `lat`, `lon`."""
    if label not in _WAYS:
        return _inside(near, variable, projection)
    spot, owner = projection.variable(), projection.variable()
    return f"EXISTS {{ {_way(label, variable, spot, owner)} AND {_inside(near, spot, projection)} }}"


def near_start(label: str, near: Mapping[str, Any], variable: str, projection: Projection) -> str:
    """The MATCH with its WHERE that finds the nodes near a point from the side of their places."""
    if label not in _WAYS:
        return f"MATCH ({variable}:{label}) WHERE {_inside(near, variable, projection)}"
    spot, owner = projection.variable(), projection.variable()
    return f"{_way(label, f'{variable}:{label}', spot, owner)} AND {_inside(near, spot, projection)}"


def _way(label: str, node: str, spot: str, owner: str) -> str:
    way, dated = _WAYS[label]
    conditions = (live(name.format(l=spot, a=owner)) for name in dated)
    return f"MATCH {way.format(n=node, l=spot, a=owner)} WHERE {spot}.lat IS NOT NULL AND {' AND '.join(conditions)}"


def _inside(near: Mapping[str, Any], at: str, projection: Projection) -> str:
    """The box first, which an index knows, and then the distance."""
    point, km = Point(near["lat"], near["lon"]), near["km"]
    # A shown distance is rounded to 10 m: what is shown as 25 km is within 25 km.
    south, north, west, east = (projection.parameter(edge) for edge in _box(point, km + 0.005))
    parts = [projection.parameter(part) for part in _parts(point)]
    box = f"{at}.lat >= {south} AND {at}.lat <= {north} AND {at}.lon >= {west} AND {at}.lon <= {east}"
    return f"{box} AND {_metres(at, parts)} <= {projection.parameter(_chord_m(point, km + 0.005))}"


def _metres(at: str, point: Sequence[str]) -> str:
    """The straight line to *point* (`_parts`), in whole metres: what rounds alike is alike on both engines.

    With |p - q|² = p² + q² - 2pq, which is short to plan; what cancels out of 4·10¹³ m² is 0.01 m².
    """
    sine, cosine, theta = f"sin(radians({at}.lat))", f"cos(radians({at}.lat))", f"radians({at}.lon)"
    x, y, z, square = point
    curved = f"(1.0 - {_E2} * {sine} * {sine})"
    own = f"{_MAJOR_M * _MAJOR_M} * (1.0 - {1 - (1 - _E2) ** 2} * {sine} * {sine}) / {curved}"
    both = f"({cosine} * (cos({theta}) * {x} + sin({theta}) * {y}) + {1 - _E2} * {sine} * {z}) / sqrt{curved}"
    return f"toInteger(round(sqrt(abs({own} + {square} - {2 * _MAJOR_M} * {both}))))"


def _parts(point: Point) -> tuple[float, float, float, float]:
    """A point in metres from the middle of the earth, and the square of its distance from there."""
    x, y, z = _earth_centred(point)
    return x, y, z, x * x + y * y + z * z


def _earth_centred(point: Point) -> tuple[float, float, float]:
    phi, theta = radians(point.lat), radians(point.lon)
    normal = _MAJOR_M / sqrt(1 - _E2 * sin(phi) ** 2)
    return normal * cos(phi) * cos(theta), normal * cos(phi) * sin(theta), normal * (1 - _E2) * sin(phi)


def _radius_m(point: Point) -> float:
    """The ellipsoid's middle radius of curvature there."""
    return _MAJOR_M * sqrt(1 - _E2) / (1 - _E2 * sin(radians(point.lat)) ** 2)


def _chord_m(point: Point, km: float) -> float:
    """The straight line below a way of *km*; half around the earth, everything."""
    radius = _radius_m(point)
    half = km * 1000 / (2 * radius)
    return 2 * radius * sin(half) if half < 1.5 else float(NOWHERE_M)


def _box(point: Point, km: float) -> tuple[float, float, float, float]:
    """South, north, west, east in degrees: everything within *km*, and some more."""
    high = degrees(km * 1010 / _radius_m(point))
    south, north = max(-90.0, point.lat - high), min(90.0, point.lat + high)
    narrowest = cos(radians(max(abs(south), abs(north))))
    wide = high / narrowest if narrowest > 0.01 else 360.0
    if point.lon - wide < -180 or point.lon + wide > 180:
        return south, north, -180.0, 180.0
    return south, north, point.lon - wide, point.lon + wide
