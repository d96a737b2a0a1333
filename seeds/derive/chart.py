"""The outlines as the pages serve them: the arcs of kreise.topojson as whole numbers, without what only a deriver needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PER_DEGREE = 10_000
"""Whole numbers count ten-thousandths of a degree (11 m): finer than the outlines are."""

CREDIT = "© GeoBasis-DE / BKG 2016 (data changed); GeoNutzV"


def chart_of(topology: dict[str, Any]) -> dict[str, Any]:
    """`arcs`: lines as longitude, latitude and then the steps to each next point. `kreise`: by AGS, polygons of rings of arcs.

    A ring names an arc by its number; -1 - number is the arc walked backwards (as in TopoJSON). The first ring is the outer one.
    """
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[int]] = []
    for arc in topology["arcs"]:
        x = y = 0
        line: list[int] = []
        before = (0, 0)
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = round((x * scale[0] + translate[0]) * PER_DEGREE), round((y * scale[1] + translate[1]) * PER_DEGREE)
            line += [point[0] - before[0], point[1] - before[1]]
            before = point
        arcs.append(line)
    shapes = topology["objects"]["kreise"]["geometries"]
    kreise = {shape["id"]: [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"] for shape in shapes}
    return {"credit": CREDIT, "perDegree": PER_DEGREE, "arcs": arcs, "kreise": kreise}


def chart_text(topology: Path) -> str:
    """What stands in web/pages/map/outlines.json, from a TopoJSON file with one object `kreise`."""
    return json.dumps(chart_of(json.loads(topology.read_text(encoding="utf-8"))), ensure_ascii=False, separators=(",", ":")) + "\n"
