"""Imports on both engines: a dry run, all or nothing, the same again, and other datasets left alone. Everything brought is invented."""

import asyncio
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from graph.engine import Engine
from seeds.checking.report import Report
from seeds.exchange.importing import import_files
from seeds.rows.problems import SeedError
from tests.seeds.brought import EXAMPLE, LOCATION, OFFICES, TODAY, content, files, told

OTHERS = "an import doesn't change another dataset's rows"
ROWS = {"added": 10, "changed": 0, "unchanged": 0, "removed": 0, "rejected": 0}


async def brought(engine: Engine, *paths: Path, dataset: str = "muster", apply: bool = True, **options: Any) -> Report:
    return await import_files(engine, list(paths), dataset=dataset, today=TODAY, apply=apply, **options)


def totals(report: Report) -> dict[str, int]:
    found: dict[str, int] = report.as_json()["totals"]
    return found


async def test_a_dry_run_tells_and_writes_nothing(bringing: Engine) -> None:
    before = await content(bringing)
    report = await brought(bringing, EXAMPLE, apply=False)
    assert totals(report) == ROWS
    assert report.rows == {
        "contact": {"added": 1},
        "location": {"added": 2},
        "organization": {"added": 2},
        "responsibility": {"added": 2},
        "source": {"added": 1},
        "tie": {"added": 2},
    }
    assert report.as_text().splitlines()[-1] == "Nothing was written (dry run): --apply does it."
    assert await content(bringing) == before


async def test_what_is_applied_is_there_and_again_is_nothing(bringing: Engine) -> None:
    version = (await content(bringing))["version"][0]["v"]["version"]
    first = await brought(bringing, EXAMPLE)
    assert (totals(first), first.applied, first.version) == (ROWS, True, version + 1)
    held = await content(bringing)
    again = await brought(bringing, EXAMPLE)
    assert (totals(again), again.version) == ({**ROWS, "added": 0, "unchanged": 10}, version + 1)
    assert again.as_text().splitlines()[-1] == "Nothing to do: the directory holds these rows already."
    assert await content(bringing) == held
    rows = await bringing.read(
        "MATCH (a:Actor {id: 'musterberatung-celle'})-[:LOCATED_AT]->(l)-[:IN_REGION]->(r) "
        "RETURN a.actionFields AS fields, l.lat AS lat, l.precision AS precision, r.id AS region ORDER BY region LIMIT 2"
    )
    assert rows == [{"fields": ["RECOGNITION", "SOCIAL_COUNSELLING"], "lat": 52.6175, "precision": "POSTAL_CODE", "region": "03351006"}]


async def test_a_changed_list_changes_and_removes_only_what_differs(bringing: Engine, tmp_path: Path) -> None:
    place = LOCATION + "muster-eins,HEAD_OFFICE,,Musterweg 1,29221,Celle,,,liste\n"
    duty = (
        "owner,role,action_fields,regions,source\n"
        "muster-eins,ADVISES,LANGUAGE,03351|03358,liste\nmuster-zwei,ADVISES,LANGUAGE,03351,liste\n"
    )
    await brought(bringing, files(tmp_path, location=place, responsibility=duty))
    changed = {
        "location": place.replace("Musterweg 1", "Musterweg 2"),
        "responsibility": duty.replace("|03358", ""),  # the node is the same, only one of its regions has gone
        "organization": OFFICES.replace(
            "muster-drei,Musterstelle Drei,INITIATIVE,liste\n", "muster-vier,Musterstelle Vier,COMPANY,liste\n"
        ),
    }
    report = await brought(bringing, files(tmp_path, **changed))
    assert report.rows == {
        "location": {"changed": 1},
        "organization": {"added": 1, "removed": 1, "unchanged": 2},
        "responsibility": {"changed": 1, "unchanged": 1},
        "source": {"unchanged": 1},
    }
    regions = await bringing.read(
        "MATCH (a:Actor {id: 'muster-eins'})-[:HAS_RESPONSIBILITY]->()-[:COVERS]->(r) RETURN r.id AS id ORDER BY id LIMIT 9"
    )
    assert regions == [{"id": "03351"}]


async def test_an_office_that_becomes_a_project_keeps_its_ties(bringing: Engine, tmp_path: Path) -> None:
    ties = "from,type,to,source\nmuster-eins,COOPERATES_WITH,muster-zwei,liste\n"
    await brought(bringing, files(tmp_path, tie=ties))
    (tmp_path / "project.csv").write_text("slug,name,source\nmuster-eins,Musterstelle Eins,liste\n")
    report = await brought(bringing, files(tmp_path, organization=OFFICES.replace("muster-eins,Musterstelle Eins,INITIATIVE,liste\n", "")))
    assert (report.rows["project"], report.rows["tie"]) == ({"changed": 1}, {"unchanged": 1})
    rows = await bringing.read(
        "MATCH (a:Project {id: 'muster-eins'})-[:COOPERATES_WITH]->(b) RETURN labels(a) AS labels, b.id AS id ORDER BY id LIMIT 2"
    )
    assert [(sorted(row["labels"]), row["id"]) for row in rows] == [(["Actor", "Project", "Searchable"], "muster-zwei")]


