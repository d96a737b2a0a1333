"""The directory's answer, put in the order in which coordinators read it: map, fields, matrix, what is missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from web.pages.map.chart import BAND_NAMES, band_of, charted
from web.pages.map.drawing import area_of, frame_around
from web.pages.map.forms import STATES, MapQuestion
from web.pages.map.network import kinds_tied, picture_of
from web.pages.map.outlines import outlines
from web.pages.words import Words

Row = Mapping[str, Any]

HAVE, OUT, NONE, UNKNOWN, SOFT = STATES
"""How a cell looks: covered from inside, from outside, looked and nobody found, nobody looked; covered but not checked by anybody."""

_OF_STATUS: Final = {"COVERED": HAVE, "COVERED_FROM_OUTSIDE": OUT, "ABSENT": NONE, "UNKNOWN": UNKNOWN}
_MINI: Final = 160
_OFFICES: Final = 8
_WAYS: Final = 10
_CHANGES: Final = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """How a cell looks, and which words say so (`cell.…`)."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Kreise that belong together: of an Amt, a Regierungsbezirk or a Land. *known*: cells where somebody has looked or is recorded."""

    key: str
    label: str
    lines: tuple[Line, ...]
    known: int
    cells: int


@dataclass(frozen=True, slots=True)
class Mini:
    """A field in a small map: areas by state as the `d` of a path, how many Kreise have each state."""

    field: str
    areas: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]


def cell_of(cell: Row) -> Cell:
    """How a cell of the coverage looks."""
    state = _OF_STATUS[cell["status"]]
    # Where nobody has ever looked at those who cover it, the word says both.
    if state in (HAVE, OUT) and cell["lastLookedAt"] is None:
        return Cell(SOFT, f"{state}_soft")
    return Cell(state, state)


def mapped(data: Row, question: MapQuestion, words: Words) -> dict[str, Any]:
    """What the templates show of the response to `map.graphql`. *words* name the kinds of actors in the picture."""
    coverage = data["coverage"]
    regions = [row["region"] for row in coverage["rows"]]
    columns: list[str] = coverage["columns"]
    cells = [cell_of(cell) for cell in coverage["cells"]]
    rows = [tuple(cells[n * len(columns) : (n + 1) * len(columns)]) for n in range(len(regions))]
    groups = _groups(regions, rows)
    chart_groups = [(group.key, [line.key for line in group.lines]) for group in groups]
    chosen = [cell_of(cell) for cell in data["chosen"]["cells"]]
    keys = tuple(region["key"] for region in regions if region["key"] in outlines().kreise)
    states = Counter(cell.state for cell in chosen)
    minis = [_mini(field, n, regions, rows, keys) for n, field in enumerate(columns)]
    return {
        "place": coverage["within"]["label"],
        "regions": regions,
        "columns": columns,
        "groups": groups,
        "chart": charted(chart_groups, regions, chosen, data["chosen"]["cells"]),
        **_distances(regions, data["chosen"]["cells"]),
        "counts": {state: states[state] for state in STATES},
        "covered": states[HAVE] + states[OUT] + states[SOFT],
        "outside": sum(cell.words.startswith(OUT) for cell in chosen),
        "minis": minis,
        "mini_size": (_MINI, frame_around(keys, width=_MINI).height) if keys else (_MINI, _MINI),
        "mini_rim": area_of(keys, keys, width=_MINI) if keys else "",
        "unknown_fields": sum(mini.counts == ((UNKNOWN, len(regions)),) for mini in minis),
        "unknown_cells": sum(cell.state == UNKNOWN for cell in cells),
        "offices": _offices(data["chosen"]["cells"]),
        "overview": data["networkOverview"],
        "picture": picture_of(*kinds_tied(data["networkOverview"], lambda type_: words.plain(f"type.{type_}"))),
        **gaps_and_changes(data, question),
    }


