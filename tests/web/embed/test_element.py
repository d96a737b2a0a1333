"""The element <integration-directory> in a real browser, on pages of another origin: every state, language, policy and failure."""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.browser.driving import Seen, look, served
from tests.web.conftest import client_of
from tests.web.embed.wrongly import Wrongly
from tests.web.test_finder import finder_app
from web.embed.files import embed_script

pytestmark = pytest.mark.parametrize("engine_config", ["arcadedb"], indirect=True)

DEMO: Final = Path(__file__).parents[3] / "docs" / "embed-demo.html"
LANGUAGES: Final = ("de", "en", "uk", "ar", "fa", "tr", "fr", "ru")
LOOKS: Final = ("results", "empty", "error", "narrow", "dark", "forced")
FAILURES: Final = ("stopped", "slow", "busy", "broken", "html", "proxy")
AWAY: Final = "Das Verzeichnis antwortet gerade nicht."
IN_CELLE: Final = [
    "Agentur für Arbeit Lüneburger Heide",
    "Ausländerbehörde Landkreis Celle",
    "Handwerkskammer Braunschweig-Lüneburg-Stade",
    "IHK FOSA",
    "Integrationsprojekt Fachkräfte für das Handwerk",
    "Jobcenter Celle",
    'Bündnis "Niedersachsen packt an"',
    "IHK Lüneburg-Wolfsburg",
    "Landkreis Celle",
    "Stadt Celle",
]
"""Who is responsible, by name; who advises; then the rest."""

SETS: Final[dict[str, dict[str, str | None]]] = {
    "limit": {"lang": "uk", "limit": "2"},
    "everywhere": {"region": None, "hide-search": "", "heading-level": "5"},
    "type": {"type": "jobcenter"},
    "field": {"action-field": "legal-status", "hide-type": ""},
    "near": {"near": "52.62374, 10.08119", "hide-near": ""},
    "label": {"label": "Hilfe vor Ort", "theme": "dark"},
    "links": {"link-target": "_blank", "fallback-url": "https://stadt.example/hilfe", "action-field": "RECOGNITION"},
    "post": {"method": "post", "lang": "de-AT"},
    "wrong": {"limit": "0", "near": "Celle", "heading-level": "7"},
    "unknown": {"type": "BAKERY", "lang": "xx"},
}
DOCUMENTED_PARTS: Final = frozenset(
    {
        "base",
        "heading",
        "form",
        "field",
        "input",
        "select",
        "button",
        "submit",
        "near",
        "status",
        "list",
        "item",
        "name",
        "meta",
        "distance",
    }
    | {"address", "actions", "phone", "mail", "web", "more", "retry", "link", "footer"}
)


def views() -> dict[str, dict[str, Any]]:
    matrix = {f"matrix-{lang}": {"scenario": "matrix", "langs": [lang]} for lang in LANGUAGES}
    failures = {name: {"scenario": "failure", "mode": f"/{name}"} for name in FAILURES}
    demos: dict[str, dict[str, Any]] = {
        "demo": {},
        "demo-phone": {"width": 320},
        "demo-dark": {"dark": True},
        "demo-forced": {"forced": True},
    }
    return {
        **matrix,
        "planted": {"scenario": "matrix", "langs": ["de"], "plant": "root.querySelector('label')?.remove()"},
        **{name: {"scenario": name} for name in ("strict", "hostile", "keyboard", "sri", "offline", "cost", "stale")},
        **failures,
        "near": {"scenario": "near", "granted": True},
        "denied": {"scenario": "near", "granted": False},
        "land": {"scenario": "regions", "region": "03"},
        "country": {"scenario": "regions", "region": ""},
        "attributes": {"scenario": "attributes", "sets": list(SETS.values())},
        **{name: {"scenario": "demo", **how} for name, how in demos.items()},
    }


