"""The map's files: stable columns, the filters of the address, no formulas, outlines that are closed, the same bytes for the same data."""

import csv
import json
import zipfile
from collections.abc import AsyncGenerator
from io import BytesIO, StringIO
from typing import Any

import httpx
import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from tests.web.conftest import client_of
from tests.web.test_finder import finder_app
from web.pages.map.downloads import DOCUMENT, file_name
from web.pages.map.files import CELLS, GAPS, OPEN, csv_bytes, guarded
from web.pages.map.forms import MapQuestion
from web.pages.map.workbook import workbook_bytes
from web.pages.words import words_of

CELL: dict[str, Any] = {"status": "UNKNOWN", "lastLookedAt": None, "actorCount": 0, "actors": [], "nearest": None}


@pytest.fixture(scope="module")
async def client(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(finder_app(directory, await take_snapshot(directory), schema)) as opened:
        yield opened


async def table(client: httpx.AsyncClient, address: str) -> list[dict[str, str]]:
    response = await client.get(address)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/csv; charset=utf-8; header=present"), response.text[:200]
    text = response.content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.DictReader(StringIO(text)))


async def test_the_cells_of_lower_saxony_are_45_by_13_and_say_the_same_as_the_api(client: httpx.AsyncClient) -> None:
    rows = await table(client, "/map.csv?within=03")
    assert tuple(rows[0]) == CELLS
    assert (len(rows), len({row["region_key"] for row in rows}), len({row["action_field"] for row in rows})) == (585, 45, 13)
    answer = await client.post(
        "/graphql", json={"query": '{ coverage(within: {regionKey: "03"}) { cells { status } summary { status count } } }'}
    )
    coverage = answer.json()["data"]["coverage"]
    assert [row["status"] for row in rows] == [cell["status"] for cell in coverage["cells"]]
    assert {one["status"]: one["count"] for one in coverage["summary"] if one["count"]} == {
        status: sum(row["status"] == status for row in rows) for status in {row["status"] for row in rows}
    }


async def test_the_recognition_of_crafts_in_celle_as_a_row(client: httpx.AsyncClient) -> None:
    [row] = await table(client, "/map.csv?within=03351&actionField=RECOGNITION&occupationGroup=CRAFT")
    assert row == {
        "region_key": "03351",
        "region": "Landkreis Celle",
        "action_field": "RECOGNITION",
        "status": "COVERED_FROM_OUTSIDE",
        "checked": "true",
        "last_looked_at": "2026-11-23",
        "actor_count": "1",
        "actors": "Handwerkskammer Braunschweig-Lüneburg-Stade",
        "actor_slugs": "handwerkskammer-braunschweig-lueneburg-stade",
        "nearest_actor": "Handwerkskammer Braunschweig-Lüneburg-Stade",
        "nearest_town": "Braunschweig",
        "distance_km": "53.3",
        "population": "178936",
        "people_km": "9537289",
    }


async def test_the_actors_of_a_row_can_be_asked_for_again(client: httpx.AsyncClient) -> None:
    rows = await table(client, "/map.csv?within=05112")
    slugs = sorted({slug for row in rows for slug in row["actor_slugs"].split("; ") if slug})
    query = "query ($slugs: [String!]) { actors(where: {slug: {in: $slugs}}, first: 100) { nodes { slug } } }"
    found = (await client.post("/graphql", json={"query": query, "variables": {"slugs": slugs}})).json()["data"]["actors"]["nodes"]
    assert sorted(actor["slug"] for actor in found) == slugs
    assert "integration-point-duisburg" in slugs


