"""Origins as an operator lists them."""

import re
from typing import Final

ANY: Final = "*"

_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")


def origins_of(text: str) -> frozenset[str]:
    """The origins that a setting lists, separated by commas; `*` is any, empty is none. Raises ValueError for what is no origin."""
    origins = frozenset(part.strip().lower() for part in text.split(",") if part.strip())
    for origin in origins:
        if origin != ANY and not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is no origin such as https://www.example.org")
    return origins
