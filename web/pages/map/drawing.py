"""A map of Kreise as SVG paths: what templates and reports draw, made of outlines alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from web.pages.map.outlines import Point, on_plane, outlines

WIDTH: Final = 1000
_EDGE: Final = 16
_TALLEST: Final = 1300


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the plane a drawing shows: km to units, from a corner."""

    scale: float
    left: float
    top: float
    width: int
    height: int

    def at(self, lat: float, lon: float) -> tuple[int, int]:
        """Where a point of the earth stands in the drawing."""
        return self.on(on_plane(lat, lon))

    def on(self, point: Point) -> tuple[int, int]:
        """Where a point of the plane stands in the drawing."""
        return round((point[0] - self.left) * self.scale), round((point[1] - self.top) * self.scale)

    def path(self, lines: Iterable[Sequence[Point]], *, closed: bool = True, grain: int = 1) -> str:
        """The `d` of an SVG path of *lines* of the plane; points that fall on one another in a grid of *grain* units are one."""
        parts = []
        for line in lines:
            drawn = _thinned([tuple(round(value / grain) * grain for value in self.on(point)) for point in line])
            if len(drawn) < (4 if closed else 2):
                continue
            (x, y), *rest = drawn
            text = f"M{x} {y}l"
            steps = []
            for nx, ny in rest[:-1] if closed else rest:
                steps.append(f"{nx - x} {ny - y}")
                x, y = nx, ny
            parts.append(text + " ".join(steps).replace(" -", "-") + ("z" if closed else ""))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map: `kreise` by key, the `land` around them, the lines `inside` between groups, the `rim` around all; each the `d` of a path."""

    frame: Frame
    kreise: Mapping[str, str]
    land: str
    inside: str
    rim: str


def _thinned(points: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Without points that repeat the one before or lie on a straight line between their neighbours."""
    kept: list[tuple[int, ...]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1:
            (ax, ay), (bx, by), (cx, cy) = kept[-2], kept[-1], point
            if (bx - ax) * (cy - by) == (by - ay) * (cx - bx) and (bx - ax) * (cx - bx) + (by - ay) * (cy - by) > 0:
                kept.pop()
        kept.append(point)
    return kept


@lru_cache(maxsize=64)
def frame_around(keys: tuple[str, ...], *, width: int = WIDTH) -> Frame:
    """The frame that shows these Kreise with a small edge."""
    points = [point for key in keys for ring in outlines().rings(key) for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    edge = _EDGE * width / WIDTH
    scale = min((width - 2 * edge) / (right - left), (_TALLEST * width / WIDTH - 2 * edge) / (bottom - top))
    height = round((bottom - top) * scale + 2 * edge)
    # A tall region stands in the middle.
    spare = (width - 2 * edge) / scale - (right - left)
    return Frame(scale, left - edge / scale - spare / 2, top - edge / scale, width, height)


@lru_cache(maxsize=32)
def drawing_of(groups: tuple[tuple[str, tuple[str, ...]], ...], *, around: tuple[str, ...] = ()) -> Drawing:
    """The map of the Kreise in *groups*: (name, keys) each, as districts hold Kreise.

    around: the larger area that the frame shows instead: the rim goes around it, and lines are between all its Kreise.
    """
    shapes = outlines()
    keys = tuple(key for _, some in groups for key in some)
    whole = around or keys
    frame = frame_around(whole)
    others = [key for key in shapes.kreise if key not in set(whole) and _is_in(frame, key)]
    apart: dict[str, tuple[str, ...]] = {key: (key,) for key in around} or dict(groups)
    return Drawing(
        frame=frame,
        kreise={key: frame.path(shapes.rings(key)) for key in keys},
        land=frame.path(shapes.rim(others), grain=4),
        inside=frame.path(shapes.between(apart), closed=False),
        rim=frame.path(shapes.rim(whole)),
    )


@lru_cache(maxsize=512)
def area_of(keys: tuple[str, ...], within: tuple[str, ...], *, width: int) -> str:
    """The Kreise *keys* as one area in a small map of *within*, coarsely."""
    frame = frame_around(within, width=width)
    return frame.path(outlines().rim(keys))


def _is_in(frame: Frame, key: str) -> bool:
    points = [frame.on(point) for ring in outlines().rings(key) for point in ring]
    return (
        max(x for x, _ in points) > 0
        and min(x for x, _ in points) < frame.width
        and max(y for _, y in points) > 0
        and min(y for _, y in points) < frame.height
    )
