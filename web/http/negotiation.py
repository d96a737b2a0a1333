"""Media types: what the client accepts, and what its body is (GraphQL over HTTP; RFC 9110, sections 12.5.1 and 8.3)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

GRAPHQL_RESPONSE: Final = "application/graphql-response+json"
JSON: Final = "application/json"

# In the order of preference where the client has none: older clients expect plain JSON.
OFFERED: Final = (JSON, GRAPHQL_RESPONSE)


@dataclass(frozen=True, slots=True)
class _Range:
    """One entry of Accept. *position* is its place in the header, *quality* from 0 to 1."""

    media_type: str
    quality: float
    position: int

    def specificity(self, media_type: str) -> int:
        """3 if this range names *media_type*, 2 for type/*, 1 for */*, 0 if it doesn't match."""
        if self.media_type == media_type:
            return 3
        if self.media_type == media_type.split("/", maxsplit=1)[0] + "/*":
            return 2
        return int(self.media_type == "*/*")


@lru_cache(maxsize=256)
def response_type(accept: str | None) -> str | None:
    """The media type to answer with: the client's highest quality, then the more exact range, then the order of the header.

    No Accept, an empty one or */* means application/json. None if the client accepts neither of ours.
    """
    if accept is None or not accept.strip():
        return JSON
    ranges = [_parse_range(part, position) for position, part in enumerate(accept.split(","))]
    best: tuple[float, int, int] | None = None
    chosen = None
    for offered in OFFERED:
        matching = [item for item in ranges if item.specificity(offered)]
        if not matching:
            continue
        item = max(matching, key=lambda item: (item.specificity(offered), -item.position))
        rank = (item.quality, item.specificity(offered), -item.position)
        if item.quality > 0 and (best is None or rank > best):
            best, chosen = rank, offered
    return chosen


@lru_cache(maxsize=256)
def is_json_in_utf8(content_type: str | None) -> bool:
    """Whether a body declared as *content_type* is JSON as we read it: application/json, in UTF-8 where a charset is given."""
    if content_type is None:
        return False
    media_type, parameters = _split(content_type)
    return media_type == JSON and parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _parse_range(text: str, position: int) -> _Range:
    """One entry of Accept. A quality that is no number counts as 0: the client meant something we don't know."""
    media_type, parameters = _split(text)
    try:
        quality = float(parameters.get("q", "1"))
    except ValueError:
        quality = 0.0
    # Compared this way round so that "nan" isn't acceptable.
    return _Range(media_type, min(quality, 1.0) if quality > 0 else 0.0, position)


def _split(text: str) -> tuple[str, dict[str, str]]:
    """A media type in lower case, and its parameters."""
    media_type, *rest = text.split(";")
    pairs = (part.partition("=") for part in rest)
    return media_type.strip().lower(), {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}
