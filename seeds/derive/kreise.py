"""The 400 Kreise and the layers above them: names as people write them, parents from the digits of the AGS, NUTS from the Kreis table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seeds.derive.outlines import MERGED_KREISE
from seeds.derive.packages import KREISE, opened
from seeds.derive.tables import typed_table

SOURCE = "destatis-kreise-2018"
CITY_TYPES = frozenset({"Kreisfreie Stadt", "Stadtkreis"})
TYPE_WORDS = ("kreis", "Kreis", "Regionalverband")
"""A name that holds one of these needs no type before it: Heidekreis, Rhein-Kreis Neuss, Regionalverband Saarbrücken."""
GOVERNMENT_DISTRICT_DIGITS = 3
LAND_DIGITS = 2


@dataclass(frozen=True)
class Kreis:
    """One Kreis of 2018-12-31, Eisenach merged into the Wartburgkreis. `label` is what people are shown."""

    ags: str
    name: str
    type: str
    label: str
    nuts: str
    population: int
    area_km2: float


def derive_kreise(*, cache: Path) -> dict[str, Kreis]:
    """400 Kreise by AGS, ascending."""
    typed = {row["ags"]: row for row in typed_table("kreis_names")}
    figures: dict[str, tuple[int, float]] = {}
    rows: dict[str, dict[str, str]] = {}
    with opened(KREISE, "package/data/districts.csv", cache=cache) as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            ags = MERGED_KREISE.get(row["AGS"], row["AGS"])
            population, area = figures.get(ags, (0, 0.0))
            figures[ags] = population + int(row["population"]), area + float(row["area_km2"])
            if ags == row["AGS"]:
                rows[ags] = row | typed.get(ags, {})
    return {ags: _kreis(rows[ags], figures=figures[ags]) for ags in sorted(rows)}


def _kreis(row: dict[str, str], *, figures: tuple[int, float]) -> Kreis:
    name = row["name"].partition(",")[0]
    return Kreis(
        ags=row["AGS"],
        name=name,
        type=row["type"],
        label=row.get("label") or _label(name, kreis_type=row["type"]),
        nuts=row["NUTS3"],
        population=figures[0],
        area_km2=round(figures[1], 2),
    )


def _label(name: str, *, kreis_type: str) -> str:
    if kreis_type in CITY_TYPES:
        return f"Stadt {name}"
    return name if any(word in name for word in TYPE_WORDS) else f"{kreis_type} {name}"


def layers() -> list[dict[str, str]]:
    """Country, Länder and districts between Land and Kreis, parents before children; names are typed by hand."""
    return typed_table("layers")


def parent_of(ags: str, *, known: frozenset[str]) -> str:
    """Key of the layer right above a Kreis: its 3 digits where such a layer is known, else its Land."""
    district = ags[:GOVERNMENT_DISTRICT_DIGITS]
    return district if district in known else ags[:LAND_DIGITS]


def common_nuts(key: str, *, kreise: Sequence[Kreis]) -> str:
    """NUTS code of a layer: NUTS 1 of a Land, NUTS 2 of a district, DE of the country. Raises ValueError when its Kreise disagree."""
    if key == "DE":
        return "DE"
    codes = {kreis.nuts[: len(key) + 1] for kreis in kreise}
    if len(codes) != 1:
        raise ValueError(f"region {key} has several NUTS codes: {sorted(codes)}")
    return codes.pop()
