"""The nearest offices, held against measuring every office."""

from datetime import date
from random import Random
from unittest.mock import patch

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.offices
from graph.offices import offices_from
from resolvers.proximity import Concern, Hit, count_offices, nearest_offices

FIRST, LAST = "0001-01-01", "9999-12-31"
DAY = date(2026, 11, 23).toordinal()
TYPES = ("JOBCENTER", "CHAMBER_IHK", "CHAMBER_HWK")

places = st.lists(
    st.tuples(
        st.integers(0, 12),  # the actor: several of its locations may be drawn
        st.sampled_from(TYPES),
        st.floats(47.0, 55.0, allow_nan=False),
        st.floats(6.0, 15.0, allow_nan=False),
        st.booleans(),  # whether it holds on the day
    ),
    max_size=40,
)


def office(number: int, type_: str, location: int, lat: float, lon: float, *, holds: bool = True) -> list[object]:
    return [f"actor-{number:02}", type_, FIRST, LAST, f"location-{location:02}", lat, lon, FIRST, LAST if holds else "2020-01-01"]


def answers(
    number: int,
    *fields: str,
    occupations: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    ages: tuple[int | None, int | None] = (None, None),
    reach: int = 0,
) -> list[object]:
    return [f"actor-{number:02}", list(fields), list(occupations), [], list(groups), *ages, FIRST, LAST, f"reach-{reach}"]


somewhere = st.tuples(
    st.integers(0, 12),
    st.sampled_from(TYPES),
    st.floats(-90.0, 90.0, allow_nan=False),
    st.floats(-180.0, 180.0, allow_nan=False),
    st.booleans(),
)
# Steps of 4 m: many are equally near once distances are rounded to 10 m, and then their slugs decide.
together = st.tuples(
    st.integers(0, 40),
    st.sampled_from(TYPES),
    st.integers(0, 20).map(lambda step: 52.0 + step * 4e-5),
    st.integers(0, 20).map(lambda step: 10.0 + step * 6e-5),
    st.booleans(),
)


def nearest_of_all(
    drawn: list[tuple[int, str, float, float, bool]], lat: float, lon: float, need: int, *, types: tuple[str, ...] = ()
) -> None:
    """Hold the search against measuring everything: where few are looked at one by one, and where ever larger windows are."""
    rows = [office(n, TYPES[n % 3], i, y, x, holds=holds) for i, (n, _, y, x, holds) in enumerate(drawn)]
    expected: dict[str, Hit] = {}
    for i, (n, _, y, x, holds) in enumerate(drawn):
        if holds and (not types or TYPES[n % 3] in types):
            hit = Hit(round(geodesic((lat, lon), (y, x)).km, 2), f"actor-{n:02}", f"location-{i:02}")
            expected[hit.actor] = min(hit, expected.get(hit.actor, hit))
    for few in (graph.offices.FEW, -1):
        with patch.object(graph.offices, "FEW", few):
            offices = offices_from({"places": [rows]})
        assert bool(offices.few) == (few > 0)
        found = nearest_offices(offices, lat, lon, Concern(types=types), need=need, day=DAY)
        hits = sorted(expected.values())
        assert found[:need] == hits[:need]
        for at in range(0, len(hits), need):
            beyond = (hits[at].distance_km, hits[at].actor)
            after = nearest_offices(offices, lat, lon, Concern(types=types), need=need, day=DAY, beyond=beyond)
            assert after[:need] == hits[at + 1 : at + 1 + need]
            farthest = hits[at].distance_km
            within = count_offices(offices, lat, lon, Concern(types=types), farthest_km=farthest, day=DAY)
            assert within == sum(hit.distance_km <= farthest for hit in hits)


@given(places, st.floats(47.0, 55.0), st.floats(6.0, 15.0), st.integers(1, 8), st.sampled_from([(), TYPES[:1], TYPES[:2]]))
def test_the_nearest_are_those_of_brute_force(
    drawn: list[tuple[int, str, float, float, bool]], lat: float, lon: float, need: int, types: tuple[str, ...]
) -> None:
    nearest_of_all(drawn, lat, lon, need, types=types)


@settings(max_examples=40)
@given(st.lists(somewhere, max_size=40), st.floats(-90.0, 90.0), st.floats(-180.0, 180.0), st.integers(1, 8))
def test_the_nearest_are_found_anywhere_on_earth(
    drawn: list[tuple[int, str, float, float, bool]], lat: float, lon: float, need: int
) -> None:
    nearest_of_all(drawn, lat, lon, need)


