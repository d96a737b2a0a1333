"""Referral paths through networks small enough to check by eye."""

from datetime import date
from random import Random
from typing import Any

import pytest

from graph.errors import BadUserInput
from resolvers.referral.network import DISTANCES_KEPT
from resolvers.referral.paths import (
    IN_THREAD_ABOVE,
    UNVERIFIED_TIE,
    ActorGoal,
    Broken,
    FieldGoal,
    Found,
    FoundPath,
    ReferralPaths,
)
from resolvers.referral.question import Situation
from tests.resolvers.referral_rows import FIRST, LAST, actor, offer, tie, ties_of

TODAY = date(2026, 11, 23)
RECOGNITION = FieldGoal("RECOGNITION")
FOR_IHK = Situation(occupation_group="IHK_OCCUPATION")
FOR_CRAFT = Situation(occupation_group="CRAFT")

CELLE = [
    actor(
        "jobcenter-celle",
        tie("handwerkskammer-braunschweig-lueneburg-stade", "2026-11-01", occupation="CRAFT"),
        tie("ihk-lueneburg-wolfsburg", "2026-10-01", fields=("RECOGNITION",), occupation="IHK_OCCUPATION"),
    ),
    actor("ihk-lueneburg-wolfsburg", tie("ihk-fosa", "2026-09-01", fields=("RECOGNITION",))),  # advises: so it offers nothing here
    actor("ihk-fosa", offers=(offer("RECOGNITION", occupations=("IHK_OCCUPATION",)),)),
    actor("handwerkskammer-braunschweig-lueneburg-stade", offers=(offer("RECOGNITION", "TRAINING", occupations=("CRAFT",)),)),
    actor("ihk-hannover", tie("ihk-fosa"), offers=(offer("RECOGNITION", occupations=("IHK_OCCUPATION",), days=("2015-01-01", LAST)),)),
    actor("jobcenter-hannover", tie("ihk-hannover", "2026-08-01")),
]


def search(rows: list[dict[str, Any]], *starts: str, to: FieldGoal | ActorGoal = RECOGNITION, **asked: Any) -> Found:
    asked = {"situation": Situation(), "as_of": TODAY, **asked}
    return ReferralPaths(ties_of(rows)).search(starts, to=to, **asked)


def ways(found: Found) -> list[tuple[str, ...]]:
    return [path.actors for path in found.paths]


def test_an_adviser_is_passed_through_to_the_one_who_decides() -> None:
    found = search(CELLE, "jobcenter-celle", situation=FOR_IHK)
    path = FoundPath("jobcenter-celle", ("jobcenter-celle", "ihk-lueneburg-wolfsburg", "ihk-fosa"), (3, 1), "2026-09-01", ())
    assert found == Found((path,), None, ())


def test_a_craft_leads_to_the_handwerkskammer_in_one_step() -> None:
    found = search(CELLE, "jobcenter-celle", situation=FOR_CRAFT)
    assert ways(found) == [("jobcenter-celle", "handwerkskammer-braunschweig-lueneburg-stade")]


def test_a_chamber_that_decides_itself_ends_the_path_first() -> None:
    assert ways(search(CELLE, "jobcenter-hannover", situation=FOR_IHK)) == [
        ("jobcenter-hannover", "ihk-hannover"),
        ("jobcenter-hannover", "ihk-hannover", "ihk-fosa"),
    ]


def test_who_decides_for_another_occupation_group_is_no_goal() -> None:
    found = search(CELLE, "jobcenter-hannover", situation=FOR_CRAFT)
    assert found == Found((), Broken("jobcenter-hannover", None, ("NO_TIE",)), ())


def test_a_start_that_is_the_goal_needs_no_path_and_nothing_is_broken() -> None:
    assert search(CELLE, "ihk-fosa") == Found((), None, ("ihk-fosa",))


def test_the_goal_can_be_an_actor_whatever_it_offers() -> None:
    assert ways(search(CELLE, "jobcenter-celle", to=ActorGoal("ihk-lueneburg-wolfsburg"))) == [
        ("jobcenter-celle", "ihk-lueneburg-wolfsburg")
    ]


def test_paths_from_all_starts_are_ranked_together() -> None:
    found = search(CELLE, "jobcenter-celle", "ihk-lueneburg-wolfsburg", "nobody-of-this-name", "jobcenter-celle", situation=FOR_IHK)
    assert [path.start for path in found.paths] == ["ihk-lueneburg-wolfsburg", "jobcenter-celle"]


def test_shorter_goes_before_fresher_and_fresher_before_ids() -> None:
    rows = [
        actor("a", tie("b", None), tie("c", "2020-01-01"), tie("d", "2026-01-01"), tie("goal-late", None)),
        *(actor(name, tie("goal", "2026-05-05")) for name in "bcd"),
        *(actor(name, offers=(offer("RECOGNITION"),)) for name in ("goal", "goal-late")),
    ]
    found = search(rows, "a", first=9)
    assert [(path.actors[1:], path.weakest_verified_at, path.warnings) for path in found.paths] == [
        (("goal-late",), None, (UNVERIFIED_TIE,)),
        (("d", "goal"), "2026-01-01", ()),
        (("c", "goal"), "2020-01-01", ()),
        (("b", "goal"), None, (UNVERIFIED_TIE,)),
    ]


