"""The embed's pages in a real browser: accessible in every language and look, private, and at work within other websites' frames."""

from collections.abc import AsyncGenerator
from typing import Any, Final

import pytest
from graphql import GraphQLSchema
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.browser.driving import Seen, look, served
from tests.web.test_finder import Away, finder_app
from web.embed.oembed import SANDBOX
from web.pages.words import LANGUAGES

LIST: Final = "/embed/v1/directory"
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "phone": {"width": 360, "dark": True},
    "desktop": {"width": 1200, "open": True},
    "forced": {"width": 700, "forced": True},
    "narrow": {"width": 320, "open": True},
}
PAGES: Final = {
    "region": f"{LIST}?region=03351&lang=de",
    "nearest": f"{LIST}?plz=29221&action-field=RECOGNITION&lang=ar",
    "empty": f"{LIST}?q=xyzzyplugh&region=03351&lang=uk",
    "which": f"{LIST}?region=Neustadt&lang=en",
    "unknown": f"{LIST}?region=99999&lang=fa",
    "lost": f"{LIST}?region=03351&after=nonsense&lang=ru",
    "away": f"{LIST}?region=03351&lang=tr&away=1",
    "dark": f"{LIST}?region=03351&lang=fr&theme=dark&type=MAGIC",
    "make": "/embed?region=Celle&lang=de",
    "make-english": "/embed?lang=en&region=05&speaks=ar",
    "make-wrong": "/embed?lang=de&region=G%C3%B6ttinegn",
}
STATUS: Final = {"unknown": 404, "lost": 400, "away": 503, "make-wrong": 404}
SPECIAL: Final[dict[str, dict[str, Any]]] = {
    "planted-label": {"url": PAGES["region"], "axe": True, "plant": "document.querySelector('label[for=q]').remove()"},
    "no-script": {"url": PAGES["region"], "script": False, "width": 360},
    "make-no-script": {"url": PAGES["make"], "script": False},
    "make-live": {
        "url": PAGES["make"],
        "plant": "new Promise((done) => { const made = new MutationObserver(() => done()); made.observe(document.getElementById('said'), "
        "{childList: true}); const level = document.getElementById('heading-level'); level.value = '4'; "
        "level.dispatchEvent(new Event('change', {bubbles: true})); })",
    },
    "keyboard": {"url": PAGES["region"], "keys": ["Tab", "Tab", "Tab"]},
}

FRAMES: Final = {
    "own": f'<iframe title="a" sandbox="{SANDBOX}" width="600" height="200" src="{{page}}"></iframe>{{resize}}',
    "plain": '<iframe title="a" width="600" height="200" src="{page}"></iframe>{resize}',
    "wordpress": '<iframe title="a" sandbox="allow-scripts" width="600" height="200" src="{page}#?secret=aB3"></iframe>',
    "closed": '<iframe title="a" width="600" height="200" src="{page}&amp;closed=1"></iframe>',
}
"""What pages of another website hold."""
CLAIM: Final = "<script>parent.postMessage({type: 'netzlotse:height', height: 999}, '*')</script>"
OTHER: Final = f'<iframe title="b" width="600" height="200" srcdoc="{CLAIM}"></iframe>'
HEARING: Final = "<script>said = []; addEventListener('message', (event) => said.push([event.origin, event.data]))</script>"

pytestmark = pytest.mark.parametrize("engine_config", ["arcadedb"], indirect=True)


def other_website(name: str, ours: str) -> str:
    """A page that frames ours, and a frame of somebody else's; it writes down what it is told."""
    resize = f'<script src="{ours}/embed/v1/resize.js" defer></script>'
    frame = FRAMES[name].format(page=f"{ours}{PAGES['region'].replace('&', '&amp;')}", resize=resize) if name in FRAMES else ""
    return f'<!doctype html><html lang="en"><title>Elsewhere</title>{HEARING}{frame}{OTHER}'