@settings(max_examples=40)
@given(st.lists(together, max_size=40), st.integers(0, 20), st.integers(1, 8))
def test_of_offices_that_are_equally_near_when_rounded_the_lower_slug_comes_first(
    drawn: list[tuple[int, str, float, float, bool]], step: int, need: int
) -> None:
    nearest_of_all(drawn, 52.0 + step * 4e-5, 10.0, need)


def test_the_nearest_of_thousands_in_towns_are_those_of_brute_force() -> None:
    chance = Random(3)
    towns = [(chance.uniform(47.5, 55.0), chance.uniform(6.0, 15.0)) for _ in range(30)]
    rows = []
    for i in range(2_500):
        y, x = chance.choice(towns)
        rows.append(office(i, TYPES[i % 3], i, y + chance.gauss(0, 0.03), x + chance.gauss(0, 0.03)))
    offices = offices_from({"places": [rows]})
    assert (None, None) not in offices.few
    lat, lon = towns[0]
    hits = sorted(Hit(round(geodesic((lat, lon), (row[5], row[6])).km, 2), str(row[0]), str(row[4])) for row in rows)
    for need in (1, 10, 100, 2_500):
        assert nearest_offices(offices, lat, lon, Concern(), need=need, day=DAY)[:need] == hits[:need]
    of_a_type = [hit for hit in hits if int(hit.actor.removeprefix("actor-")) % 3 == 1]
    assert nearest_offices(offices, lat, lon, Concern(types=TYPES[1:2]), need=20, day=DAY)[:20] == of_a_type[:20]


def test_only_who_answers_for_the_concern_counts() -> None:
    rows = [office(n, "CHAMBER_HWK", n, 52.0 + n / 10, 10.0) for n in range(4)]
    parts = [
        answers(0, "TRAINING"),
        answers(1, "RECOGNITION", "TRAINING", occupations=("CRAFT",)),
        answers(2, "RECOGNITION", occupations=("IHK_OCCUPATION",)),
        answers(3, "RECOGNITION", groups=("YOUTH_U25",), ages=(None, 24)),
    ]
    offices = offices_from({"places": [rows[:2], rows[2:]], "parts": [parts]})

    def found(**concern: object) -> list[str]:
        return [hit.actor for hit in nearest_offices(offices, 52.0, 10.0, Concern(**concern), need=9, day=DAY)]  # type: ignore[arg-type]

    assert found() == ["actor-00", "actor-01", "actor-02", "actor-03"]
    assert found(action_fields=("RECOGNITION",)) == ["actor-01", "actor-02", "actor-03"]
    assert found(action_fields=("RECOGNITION",), situation={"occupationGroup": "CRAFT"}) == ["actor-01", "actor-03"]
    assert found(action_fields=("RECOGNITION",), situation={"occupationGroup": "CRAFT", "age": 40}) == ["actor-01"]
    assert found(action_fields=("RECOGNITION",), target_group="TOLERATED") == ["actor-01", "actor-02"]
    assert found(action_fields=("LANGUAGE",)) == []


@pytest.mark.parametrize("few", [graph.offices.FEW, 1])
def test_how_far_an_office_reaches_is_by_the_widest_of_what_fits_the_concern(few: int) -> None:
    rows = [office(n, "CHAMBER_HWK", n, 52.0 + n / 10, 10.0) for n in range(4)]
    parts = [
        answers(0, "TRAINING"),
        answers(1, "TRAINING", reach=1),
        answers(1, "RECOGNITION"),
        answers(2, "TRAINING"),
        answers(2, "TRAINING", reach=2),
    ]
    with patch.object(graph.offices, "FEW", few):
        offices = offices_from({"places": [rows], "parts": [parts], "wide": [[["reach-1", 1], ["reach-2", 2]]]})
    assert (offices.wide is None) == (few == 1)

    def found(**concern: object) -> list[str]:
        return [hit.actor for hit in nearest_offices(offices, 52.0, 10.0, Concern(**concern), need=9, day=DAY)]  # type: ignore[arg-type]

    assert found(reach=("LAND", "COUNTRY")) == ["actor-01", "actor-02"]
    assert found(reach=("LOCAL",)) == ["actor-00"]
    assert found(action_fields=("RECOGNITION",), reach=("LOCAL",)) == ["actor-01"]
    assert found(action_fields=("TRAINING",), reach=("COUNTRY",)) == ["actor-02"]


def test_nothing_is_near_in_an_empty_directory() -> None:
    assert nearest_offices(offices_from({}), 52.0, 10.0, Concern(), need=3, day=DAY) == []
