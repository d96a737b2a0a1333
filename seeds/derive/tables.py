"""Read and write the small tables: UTF-8, comma, header line, LF, as every CSV under seeds/data."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

TYPED = Path(__file__).parent / "typed"
"""Tables typed by hand: names that no package holds, and corrections with their reason."""


def read_table(path: Path) -> list[dict[str, str]]:
    """All rows as written; empty cells are empty strings."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def typed_table(name: str) -> list[dict[str, str]]:
    """Rows of one hand-typed table."""
    return read_table(TYPED / f"{name}.csv")


def write_table(path: Path, *, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    """Write *rows* in the given order. Raises ValueError on a column that the header lacks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
