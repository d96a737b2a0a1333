"""Single points of failure, held against taking each actor and each tie away."""

import random

import pytest

from resolvers.gaps.single_point import cuts, single_points
from tests.resolvers.small_country import actor, seat, tie, view

Pairs = list[tuple[int, int]]


def pieces(actors: set[int], pairs: Pairs) -> list[set[int]]:
    """The components of a network, by plain search."""
    left, found = set(actors), []
    while left:
        piece, frontier = set(), {min(left)}
        while frontier:
            piece |= frontier
            frontier = {b for pair in pairs for a, b in (pair, pair[::-1]) if a in frontier and b not in piece}
        found.append(piece)
        left -= piece
    return found


def by_removal(pairs: Pairs) -> dict[tuple[int, ...], tuple[set[int], int, int]]:
    """For each actor, and each tie whose ends have others, without which more is apart: who is cut off, the rest, and the parts."""
    actors = {actor for pair in pairs for actor in pair}
    whole = pieces(actors, pairs)
    losses: dict[tuple[int, ...], list[set[int]]] = {}
    for one in actors:
        losses[one,] = pieces(actors - {one}, [pair for pair in pairs if one not in pair])
    for pair in pairs:
        if all(sum(end in other for other in pairs) > 1 for end in pair):
            losses[pair] = pieces(actors, [other for other in pairs if other != pair])
    found = {}
    for lost, left in losses.items():
        [torn] = [piece for piece in whole if lost[0] in piece]
        sides = [side for side in left if side <= torn]
        if len(sides) > 1:
            rest = max(sides, key=lambda side: (len(side), -min(side)))
            found[lost] = (torn - rest - (set(lost) if len(lost) == 1 else set()), len(rest), len(sides))
    return found


@pytest.mark.parametrize("seed", range(250))
def test_they_are_those_of_brute_force_removal(seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(2, 24)
    pairs = sorted(
        {
            (min(a, b), max(a, b))
            for a, b in ((chance.randrange(count), chance.randrange(count)) for _ in range(chance.randint(1, 2 * count)))
            if a != b
        }
    )
    found = {cut.between: (set(cut.cut_off), cut.rest, cut.parts) for cut in cuts(pairs)}
    assert found == by_removal(pairs)


def test_a_star_falls_apart_without_its_middle() -> None:
    seen = view(
        actors=[actor(name) for name in ("hub", "a", "b", "c")],
        seats=[seat("hub", "01001"), seat("a", "02001")],
        ties=[tie("hub", "a"), tie("b", "hub", "FUNDS"), tie("hub", "c", "CARRIED_BY")],
    )
    [gap] = single_points(seen)
    names = [seen.actors.ids[actor] for actor in gap.actors]
    assert (names, gap.severity, gap.score, gap.region, gap.actor_count) == (["hub", "b", "c"], "LOW", 2, "01001", 3)
    assert gap.reason == {
        "code": "ONLY_ACTOR_BETWEEN",
        "text": "Fällt Name hub weg, zerfällt das Netz in 3 Teile, der größte hat 1 Akteure. Nicht in ihm (2): Name b, Name c.",
    }
    assert {"DE", "01", "01001"} <= gap.places


def test_a_tie_between_two_groups_is_named_with_whom_it_cuts_off() -> None:
    left, right = ["a", "b", "c"], ["x", "y", "z", "zz"]
    ring = [tie(group[n], group[(n + 1) % len(group)]) for group in (left, right) for n in range(len(group))]
    seen = view(actors=[actor(name) for name in (*left, *right)], ties=[*ring, tie("a", "x"), tie("x", "a", "FUNDS")])
    bridge = next(gap for gap in single_points(seen) if gap.reason["code"] == "ONLY_TIE_BETWEEN")
    assert [seen.actors.ids[actor] for actor in bridge.actors] == ["a", "x", "a", "b", "c"]
    assert (bridge.severity, bridge.score) == ("MEDIUM", 3)
    assert bridge.reason["text"] == (
        "Fällt die Verbindung zwischen Name a und Name x weg, sind vom übrigen Netz (4 Akteure) abgeschnitten (3): Name a, Name b, Name c."
    )


def test_ties_and_actors_that_have_ended_hold_nothing_together() -> None:
    over = ("0001-01-01", "2026-11-23")
    seen = view(
        actors=[actor("a"), actor("b"), actor("c"), actor("d", days=over)],
        ties=[tie("a", "b"), tie("b", "c", days=over), tie("b", "d")],
    )
    assert single_points(seen) == []