async def test_one_bad_row_leaves_everything_as_it_was(bringing: Engine, tmp_path: Path) -> None:
    before = await content(bringing)
    report = await brought(bringing, files(tmp_path, organization=OFFICES + "muster-vier,Musterstelle Vier,INITIATIV,liste\n"))
    assert (totals(report), report.applied) == ({**ROWS, "added": 4, "rejected": 1}, False)
    assert report.as_json()["rejected"] == [
        {
            "file": "organization.csv",
            "line": 5,
            "column": "type",
            "value": "INITIATIV",
            "reason": "is not a known term; did you mean 'INITIATIVE'?",
        }
    ]
    assert "organization.csv, line 5, column type: 'INITIATIV': is not a known term; did you mean 'INITIATIVE'?" in report.as_text()
    assert await content(bringing) == before


async def test_a_key_of_the_shipped_directory_is_refused_where_it_says_otherwise(bringing: Engine, tmp_path: Path) -> None:
    before = await content(bringing)
    rows = OFFICES + "jobcenter-celle,Anderes Jobcenter,JOBCENTER,liste\nwege-in-die-arbeitswelt,Muster,INITIATIVE,liste\n"
    duty = "owner,role,action_fields,regions,source\njobcenter-gifhorn,ADVISES,LANGUAGE,03351,liste\n"
    report = await brought(bringing, files(tmp_path, organization=rows, responsibility=duty))
    assert report.applied is False
    assert told(report) == [
        (
            *("organization.csv", 5, "slug", "jobcenter-celle"),
            f"is a key of dataset 'shipped', which says otherwise in name, verified_at, external_ids, source: {OTHERS}",
        ),
        ("organization.csv", 6, "slug", "wege-in-die-arbeitswelt", "is a key of dataset 'shipped', where it is of another kind (event)"),
        (
            *("responsibility.csv", 2, "owner", "jobcenter-gifhorn"),
            "belongs to dataset 'shipped', and what it is responsible for is kept there",
        ),
    ]
    assert await content(bringing) == before


async def test_a_part_can_be_added_to_a_shipped_office_and_goes_without_a_trace(bringing: Engine, tmp_path: Path) -> None:
    contact = "owner,role,website,source\nJobcenter Celle,EMPLOYER_SERVICE,https://muster.example,liste\n"
    report = await brought(bringing, files(tmp_path, contact=contact))
    assert report.rows["contact"] == {"added": 1}
    found = await bringing.read(
        "MATCH (:Actor {id: 'jobcenter-celle'})-[:HAS_CONTACT]->(c) WHERE c.dataset = 'muster' RETURN c.website AS w ORDER BY w LIMIT 2"
    )
    assert found == [{"w": "https://muster.example"}]
    (tmp_path / "contact.csv").unlink()
    gone = await brought(bringing, tmp_path)
    assert gone.rows["contact"] == {"removed": 1}


async def test_two_datasets_live_side_by_side(bringing: Engine, tmp_path: Path) -> None:
    await brought(bringing, EXAMPLE)
    other = files(tmp_path, tie="from,type,to,source\nmuster-eins,COOPERATES_WITH,musterberatung-celle,liste\n")
    report = await brought(bringing, other, dataset="muster-zweiter")
    assert (report.total("added"), report.total("removed")) == (5, 0)
    again = await brought(bringing, EXAMPLE)
    assert (again.total("unchanged"), again.total("removed")) == (10, 0)


async def test_two_imports_at_once_both_arrive(bringing: Engine, tmp_path: Path) -> None:
    one, other = (
        files(tmp_path / "a"),
        files(tmp_path / "b", source="id,title\nliste-b,B\n", organization=OFFICES.replace("muster-", "b-").replace("liste", "liste-b")),
    )
    reports = await asyncio.gather(brought(bringing, one), brought(bringing, other, dataset="muster-b"))
    assert [report.total("added") for report in reports] == [4, 4]


async def test_an_open_referral_file_of_others_becomes_offices(bringing: Engine, tmp_path: Path) -> None:
    organization = {
        "id": "11111111-1111-4111-8111-111111111111",
        "name": "Musterverein Celle (erfunden)",
        "description": "Erfunden.",
        "website": "https://verein.example",
        "locations": [{"id": "l", "location_type": "physical", "addresses": [{"id": "a", "city": "Celle", "postal_code": "29221"}]}],
        "contacts": [{"id": "c", "name": "Erfundene Person", "department": "Beratung"}],
        "services": [
            {"id": "s", "name": "Kurs", "status": "active", "service_areas": [{"id": "x", "name": "Landkreis Celle"}],
             "attributes": [{"id": "t", "taxonomy_term": {"id": "u", "name": "Language", "taxonomy": "x"}}]},
            {"id": "s2", "name": "Chor", "status": "active"},
        ],
    }  # fmt: skip
    (tmp_path / "hsds.json").write_text(json.dumps({"total_items": 1, "contents": [organization]}))
    refused = await brought(bringing, tmp_path)
    assert [(column, cause) for _, _, column, _, cause in told(refused)] == [("type", "is missing")]
    report = await brought(bringing, tmp_path, organization_type="INITIATIVE")
    assert {kind: counts["added"] for kind, counts in report.rows.items()} == {
        "contact": 2,
        "location": 1,
        "organization": 1,
        "responsibility": 1,
        "source": 1,
    }
    assert [(warning["column"], warning["value"]) for warning in report.as_json()["warnings"]] == [
        ("contacts.name", ""),
        ("services.attributes", "Chor"),
    ]
    rows = await bringing.read(
        "MATCH (a:Actor {id: 'musterverein-celle-erfunden'})-[:HAS_RESPONSIBILITY]->(d)-[:COVERS]->(r) "
        "RETURN a.sourceId AS source, d.actionFields AS fields, r.id AS region ORDER BY region LIMIT 2"
    )
    assert rows == [{"source": "import-muster", "fields": ["LANGUAGE"], "region": "03351"}]
    names = await bringing.read("MATCH (c:Contact) WHERE c.dataset = 'muster' RETURN c.name AS name ORDER BY name LIMIT 3")
    assert names == [{"name": None}, {"name": None}]


