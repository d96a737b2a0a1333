"""Missing ties: every planted one is found, and nothing else."""

import random
from itertools import combinations
from typing import Any

import pytest

from resolvers.gaps.missing_tie import missing_ties
from tests.resolvers.small_country import DISTRICTS, KREISE, actor, part, tie, view

TYPES = ("JOBCENTER", "CHAMBER_IHK", "CHURCH")
FIELDS = ("LANGUAGE", "TRAINING", "EMPLOYMENT")


@pytest.mark.parametrize("seed", range(200))
def test_what_is_planted_is_found_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"a{n:02}" for n in range(chance.randint(4, 26))]
    types = {name: chance.choice(TYPES) for name in names}
    places = {name: chance.choice([*KREISE, *DISTRICTS, "01", "DE"]) for name in names}
    fields = {name: set(chance.sample(FIELDS, chance.randint(1, 2))) for name in names}
    kreise = {name: set(DISTRICTS.get(places[name], (places[name],))) & set(KREISE) for name in names}
    alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for a, b in combinations(names, 2):
        if kreise[a] & kreise[b] and fields[a] & fields[b]:
            alike.setdefault(tuple(sorted((types[a], types[b]))), []).append((a, b))

    def turned(pair: tuple[str, str]) -> tuple[str, str]:
        return pair if pair in missing or chance.random() < 0.5 else (pair[1], pair[0])

    missing = {pair for pairs in alike.values() for pair in pairs if chance.random() < 0.3}
    ties = [
        tie(a, b, chance.choice(["FUNDS", "REFERS_TO"])) for pairs in alike.values() for a, b in map(turned, pairs) if (a, b) not in missing
    ]
    expected = set()
    for pairs in alike.values():
        tied = [pair for pair in pairs if pair not in missing]
        if len(tied) >= 3 and len(tied) * 2 >= len(pairs):
            expected |= set(pairs) & missing
    seen = view(
        actors=[actor(name, types[name]) for name in names],
        parts=[part(name, places[name], *sorted(fields[name]), role=chance.choice(["PROVIDES", "ADVISES"])) for name in names],
        ties=ties,
    )
    found = missing_ties(seen)
    assert {tuple(seen.actors.ids[actor] for actor in gap.actors) for gap in found} == expected
    assert len(found) == len(expected)


def offices(*, tied: int, untied: int) -> dict[str, Any]:
    """A Jobcenter and a chamber in each of as many Kreise, some of them tied."""
    kreise = KREISE[: tied + untied]
    return {
        "actors": [row for key in kreise for row in (actor(f"jc-{key}"), actor(f"ihk-{key}", "CHAMBER_IHK"))],
        "parts": [part(f"{who}-{key}", key, "TRAINING") for key in kreise for who in ("jc", "ihk")],
        "ties": [tie(f"jc-{key}", f"ihk-{key}") for key in kreise[:tied]],
    }


@pytest.mark.parametrize(("tied", "untied", "severity"), [(2, 1, None), (3, 4, None), (3, 3, "LOW"), (6, 2, "MEDIUM"), (3, 1, "MEDIUM")])
def test_the_more_others_are_tied_the_more_it_weighs(tied: int, untied: int, severity: str | None) -> None:
    found = missing_ties(view(**offices(tied=tied, untied=untied)))
    assert [gap.severity for gap in found] == [severity] * (untied if severity else 0)


def test_the_reason_names_both_the_field_and_how_many_others_are_tied() -> None:
    [gap] = missing_ties(view(**offices(tied=3, untied=1)))
    assert (gap.region, gap.score) == ("01004", 0.75)
    assert gap.reason == {
        "code": "OTHERS_ARE_TIED",
        "text": "Name ihk-01004 und Name jc-01004 arbeiten beide in Region 01004 (Ausbildung), sind aber nicht verbunden. "
        "Von 4 solchen Paaren sind 3 verbunden.",
    }
