"""Files that can't be taken: each fault is named with file, line, column, value and reason."""

import json
import zipfile
from pathlib import Path

import pytest

from seeds.exchange.world import World, shipped_world
from seeds.formats.files import MOST_BYTES
from tests.seeds.brought import LOCATION, OFFICES, files, looked_over

ENDS = "organization or project or programme or network or event or event series or agreement or legal instrument"


@pytest.fixture(scope="session")
def world() -> World:
    """What is shipped. Tests only read from it."""
    return shipped_world()


def test_good_files_have_no_error(tmp_path: Path, world: World) -> None:
    place = "muster-eins,HEAD_OFFICE,,Musterweg 1,29221,Celle,,,liste\n"
    assert looked_over(world, files(tmp_path, location=LOCATION + place)) == []


def test_another_encoding_is_named_with_its_line(tmp_path: Path, world: World) -> None:
    row = "muster-vier,Jobcenter Höxter,JOBCENTER,liste\n"
    found = looked_over(world, files(tmp_path, organization=(OFFICES + row).encode("cp1252")))
    assert found == [
        ("organization.csv", 5, "", ",Jobcenter Höxter,JOBCEN", "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8"),
    ]


def test_lost_umlauts_are_named_with_their_cell(tmp_path: Path, world: World) -> None:
    row = "muster-vier,Musterstelle HÃ¶xter,INITIATIVE,liste\n"
    assert looked_over(world, files(tmp_path, organization=OFFICES + row)) == [
        (
            *("organization.csv", 5, "name", "Musterstelle HÃ¶xter"),
            "has lost its umlauts: the file was saved with another encoding; save it as UTF-8",
        )
    ]


@pytest.mark.parametrize(
    ("lat", "lon", "column", "value", "cause"),
    [
        ("10.08", "52.62", "lat", "10.08, 52.62", "lat and lon are swapped"),
        ("0", "0", "lat", "0.0", "0, 0 lies in the Atlantic: leave both empty where the point isn't known"),
        ("52.62", "", "lon", "", "is missing, and half a point is none"),
        ("null", "null", "lat", "null", "is not a number (a point, not a comma, before the decimals)"),
        ("NaN", "10.08", "lat", "NaN", "is not a finite number"),
        ("40.1", "10.08", "lat", "40.1, 10.08", "does not lie in Germany"),
        ("52.37", "9.73", "lat", "52.37, 9.73", "lies 26 km outside Landkreis Celle (03351)"),
    ],
)
def test_a_wrong_point_is_named(tmp_path: Path, world: World, lat: str, lon: str, column: str, value: str, cause: str) -> None:
    place = f"muster-eins,HEAD_OFFICE,,Musterweg 1,29221,Celle,{lat},{lon},liste\n"
    assert looked_over(world, files(tmp_path, location=LOCATION + place))[0] == ("location.csv", 2, column, value, cause)


def test_a_row_whose_cells_stand_one_column_off_is_named_with_the_column(tmp_path: Path, world: World) -> None:
    # an empty cell too many before the postal code, and the last one is lost
    place = "muster-eins,HEAD_OFFICE,Haus,Musterweg 1,,29221,Celle,52.62,10.08\n"
    found = looked_over(world, files(tmp_path, location=LOCATION + place))
    assert [(file, line, column, value) for file, line, column, value, _ in found] == [
        ("location.csv", 2, "lat", "Celle"),
        ("location.csv", 2, "source", "10.08"),
    ]
    assert found[0][4].endswith("; from postal_code on the cells of this row seem to stand one column off")


def test_a_row_with_a_cell_too_many_is_named(tmp_path: Path, world: World) -> None:
    row = "muster-vier,,Musterstelle Vier,INITIATIVE,liste\n"
    assert looked_over(world, files(tmp_path, organization=OFFICES + row)) == [
        (
            *("organization.csv", 5, "", "muster-vier"),
            "the row has 5 cells, the header 4: a separator is missing, too many, or not in quotes",
        )
    ]


