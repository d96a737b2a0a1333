"""German names as people type them: umlauts written out, abbreviations, kinds in front, additions behind."""

import re
import unicodedata
from typing import Final

_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_DISTRICT: Final = "kreis"
_TOWN: Final = "stadt"
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
}
_KIND: Final = re.compile(rf"^({'|'.join(sorted(_KINDS, key=len, reverse=True))})\s+(?=\S)")
_ADDITION: Final = re.compile(r"\s*[(,/].*$|\s+(?:am|an der|an|auf|bei|im|in|ob|vor|von|unter)\s.*$")


def folded(text: str) -> str:
    """*text* for comparison: lower case, ä as ae, ß as ss, other accents dropped, dots and extra spaces gone."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFC", text).lower().translate(_WRITTEN_OUT)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join(plain.replace(".", " ").split())


def bare(text: str) -> str:
    """A folded name without umlaut spellings, so that “Goettingen”, “Göttingen” and “Gottingen” meet."""
    return text.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def without_kind(text: str) -> tuple[str | None, str]:
    """What kind a folded name says it is (`kreis`, `stadt`, `gemeinde` or none), and the name itself."""
    match = _KIND.match(text)
    return (_KINDS[match[1]], text[match.end() :]) if match else (None, text)


def without_addition(text: str) -> str:
    """A folded name without what tells it from its namesakes: “neustadt an der aisch” is “neustadt”."""
    return _ADDITION.sub("", text)
