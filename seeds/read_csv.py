"""CSV as people save it: UTF-8 with or without BOM, `;` or `,`, line breaks inside quotes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from seeds.entries import Entry, Value
from seeds.problems import Problem
from seeds.spelling import did_you_mean
from seeds.tables import KINDS

_BOM: Final = "\ufeff"


def read_csv(path: Path, kind: str, problems: list[Problem], *, name: str = "", columns: tuple[str, ...] = ()) -> list[Entry]:
    """The rows of *path* as entries of *kind*, in order; what can't be read is added to *problems*.

    *name*: what to call the file, its own name by default. *columns*: which it may have, by default those of *kind*;
    an unknown one is named once and left out. A row with too few or too many cells is left out.
    """
    name = name or path.name
    text = _text(path, name, problems)
    if text is None:
        return []
    records = _records(text, name, problems)
    line, header = next(records, (0, []))
    if not any(header):
        problems.append(Problem(name, 0, "", "", "the file is empty: not even a header line"))
        return []
    header = [title.strip() for title in header]
    known = _known_columns(header, columns or tuple(KINDS[kind].fields), name, line, problems)
    entries: list[Entry] = []
    for line, cells in records:
        if not any(cells):
            continue
        if len(cells) != len(header):
            cause = f"the row has {len(cells)} cells, the header {len(header)}: a separator is missing, too many, or not in quotes"
            problems.append(Problem(name, line, "", cells[0], cause))
            continue
        values: dict[str, Value] = {title: cell for title, cell in zip(header, cells, strict=True) if title in known}
        entries.append(Entry(kind, name, line, values))
    return entries


def _text(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        content = path.read_bytes()
        return content.decode("utf-8").removeprefix(_BOM)
    except OSError as error:
        problems.append(Problem(name, 0, "", "", f"can't be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        shown = error.object[max(error.start - 12, 0) : error.start + 12].decode("cp1252", "replace")
        problems.append(Problem(name, line, "", shown, "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8"))
    return None


def _records(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
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
