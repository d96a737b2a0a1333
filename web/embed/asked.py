"""What somebody asks the embed's page, read from its address; and the addresses that ask for more or something else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from web.embed.office_types import TYPES
from web.http.partners import PARAMETER
from web.pages.finder.forms import FIELDS, place_input

PATH: Final = "/embed/v1/directory"
THEMES: Final = ("auto", "light", "dark")
HIDEABLE: Final = ("search", "region", "type")
"""What a page's editor may leave out: the words, the region, the filters."""

MOST: Final = 50
FEW: Final = 20

_LONGEST: Final = 200
_LONGEST_CURSOR: Final = 2_000
_POSTAL_CODE: Final = re.compile(r"\d{5}")
_KEY: Final = re.compile(r"DE|\d{2}|\d{5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. Empty strings ask for anything.

    text: words; a postal code among them is the *place*. region: key or name. lang: as the address says. hidden: of HIDEABLE.
    unknown: values of filters that the directory doesn't know, which therefore don't filter.
    """

    text: str = ""
    place: str = ""
    region: str = ""
    type: str = ""
    field: str = ""
    after: str = ""
    limit: int = FEW
    lang: str = ""
    theme: str = "auto"
    hidden: frozenset[str] = frozenset()
    partner: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def typed(self) -> str:
        """What stands in the search field."""
        return self.text or self.place

    @property
    def place_input(self) -> dict[str, Any]:
        """The place as `PlaceInput`."""
        return place_input(self.place)

    @property
    def region_is_key(self) -> bool:
        """Whether the region can be asked for as it is: the key of a Land or a Kreis, or of Germany."""
        return _KEY.fullmatch(self.region) is not None

    @property
    def region_by(self) -> dict[str, str]:
        """The region as `RegionBy`."""
        read = place_input(self.region)
        if "regionKey" in read:
            return {"key": read["regionKey"]}
        return {"key" if self.region_is_key or self.region.isdigit() else "name": self.region}

    @property
    def filters(self) -> bool:
        """Whether anything narrows the list down, the region aside."""
        return bool(self.text or self.place or self.type or self.field)

    def kept(self) -> dict[str, str]:
        """What every address keeps, whatever is searched: the look, the partner, and where it was hidden, the region."""
        values = {"theme": "" if self.theme == "auto" else self.theme, PARAMETER: self.partner}
        values |= {f"hide-{part}": "1" for part in HIDEABLE if part in self.hidden}
        values |= {"limit": "" if self.limit == FEW else str(self.limit)}
        return {name: value for name, value in values.items() if value}

    def address(self, **changed: str) -> str:
        """The path that asks this from the start of the list, with what is *changed* (`after`, `lang`, `place`, …)."""
        asked = replace(self, **({"after": ""} | changed))  # type: ignore[arg-type]
        values = {
            "lang": asked.lang,
            "q": asked.text,
            "plz": asked.place,
            "region": asked.region,
            "type": asked.type,
            "action-field": asked.field,
            **asked.kept(),
            "after": asked.after,
        }
        # Without it a partner's own region would be meant.
        given = {name: value for name, value in values.items() if value or (name == "region" and asked.partner)}
        return f"{PATH}?{urlencode(given)}" if given else PATH


def read_asked(given: Mapping[str, str], /, *, region: str = "") -> Asked:
    """The question in the parameters of an address. *region*: what is meant where the address names none."""

    def words(name: str) -> str:
        return " ".join(given.get(name, "").split())[:_LONGEST]

    text, place = words("q"), words("plz")
    if _POSTAL_CODE.fullmatch(text):
        text, place = "", text
    kind, field, theme = given.get("type", ""), given.get("action-field", ""), given.get("theme", "auto")
    unknown = [value for value, known in ((kind, TYPES), (field, FIELDS)) if value and value not in known]
    limit = given.get("limit", "")
    return Asked(
        text=text,
        place=place,
        region=words("region") if "region" in given else region,
        type=kind if kind in TYPES else "",
        field=field if field in FIELDS else "",
        after=given.get("after", "")[:_LONGEST_CURSOR],
        limit=min(max(int(limit), 1), MOST) if limit.isascii() and limit.isdigit() and len(limit) < 4 else FEW,
        lang=given.get("lang", "")[:5],
        theme=theme if theme in THEMES else "auto",
        hidden=frozenset(part for part in HIDEABLE if given.get(f"hide-{part}", "0") not in {"0", "false"}),
        partner=given.get(PARAMETER, "")[:_LONGEST],
        unknown=tuple(value[:40] for value in unknown),
    )
