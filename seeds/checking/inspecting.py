"""Look the shipped data over, or files that somebody means to bring, without a database."""

from pathlib import Path

from seeds.checking.placing import one_office_twice, outside_kreis, overdue, without_district
from seeds.checking.report import Findings, Report, tally
from seeds.exchange.gathering import Gathering
from seeds.exchange.row_store import RowStore
from seeds.exchange.settling import settle
from seeds.exchange.world import World, shipped_world
from seeds.shipped.directory import DATA, read_rows, regions_of


def inspect_shipped(*, today: str, folder: Path = DATA) -> Report:
    """Everything that is wrong or doubtful in the shipped data, and how many rows it has."""
    rows, problems = read_rows(folder)
    regions = regions_of(rows)
    findings = Findings()
    findings.add(problems)
    for location in rows["location"]:
        findings.add(outside_kreis(location, regions))
    findings.add(one_office_twice(rows))
    findings.add(without_district(rows))
    for listed in rows.values():
        findings.add(due for row in listed if (due := overdue(row, today)))
    counts = tally((kind, "unchanged", len(listed)) for kind, listed in rows.items() if listed)
    return Report("shipped", counts, findings)


def inspect_files(paths: list[Path], *, today: str, organization_type: str | None = None, world: World | None = None) -> Report:
    """Everything that is wrong or doubtful in the files *paths*, held against *world*, by default what is shipped.

    Raises SeedError if what is shipped is broken.
    """
    findings = Findings()
    with RowStore() as store:
        world = world or shipped_world()
        Gathering(store, world, findings, "checked", today, organization_type).read(paths)
        settle(store, world, findings, district_severity="error")
        counts = store.db.execute("SELECT kind, 'unchanged', count(*) FROM row GROUP BY kind").fetchall()
    return Report("checked", tally(counts), findings)
