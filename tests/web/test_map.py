"""The page /map on both engines: what it shows of a Land, of a Kreis, of the country, and what it says when it can't."""

import re
import string
import tomllib
from collections.abc import AsyncGenerator, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import Snapshot, take_snapshot
from tests.web.conftest import client_of
from tests.web.test_finder import Away, Page, finder_app
from web.pages.map.chart import labels_at
from web.pages.map.forms import MapQuestion, read_map_question
from web.pages.map.network import Tie, Who, picture_of
from web.pages.map.page import KREIS, MAP
from web.pages.words import languages_of

WORDS = Path(__file__).parents[2] / "web" / "pages" / "words" / "map"
LAND = {"within": "03", "occupationGroup": "CRAFT"}


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory, coordination=True)


@pytest.fixture(scope="module")
async def client(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(directory, snapshot, schema)) as opened:
        yield opened


class MapPage(Page):
    """A page with its map and tables."""

    def count(self, tag: str, **attributes: str) -> int:
        return sum(name == tag and all(attrs.get(key) == value for key, value in attributes.items()) for name, attrs in self.tags)

    def classes(self, tag: str, *names: str) -> int:
        return sum(name == tag and set(names) <= set((attrs.get("class") or "").split()) for name, attrs in self.tags)


async def page(client: httpx.AsyncClient, asked: dict[str, str], status: int = 200) -> MapPage:
    response = await client.get("/map", params={"lang": "de", **asked})
    assert response.status_code == status, response.text[:300]
    return MapPage(response.text)


async def test_lower_saxony_has_45_kreise_on_its_map_and_in_its_matrix(client: httpx.AsyncClient) -> None:
    shown = await page(client, LAND)
    kreise = sum("kreis" in (attrs.get("class") or "").split() for tag, attrs in shown.tags if tag == "path")
    assert kreise == 45
    # 45 Kreise by 13 fields.
    assert sum(shown.classes("td", name) for name in ("have", "out", "none", "unk", "soft")) == 585
    assert shown.classes("table", "matrix") == 4
    # One for each district, and one for the ties.
    assert shown.count("details", **{"class": "fold"}) == 5
    # The legend shows every state, also at 0: on site, from outside, absent, open, not checked.
    states = {name: shown.classes("path", "kreis", f"fill-{name}") for name in ("have", "out", "none", "unk", "soft")}
    assert states == {"have": 4, "out": 24, "none": 0, "unk": 0, "soft": 17}
    assert "vor Ort Eine Stelle hat einen Sitz im Kreis. 4" in shown.text
    assert "fehlt Nachgesehen und niemanden gefunden. 0" in shown.text
    assert "Abgedeckt: 45 von 45 Kreisen, davon 38 nur von außen." in shown.text
    assert "© GeoBasis-DE / BKG 2016 (Daten verändert)" in shown.text


async def test_the_map_asks_one_document_in_a_handful_of_statements(client: httpx.AsyncClient, directory: Engine) -> None:
    assert (MAP.count("query "), KREIS.count("query ")) == (1, 1)
    counts = []
    for asked in (LAND, {"within": "DE"}, {"within": "03351"}):
        before = directory.statements
        await page(client, asked)
        counts.append(directory.statements - before)
    # A matrix, the chosen field, the gaps; for a Kreis its actors, too.
    assert counts == [3, 3, 4]


async def test_a_place_that_is_one_kreis_leads_to_the_page_of_that_kreis(client: httpx.AsyncClient) -> None:
    for within in ("Celle", "29221", "Landkreis Celle", "52.6,10.1"):
        response = await client.get("/map", params={"within": within, "lang": "de"})
        assert (response.status_code, response.headers["location"]) == (303, "/map?within=03351&actionField=RECOGNITION&lang=de"), within


async def test_the_page_of_a_kreis_names_who_covers_what_and_who_is_tied_to_whom(client: httpx.AsyncClient) -> None:
    text = (await page(client, {"within": "03351"})).text
    who = "Handwerkskammer Braunschweig-Lüneburg-Stade, IHK FOSA Wer nur berät: IHK Lüneburg-Wolfsburg"
    assert f"Anerken\u00adnung von außen {who} 23.11.2026" in text
    assert "Mobilität offen niemand erfasst –" in text
    assert "Aufenthalt vor Ort, nicht geprüft Ausländerbehörde Landkreis Celle –" in text
    assert "Fällt Jobcenter Celle weg, sind vom übrigen Netz" in text
    assert "IHK Lüneburg-Wolfsburg überträgt an IHK FOSA" in text
    assert "Keine Lücke, sondern eine Aufgabe: In 3 Zellen hat noch niemand nachgesehen." in text


