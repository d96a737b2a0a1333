"""How long gaps, coverage and measures take on a network far larger than the directory: its actors and ties are synthetic, the regions real.

    python -m bench.gaps             10,000 actors, 50,000 ties, in 400 Kreise

25 actors sit in each Kreis, most with a part in one or two fields there, some for their Land; seven ties in ten stay within the
Kreis, the others lead to one of 100 offices that serve a whole Land. A tenth is due for review; one in five has a single contact.

CPU: of the one thread that does the work; on an idle machine what a caller waits, and comparable on a busy one. Stall: the longest that
the event loop was kept from its work meanwhile, beside the same without any work.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from random import Random
from typing import Any

from graph.coverage import stakes_from
from graph.gazetteer import RegionEntry
from graph.network import network_from
from resolvers.coverage.matrix import Coverage, Question
from resolvers.gaps.gap import View
from resolvers.gaps.kinds import FINDERS, KINDS, Gaps
from resolvers.network.measures import Asked, measured
from resolvers.places.gazetteer import Gazetteer
from resolvers.terms import FIELDS
from seeds.exchange.world import shipped_regions

FIRST, LAST = "0001-01-01", "9999-12-31"
TODAY = date(2026, 11, 23)
TYPES = ("JOBCENTER", "EMPLOYMENT_AGENCY", "CHAMBER_IHK", "CHAMBER_HWK", "IMMIGRATION_OFFICE", "WELFARE_ASSOCIATION", "EDUCATION_PROVIDER")
TIES = ("REFERS_TO", "DELEGATES_TO", "COOPERATES_WITH", "FUNDS", "MEMBER_OF")


def real_gazetteer() -> Gazetteer:
    """The shipped regions."""
    regions = shipped_regions()
    districts = {
        key: tuple(d for d in regions.rows if d.startswith(("ihk", "hwk", "aa")) and key in regions.kreise_in(d)) for key in regions.rows
    }
    entries = [
        RegionEntry(
            key, row["level"], row["name"], row["label"], row["type"], row["nuts"], row["population"], row["lat"], row["lon"], row["parent"],
            districts[key] if len(key) == 5 else (),
        )
        for key, row in regions.rows.items()
    ]  # fmt: skip
    return Gazetteer(entries, [])


def network(chance: Random, gazetteer: Gazetteer, *, actors: int, ties: int) -> Gaps:
    """A synthetic network, as the loading statements return it."""
    kreise = gazetteer.keys("KREIS")
    names = [f"synthetic-{n:06}" for n in range(actors)]
    at = [kreise[n * len(kreise) // actors] for n in range(actors)]
    wide = set(range(0, actors, actors // 100))
    days = [date.fromordinal(TODAY.toordinal() - back).isoformat() for back in range(1, 900)]

    def other(n: int) -> int:
        return chance.choice(sorted(wide)) if chance.random() < 0.3 else n // 25 * 25 + chance.randrange(25)

    pairs = [(n, other(n)) for n in (chance.randrange(actors) for _ in range(ties))]
    stakes = stakes_from(
        {
            "actors": [[[name, f"Synthetic {name}", chance.choice(TYPES), FIRST, LAST] for name in names]],
            "parts": [[_part(chance, name, at[n][:2] if n in wide else at[n]) for n, name in enumerate(names)]],
            "seats": [[[name, at[n], FIRST, LAST, *_near(chance, gazetteer, at[n])] for n, name in enumerate(names)]],
            "marks": [
                [
                    [key, [field], "2026-01-01", FIRST, LAST, chance.choice(("NOBODY", "SOMEBODY")), None, None]
                    for key in kreise
                    for field in FIELDS[:4]
                ]
            ],
        }
    )
    record: dict[str, list[list[Any]]] = {
        "ties": [
            [names[a], names[b], chance.choice(TIES), FIRST, LAST, days[0] if chance.random() < 0.1 else None, chance.choice(days)]
            for a, b in pairs
        ],
        "contacts": [[name, FIRST, LAST] for n, name in enumerate(names) for _ in range(1 if n % 5 == 0 else 2)],
        "reviews": [[name, days[0]] for name in names[::10]],
        "declared": [[name, 5] for name in names[:100]],
        "figures": [],
        "projects": [],
    }
    tables = {name: [rows] for name, rows in record.items()}
    return Gaps(Coverage(stakes, gazetteer), network_from(tables, stakes.actors))


def _part(chance: Random, name: str, region: str) -> list[Any]:
    fields = chance.sample(FIELDS, chance.randint(1, 2))
    return [name, region, FIRST, LAST, chance.choice(("PROVIDES", "ADVISES")), fields, None, []]


def _near(chance: Random, gazetteer: Gazetteer, key: str) -> tuple[float, float]:
    region = gazetteer.region(key)
    return (region.lat or 51.0) + chance.gauss(0, 0.3), (region.lon or 10.0) + chance.gauss(0, 0.3)


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """CPU milliseconds, and what was made."""
    began = time.thread_time()
    made = make()
    return (time.thread_time() - began) * 1000, made


async def stall_ms(work: Callable[[], Any]) -> float:
    """The longest that the event loop waited for its turn while *work* ran in a thread."""
    task, longest = asyncio.create_task(asyncio.to_thread(work)), 0.0
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - began)
    return longest * 1000


async def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=10_000)
    parser.add_argument("--ties", type=int, default=50_000)
    options = parser.parse_args(arguments)
    made = network(Random(42), real_gazetteer(), actors=options.actors, ties=options.ties)
    day = TODAY.toordinal()
    print(f"{options.actors} actors, {options.ties} ties, {len(made.coverage.kreise)} Kreise; CPU ms, first of each")
    whole, view = timed(lambda: View(made.coverage, made.network, day))
    for kind in KINDS:
        ms, found = timed(partial(FINDERS[kind], view))
        whole += ms
        print(f"   {kind:24} {ms:8.0f}   {len(found):6} gaps")
    print(f"   {'all kinds':24} {whole:8.0f}")
    fresh = Gaps(made.coverage, made.network)
    began = time.perf_counter()
    await fresh.find(KINDS, TODAY)
    print(f"   asked, wall              {(time.perf_counter() - began) * 1000:8.0f}")
    began = time.perf_counter()
    await fresh.find(KINDS, TODAY)
    print(f"   asked again, wall        {(time.perf_counter() - began) * 1000:8.2f}")
    print(
        f"   stall                    {await stall_ms(lambda: [find(View(made.coverage, made.network, day)) for find in FINDERS.values()]):8.0f}"
    )
    print(f"   stall without work       {await stall_ms(lambda: time.sleep(1)):8.0f}")
    asked = Question(made.coverage.kreise, FIELDS, (), TODAY)
    ms, cells = timed(lambda: made.coverage.made(asked))
    print(f"coverage, {len(made.coverage.kreise)} x {len(FIELDS)}      {ms:8.0f}   {len(cells)} cells")
    await made.coverage.cells(asked)
    began = time.perf_counter()
    await made.coverage.cells(asked)
    print(f"   asked again, wall        {(time.perf_counter() - began) * 1000:8.2f}")
    for label, regions in (("a Kreis", ("03351",)), ("a Land, 45 Kreise", ("03",)), ("the country", ())):
        ms, found = timed(partial(measured, view, Asked(regions, (), (), TODAY)))
        between = "none, too many" if found.betweenness is None else len(found.betweenness)
        print(f"measures of {label:19} {ms:6.0f}   {found.actors} actors, {found.ties} pairs, betweenness of {between}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