def test_an_unknown_postal_code_and_an_unknown_region_are_named(tmp_path: Path, world: World) -> None:
    place = "muster-eins,HEAD_OFFICE,,,00001,Celle,,,liste\nmuster-zwei,HEAD_OFFICE,,,2922,Celle,,,liste\n"
    duty = (
        "owner,role,action_fields,regions,source\n"
        "muster-eins,ADVISES,LANGUAGE,3351,liste\n"
        "muster-zwei,ADVISES,LANGUAGE,Landkreis Zelle,liste\n"
        "muster-drei,ADVISES,LANGUAGE,Rosenheim,liste\n"
    )
    found = looked_over(world, files(tmp_path, location=LOCATION + place, responsibility=duty))
    assert found[:2] == [
        ("location.csv", 2, "postal_code", "00001", "there is no such postal code"),
        ("location.csv", 3, "postal_code", "2922", "a postal code has five digits"),
    ]
    assert [(line, column, value) for _, line, column, value, _ in found if column == "regions" and value] == [
        (2, "regions", "3351"),
        (3, "regions", "Landkreis Zelle"),
        (4, "regions", "Rosenheim"),
    ]
    causes = [cause for _, _, column, value, cause in found if column == "regions" and value]
    assert causes[0] == "there is no region of this key or name (a table program may have dropped a leading zero)"
    assert causes[1] == "there is no region of this key or name; did you mean 'Landkreis Celle'?"
    assert causes[2] == "stands for several regions: Stadt Rosenheim (09163), Landkreis Rosenheim (09187); write the key"


def test_a_slug_that_stands_twice_is_named(tmp_path: Path, world: World) -> None:
    found = looked_over(world, files(tmp_path, organization=OFFICES + "muster-eins,Andere,INITIATIVE,liste\n"))
    assert found == [("organization.csv", 5, "slug", "muster-eins", "stands twice, first in organization.csv:2")]


def test_parts_that_lead_in_a_circle_are_named(tmp_path: Path, world: World) -> None:
    ties = "from,type,to,source\n" + "".join(
        f"muster-{start},PART_OF_ACTOR,muster-{end},liste\n" for start, end in (("eins", "zwei"), ("zwei", "drei"), ("drei", "eins"))
    )
    assert looked_over(world, files(tmp_path, tie=ties)) == [
        ("tie.csv", 4, "to", "muster-eins", "leads in a circle: muster-eins → muster-zwei → muster-drei → muster-eins")
    ]


def test_references_that_lead_nowhere_are_named(tmp_path: Path, world: World) -> None:
    ties = "from,type,to,source\nmuster-eins,REFERS_TO,jobcenter-zelle,liste\nmuster-eins,REFERS_TO,muster-zwei,\n"
    place = "niemand,HEAD_OFFICE,,,29221,Celle,,,keine\n"
    assert looked_over(world, files(tmp_path, tie=ties, location=LOCATION + place)) == [
        (
            "location.csv",
            2,
            "owner",
            "niemand",
            "there is no organization or project or programme or network or event of this slug or name",
        ),
        ("location.csv", 2, "source", "keine", "there is no source of this key"),
        (
            *("tie.csv", 2, "to", "jobcenter-zelle"),
            f"there is no {ENDS} of this slug or name; did you mean 'jobcenter-celle'?",
        ),
        ("tie.csv", 3, "source", "", "a tie must say where it is stated"),
    ]


def test_dates_out_of_order_and_days_that_are_none_are_named(tmp_path: Path, world: World) -> None:
    rows = (
        "slug,name,type,source,valid_from,valid_to\n"
        "muster-eins,A,INITIATIVE,liste,2026-05-01,2025-05-01\nmuster-zwei,B,INITIATIVE,liste,1.5.2026,\nmuster-drei,C,INITIATIVE,liste,2026-02-30,\n"
    )
    assert looked_over(world, files(tmp_path, organization=rows)) == [
        ("organization.csv", 2, "valid_to", "2025-05-01", "must be after valid_from, 2026-05-01"),
        ("organization.csv", 3, "valid_from", "1.5.2026", "is not a day (year-month-day, such as 2026-11-23)"),
        ("organization.csv", 4, "valid_from", "2026-02-30", "day is out of range for month"),
    ]


def test_a_formula_is_named_and_a_telephone_number_is_none(tmp_path: Path, world: World) -> None:
    rows = (
        "owner,role,label_de,phone,website,source\n"
        'muster-eins,OFFICE,"=HYPERLINK(""http://x.example"",""Hier"")",+49 5141 0,,liste\n'
        "muster-zwei,OFFICE,@SUM(1),,,liste\nmuster-drei,OFFICE,'=Text,+49 (5141) 0-0,,liste\n"
    )
    cause = "begins like a formula, which a spreadsheet would carry out: write it as text"
    assert looked_over(world, files(tmp_path, contact=rows)) == [
        ("contact.csv", 2, "label_de", '=HYPERLINK("http://x.example","Hier")', cause),
        ("contact.csv", 3, "label_de", "@SUM(1)", cause),
    ]