async def test_duisburg_s_page_shows_the_matching_project_and_its_ties(client: httpx.AsyncClient) -> None:
    text = (await page(client, {"within": "05112", "actionField": "MATCHING"})).text
    assert "Matching von außen, nicht geprüft Matching-Projekt" in text
    assert "In der Karte: Matching. Ein Sitz ist nicht erfasst." in text
    assert "Niederrheinische IHK Duisburg-Wesel-Kleve koordiniert Matching-Projekt" in text


async def test_the_whole_country_is_shown_where_nothing_is_asked(client: httpx.AsyncClient) -> None:
    shown = await page(client, {})
    assert sum("kreis" in (attrs.get("class") or "").split() for tag, attrs in shown.tags if tag == "path") == 400
    # One table for each Land; the four hundred ways through the map are no stops for a keyboard.
    assert shown.classes("table", "matrix") == 16
    assert shown.count("a", tabindex="-1") == 400


async def test_distance_colours_the_map_and_ranks_the_ways_by_people_times_km(client: httpx.AsyncClient) -> None:
    shown = await page(client, {**LAND, "mode": "distance"})
    bands = {name: shown.classes("path", "kreis", f"fill-{name}") for name in ("near", "mid", "far", "farthest", "nowhere")}
    assert bands == {"near": 16, "mid": 16, "far": 11, "farthest": 2, "nowhere": 0}
    # 198,213 people, 119.6 km from the middle of the Kreis to Lüneburg.
    assert "Landkreis Cuxhaven 120 198.213 23,7" in shown.text


async def test_what_came_and_went_since_a_day_is_named(client: httpx.AsyncClient) -> None:
    text = (await page(client, {"within": "03351", "since": "01.01.2018"})).text
    assert "Was sich seit 01.01.2018 geändert hat" in text
    assert "Landkreis Celle Sprache von außen offen – SPRINT, SPRINT dual" in text


async def test_on_an_earlier_day_the_moderators_do_not_exist_yet(client: httpx.AsyncClient) -> None:
    shown = await page(client, {"within": "03", "asOf": "2016-05-01"})
    assert "Integrationsmoderator" not in shown.text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"within": "Niedersaxen"}, 404, "Einen Ort mit dem Namen Niedersaxen kennen wir nicht."),
        ({"within": "29999"}, 404, "Die Postleitzahl 29999 kennen wir nicht."),
        ({"within": "Neustadt"}, 200, "Welches Neustadt meinen Sie?"),
        ({"within": "03", "asOf": "31.02.2026"}, 400, "Den Tag 31.02.2026 haben wir nicht verstanden."),
        ({"within": "03", "since": "2026-12-24"}, 400, "Der 24.12.2026 liegt nach dem Stand der Karte."),
    ],
)
async def test_what_cannot_be_shown_is_explained(client: httpx.AsyncClient, asked: dict[str, str], status: int, said: str) -> None:
    shown = await page(client, asked, status)
    assert said in shown.text
    # The form keeps what was entered.
    assert shown.count("input", name="within", value=asked["within"]) == 1


