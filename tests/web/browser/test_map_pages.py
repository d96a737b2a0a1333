"""The map in a real browser: axe finds nothing, nothing foreign is asked, what a pointer is over is said, and paper holds all of it."""

from collections.abc import AsyncGenerator
from typing import Any, Final

import pytest
from graphql import GraphQLSchema
from starlette.types import ASGIApp, Receive, Scope, Send

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.browser.driving import Seen, look, served
from tests.web.test_finder import Away, finder_app

LAND: Final = "/map?within=03&occupationGroup=CRAFT"
PAGES: Final = {
    "land": f"{LAND}&lang=de",
    "distance": f"{LAND}&mode=distance&lang=en",
    "since": "/map?within=033&since=2018-01-01&lang=de",
    "kreis": "/map?within=05112&actionField=MATCHING&lang=de",
    "which": "/map?within=Neustadt&lang=de",
    "missed": "/map?within=Niedersaxen&lang=de",
    "day": "/map?within=03&asOf=yesterday&lang=de",
    "away": f"{LAND}&lang=de&away=1",
}
STATUSES: Final = {"missed": 404, "day": 400, "away": 503}
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "phone-dark": {"width": 360, "dark": True},
    "desktop": {"width": 1200},
    "forced": {"width": 1200, "forced": True},
    "narrow": {"width": 320},
}
OVER: Final = "document.querySelector('.map a').dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
UNNAMED: Final = "document.querySelectorAll('.map a title').forEach((title) => title.remove())"
SPECIAL: Final[dict[str, dict[str, Any]]] = {
    "country": {"url": "/map?lang=de"},
    "no-script": {"page": "land", "script": False},
    "script": {"page": "land"},
    "printed": {"page": "land", "pdf": True},
    "hover": {"page": "land", "plant": OVER},
    "planted": {"page": "land", "axe": True, "plant": UNNAMED},
    "typed": {"page": "which", "field": "within", "type": "Celle"},
}

pytestmark = pytest.mark.parametrize("engine_config", ["arcadedb"], indirect=True)


@pytest.fixture(scope="module")
async def site(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[str]:
    """The address of the pages; with `away` in the address, over a database that is gone."""
    snapshot = await take_snapshot(directory, coordination=True)
    there, gone = finder_app(directory, snapshot, schema), finder_app(Away(), snapshot, schema)

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = gone if b"away=" in scope.get("query_string", b"") else there
        await app(scope, receive, send)

    async with served(either) as address:
        yield address


@pytest.fixture(scope="module")
async def seen(site: str) -> Seen:
    """What the browser saw on every page in every look, by `page/look`, and on the special ones by name."""
    views = {f"{page}/{name}": {"url": asked, "axe": True, **how} for page, asked in PAGES.items() for name, how in LOOKS.items()}
    views |= {name: {"url": PAGES.get(how.get("page", "")), **how} for name, how in SPECIAL.items()}
    return await look("look.mjs", {name: {**view, "url": f"{site}{view['url']}"} for name, view in views.items()})


@pytest.mark.parametrize("page", PAGES)
async def test_axe_finds_nothing_and_a_page_asks_nothing_foreign_and_fits_its_width(page: str, seen: Seen) -> None:
    for name in LOOKS:
        one = seen[f"{page}/{name}"]
        assert (one["violations"], one["foreign"], one["problems"], one["cookies"], one["overflow"]) == ([], [], [], [], 0), (page, name)
        assert one["passed"] > 15
        assert one["status"] == STATUSES.get(page, 200)


async def test_the_country_obeys_its_policy_and_fits_its_width(seen: Seen) -> None:
    one = seen["country"]
    assert (one["status"], one["foreign"], one["problems"], one["overflow"], one["stored"]) == (200, [], [], 0, 0)


async def test_without_javascript_the_map_says_the_same(seen: Seen) -> None:
    assert seen["no-script"]["text"].split() == seen["script"]["text"].split()


async def test_what_a_pointer_is_over_is_also_said_below_the_map(seen: Seen) -> None:
    said = "Stadt Braunschweig: vor Ort, Handwerkskammer Braunschweig-Lüneburg-Stade, etwa 0 km"
    assert said in seen["hover"]["text"]
    assert said not in seen["script"]["text"]


async def test_a_way_through_the_map_without_a_name_is_caught(seen: Seen) -> None:
    assert [one.partition(":")[0] for one in seen["planted"]["violations"]] == ["link-name"]


async def test_a_land_fits_on_a_few_sheets_with_its_whole_matrix(seen: Seen) -> None:
    assert seen["printed"]["sheets"] <= 10


async def test_regions_are_offered_while_typing_into_the_field(seen: Seen) -> None:
    assert seen["typed"]["options"][:2] == ["Celle [03351006]", "Landkreis Celle [03351]"]
