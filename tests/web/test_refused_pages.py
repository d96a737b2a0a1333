"""A page that can't be answered is still a page, in the reader's language; everything else is refused in JSON."""

import httpx
import pytest

from tests.web.conftest import Probe, client_of, probe_app

ASKED = "/finder?place=29221&actionField=TRAINING"


async def test_too_many_requests_for_a_page_are_told_as_a_page_that_leads_back(probe: Probe) -> None:
    async with client_of(probe_app(probe, rate_limit=1, rate_window=20)) as client:
        await client.get("/finder")
        response = await client.get(f"{ASKED}&lang=de")
        elsewhere = await client.get("/nothing")
    assert (response.status_code, response.headers["retry-after"], response.headers["cache-control"]) == (429, "20", "no-store")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["ratelimit"] == '"requests";r=0;t=20'
    assert "<h1>Zu viele Anfragen</h1>" in response.text
    assert "Bitte in 20 Sekunden noch einmal." in response.text
    assert f'href="{ASKED.replace("&", "&amp;")}&amp;lang=de"' in response.text
    assert elsewhere.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_the_refusal_is_in_the_reader_s_language_and_offers_the_same_question_in_others(probe: Probe) -> None:
    async with client_of(probe_app(probe, rate_limit=1, rate_window=20)) as client:
        await client.get("/finder")
        response = await client.get(ASKED, headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in response.text
    assert f'href="{ASKED.replace("&", "&amp;")}&amp;lang=uk"' in response.text


async def test_a_fault_of_ours_is_a_page_with_the_number_under_which_it_is_logged(probe: Probe) -> None:
    # The probe's schema doesn't know what the finder asks.
    async with client_of(probe_app(probe)) as client:
        response = await client.get(f"{ASKED}&lang=en", headers={"X-Request-Id": "fault-1"})
    assert response.status_code == 500
    assert "This page can&#39;t be shown right now." in response.text
    assert "please give this number: fault-1." in response.text
    assert "GraphQL" not in response.text


async def test_a_page_is_read_and_not_sent_to(client: httpx.AsyncClient) -> None:
    response = await client.post("/finder")
    assert (response.status_code, set(response.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert response.json()["errors"][0]["message"] == "POST is not allowed at /finder."


@pytest.mark.parametrize("path", ["/nothing", "/finder/nothing"])
async def test_where_no_page_is_the_refusal_is_json(path: str, client: httpx.AsyncClient) -> None:
    response = await client.get(path, headers={"Accept": "text/html"})
    assert (response.status_code, response.json()["errors"][0]["message"]) == (404, f"Nothing is at {path}.")
