"""Outlines of the 400 Kreise: full detail for checking points, and the small TopoJSON for the map."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seeds.checking.boundaries import Area, area_of_rings
from seeds.derive.packages import MAPSHAPER, OUTLINES, opened, program

MERGED_KREISE = {"03152": "03159", "03156": "03159", "16056": "16063"}
"""Göttingen with Osterode (2016-11-01), Wartburgkreis with Eisenach (2021-07-01): the outlines of 2016 know neither."""

KEPT_POINTS = "2%"
"""Share of the points that the small outlines keep: with it the file is about 35 kB compressed."""

SMALLEST_PART_M2 = 900_000
"""Islands and enclaves below this are left out; Helgoland is just above."""

LAND_SURFACE = 4
"""VG250 `GF`: 4 is land with structure; 2 and 3 are water, repeated under the same AGS."""


def features(layer: str, *, cache: Path) -> Iterator[dict[str, Any]]:
    """Features of one VG250 layer that are land, in the package's order (some lie in nested collections)."""
    with opened(OUTLINES, f"package/{layer}.geo.json", cache=cache) as stream:
        entries: list[dict[str, Any]] = json.load(stream)
    for entry in entries:
        for feature in entry.get("features", [entry]):
            if feature["properties"]["GF"] == LAND_SURFACE:
                yield feature


def detailed_areas(*, cache: Path) -> dict[str, Area]:
    """Full-detail areas of the 400 Kreise by AGS. Merged Kreise keep their inner border: harmless for the even-odd rule."""
    rings: dict[str, list[Any]] = {}
    for feature in features("kreise", cache=cache):
        ags: str = feature["properties"]["AGS"]
        rings.setdefault(MERGED_KREISE.get(ags, ags), []).extend(_rings(feature["geometry"]))
    return {ags: area_of_rings(rings[ags]) for ags in sorted(rings)}


def _rings(geometry: dict[str, Any]) -> list[Any]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def write_topology(target: Path, *, cache: Path) -> None:
    """Dissolve the merged Kreise, simplify with shared borders, quantize; no part above the smallest is lost. Object `kreise`, id = AGS."""
    full = cache / "kreise.geojson"
    shapes: list[dict[str, Any]] = []
    for feature in features("kreise", cache=cache):
        ags: str = feature["properties"]["AGS"]
        shapes.append({"type": "Feature", "properties": {"ags": MERGED_KREISE.get(ags, ags)}, "geometry": feature["geometry"]})
    full.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}), encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    command = [program("npx"), "--yes", "--package", MAPSHAPER, "mapshaper", "-i", str(full), "name=kreise", "snap"]
    # Each part is simplified as a shape of its own, so that no island or enclave shrinks to nothing.
    command += ["-dissolve", "ags", "-explode", "-filter", f"this.area > {SMALLEST_PART_M2}"]
    command += ["-simplify", "weighted", KEPT_POINTS, "keep-shapes", "-dissolve", "ags", "-clean", "allow-overlaps", "-sort", "ags"]
    command += ["-o", str(target), "format=topojson", "quantization=6000", "id-field=ags", "drop-table", "force"]
    subprocess.run(command, check=True)  # noqa: S603 - our own pinned arguments
