"""How long the search for the nearest offices takes over arrays of any size: everything in them is synthetic.

    python -m bench.nearest [--offices 10000 1000000] [--asked 300]

Offices stand around the middles of real postal codes, drawn alike, so towns have many. Every size is asked the same questions
in turn: from a random postal code for 11 offices of any kind, of a type, for a field, for a field in a situation, for a type
that three offices have, and for a field of a type, which is rarer still. CPU time of the one thread that searches, in ms;
what is shown of those that are found is one statement, see `bench.scale`.
"""

import argparse
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.asking import p50, p95, resident_mb
from graph.offices import Offices, offices_from
from resolvers.proximity import Concern, nearest_offices
from seeds.shipped.directory import DATA
from seeds.shipped.read_csv import read_csv

FIRST, LAST = "0001-01-01", "9999-12-31"
DAY: Final = date(2026, 11, 26).toordinal()
_TYPES: Final = ("EDUCATION_PROVIDER", "WELFARE_ASSOCIATION", "INITIATIVE", "JOBCENTER")
_FIELDS: Final = ("RECOGNITION", "LANGUAGE", "TRAINING", "EMPLOYMENT", "MATCHING")
CONCERNS: Final = {
    "any": Concern(),
    "type": Concern(types=("JOBCENTER",)),
    "field": Concern(action_fields=("RECOGNITION",)),
    "situation": Concern(action_fields=("RECOGNITION",), situation={"occupationGroup": "CRAFT", "age": 30}),
    "three there are": Concern(types=("UNION",)),
    "rare pair": Concern(types=("CHURCH",), action_fields=("TRAINING",)),
}

Point = tuple[float, float]


def postal_codes() -> list[Point]:
    """The middles of all postal codes (lat, lon)."""
    entries = read_csv(Path(DATA) / "regions" / "postal_codes.csv", "postal_code", [], name="postal_codes.csv")
    return [(float(entry.text("lat")), float(entry.text("lon"))) for entry in entries]


def synthetic_offices(count: int, points: Sequence[Point]) -> Offices:
    """*count* offices as `graph.offices` would read them; one in 100 is a CHURCH that never offers TRAINING."""
    chance = Random(1)
    places: list[list[Any]] = []
    parts: list[list[Any]] = []
    for number in range(count):
        lat, lon = chance.choice(points)
        rare = number % 100 == 7
        kind = "UNION" if number < 3 else "CHURCH" if rare else chance.choice(_TYPES)
        name = f"synthetic-{number:07}"
        point = (lat + chance.uniform(-0.05, 0.05), lon + chance.uniform(-0.05, 0.05))
        places.append([name, kind, FIRST, LAST, f"{name}.office", *point, FIRST, LAST])
        fields = ["LANGUAGE"] if rare else chance.sample(_FIELDS, 2)
        parts.append([name, fields, chance.choice(([], [], ["CRAFT"], ["IHK_OCCUPATION"])), [], [], None, None, FIRST, LAST, name])
    return offices_from({"places": [places], "parts": [parts]})


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offices", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--asked", type=int, default=300)
    given = parser.parse_args()
    points = postal_codes()
    sizes: list[Offices] = []
    for count in given.offices:
        began, before_mb = time.thread_time(), resident_mb()
        sizes.append(synthetic_offices(count, points))
        print(f"{count} offices: made in {time.thread_time() - began:.1f} s, {resident_mb() - before_mb:.0f} MB")
    for name, concern in CONCERNS.items():
        chance = Random(2)
        times: list[list[float]] = [[] for _ in sizes]
        for _ in range(given.asked):
            lat, lon = chance.choice(points)
            for offices, spent in zip(sizes, times, strict=True):
                began = time.thread_time()
                nearest_offices(offices, lat, lon, concern, need=11, day=DAY)
                spent.append((time.thread_time() - began) * 1000)
        cells = "  ".join(f"{p50(spent):6.2f} /{p95(spent):6.2f}" for spent in times)
        print(f"{name:18}{cells}   ×{p50(times[-1]) / p50(times[0]):.1f} p50, ×{p95(times[-1]) / p95(times[0]):.1f} p95")


if __name__ == "__main__":
    main()