def test_of_parallel_ties_the_freshest_that_holds_counts() -> None:
    rows = [
        actor("a", tie("b", "2026-06-06", occupation="CRAFT"), tie("b", "2025-05-05"), tie("b", "2024-04-04")),
        actor("b", offers=(offer("RECOGNITION"),)),
    ]
    ties = ties_of(rows)
    found = ReferralPaths(ties).search(["a"], to=RECOGNITION, situation=FOR_IHK, as_of=TODAY)
    assert [path.weakest_verified_at for path in found.paths] == ["2025-05-05"]
    assert found.paths[0].ties == (1,)


def test_a_path_has_no_more_steps_than_asked_for() -> None:
    chain = [*(actor(f"a{n}", tie(f"a{n + 1}")) for n in range(8)), actor("a8", offers=(offer("RECOGNITION"),))]
    assert ways(search(chain, "a0", max_steps=8)) == [tuple(f"a{n}" for n in range(9))]
    assert search(chain, "a0", max_steps=7).broken == Broken("a7", "a8", ("MORE_STEPS",))
    assert ways(search(chain, "a3")) == [tuple(f"a{n}" for n in range(3, 9))]


@pytest.mark.parametrize(
    ("failing", "reasons"),
    [
        (tie("b", days=("2027-01-01", LAST)), ("NOT_YET_VALID",)),
        (tie("b", days=(FIRST, TODAY.isoformat())), ("EXPIRED",)),
        (tie("b", fields=("LANGUAGE",)), ("ACTION_FIELD",)),
        (tie("b", occupation="CRAFT"), ("OCCUPATION_GROUP",)),
        (tie("b", regime="SGB_III"), ("LEGAL_REGIME",)),
        (tie("b", target="COMPANIES"), ("TARGET_GROUP",)),
        (tie("b", ages=(None, 24)), ("AGE",)),
        (tie("b", ages=(25, None), regime="ASYLBLG", days=(FIRST, "2020-01-01")), ("EXPIRED", "LEGAL_REGIME")),
    ],
)
def test_the_broken_hop_names_every_condition_that_fails(failing: list[Any], reasons: tuple[str, ...]) -> None:
    rows = [actor("a", failing), actor("b", offers=(offer("RECOGNITION"),))]
    asked = Situation(age=25, legal_regime="SGB_II", target_group="TOLERATED", occupation_group="IHK_OCCUPATION")
    assert search(rows, "a", situation=asked).broken == Broken("a", "b", reasons)
    assert search([*rows[1:], actor("a", tie("b"))], "a", situation=asked).broken is None


def test_ages_hold_at_both_ends() -> None:
    rows = [actor("a", tie("b", ages=(18, 24))), actor("b", offers=(offer("RECOGNITION"),))]
    assert [bool(search(rows, "a", situation=Situation(age=age)).paths) for age in (17, 18, 24, 25)] == [False, True, True, False]


def test_a_tie_holds_from_its_first_day_to_the_day_before_its_last() -> None:
    rows = [actor("a", tie("b", days=("2017-04-04", "2019-04-04"))), actor("b", offers=(offer("RECOGNITION"),))]
    days = (date(2017, 4, 3), date(2017, 4, 4), date(2019, 4, 3), date(2019, 4, 4))
    assert [bool(search(rows, "a", as_of=day).paths) for day in days] == [False, True, True, False]


def test_an_actor_that_has_ended_breaks_the_hop_to_it() -> None:
    rows = [actor("a", tie("b")), actor("b", offers=(offer("RECOGNITION"),), days=("2017-04-04", "2019-04-04"))]
    assert search(rows, "a").broken == Broken("a", "b", ("EXPIRED",))
    assert search(rows, "a", as_of=date(2016, 5, 1)).broken == Broken("a", "b", ("NOT_YET_VALID",))
    assert search(rows, "b").broken == Broken(None, "b", ("EXPIRED",))


def test_an_offer_that_has_ended_breaks_the_hop_to_it() -> None:
    rows = [actor("a", tie("b")), actor("b", offers=(offer("RECOGNITION", days=(FIRST, "2020-01-01")),))]
    assert search(rows, "a").broken == Broken("a", "b", ("EXPIRED",))


def test_the_break_nearest_to_an_offer_is_named() -> None:
    rows = [
        actor("a", tie("b"), tie("c", occupation="CRAFT")),
        actor("b", tie("goal", occupation="CRAFT")),
        actor("c", tie("goal")),
        actor("goal", offers=(offer("RECOGNITION"),)),
    ]
    assert search(rows, "a", situation=FOR_IHK).broken == Broken("b", "goal", ("OCCUPATION_GROUP",))


