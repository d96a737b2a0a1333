"""What people report as wrong, on both engines: taken without a script or a name, bounded, read by coordinators and by nobody else."""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine, Writer
from graph.errors import ServiceUnavailable
from graph.reports import Report, close_report, store_report, stored_reports
from graph.version import current_version
from resolvers.snapshot import Snapshot, take_snapshot
from seeds.exchange.exporting import export
from seeds.exchange.importing import import_files
from seeds.loading.load import load_graph
from seeds.shipped.directory import shipped_graph
from tests.seeds.brought import EXAMPLE, content, without_datasets
from tests.web.conftest import client_of
from tests.web.test_finder import CRAFT, Page, finder_app
from web.pages.finder.report import FIELDS, LONGEST_COMMENT, read_draft

TODAY = "2026-11-26"
WRONG = {
    "office": "jobcenter-celle", "field": "PHONE", "comment": "Die Nummer steht auf der Website.", "place": "29221",
    "actionField": "RECOGNITION", "occupationGroup": "CRAFT", "lang": "de",
}  # fmt: skip
SECRET = "UNMISSVERSTAENDLICH"


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory)


@pytest.fixture
async def clean(directory: Engine) -> AsyncGenerator[Engine]:
    """The directory, without a report before and after."""
    yield directory
    for report in await stored_reports(directory, most=100):
        await close_report(directory, report["id"])
    assert await stored_reports(directory, most=100) == []


@pytest.fixture
async def page(clean: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with asking(clean, snapshot, schema, report_limit=100, reports_token="told") as client:
        yield client


@asynccontextmanager
async def asking(engine: Engine, snapshot: Snapshot, schema: GraphQLSchema, **settings: Any) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(engine, snapshot, schema, reporting=engine, **settings)) as client:
        yield client


async def test_every_card_leads_to_a_form_that_knows_its_office_and_says_nothing_about_a_person(page: httpx.AsyncClient) -> None:
    asked = {**CRAFT, "age": "29", "targetGroup": "TOLERATED", "lang": "de"}
    shown = Page((await page.get("/finder", params=asked)).text)
    links = [link for link in shown.links if link.startswith("/finder/report?")]
    offices = {httpx.URL(link).params["office"] for link in links}
    assert {f"handwerkskammer-{name}" for name in ("braunschweig-lueneburg-stade", "hannover")} < offices
    assert {"agentur-fuer-arbeit-lueneburger-heide", "ihk-fosa"} < offices
    assert [link for link in links if "29&" in link.replace("29221", "") or "TOLERATED" in link] == []
    where = "place=29221&actionField=RECOGNITION&occupationGroup=CRAFT&lang=de"
    assert f"/finder/report?office=handwerkskammer-braunschweig-lueneburg-stade&field=PHONE&{where}" in links
    form = await page.get(links[0])
    assert "Es geht um: Handwerkskammer Braunschweig-Lüneburg-Stade." in Page(form.text).text
    assert "Bitte schreiben Sie nichts über Personen" in form.text
    assert form.headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in form.headers


async def test_a_report_is_kept_and_thanks_lead_back(page: httpx.AsyncClient, clean: Engine) -> None:
    sent = await page.post("/finder/report", data=WRONG)
    assert (sent.status_code, "set-cookie" in sent.headers) == (303, False)
    assert sent.headers["location"] == "/finder/report/thanks?place=29221&actionField=RECOGNITION&occupationGroup=CRAFT&lang=de"
    thanks = Page((await page.get(sent.headers["location"])).text)
    assert "Danke für Ihre Meldung." in thanks.text
    assert "/finder?place=29221&actionField=RECOGNITION&occupationGroup=CRAFT&lang=de" in thanks.links
    [kept] = await stored_reports(clean, most=100)
    assert re.fullmatch("[0-9a-f]{8}", kept.pop("id"))
    assert abs((datetime.now(UTC) - datetime.fromisoformat(kept.pop("receivedAt"))).total_seconds()) < 60
    assert kept == {
        "about": "jobcenter-celle", "name": "Jobcenter Celle", "field": "PHONE", "comment": "Die Nummer steht auf der Website.",
        "place": "29221", "actionField": "RECOGNITION", "occupationGroup": "CRAFT",
    }  # fmt: skip


