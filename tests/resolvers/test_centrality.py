"""Betweenness and brokerage, held against counting by hand and by brute force."""

import random
from itertools import combinations

import pytest
import rustworkx as rx

from resolvers.network.centrality import Brokerage, Pairs, betweenness, brokerage


def random_pairs(seed: int, *, most: int) -> tuple[list[tuple[int, int]], int]:
    chance = random.Random(seed)
    count = chance.randint(1, most)
    found = {tuple(sorted(chance.sample(range(count), 2))) for _ in range(chance.randint(0, 2 * count))} if count > 1 else set()
    return sorted((a, b) for a, b in found), count


def shortest_ways(pairs: Pairs, start: int, end: int) -> list[list[int]]:
    """Every shortest way, by trying all."""
    ways = [[start]]
    while ways and not any(way[-1] == end for way in ways):
        ways = [[*way, b] for way in ways for pair in pairs for a, b in (pair, pair[::-1]) if a == way[-1] and b not in way]
    return [way for way in ways if way[-1] == end]


@pytest.mark.parametrize("seed", range(150))
def test_betweenness_is_the_mean_share_of_shortest_ways_by_brute_force(seed: int) -> None:
    pairs, count = random_pairs(seed, most=8)
    over = [0.0] * count
    for start, end in combinations(range(count), 2):
        ways = shortest_ways(pairs, start, end)
        for node in set(range(count)) - {start, end}:
            over[node] += sum(node in way for way in ways) / len(ways) if ways else 0
    among = (count - 1) * (count - 2) / 2
    assert betweenness(pairs, count).tolist() == pytest.approx([value / among if among > 0 else 0 for value in over], abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_betweenness_of_larger_networks_is_that_of_rustworkx(seed: int) -> None:
    pairs, count = random_pairs(seed, most=200)
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from_no_data(pairs)
    expected = rx.betweenness_centrality(graph)
    # rustworkx divides by nothing where there are no pairs of others.
    assert betweenness(pairs, count).tolist() == pytest.approx([expected[node] if count > 2 else 0 for node in range(count)], abs=1e-12)


@pytest.mark.parametrize(
    ("pairs", "count", "expected"),
    [
        ([(0, 1), (1, 2)], 3, [0, 1, 0]),
        ([(0, 1), (1, 2), (2, 3), (0, 3)], 4, [1 / 6] * 4),
        ([(0, 1), (0, 2), (0, 3), (0, 4)], 5, [1, 0, 0, 0, 0]),
        ([(0, 1), (1, 2), (2, 3)], 4, [0, 2 / 3, 2 / 3, 0]),
        ([(0, 1), (1, 2), (0, 2)], 4, [0, 0, 0, 0]),
        ([(0, 1)], 2, [0, 0]),
        ([], 0, []),
    ],
    ids=["way", "ring", "star", "chain", "triangle", "two", "nobody"],
)
def test_betweenness_of_graphs_that_everybody_knows(pairs: Pairs, count: int, expected: list[float]) -> None:
    assert betweenness(pairs, count).tolist() == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("seed", range(150))
def test_brokered_pairs_are_those_of_different_groups_that_are_not_tied_by_brute_force(seed: int) -> None:
    pairs, count = random_pairs(seed, most=14)
    chance = random.Random(seed)
    groups = [chance.choice("abc") for _ in range(count)]
    tied = {frozenset(pair) for pair in pairs}
    expected = []
    for node in range(count):
        near = [other for other in range(count) if frozenset((node, other)) in tied]
        open_ = [(a, b) for a, b in combinations(near, 2) if groups[a] != groups[b] and frozenset((a, b)) not in tied]
        outside = [pair for pair in open_ if groups[node] not in (groups[pair[0]], groups[pair[1]])]
        expected.append(Brokerage(len(open_), len(outside), len({groups[other] for other in near})))
    assert brokerage(pairs, groups) == expected
