"""What somebody asks the map, read from the address; and the addresses of its pages and files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from graph.vocabulary import ActionField, OccupationGroup, OrganizationType
from web.pages.finder.forms import place_input
from web.pages.map.outlines import outlines

PATH: Final = "/map"
COUNTRY: Final = "DE"
FIELDS: Final = tuple(term.value for term in ActionField)
GROUPS: Final = tuple(term.value for term in OccupationGroup)
TYPES: Final = tuple(term.value for term in OrganizationType)
OFFERED_TYPES: Final = (
    "JOBCENTER",
    "EMPLOYMENT_AGENCY",
    "INTEGRATION_POINT",
    "CHAMBER_IHK",
    "CHAMBER_HWK",
    "RECOGNITION_BODY",
    "IMMIGRATION_OFFICE",
    "MUNICIPAL_INTEGRATION_CENTRE",
    "MUNICIPALITY",
    "DISTRICT",
    "EDUCATION_PROVIDER",
    "VOCATIONAL_SCHOOL",
    "WELFARE_ASSOCIATION",
    "INITIATIVE",
)
LANDS: Final = (
    "Deutschland",
    "Baden-Württemberg",
    "Bayern",
    "Berlin",
    "Brandenburg",
    "Bremen",
    "Hamburg",
    "Hessen",
    "Mecklenburg-Vorpommern",
    "Niedersachsen",
    "Nordrhein-Westfalen",
    "Rheinland-Pfalz",
    "Saarland",
    "Sachsen",
    "Sachsen-Anhalt",
    "Schleswig-Holstein",
    "Thüringen",
)
STATUS, DISTANCE = "status", "distance"
STATES: Final = ("have", "out", "none", "unk", "soft")
"""How a cell can look; see `web.pages.map.answer.cell_of`."""

FIRST_FIELD: Final = "RECOGNITION"

_LONGEST: Final = 100
_KREIS: Final = re.compile(r"\d{5}(\d{3})?")
_LAYER: Final = re.compile(r"\d{2,3}|\d{8}")
_BRACKETS: Final = re.compile(r"\[(DE|\d{2,8})\]$")
_GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapQuestion:
    """What was asked; empty for what wasn't. Days are ISO dates. *wrong_days*: what was given as a day and isn't one, by name.

    mode: `status` or `distance`, what colours the map. types: kinds of organizations that count; none for all.
    """

    within: str = COUNTRY
    field: str = FIRST_FIELD
    group: str = ""
    types: tuple[str, ...] = ()
    as_of: str = ""
    since: str = ""
    mode: str = STATUS
    lang: str = ""
    wrong_days: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> dict[str, Any]:
        """The place as `PlaceInput`: an official key, a postal code, a point, or a name."""
        # A Kreis and a postal code both have five digits: here, among coordinators, the Kreis comes first.
        if self.within == COUNTRY or _LAYER.fullmatch(self.within) or self.within in outlines().kreise:
            return {"regionKey": self.within}
        return place_input(self.within)

    @property
    def kreis(self) -> str:
        """The key of the one Kreis that is asked about, or of the one around a municipality; empty for all else."""
        key = self.place.get("regionKey", "")
        return key[:5] if _KREIS.fullmatch(key) else ""

    def typed(self, label: str) -> str:
        """What the place field holds: what was typed, or for a key the place's *label*, with the key where a name could mean others."""
        if self.place.get("regionKey") != self.within or not label:
            return label or self.within
        return label if len(self.within) == 2 else f"{label} [{self.within}]"

    def address(self, path: str = PATH, **changed: Any) -> str:
        """The path that asks this again, with *changed* values; what is usual isn't in it."""
        asked = replace(self, **changed)
        values: list[tuple[str, str]] = [
            ("within", asked.within),
            ("actionField", asked.field),
            ("occupationGroup", asked.group),
            *(("type", type_) for type_ in asked.types),
            ("asOf", asked.as_of),
            ("since", asked.since),
            ("mode", "" if asked.mode == STATUS else asked.mode),
            ("lang", asked.lang),
        ]
        return f"{path}?{urlencode([(name, value) for name, value in values if value])}"

    def file(self, suffix: str) -> str:
        """The address of a file with the same filters, as `.csv`."""
        # Tables hold all fields; an outline has room for one.
        field = self.field if suffix == ".geojson" else ""
        return self.address(f"{PATH}{suffix}", field=field, since="", mode=STATUS, lang=self.lang if suffix == ".xlsx" else "")


def read_map_question(given: QueryParams | Mapping[str, str], /) -> MapQuestion:
    """The question in the parameters of an address. Values that the directory doesn't know are dropped, wrong days are named."""
    types = given.getlist("type") if isinstance(given, QueryParams) else [given.get("type", "")]
    days = {name: _day(given.get(name, "")) for name in ("asOf", "since")}
    place = " ".join(given.get("within", "").split())[:_LONGEST]
    field, group = given.get("actionField", ""), given.get("occupationGroup", "")
    return MapQuestion(
        within=within[1] if (within := _BRACKETS.search(place)) else place or COUNTRY,
        field=field if field in FIELDS else FIRST_FIELD,
        group=group if group in GROUPS else "",
        types=tuple(type_ for type_ in dict.fromkeys(types) if type_ in TYPES),
        as_of=days["asOf"] or "",
        since=days["since"] or "",
        mode=DISTANCE if given.get("mode") == DISTANCE else STATUS,
        lang=given.get("lang", "")[:2],
        wrong_days=tuple((name, given.get(name, "")[:20]) for name, found in days.items() if found is None),
    )


def _day(text: str) -> str | None:
    """An ISO date of what was written, also as 31.12.2026; empty for nothing, None for what is no day."""
    text = text.strip()
    if german := _GERMAN_DAY.fullmatch(text):
        day, month, year = german.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return None
