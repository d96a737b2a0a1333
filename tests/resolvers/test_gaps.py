"""The other kinds of gaps: planted ones are found, with their severity and reason, and nothing else of the kind."""

import random
from itertools import pairwise, product

import numpy as np
import pytest
from geopy.distance import great_circle

from resolvers.gaps.contact import only_one_contact
from resolvers.gaps.declared import declared_not_recorded
from resolvers.gaps.distance import distance_deserts
from resolvers.gaps.gap import Gap
from resolvers.gaps.review import PathCounts, due_for_review
from resolvers.gaps.uncovered import uncovered
from resolvers.terms import FIELDS
from tests.resolvers.small_country import FIRST, KREISE, LAST, PEOPLE, actor, mark, part, seat, tie, view

OVER = ("0001-01-01", "2026-11-23")


def keys(gaps: list[Gap]) -> list[str]:
    return sorted(gap.key.partition(":")[2] for gap in gaps)


@pytest.mark.parametrize("seed", range(200))
def test_uncovered_is_what_somebody_looked_for_in_vain(seed: int) -> None:
    chance = random.Random(seed)
    cells = [(kreis, field) for kreis in KREISE for field in FIELDS]
    planted, covered, found = (set(chance.sample(cells, chance.randint(0, 10))) for _ in range(3))
    gaps = uncovered(
        view(
            actors=[actor("a")],
            parts=[part("a", *cell) for cell in covered],
            marks=[*(mark(*cell, "2026-01-01") for cell in planted), *(mark(*cell, "2026-02-01", found=True) for cell in found)],
        )
    )
    assert keys(gaps) == sorted(f"{kreis}:{field}" for kreis, field in planted - covered - found)


def test_an_uncovered_field_weighs_as_many_people_as_live_there() -> None:
    gaps = uncovered(
        view(actors=[actor("a")], parts=[part("a", "01", "LANGUAGE", role="ADVISES")], marks=[mark("DE", "LANGUAGE", "2026-01-01")])
    )
    assert [gap.score for gap in gaps] == list(PEOPLE)
    assert [gap.severity for gap in gaps] == ["LOW", "MEDIUM", "HIGH", "MEDIUM", "HIGH", "LOW", "MEDIUM", "HIGH"]
    assert [gap.actors for gap in gaps] == [*[(0,)] * 4, *[()] * 4]
    assert gaps[0].reason["text"] == "Am 2026-01-01 gesucht, niemand gefunden: Deutsch lernen in Region 01001 (50000 Einwohner)."


@pytest.mark.parametrize("seed", range(200))
def test_a_desert_is_where_the_nearest_that_covers_is_far_by_brute_force(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"a{n}" for n in range(chance.randint(1, 6))]
    parts = [
        part(name, chance.choice(["DE", "01", "02", *KREISE]), chance.choice(FIELDS[:2]), role=chance.choice(["PROVIDES", "ADVISES"]))
        for name in names
    ]
    seats = [seat(name, chance.choice(KREISE), chance.uniform(49.0, 54.0)) for name in names for _ in range(chance.randint(0, 2))]
    gaps = distance_deserts(view(actors=[actor(name) for name in names], parts=parts, seats=seats))
    expected = {}
    for (number, kreis), field in product(enumerate(KREISE), FIELDS[:2]):
        covering = {p[0] for p in parts if p[4] == "PROVIDES" and field in p[5] and (p[1] == "DE" or kreis.startswith(p[1]))}
        away = [float(great_circle((50.0 + 0.3 * number, 9.0), (s[4], s[5])).km) for s in seats if s[0] in covering]
        if away and min(away) > 50:
            expected[f"{kreis}:{field}"] = round(PEOPLE[number] * (min(away) - 50))
    assert {gap.key.partition(":")[2]: gap.score for gap in gaps} == pytest.approx(expected, abs=1)


def test_a_desert_weighs_people_times_km_beyond_fifty() -> None:
    [gap] = distance_deserts(view(actors=[actor("a")], parts=[part("a", "01003", "LANGUAGE")], seats=[seat("a", "01001", 51.6)]))
    km = float(great_circle((50.6, 9.0), (51.6, 9.0)).km)
    assert (gap.score, gap.severity, gap.region) == (round(250_000 * (km - 50)), "HIGH", "01003")
    assert gap.reason["text"] == (
        "Für Deutsch lernen ist von den Stellen, die für Region 01003 (250000 Einwohner) erfasst sind, Name a am nächsten: 111 km."
    )