def test_of_equal_breaks_the_first_by_its_near_end_then_by_its_far_end_is_named() -> None:
    rows = [
        actor("a", tie("m"), tie("n")),
        actor("m", tie("y", occupation="CRAFT"), tie("x", occupation="CRAFT")),
        actor("n", tie("goal", occupation="CRAFT")),
        *(actor(name, offers=(offer("RECOGNITION"),)) for name in ("goal", "x", "y")),
    ]
    assert search(rows, "a", situation=FOR_IHK).broken == Broken("m", "x", ("OCCUPATION_GROUP",))


def test_a_field_that_nobody_offers_is_said_to_be_so() -> None:
    assert search(CELLE, "jobcenter-celle", to=FieldGoal("MOBILITY")).broken == Broken(None, None, ("NOBODY_OFFERS",))
    assert search(CELLE, "jobcenter-celle", to=ActorGoal("no-such-actor")).broken == Broken(None, None, ("NOBODY_OFFERS",))


def test_no_start_that_everybody_may_see_is_no_tie() -> None:
    assert search(CELLE).broken == search(CELLE, "hidden").broken == Broken(None, None, ("NO_TIE",))


def test_loops_around_a_hub_with_thousands_of_mutual_ties_are_not_tried_one_by_one() -> None:
    # Every way of three steps that isn't the path itself returns to the hub: a - hub - leaf - hub.
    leaves = [f"leaf-{n:04}" for n in range(3000)]
    rows = [
        actor("a", tie("hub")),
        actor("hub", *(tie(leaf) for leaf in leaves), tie("goal", "2020-01-01")),
        *(actor(leaf, tie("hub")) for leaf in leaves),
        actor("goal", tie("hub"), tie(leaves[0]), offers=(offer("RECOGNITION"),)),
    ]
    found = search(rows, "a", first=5)
    assert ways(found) == [("a", "hub", "goal")]
    assert not found.cut_short


def test_a_dense_network_gives_the_freshest_without_trying_all() -> None:
    # 200 actors, each tied to 60: a hundred million ways of five steps.
    chance = Random(7)
    names = [f"actor-{n:03}" for n in range(200)]
    rows = [
        actor(
            name,
            *(tie(far, f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}") for far in chance.sample(names, 60)),
            tie("goal") if name == names[-1] else tie(names[0], None),
        )
        for name in names
    ] + [actor("goal", offers=(offer("RECOGNITION"),))]
    found = search(rows, names[0], first=50, max_steps=8)
    lengths = [len(path.ties) for path in found.paths]
    assert len(found.paths) == 50
    assert not found.cut_short
    assert lengths == sorted(lengths)
    assert all(len(set(path.actors)) == len(path.actors) for path in found.paths)


def test_distances_kept_for_other_questions_do_not_grow_without_bound_and_do_not_leak() -> None:
    chain = [actor(f"a{n:03}", tie(f"a{n + 1:03}")) for n in range(DISTANCES_KEPT + 20)]
    paths = ReferralPaths(ties_of(chain))
    for _ in range(2):
        for n in range(1, DISTANCES_KEPT + 20):
            found = paths.search([f"a{n - 1:03}"], to=ActorGoal(f"a{n:03}"), situation=Situation(), as_of=TODAY, max_steps=1)
            assert ways(found) == [(f"a{n - 1:03}", f"a{n:03}")]


async def test_a_network_too_large_for_the_event_loop_is_searched_in_a_thread() -> None:
    rows = [actor("a", *[tie("b")] * IN_THREAD_ABOVE, tie("b", "2026-11-11")), actor("b", offers=(offer("RECOGNITION"),))]
    found = await ReferralPaths(ties_of(rows)).find(["a"], to=RECOGNITION, situation=Situation(), as_of=TODAY)
    assert [(path.actors, path.weakest_verified_at) for path in found.paths] == [(("a", "b"), "2026-11-11")]


async def test_an_empty_directory_has_no_paths() -> None:
    found = await ReferralPaths(ties_of([])).find(["a"], to=RECOGNITION, situation=Situation(), as_of=TODAY)
    assert found == Found((), Broken(None, None, ("NO_TIE",)), ())


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"max_steps": 0}, "`maxSteps` must be between 1 and 8, not 0."),
        ({"max_steps": 9}, "`maxSteps` must be between 1 and 8, not 9."),
        ({"first": 0}, "`first` must be between 1 and 100, not 0."),
        ({"first": 101}, "`first` must be between 1 and 100, not 101."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_value(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(BadUserInput) as refused:
        search(CELLE, "jobcenter-celle", **asked)
    assert str(refused.value) == message
    assert refused.value.value == next(iter(asked.values()))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (tie("b", fields=("COOKING",)), "'COOKING' is no ActionField"),
        (tie("b", regime="SGB_IX"), "'SGB_IX' is no LegalRegime"),
        (tie("b", "yesterday"), "Invalid isoformat string: 'yesterday'"),
    ],
)
def test_a_tie_that_cannot_be_read_is_refused_with_the_value(bad: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ties_of([actor("a", bad), actor("b")])
