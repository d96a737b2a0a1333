"""A network in figures: whom it counts, what it doesn't rank, and that it is computed once."""

import asyncio
from typing import Any

import pytest

from resolvers.network import measures as module
from resolvers.network.centrality import Brokerage
from resolvers.network.measures import Asked, Measured, Measures, measured, ranks
from tests.resolvers.small_country import DAY, Row, actor, gaps_of, part, seat, tie, view_of

NAMES = [f"a{n:02}" for n in range(12)]
OVER = ("0001-01-01", "2026-11-23")


def of(rows: dict[str, list[Row]], *, regions: tuple[str, ...] = (), types: tuple[str, ...] = (), fields: tuple[str, ...] = ()) -> Measured:
    return measured(view_of(rows), Asked(regions, types, fields, DAY))


def star(**ends: Any) -> dict[str, list[Row]]:
    """Twelve actors in a row of Kreise, all of them tied to the first."""
    return {
        "actors": [actor(name, "JOBCENTER" if n % 2 else "CHAMBER_IHK") for n, name in enumerate(NAMES)],
        "seats": [seat(name, "01001" if n < 11 else "02001") for n, name in enumerate(NAMES)],
        "ties": [tie(NAMES[0], name, **ends) for name in NAMES[1:]],
    }


def test_a_star_has_its_middle_between_all_others() -> None:
    found = of(star())
    assert (found.actors, found.isolated, found.ties, found.verified, found.doubt) == (12, 0, 11, 11, None)
    assert found.density == pytest.approx(11 / 66, abs=1e-6)
    assert found.components == (tuple(range(12)),)
    assert [(one.actor, one.share) for one in found.betweenness or ()] == [(0, 1.0)]
    # Six Jobcenter and five chambers around a chamber: 30 pairs of different sectors, all of them with a chamber.
    assert [(one.actor, one.counts) for one in found.brokers] == [(0, Brokerage(30, 0, 2))]


def test_a_region_counts_who_sits_or_answers_in_it_and_only_ties_between_them() -> None:
    rows = star()
    rows["parts"] = [part(NAMES[11], "01001", "LANGUAGE")]
    assert (of(rows, regions=("01001",)).actors, of(rows, regions=("02001",)).actors) == (12, 1)
    rows["parts"] = []
    found = of(rows, regions=("01",))
    assert (found.actors, found.ties, found.isolated) == (11, 10, 0)
    assert of(rows, regions=("01001", "02001")).actors == 12
    alone = of(rows, regions=("02",))
    assert (alone.actors, alone.isolated, alone.ties, alone.density) == (1, 1, 0, None)


def test_types_and_fields_choose_the_actors() -> None:
    rows = star()
    found = of(rows, types=("JOBCENTER",))
    assert (found.actors, found.isolated, found.ties, found.components, found.density) == (6, 6, 0, (), 0.0)
    rows["parts"] = [part(NAMES[0], "01001", "LANGUAGE"), part(NAMES[1], "01001", "LANGUAGE", "TRAINING", role="ADVISES")]
    assert of(rows, fields=("LANGUAGE",)).ties == 1
    assert of(rows, fields=("TRAINING",)).actors == 1


def test_ties_of_one_pair_count_once_and_those_that_ended_do_not() -> None:
    found = of(
        {
            "actors": [actor("a"), actor("b"), actor("c"), actor("d", days=OVER)],
            "ties": [tie("a", "b", verified=None), tie("b", "a", "FUNDS"), tie("b", "c", days=OVER), tie("c", "d")],
        }
    )
    assert (found.actors, found.ties, found.verified, found.isolated, found.components) == (3, 1, 1, 1, ((0, 1),))


def test_parts_are_listed_the_largest_first() -> None:
    found = of({"actors": [actor(name) for name in "abcdef"], "ties": [tie("a", "b"), tie("c", "d"), tie("d", "e")]})
    assert (found.components, found.isolated) == (((2, 3, 4), (0, 1)), 1)


def test_few_actors_are_not_ranked() -> None:
    found = of({"actors": [actor(name) for name in "abc"], "ties": [tie("a", "b"), tie("b", "c")]})
    assert found.doubt == {
        "code": "TOO_FEW_ACTORS",
        "text": "Nur 3 Akteure sind verbunden; für eine Rangfolge müssen es mindestens 10 sein.",
    }
    assert (found.betweenness, found.brokers, found.density) == ((), (), 0.666667)


@pytest.mark.parametrize(
    "unverified", [{"verified": None}, {"review": "2026-11-23"}, {"verified": "2026-11-24"}], ids=["never", "due", "later"]
)
def test_ties_that_nobody_has_verified_carry_no_ranking(unverified: dict[str, str | None]) -> None:
    rows = star(**unverified)
    rows["ties"][0] = tie(NAMES[0], NAMES[1])
    found = of(rows)
    assert found.doubt == {
        "code": "TOO_FEW_VERIFIED",
        "text": "Nur 1 von 11 Beziehungen sind geprüft; für eine Rangfolge muss es mindestens die Hälfte sein.",
    }
    assert (found.betweenness, found.brokers, found.verified) == ((), (), 1)


def test_a_network_that_is_too_large_has_no_betweenness_but_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_RANKED", 11)
    found = of(star())
    assert (found.betweenness, found.doubt, len(found.brokers)) == (None, None, 1)


async def test_many_who_ask_the_same_wait_for_one_computation() -> None:
    kept = Measures(gaps_of(star()))
    asked = Asked((), (), (), DAY)
    one, *others = await asyncio.gather(*(kept.of(asked) for _ in range(6)))
    assert all(other is one for other in others)
    assert await kept.of(Asked(("01",), (), (), DAY)) is not one


def test_equal_values_share_a_place() -> None:
    assert ranks([5.0, 3.0, 3.0, 1.0]) == [1, 2, 2, 4]
    assert ranks([]) == []
