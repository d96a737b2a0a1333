"""What German spelling has in common wherever names are compared, sorted or made into keys."""

import unicodedata
from typing import Final

_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def written_out(text: str) -> str:
    """*text* in lower case, with ä as ae, ö as oe, ü as ue and ß as ss; other accents stay."""
    return unicodedata.normalize("NFC", text).lower().translate(_WRITTEN_OUT)


def without_accents(text: str) -> str:
    """*text* with every letter as it is without its accents; ligatures as their letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
