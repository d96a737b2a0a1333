"""The report in a real browser: axe finds nothing, nothing is asked of anybody, and it fits a phone and paper."""

from typing import Any, Final

import pytest
from graphql import GraphQLSchema
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.browser.driving import Seen, look, served
from tests.web.test_region_report import LAND, made

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "phone": {"width": 360},
    "phone-dark": {"width": 360, "dark": True},
    "desktop": {"width": 1200},
    "desktop-dark": {"width": 1200, "dark": True},
    "forced": {"width": 1200, "forced": True},
    "narrow": {"width": 320},
}
SPECIAL: Final[dict[str, dict[str, Any]]] = {
    "planted-foreign": {"plant": "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))"},
    "planted-title": {"axe": True, "plant": "document.title = ''"},
    "no-script": {"width": 320, "script": False},
    "printed": {"pdf": True},
}


@pytest.fixture(scope="module")
async def seen(directory: Engine, schema: GraphQLSchema) -> Seen:
    """What the browser saw of the report of Niedersachsen, in every look and in the special ones."""
    text = await made(LAND, directory, await take_snapshot(directory), schema)

    async def report(_: Request) -> HTMLResponse:
        return HTMLResponse(text)

    async with served(Starlette(routes=[Route("/report.html", report)])) as address:
        views = {**{name: {**how, "axe": True} for name, how in LOOKS.items()}, **SPECIAL}
        return await look("look.mjs", {name: {**how, "url": f"{address}/report.html"} for name, how in views.items()})


pytestmark = pytest.mark.parametrize("engine_config", ["arcadedb"], indirect=True)


async def test_axe_finds_nothing_on_phone_desktop_dark_forced_colours_and_320_px(seen: Seen) -> None:
    assert {name: seen[name]["violations"] for name in LOOKS} == {name: [] for name in LOOKS}
    assert all(seen[name]["passed"] > 15 for name in LOOKS)


async def test_it_asks_nothing_of_anybody_stores_nothing_and_fits_its_width(seen: Seen) -> None:
    for name in LOOKS:
        one = seen[name]
        assert (one["foreign"], one["problems"], one["cookies"], one["stored"], one["overflow"]) == ([], [], [], 0, 0), name


async def test_planted_faults_are_caught(seen: Seen) -> None:
    assert "example.org" in str(seen["planted-foreign"]["problems"] + seen["planted-foreign"]["foreign"])
    assert [one.partition(":")[0] for one in seen["planted-title"]["violations"]] == ["document-title"]


async def test_without_javascript_it_says_the_same(seen: Seen) -> None:
    assert seen["no-script"]["text"].split() == seen["narrow"]["text"].split()


async def test_it_can_be_printed_with_everything_on_few_sheets(seen: Seen) -> None:
    assert 4 <= seen["printed"]["sheets"] <= 34
