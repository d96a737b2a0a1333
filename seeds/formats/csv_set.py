"""Our own CSV set: a file for each kind of row, called after it, with the columns of `seeds.rows.kinds`.

Spreadsheets carry out a cell that begins like a formula. So such a cell is written with an apostrophe before it, which reading takes
away again; and one that comes without is refused.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from seeds.rows.entries import Entry, Value
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem
from seeds.shipped.read_csv import stream_csv

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_GUARD: Final = "'"
# A telephone number or a coordinate begins like a formula and is none.
_NUMBER: Final = re.compile(r"[+-][\d\s()/.,–-]*")


def read(content: IO[bytes], kind: str, problems: list[Problem], *, name: str) -> Iterator[Entry]:
    """The rows of *content*, one after the other. A row with a formula is left out; what is wrong is added to *problems*."""
    for entry in stream_csv(content, kind, problems, name=name):
        wrong = [column for column, value in entry.cells.items() if isinstance(value, str) and _is_formula(value)]
        problems += (
            entry.problem(column, "begins like a formula, which a spreadsheet would carry out: write it as text") for column in wrong
        )
        if not wrong:
            yield entry.with_cells({column: unguarded(value) for column, value in entry.cells.items()})


def write(path: Path, kind: str, rows: Iterable[dict[str, Any]]) -> int:
    """Write *rows* (values by column) to *path*; how many they were. Without a row there is no file."""
    columns = list(KINDS[kind].fields)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for count, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow([cell(row.get(column)) for column in columns])
    if not count:
        path.unlink()
    return count


def cell(value: Any) -> str:
    """*value* as it stands in a cell: a list joined with `|`, a text that begins like a formula guarded, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return repr(value)
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def unguarded(value: Value) -> Value:
    """*value* without the apostrophe that `cell` puts before a formula."""
    if isinstance(value, str) and value.startswith(_GUARD) and value[1:].startswith((*_FORMULA, _GUARD)):
        return value[1:]
    return value


def _is_formula(value: str) -> bool:
    return value.startswith(_FORMULA) and not _NUMBER.fullmatch(value.strip()) and bool(value.strip())


def shifted(entry: Entry, *, is_wrong: Callable[[Entry], bool]) -> str:
    """The column from which on all cells of *entry*, which is wrong, seem to stand one place too far; empty when none.

    It is the one where taking an empty cell out, or putting one in, leaves a row that isn't wrong.
    """
    columns, cells = list(entry.cells), list(entry.cells.values())
    for place, column in enumerate(columns):
        ways: list[list[Value]] = []
        if not cells[place]:
            ways.append([*cells[:place], *cells[place + 1 :], ""])
        if not cells[-1]:
            ways.append([*cells[:place], "", *cells[place:-1]])
        for moved in ways:
            if moved != cells and not is_wrong(entry.with_cells(dict(zip(columns, moved, strict=True)))):
                return column
    return ""