def gaps_and_changes(data: Row, question: MapQuestion) -> dict[str, Any]:
    """The part of both pages that says what is missing, and what has changed since the day to compare with."""
    changes = data["coverage"]["changes"]
    return {
        "gaps": [{**gap, "about": _about(gap)} for gap in data["networkGaps"]["nodes"]],
        "gap_count": data["networkGaps"]["totalCount"],
        "changes": changes[:_CHANGES],
        "change_count": len(changes) if question.since else None,
        "as_of": data["directory"]["dataAsOf"],
    }


def _about(gap: Row) -> str:
    """What a gap is about in a few words: the place where something is missing, else the actors whom it concerns."""
    names = [actor["name"] for actor in gap["actors"]]
    if gap["region"] and (gap["kind"] in ("UNCOVERED", "DISTANCE_DESERT") or not names):
        return str(gap["region"]["label"])
    return " – ".join(names if gap["kind"] == "MISSING_TIE" else names[:1])


def _groups(regions: Sequence[Row], rows: Sequence[tuple[Cell, ...]]) -> list[Group]:
    """The Kreise of one Land by the layer between, of several by Land; in the order of the keys."""
    lands = {_land(region)["key"] for region in regions}
    of: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, region in enumerate(regions):
        above = _land(region) if len(lands) > 1 else region["parent"] or region
        of[above["key"], above["label"]].append(n)
    groups = []
    for (key, label), some in of.items():
        lines = tuple(Line(regions[n]["key"], regions[n]["label"], rows[n]) for n in some)
        known = sum(cell.state != UNKNOWN for line in lines for cell in line.cells)
        groups.append(Group(key, label, lines, known, sum(len(line.cells) for line in lines)))
    return groups


def _land(region: Row) -> Row:
    above = region
    while above.get("parent") and above.get("level") != "LAND":
        above = above["parent"]
    return above


def _mini(field: str, column: int, regions: Sequence[Row], rows: Sequence[tuple[Cell, ...]], keys: tuple[str, ...]) -> Mini:
    of: dict[str, list[str]] = defaultdict(list)
    for region, cells in zip(regions, rows, strict=True):
        of[cells[column].state].append(region["key"])
    shapes = outlines().kreise
    areas = tuple((state, area_of(tuple(key for key in of[state] if key in shapes), keys, width=_MINI)) for state in STATES if of[state])
    return Mini(field, areas, tuple((state, len(of[state])) for state in STATES if of[state]))


def _distances(regions: Sequence[Row], cells: Sequence[Row]) -> dict[str, Any]:
    """How many Kreise lie in each band, and the longest ways by people times km; *people_km*: of all together."""
    kms = [cell["nearest"]["distanceKm"] if cell["nearest"] else None for cell in cells]
    bands = Counter(band_of(km) for km in kms)
    ways = [
        {"label": region["label"], "km": km, "people": region["population"], "people_km": region["population"] * km}
        for region, km in zip(regions, kms, strict=True)
        if km is not None and region["population"]
    ]
    ways.sort(key=lambda way: -way["people_km"])
    return {
        "bands": [{"name": name, "kreise": bands[name]} for name in BAND_NAMES],
        "ways": ways[:_WAYS],
        "people_km": sum(way["people_km"] for way in ways),
    }


def _offices(cells: Sequence[Row]) -> dict[str, Any]:
    """Who is nearest for how many Kreise, the most first; *more*: how many offices aren't named."""
    found: dict[str, dict[str, Any]] = {}
    for cell in cells:
        if cell["nearest"]:
            actor = cell["nearest"]["actor"]
            office = found.setdefault(actor["slug"], {"name": actor["name"], "kreise": 0, "checked": True})
            office["kreise"] += 1
            office["checked"] &= cell["lastLookedAt"] is not None
    ranked = sorted(found.values(), key=lambda office: (-office["kreise"], office["name"]))
    return {"named": ranked[:_OFFICES], "more": len(ranked) - len(ranked[:_OFFICES])}
