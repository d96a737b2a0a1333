"""The ties of an actor: a connection that can be paged, outgoing ones first."""

import pytest

from tests.asking import Asker

TIES = """query ($slug: String!, $first: Int!, $after: String, $direction: TieDirection! = BOTH) {
  actor(by: {slug: $slug}) { ties(first: $first, after: $after, direction: $direction) {
    totalCount edges { cursor type node { slug } } nodes { slug } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


@pytest.mark.parametrize("direction", ["BOTH", "IN", "OUT"])
@pytest.mark.parametrize("slug", ["ihk-lueneburg-wolfsburg", "jobcenter-celle"])
async def test_pages_of_ties_neither_skip_nor_repeat(ask: Asker, slug: str, direction: str) -> None:
    whole = (await ask(TIES, slug=slug, first=100, direction=direction)).data["actor"]["ties"]
    assert whole["totalCount"] == len(whole["edges"]) > 1
    found: list[dict[str, object]] = []
    after = None
    for _ in range(whole["totalCount"]):
        answer = await ask(TIES, slug=slug, first=3, after=after, direction=direction)
        page = answer.data["actor"]["ties"]
        assert (answer.statements, page["totalCount"]) == (1, whole["totalCount"])
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        assert [edge["node"] for edge in page["edges"]] == page["nodes"]
        assert (page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"]) == (page["edges"][0]["cursor"], page["edges"][-1]["cursor"])
        found += page["edges"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole["edges"]


async def test_no_ties_have_no_cursors(ask: Asker) -> None:
    answer = await ask('{ actor(by: {slug: "ihk-fosa"}) { ties(types: [FUNDS]) { pageInfo { startCursor endCursor hasNextPage } } } }')
    assert answer.data["actor"]["ties"]["pageInfo"] == {"startCursor": None, "endCursor": None, "hasNextPage": False}


@pytest.mark.parametrize("after", ["", "zzz", "OUT|a|b", "OUT|a|b|c", "SIDE|a|b|c"])
async def test_a_cursor_that_isnt_one_is_refused(ask: Asker, after: str) -> None:
    answer = await ask(TIES, slug="ihk-fosa", first=3, after=after, direction="IN")
    [(message, extensions)] = answer.errors
    assert (message, extensions["code"]) == (f"`after` of `ties` is not a cursor of this list: {after!r}.", "BAD_USER_INPUT")