@pytest.fixture(scope="module")
async def wrongly(directory: Engine, schema: GraphQLSchema) -> Wrongly:
    snapshot = await take_snapshot(directory)
    busy = finder_app(directory, snapshot, schema, rate_limit=1, rate_window=3600)
    async with client_of(busy) as client:
        # The one request that it answers, from the address that the browser has.
        assert (await client.get("/embed/v1/integration-directory.js")).status_code == 200
    return Wrongly(finder_app(directory, snapshot, schema, cache_max_age=0), busy)


@pytest.fixture(scope="module")
async def seen(wrongly: Wrongly) -> AsyncGenerator[Seen]:
    """What the browser saw, by the names of `views`."""
    async with served(wrongly) as site:
        page = DEMO.read_text(encoding="utf-8").replace("https://verzeichnis.example", site)
        styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        hashes = " ".join(f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles)
        policy = f"default-src 'none'; script-src {site}; connect-src {site}; style-src {hashes}"
        yield await look("embed.mjs", views(), site=site, script=embed_script(site), demo=page, policy=policy)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_axe_finds_nothing_in_any_language_state_and_look(lang: str, seen: Seen) -> None:
    found = seen[f"matrix-{lang}"]["found"]
    assert {look: one["violations"] for look, one in found.items()} == {f"{lang}/{look}": [] for look in LOOKS}
    assert all(one["passed"] > 30 for one in found.values())
    # Nothing that can be hit is under 44 pixels, nothing is wider than its window, and the German names are marked.
    assert {look: (one["small"], one["overflow"], one["unmarked"]) for look, one in found.items()} == dict.fromkeys(found, ([], 0, 0))
    assert {(one["lang"], one["dir"]) for one in found.values()} == {(lang, "rtl" if lang in {"ar", "fa"} else "ltr")}
    assert found[f"{lang}/dark"]["background"] != found[f"{lang}/results"]["background"]
    assert seen[f"matrix-{lang}"]["problems"] == []


async def test_every_language_says_its_own_by_its_own_plural(seen: Seen) -> None:
    found = {lang: seen[f"matrix-{lang}"]["found"] for lang in LANGUAGES}
    assert {lang: one[f"{lang}/results"]["status"] for lang, one in found.items()} == {
        "de": "10 Stellen",
        "en": "10 offices",
        "uk": "10 установ",
        "ar": "10 جهات",
        "fa": "10 اداره",
        "tr": "10 kurum",
        "fr": "10 services",
        "ru": "10 учреждений",
    }
    for state in ("empty", "error"):
        assert len({one[f"{lang}/{state}"]["note"] for lang, one in found.items()}) == len(LANGUAGES)
    assert found["de"]["de/empty"]["note"] == "Dazu ist hier noch keine Stelle erfasst."
    assert found["ar"]["ar/error"]["note"] == "الدليل لا يجيب الآن."


async def test_a_planted_fault_is_caught(seen: Seen) -> None:
    violations = [one["violations"] for one in seen["planted"]["found"].values()]
    assert all(any(line.startswith("label:") for line in lines) for lines in violations)


async def test_the_strictest_policy_is_kept_and_nothing_foreign_asked_or_stored(seen: Seen) -> None:
    one = seen["strict"]
    # The last violation is the planted one: a style element of the page's own.
    assert [event for event in one["events"] if event[0] in {"violation", "thrown"}] == [["violation", "style-src-elem inline"]]
    assert len(one["problems"]) == 1
    assert (one["foreign"], one["cookies"], one["stored"], one["overflow"], one["styled"]) == ([], [], 0, 0, "block")
    assert one["asked"] == [["GET", "Actors"], ["GET", "Kreise"], ["GET", "Actors"], ["GET", "Nearest"]]


async def test_hostile_styles_of_the_page_change_nothing_inside(seen: Seen) -> None:
    plain, hostile = seen["hostile"]["plain"], seen["hostile"]["hostile"]
    assert len(plain) == 14
    assert hostile == plain


