from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from seeds.rows.problems import Problem
from seeds.rows.row import Row, Rows
from seeds.shipped.directory import read_rows, regions_of
from tests.seeds.small import folder

Shipped = tuple[Rows, list[Problem]]


@pytest.fixture
def rows(shipped: Shipped) -> Rows:
    return shipped[0]


def row(rows: Rows, kind: str, **wanted: Any) -> Row:
    (found,) = (row for row in rows[kind] if all(row[column] == value for column, value in wanted.items()))
    return found


def test_the_offices_of_germany_are_all_there(rows: Rows) -> None:
    types = Counter(row["type"] for row in rows["organization"] if row.file.startswith("offices/") or row["valid_to"] is None)
    assert {type_: types[type_] for type_ in ("JOBCENTER", "CHAMBER_IHK", "CHAMBER_HWK", "EMPLOYMENT_AGENCY")} == {
        "JOBCENTER": 404,
        "CHAMBER_IHK": 79,
        "CHAMBER_HWK": 53,
        "EMPLOYMENT_AGENCY": 146,
    }
    assert (types["REGIONAL_DIRECTORATE"], types["MUNICIPAL_INTEGRATION_CENTRE"], types["IMMIGRATION_OFFICE"]) == (10, 54, 400)


def test_each_kreis_has_a_jobcenter_an_agency_both_chambers_an_immigration_office_and_a_directorate(rows: Rows) -> None:
    regions = regions_of(rows)
    types = {row.key: row["type"] for row in rows["organization"]}
    covered: dict[str, set[str]] = {}
    for duty in rows["responsibility"]:
        kreise = {kreis for key in duty["regions"] for kreis in regions.kreise_in(key)}
        covered.setdefault(types.get(duty["owner"], ""), set()).update(kreise)
    everywhere = {row.key for row in rows["region"] if row["level"] == "KREIS"}
    assert len(everywhere) == 400
    for type_ in ("JOBCENTER", "EMPLOYMENT_AGENCY", "CHAMBER_IHK", "CHAMBER_HWK", "IMMIGRATION_OFFICE", "REGIONAL_DIRECTORATE"):
        assert everywhere - covered[type_] == set()


def test_each_agency_is_part_of_the_directorate_that_its_table_names(rows: Rows) -> None:
    parts = [tie for tie in rows["tie"] if tie["type"] == "PART_OF_ACTOR" and tie["to"].startswith("regionaldirektion-")]
    types = {row.key: row["type"] for row in rows["organization"]}
    assert len({tie["from"] for tie in parts}) == len(parts) == 146
    assert {types[tie["from"]] for tie in parts} == {"EMPLOYMENT_AGENCY"}
    assert {tie["to"] for tie in parts} == {key for key, type_ in types.items() if type_ == "REGIONAL_DIRECTORATE"}
    celle = row(rows, "tie", **{"from": "agentur-fuer-arbeit-lueneburger-heide", "type": "PART_OF_ACTOR"})
    assert (celle["to"], celle["source"], celle["verified_at"]) == ("regionaldirektion-niedersachsen-bremen", "general-knowledge", None)


def test_what_a_statute_names_is_verified_and_what_is_only_known_is_not(rows: Rows) -> None:
    jobcenter = row(rows, "organization", slug="jobcenter-celle")
    assert (jobcenter["source"], jobcenter["verified_at"], jobcenter["external_ids"]) == ("einglmv-2026", "2026-11-23", ["ba:25114"])
    office = row(rows, "location", owner="jobcenter-celle")
    assert (office["city"], office["source"], office["verified_at"], office["precision"]) == (
        "Celle",
        "general-knowledge",
        None,
        "MUNICIPALITY",
    )
    immigration = row(rows, "organization", slug="auslaenderbehoerde-landkreis-celle")
    assert (immigration["name"], immigration["verified_at"]) == ("Ausländerbehörde Landkreis Celle", None)


