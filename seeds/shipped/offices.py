"""The offices of Germany: fact tables turned into organizations with their place, page and responsibilities."""

from collections.abc import Iterator
from pathlib import Path

from graph.vocabulary import ContactRole, LocationRole, TieType
from seeds.rows.entries import Entry
from seeds.rows.problems import Problem
from seeds.rows.regions import Regions
from seeds.rows.spelling import slug_of
from seeds.shipped.duties import Duties
from seeds.shipped.office_types import COLUMNS, KREIS_SEATS, NOT_TAKEN, TABLES, Cells, Office, Surroundings
from seeds.shipped.read_csv import read_csv


def read_offices(folder: Path, *, regions: Regions, duties: Duties, problems: list[Problem], prefix: str = "") -> list[Entry]:
    """The entries of all offices in the tables of *folder*, each organization followed by its parts.

    A table that isn't there has no offices; *prefix* goes before the file's name in *problems*.
    """
    tables = {path.name: _table(path, prefix, problems) for path in sorted(folder.glob("*.csv"))}
    around = Surroundings(regions, {row.text("ags"): row for row in tables.get(KREIS_SEATS, [])})
    found: list[Entry] = []
    for file, read in TABLES.items():
        for row in tables.get(file, []):
            found += _entries(read(row, around), row, duties)
    return found


def _table(path: Path, prefix: str, problems: list[Problem]) -> list[Entry]:
    wanted = COLUMNS.get(path.name, ())
    rows = read_csv(path, "", problems, name=f"{prefix}{path.name}", columns=(*wanted, *NOT_TAKEN))
    missing = [name for name in wanted if rows and name not in rows[0].cells]
    problems += (Problem(f"{prefix}{path.name}", 1, name, "", "the table has lost this column") for name in missing)
    return [] if missing else rows


def _entries(office: Office, row: Entry, duties: Duties) -> Iterator[Entry]:
    slug = slug_of(office.name)

    def entry(kind: str, cells: Cells) -> Entry:
        return Entry(kind, row.file, row.line, cells)

    identity: Cells = {"slug": slug, "name": office.name, "type": office.type.value, "external_ids": list(office.external_ids)}
    yield entry("organization", {**identity, **office.known_by})
    if office.place:
        yield entry("location", {"owner": slug, "role": LocationRole.HEAD_OFFICE.value, **office.place})
    if office.website:
        yield entry("contact", {"owner": slug, "role": ContactRole.OFFICE.value, **office.website})
    if office.body:
        yield entry("tie", {"from": slug, "type": TieType.PART_OF_ACTOR.value, "to": slug_of(office.body), **office.body_known_by})
    for cells in duties.of(slug, office.type, areas=office.areas):
        yield entry("responsibility", {"owner": slug, **cells})
