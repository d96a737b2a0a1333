"""Compressed bodies, as the client accepts (RFC 9110, section 12.5.3)."""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import brotli
import zstandard

# Below this a body fits into one packet either way.
SMALLEST_BYTES: Final = 1_024

# Above this, compressing takes milliseconds that other requests would wait for: it is done in a thread.
LARGE_BYTES: Final = 131_072

# In the order of preference where the client has none. The levels are where a list of 31 kB stops getting smaller for its time.
_COMPRESS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=3).compress(body),
    "br": lambda body: bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=4)),
    # Without the time of day in its header, so that the same body is always the same bytes.
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
}

ENCODINGS: Final = tuple(_COMPRESS)


def compressed(body: bytes, encoding: str) -> bytes:
    """*body* in one of ENCODINGS. The same bytes for the same body, so that their entity tag can be strong."""
    return _COMPRESS[encoding](body)


@lru_cache(maxsize=256)
def chosen_encoding(accept_encoding: str | None) -> str | None:
    """The best of ENCODINGS that the client accepts, by its own quality first; None means the body as it is."""
    if not accept_encoding:
        return None
    qualities = dict(map(_quality, accept_encoding.lower().split(",")))
    anything = qualities.get("*", 0.0)
    best, chosen = 0.0, None
    for encoding in ENCODINGS:
        quality = qualities.get(encoding, anything)
        if quality > best:
            best, chosen = quality, encoding
    return None if qualities.get("identity", 0.0) > best else chosen


def _quality(part: str) -> tuple[str, float]:
    """One coding and its quality; one that is no number counts as 0."""
    coding, _, parameter = part.partition(";")
    name, _, text = parameter.partition("=")
    try:
        quality = float(text) if name.strip() == "q" else 1.0
    except ValueError:
        quality = 0.0
    # Compared this way round so that "nan" isn't acceptable.
    return coding.strip(), quality if quality > 0 else 0.0
