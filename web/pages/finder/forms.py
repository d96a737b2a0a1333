"""What somebody asks the finder, read from the address; and the address that may be shared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from graph.fields import OLDEST

PATH: Final = "/finder"

FIELDS: Final = (
    "LANGUAGE",
    "RECOGNITION",
    "SKILLS_ASSESSMENT",
    "WORK_READINESS",
    "INTERNSHIP",
    "ENTRY_QUALIFICATION",
    "TRAINING",
    "EMPLOYMENT",
    "MATCHING",
    "LEGAL_STATUS",
    "SOCIAL_COUNSELLING",
    "MOBILITY",
    "EMPLOYER_ADVICE",
)
OCCUPATIONS: Final = ("CRAFT", "IHK_OCCUPATION", "REGULATED", "ACADEMIC")
GROUPS: Final = ("ASYLUM_SEEKERS", "TOLERATED", "RECOGNISED_REFUGEES", "YOUTH_U25", "COMPANIES")
REGIMES: Final = ("ASYLBLG", "SGB_II", "SGB_III")

_LONGEST_PLACE: Final = 100
_DIGITS: Final = len(str(OLDEST))
_KEY: Final = re.compile(r"\[([A-Za-z0-9-]{2,40})\]\s*$")
_POSTAL_CODE: Final = re.compile(r"(?<!\d)\d{5}(?!\d)")
_POINT: Final = re.compile(r"\s*(-?\d{1,2}\.\d{1,9})\s*[,;]\s*(-?\d{1,3}\.\d{1,9})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked; empty strings and None for what wasn't. Values that the directory doesn't know are dropped.

    age_refused: what was given as an age and isn't one.
    """

    place: str = ""
    field: str = ""
    occupation: str = ""
    group: str = ""
    regime: str = ""
    age: int | None = None
    age_refused: str = ""

    @property
    def place_input(self) -> dict[str, Any]:
        """The place as `PlaceInput`."""
        return place_input(self.place)

    @property
    def situation(self) -> dict[str, Any]:
        """What is known as `SituationInput`."""
        known = {"occupationGroup": self.occupation, "targetGroup": self.group, "legalRegime": self.regime, "age": self.age}
        return {name: value for name, value in known.items() if value not in ("", None)}

    @property
    def is_personal(self) -> bool:
        """Whether it says something about a person."""
        return bool(self.group or self.regime or self.age is not None)

    def address(self, *, lang: str = "", personal: bool = False, **changed: str) -> str:
        """The path that asks this again in *lang*; without one, the reader's browser chooses.

        What it says about a person is in it only with *personal*; *changed* replaces values.
        """
        values = {"place": self.place, "actionField": self.field, "occupationGroup": self.occupation}
        if personal:
            age = "" if self.age is None else str(self.age)
            values |= {"targetGroup": self.group, "legalRegime": self.regime, "age": age}
        values |= {"lang": lang} | changed
        given = {name: value for name, value in values.items() if value}
        return f"{PATH}?{urlencode(given)}" if given else PATH


def place_input(text: str) -> dict[str, Any]:
    """What was typed as a place, as `PlaceInput`: a key in brackets, a postal code, a point, or a name."""
    if key := _KEY.search(text):
        return {"regionKey": key[1]}
    if code := _POSTAL_CODE.search(text):
        return {"postalCode": code[0]}
    if point := _POINT.fullmatch(text):
        return {"point": {"lat": float(point[1]), "lon": float(point[2])}}
    return {"postalCode": text} if text.isdigit() else {"name": text}


def read_question(given: Mapping[str, str], /) -> Question:
    """The question in the parameters of an address."""

    def one_of(name: str, known: tuple[str, ...]) -> str:
        value = given.get(name, "")
        return value if value in known else ""

    age = given.get("age", "").strip()
    is_age = len(age) <= _DIGITS and age.isascii() and age.isdigit() and int(age) <= OLDEST
    return Question(
        place=" ".join(given.get("place", "").split())[:_LONGEST_PLACE],
        field=one_of("actionField", FIELDS),
        occupation=one_of("occupationGroup", OCCUPATIONS),
        group=one_of("targetGroup", GROUPS),
        regime=one_of("legalRegime", REGIMES),
        age=int(age) if is_age else None,
        age_refused="" if is_age else age[:20],
    )