@pytest.fixture(scope="module")
async def site(directory: Engine, schema: GraphQLSchema, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[str]:
    """The application; with `away` in the address over a database that is gone, with `closed` where only a listed website may frame."""
    snapshot = await take_snapshot(directory)
    there, gone = finder_app(directory, snapshot, schema), finder_app(Away(), snapshot, schema)
    closed = finder_app(directory, snapshot, schema, frame_origins="https://elsewhere.example")

    async def one_of(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if dict(scope["headers"]).get(b"host", b"").startswith(b"localhost"):
            await HTMLResponse(other_website(scope["path"].strip("/"), f"http://127.0.0.1:{scope['server'][1]}"))(scope, receive, send)
            return
        app: ASGIApp = gone if b"away=" in query else closed if b"closed=" in query else there
        await app(scope, receive, send)

    async with served(one_of) as address:
        yield address


@pytest.fixture(scope="module")
async def seen(site: str) -> Seen:
    """What the browser saw: `page/look`, `lang/…` on a phone in each language, and the special views by name."""
    views = {f"{page}/{name}": {"url": url, "axe": True, **how} for page, url in PAGES.items() for name, how in LOOKS.items()}
    views |= {f"lang/{lang}": {"url": f"{LIST}?plz=03058&lang={lang}", "axe": True, "width": 360} for lang in LANGUAGES}
    views |= SPECIAL
    return await look("look.mjs", {name: {**view, "url": f"{site}{view['url']}"} for name, view in views.items()})


@pytest.fixture(scope="module")
async def framed(site: str) -> Seen:
    """What came of each frame in another website, by name."""
    elsewhere = site.replace("127.0.0.1", "localhost")
    return await look("frames.mjs", {name: {"url": f"{elsewhere}/{name}", "ours": site} for name in FRAMES})


@pytest.mark.parametrize("page", PAGES)
async def test_axe_finds_nothing_on_phone_desktop_dark_forced_colours_and_320_px(page: str, seen: Seen) -> None:
    looks = {name: seen[f"{page}/{name}"] for name in LOOKS}
    assert {name: one["violations"] for name, one in looks.items()} == {name: [] for name in LOOKS}
    assert all(one["passed"] > 15 for one in looks.values())


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_axe_finds_nothing_in_any_language(lang: str, seen: Seen) -> None:
    one = seen[f"lang/{lang}"]
    assert (one["violations"], one["overflow"], one["problems"]) == ([], 0, [])


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_asks_nothing_foreign_stores_nothing_obeys_its_policy_and_fits_its_width(page: str, seen: Seen) -> None:
    for name in LOOKS:
        one = seen[f"{page}/{name}"]
        assert (one["foreign"], one["problems"], one["cookies"], one["stored"], one["overflow"]) == ([], [], [], 0, 0), (page, name)
        assert one["status"] == STATUS.get(page, 200)


async def test_a_planted_fault_is_caught(seen: Seen) -> None:
    assert [one.partition(":")[0] for one in seen["planted-label"]["violations"]] == ["label"]


async def test_without_javascript_the_list_is_the_same_and_the_lines_are_there(seen: Seen) -> None:
    assert seen["no-script"]["text"] == seen["region/phone"]["text"]
    assert "Jobcenter Celle" in seen["no-script"]["text"]
    assert '<integration-directory endpoint="http' in seen["make-no-script"]["text"]
    assert "Die Vorschau braucht JavaScript." in seen["make-no-script"]["text"]


async def test_a_choice_changes_lines_and_address_at_once(seen: Seen) -> None:
    live = seen["make-live"]
    assert 'region="03351" heading-level="4">' in live["text"]
    assert "Zeilen und Vorschau sind aktualisiert." in live["text"]
    assert "heading-level=4" in live["address"]


async def test_the_preview_is_the_element_itself_and_loads_its_list(seen: Seen) -> None:
    asked = [request["url"] for request in seen["make/desktop"]["requests"]]
    assert any("/embed/1.0.0/integration-directory.js" in url for url in asked)
    assert any("/graphql?documentId=" in url for url in asked)


async def test_the_keyboard_goes_through_the_form_in_its_order(seen: Seen) -> None:
    assert seen["keyboard"]["focused"] == "action-field"


@pytest.mark.parametrize("frame", ["own", "plain", "wordpress"])
async def test_searching_works_in_every_frame(frame: str, framed: Seen) -> None:
    one = framed[frame]
    assert (one["foreign"], one["border"]) == ([], "4px"), one["problems"]
    assert "q=Handwerk" in one["address"]
    assert one["found"] == ["Handwerkskammer Braunschweig-Lüneburg-Stade"]
    assert one["options"][:2] == ["Celle [03351006]", "Landkreis Celle [03351]"]


@pytest.mark.parametrize("frame", ["own", "plain"])
async def test_a_frame_is_as_high_as_its_page_and_nobody_else_s_word_counts(frame: str, framed: Seen) -> None:
    one = framed[frame]
    assert one["heights"][0] >= one["needed"] > 900
    # The other frame claims 999 px; it isn't ours.
    assert one["heights"][1] < 300
    # WordPress has its own script for it.
    assert framed["wordpress"]["heights"][0] < 300


async def test_wordpress_hears_the_height_under_its_secret_and_the_secret_survives_a_search(framed: Seen) -> None:
    one = framed["wordpress"]
    told = [data for origin, data in one["said"] if origin == "null" and isinstance(data, dict) and data.get("message") == "height"]
    assert told
    assert all(data["secret"] == "aB3" for data in told)
    assert told[0]["value"] == pytest.approx(one["needed"], abs=1)
    assert one["address"].endswith("#?secret=aB3")


async def test_a_website_that_is_not_listed_sees_nothing_in_its_frame(framed: Seen) -> None:
    assert "Jobcenter" not in framed["closed"]["shown"]
    assert "frame-ancestors" in str(framed["closed"]["problems"])