async def test_without_the_database_the_page_is_503_and_offers_to_try_again(snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with client_of(finder_app(Away(), snapshot, schema)) as client:
        response = await client.get("/map", params=LAND)
    assert (response.status_code, response.headers["retry-after"]) == (503, "7")
    assert "Das Verzeichnis antwortet gerade nicht." in Page(response.text).text
    assert "/map?within=03&actionField=RECOGNITION&occupationGroup=CRAFT" in Page(response.text).links


async def test_nothing_foreign_nothing_inline_and_two_small_scripts(client: httpx.AsyncClient) -> None:
    response = await client.get("/map", params=LAND)
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-cache"
    shown = Page(response.text)
    assert [attrs for tag, attrs in shown.tags if "style" in (tag, *attrs) or any(name.startswith("on") for name in attrs)] == []
    assert [attrs["src"] for _, attrs in shown.tags if "src" in attrs] == ["/static/map.js", "/static/places.js"]
    assert sum([len((await client.get(attrs["src"] or "")).content) for _, attrs in shown.tags if "src" in attrs]) < 4_000


async def test_what_somebody_enters_is_text_and_never_markup(client: httpx.AsyncClient) -> None:
    response = await client.get("/map", params={"within": "<script>alert(1)</script>{x}", "lang": "de"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text
    assert "<script>alert(1)</script>{x}" in unescape(response.text)


def test_the_address_holds_all_filters_and_leaves_out_what_is_usual() -> None:
    asked = {"within": "Landkreis Celle [03351]", "actionField": "TRAINING", "mode": "distance", "since": "1.2.2018", "type": "JOBCENTER"}
    question = read_map_question(asked)
    assert question.address() == "/map?within=03351&actionField=TRAINING&type=JOBCENTER&since=2018-02-01&mode=distance"
    assert read_map_question({"actionField": "NO", "occupationGroup": "NO", "mode": "NO", "type": "NO"}) == MapQuestion()


def test_a_kreis_comes_before_a_postal_code_of_the_same_digits() -> None:
    assert MapQuestion(within="03159").place == {"regionKey": "03159"}
    assert MapQuestion(within="29221").place == {"postalCode": "29221"}
    assert MapQuestion(within="03").place == {"regionKey": "03"}
    assert MapQuestion(within="Celle").place == {"name": "Celle"}


def test_every_language_says_everything_with_the_same_data_in_it() -> None:
    def flat(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flat(value, f"{above}{key}.")
            else:
                assert value.strip()
                yield above + key, sorted(name for _, name, _, _ in string.Formatter().parse(value) if name)

    def read(lang: str) -> dict[str, list[str]]:
        return dict(flat(tomllib.loads((WORDS / f"{lang}.toml").read_text(encoding="utf-8"))))

    assert list(languages_of("map")) == ["de", "en"]
    assert read("en") == read("de")


async def test_the_page_speaks_english_and_marks_german_names(client: httpx.AsyncClient) -> None:
    text = (await client.get("/map", params={**LAND, "lang": "en"})).text
    assert "Recognition, Skilled crafts: " in text
    assert '<bdi lang="de">Handwerkskammer Hannover</bdi>' in text


async def test_a_land_s_network_is_drawn_by_kinds_of_actors_and_told_as_a_table(client: httpx.AsyncClient) -> None:
    shown = await page(client, LAND)
    assert "Jobcenter (45)" in shown.text
    assert "Industrie- und Handelskammer verweist an, überträgt an Anerkennungsstelle 5" in shown.text


def test_the_network_is_drawn_in_straight_and_45_degree_lines_only() -> None:
    actors = [
        Who(name, f"Name {name}", type_) for name, type_ in (("a", "JOBCENTER"), ("b", "DISTRICT"), ("c", "CHAMBER_HWK"), ("d", "MINISTRY"))
    ]
    pairs = [(0, 1), (0, 2), (1, 2), (2, 3), (1, 3), (0, 3)]
    more = [Who(f"e{n}", f"Name {n}", "JOBCENTER") for n in range(5)]
    ties = [Tie(actors[a], actors[b], "REFERS_TO", checked=a == 0) for a, b in pairs] + [Tie(one, actors[0], "FUNDS", True) for one in more]
    picture = picture_of([*actors, *more], ties, splitting=["a"])
    assert picture is not None
    assert [lane for lane, _ in picture.lanes] == ["site", "labour", "chambers", "beyond"]
    assert [node.who.key for node in picture.nodes if node.splits] == ["a"]
    assert {kind for kind, _ in picture.paths} == {"refer", "refer soft", "with"}
    assert len(picture.paths) == len(ties)
    for _, d in picture.paths:
        x = y = 0
        for command, first, second in re.findall(r"([MLHV])(-?\d+)(?: (-?\d+))?", d):
            before = x, y
            x, y = {"H": (int(first), y), "V": (x, int(first))}.get(command) or (int(first), int(second))
            assert command == "M" or x == before[0] or y == before[1] or abs(x - before[0]) == abs(y - before[1]), d


def test_those_with_the_fewest_ties_are_left_out_of_a_full_picture() -> None:
    hub = Who("hub", "Hub", "MINISTRY")
    ties = [Tie(Who(f"n{n:02}", f"N {n}", "JOBCENTER"), hub, "FUNDS", True) for n in range(40)]
    picture = picture_of([], ties)
    assert picture is not None
    assert (len(picture.nodes), picture.left_out, len(picture.paths)) == (32, 9, 31)
    assert picture_of([hub], []) is None


def test_labels_hide_neither_each_other_nor_a_point() -> None:
    points = [((500, 500), "Hannover"), ((520, 505), "Hildesheim"), ((900, 500), "Braunschweig"), ((10, 10), "X")]
    labels = labels_at(points, width=1000, height=900)
    # Left of Braunschweig stands Hildesheim, and on its right the drawing ends. A phone's larger X would stand out of it.
    assert [(label.text, label.anchor, label.wide) for label in labels] == [
        ("Hannover", "end", False),
        ("Hildesheim", "start", False),
        ("X", "middle", True),
    ]
