"""The large map: which Kreis looks how, ways to the nearest seat, and the names of the towns where those seats are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from web.pages.map.drawing import Drawing, Frame, drawing_of
from web.pages.map.outlines import outlines

Row = Mapping[str, Any]

LETTER: Final = 18
"""About how wide a letter of a label is, in units of the drawing; on a phone it is half as wide again."""

_LINE: Final = 30
_PHONE: Final = 1.45
_GAP: Final = 18


class Looks(Protocol):
    """What is shown of a cell."""

    @property
    def state(self) -> str:
        """How it looks."""
        ...

    @property
    def words(self) -> str:
        """Which words say so."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """A Kreis in the map: the `d` of its path, its look, its way's length in km and its people, for both colourings."""

    key: str
    label: str
    d: str
    state: str
    words: str
    office: str
    km: float | None
    band: str
    people: int


@dataclass(frozen=True, slots=True)
class Label:
    """A town's name at a point; *wide*: there is no room for it on a phone."""

    text: str
    x: int
    y: int
    anchor: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with all that stands in it. `runs`, `soft_runs`: ways as the `d` of one path each. `seats`, `hubs`: points.

    in_larger: the Kreise are shown within a larger area.
    """

    drawing: Drawing
    shapes: tuple[Shape, ...]
    runs: str
    soft_runs: str
    run_count: int
    soft_run_count: int
    seats: tuple[tuple[int, int], ...]
    hubs: tuple[tuple[int, int], ...]
    labels: tuple[Label, ...]
    in_larger: bool


BANDS: Final = ((25.0, "near"), (50.0, "mid"), (100.0, "far"))
FARTHEST, NOWHERE = "farthest", "nowhere"
BAND_NAMES: Final = (*(name for _, name in BANDS), FARTHEST, NOWHERE)
"""How far the nearest office is: up to 25, 50, 100 km, farther; or nobody's seat is known."""


def band_of(km: float | None) -> str:
    """The band that a distance falls into."""
    if km is None:
        return NOWHERE
    return next((name for most, name in BANDS if km <= most), FARTHEST)


def charted(
    groups: Sequence[tuple[str, Sequence[str]]],
    regions: Sequence[Row],
    looks: Sequence[Looks],
    cells: Sequence[Row],
    *,
    around: Sequence[str] = (),
) -> Chart | None:
    """The map of *regions*, each with a cell and its look; None if none of them has an outline.

    around: a larger area to show them in.
    """
    shapes = outlines().kreise
    kept = tuple((name, tuple(key for key in keys if key in shapes)) for name, keys in groups)
    kept = tuple(group for group in kept if group[1])
    if not kept:
        return None
    drawing = drawing_of(kept, around=tuple(around))
    frame = drawing.frame
    together = list(zip(regions, looks, cells, strict=True))
    ways, towns, hubs = _ways(together, frame)
    # Where every Kreis has its own office, dots and names on each would hide the map.
    few = len(hubs) <= max(3, len(regions) // 3)
    ends = [hub for hub, count in hubs.most_common() if (few or count > 1) and 0 <= hub[0] <= frame.width and 0 <= hub[1] <= frame.height]
    return Chart(
        drawing=drawing,
        shapes=tuple(_shape(region, drawing, look, cell) for region, look, cell in together if region["key"] in shapes),
        runs="".join(_run(way) for way in ways if not way.soft),
        soft_runs="".join(_run(way) for way in ways if way.soft),
        run_count=sum(not way.soft for way in ways),
        soft_run_count=sum(way.soft for way in ways),
        seats=tuple(dict.fromkeys(way.start for way in ways)),
        hubs=tuple(ends),
        labels=labels_at([(hub, towns[hub]) for hub in ends], width=frame.width, height=frame.height),
        in_larger=bool(around),
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """From the middle of a Kreis to a seat; *soft*: nobody has checked it."""

    start: tuple[int, int]
    end: tuple[int, int]
    soft: bool


_Spot = tuple[int, int]


def _ways(together: Sequence[tuple[Row, Looks, Row]], frame: Frame) -> tuple[list[_Way], dict[_Spot, str], Counter[_Spot]]:
    """The ways of the Kreise that are covered from outside, the towns that all seats are in, and how many Kreise each seat is for."""
    ways: list[_Way] = []
    towns: dict[tuple[int, int], str] = {}
    hubs: Counter[tuple[int, int]] = Counter()
    for region, look, cell in together:
        nearest = cell["nearest"]
        if nearest is None:
            continue
        hub = frame.at(nearest["lat"], nearest["lon"])
        hubs[hub] += 1
        towns[hub] = nearest["region"]["name"]
        if look.words.startswith("out") and region["lat"] is not None:
            ways.append(_Way(frame.at(region["lat"], region["lon"]), hub, look.state == "soft"))
    return ways, towns, hubs


def _run(way: _Way) -> str:
    return f"M{way.start[0]} {way.start[1]}L{way.end[0]} {way.end[1]}"


def _shape(region: Row, drawing: Drawing, look: Looks, cell: Row) -> Shape:
    nearest = cell["nearest"]
    km = nearest["distanceKm"] if nearest else None
    return Shape(
        key=region["key"],
        label=region["label"],
        d=drawing.kreise[region["key"]],
        state=look.state,
        words=look.words,
        office=nearest["actor"]["name"] if nearest else "",
        km=km,
        band=band_of(km),
        people=region["population"] or 0,
    )


def labels_at(points: Sequence[tuple[tuple[int, int], str]], *, width: int, height: int) -> tuple[Label, ...]:
    """Names beside their points where they hide no other name or point; those without room are left out, the later ones first."""
    taken: list[tuple[float, float, float, float]] = [(x - _GAP, y - _GAP, x + _GAP, y + _GAP) for (x, y), _ in points]
    phone = list(taken)
    labels: list[Label] = []
    for n, ((x, y), text) in enumerate(points):
        if any(label.text == text for label in labels):
            # Two seats in one town.
            continue
        for anchor, dx, dy in (("start", _GAP, 9), ("end", -_GAP, 9), ("middle", 0, -_GAP - 6), ("middle", 0, _GAP + 24)):
            box = _box(x + dx, y + dy, text, anchor, 1.0)
            if not _fits(box, taken, n, width, height):
                continue
            taken.append(box)
            large = _box(x + dx, y + dy, text, anchor, _PHONE)
            wide = not _fits(large, phone, n, width, height)
            if not wide:
                phone.append(large)
            labels.append(Label(text, x + dx, y + dy, anchor, wide))
            break
    return tuple(labels)


Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def _box(x: float, y: float, text: str, anchor: str, size: float) -> Box:
    long = len(text) * LETTER * size
    left = {"start": x, "end": x - long, "middle": x - long / 2}[anchor]
    return left, y - _LINE * size * 0.8, left + long, y + _LINE * size * 0.2


def _fits(box: Box, taken: Sequence[Box], own: int, width: int, height: int) -> bool:
    """Whether a box lies in the drawing and on none that is *taken*, its own point's aside."""
    if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
        return False
    return not any(
        n != own and box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for n, other in enumerate(taken)
    )