def test_a_chamber_decides_in_its_district(rows: Rows) -> None:
    duty = row(rows, "responsibility", owner="handwerkskammer-braunschweig-lueneburg-stade", rule="hwk-anerkennung")
    (district,) = duty["regions"]
    assert district.startswith("hwk-")
    assert "03351" in regions_of(rows).kreise_in(district)
    assert (duty["role"], duty["action_fields"], duty["occupation_groups"], duty["valid_from"]) == (
        "DECIDES",
        ["RECOGNITION"],
        ["CRAFT"],
        "2012-04-01",
    )


def test_an_agency_covers_a_kreis_only_since_it_joined(rows: Rows) -> None:
    slug = "agentur-fuer-arbeit-lueneburger-heide"
    duties = [row for row in rows["responsibility"] if row["owner"] == slug and row["rule"] == "agentur-arbeit"]
    assert [(duty["valid_from"], "03351" in duty["regions"], "03355" in duty["regions"]) for duty in duties] == [
        (None, False, True),
        ("2026-01-01", True, False),
    ]


def test_a_jobcenter_of_a_town_inside_a_kreis_lies_in_that_town(rows: Rows) -> None:
    assert row(rows, "location", owner="jobcenter-hanau")["region"] == "06435014"


def test_the_rules_lead_from_the_jobcenter_to_who_decides(rows: Rows) -> None:
    def ends(slug: str, fields: str) -> set[str]:
        return {tie["to"] for tie in rows["tie"] if tie["from"] == slug and tie["rule"] and fields in tie["action_fields"]}

    assert ends("jobcenter-celle", "RECOGNITION") == {"ihk-lueneburg-wolfsburg", "handwerkskammer-braunschweig-lueneburg-stade"}
    assert ends("ihk-lueneburg-wolfsburg", "RECOGNITION") == {"ihk-fosa"}
    assert ends("ihk-hannover", "RECOGNITION") == set()


OVERLAY = """
- organization: ihk-aachen
  description_de: Von Hand.
  source: law
  locations: [{role: HEAD_OFFICE, city: Celle, region: "03351006"}, {role: BRANCH, city: Celle, region: "03351006"}]
"""
IHK = (
    "xoev_code,name,seat,seat_ags8,street,street_basis,plz,plz_basis,lat,lon,precision,website,website_basis,kreise_basis\n"
    "1,IHK Aachen,Celle,03351006,,,29221,general knowledge,52.62,10.09,POSTAL_CODE,https://a.example,,general knowledge\n"
)
MORE_SOURCES = "xoev-ihk,XÖV\nihk-registry,R\n"


def with_offices(path: Path, table: str, **changed: str) -> tuple[Rows, list[str]]:
    files = folder(path, sources=MORE_SOURCES, **changed)
    (files / "offices").mkdir()
    (files / "offices" / "ihk.csv").write_text(table, encoding="utf-8")
    rows, problems = read_rows(files)
    return rows, [str(problem) for problem in problems]


def test_fields_kept_by_hand_win_and_parts_add_up(tmp_path: Path) -> None:
    rows, problems = with_offices(tmp_path, IHK, actors=OVERLAY)
    assert problems == []
    chamber = row(rows, "organization", slug="ihk-aachen")
    assert (chamber["name"], chamber["type"], chamber["description_de"], chamber["source"]) == (
        "IHK Aachen",
        "CHAMBER_IHK",
        "Von Hand.",
        "law",
    )
    places = [(place["role"], place["postal_code"], place.file) for place in rows["location"] if place["owner"] == "ihk-aachen"]
    assert places == [("HEAD_OFFICE", None, "actors/actors.yaml"), ("BRANCH", None, "actors/actors.yaml")]
    assert row(rows, "contact", owner="ihk-aachen")["website"] == "https://a.example"


def test_a_fact_table_that_lost_a_column_is_named(tmp_path: Path) -> None:
    rows, problems = with_offices(tmp_path, IHK.replace("seat_ags8,", "seat_ags,"))
    assert problems == [
        "offices/ihk.csv:1: seat_ags: column 4: there is no such column here; did you mean 'seat_ags8'?",
        "offices/ihk.csv:1: seat_ags8: the table has lost this column",
    ]
    assert "ihk-aachen" not in {row.key for row in rows["organization"]}
