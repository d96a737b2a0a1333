"""Whole networks with gaps of every kind in them: each planted one is found, and nothing else of its kind."""

import asyncio

import pytest

from resolvers.gaps.kinds import KINDS, rank
from tests.resolvers.planted import keys_by_kind, planted
from tests.resolvers.small_country import DAY


@pytest.mark.parametrize("seed", range(200))
async def test_every_planted_gap_is_found_and_nothing_else(seed: int) -> None:
    gaps, expected = planted(seed)
    assert set(expected) == set(KINDS)
    found = await gaps.find(KINDS, DAY)
    assert keys_by_kind(found) == {kind: sorted(keys) for kind, keys in expected.items()}
    assert found == sorted(found, key=rank)


async def test_many_who_ask_for_gaps_wait_for_one_computation() -> None:
    gaps, _ = planted(1)
    one, *others = await asyncio.gather(*(gaps.find(KINDS, DAY) for _ in range(8)))
    assert all(other is one for other in others)
    assert (await gaps.find(KINDS[:1], DAY))[0] in one
