"""What the fact tables' basis columns mean as provenance."""

from typing import Final

from seeds.rows.entries import Value

DATA_DAY: Final = "2026-11-23"
"""The day on which the fact tables were compared with their sources."""

UNVERIFIED: Final[dict[str, Value]] = {"source": "general-knowledge", "verified_at": None}

# By how the basis begins, the first that fits: the source, and whether somebody has compared the value with it.
_BASES: Final = (
    ("general knowledge", "general-knowledge", False),
    ("statute, since replaced", "kammerbezirke-statutes", False),
    ("statute, wording before", "kammerbezirke-statutes", False),
    ("statute", "kammerbezirke-statutes", True),
    ("official", "kammerbezirke-statutes", True),
    ("district = Land", "kammerbezirke-statutes", True),
    ("published report on the merger", "ba-mergers-2026", True),
    ("published text", "kammerbezirke-published", True),
    ("encyclopedia", "kammerbezirke-published", True),
    ("press", "kammerbezirke-published", True),
    ("GV100AD", "destatis-gv100ad", False),  # the largest place of an office area, three times not the seat
    ("trivial", "destatis-gv100ad", False),
    ("MeisterKompass", "meisterkompass", False),
    ("course address in MeisterKompass", "meisterkompass", False),
    ("derived from a page of the chamber", "ihk-registry", False),
    ("page of the chamber seen", "ihk-registry", True),
)


def verified(source: str) -> dict[str, Value]:
    """Provenance of what was read in *source* on `DATA_DAY`."""
    return {"source": source, "verified_at": DATA_DAY}


def provenance(basis: str) -> dict[str, Value]:
    """Provenance of a value whose table says that it rests on *basis*. What isn't known to be official is unverified."""
    for beginning, source, looked_up in _BASES:
        if basis.startswith(beginning):
            return verified(source) if looked_up else {"source": source, "verified_at": None}
    return UNVERIFIED


def weaker(one: dict[str, Value], other: dict[str, Value]) -> dict[str, Value]:
    """The provenance of a fact that needs both: the unverified one, otherwise *one*."""
    return other if one.get("verified_at") and not other.get("verified_at") else one
