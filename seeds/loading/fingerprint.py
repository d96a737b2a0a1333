"""A short text that is another one as soon as anything that decides on the graph changes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SEEDS: Final = Path(__file__).parents[1]
_READING: Final = ("rows", "shipped", "checking", "loading")
"""The folders of code on which the graph depends."""
_MODEL: Final = _SEEDS.parent / "graph"


def fingerprint() -> str:
    """SHA-256, in hexadecimal, over the shipped seed files, the code that reads them, and the model and indexes they follow."""
    summed = hashlib.sha256()
    for path in _files():
        summed.update(path.relative_to(_SEEDS.parent).as_posix().encode() + b"\0")
        summed.update(hashlib.sha256(path.read_bytes()).digest())
    return summed.hexdigest()


def _files() -> Iterator[Path]:
    yield from (path for path in sorted(_SEEDS.glob("data/**/*")) if path.suffix in (".csv", ".yaml"))
    yield from (path for folder in _READING for path in sorted((_SEEDS / folder).glob("*.py")))
    yield from (_MODEL / f"{name}.py" for name in ("model", "fields", "vocabulary", "spelling", "indexing", "node_lookup"))
