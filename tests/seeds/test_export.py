"""What goes out comes back the same, on both engines; what a form can't hold is listed."""

import csv
import json
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.engine import Engine
from seeds.exchange.exporting import LOSSES, Format, export
from seeds.exchange.importing import import_files
from seeds.formats.csv_set import cell, unguarded
from seeds.formats.hsds_models import Organization
from tests.seeds.brought import EXAMPLE, OFFICES, TODAY, content, files


@pytest.mark.parametrize("form", ["csv", "yaml", "hsds", "hsds-tabular"])
async def test_an_import_of_an_export_changes_nothing(bringing: Engine, tmp_path: Path, form: Format) -> None:
    """Of the whole directory, under another name: HSDS, too, brings back every column of the rows that it holds."""
    before = await content(bringing)
    await export(bringing, tmp_path, form, today=TODAY)
    report = await import_files(bringing, [tmp_path], dataset="muster", today=TODAY, apply=True)
    assert [report.total(status) for status in ("added", "changed", "removed", "rejected")] == [0, 0, 0, 0]
    kinds = {
        row["label"]: row["n"] for row in await bringing.read("MATCH (n) RETURN n.typeName AS label, count(n) AS n ORDER BY label LIMIT 30")
    }
    assert report.rows["organization"]["unchanged"] == kinds["Organization"]
    assert report.rows["responsibility"]["unchanged"] == kinds["Responsibility"]
    assert await content(bringing) == before


async def test_an_own_list_comes_back_into_its_own_dataset(bringing: Engine, tmp_path: Path) -> None:
    await import_files(bringing, [EXAMPLE], dataset="muster", today=TODAY, apply=True)
    held = await content(bringing)
    for form in ("csv", "yaml", "json"):
        exported = await export(bringing, tmp_path / form, form, today=TODAY, dataset="muster")
        assert exported.losses == []
        report = await import_files(bringing, [tmp_path / form], dataset="muster", today=TODAY, apply=True)
        assert (report.total("unchanged"), report.total("removed"), await content(bringing)) == (10, 0, held)


async def test_what_is_internal_and_names_that_expired_stay_in(bringing: Engine, tmp_path: Path) -> None:
    rows = (
        OFFICES.replace("source\n", "source,visibility\n")
        .replace("liste\n", "liste,\n")
        .replace("Drei,INITIATIVE,liste,", "Drei,INITIATIVE,liste,INTERNAL")
    )
    contacts = (
        "owner,role,name,name_visibility,name_legal_basis,name_expires_on,source\n"
        "muster-eins,OFFICE,Erfundene Person A,PUBLIC,Einwilligung,2030-01-01,liste\n"
        "muster-zwei,OFFICE,Erfundene Person B,PUBLIC,Einwilligung,2026-01-01,liste\n"
        "muster-zwei,PRESS,Erfundene Person C,INTERNAL,Einwilligung,2030-01-01,liste\n"
        "muster-drei,OFFICE,Erfundene Person D,PUBLIC,Einwilligung,2030-01-01,liste\n"
    )
    await import_files(bringing, [files(tmp_path / "in", organization=rows, contact=contacts)], dataset="muster", today=TODAY, apply=True)
    for form in get_args(Format):
        exported = await export(bringing, tmp_path / form, form, today=TODAY, dataset="muster")
        text = "".join(path.read_text() for path in (tmp_path / form).iterdir())
        assert [name for name in "ABCD" if f"Erfundene Person {name}" in text] == ([] if form == "geojson" else ["A"])
        assert "Musterstelle Drei" not in text
        assert "2 names of people that aren't public, or not any more" in exported.losses
    await export(bringing, tmp_path / "all", "csv", today=TODAY, dataset="muster", internal=True)
    report = await import_files(bringing, [tmp_path / "all"], dataset="muster", today=TODAY)
    assert (report.total("unchanged"), report.total("removed"), report.total("changed")) == (8, 0, 0)


async def test_a_formula_goes_out_guarded_and_comes_back_as_it_was(bringing: Engine, tmp_path: Path) -> None:
    entry = [{"organization": "muster-formel", "name": "=1+1", "type": "INITIATIVE", "description_de": "'zitiert'", "source": "celle"}]
    source = [{"source": "celle", "title": "@liste"}]
    (tmp_path / "in.json").write_text(json.dumps([*source, *entry]))
    await import_files(bringing, [tmp_path / "in.json"], dataset="muster", today=TODAY, apply=True)
    await export(bringing, tmp_path / "out", "csv", today=TODAY, dataset="muster")
    with (tmp_path / "out" / "organization.csv").open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["name"], row["description_de"]) == ("'=1+1", "''zitiert'")
    report = await import_files(bringing, [tmp_path / "out"], dataset="muster", today=TODAY)
    assert (report.total("unchanged"), report.total("changed"), report.total("rejected")) == (2, 0, 0)


@given(st.text())
def test_whatever_is_guarded_comes_back(text: str) -> None:
    assert unguarded(cell(text)) == text
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


async def test_open_referral_files_are_valid_and_list_what_they_lack(directory: Engine, tmp_path: Path) -> None:
    exported = await export(directory, tmp_path, "hsds", today=TODAY)
    organizations = json.loads((tmp_path / "hsds.json").read_text())
    [celle] = [one for one in organizations if one["name"] == "Jobcenter Celle"]
    assert Organization.model_validate(celle).name == "Jobcenter Celle"
    assert celle["locations"][0]["addresses"][0]["state_province"] == "Niedersachsen"
    assert (celle["locations"][0]["latitude"], celle["locations"][0]["longitude"]) == (52.6226, 10.0805)
    assert {area["name"] for service in celle["services"] for area in service["service_areas"]} == {"Landkreis Celle"}
    listed = (tmp_path / LOSSES).read_text()
    assert listed.startswith("What these files (hsds) don't hold:\n\n- ")
    assert [line for line in exported.losses if f"- {line}\n" not in listed] == []
    assert "5 rows of kind event, for which HSDS has no object" in exported.losses


async def test_a_data_package_describes_its_tables(directory: Engine, tmp_path: Path) -> None:
    exported = await export(directory, tmp_path, "hsds-tabular", today=TODAY)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert [resource["path"] for resource in package["resources"]] == list(exported.rows)
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert len(rows) == exported.rows[resource["path"]] + 1
        assert len({row[0] for row in rows}) == len(rows)


async def test_geojson_holds_a_point_for_each_located_office(directory: Engine, tmp_path: Path) -> None:
    exported = await export(directory, tmp_path, "geojson", today=TODAY)
    features = json.loads((tmp_path / "directory.geojson").read_text())["features"]
    assert len(features) == exported.rows["directory.geojson"]
    [celle] = [feature for feature in features if feature["properties"]["slug"] == "jobcenter-celle"]
    assert celle["geometry"] == {"type": "Point", "coordinates": [10.0805, 52.6226]}
    assert celle["properties"]["precision"] == "MUNICIPALITY"


async def test_exported_yaml_has_the_hand_kept_shape(directory: Engine, tmp_path: Path) -> None:
    await export(directory, tmp_path, "yaml", today=TODAY)
    text = (tmp_path / "directory.yaml").read_text()
    block = text[text.index("- organization: stadt-celle\n") :].partition("\n- ")[0]
    [celle] = yaml.safe_load(block)
    assert list(celle)[:3] == ["organization", "name", "description_de"]
    assert celle["locations"][0]["source"] == "destatis-gv100ad"
    assert "source" not in celle["ties"][0]
