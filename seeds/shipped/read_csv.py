"""CSV as people save it: UTF-8 with or without BOM, `;` or `,`, line breaks inside quotes."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Final

from seeds.rows.entries import Entry, Value
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem
from seeds.rows.spelling import did_you_mean

_BOM: Final = "\ufeff"
NOT_UTF_8: Final = "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8"


def read_csv(path: Path, kind: str, problems: list[Problem], *, name: str = "", columns: tuple[str, ...] = ()) -> list[Entry]:
    """The rows of *path* as entries of *kind*, in order; what can't be read is added to *problems*.

    *name*: what to call the file, its own name by default. *columns*: which it may have, by default those of *kind*;
    an unknown one is named once and left out. A row with too few or too many cells is left out.
    """
    try:
        with path.open("rb") as content:
            return list(stream_csv(content, kind, problems, name=name or path.name, columns=columns))
    except OSError as error:
        problems.append(Problem(name or path.name, 0, "", "", f"can't be read: {error.strerror}"))
        return []


def stream_csv(content: IO[bytes], kind: str, problems: list[Problem], *, name: str, columns: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The rows of *content*, one after the other and never all at once. See `read_csv`."""
    known_before = len(problems)
    records = _records(_lines(content, name, problems), name, problems)
    line, header = next(records, (0, []))
    if not any(header):
        if len(problems) == known_before:
            problems.append(Problem(name, 0, "", "", "the file is empty: not even a header line"))
        return
    header = [title.strip() for title in header]
    known = _known_columns(header, columns or tuple(KINDS[kind].fields), name, line, problems)
    for line, cells in records:
        if not any(cells):
            continue
        if len(cells) != len(header):
            cause = f"the row has {len(cells)} cells, the header {len(header)}: a separator is missing, too many, or not in quotes"
            problems.append(Problem(name, line, "", cells[0], cause))
            continue
        values: dict[str, Value] = {title: cell for title, cell in zip(header, cells, strict=True) if title in known}
        yield Entry(kind, name, line, values)


def _lines(content: IO[bytes], name: str, problems: list[Problem]) -> Iterator[str]:
    """Decoded line by line, so that the line is known where the encoding is another one. Nothing comes after such a line."""
    for number, line in enumerate(content, 1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            shown = line[max(error.start - 12, 0) : error.start + 12].decode("cp1252", "replace").strip()
            problems.append(Problem(name, number, "", shown, NOT_UTF_8))
            return
        yield text.removeprefix(_BOM) if number == 1 else text


def _records(lines: Iterable[str], name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    lines = iter(lines)
    first = next(lines, "")
    reader = csv.reader(chain((first,), lines), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(name, begins, "", "", f"is not CSV from here on: {error}"))
            return
        yield begins, cells
        begins = reader.line_num + 1


def _known_columns(header: list[str], columns: tuple[str, ...], name: str, line: int, problems: list[Problem]) -> set[str]:
    for place, title in enumerate(header, 1):
        if title in header[: place - 1]:
            problems.append(Problem(name, line, title, "", f"column {place} has the same heading as an earlier one"))
        elif title not in columns:
            cause = f"column {place}: there is no such column here{did_you_mean(title, columns)}"
            problems.append(Problem(name, line, title, "", cause))
    return set(header) & set(columns)
