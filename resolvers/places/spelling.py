"""German names as people type them: umlauts written out, abbreviations, kinds in front, additions behind."""

import re
from typing import Final

from graph.spelling import without_accents, written_out

_DISTRICT: Final = "kreis"
_TOWN: Final = "stadt"
_GOVERNMENT_DISTRICT: Final = "bezirk"
_KINDS: Final[dict[str, str]] = {
    "landkreis": _DISTRICT,
    "lkr": _DISTRICT,
    "lk": _DISTRICT,
    "kreis": _DISTRICT,
    "kreisfreie stadt": _TOWN,
    "stadt": _TOWN,
    "hansestadt": _TOWN,
    "landeshauptstadt": _TOWN,
    "gemeinde": "gemeinde",
    "samtgemeinde": "gemeinde",
    "regierungsbezirk": _GOVERNMENT_DISTRICT,
    "reg -bez": _GOVERNMENT_DISTRICT,
    "arl": _GOVERNMENT_DISTRICT,
    "arl-bezirk": _GOVERNMENT_DISTRICT,
    "amt fuer regionale landesentwicklung": _GOVERNMENT_DISTRICT,
}
_KIND: Final = re.compile(rf"^({'|'.join(sorted(_KINDS, key=len, reverse=True))})\s+(?=\S)")
_ADDITION: Final = re.compile(r"\s*[(,/].*$|\s+(?:am|an der|an|auf|bei|im|in|ob|vor|von|unter)\s.*$")


def folded(text: str) -> str:
    """*text* for comparison: lower case, ä as ae, ß as ss, other accents dropped, dots and extra spaces gone."""
    plain = text.lower() if text.isascii() else without_accents(written_out(text))
    return " ".join(plain.replace(".", " ").split())


def bare(text: str) -> str:
    """A folded name without umlaut spellings, so that “Goettingen”, “Göttingen” and “Gottingen” meet."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def without_kind(text: str) -> tuple[str | None, str]:
    """What kind a folded name says it is (`kreis`, `stadt`, `gemeinde`, `bezirk` or none), and the name itself."""
    match = _KIND.match(text)
    return (_KINDS[match[1]], text[match.end() :]) if match else (None, text)


def without_addition(text: str) -> str:
    """A folded name without what tells it from its namesakes: “neustadt an der aisch” is “neustadt”."""
    return _ADDITION.sub("", text)
