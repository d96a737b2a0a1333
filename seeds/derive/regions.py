"""The rows of regions.csv: country, Länder, districts, Kreise and municipalities, parents before children."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from seeds.checking.boundaries import Area
from seeds.derive import kreise as kreis_table
from seeds.derive import municipalities as municipality_table
from seeds.derive.kreise import Kreis, common_nuts, layers, parent_of
from seeds.derive.municipalities import Municipality

COLUMNS = ("key", "level", "name", "label", "type", "parent", "nuts", "population", "population_hint", "area_km2", "lat", "lon", "source")
Point = tuple[float, float]
KREIS_DIGITS = 5


def region_rows(
    kreise: Mapping[str, Kreis], *, municipalities: Mapping[str, Municipality], areas: Mapping[str, Area]
) -> list[dict[str, str]]:
    """All rows, by level and key. Points: see `kreis_points` and `layer_point`."""
    points = kreis_points(municipalities, areas=areas)
    layer_rows = [_layer_row(layer, kreise=kreise, points=points) for layer in layers()]
    known = frozenset(row["key"] for row in layer_rows)
    kreis_rows = (_kreis_row(kreis, parent=parent_of(kreis.ags, known=known), point=points[kreis.ags]) for kreis in kreise.values())
    return list(chain(layer_rows, kreis_rows, map(_municipality_row, municipalities.values())))


def kreis_points(municipalities: Mapping[str, Municipality], *, areas: Mapping[str, Area]) -> dict[str, Point]:
    """A point inside each Kreis: the mean of its municipalities' points by people, or if that lies outside, the municipality next to it."""
    places: dict[str, list[tuple[Point, int]]] = defaultdict(list)
    for municipality in municipalities.values():
        place = municipality.place
        places[municipality.key[:KREIS_DIGITS]].append(((place.lat, place.lon), place.population))
    return {ags: _inner_point(places[ags], area=area) for ags, area in areas.items()}


def _inner_point(places: Sequence[tuple[Point, int]], *, area: Area) -> Point:
    mean = weighted_mean(places)
    if area.contains(*mean):
        return mean
    return nearest_of(mean, points=[point for point, _ in places if area.contains(*point)] or [point for point, _ in places])


def layer_point(key: str, *, kreise: Mapping[str, Kreis], points: Mapping[str, Point]) -> Point:
    """The point of the Kreis that lies nearest to the mean of all Kreise of the layer by people: always inside the layer."""
    inside = [ags for ags in kreise if key == "DE" or ags.startswith(key)]
    mean = weighted_mean([(points[ags], kreise[ags].population) for ags in inside])
    return nearest_of(mean, points=[points[ags] for ags in inside])


def weighted_mean(places: Iterable[tuple[Point, int]]) -> Point:
    """Mean of the points, each by its weight; a weight of 0 (population not known) counts as 1. Rounded to 4 decimals (about 10 m)."""
    weighted = [(point, max(weight, 1)) for point, weight in places]
    total = sum(weight for _, weight in weighted)
    lat = sum(point[0] * weight for point, weight in weighted) / total
    lon = sum(point[1] * weight for point, weight in weighted) / total
    return round(lat, 4), round(lon, 4)


def nearest_of(origin: Point, *, points: Sequence[Point]) -> Point:
    """The point nearest to *origin*, in the flat."""
    shrink = math.cos(math.radians(origin[0]))
    return min(points, key=lambda point: math.hypot(point[0] - origin[0], (point[1] - origin[1]) * shrink))


def _layer_row(layer: Mapping[str, str], *, kreise: Mapping[str, Kreis], points: Mapping[str, Point]) -> dict[str, str]:
    key = layer["key"]
    inside = [kreis for kreis in kreise.values() if key == "DE" or kreis.ags.startswith(key)]
    return {
        **layer,
        "nuts": common_nuts(key, kreise=inside),
        "population": str(sum(kreis.population for kreis in inside)),
        "area_km2": f"{sum(kreis.area_km2 for kreis in inside):.2f}",
        "source": kreis_table.SOURCE,
        **_point_cells(layer_point(key, kreise=kreise, points=points)),
    }


def _kreis_row(kreis: Kreis, *, parent: str, point: Point) -> dict[str, str]:
    return {
        "key": kreis.ags,
        "level": "KREIS",
        "name": kreis.name,
        "label": kreis.label,
        "type": kreis.type,
        "parent": parent,
        "nuts": kreis.nuts,
        "population": str(kreis.population),
        "area_km2": f"{kreis.area_km2:.2f}",
        "source": kreis_table.SOURCE,
        **_point_cells(point),
    }


def _municipality_row(municipality: Municipality) -> dict[str, str]:
    place = municipality.place
    return {
        "key": municipality.key,
        "level": "MUNICIPALITY",
        "name": municipality.name,
        "label": municipality.name,
        "type": municipality.type,
        "parent": municipality.key[:KREIS_DIGITS],
        "population_hint": str(place.population) if place.population else "",
        "source": municipality_table.SOURCE,
        **_point_cells((place.lat, place.lon)),
    }


def _point_cells(point: Point) -> dict[str, str]:
    return {"lat": f"{point[0]:.4f}", "lon": f"{point[1]:.4f}"}