async def test_the_outlines_of_a_land_are_valid_geojson_with_the_status_of_each_field(client: httpx.AsyncClient) -> None:
    response = await client.get("/map.geojson?within=05&actionField=TRAINING")
    assert response.headers["content-type"] == "application/geo+json"
    found = json.loads(response.content)
    assert (found["type"], len(found["features"])) == ("FeatureCollection", 53)
    assert "GeoBasis-DE / BKG" in found["attribution"]
    duisburg = next(feature for feature in found["features"] if feature["id"] == "05112")
    properties = duisburg["properties"]
    assert (properties["action_field"], properties["status"], properties["status_SOCIAL_COUNSELLING"]) == ("TRAINING", "COVERED", "UNKNOWN")
    for feature in found["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in polygon)
    # Degrees of longitude come first.
    assert all(6.5 < lon < 7 and 51.2 < lat < 51.7 for lon, lat in duisburg["geometry"]["coordinates"][0][0])


async def test_the_workbook_holds_a_row_for_each_kreis_and_a_word_in_each_cell(client: httpx.AsyncClient) -> None:
    response = await client.get("/map.xlsx?within=03&lang=de")
    book = zipfile.ZipFile(BytesIO(response.content))
    sheet, words = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert (sheet.count("<row "), sheet.count("<c ")) == (46, 46 * 16)
    assert all(f"<t>{word}</t>" in words for word in ("Landkreis Celle", "Einstiegsqualifizierung", "vor Ort", "von außen", "offen"))
    assert "\u00ad" not in words
    # The same data, the same bytes.
    assert (await client.get("/map.xlsx?within=03&lang=de")).content == response.content


async def test_all_gaps_come_in_one_file_the_gravest_first(client: httpx.AsyncClient) -> None:
    rows = await table(client, "/map-gaps.csv?within=05")
    query = '{ networkGaps(within: {regionKey: "05"}) { totalCount } }'
    total = (await client.post("/graphql", json={"query": query})).json()["data"]["networkGaps"]["totalCount"]
    assert tuple(rows[0]) == GAPS
    assert len(rows) == total > 25
    order = ("HIGH", "MEDIUM", "LOW")
    assert [row["severity"] for row in rows] == sorted((row["severity"] for row in rows), key=order.index)


async def test_the_work_list_holds_what_nobody_has_looked_at(client: httpx.AsyncClient) -> None:
    rows = await table(client, "/map-open.csv?within=03351")
    assert tuple(rows[0]) == OPEN
    assert [row["action_field"] for row in rows] == ["LANGUAGE", "SOCIAL_COUNSELLING", "MOBILITY"]


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".xlsx", "-gaps.csv", "-open.csv"])
async def test_a_file_has_a_name_a_tag_and_answers_304_to_who_has_it(client: httpx.AsyncClient, suffix: str) -> None:
    address = f"/map{suffix}?within=03351"
    response = await client.get(address)
    assert response.headers["content-disposition"] == f'attachment; filename="netzlotse-03351{suffix}"'
    again = await client.get(address, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", response.headers["etag"])
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.content == response.content


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("within=29999", 404, "There is no postal code '29999' in this directory."),
        ("within=Neustadt", 400, "'Neustadt' fits 13 places; please choose one."),
        ("within=03&asOf=2026-02-31", 400, "`asOf` is not a day: '2026-02-31'. Write it as 2026-12-31."),
    ],
)
async def test_a_file_that_cannot_be_made_says_why(client: httpx.AsyncClient, asked: str, status: int, said: str) -> None:
    for suffix in (".csv", ".geojson", ".xlsx", "-gaps.csv", "-open.csv"):
        response = await client.get(f"/map{suffix}?{asked}")
        assert (response.status_code, response.json()["errors"][0]["message"]) == (status, said)


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@x", "\tx", "\rx", "\nx", "'x"])
def test_what_a_spreadsheet_would_carry_out_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert csv_bytes(("a",), [(text,)]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_numbers_and_harmless_text_stay_as_they_are() -> None:
    assert csv_bytes(("a", "b", "c", "d"), [(-1, -1.5, "a=b", None), (True, 2.0, "", False)]) == (
        b"\xef\xbb\xbfa,b,c,d\r\n-1,-1.5,a=b,\r\ntrue,2,,false\r\n"
    )


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook() -> None:
    region = {"key": "1", "label": '=HYPERLINK("https://example.org")', "population": None}
    coverage = {"within": {"label": "+x"}, "rows": [{"region": region}], "columns": ["TRAINING"], "cells": [CELL]}
    book = zipfile.ZipFile(BytesIO(workbook_bytes(coverage, words_of("de", "map"), as_of=None)))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK" in book.read("xl/sharedStrings.xml").decode()


def test_a_file_is_named_by_place_and_day_in_plain_letters() -> None:
    assert file_name(MapQuestion(within="Kreis Höxter/1", as_of="2026-01-02"), ".csv") == "netzlotse-Kreis-H-xter-1-2026-01-02.csv"


def test_the_files_ask_one_document() -> None:
    assert DOCUMENT.count("query ") == 1