async def test_without_a_mouse_everything_is_in_order_and_more_leads_to_the_first_new_office(seen: Seen) -> None:
    one = seen["keyboard"]
    assert one["order"] == ["input", "select", "button submit", "button near", "act web", "act phone", "act web"]
    assert one["first_new"] == one["fourth"]
    assert (one["outline"], one["stayed"], one["href"]) == ("3px", "input", "tel:+495111206909")
    assert [name for name, _ in one["events"]] == ["ready", "results", "results", "results", "select"]
    assert one["events"][-1][1]["action"] == "phone"
    assert [detail["shown"] for name, detail in one["events"] if name == "results"][:2] == [3, 6]


async def test_a_script_of_another_hash_leaves_the_pages_own_link(seen: Seen) -> None:
    assert (seen["sri"]["visible"], seen["sri"]["upgraded"]) == (True, False)
    assert "integrity" in seen["sri"]["problems"][0]


@pytest.mark.parametrize("name", FAILURES)
async def test_whatever_the_server_does_the_citizen_is_told_and_can_go_on(name: str, seen: Seen) -> None:
    one = seen[name]
    if name == "busy":
        assert re.fullmatch(r"Zu viele Anfragen\. Bitte warten Sie 3\.\d{3} Sekunden\.", one["note"])
    else:
        assert one["note"] == AWAY
    assert one["href"].endswith("/embed/v1/directory?region=03351")
    assert one["after"] == [10, 0]
    # Only the browser's own note on the page that may not be read.
    assert [line for line in one["problems"] if "blocked by CORS policy" not in line] == []
    heard = [event[0] for event in one["events"]]
    if name == "slow":
        assert (one["role"], one["busy"], one["offered"], heard) == ("status", "true", 0, ["ready", "results"])
    else:
        assert (one["role"], one["busy"], one["offered"], one["focus"]) == ("alert", "false", 1, "button retry")
        assert heard == ["ready", "error", "error", "results"]


async def test_offline_keeps_what_was_there_and_asks_again_by_itself(seen: Seen) -> None:
    one = seen["offline"]
    assert (one["note"], one["kept"], one["problems"]) == ("Keine Verbindung zum Internet.", ["jobcenter", 10], [])
    assert one["names"][0] == "Jobcenter Celle"


async def test_a_first_view_is_one_request_and_a_second_one_a_304(seen: Seen, wrongly: Wrongly) -> None:
    assert (seen["cost"]["first"], seen["cost"]["second"]) == ([["GET", "Actors"]], [["GET", "Actors"]])
    # No OPTIONS before them.
    assert wrongly.log == [("GET", 200), ("GET", 304)]
    assert seen["cost"]["names"] == IN_CELLE


async def test_where_a_citizen_stands_is_asked_on_a_click_and_rounded(seen: Seen) -> None:
    one = seen["near"]
    assert (one["before"], one["problems"], one["status"]) == (0, [], "10+ Stellen")
    assert one["variables"]["near"] == {"point": {"lat": 52.62, "lon": 10.08}}
    assert one["items"][:4] == [
        ["Handwerkskammer Braunschweig-Lüneburg-Stade", "Zuständig · ≈ 50 km"],
        ["IHK FOSA", "Zuständig"],
        ["IHK Lüneburg-Wolfsburg", "Berät hier · ≈ 72 km"],
        ["IHK Hannover", "Nicht zuständig · ≈ 36 km"],
    ]
    assert seen["denied"]["status"] == "Ihr Standort ist nicht verfügbar."
    assert "near" not in seen["denied"]["variables"]


async def test_an_answer_to_an_older_question_is_nobodys(seen: Seen) -> None:
    one = seen["stale"]
    assert (one["same"], one["first"], one["problems"]) == (True, "Agentur für Arbeit Braunschweig-Goslar", [])
    assert [event[0] for event in one["events"]] == ["ready", "results", "results"]


