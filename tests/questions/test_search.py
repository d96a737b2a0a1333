"""Search: the exact name first, then what begins so; slips, stems and phrases are understood; the same order on both engines."""

import pytest

from tests.asking import Asker

SEARCH = """query ($text: String!, $where: SearchWhere, $first: Int!, $after: String) {
  search(text: $text, where: $where, first: $first, after: $after) {
    edges { cursor score highlights { field text } node { __typename ... on Actor { slug } ... on Event { slug } ... on LegalInstrument { slug } } }
    pageInfo { hasNextPage endCursor } } }"""


async def slugs(ask: Asker, text: str, first: int = 3, **where: object) -> list[str]:
    answer = await ask(SEARCH, text=text, first=first, where=where or None)
    assert answer.errors == []
    assert answer.statements <= 2
    return [edge["node"].get("slug") for edge in answer.data["search"]["edges"]]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Jobcenter Celle", "jobcenter-celle"),
        ("IHK FOSA", "ihk-fosa"),
        ("Matching-Projekt", "matching-projekt"),
        ("jobcentr celle", "jobcenter-celle"),
        ("Handwerkskammer Lüneburg", "handwerkskammer-braunschweig-lueneburg-stade"),
        ("Handwerkskammer Lueneburg", "handwerkskammer-braunschweig-lueneburg-stade"),
        ("Integrationsgesetz", "integrationsgesetz"),
        ('"Niedersachsen packt an"', "buendnis-niedersachsen-packt-an"),
    ],
)
async def test_what_is_meant_comes_first(ask: Asker, text: str, first: str) -> None:
    assert (await slugs(ask, text))[0] == first


async def test_the_exact_name_has_the_highest_score(ask: Asker) -> None:
    answer = await ask(SEARCH, text="ihk fosa", first=2)
    best, second = answer.data["search"]["edges"]
    assert (best["score"], best["highlights"][0]) == (1.0, {"field": "name", "text": "**IHK** **FOSA**"})
    assert second["score"] < 1.0


async def test_a_search_can_be_narrowed(ask: Asker) -> None:
    assert await slugs(ask, "Celle", types=["JOBCENTER"]) == ["jobcenter-celle"]
    assert await slugs(ask, "Integration Point", first=1, region={"key": "05112"}) == ["integration-point-duisburg"]
    assert await slugs(ask, "Integration Point", first=1, region={"key": "03351"}) != ["integration-point-duisburg"]


async def test_pages_of_a_search_neither_skip_nor_repeat(ask: Asker) -> None:
    whole = await slugs(ask, "Handwerkskammer", first=60, types=["CHAMBER_HWK"])
    page = await ask(SEARCH, text="Handwerkskammer", first=20, where={"types": ["CHAMBER_HWK"]})
    rest = await ask(
        SEARCH, text="Handwerkskammer", first=60, where={"types": ["CHAMBER_HWK"]}, after=page.data["search"]["pageInfo"]["endCursor"]
    )
    parts = [edge["node"]["slug"] for part in (page, rest) for edge in part.data["search"]["edges"]]
    assert parts == whole
    assert len(whole) == 53


@pytest.mark.parametrize("text", ["", "   ", "!?*", "qqqqzzzz", 'AND OR NOT ") ~ ^ [', "a" * 200])
async def test_nothing_found_is_an_empty_list(ask: Asker, text: str) -> None:
    answer = await ask(SEARCH, text=text, first=3)
    assert (answer.errors, answer.data["search"]["edges"]) == ([], []) or text.startswith("AND")


async def test_a_text_that_is_too_long_is_refused(ask: Asker) -> None:
    answer = await ask(SEARCH, text="a" * 201, first=3)
    assert answer.errors[0][0] == "`text` may have 200 characters, not 201."