def test_what_is_declared_and_not_recorded_is_missing_in_all_and_in_each_region() -> None:
    seen = view(
        actors=[actor("full", "Programme"), actor("over", "Programme", OVER), actor("p", "Programme")],
        declared=[["p", 3], ["full", 1], ["over", 9]],
        figures=[["p", "01", 2, FIRST, LAST], ["p", "02", 1, FIRST, LAST], ["p", "DE", 9, *OVER], ["p", "DE", None, FIRST, LAST]],
        projects=[["p", "x", ["02001", "ihk-two"]], ["full", "y", []]],
    )
    gaps = declared_not_recorded(seen)
    assert [(gap.key.partition(":")[2], gap.score, gap.severity, gap.region) for gap in gaps] == [
        ("p:", 2, "HIGH", "DE"),
        ("p:01", 2, "HIGH", "01"),
    ]
    assert [gap.reason["text"] for gap in gaps] == [
        "Name p gibt 3 Projekte an, erfasst sind 1.",
        "Name p gibt in Region 01 mindestens 2 Projekte an, erfasst sind 0.",
    ]


@pytest.mark.parametrize("seed", range(200))
def test_paths_over_actors_and_ties_are_those_that_can_be_walked(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(2, 9)
    ties = [(a, b) for a, b in ((chance.randrange(count), chance.randrange(count)) for _ in range(chance.randint(0, 30))) if a != b]
    pairs = set(ties)
    paths = [*pairs, *((a, b, d) for a, b in pairs for c, d in pairs if b == c and a != d)]
    near, far = (np.array([pair[end] for pair in ties], np.int32) for end in (0, 1))
    counted = PathCounts(near, far, count)
    assert counted.over_actor.tolist() == [sum(a in path for path in paths) for a in range(count)]
    assert all(counted.over_tie(*pair) == sum(pair in pairwise(path) for path in paths) for pair in pairs)


def test_due_are_actors_and_ties_whose_day_has_come() -> None:
    seen = view(
        actors=[actor("a"), actor("b"), actor("c"), actor("gone", days=OVER)],
        reviews=[["a", "2026-11-23"], ["b", "2026-11-24"], ["gone", "2020-01-01"]],
        ties=[
            tie("a", "b", review="2026-01-01"),
            tie("b", "c", review="2027-01-01"),
            tie("c", "a", "FUNDS", review="2025-12-31"),
            tie("b", "a", days=OVER, review="2020-01-01"),
        ],
    )
    gaps = due_for_review(seen)
    assert [(gap.key.partition(":")[2], gap.score) for gap in gaps] == [("a", 2), ("a:b", 2), ("c:a", 0)]
    assert [gap.reason["text"] for gap in gaps[:2]] == [
        "Die Angaben zu Name a sollten seit 2026-11-23 geprüft werden. 2 kurze Verweisungswege hängen davon ab.",
        "Die Beziehung Name a → Name b sollte seit 2026-01-01 geprüft werden. 2 kurze Verweisungswege hängen davon ab.",
    ]


@pytest.mark.parametrize("seed", range(200))
def test_one_contact_is_one_that_holds_on_the_day(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"a{n}" for n in range(chance.randint(1, 8))]
    contacts = [[chance.choice(names), *chance.choice([(FIRST, LAST), OVER])] for _ in range(chance.randint(0, 16))]
    parts = [part(chance.choice(names), chance.choice(["01", *KREISE]), chance.choice(FIELDS[:3])) for _ in range(chance.randint(0, 9))]
    gaps = only_one_contact(view(actors=[actor(name) for name in names], contacts=contacts, parts=parts))
    expected = {}
    for name in names:
        if sum(row[0] == name and row[2] == LAST for row in contacts) == 1:
            covering = [{p[0] for p in parts if field in p[5] and kreis.startswith(p[1])} for kreis in KREISE for field in FIELDS]
            expected[name] = covering.count({name})
    assert {gap.key.partition(":")[2]: gap.score for gap in gaps} == expected


def test_who_alone_covers_much_should_not_hang_on_one_contact() -> None:
    def severity(*parts: tuple[str, ...]) -> str:
        rows = [part("a", region, *fields) for region, *fields in parts]
        [gap] = only_one_contact(view(actors=[actor("a")], contacts=[["a", FIRST, LAST]], parts=rows))
        return gap.severity

    assert severity() == "LOW"
    assert severity(("01001", "LANGUAGE")) == "MEDIUM"
    assert severity(("DE", "LANGUAGE"), ("01001", "TRAINING", "MOBILITY")) == "HIGH"
