"""Which files a path stands for, in which form each is, and which are refused before anything is read."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, Final, Literal

from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem
from seeds.rows.spelling import did_you_mean

Form = Literal["csv", "yaml", "hsds-tabular"]

IMPORTABLE: Final = (
    "source",
    "organization",
    "project",
    "programme",
    "network",
    "event_series",
    "event",
    "agreement",
    "legal_instrument",
    "location",
    "contact",
    "responsibility",
    "figure",
    "tie",
    "looking_mark",
)
"""The kinds that files may bring. Regions, postal codes and rules are the frame of the shipped directory."""

MOST_BYTES: Final = 64 * 2**20
"""The largest file: some ten times 100,000 rows of contacts. Whatever is larger is no list of offices."""

_ENDINGS: Final[dict[str, Form]] = {".csv": "csv", ".yaml": "yaml", ".yml": "yaml", ".json": "yaml"}
PACKAGE: Final = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. *name*: what to call it in reports; *kind*: of its rows, where the form has one kind a file."""

    path: Path
    name: str
    form: Form
    kind: str = ""


def found_in(paths: Iterable[Path], problems: list[Problem]) -> list[Found]:
    """The files that *paths* (files or folders, not searched further down) stand for, in order; what is refused is a problem."""
    return [found for path in paths for found in _of(path, problems)]


def _of(path: Path, problems: list[Problem]) -> Iterator[Found]:
    if not path.exists():
        problems.append(Problem(str(path), 0, "", "", "there is no such file or folder"))
    elif not path.is_dir():
        yield from _file(path, path.name, problems)
    elif (path / PACKAGE).exists():
        yield from _file(path / PACKAGE, PACKAGE, problems)
    else:
        inside = [file for file in sorted(path.iterdir()) if file.suffix.lower() in _ENDINGS]
        if not inside:
            problems.append(Problem(str(path), 0, "", "", "holds no .csv, .yaml or .json file"))
        for file in inside:
            yield from _file(file, file.name, problems)


def _file(path: Path, name: str, problems: list[Problem]) -> Iterator[Found]:
    if cause := refusal(path):
        problems.append(Problem(name, 0, "", "", cause))
        return
    form: Form | None = "hsds-tabular" if path.name == PACKAGE else _ENDINGS.get(path.suffix.lower())
    if form is None:
        cause = f"a file {path.suffix or 'without ending'} can't be read; wanted: {', '.join(_ENDINGS)}, or a folder"
        problems.append(Problem(name, 0, "", "", cause))
    elif form != "csv":
        yield Found(path, name, form)
    elif (kind := _kind(path.stem)) in IMPORTABLE:
        yield Found(path, name, form, kind)
    elif kind in KINDS:
        problems.append(Problem(name, 0, "", path.stem, "rows of this kind are kept with the shipped directory and can't be brought"))
    else:
        cause = f"a CSV file is called after the kind of its rows{did_you_mean(path.stem, IMPORTABLE)} (kinds: {', '.join(IMPORTABLE)})"
        problems.append(Problem(name, 0, "", path.stem, cause))


def _kind(stem: str) -> str:
    """`Locations` and `location` are the kind location."""
    word = stem.lower().replace("-", "_")
    plurals = {f"{kind}s": kind for kind in KINDS} | {"responsibilities": "responsibility"}
    return plurals.get(word, word)


def refusal(path: Path) -> str:
    """Why *path* isn't even opened for reading; empty when it may be."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return "is no ordinary file"
        if not size:
            return "the file is empty (0 bytes)"
        if size > MOST_BYTES:
            return f"the file is too large: {size:,} bytes, at most {MOST_BYTES:,}; split it"
        if zipfile.is_zipfile(path):
            return "is an archive (ZIP; an Excel workbook is one, too): unpack it, or save the table as CSV"
    except OSError as error:
        return f"can't be read: {error.strerror}"
    return ""


class Metered(FileIO):
    """A file that tells how many bytes have been read from it."""

    def __init__(self, path: Path, *, tell: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._tell = tell

    def readinto(self, buffer: Any, /) -> int | None:
        """See `FileIO.readinto`."""
        count = super().readinto(buffer)
        self._tell(count or 0)
        return count


def opened(path: Path, *, tell: Callable[[int], None]) -> BufferedReader:
    """*path* for reading bytes; *tell* hears of each piece that is read. Raises OSError."""
    return BufferedReader(Metered(path, tell=tell), buffer_size=2**16)
