from pathlib import Path
from typing import Any

import pytest

from graph.fields import Property
from graph.model import MODEL
from seeds.loading.expand import Graph, expand, review_due
from seeds.rows.problems import Problem
from seeds.rows.row import Rows
from seeds.rows.spelling import slug_of, sort_name
from seeds.shipped.directory import read_rows, regions_of
from tests.seeds.small import folder


def graph(path: Path, **changed: str) -> Graph:
    rows, problems = read_rows(folder(path, **changed))
    assert problems == []
    return expand(rows, regions_of(rows))


def node(found: Graph, key: str) -> dict[str, Any]:
    (properties,) = (node.properties for node in found.nodes if node.id == key)
    return properties


def edges(found: Graph, type_: str) -> list[tuple[str, str]]:
    return [(edge.start, edge.end) for edge in found.edges if edge.type == type_]


def test_an_organization_carries_everything_ready_to_send(tmp_path: Path) -> None:
    (found,) = (node for node in graph(tmp_path).nodes if node.id == "jobcenter-celle")
    assert (found.label, found.extra_labels) == ("Actor", ("Organization", "Searchable"))
    assert len(found.properties.pop("digest")) == 24
    assert found.properties == {
        "id": "jobcenter-celle",
        "typeName": "Organization",
        "globalId": "MTpPcmdhbml6YXRpb246am9iY2VudGVyLWNlbGxl",
        "name": "Jobcenter Celle",
        "sortName": "jobcenter celle",
        "sortVerifiedAt": "2026-11-23",
        "kind": "ORGANIZATION",
        "type": "JOBCENTER",
        "actionFields": ["LANGUAGE", "EMPLOYMENT"],
        "targetGroups": [],
        "externalIds": [],
        "sourceId": "law",
        "verifiedAt": "2026-11-23",
        "reviewDue": "2028-11-23",
        "validFrom": "0001-01-01",
        "validTo": "9999-12-31",
        "visibility": "PUBLIC",
        "dataset": "shipped",
    }


def test_a_location_without_a_point_gets_the_finest_that_its_row_tells(tmp_path: Path) -> None:
    more = """
- organization: a
  name: A
  type: UNION
  source: law
  locations:
    - {role: HEAD_OFFICE, postal_code: 29614}
    - {role: BRANCH, postal_code: 29221, city: Celle, precision: MUNICIPALITY}
    - {role: BRANCH, region: "03358"}
    - {role: BRANCH, lat: 52.7, lon: 10.1, region: "03351"}
"""
    found = graph(tmp_path, actors=more)
    places = {
        node.id: (node.properties.get("lat"), node.properties.get("lon"), node.properties.get("precision"))
        for node in found.nodes
        if node.label == "Location"
    }
    assert places == {
        "jobcenter-celle.head-office": (52.6226, 10.0805, "MUNICIPALITY"),
        "a.head-office": (52.99, 9.84, "POSTAL_CODE"),
        "a.branch": (52.6226, 10.0805, "MUNICIPALITY"),
        "a.branch.2": (None, None, None),
        "a.branch.3": (52.7, 10.1, "ADDRESS"),
    }
    assert edges(found, "IN_REGION") == [
        ("jobcenter-celle.head-office", "03351006"),
        ("a.head-office", "03358"),
        ("a.branch", "03351006"),
        ("a.branch.2", "03358"),
        ("a.branch.3", "03351"),
    ]


def test_an_actor_is_active_where_it_is_responsible_and_in_the_kreis_of_its_places(tmp_path: Path) -> None:
    assert edges(graph(tmp_path), "ACTIVE_IN") == [
        ("central-body", "DE"),
        ("ihk-heide", "ihk-1"),
        ("ihk-nord", "03358"),
        ("jobcenter-celle", "03351"),
    ]


def test_internal_parts_do_not_show_in_what_is_derived(tmp_path: Path) -> None:
    more = """
- organization: a
  name: A
  type: UNION
  source: law
  responsibilities: [{role: ADVISES, action_fields: [MOBILITY], regions: ["03358"], visibility: INTERNAL}]
"""
    found = graph(tmp_path, actors=more)
    assert node(found, "a")["actionFields"] == []
    assert node(found, "a.advises")["visibility"] == "INTERNAL"
    assert [pair for pair in edges(found, "ACTIVE_IN") if pair[0] == "a"] == []