async def test_what_is_missing_is_reported_without_an_office_and_a_point_is_not_kept(page: httpx.AsyncClient, clean: Engine) -> None:
    written = "Eine Beratung\r\nin\x1b[31m Celle\u202e"
    given = {"comment": written, "place": "52.62, 10.08", "actionField": "MOBILITY", "field": "PHONE", "age": "29"}
    assert (await page.post("/finder/report", data=given)).status_code == 303
    [kept] = await stored_reports(clean, most=100)
    assert (kept["about"], kept["field"], kept["place"], kept["actionField"]) == (None, "MISSING", "", "MOBILITY")
    assert kept["comment"] == "Eine Beratung\nin[31m Celle"


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"field": ""}, 400, "Bitte wählen Sie, was falsch ist."),
        ({"field": "MAGIC"}, 400, "Bitte wählen Sie, was falsch ist."),
        ({"comment": "ü" * 1001}, 400, "Der Text hat 1001 Zeichen. Möglich sind 1.000."),
        ({"office": "", "comment": " \n "}, 400, "Bitte schreiben Sie, welche Stelle fehlt."),
        ({"office": "nobody-at-all"}, 404, "Diese Stelle steht nicht im Verzeichnis."),
        ({"comment": "x" * 40_000}, 413, "32768"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_what_was_written_stays(
    changed: dict[str, str], status: int, said: str, page: httpx.AsyncClient, clean: Engine
) -> None:
    answer = await page.post("/finder/report", data={**WRONG, **changed})
    assert answer.status_code == status
    assert said in answer.text
    if status != 413:
        assert changed.get("comment", WRONG["comment"]).strip() in answer.text
    assert await stored_reports(clean, most=100) == []


async def test_the_form_of_an_office_that_is_not_there_is_a_page_that_leads_to_the_search(page: httpx.AsyncClient) -> None:
    answer = await page.get("/finder/report", params={"office": "nobody-at-all", "lang": "de"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>Diese Stelle steht nicht im Verzeichnis.</h1>" in answer.text
    assert '<a class="btn" href="/">Neu suchen</a>' in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://directory"}, 303),
        ({"Origin": "http://directory"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://directory"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_only_our_own_page_may_send_a_report(headers: dict[str, str], status: int, page: httpx.AsyncClient, clean: Engine) -> None:
    assert (await page.post("/finder/report", data=WRONG, headers=headers)).status_code == status
    assert len(await stored_reports(clean, most=100)) == (status == 303)


async def test_what_fills_in_the_field_that_nobody_sees_is_thanked_and_not_kept(page: httpx.AsyncClient, clean: Engine) -> None:
    assert (await page.post("/finder/report", data={**WRONG, "website": "https://spam.example"})).status_code == 303
    assert await stored_reports(clean, most=100) == []
    assert 'netzlotse_reports_total{as="trap"} 1.0' in (await page.get("/metrics")).text


async def test_a_client_sends_so_many_and_all_together_so_many_wait(clean: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with asking(clean, snapshot, schema, report_limit=2, report_window=3600, reports_kept=3) as client:
        assert [(await client.post("/finder/report", data=WRONG)).status_code for _ in range(2)] == [303, 303]
        refused = await client.post("/finder/report", data=WRONG)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "1800")
        assert "Bitte in 30 Minuten noch einmal." in refused.text
        assert WRONG["comment"] in refused.text
        # Pages are answered all the same.
        assert (await client.get("/finder")).status_code == 200
    async with asking(clean, snapshot, schema, report_limit=9, reports_kept=3) as client:
        assert [(await client.post("/finder/report", data=WRONG)).status_code for _ in range(2)] == [303, 503]
        assert len(await stored_reports(clean, most=100)) == 3
        assert 'netzlotse_reports_total{as="full"} 1.0' in (await client.get("/metrics")).text


async def test_what_nobody_closes_is_dropped_after_its_days(clean: Engine) -> None:
    old = Report("old", "2025-01-01T00:00:00+00:00", None, "MISSING", "x")
    new = Report("new", f"{TODAY}T00:00:00+00:00", None, "MISSING", "x")
    await store_report(clean, old, most=9, oldest="2024-01-01")
    assert [report["id"] for report in await stored_reports(clean, most=100)] == ["old"]
    await store_report(clean, new, most=9, oldest="2025-06-01")
    assert [report["id"] for report in await stored_reports(clean, most=100)] == ["new"]


async def test_without_a_limit_or_an_engine_there_is_no_form_and_no_link(clean: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with asking(clean, snapshot, schema, report_limit=0) as client:
        assert (await client.get("/finder/report")).status_code == 404
        answer = await client.get("/finder", params={"place": "29221", "actionField": "RECOGNITION"})
        assert "/finder/report" not in answer.text


async def test_while_the_database_is_away_what_was_written_stays(clean: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    class Broken:
        """Neither reads nor writes."""

        async def read(self, _cypher: str, /, **_parameters: Any) -> Any:
            raise ServiceUnavailable("The database can't be reached at the moment.", retry_after=7)

        async def write(self, _work: Any, /) -> Any:
            return await self.read("")

    broken: Any = Broken()
    async with client_of(finder_app(broken, snapshot, schema, reporting=broken)) as client:
        answer = await client.post("/finder/report", data=WRONG)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert WRONG["comment"] in answer.text


async def test_coordinators_bring_their_token_to_read_and_close(page: httpx.AsyncClient, clean: Engine) -> None:
    await page.post("/finder/report", data=WRONG)
    told = {"Authorization": "Bearer told"}
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert (await page.get("/reports", headers=headers)).status_code == 401
        assert (await page.post("/reports/x/close", headers=headers)).status_code == 401
    [report] = (await page.get("/reports", headers=told)).json()["reports"]
    assert (report["about"], report["comment"]) == ("jobcenter-celle", WRONG["comment"])
    assert (await page.get("/reports", params={"since": "2999-01-01"}, headers=told)).json() == {"reports": []}
    refused = await page.get("/reports", params={"since": "gestern"}, headers=told)
    assert (refused.status_code, "'gestern'" in refused.text) == (400, True)
    assert (await page.post(f"/reports/{report['id']}/close", headers=told)).json() == {"closed": report["id"]}
    assert (await page.post(f"/reports/{report['id']}/close", headers=told)).status_code == 404
    assert await stored_reports(clean, most=100) == []


async def test_without_a_token_nobody_reads_reports_by_the_web(clean: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    async with asking(clean, snapshot, schema) as client:
        assert (await client.get("/reports", headers={"Authorization": "Bearer "})).status_code == 404


async def test_a_report_changes_nothing_that_is_answered_and_stands_in_no_answer_page_or_export(
    page: httpx.AsyncClient, clean: Engine, snapshot: Snapshot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version = await current_version(clean)
    asked = {"query": "{ directory { version counts { type count } } }"}
    before = (await page.post("/graphql", json=asked)).json()
    await page.post("/finder/report", data={**WRONG, "comment": SECRET})
    assert await current_version(clean) == version == snapshot.version
    after = await page.post("/graphql", json=asked)
    assert (after.json(), "netzlotse; hit" in after.headers["cache-status"]) == (before, True)
    shown = [
        await page.get("/finder", params={"place": "29221", "actionField": "RECOGNITION"}),
        await page.get("/finder/report", params={"office": "jobcenter-celle"}),
        await page.post("/graphql", json={"query": f'{{ search(text: "{SECRET}", first: 5) {{ edges {{ node {{ __typename }} }} }} }}'}),
        await page.get("/metrics"),
    ]
    assert [answer.status_code for answer in shown] == [200, 200, 200, 200]
    assert all(SECRET not in answer.text for answer in shown[:2] + shown[3:])
    assert shown[2].json()["data"]["search"]["edges"] == []
    await export(clean, tmp_path, "json", today=TODAY, internal=True)
    assert [file.name for file in tmp_path.rglob("*") if file.is_file() and SECRET in file.read_text(encoding="utf-8")] == []
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err


async def test_reports_outlive_loads_and_imports(clean: Engine) -> None:
    await store_report(clean, Report("kept", f"{TODAY}T00:00:00+00:00", "jobcenter-celle", "CLOSED"), most=9, oldest="2025")
    before = await stored_reports(clean, most=100)
    version = (await content(clean))["version"][0]["v"]
    graph = shipped_graph()
    await load_graph(clean, graph, mark="another mark")
    assert await stored_reports(clean, most=100) == before
    await import_files(clean, [EXAMPLE], dataset="muster", today=TODAY, apply=True)
    assert await stored_reports(clean, most=100) == before
    await without_datasets(clean, version)
    assert await stored_reports(clean, most=100) == before


async def test_a_report_about_an_office_that_is_gone_keeps_its_slug(clean: Engine) -> None:
    async def create(writer: Writer) -> None:
        await writer.run("CREATE (a:Actor {id: 'test-reports-gone', name: 'Gone', visibility: 'PUBLIC', dataset: 'test-reports'})")

    async def delete(writer: Writer) -> None:
        await writer.run("MATCH (a:Actor {id: 'test-reports-gone'}) DETACH DELETE a")

    await clean.write(create)
    try:
        await store_report(clean, Report("gone", f"{TODAY}T00:00:00+00:00", "test-reports-gone", "CLOSED"), most=9, oldest="2025")
    finally:
        await clean.write(delete)
    assert [(report["about"], report["name"]) for report in await stored_reports(clean, most=100)] == [("test-reports-gone", None)]


def test_a_draft_is_read_as_far_as_the_directory_knows_the_words() -> None:
    given = {"office": "x" * 300, "field": "MISSING", "comment": " a\x00b ", "actionField": "MAGIC", "place": "Celle", "age": "29"}
    draft = read_draft(given)
    assert (len(draft.office), draft.what, draft.comment, draft.question.field, draft.question.age) == (200, "", "ab", "", None)
    assert set(FIELDS) == {"PHONE", "WEBSITE", "ADDRESS", "RESPONSIBILITY", "CLOSED", "OTHER"}
    assert LONGEST_COMMENT == 1000
    assert json.dumps(draft.where) == '{"place": "Celle", "action_field": "", "occupation_group": ""}'
