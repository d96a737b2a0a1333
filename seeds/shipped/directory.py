"""All shipped seed files, read, merged, checked and expanded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from seeds.checking.checks import check
from seeds.loading.expand import Graph, expand
from seeds.rows.entries import Entry, checked
from seeds.rows.identity import identified
from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem, SeedError, errors_of
from seeds.rows.regions import Regions
from seeds.rows.row import Row, Rows
from seeds.shipped.duties import Duties
from seeds.shipped.offices import read_offices
from seeds.shipped.overlay import overlaid
from seeds.shipped.read_csv import read_csv
from seeds.shipped.read_yaml import read_yaml
from seeds.shipped.rules import ties_by_rule

DATA: Final = Path(__file__).parents[1] / "data"
TABLES: Final = {
    "regions/regions.csv": "region",
    "regions/overlay_regions.csv": "region",
    "regions/postal_codes.csv": "postal_code",
    "regions/districts.csv": "district",
    "looks/looking_marks.csv": "looking_mark",
    "rules/rules.csv": "rule",
    "rules/rule_exceptions.csv": "rule_exception",
    "rules/responsibility_rules.csv": "responsibility_rule",
    "rules/district_changes.csv": "district_change",
}
"""The tables whose rows are of one kind; every table under `sources/` holds sources."""


def shipped_graph(folder: Path = DATA) -> Graph:
    """The graph of the seed files in *folder*. Raises SeedError with everything that is wrong in them."""
    rows, problems = read_rows(folder)
    if errors_of(problems):
        raise SeedError(problems)
    return expand(rows, regions_of(rows))


def read_rows(folder: Path = DATA) -> tuple[Rows, list[Problem]]:
    """All rows of *folder*, ties by rule included, and everything that is wrong with them; warnings, too.

    Rows that can't be read are left out, so what refers to them is a problem as well.
    """
    problems: list[Problem] = []
    rows: Rows = {name: [] for name in KINDS}
    entries = [entry for path, kind in _tables(folder) for entry in read_csv(path, kind, problems, name=_name(path, folder))]
    _add(rows, entries, problems)
    by_hand = [entry for path in sorted(folder.glob("actors/**/*.yaml")) for entry in read_yaml(path, problems, name=_name(path, folder))]
    duties = Duties(rows["responsibility_rule"], changes=rows["district_change"], regions=regions_of(rows))
    derived = read_offices(folder / "offices", regions=regions_of(rows), duties=duties, problems=problems, prefix="offices/")
    _add(rows, overlaid(derived, by_hand), problems)
    rows["tie"] += ties_by_rule(rows, regions_of(rows))
    rows = identified(rows)
    return rows, problems + check(rows, regions_of(rows))


def regions_of(rows: Rows) -> Regions:
    """The regions, postal codes and districts among *rows*, to look up."""
    return Regions(rows["region"], postal_codes=rows["postal_code"], districts=rows["district"])


def _tables(folder: Path) -> list[tuple[Path, str]]:
    sources = [(path, "source") for path in sorted(folder.glob("sources/*.csv"))]
    return sources + [(folder / name, kind) for name, kind in TABLES.items() if (folder / name).exists()]


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _add(rows: Rows, entries: Iterable[Entry], problems: list[Problem]) -> None:
    for entry in entries:
        row: Row | None = checked(entry, problems)
        if row:
            rows[row.kind.name].append(row)
