"""What is known beside the files that somebody brings: regions, and the actors and sources of other datasets."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Final, LiteralString, cast

from graph.vocabulary import Visibility
from seeds.exchange.stored_rows import TIE_STARTS, Runs, by_pages
from seeds.rows.entries import checked
from seeds.rows.kinds import KIND_OF_NODE
from seeds.rows.problems import Problem, SeedError, errors_of
from seeds.rows.regions import OVERLAYS, Regions
from seeds.rows.row import Kind, Rows
from seeds.rows.spelling import sort_name
from seeds.shipped.directory import DATA, TABLES, read_rows, regions_of
from seeds.shipped.read_csv import read_csv

_REGION_KINDS: Final = ("region", "postal_code", "district")
PAGE: Final = 20_000
_ACTORS: Final = (
    "MATCH (n:{label}) WHERE n.id > $after WITH n ORDER BY n.id LIMIT $size "
    "RETURN collect(n{{.id, .typeName, .name, .dataset, .visibility}}) AS rows"
)
_SOURCES: Final[LiteralString] = (
    "MATCH (n:Source) WHERE n.dataset <> $dataset AND n.id > $after WITH n ORDER BY n.id LIMIT $size RETURN collect(n{.id}) AS rows"
)
_PLACES: Final[LiteralString] = (
    "MATCH (l:Location) WHERE l.id > $after AND l.dataset <> $dataset WITH l ORDER BY l.id LIMIT $size "
    "RETURN collect(l{.id, .postalCode, owners: [(l)<-[:LOCATED_AT]-(a) | a.id]}) AS rows"
)


@dataclass(slots=True)
class Known:
    """An actor, event or the like of another dataset."""

    kind: Kind
    name: str
    dataset: str


@dataclass
class World:
    """Everything that a row may refer to and that isn't in its files.

    *hidden*: the slugs of what is internal. *places*: slugs by folded name and postal code.
    """

    regions: Regions
    actors: dict[str, Known] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Slugs by folded name."""
        found: dict[str, list[str]] = {}
        for slug, known in self.actors.items():
            found.setdefault(sort_name(known.name), []).append(slug)
        return found

    @cached_property
    def regions_by_name(self) -> dict[str, list[str]]:
        """Keys by folded name and label. A kreisfreie Stadt is a Kreis, not also its own only municipality; chamber districts have keys."""
        found: dict[str, list[str]] = {}
        for key, row in self.regions.rows.items():
            if row["level"] in OVERLAYS or (key.endswith("000") and len(key) == 8):
                continue
            for name in {sort_name(row["name"]), sort_name(row["label"] or row["name"])}:
                found.setdefault(name, []).append(key)
        return found


@cache
def shipped_regions(folder: Path = DATA) -> Regions:
    """The regions that are shipped. Raises SeedError."""
    problems: list[Problem] = []
    rows: Rows = {kind: [] for kind in _REGION_KINDS}
    for file, kind in TABLES.items():
        if kind in _REGION_KINDS:
            found = (checked(entry, problems) for entry in read_csv(folder / file, kind, problems, name=file))
            rows[kind] += (row for row in found if row)
    if errors_of(problems):
        raise SeedError(problems)
    return regions_of(rows)


def shipped_world(folder: Path = DATA) -> World:
    """All that is shipped, read from its files. Raises SeedError."""
    rows, problems = read_rows(folder)
    if errors_of(problems):
        raise SeedError(problems)
    world = World(regions_of(rows), sources={row.key for row in rows["source"]})
    for node in KIND_OF_NODE.values():
        if node.key == "slug":
            world.actors |= {row.key: Known(node, row["name"], "shipped") for row in rows[node.name]}
            world.hidden |= {row.key for row in rows[node.name] if row["visibility"] == Visibility.INTERNAL.value}
    for row in rows["location"]:
        if row["postal_code"] and row["owner"] in world.actors:
            world.places[sort_name(world.actors[row["owner"]].name), row["postal_code"]] = row["owner"]
    return world


async def stored_world(run: Runs, *, regions: Regions, dataset: str) -> World:
    """All that the graph holds in other datasets than *dataset*."""
    world = World(regions)
    for label in TIE_STARTS:
        async for found in by_pages(run, cast(LiteralString, _ACTORS.format(label=label)), size=PAGE):
            others = [row for row in found if row["dataset"] != dataset]
            world.hidden |= {row["id"] for row in others if row["visibility"] == Visibility.INTERNAL.value}
            world.actors |= {row["id"]: Known(KIND_OF_NODE[row["typeName"]], row["name"], row["dataset"]) for row in others}
    async for found in by_pages(run, _SOURCES, size=PAGE, dataset=dataset):
        world.sources |= {row["id"] for row in found}
    async for found in by_pages(run, _PLACES, size=PAGE, dataset=dataset):
        world.places |= {
            (sort_name(world.actors[owner].name), row["postalCode"]): owner
            for row in found
            for owner in row["owners"]
            if row["postalCode"] and owner in world.actors
        }
    return world
