"""The page /finder on both engines: what it answers, what it says when it can't, and what it keeps to itself."""

import string
import tomllib
from collections.abc import AsyncGenerator, Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, LiteralString

import httpx
import pytest
from graphql import GraphQLSchema
from starlette.types import ASGIApp

from graph.engine import Engine
from graph.errors import ServiceUnavailable
from graph.reader import Reader
from resolvers.snapshot import Snapshot, take_snapshot
from schema.build import field_resolver
from schema.context import Context
from tests.asking import TODAY
from tests.web.conftest import client_of
from web.app import Behind, create_app, create_operations
from web.pages.finder.forms import FIELDS, GROUPS, OCCUPATIONS, REGIMES, read_question
from web.pages.finder.page import DOCUMENT
from web.pages.render import dialled, map_address, place_of, qr_code
from web.pages.words import LANGUAGES, chosen_language, plural, words_of
from web.settings import read_settings

CRAFT = {"place": "29221", "actionField": "RECOGNITION", "occupationGroup": "CRAFT"}
WORDS = Path(__file__).parents[2] / "web" / "pages" / "words"


class Away:
    """A database that went away after the data version was read."""

    async def read(self, _cypher: LiteralString, /, **_parameters: Any) -> list[dict[str, Any]]:
        raise ServiceUnavailable("The database can't be reached at the moment.", retry_after=7)


def finder_app(
    reader: Reader, snapshot: Snapshot, schema: GraphQLSchema, *, reporting: Engine | None = None, **settings_given: Any
) -> ASGIApp:
    """The whole application over *reader*, on the day of the tests; without a rate limit unless one is given. *reporting* keeps reports."""
    settings = read_settings(**{"rate_limit": 0, **settings_given})

    async def readiness() -> dict[str, Any]:
        return {}

    behind = Behind(
        context_factory=lambda _request: Context(reader, snapshot, TODAY), readiness=readiness, data_state=lambda: 1, engine=reporting
    )
    return create_app(create_operations(schema, settings=settings, field_resolver=field_resolver), settings=settings, behind=behind)


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory)


@pytest.fixture(scope="module")
async def finder(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(directory, snapshot, schema)) as client:
        yield client


