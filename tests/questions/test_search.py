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
        ("„Niedersachsen packt an“", "buendnis-niedersachsen-packt-an"),
        ("Integrationsgesetze", "integrationsgesetz"),
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


@pytest.mark.parametrize(
    "text",
    ["Jobceter", "Jobbcenter", "Joobcenter", "Ausländerbeörde", "Hanxover", "Hannoveer", "Kafbeuren", "Euxkirchen", "Hanndwerkskammer"],
)
async def test_a_slip_of_one_letter_finds_what_was_meant(ask: Asker, text: str) -> None:
    answer = await ask("query ($text: String!) { search(text: $text, first: 1) { totalCount edges { highlights { text } } } }", text=text)
    assert answer.data["search"]["totalCount"] > 0
    assert "**" in answer.data["search"]["edges"][0]["highlights"][0]["text"]


@pytest.mark.parametrize(
    ("inflected", "plain"),
    [
        ("Duldungen", "Duldung"),
        ("Trägern", "Träger"),
        ("Arbeitsmarktes", "Arbeitsmarkt"),
        ("Modellprojekten", "Modellprojekte"),
        ("Konferenzen", "Konferenz"),
    ],
)
async def test_an_inflected_word_finds_what_the_plain_one_finds(ask: Asker, inflected: str, plain: str) -> None:
    document = "query ($text: String!) { search(text: $text, first: 60) { nodes { ... on Node { id } } } }"
    found, by_plain = [{node["id"] for node in (await ask(document, text=text)).data["search"]["nodes"]} for text in (inflected, plain)]
    # The plain one is also the beginning of longer words.
    assert found & by_plain == found != set()


@pytest.mark.parametrize(("text", "first"), [("BQFG", "bqfg"), ("AsylbLG", "asylblg"), ("TIntG", "tintg"), ("SGB II", "sgb-ii")])
async def test_a_law_is_found_as_it_is_cited(ask: Asker, text: str, first: str) -> None:
    answer = await ask(SEARCH, text=text, first=1)
    [edge] = answer.data["search"]["edges"]
    assert (edge["score"], edge["node"]["__typename"]) == (1.0, "LegalInstrument"), first


async def test_what_the_english_text_says_is_highlighted_there(ask: Asker) -> None:
    answer = await ask('{ search(text: "chamber", first: 5) { edges { highlights { field text } } } }')
    assert all("**" in edge["highlights"][0]["text"] for edge in answer.data["search"]["edges"])


async def test_words_of_a_phrase_are_whole_and_beside_each_other(ask: Asker) -> None:
    assert "jobcenter-celle" in await slugs(ask, '"Jobcenter Celle"')
    assert "jobcenter-celle" not in await slugs(ask, '"center Celle"', first=60)
