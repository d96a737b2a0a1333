"""How long the referral path search takes on networks far larger than the directory: everything in them is synthetic.

    python -m bench.paths            all networks, 200 questions each
    python -m bench.paths A --asked 1000
    python -m bench.paths B --checked

A: 10,000 actors, 50,000 ties. B: 100,000 and a million, skewed. C: 10,000 and a million, with 20 hubs of 2,500 mutual
ties. D: one hub that 5,000 actors are tied to both ways, with 5,000 ties among them: every second step leads back to it.
One actor in a hundred offers a field. Of the questions 15 % ask a field that one actor in 2,000 offers, and 15 % one that
somebody offers whom no tie leads to, or that nobody offers. About 40 % of the ties hold for a question; a third are unchecked.

Times are CPU times of the one thread that does the work: on an idle machine what a caller waits, and comparable on a busy one.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import numpy as np

from graph.tables import Tables
from graph.ties import Ties, ties_from
from resolvers.referral.paths import FieldGoal, Found, ReferralPaths
from resolvers.referral.question import Situation

FIRST, LAST = "0001-01-01", "9999-12-31"
TODAY = date(2026, 11, 23)
FIELDS = ("RECOGNITION", "LANGUAGE", "TRAINING", "EMPLOYMENT", "MATCHING")
RARE, UNREACHED, UNOFFERED = "MOBILITY", "LEGAL_STATUS", "SOCIAL_COUNSELLING"
OCCUPATIONS = ("IHK_OCCUPATION", "CRAFT", "REGULATED", "ACADEMIC")
REGIMES = ("ASYLBLG", "SGB_II", "SGB_III")
NETWORKS = {
    "A": (10_000, 50_000, "kreis"),
    "B": (100_000, 1_000_000, "skewed"),
    "C": (10_000, 1_000_000, "hubs"),
    "D": (5_001, 15_000, "star"),
}


def conditions(chance: Random) -> list[Any]:
    """So that four in ten ties hold for a question that asks a field, an occupation group and a legal regime."""
    fields = [] if chance.random() < 0.55 else chance.sample(FIELDS, 2)
    occupation = None if chance.random() < 0.85 else chance.choice(OCCUPATIONS)
    regime = None if chance.random() < 0.85 else chance.choice(REGIMES)
    days = chance.choice(((FIRST, LAST),) * 8 + ((FIRST, "2025-01-01"), ("2027-01-01", LAST)))
    return [fields, occupation, regime, None, None, None, *days]


def ends_of(chance: Random, *, actors: int, ties: int, shape: str) -> list[tuple[int, int]]:
    """Pairs of numbers; the last actor in 200 gets no tie, so that what only it offers is never reached."""
    most = actors - actors // 200
    if shape == "kreis":
        # Most ties stay among 25 neighbours, a few lead to one of 100 statewide offices.
        near = [chance.randrange(most) for _ in range(ties)]
        return [(a, chance.randrange(100) if chance.random() < 0.3 else min(a // 25 * 25 + chance.randrange(25), most - 1)) for a in near]
    if shape == "skewed":
        return [(int(most * chance.random() ** 2), int(most * chance.random() ** 3)) for _ in range(ties)]
    count, width = (1, most - 1) if shape == "star" else (20, 2_500)
    hubs = [(hub, far) for hub in range(count) for far in chance.sample(range(count, most), width)]
    mutual = hubs + [(far, hub) for hub, far in hubs]
    return mutual + [(chance.randrange(most), chance.randrange(most)) for _ in range(ties - len(mutual))]


def tables_of(chance: Random, *, actors: int, ties: int, shape: str) -> Tables:
    """The network as `graph.ties` would read it."""
    names = [f"synthetic-{number:07}" for number in range(actors)]
    days = [*[None] * 450, *(date.fromordinal(TODAY.toordinal() - back).isoformat() for back in range(1, 900))]
    pairs = ends_of(chance, actors=actors, ties=ties, shape=shape)
    rows = [[names[near], names[far], *conditions(chance), chance.choice(days), None] for near, far in pairs]
    offers = [
        [names[number], [field], [], [], [], None, None, FIRST, LAST]
        for field, share in (*((field, 100) for field in FIELDS), (RARE, 2_000))
        for number in chance.sample(range(actors - actors // 200), actors // share)
    ]
    offers.append([names[-1], [UNREACHED], [], [], [], None, None, FIRST, LAST])
    return {"actors": [[[name, FIRST, LAST] for name in names]], "ties": [rows], "offers": [offers]}


def bytes_of(ties: Ties) -> int:
    """What the arrays take, without the ids."""
    columns = [getattr(part, name) for part in (ties, ties.ties, ties.offers) for name in part.__dataclass_fields__]
    return sum(column.nbytes for column in columns if isinstance(column, np.ndarray))


def ask(paths: ReferralPaths, chance: Random, **bounds: Any) -> tuple[float, Found]:
    """One random question, in milliseconds."""
    kind = chance.random()
    field = RARE if kind < 0.15 else chance.choice((UNREACHED, UNOFFERED)) if kind < 0.30 else chance.choice(FIELDS)
    start = paths.ties.ids[chance.randrange(len(paths.ties.ids))]
    situation = Situation(
        legal_regime=chance.choice((None, *REGIMES)),
        occupation_group=chance.choice((None, *OCCUPATIONS)),
    )
    began = time.thread_time()
    found = paths.search([start], to=FieldGoal(field), situation=situation, as_of=TODAY, **bounds)
    return (time.thread_time() - began) * 1000, found


def measure(name: str, *, asked: int, **bounds: int) -> None:
    actors, count, shape = NETWORKS[name]
    tables = tables_of(Random(42), actors=actors, ties=count, shape=shape)
    began = time.thread_time()
    ties = ties_from(tables)
    built = time.thread_time() - began
    del tables
    began = time.thread_time()
    paths = ReferralPaths(ties)
    sorted_back = time.thread_time() - began
    cold_ms = [ask(paths, Random(seed), **bounds)[0] for seed in range(40)]
    results = [ask(paths, Random(1000 + seed), **bounds) for seed in range(asked)]
    print(
        f"{name}: {actors} actors, {ties.to.size} ties, {bytes_of(ties) / 1e6:.1f} MB of arrays; built from rows in {built:.1f} s, "
        f"sorted backwards in {sorted_back:.2f} s; first questions at most {max(cold_ms):.0f} ms"
    )
    for label, some in (
        ("all", results),
        ("with a path", [result for result in results if result[1].paths]),
        ("broken", [result for result in results if result[1].broken]),
    ):
        print(f"   {label:12} {len(some):5} asked, ms: {spread([ms for ms, _ in some])}")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"   cut short: {sum(found.cut_short for _, found in results)}; peak of the process so far {peak_mb} MB")


def spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "too few"
    return f"p50 {statistics.median(values):.1f}, p95 {statistics.quantiles(values, n=20)[-1]:.1f}, max {max(values):.1f}"


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help="A, B, C or D; all of them if none is named")
    parser.add_argument("--asked", type=int, default=200)
    parser.add_argument("--max-steps", type=int, default=5)
    parser.add_argument("--first", type=int, default=3)
    parser.add_argument(
        "--checked", action="store_true", help="over checked ties alone, as the alternative to an unchecked path is searched"
    )
    options = parser.parse_args(arguments)
    for name in options.networks or sorted(NETWORKS):
        measure(name, asked=options.asked, max_steps=options.max_steps, first=options.first, checked_only=options.checked)


if __name__ == "__main__":
    main(sys.argv[1:])
