"""/embed/v1/directory on both engines: the lists, the places it doesn't know, what caches may keep, and who may frame it."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import Snapshot, take_snapshot
from tests.web.conftest import client_of
from tests.web.test_finder import Away, Page, finder_app
from web.embed.asked import read_asked
from web.embed.json_ld import offices_json
from web.embed.office_types import AUTHORITIES, TYPES
from web.embed.offices import Office

PATH = "/embed/v1/directory"
CELLE = [
    "Agentur für Arbeit Lüneburger Heide",
    "Ausländerbehörde Landkreis Celle",
    "Handwerkskammer Braunschweig-Lüneburg-Stade",
    "IHK Lüneburg-Wolfsburg",
    "Jobcenter Celle",
    "Landkreis Celle",
    "Stadt Celle",
]


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory)


@pytest.fixture(scope="module")
async def client(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(directory, snapshot, schema)) as client:
        yield client


async def shown(client: httpx.AsyncClient, status: int = 200, **asked: str) -> Page:
    given = {name.replace("_", "-"): value for name, value in ({"lang": "de"} | asked).items()}
    response = await client.get(PATH, params=given)
    assert response.status_code == status, response.text[:300]
    return Page(response.text)


def headings(page: Page) -> list[str]:
    """The names of the offices, in their order."""
    found, inside = [], False
    for event in page.events:
        if event == ("start", "h2"):
            inside = True
            found.append("")
        elif event == ("end", "h2"):
            inside = False
        elif inside:
            found[-1] += event[1]
    return found


async def test_a_region_shows_who_answers_for_it_first_and_everybody_who_is_active_there(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="03351")
    names = headings(page)
    assert "Stelle finden: Landkreis Celle" in page.text
    assert set(CELLE) <= set(names)
    assert names[-2:] == ["Landkreis Celle", "Stadt Celle"]
    assert f"{len(names)} Stellen" in page.text
    assert "Jobcenter Celle Zuständig Fähigkeiten feststellen, Vorbereitung auf den Arbeitsalltag" in page.text
    assert "38100 Braunschweig (Anschrift nicht geprüft)" in page.text
    assert "Telefon und Website: noch nicht erfasst" in page.text
    assert "Landkreis Celle Kreisverwaltung Celle (Anschrift nicht geprüft) Geprüft am 23.11.2026" in page.text
    assert "Stand: 23.11.2026" in page.text
    assert "https://www.hwk-bls.de" in page.links


async def test_a_list_takes_few_statements_however_many_offices_it_shows(client: httpx.AsyncClient, directory: Engine) -> None:
    for asked, most in (("region=03351", 3), ("plz=29221&action-field=RECOGNITION", 4), ("q=Handwerk", 3), ("region=Celle", 4), ("", 3)):
        before = directory.statements
        await client.get(f"{PATH}?{asked}")
        assert 0 < directory.statements - before <= most, asked


async def test_a_postal_code_shows_the_responsible_first_then_the_nearest_with_their_distances(client: httpx.AsyncClient) -> None:
    page = await shown(client, plz="29221", action_field="RECOGNITION")
    assert "Stelle finden: 29221, Landkreis Celle" in page.text
    names = headings(page)
    assert names[:3] == ["Handwerkskammer Braunschweig-Lüneburg-Stade", "IHK FOSA", "IHK Lüneburg-Wolfsburg"]
    assert "IHK Lüneburg-Wolfsburg Berät hier Berufsabschluss anerkennen" in page.text
    assert "38100 Braunschweig (Anschrift nicht geprüft) · etwa 49 km" in page.text
    assert "Handwerkskammer Hannover Nicht zuständig für diesen Ort" in page.text
    assert len(names) == len(set(names))


async def test_a_postal_code_may_be_typed_where_words_are(client: httpx.AsyncClient) -> None:
    by_word, by_place = await shown(client, q="29221"), await shown(client, plz="29221")
    assert headings(by_word) == headings(by_place)


async def test_words_are_searched_in_the_kreis_of_a_postal_code(client: httpx.AsyncClient) -> None:
    page = await shown(client, q="Handwerk", plz="29221")
    assert "Gesucht wird hier: Landkreis Celle." in page.text
    assert headings(page)[0] == "Handwerkskammer Braunschweig-Lüneburg-Stade"
    which = await shown(client, q="Handwerk", plz="03058")
    assert "Welches 03058 meinen Sie?" in which.text
    assert f"{PATH}?lang=de&q=Handwerk&region=Landkreis+Spree-Nei%C3%9Fe+%5B12071%5D" in which.links


async def test_a_type_and_a_concern_narrow_the_list_down(client: httpx.AsyncClient) -> None:
    assert headings(await shown(client, region="03351", type="CHAMBER_IHK")) == ["IHK Lüneburg-Wolfsburg"]
    assert set(headings(await shown(client, region="03351", action_field="LEGAL_STATUS"))) == {"Ausländerbehörde Landkreis Celle"}


async def test_more_goes_on_behind_the_last_one_until_the_end_and_repeats_nobody(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="03", type="JOBCENTER", limit="20")
    names, pages = headings(page), 1
    while following := [link for link in page.links if "after=" in link and "lang=de" in link and "region=03" in link][:1]:
        response = await client.get(following[0])
        page = Page(response.text)
        if not set(headings(page)) - set(names):
            break
        names += headings(page)
        pages += 1
    assert (len(names), len(set(names)), pages) == (45, 45, 3)
    assert "45 Stellen" in page.text
    assert f"{PATH}?lang=de&region=03&type=JOBCENTER" in page.links


@pytest.mark.parametrize(
    ("asked", "said", "offered"),
    [
        ({"plz": "00000"}, "Die Postleitzahl 00000 kennen wir nicht.", f"{PATH}?lang=de&plz=01067+Dresden"),
        ({"region": "99999"}, "Eine Region mit dem Schlüssel 99999 kennen wir nicht.", ""),
        ({"region": "29221"}, "Eine Region mit dem Schlüssel 29221 kennen wir nicht.", f"{PATH}?lang=de&plz=29221"),
        ({"region": "Göttinegn"}, "Einen Ort mit dem Namen Göttinegn kennen wir nicht.", f"{PATH}?lang=de&region=G%C3%B6ttingen"),
        ({"plz": "Göttinegn"}, "Einen Ort mit dem Namen Göttinegn kennen wir nicht.", f"{PATH}?lang=de&plz=G%C3%B6ttingen"),
    ],
)
async def test_an_unknown_place_is_named_and_what_may_be_meant_is_offered(
    client: httpx.AsyncClient, asked: dict[str, str], said: str, offered: str
) -> None:
    page = await shown(client, 404, **asked)
    assert said in page.text
    if offered:
        assert offered in page.links
        assert (await client.get(offered)).status_code == 200


async def test_a_name_of_several_regions_asks_which_and_each_leads_on(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="Neustadt")
    assert "Welches Neustadt meinen Sie?" in page.text
    [orla] = [link for link in page.links if "16075073" in link]
    answered = Page((await client.get(orla)).text)
    assert "Gesucht wird hier: Saale-Orla-Kreis." in answered.text


async def test_a_town_shows_who_answers_for_its_kreis(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="Celle")
    assert "Gesucht wird hier: Landkreis Celle." in page.text
    assert headings(page) == headings(await shown(client, region="03351"))


async def test_a_cursor_that_is_none_leads_to_the_start_of_the_list(client: httpx.AsyncClient) -> None:
    page = await shown(client, 400, region="03351", after="nonsense")
    assert "Diese Stelle der Liste gibt es nicht mehr." in page.text
    assert f"{PATH}?lang=de&region=03351" in page.links


async def test_a_filter_that_nobody_knows_is_said_and_does_not_hide_anything(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="03351", type="MAGIC", action_field="FLYING")
    assert "Den Filter MAGIC kennen wir nicht. Gezeigt wird ohne ihn." in page.text
    assert "Den Filter FLYING kennen wir nicht." in page.text
    assert set(CELLE) <= set(headings(page))


async def test_nothing_found_says_that_it_is_not_known_and_how_to_go_on(client: httpx.AsyncClient) -> None:
    page = await shown(client, q="xyzzyplugh", region="03351")
    assert "Dazu ist hier keine Stelle erfasst. " in page.text
    assert "Das heißt nicht, dass es keine gibt." in page.text
    assert f"{PATH}?lang=de&region=03351" in page.links


async def test_what_an_editor_hides_stays_hidden_and_is_kept_in_every_address(client: httpx.AsyncClient) -> None:
    page = await shown(client, region="03351", hide_region="1", hide_type="1", theme="dark", limit="5")
    fields = {attrs.get("name"): attrs.get("type") for tag, attrs in page.tags if tag in {"input", "select"}}
    assert fields == {
        "hide-region": "hidden", "hide-type": "hidden", "theme": "hidden", "limit": "hidden", "lang": "hidden", "q": "search",
        "region": "hidden",
    }  # fmt: skip
    assert page.tags[0] == ("html", {"lang": "de", "data-theme": "dark"})
    ours = [link for link in page.links if link.startswith(PATH)]
    assert ours
    assert all("hide-region=1&hide-type=1&limit=5" in link and "theme=dark" in link for link in ours)
    assert "form" not in {tag for tag, _ in (await shown(client, hide_search="", hide_region="", hide_type="")).tags}


async def test_caches_may_keep_a_page_and_ask_whether_it_is_still_the_same(client: httpx.AsyncClient) -> None:
    first = await client.get(PATH, params={"region": "03351", "lang": "de"})
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    assert first.headers["cache-control"] == "public, max-age=60"
    assert first.headers["vary"] == "Accept-Language, x-netzlotse-partner, Accept-Encoding"
    again = await client.get(PATH, params={"region": "03351", "lang": "de"}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "public, max-age=60"
    plain = await client.get(PATH, params={"region": "03351", "lang": "de"}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert (plain.text, plain.headers["etag"] != tag) == (first.text, True)
    other = await client.get(PATH, params={"region": "03351", "lang": "en"}, headers={"If-None-Match": tag})
    assert other.status_code == 200
    missed = await client.get(PATH, params={"region": "99999"})
    assert missed.headers["cache-control"] == "no-store"


async def test_search_engines_read_the_offices_in_the_words_of_schema_org(client: httpx.AsyncClient) -> None:
    text = (await client.get(PATH, params={"region": "03351", "lang": "ar"})).text
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    by_name = {one["name"]: one for one in data["@graph"]}
    assert data["@context"] == "https://schema.org"
    assert by_name["IHK Lüneburg-Wolfsburg"] == {
        "@type": "Organization",
        "name": "IHK Lüneburg-Wolfsburg",
        "url": "https://www.ihk.de/ihklw",
        "address": {"@type": "PostalAddress", "postalCode": "21335", "addressLocality": "Lüneburg", "addressCountry": "DE"},
        "areaServed": [{"@type": "AdministrativeArea", "name": "Landkreis Celle"}],
        "contactPoint": {"@type": "ContactPoint", "contactType": "customer service", "url": "https://www.ihk.de/ihklw"},
    }
    assert by_name["Jobcenter Celle"]["@type"] == "GovernmentOffice"


def test_no_name_of_an_office_ends_the_script_that_it_stands_in() -> None:
    text = offices_json([Office(id="1", name="</script><!-- & Söhne", fields=[])], areas=[])
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["name"] == "</script><!-- & Söhne"


async def test_what_somebody_enters_is_text_and_never_markup(client: httpx.AsyncClient) -> None:
    response = await client.get(PATH, params={"q": '"><script>alert(1)</script>', "region": "<b>{x}"})
    assert "<script>alert" not in response.text
    assert "<b>{x}" not in response.text


async def test_names_on_a_page_in_another_language_are_marked_as_german(client: httpx.AsyncClient) -> None:
    text = (await client.get(PATH, params={"region": "03351", "lang": "fa"})).text
    assert '<html lang="fa" dir="rtl">' in text
    assert '<h2><bdi lang="de">Jobcenter Celle</bdi></h2>' in text
    assert '<option value="JOBCENTER" lang="de">Jobcenter</option>' in text


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ({}, "frame-ancestors *;"),
        ({"frame_origins": "https://a.example"}, "frame-ancestors 'self' https://a.example https://www.musterstadt.example;"),
        ({"frame_origins": ""}, "frame-ancestors 'self' https://www.musterstadt.example;"),
    ],
)  # fmt: skip
async def test_who_may_frame_the_page_is_a_setting(
    settings: dict[str, Any], allowed: str, tmp_path: Path, snapshot: Snapshot, schema: GraphQLSchema
) -> None:
    file = tmp_path / "partners.toml"
    file.write_text('[musterstadt]\norigins = ["https://www.musterstadt.example"]\n', encoding="utf-8")
    async with client_of(finder_app(Away(), snapshot, schema, partners=file, **settings)) as client:
        response = await client.get(PATH, params={"region": "03351"})
    assert allowed in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "x-frame-options" not in response.headers


async def test_a_partner_s_key_brings_its_region_unless_the_address_names_one(
    directory: Engine, snapshot: Snapshot, schema: GraphQLSchema, tmp_path: Path
) -> None:
    file = tmp_path / "partners.toml"
    file.write_text('[musterstadt]\nkey = "musterstadt-2026-key"\nregion = "03351"\n', encoding="utf-8")
    async with client_of(finder_app(directory, snapshot, schema, partners=file)) as client:
        by_key = await shown(client, partner="musterstadt-2026-key")
        named = await shown(client, partner="musterstadt-2026-key", region="05113")
        anywhere = await shown(client, partner="musterstadt-2026-key", region="")
        unknown = await client.get(PATH, params={"partner": "musterstadt-2025-key", "lang": "de"})
    assert "Stelle finden: Landkreis Celle" in by_key.text
    assert "Stelle finden: Stadt Essen" in named.text
    assert "Landkreis Celle" not in anywhere.text.partition("Suchen")[0]
    assert f"{PATH}?lang=en&region=&partner=musterstadt-2026-key" in anywhere.links
    assert all("partner=musterstadt-2026-key" in link for link in by_key.links if link.startswith(PATH))
    assert (unknown.status_code, "Der Schlüssel dieser Website ist nicht bekannt." in unknown.text) == (401, True)


async def test_without_the_database_the_page_says_so_within_its_frame(snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with client_of(finder_app(Away(), snapshot, schema)) as client:
        response = await client.get(PATH, params={"region": "03351", "q": "Handwerk", "lang": "de"})
    page = Page(response.text)
    assert (response.status_code, response.headers["retry-after"], response.headers["cache-control"]) == (503, "7", "no-store")
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "Das Verzeichnis antwortet gerade nicht." in page.text
    assert any(tag == "input" and attrs.get("value") == "Handwerk" for tag, attrs in page.tags)
    assert f"{PATH}?region=03351&q=Handwerk&lang=de" in page.links


async def test_too_many_requests_are_a_page_as_well(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with client_of(finder_app(directory, snapshot, schema, rate_limit=1, rate_window=30)) as client:
        await client.get("/finder")
        response = await client.get(PATH, params={"region": "03351", "lang": "tr"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "30")
    assert "Lütfen 30 saniye sonra yeniden deneyin." in response.text
    assert "frame-ancestors *" in response.headers["content-security-policy"]


@pytest.mark.parametrize(("cors", "readable"), [("*", "*"), ("https://a.example", None)])
async def test_scripts_of_any_page_may_read_it_where_the_directory_is_public(
    cors: str, readable: str | None, snapshot: Snapshot, schema: GraphQLSchema
) -> None:
    async with client_of(finder_app(Away(), snapshot, schema, cors_origins=cors)) as client:
        response = await client.get(PATH)
    assert response.headers.get("access-control-allow-origin") == readable
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_the_types_that_the_page_offers_are_those_of_the_schema(schema: GraphQLSchema) -> None:
    known = set(schema.type_map["OrganizationType"].values)  # type: ignore[attr-defined]
    assert set(TYPES) == known
    assert known > AUTHORITIES


@pytest.mark.parametrize(("limit", "meant"), [("5", 5), ("0", 1), ("99", 50), ("-1", 20), ("many", 20), ("", 20), ("٥", 20)])
def test_a_limit_is_from_1_to_50(limit: str, meant: int) -> None:
    assert read_asked({"limit": limit}).limit == meant


def test_a_chosen_dark_is_the_dark_of_all_pages() -> None:
    folder = Path(__file__).parents[3] / "web" / "pages" / "static"
    common, chosen = ((folder / name).read_text(encoding="utf-8") for name in ("netzlotse.css", "embed.css"))
    dark = common.partition(":root:where(:not([data-theme=light])) {")[2].partition("}")[0]
    assert set(dark.split()) | {"color-scheme:", "dark;"} == set(chosen.partition(":root[data-theme=dark] {")[2].partition("}")[0].split())
    assert len(dark.split()) > 40
