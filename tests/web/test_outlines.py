"""The outlines that come with the pages: all Kreise, as derived, joined along the lines they share, and where they belong."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from seeds.checking.boundaries import Area, area_of_rings
from seeds.derive.chart import chart_text
from web.pages.map.drawing import drawing_of, frame_around
from web.pages.map.outlines import FILE, Point, on_plane, outlines

REGIONS = Path(__file__).parents[2] / "seeds" / "data" / "regions"
LOWER_SAXONY = tuple(key for key in sorted(outlines().kreise) if key.startswith("03"))


def kreise() -> dict[str, dict[str, str]]:
    with (REGIONS / "regions.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"]: row for row in csv.DictReader(stream) if row["level"] == "KREIS"}


def size(ring: list[Point]) -> float:
    """The area in a ring, by the surveyor's formula; negative with the clock."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2


def area(key: str) -> Area:
    return area_of_rings([list(map(list, ring)) for polygon in outlines().polygons(key) for ring in polygon])


def test_the_file_is_what_its_derivation_gives() -> None:
    assert FILE.read_text(encoding="utf-8") == chart_text(REGIONS / "kreise.topojson")


def test_there_are_exactly_the_400_kreise_and_none_is_empty() -> None:
    assert sorted(outlines().kreise) == sorted(kreise())
    assert len(outlines().kreise) == 400
    for key, row in kreise().items():
        for polygon in outlines().polygons(key):
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in polygon), key
        # In km²; Bremerhaven's harbour is water in the outlines.
        shown = abs(sum(size(ring) for ring in outlines().rings(key)))
        assert shown == pytest.approx(float(row["area_km2"]), rel=0.3), key


def test_the_main_place_of_every_kreis_lies_in_or_at_its_outline() -> None:
    away = {key: area(key).distance_km(float(row["lat"]), float(row["lon"])) for key, row in kreise().items()}
    # The seat of some Landkreise is the town that they surround; outlines are simplified by up to a kilometre.
    assert max(away.values()) < 12
    assert sum(km > 1 for km in away.values()) < 30


def test_outer_rings_run_against_the_clock_and_holes_with_it() -> None:
    for key in outlines().kreise:
        for outer, *holes in outlines().polygons(key):
            assert size(outer) > 0, key
            assert all(size(hole) < 0 for hole in holes), key


def test_the_rim_of_a_land_holds_its_kreise_and_no_line_between_them() -> None:
    rim = outlines().rim(LOWER_SAXONY)
    drawn = {frozenset(pair) for key in LOWER_SAXONY for ring in outlines().rings(key) for pair in pairwise(ring)}
    around = {frozenset(pair) for ring in rim for pair in pairwise(ring)}
    assert around < drawn
    # On the plane y grows southwards, and Bremen is a hole: what lies inside counts as often as its Kreise say.
    inside = sum(sum(size(ring) for ring in outlines().rings(key)) for key in LOWER_SAXONY)
    assert sum(size(ring) for ring in rim) == pytest.approx(inside)
    # In km².
    assert abs(inside) == pytest.approx(47_600, rel=0.02)


def test_the_plane_keeps_distances_within_half_a_percent_in_germany() -> None:
    # Flensburg to Garmisch-Partenkirchen and Aachen to Görlitz: geodesics on WGS 84 in km (geopy).
    for (a, b), km in ((((54.7833, 9.4333), (47.4921, 11.0958)), 819.39), (((50.7766, 6.0834), (51.1556, 14.9886)), 626.61)):
        (x0, y0), (x1, y1) = on_plane(*a), on_plane(*b)
        assert ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 == pytest.approx(km, rel=0.005)


def test_a_drawing_shows_every_kreis_within_its_frame() -> None:
    drawing = drawing_of((("03", LOWER_SAXONY),))
    assert (drawing.frame.width, len(drawing.kreise)) == (1000, 45)
    assert all(path.startswith("M") and path.endswith("z") for path in drawing.kreise.values())
    x, y = drawing.frame.at(52.62, 10.08)
    assert 600 < x < 800
    assert 300 < y < 600
    # One group has no lines between groups.
    assert drawing.inside == ""


def test_a_small_frame_is_the_large_one_made_smaller() -> None:
    large, small = frame_around(LOWER_SAXONY), frame_around(LOWER_SAXONY, width=100)
    assert small.height == pytest.approx(large.height / 10, abs=1)
