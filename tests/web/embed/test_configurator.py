"""/embed: the lines that an editor gets are what was chosen, and a region that isn't known is told."""

import re
import tomllib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import Snapshot, take_snapshot
from tests.web.conftest import client_of
from tests.web.test_finder import Page, finder_app
from web.embed.files import VERSION, embed_script, sri
from web.embed.snippet import read_choice
from web.pages.words import languages_of

PATH = "/embed"
WORDS = Path(__file__).parents[3] / "web" / "pages" / "words"
TEMPLATE = WORDS.parent / "templates" / "embed" / "configurator.html"


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory)


@pytest.fixture(scope="module")
async def client(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(directory, snapshot, schema)) as client:
        yield client


async def made(client: httpx.AsyncClient, **chosen: Any) -> dict[str, Any]:
    given = {name.replace("_", "-"): value for name, value in chosen.items()}
    response = await client.get(PATH, params=given, headers={"Accept": "application/json"})
    assert response.status_code == 200, response.text[:300]
    body: dict[str, Any] = response.json()
    return body


async def test_two_lines_name_the_script_with_its_hash_and_the_element_with_its_region(client: httpx.AsyncClient) -> None:
    lines = (await made(client, region="03351", speaks="de"))["lines"]
    assert lines == (
        f'<script type="module" src="http://directory/embed/{VERSION}/integration-directory.js" integrity="{sri()}" '
        'crossorigin="anonymous"></script>\n'
        '<integration-directory endpoint="http://directory/graphql" lang="de" region="03351">'
        '<a href="http://directory/embed/v1/directory?lang=de&amp;region=03351">Verzeichnis von Netzlotse</a></integration-directory>'
    )


async def test_the_page_and_its_script_get_the_same_lines(client: httpx.AsyncClient) -> None:
    chosen = {"region": "Landkreis Celle", "action-field": "TRAINING", "theme": "dark", "sent": "1", "show": ["search", "near"]}
    page = Page((await client.get(PATH, params={**chosen, "lang": "de"})).text)
    body = await made(client, **chosen)
    start = next(n for n, event in enumerate(page.events) if event == ("start", "code"))
    assert page.events[start + 1] == ("words", body["lines"])
    preview = next(attrs for tag, attrs in page.tags if tag == "integration-directory")
    assert {name: value or "" for name, value in preview.items()} == body["attributes"]


async def test_what_is_left_as_usual_is_left_out_and_everything_else_is_said(client: httpx.AsyncClient) -> None:
    assert (await made(client))["attributes"] == {"endpoint": "/graphql"}
    chosen = await made(
        client, region="05", type="JOBCENTER", action_field="EMPLOYMENT", speaks="ar", theme="light", heading_level="3", limit="5",
        sent="1", show=["search"],
    )  # fmt: skip
    assert chosen["attributes"] == {
        "endpoint": "/graphql", "lang": "ar", "region": "05", "type": "JOBCENTER", "action-field": "EMPLOYMENT", "limit": "5",
        "heading-level": "3", "theme": "light", "hide-region": "", "hide-type": "", "hide-near": "",
    }  # fmt: skip
    assert "hide-region hide-type hide-near>" in chosen["lines"]
    asked = parse_qs(urlsplit(chosen["link"]).query)
    assert asked == {
        "lang": ["ar"], "region": ["05"], "type": ["JOBCENTER"], "action-field": ["EMPLOYMENT"], "theme": ["light"],
        "hide-region": ["1"], "hide-type": ["1"], "limit": ["5"],
    }  # fmt: skip
    assert "دليل Netzlotse</a>" in chosen["lines"]


async def test_the_link_and_the_frame_lead_to_a_page_that_is_there(client: httpx.AsyncClient) -> None:
    chosen = await made(client, region="Celle", speaks="de")
    [source] = re.findall(r'<iframe src="([^"]+)"', chosen["frame"])
    assert source.replace("&amp;", "&") == chosen["link"]
    assert "Stelle finden: Landkreis Celle" in (await client.get(chosen["link"])).text
    [script] = re.findall(r'<script src="([^"]+)"', chosen["frame"])
    assert (await client.get(script)).status_code == 200