@pytest.mark.parametrize(("name", "count", "kreise"), [("land", 46, "Kreise"), ("country", 417, "AllKreise")])
async def test_regions_to_choose_from_come_after_the_first_answer(name: str, count: int, kreise: str, seen: Seen) -> None:
    one = seen[name]
    assert (one["first"], len(one["options"]), one["options"][0]) == (["GET", "Actors"], count, ["", "Alle", ""])
    assert ["03351", "Celle (Landkreis)", "de"] in one["options"]
    assert one["asked"] == [["GET", "Actors"], ["GET", kreise], ["GET", "Actors"]]
    assert one["names"] == IN_CELLE


@pytest.fixture(scope="module")
def found(seen: Seen) -> Seen:
    """What each of `SETS` led to."""
    return dict(zip(SETS, seen["attributes"]["found"], strict=True))


async def test_attributes_say_what_is_asked_and_shown(found: Seen) -> None:
    assert found["limit"]["heading"] == ["h2", "Знайти установу: Landkreis Celle"]
    assert (found["limit"]["names"], found["limit"]["events"]) == (IN_CELLE[:2], [["results", {"total": 10, "shown": 2}]])
    assert (found["everywhere"]["heading"], found["everywhere"]["name"]) == (["h5", "Stelle finden"], "h6")
    assert found["everywhere"]["labels"] == ["Worum geht es?", "Kreis oder Stadt"]
    assert (found["type"]["operation"], found["type"]["names"]) == ("Organizations", ["Jobcenter Celle"])
    assert (found["field"]["labels"], found["field"]["names"]) == (["Suchwort oder Postleitzahl"], ["Ausländerbehörde Landkreis Celle"])
    assert (found["near"]["operation"], found["near"]["near"]) == ("Nearest", 0)
    assert found["near"]["variables"]["near"] == {"point": {"lat": 52.62, "lon": 10.08}}
    assert (found["label"]["heading"][1], found["label"]["scheme"]) == ("Hilfe vor Ort", "dark")
    assert found["links"]["web"] == ["https://www.hwk-bls.de/", "_blank", "noopener"]
    assert (found["links"]["link"], found["links"]["chosen"]) == ("https://stadt.example/hilfe", ["RECOGNITION"])
    assert found["post"]["method"] == "POST"
    assert found["post"]["heading"] == ["h2", "Stelle finden: Landkreis Celle"]
    assert found["limit"]["link"].endswith("/embed/v1/directory?lang=uk&region=03351")


async def test_values_that_cannot_be_used_are_told_to_the_page(found: Seen) -> None:
    told = [detail["message"] for name, detail in found["wrong"]["events"] if name == "error"]
    assert {'limit="0" can\'t be used.', 'near="Celle" can\'t be used.', 'heading-level="7" can\'t be used.'} == set(told)
    assert (found["wrong"]["heading"][0], found["wrong"]["names"]) == ("h2", IN_CELLE)
    assert [name for name, _ in found["unknown"]["events"]] == ["error"]
    assert "BAKERY" in found["unknown"]["events"][0][1]["message"]
    assert found["unknown"]["heading"][1].startswith("Stelle finden")


async def test_parts_properties_and_refresh_are_as_documented(seen: Seen, found: Seen) -> None:
    shown = {part for one in found.values() for part in one["parts"]}
    assert DOCUMENTED_PARTS - shown == {"mail"}, "no office of the examples has an e-mail address"
    one = seen["attributes"]
    assert (one["submit"], one["refreshed"], one["again"], one["problems"]) == (["rgb(1, 2, 3)", "9px"], 1, 10, [])


@pytest.mark.parametrize("name", ["demo", "demo-phone", "demo-dark", "demo-forced"])
async def test_the_example_of_the_docs_is_as_good_as_it_says(name: str, seen: Seen) -> None:
    one = seen[name]
    assert (one["violations"], one["foreign"], one["problems"], one["cookies"], one["stored"], one["overflow"]) == ([], [], [], [], 0, 0)
    assert one["passed"] > 30
    assert "Telefon, Website:\nnoch nicht erfasst" in one["text"]
