"""Municipalities with their AGS-8 and the point of their main place: names from VG250 (2016), keys and points from GeoNames."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.derive.outlines import features
from seeds.derive.packages import PLACES, opened
from seeds.derive.tables import typed_table

SOURCE = "geonames-cities-500"
SEAT_CODES = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPL", "PPLX", "PPLL", "PPLG", "PPLW", "PPLH")
"""GeoNames feature codes, the likelier seat first; a section (PPLX) or a hamlet is only taken when nothing else is there."""
AGS_DIGITS = 8
ABBREVIATIONS = (
    (r" i\. ?d\. ?OPf\.", " in der Oberpfalz"),
    (r" i\. ?d\. ?", " in der "),
    (r" i\. ?Odw\.", " im Odenwald"),
    (r" i\. ?Bay\.", " in Bayern"),
    (r" i\. ?UFr\.", " in Unterfranken"),
    (r" i\. ?Sa\.", " in Sachsen"),
    (r" i\. ?OB\b", " in Oberbayern"),
    (r" i\. ?NB\b", " in Niederbayern"),
    (r" i\. ?OFr\.", " in Oberfranken"),
    (r" i\. ?Schw\.", " in Schwaben"),
    (r" a\. ?Darß", " auf dem Darß"),
    (r" a\. ?d\. ?", " an der "),
    (r" v\. ?d\. ?", " vor der "),
    (r" a\. ?", " am "),
    (r" b\. ?", " bei "),
    (r" i\. ?", " im "),
)
"""Abbreviations in official names and how people write them; the narrower pattern first."""


@dataclass(frozen=True)
class Place:
    """One populated place of GeoNames; *population* is undated there and 0 when not known."""

    name: str
    feature: str
    population: int
    lat: float
    lon: float


@dataclass(frozen=True)
class Municipality:
    """One municipality; *place* gives the point, *place_names* are all places that GeoNames lists under its key."""

    key: str
    name: str
    type: str
    place: Place
    place_names: frozenset[str]


def official_names(*, cache: Path) -> dict[str, tuple[str, str]]:
    """Name and type of every municipality of 2016 by AGS-8, abbreviations written out; dissolved ones are among them."""
    properties = (feature["properties"] for feature in features("gemeinden", cache=cache))
    return {p["AGS"]: (_written_out(p["GEN"]), p["BEZ"]) for p in properties}


def derive_municipalities(official: Mapping[str, tuple[str, str]], *, cache: Path) -> dict[str, Municipality]:
    """Municipalities by AGS-8, ascending: those that GeoNames has a place for. A key without any name known is left out.

    *official*: names and types of 2016; a key younger than that takes its name from the hand-typed table.
    """
    moved = _names_by_kreis_of_goettingen(official)
    typed = {row["key"]: row["name"] for row in typed_table("municipality_names")}
    found: dict[str, Municipality] = {}
    for key, places in sorted(_places(cache=cache).items()):
        names = {place.name for place in places}
        if key in typed:
            name, kind = typed[key], ""
        elif key in official:
            name, kind = official[key]
        else:
            name = next((place.name for place in places if place.name in moved), "")
            kind = moved.get(name, "")
        if name:
            found[key] = Municipality(key=key, name=name, type=kind, place=_main_place(name, places=places), place_names=frozenset(names))
    return found


def _places(*, cache: Path) -> dict[str, list[Place]]:
    by_key: dict[str, list[Place]] = defaultdict(list)
    for row in _rows(cache=cache):
        by_key[row[13]].append(Place(row[1].removeprefix("Gemeinde "), row[7], int(row[14] or 0), float(row[4]), float(row[5])))
    return by_key


def _rows(*, cache: Path) -> Iterator[list[str]]:
    """GeoNames rows of Germany with an AGS-8 (column admin4)."""
    with opened(PLACES, "package/dist/cities500.txt", cache=cache) as stream:
        for line in stream:
            row = line.rstrip("\n").split("\t")
            if row[8] == "DE" and len(row[13]) == AGS_DIGITS:
                yield row


def _names_by_kreis_of_goettingen(official: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Names and types of the municipalities of the former Kreise Göttingen and Osterode, whose keys all changed in 2016."""
    return {name: kind for key, (name, kind) in official.items() if key.startswith(("03152", "03156"))}


def _written_out(name: str) -> str:
    """The official name with its little words written out ("Haag a.d.Amper" is Haag an der Amper); "(Westf.)" stays."""
    for pattern, words in ABBREVIATIONS:
        name = re.sub(pattern, words, name)
    return name


def _main_place(name: str, *, places: list[Place]) -> Place:
    """The place that bears the municipality's name, then the likelier seat, then the larger one."""
    plain = name.partition(" (")[0]

    def rank(place: Place) -> tuple[bool, bool, bool, int, int]:
        section = place.feature in {"PPLX", "PPLL"}
        return place.name != name, place.name != plain, section, -place.population, SEAT_CODES.index(place.feature)

    return min(places, key=rank)