def test_regions_and_postal_codes_hang_together(tmp_path: Path) -> None:
    found = graph(tmp_path)
    assert edges(found, "PART_OF") == [("03", "DE"), ("03351", "03"), ("03358", "03"), ("03351006", "03351")]
    assert edges(found, "IN_DISTRICT") == [("03351", "ihk-1"), ("03358", "ihk-1")]
    assert edges(found, "IN_KREIS") == [("29221", "03351"), ("29614", "03358")]
    assert (node(found, "29221")["name"], node(found, "29221")["names"]) == ("Celle", ["Celle", "Westercelle"])
    assert node(found, "03351")["sortName"] == "celle"
    assert "validFrom" not in node(found, "03351")


def test_an_event_has_its_series_place_and_organizer(tmp_path: Path) -> None:
    more = """
- event_series: talks
  name: Talks
- event: talk-1
  name: Talk 1
  starts_on: 2017-02-15
  series: talks
  source: law
  locations: [{role: VENUE, postal_code: "29221"}]
  figures: [{measure: PARTICIPANTS, min: 90, stated_on: 2017-02-16, region: "03351"}]
  ties: [{type: ORGANIZES, from: jobcenter-celle}]
"""
    rows, problems = read_rows(folder(tmp_path, actors=more))
    assert [problem.severity for problem in problems] == ["warning"]
    found = expand(rows, regions_of(rows))
    drawn = [(edge.type, edge.start, edge.end_label, edge.end) for edge in found.edges if "talk-1" in (edge.start, edge.end)]
    assert drawn == [
        ("IN_SERIES", "talk-1", "EventSeries", "talks"),
        ("LOCATED_AT", "talk-1", "Location", "talk-1.venue"),
        ("HAS_FIGURE", "talk-1", "Figure", "talk-1.participants"),
        ("ORGANIZES", "jobcenter-celle", "Event", "talk-1"),
    ]


def test_a_changed_fact_changes_only_its_own_digest(tmp_path: Path) -> None:
    before = {node.id: node.properties["digest"] for node in graph(tmp_path / "a").nodes}
    (tmp_path / "b").mkdir()
    rows, _ = read_rows(folder(tmp_path / "b"))
    rows["contact"][0].values["hours"] = "Mo-Fr"
    after = {node.id: node.properties["digest"] for node in expand(rows, regions_of(rows)).nodes}
    assert {key for key in after if after[key] != before[key]} == {"jobcenter-celle.office"}


def test_what_was_verified_is_due_for_review_after_two_years() -> None:
    assert review_due("2026-11-23") == "2028-11-23"
    assert review_due("2024-02-29") == "2026-03-01"


@pytest.mark.parametrize(
    ("name", "folded", "slug"),
    [
        ("Ärztekammer  Köln", "arztekammer koln", "aerztekammer-koeln"),
        ("Jobcenter Gießen", "jobcenter giessen", "jobcenter-giessen"),
        ("IHK Arnsberg, Hellweg-Sauerland", "ihk arnsberg, hellweg-sauerland", "ihk-arnsberg-hellweg-sauerland"),
        ("A\u0308mter René", "amter rene", "aemter-rene"),
    ],
)
def test_german_names_are_folded(name: str, folded: str, slug: str) -> None:
    assert (sort_name(name), slug_of(name)) == (folded, slug)


def test_the_shipped_directory_stores_only_what_the_model_declares(shipped: tuple[Rows, list[Problem]]) -> None:
    rows, _ = shipped
    internal = {
        "id",
        "typeName",
        "sourceId",
        "validFrom",
        "validTo",
        "visibility",
        "digest",
        "dataset",
        "sortName",
        "sortVerifiedAt",
        "reviewDue",
        "verifiedAt",
    }
    internal |= {"populationHint", "names", "nameVisibility", "nameLegalBasis", "nameExpiresOn"}
    for stored in expand(rows, regions_of(rows)).nodes:
        type_ = stored.properties["typeName"]
        if type_ in MODEL:
            declared = {field.name for field in MODEL[type_].fields.values() if isinstance(field, Property)}
            declared |= {f"{stem}{code}" for stem in ("description", "label") for code in ("De", "En")}
            assert set(stored.properties) <= declared | internal, stored.id