async def test_a_town_is_served_by_its_kreis_and_the_editor_is_told(client: httpx.AsyncClient) -> None:
    assert (await made(client, region="Celle"))["town"] == "Landkreis Celle"
    page = Page((await client.get(PATH, params={"region": "Celle", "lang": "de"})).text)
    assert "Wer für eine Stadt zuständig ist, ist es für ihren Kreis: Landkreis Celle." in page.text
    assert (await made(client, region="Landkreis Celle"))["town"] == ""
    assert "region" not in (await made(client, region="DE"))["attributes"]


@pytest.mark.parametrize(
    ("region", "status", "said", "offered"),
    [
        ("Göttinegn", 404, "Einen Ort mit dem Namen Göttinegn kennen wir nicht.", "/embed?region=G%C3%B6ttingen"),
        ("99999", 404, "Einen Ort mit dem Namen 99999 kennen wir nicht.", ""),
        ("Neustadt", 200, "Welches Neustadt meinen Sie?", "/embed?region=Neustadt+in+Sachsen"),
    ],
)
async def test_a_region_that_is_not_one_is_told_and_no_lines_are_given(
    region: str, status: int, said: str, offered: str, client: httpx.AsyncClient
) -> None:
    response = await client.get(PATH, params={"region": region, "lang": "de"})
    page = Page(response.text)
    assert response.status_code == status
    assert said in page.text
    assert any(link.startswith(offered) for link in page.links)
    assert "integration-directory" not in {tag for tag, _ in page.tags}
    assert "2. Kopieren" not in page.text


async def test_a_choice_keeps_its_ticks_in_its_own_address(client: httpx.AsyncClient) -> None:
    page = Page((await client.get(PATH, params={"region": "03351", "sent": "1", "show": "region", "lang": "de"})).text)
    [english] = [link for link in page.links if "lang=en" in link]
    again = Page((await client.get(english)).text)
    for shown in (page, again):
        ticks = {attrs["value"]: "checked" in attrs for tag, attrs in shown.tags if tag == "input" and attrs.get("type") == "checkbox"}
        assert ticks == {"search": False, "region": True, "type": False, "near": False}
    assert "Embed the directory" in again.text


async def test_a_partner_s_key_stands_in_the_lines_and_its_region_is_chosen(
    directory: Engine, snapshot: Snapshot, schema: GraphQLSchema, tmp_path: Path
) -> None:
    file = tmp_path / "partners.toml"
    file.write_text('[musterstadt]\nkey = "musterstadt-2026-key"\nregion = "03351"\n', encoding="utf-8")
    async with client_of(finder_app(directory, snapshot, schema, partners=file)) as client:
        chosen = await made(client, partner="musterstadt-2026-key")
    assert chosen["attributes"] == {"endpoint": "/graphql?partner=musterstadt-2026-key", "region": "03351"}
    assert chosen["link"] == "http://directory/embed/v1/directory?region=03351&partner=musterstadt-2026-key"


async def test_nothing_that_an_editor_enters_becomes_markup_in_the_lines(client: httpx.AsyncClient) -> None:
    choice = read_choice({"region": '"><script>', "partner": '"><b>'}, [])
    assert "<script>" not in choice.element("http://directory")
    assert "<b>" not in choice.element("http://directory")
    response = await client.get(PATH, params={"region": '"><script>alert(1)</script>'})
    assert "<script>alert" not in response.text


async def test_the_page_allows_nothing_but_our_own_files(client: httpx.AsyncClient) -> None:
    response = await client.get(PATH)
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "trusted-types 'none'" in policy
    assert embed_script("") in response.text
    assert "set-cookie" not in response.headers


def test_the_words_of_the_page_are_the_same_in_its_languages_and_all_are_used() -> None:
    assert list(languages_of("configurator")) == ["de", "en"]
    german, english = (tomllib.loads((WORDS / "configurator" / f"{lang}.toml").read_text(encoding="utf-8")) for lang in ("de", "en"))
    places = re.compile(r"\{\w+\}")
    assert {key: places.findall(text) for key, text in german.items()} == {key: places.findall(text) for key, text in english.items()}
    template = TEMPLATE.read_text(encoding="utf-8")
    assert [key for key in german if f'"{key}"' not in template and f"'{key}'" not in template] == []
