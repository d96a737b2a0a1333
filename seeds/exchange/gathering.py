"""Read what somebody brings, one row after the other: each is checked by itself and kept in a row store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from seeds.checking.placing import ahead, outside_kreis, overdue
from seeds.checking.plausibility import implausible
from seeds.checking.report import Findings
from seeds.exchange.row_store import RowStore
from seeds.exchange.world import World
from seeds.formats import csv_set, hsds_tabular, yaml_set
from seeds.formats.files import IMPORTABLE, Found, found_in, opened
from seeds.formats.hsds_read import HsdsReader
from seeds.rows.entries import Entry, Value, checked
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem, errors_of
from seeds.rows.row import Row
from seeds.rows.spelling import did_you_mean, sort_name

_POINT: Final = frozenset({"lat", "lon"})
_HINTED: Final = 20
"""Rows with errors that are tried for a shifted column; the cause is the same in all of them."""

Meter = Callable[[int, int], None]
"""Told how many bytes are read, of how many."""


@dataclass
class Gathering:
    """Where rows go and by what they are checked. *today* (ISO): for reviews that are due."""

    store: RowStore
    world: World
    findings: Findings
    dataset: str
    today: str
    organization_type: str | None = None
    _tried: int = field(default=0)

    def read(self, paths: list[Path], *, meter: Meter | None = None) -> None:
        """Keep every row of the files that *paths* stand for; whatever is wrong goes to the findings."""
        problems: list[Problem] = []
        files = found_in(paths, problems)
        self.findings.add(problems)
        total = sum(_size(found) for found in files)
        done = 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if meter:
                meter(min(done, total), total)

        for found in files:
            try:
                self._read(found, tell)
            except OSError as error:
                self.findings.add([Problem(found.name, 0, "", "", f"can't be read: {error.strerror}")])

    def _read(self, found: Found, tell: Callable[[int], None]) -> None:
        problems: list[Problem] = []
        for entry in self._entries(found, problems, tell):
            self._take(entry, found.form)
            if problems:
                self.findings.add(problems)
                problems.clear()
        self.findings.add(problems)

    def _entries(self, found: Found, problems: list[Problem], tell: Callable[[int], None]) -> Iterator[Entry]:
        hsds = HsdsReader(self.dataset, self.organization_type, problems)
        if found.form == "hsds-tabular":
            for item in hsds_tabular.read(found.path, problems, tell=tell):
                yield from hsds.entries(item)
            yield from hsds.ties()
            return
        with opened(found.path, tell=tell) as content:
            if found.form == "csv":
                yield from csv_set.read(content, found.kind, problems, name=found.name)
            else:
                yield from yaml_set.read(content, problems, name=found.name, hsds=hsds)

    def _take(self, entry: Entry, form: str) -> None:
        problems: list[Problem] = []
        if entry.kind not in IMPORTABLE:
            cause = "rows of this kind are kept with the shipped directory and can't be brought"
            self.findings.add([Problem(entry.file, entry.line, entry.kind, "", cause)])
            return
        row = self._checked(entry, problems)
        if form == "csv" and errors_of(problems) and self._tried < _HINTED:
            self._tried += 1
            if column := csv_set.shifted(entry, is_wrong=self._is_wrong):
                hint = f"; from {column} on the cells of this row seem to stand one column off"
                problems[:] = [replace(problem, cause=problem.cause + hint) for problem in problems]
        self.findings.add(problems)
        if row:
            self.store.add(row.kind.name, row.values, file=row.file, line=row.line, lines=row.lines)

    def _checked(self, entry: Entry, problems: list[Problem]) -> Row | None:
        """*entry* as a row, with everything that is wrong with it by itself."""
        cells = {column: self._region(entry, column, value, problems) for column, value in entry.cells.items()}
        row = checked(entry.with_cells(cells), problems)
        if row:
            problems += self._seen_alone(row, {problem.field for problem in problems})
        return row

    def _is_wrong(self, entry: Entry) -> bool:
        problems: list[Problem] = []
        return self._checked(entry, problems) is None or bool(errors_of(problems))

    def _seen_alone(self, row: Row, wrong: set[str]) -> Iterator[Problem]:
        """*wrong*: columns that are known to be; half a point says no more where the other half can't be read."""
        found = list(implausible({"location": [], "contact": [], row.kind.name: [row]}, self.world.regions))
        yield from (problem for problem in found if problem.field not in _POINT or not wrong & _POINT)
        if row.kind.name == "location" and not any(problem.field == "lat" for problem in found):
            yield from outside_kreis(row, self.world.regions)
        yield from filter(None, (ahead(row, self.today), overdue(row, self.today)))

    def _region(self, entry: Entry, column: str, value: Value, problems: list[Problem]) -> Value:
        """A region may be named instead of keyed, where its name leaves no doubt."""
        reference = KINDS[entry.kind].references.get(column)
        if not value or reference is None or reference.targets != ("Region",):
            return value
        texts = [text.strip() for text in (value.split("|") if isinstance(value, str) else value)]
        keys = [self._key(entry, column, text, problems) for text in texts if text]
        return keys if reference.many else keys[0] if keys else None

    def _key(self, entry: Entry, column: str, text: str, problems: list[Problem]) -> str:
        regions = self.world.regions.rows
        if text in regions:
            return text
        found = self.world.regions_by_name.get(sort_name(text), [])
        # "Celle" is a town, and "Landkreis Celle" a Kreis: a label decides over a name.
        labelled = [key for key in found if sort_name(regions[key]["label"] or "") == sort_name(text)]
        if len(only := labelled or found) == 1:
            return only[0]
        if only:
            several = ", ".join(f"{regions[key]['label']} ({key})" for key in sorted(only)[:8])
            problems.append(entry.problem(column, f"stands for several regions: {several}; write the key", value=text))
        else:
            why = (
                " (a table program may have dropped a leading zero)" if f"0{text}" in regions else did_you_mean(text, _alike(text, regions))
            )
            problems.append(entry.problem(column, f"there is no region of this key or name{why}", value=text))
        return text


def _alike(text: str, regions: dict[str, Row]) -> list[str]:
    """Names among which to look for a slip of the pen: not all 10,000."""
    names = (row["label"] or row["name"] for row in regions.values())
    return [name for name in names if name[:1].lower() == text[:1].lower()]


def _size(found: Found) -> int:
    if found.form != "hsds-tabular":
        return found.path.stat().st_size
    return sum(path.stat().st_size for name in hsds_tabular.FILES.values() if (path := found.path.parent / name).exists())
