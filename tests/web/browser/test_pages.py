"""The pages in a real browser: axe finds nothing, nothing foreign is asked, nothing is stored, and a planted fault is caught."""

from collections.abc import AsyncGenerator
from typing import Any, Final

import pytest
from graphql import GraphQLSchema
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.browser.driving import Seen, look, served
from tests.web.test_finder import Away, finder_app

CRAFT: Final = "?place=29221&actionField=RECOGNITION&occupationGroup=CRAFT"

PAGES: Final = {
    "answer": f"{CRAFT}&lang=de",
    "arabic": f"{CRAFT}&lang=ar",
    "persian": f"{CRAFT}&lang=fa&view=print",
    "sheet": f"{CRAFT}&view=print&lang=de",
    "start": "?lang=de",
    "concern": "?place=29221&lang=de",
    "unknown": "?place=29221&actionField=MOBILITY&lang=de",
    "broken": "?place=29221&actionField=MATCHING&lang=de",
    "kreise": "?place=03058&actionField=LEGAL_STATUS&lang=uk",
    "which": "?place=Neustadt&actionField=RECOGNITION&lang=de",
    "missed": "?place=G%C3%B6ttinegn&actionField=RECOGNITION&lang=de",
    "away": f"{CRAFT}&lang=de&away=1",
    "wrong": "/report?office=jobcenter-celle&field=PHONE&place=29221&actionField=RECOGNITION&lang=de",
    "lacking": "/report?place=29221&actionField=MOBILITY&lang=ar",
}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "phone": {"width": 360},
    "phone-dark": {"width": 360, "dark": True, "open": True},
    "desktop": {"width": 1200, "open": True},
    "desktop-dark": {"width": 1200, "dark": True},
    "forced": {"width": 1200, "forced": True},
    "narrow": {"width": 320},
}
SPECIAL: Final[dict[str, dict[str, Any]]] = {
    "planted-label": {"page": "answer", "axe": True, "plant": "document.querySelector('label[for=place]').remove()"},
    "planted-foreign": {"page": "answer", "plant": "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))"},
    "planted-inline": {"page": "answer", "plant": "document.querySelector('h1').setAttribute('style', 'color: red')"},
    "no-script": {"page": "answer", "script": False},
    "printed": {"page": "sheet", "pdf": True},
    "printed-long": {"url": "?place=29221&actionField=RECOGNITION&occupationGroup=IHK_OCCUPATION&view=print&lang=de", "pdf": True},
    "typed": {"page": "start", "type": "Cell"},
    "keyboard": {"page": "answer", "keys": ["Tab", "Enter", "Tab"]},
    "personal": {"url": f"{CRAFT}&age=29&targetGroup=TOLERATED&lang=de"},
    "phone-action": {"page": "answer", "width": 360},
}


@pytest.fixture(scope="module")
async def site(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[str]:
    """The address of the application over the shipped directory; with `away` in the address, over a database that is gone."""
    snapshot = await take_snapshot(directory)
    there, gone = finder_app(directory, snapshot, schema, reporting=directory), finder_app(Away(), snapshot, schema)

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = gone if b"away=" in scope.get("query_string", b"") else there
        await app(scope, receive, send)

    async with served(either) as address:
        yield address


@pytest.fixture(scope="module")
async def seen(site: str) -> Seen:
    """What the browser saw on every page in every look, by `page/look`, and on the special ones by name."""
    views = {f"{page}/{name}": {"url": asked, "axe": True, **how} for page, asked in PAGES.items() for name, how in LOOKS.items()}
    views |= {name: {**how, "url": how.get("url") or PAGES[how["page"]]} for name, how in SPECIAL.items()}
    return await look("look.mjs", {name: {**view, "url": f"{site}/finder{view['url']}"} for name, view in views.items()})


pytestmark = pytest.mark.parametrize("engine_config", ["arcadedb"], indirect=True)


@pytest.mark.parametrize("page", PAGES)
async def test_axe_finds_nothing_on_phone_desktop_dark_forced_colours_and_320_px(page: str, seen: Seen) -> None:
    looks = {name: seen[f"{page}/{name}"] for name in LOOKS}
    assert {name: one["violations"] for name, one in looks.items()} == {name: [] for name in LOOKS}
    assert all(one["passed"] > 15 for one in looks.values())


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_asks_nothing_foreign_stores_nothing_obeys_its_policy_and_fits_its_width(page: str, seen: Seen) -> None:
    for name in LOOKS:
        one = seen[f"{page}/{name}"]
        assert (one["foreign"], one["problems"], one["cookies"], one["stored"], one["overflow"]) == ([], [], [], 0, 0), (page, name)
        assert one["status"] == {"missed": 404, "away": 503}.get(page, 200)


async def test_planted_faults_are_caught(seen: Seen) -> None:
    assert [one.partition(":")[0] for one in seen["planted-label"]["violations"]] == ["label"]
    assert "example.org" in str(seen["planted-foreign"]["problems"] + seen["planted-foreign"]["foreign"])
    assert "style" in str(seen["planted-inline"]["problems"]).lower()


async def test_without_javascript_the_answer_is_the_same(seen: Seen) -> None:
    # The button that copies needs a script and is only there with one.
    with_script = seen["answer/narrow"]["text"].replace("Link kopieren", "")
    assert seen["no-script"]["text"].split() == with_script.split()


async def test_the_sheet_is_one_page_of_paper(seen: Seen) -> None:
    assert (seen["printed"]["sheets"], seen["printed-long"]["sheets"]) == (1, 1)


async def test_places_are_offered_while_typing(seen: Seen) -> None:
    assert seen["typed"]["options"][:2] == ["Celle [03351006]", "Landkreis Celle [03351]"]


async def test_the_skip_link_comes_first_and_leads_past_the_form(seen: Seen) -> None:
    assert seen["keyboard"]["address"].endswith("#content")
    assert seen["keyboard"]["focused"] == "btn"


async def test_age_and_status_leave_the_address_bar(seen: Seen) -> None:
    assert seen["personal"]["address"].partition("/finder")[2] == f"{CRAFT}&lang=de"


async def test_the_first_action_stands_within_the_first_530_pixels_of_a_phone(seen: Seen) -> None:
    assert seen["phone-action"]["first_action"] <= 530
