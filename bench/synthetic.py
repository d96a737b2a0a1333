"""Synthetic directories of any size, over the real regions and postal codes. Nothing in them exists, and every name says so.

An office is four nodes: itself, its location, contact and responsibility. Most are providers that answer for their Kreis, so
a place has the more of them the larger the directory is; a few answer for a Land. Two ties lead on from each: to one of its
25 neighbours or one of 100 hubs. The same seed and size give the same directory.
"""

from collections.abc import Iterator
from random import Random
from typing import Any, Final

from graph.engine import Engine, Writer
from graph.vocabulary import ActionField, OccupationGroup, OrganizationType
from seeds.loading.changes import Changes
from seeds.loading.expand import Graph, expand
from seeds.loading.load import BUMP, LOCK, VERSION
from seeds.loading.writing import write
from seeds.rows.kinds import KINDS
from seeds.rows.regions import Regions
from seeds.rows.row import Row, Rows
from seeds.shipped.directory import read_rows, regions_of

DATASET: Final = "synthetic"
NODES_OF_AN_OFFICE: Final = 4
CHUNK: Final = 2_500
"""Offices to a transaction: what is held in memory at a time."""
HUBS: Final = 100
NEIGHBOURS: Final = 25
LOOKED: Final = "2026-11-01"
_SOURCE: Final = "synthetische-quelle"
_FIELDS: Final = tuple(field.value for field in ActionField)
_OCCUPATIONS: Final = tuple(group.value for group in OccupationGroup)
_PROVIDERS: Final = tuple(
    kind.value for kind in (OrganizationType.EDUCATION_PROVIDER, OrganizationType.WELFARE_ASSOCIATION, OrganizationType.INITIATIVE)
)
_RARE: Final = tuple(kind.value for kind in OrganizationType if kind.value not in _PROVIDERS)
_REAL: Final = ("region", "postal_code", "district")


def slug(number: int) -> str:
    """The slug of an office by its number, from 0."""
    return f"synthetische-stelle-{number:07}"


def name(number: int) -> str:
    """Its name."""
    return f"Synthetische Stelle {number:07}"


async def load_synthetic(engine: Engine, /, *, offices: int, seed: int = 1) -> bool:
    """Fill an empty database; whether it wasn't filled with just this before. What another run left unfinished is an error.

    Raises ValueError if the database holds something else.
    """
    mark = f"synthetic {offices} {seed}"
    if found := await engine.read(VERSION):
        if found[0]["fingerprint"] != mark:
            raise ValueError(f"the database holds {found[0]['fingerprint'] or 'a part of a directory'!r}, not {mark!r}: empty it first")
        return False
    await engine.prepare()
    rows, _ = read_rows()
    regions = regions_of(rows)
    source = _row("source", id=_SOURCE, title="Synthetische Daten für Messungen")
    real = expand(_rows(source=[source], **{name: rows[name] for name in _REAL}), regions, dataset=DATASET)
    await engine.write(lambda writer: _written(writer, real, begins=True))
    for graph in graphs(regions, offices=offices, seed=seed):
        await engine.write(lambda writer, graph=graph: _written(writer, graph))  # type: ignore[misc]
    await engine.write(lambda writer: writer.run(BUMP, version={"version": 1, "fingerprint": mark, "dataAsOf": LOOKED}))
    await engine.replan()
    return True


def graphs(regions: Regions, *, offices: int, seed: int) -> Iterator[Graph]:
    """The offices, a chunk at a time; ties lead to the same chunk or to the first one."""
    chance = Random(seed)
    codes = [(code, row["kreise"][0], row["lat"], row["lon"]) for code, row in sorted(regions.postal_codes.items())]
    hubs = {slug(number): KINDS["organization"] for number in range(HUBS)}
    for first in range(0, offices, CHUNK):
        numbers = range(first, min(first + CHUNK, offices))
        rows = _rows()
        for number in numbers:
            for row in _office(number, chance.choice(codes), chance):
                rows[row.kind.name].append(row)
            rows["tie"] += _ties(number, numbers, chance)
        yield expand(rows, regions, dataset=DATASET, elsewhere=hubs)


def _office(number: int, near: tuple[str, str, float, float], chance: Random) -> Iterator[Row]:
    code, kreis, lat, lon = near
    owner = slug(number)
    kind = chance.choice(_PROVIDERS if chance.random() < 0.9 else _RARE)
    yield _row("organization", slug=owner, name=name(number), type=kind)
    yield _row(
        "location", id=f"{owner}.head-office", owner=owner, role="HEAD_OFFICE", postal_code=code, region=kreis, precision="ADDRESS",
        lat=round(lat + chance.uniform(-0.05, 0.05), 5), lon=round(lon + chance.uniform(-0.05, 0.05), 5),
    )  # fmt: skip
    # (0)30 23125 000 to 999 are numbers that the Bundesnetzagentur keeps free for films and the like: nobody is called.
    yield _row("contact", id=f"{owner}.office", owner=owner, role="OFFICE", phone=f"+49 30 23125{number % 1000:03}")
    yield _row(
        "responsibility", id=f"{owner}.provides", owner=owner, role=chance.choice(("PROVIDES", "PROVIDES", "ADVISES", "DECIDES")),
        action_fields=chance.sample(_FIELDS, 2), occupation_groups=[chance.choice(_OCCUPATIONS)] if chance.random() < 0.3 else [],
        regions=[kreis[:2] if number % 1_000 == 0 else kreis],
    )  # fmt: skip


def _ties(number: int, numbers: range, chance: Random) -> Iterator[Row]:
    start = number // NEIGHBOURS * NEIGHBOURS
    neighbour = min(start + chance.randrange(NEIGHBOURS), numbers[-1])
    hub = chance.randrange(min(HUBS, numbers.stop))
    for far, fields in ((neighbour, []), (hub, chance.sample(_FIELDS, 3))):
        if far != number:
            ends = {"from": slug(number), "to": slug(far)}
            yield _row("tie", id=f"{slug(number)}.refers-to.{slug(far)}", type="REFERS_TO", action_fields=fields, **ends)


def _row(kind: str, **values: Any) -> Row:
    known = values if kind == "source" else {"source": _SOURCE, "verified_at": LOOKED, **values}
    return Row(KINDS[kind], "synthetic", 0, known)


def _rows(**some: list[Row]) -> Rows:
    return {name: some.get(name, []) for name in KINDS}


async def _written(writer: Writer, graph: Graph, *, begins: bool = False) -> None:
    if begins:
        await writer.run(LOCK)
    await write(writer, Changes([], [], graph.nodes, [], graph.edges, [], 0), dataset=DATASET)