async def test_the_name_of_the_shipped_dataset_is_refused(bringing: Engine) -> None:
    with pytest.raises(ValueError, match="'shipped' is the name of what comes with the program"):
        await brought(bringing, EXAMPLE, dataset="shipped")


async def test_memory_stays_bounded_as_rows_grow(bringing: Engine, tmp_path: Path) -> None:
    """Twelve times the rows may need some memory more for keys, and nothing like twelve times as much."""
    if bringing.name == "neo4j":
        pytest.skip("what is measured is our own process; once is enough")

    async def peak_mb(count: int) -> float:
        rows = "".join(f"muster-{number},Musterstelle {number},INITIATIVE,liste\n" for number in range(count))
        folder = files(tmp_path / str(count), organization="slug,name,type,source\n" + rows)
        tracemalloc.start()
        try:
            report = await brought(bringing, folder, apply=False)
            assert totals(report)["added"] == count + 1
            return tracemalloc.get_traced_memory()[1] / 2**20
        finally:
            tracemalloc.stop()

    small, large = await peak_mb(500), await peak_mb(6000)
    assert large - small < 8


async def test_problems_of_the_shipped_files_are_no_traceback(monkeypatch: pytest.MonkeyPatch, bringing: Engine) -> None:
    def broken() -> None:
        raise SeedError([])

    monkeypatch.setattr("seeds.exchange.importing.shipped_regions", broken)
    with pytest.raises(SeedError):
        await brought(bringing, EXAMPLE)


async def test_what_belongs_to_somebody_internal_is_shown_to_nobody(bringing: Engine, tmp_path: Path) -> None:
    """Also where the part itself says nothing: in files of their own, and for an office that another dataset holds."""
    inside = OFFICES.replace("source\n", "source,visibility\n").replace("Eins,INITIATIVE,liste", "Eins,INITIATIVE,liste,INTERNAL")
    inside = inside.replace("Zwei,INITIATIVE,liste", "Zwei,INITIATIVE,liste,").replace("Drei,INITIATIVE,liste", "Drei,INITIATIVE,liste,")
    parts = {
        "contact": "owner,role,phone,source\nmuster-eins,OFFICE,030 123,liste\nmuster-zwei,OFFICE,030 124,liste\n",
        "location": LOCATION + "muster-eins,HEAD_OFFICE,,Musterweg 1,29221,Celle,,,liste\n",
        "responsibility": "owner,role,action_fields,regions,source\nmuster-eins,ADVISES,MOBILITY,03351,liste\n",
        "tie": "from,type,to,source\nmuster-zwei,COOPERATES_WITH,muster-eins,liste\n",
    }
    await brought(bringing, files(tmp_path / "own", organization=inside, **parts))
    more = {"source": "id,title\nliste-2,Noch eine\n", "organization": "slug,name,type,source\nmuster-vier,Vier,INITIATIVE,liste-2\n"}
    contact = "owner,role,phone,source\nmuster-eins,PRESS,030 125,liste-2\n"
    await brought(bringing, files(tmp_path / "other", **more, contact=contact), dataset="muster-andere")
    hidden = await bringing.read(
        "MATCH (a:Actor {id: 'muster-eins'})-[t]-(x) WHERE x.visibility IS NOT NULL AND NOT x:Actor "
        "RETURN labels(x)[0] AS label, x.visibility AS seen ORDER BY label LIMIT 9"
    )
    assert sorted({row["label"] for row in hidden}) == ["Contact", "Location", "Responsibility"]
    assert len(hidden) == 4
    assert {row["seen"] for row in hidden} == {"INTERNAL"}
    others = await bringing.read(
        "MATCH (:Actor {id: 'muster-zwei'})-[t]->(x) "
        "RETURN type(t) AS type, coalesce(t.visibility, x.visibility) AS seen ORDER BY type LIMIT 9"
    )
    assert others == [{"type": "COOPERATES_WITH", "seen": "INTERNAL"}, {"type": "HAS_CONTACT", "seen": "PUBLIC"}]
