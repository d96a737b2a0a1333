"""German names as keys: sorted, made into slugs, compared; and text that lost its umlauts on the way."""

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

from graph.spelling import without_accents, written_out

_LIKENESS: Final = 65.0
# UTF-8 read as Windows-1252: "Ã¼" for "ü", "â€“" for a dash; and the replacement character.
_BROKEN: Final = re.compile("Ã[\u0080-¿ŸœŒŠšŽž„–‹“‡Œ]|Â[\u00a0-¿]|â€|\ufffd")


def sort_name(name: str) -> str:
    """*name* folded for German order (DIN 5007-1): lower case, ä as a, ö as o, ü as u, ß as ss, other accents dropped."""
    return " ".join(without_accents(name.casefold()).split())


def slug_of(name: str) -> str:
    """*name* as a slug: ASCII, ä as ae, lower case, hyphens (`Jobcenter Höxter` is `jobcenter-hoexter`)."""
    ascii_name = sort_name(written_out(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")


def is_broken(text: str) -> bool:
    """Whether *text* was decoded with the wrong encoding somewhere (mojibake)."""
    return bool(_BROKEN.search(text))


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """`; did you mean 'X'?` with the nearest of *words*; empty when none is near."""
    found = process.extractOne(word, sorted(words), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return f"; did you mean {found[0]!r}?" if found else ""