class Page(HTMLParser):
    """The words and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.events: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.events.append(("start", tag))
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.events.append(("words", data))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


async def page(client: httpx.AsyncClient, asked: dict[str, str], status: int = 200) -> Page:
    response = await client.get("/finder", params=asked, headers={"Accept-Language": "de"})
    assert response.status_code == status, response.text[:300]
    return Page(response.text)


async def test_a_craft_in_celle_has_its_chamber_the_way_there_and_a_nearer_one_that_is_not_responsible(finder: httpx.AsyncClient) -> None:
    shown = await page(finder, CRAFT)
    text = shown.text
    assert "Berufsabschluss anerkennen, Handwerk: 29221 Celle" in text
    assert text.index("Zuständig Handwerkskammer Braunschweig-Lüneburg-Stade") < text.index("Der Weg dorthin") < text.index("Am nächsten")
    assert "38100 Braunschweig, etwa 49 km" in text
    assert "Weiterer Sitz: Lüneburg." in text
    assert "Telefon: noch nicht erfasst" in text
    assert "Zuständigkeit geprüft am 23.11.2026" in text
    assert "Anschrift nicht geprüft" in text
    assert "Handwerkskammer Hannover Näher, aber nicht zuständig 29221 Celle gehört nicht zu ihrem Bezirk." in text
    assert "verweist an Handwerkskammer Braunschweig-Lüneburg-Stade (§ 8 Abs. 1 Nr. 2 BQFG) Geprüft am 23.11.2026" in text
    assert "https://www.hwk-bls.de" in shown.links
    assert "https://www.openstreetmap.org/#map=13/52.2647/10.5233" in shown.links


async def test_an_occupation_of_industry_leads_over_the_adviser_to_the_decider(finder: httpx.AsyncClient) -> None:
    text = (await page(finder, {**CRAFT, "occupationGroup": "IHK_OCCUPATION"})).text
    assert "Zuständig IHK FOSA" in text
    way = text[text.index("Der Weg dorthin") : text.index("Am nächsten")]
    assert way.index("verweist an IHK Lüneburg-Wolfsburg") < way.index("überträgt die Entscheidung an IHK FOSA")


async def test_the_page_asks_one_document_in_a_handful_of_statements(finder: httpx.AsyncClient, directory: Engine) -> None:
    assert DOCUMENT.count("query ") == 1
    before = directory.statements
    await page(finder, CRAFT)
    assert directory.statements - before == 4


async def test_a_place_without_a_concern_asks_for_the_concern(finder: httpx.AsyncClient) -> None:
    shown = await page(finder, {"place": "29221", "lang": "de"})
    assert "Wählen Sie ein Anliegen für 29221." in shown.text
    assert "/finder?place=29221&actionField=TRAINING&lang=de" in shown.links


async def test_neustadt_asks_which_and_each_candidate_is_a_link_that_answers(finder: httpx.AsyncClient) -> None:
    shown = await page(finder, {**CRAFT, "place": "Neustadt"})
    assert "Welches Neustadt meinen Sie?" in shown.text
    assert "Der Name passt auf 13 Orte." in shown.text
    (orla,) = [link for link in shown.links if "16075073" in link]
    answered = await finder.get(orla)
    assert "Handwerkskammer für Ostthüringen" in answered.text


@pytest.mark.parametrize(
    ("place", "said", "offered"),
    [
        ("Göttinegn", "Einen Ort mit dem Namen Göttinegn kennen wir nicht.", "Göttingen"),
        ("00000", "Die Postleitzahl 00000 kennen wir nicht.", "01067 Dresden"),
        ("2922", "Die Postleitzahl 2922 kennen wir nicht.", ""),
    ],
)
async def test_an_unknown_place_is_named_and_spellings_are_offered(finder: httpx.AsyncClient, place: str, said: str, offered: str) -> None:
    shown = await page(finder, {**CRAFT, "place": place}, 404)
    assert said in shown.text
    assert offered in shown.text


async def test_a_suggested_spelling_is_understood(finder: httpx.AsyncClient) -> None:
    shown = await page(finder, {**CRAFT, "place": "Göttinegn"}, 404)
    link = next(link for link in shown.links if "place=G%C3%B6ttingen&" in link)
    assert (await finder.get(link)).status_code == 200


async def test_a_postal_code_in_two_kreise_gets_both_answers(finder: httpx.AsyncClient) -> None:
    text = (await page(finder, {"place": "03058", "actionField": "LEGAL_STATUS"})).text
    assert "Diese Postleitzahl liegt in 2 Kreisen." in text
    assert "Zuständig: Für Stadt Cottbus" in text
    assert "Zuständig: Für Landkreis Spree-Neiße" in text


async def test_nobody_known_is_said_to_be_unknown_and_not_to_be_absent(finder: httpx.AsyncClient) -> None:
    text = (await page(finder, {"place": "29221", "actionField": "MOBILITY"})).text
    assert "Hier hat noch niemand nachgesehen. Ob es ein Angebot gibt, wissen wir nicht." in text
    assert "noch niemanden" not in text


async def test_a_way_that_breaks_off_names_whom_it_does_not_reach(finder: httpx.AsyncClient) -> None:
    text = (await page(finder, {"place": "29221", "actionField": "LANGUAGE"})).text
    assert "Agentur für Arbeit Lüneburger Heide Ab hier kennen wir den Weg nicht." in text


async def test_without_the_database_the_page_is_503_and_keeps_what_was_entered(snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with client_of(finder_app(Away(), snapshot, schema)) as client:
        response = await client.get("/finder", params=CRAFT)
    shown = Page(response.text)
    assert response.status_code == 503
    assert response.headers["retry-after"] == "7"
    assert "Das Verzeichnis antwortet gerade nicht. Ihre Eingabe bleibt erhalten." in shown.text
    assert ("option", {"value": "CRAFT", "selected": None}) in shown.tags
    assert any(tag == "input" and attrs.get("value") == "29221" for tag, attrs in shown.tags)


async def test_what_may_be_shared_says_nothing_about_a_person(finder: httpx.AsyncClient) -> None:
    asked = {**CRAFT, "age": "29", "targetGroup": "TOLERATED", "legalRegime": "ASYLBLG", "lang": "de"}
    shown = await page(finder, asked)
    shared = "http://directory/finder?place=29221&actionField=RECOGNITION&occupationGroup=CRAFT"
    assert shared in shown.links
    copied = [attrs["data-copy"] for tag, attrs in shown.tags if tag == "button" and "data-copy" in attrs]
    assert copied == [shared]
    # What replaces the address in the address bar.
    assert shown.tags[0] == ("html", {"lang": "de", "data-share": f"{shared.removeprefix('http://directory')}&lang=de"})


async def test_the_sheet_holds_the_way_and_a_code_of_the_shared_link_only(finder: httpx.AsyncClient) -> None:
    response = await finder.get("/finder", params={**CRAFT, "age": "29", "view": "print", "lang": "de"})
    text = Page(response.text).text
    assert "Ihr Weg: Berufsabschluss anerkennen" in text
    assert "Agentur für Arbeit Lüneburger Heide verweist an Handwerkskammer Braunschweig-Lüneburg-Stade." in text
    assert "29 " not in text
    assert qr_code("http://directory/finder?place=29221&actionField=RECOGNITION&occupationGroup=CRAFT") in response.text


async def test_nothing_from_outside_and_nothing_inline_is_allowed_and_nobody_keeps_the_page(finder: httpx.AsyncClient) -> None:
    response = await finder.get("/finder", params=CRAFT)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in response.headers
    shown = Page(response.text)
    assert [attrs for tag, attrs in shown.tags if "style" in (tag, *attrs) or any(name.startswith("on") for name in attrs)] == []
    assert [attrs["src"] for _, attrs in shown.tags if "src" in attrs] == ["/static/finder.js", "/static/places.js"]


async def test_what_somebody_enters_is_text_and_never_markup(finder: httpx.AsyncClient) -> None:
    response = await finder.get("/finder", params={**CRAFT, "place": "<script>alert(1)</script>{x}"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text
    assert "<script>alert(1)</script>{x}" in unescape(response.text)


async def test_data_on_a_page_in_another_language_is_marked_as_german(finder: httpx.AsyncClient) -> None:
    text = (await finder.get("/finder", params={**CRAFT, "lang": "ar"})).text
    assert '<html lang="ar" dir="rtl">' in text
    assert '<h2 id="office-1"><bdi lang="de">Handwerkskammer Braunschweig-Lüneburg-Stade</bdi></h2>' in text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_language_says_everything_with_the_same_data_in_it(lang: str, finder: httpx.AsyncClient) -> None:
    def flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
        for key, value in table.items():
            if isinstance(value, dict) and "other" in value:
                yield above + key, ["n"] if "{n}" in value["other"] else []
            elif isinstance(value, dict):
                yield from flat(value, f"{above}{key}.")
            else:
                assert value.strip()
                yield above + key, sorted(name for _, name, _, _ in string.Formatter().parse(value) if name)

    def read(name: str) -> dict[str, list[str]]:
        return dict(flat(tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))))

    assert read(lang) == read("de")
    assert (await finder.get("/finder", params={**CRAFT, "lang": lang})).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_of_things_has_the_words_of_its_plural(lang: str) -> None:
    words = words_of(lang)
    needed = {plural(lang, n) for n in range(200)}
    for key in ("offices", "more_than"):
        assert needed <= set(words.table["embed"][key]), key
    assert {words.counted("embed.offices", n) for n in range(200)} != {words.counted("embed.offices", 5)}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", {1: "1 Stelle", 2: "2 Stellen"}),
        ("fr", {0: "0 service", 2: "2 services"}),
        ("uk", {1: "1 установа", 3: "3 установи", 11: "11 установ", 12: "12 установ", 22: "22 установи", 25: "25 установ"}),
        ("ar", {0: "لا جهات", 1: "جهة واحدة", 2: "جهتان", 3: "3 جهات", 11: "11 جهة", 100: "100 جهة", 103: "103 جهات"}),
    ],
)
def test_plurals_are_those_of_the_language(lang: str, said: dict[int, str]) -> None:
    assert {n: words_of(lang).counted("embed.offices", n) for n in said} == said


def test_every_word_of_the_table_is_used_by_a_template() -> None:
    german = tomllib.loads((WORDS / "de.toml").read_text(encoding="utf-8"))
    templates = "".join(file.read_text(encoding="utf-8") for file in sorted((WORDS.parent / "templates").rglob("*.html")))
    by_name = {f"{key}_text" for key in german}  # not_found.html adds it to the key of its title
    keys = [*(key for key in german if key not in by_name), *(f"embed.{key}" for key in german["embed"])]
    assert [key for key in keys if f'"{key}' not in templates and f"'{key}" not in templates] == []


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        ("", "", "de"),
        ("uk", "de", "uk"),
        ("xx", "tr;q=0.5, fa;q=0.9", "fa"),
        ("", "nl, en-GB;q=0.8", "en"),
        ("", "fr;q=x, *", "de"),
        ("", "en;q=0", "de"),
    ],
)
def test_the_language_is_the_address_s_then_the_browser_s_then_german(asked: str, accepted: str, chosen: str) -> None:
    assert chosen_language(asked, accepted) == chosen


def test_the_form_offers_what_the_schema_knows(schema: GraphQLSchema) -> None:
    for name, offered in (("ActionField", FIELDS), ("OccupationGroup", OCCUPATIONS), ("TargetGroup", GROUPS), ("LegalRegime", REGIMES)):
        assert set(offered) == set(schema.type_map[name].values)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29221", {"postalCode": "29221"}),
        ("29221 Celle", {"postalCode": "29221"}),
        (" Celle ", {"name": "Celle"}),
        ("Neustadt an der Orla [16075073]", {"regionKey": "16075073"}),
        ("52.62, 10.08", {"point": {"lat": 52.62, "lon": 10.08}}),
        ("123456", {"postalCode": "123456"}),
    ],
)
def test_a_place_is_read_as_people_write_it(written: str, meant: dict[str, Any]) -> None:
    assert read_question({"place": written}).place_input == meant


def test_what_the_directory_does_not_know_is_not_asked() -> None:
    question = read_question({"place": "x" * 200, "actionField": "MAGIC", "targetGroup": "TOLERATED", "age": "old"})
    assert (len(question.place), question.field, question.situation, question.age_refused) == (100, "", {"targetGroup": "TOLERATED"}, "old")


def test_a_candidate_is_named_as_the_place_field_understands_it() -> None:
    assert place_of({"label": "29225 Hehlen (Landkreis Celle)", "postalCode": "29225"}) == "29225"
    assert place_of({"label": "Neustadt an der Orla", "regionKey": "16075073"}) == "Neustadt an der Orla [16075073]"


def test_a_number_is_dialled_and_an_address_is_found_on_the_map() -> None:
    assert dialled("0511-120-6909") == "+495111206909"
    assert dialled("+49 511 1206909") == "+495111206909"
    seat = {"street": "Planckstr. 2", "postalCode": "30169", "city": "Hannover", "lat": 1.0, "lon": 1.0}
    assert map_address(seat) == "https://www.openstreetmap.org/search?query=Planckstr.+2%2C+30169+Hannover"