def test_an_empty_file_a_large_one_and_an_archive_are_refused_unread(tmp_path: Path, world: World) -> None:
    folder = files(tmp_path / "f", contact=b"")
    with (folder / "location.csv").open("wb") as large:
        large.truncate(100 * 10**6)
    with zipfile.ZipFile(folder / "tie.csv", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("tie.csv", b"0" * 20_000_000)
    bomb_bytes = (folder / "tie.csv").stat().st_size
    assert bomb_bytes < 50_000
    assert looked_over(world, folder) == [
        ("contact.csv", 0, "", "", "the file is empty (0 bytes)"),
        ("location.csv", 0, "", "", f"the file is too large: 100,000,000 bytes, at most {MOST_BYTES:,}; split it"),
        ("tie.csv", 0, "", "", "is an archive (ZIP; an Excel workbook is one, too): unpack it, or save the table as CSV"),
    ]


def test_a_path_that_is_nothing_to_read_is_named(tmp_path: Path, world: World) -> None:
    (tmp_path / "liste.xlsx").write_bytes(b"x")
    (tmp_path / "orgs.csv").write_text("slug\na\n")
    (tmp_path / "region.csv").write_text("key\n1\n")
    (tmp_path / "leer").mkdir()
    paths = [tmp_path / name for name in ("liste.xlsx", "orgs.csv", "region.csv", "leer", "fehlt.csv")]
    causes = {Path(file).name: cause for file, _, _, _, cause in looked_over(world, *paths)}
    assert causes["liste.xlsx"] == "a file .xlsx can't be read; wanted: .csv, .yaml, .yml, .json, or a folder"
    assert causes["orgs.csv"].startswith("a CSV file is called after the kind of its rows")
    assert causes["region.csv"] == "rows of this kind are kept with the shipped directory and can't be brought"
    assert causes["leer"] == "holds no .csv, .yaml or .json file"
    assert causes["fehlt.csv"] == "there is no such file or folder"


@pytest.mark.parametrize(
    ("text", "line", "cause"),
    [
        ("- organization: a\n  name: [b\n", 3, "is not YAML or JSON: did not find expected ',' or ']'"),
        ("a: &x [1]\nb: *x\n", 2, "is not YAML or JSON: an alias (*name) is not allowed here"),
        ("[" * 60, 1, "is not YAML or JSON: nests more than 50 levels deep"),
        ("- organization: muster-a\n  name: Köln\n".encode("cp1252"), 2, "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8"),
        ("# nur ein Kommentar\n", 0, "the file holds no entry"),
        ("- organization: muster-a\n  name: A\n  typ: INITIATIVE\n", 3, "organization has no such column; did you mean 'type'?"),
        ("- region: '99'\n  name: Land\n", 1, "rows of this kind are kept with the shipped directory and can't be brought"),
    ],
)
def test_a_yaml_file_that_cant_be_taken_is_named_with_its_line(
    tmp_path: Path, world: World, text: str | bytes, line: int, cause: str
) -> None:
    path = tmp_path / "liste.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert ("liste.yaml", line, cause) in [(file, found, why) for file, found, _, _, why in looked_over(world, path)]


def test_wrong_values_in_an_open_referral_file_are_named_with_line_and_field(tmp_path: Path, world: World) -> None:
    organization = {
        "id": "1",
        "name": "Musterverein",
        "locations": [{"id": "l", "location_type": "castle", "latitude": "nördlich"}],
        "parent_organization_id": "2",
    }
    (tmp_path / "hsds.json").write_text(json.dumps([organization, {"id": "2"}], indent=1, ensure_ascii=False))
    assert [(line, column, value) for _, line, column, value, _ in looked_over(world, tmp_path)] == [
        (8, "locations.0.location_type", "castle"),
        (9, "locations.0.latitude", "nördlich"),
        (14, "name", ""),
    ]


def test_parents_of_an_open_referral_file_that_lead_in_a_circle_are_named(tmp_path: Path, world: World) -> None:
    rows = [{"id": str(n), "name": f"Musterverein {n}", "parent_organization_id": str((n + 1) % 3)} for n in range(3)]
    (tmp_path / "hsds.json").write_text(json.dumps(rows))
    causes = [cause for _, _, _, _, cause in looked_over(world, tmp_path)]
    assert "leads in a circle: musterverein-0 → musterverein-1 → musterverein-2 → musterverein-0" in causes


def test_a_data_package_that_points_elsewhere_or_has_lost_a_table_is_named(tmp_path: Path, world: World) -> None:
    resources = [{"name": "organization", "path": "../organizations.csv"}, {"name": "phone", "path": "phones.csv"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    assert looked_over(world, tmp_path) == [
        ("datapackage.json", 0, "path", "../organizations.csv", "a table must lie beside the description, not elsewhere"),
        ("phones.csv", 0, "", "", "is named in datapackage.json and isn't there"),
    ]
