"""The committed fact tables of offices: complete, and telling the same as each other and as the region tables."""

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from seeds.checking.boundaries import load_boundaries

DATA = Path(__file__).parents[2] / "seeds" / "data"
SEATED = {
    "arbeitsagenturen": ("seat", "seat_ags8"),
    "regionaldirektionen": ("seat", "seat_ags8"),
    "ihk": ("seat", "seat_ags8"),
    "hwk": ("seat", "seat_ags8"),
    "kreise_verwaltungssitz": ("sitz", "sitz_ags8"),
    "ki_nrw": ("seat_of_carrier", "seat_ags8"),
}


@cache
def rows(path: str) -> list[dict[str, str]]:
    with (DATA / f"{path}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def regions() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in rows("regions/regions")}


@cache
def all_kreise() -> frozenset[str]:
    return frozenset(key for key, row in regions().items() if row["level"] == "KREIS")


def served(row: dict[str, str]) -> set[str]:
    return set(row["kreise_ags"].split("|"))


@pytest.mark.parametrize(
    ("name", "count", "key"),
    [
        ("jobcenter", 404, "traeger_nummer"),
        ("arbeitsagenturen", 146, "agentur_nummer"),
        ("regionaldirektionen", 10, "name"),
        ("ihk", 79, "xoev_code"),
        ("hwk", 53, "xoev_code"),
        ("kammerbezirke", 400, "ags"),
        ("kreise_verwaltungssitz", 400, "ags"),
        ("ki_nrw", 54, "name"),
        ("regionalagenturen_nrw", 16, "name"),
    ],
)
def test_a_table_is_whole_and_its_key_unique(name: str, count: int, key: str) -> None:
    assert len({row[key] for row in rows(f"offices/{name}")}) == len(rows(f"offices/{name}")) == count


def test_there_are_300_joint_and_104_municipal_jobcenter() -> None:
    assert Counter(row["traegerform"] for row in rows("offices/jobcenter")) == {"gE": 300, "zkT": 104}
    assert [row["traegerform"] == "zkT" for row in rows("offices/jobcenter")] == [
        bool(row["komtrzv_name"]) for row in rows("offices/jobcenter")
    ]


@pytest.mark.parametrize("name", ["jobcenter", "arbeitsagenturen", "ihk", "hwk"])
def test_every_kreis_is_served(name: str) -> None:
    assert set().union(*map(served, rows(f"offices/{name}"))) == all_kreise()


def test_the_16_regional_agencies_share_nrw_among_them_and_only_the_ennepe_ruhr_kreis_is_split() -> None:
    parts = [key for row in rows("offices/regionalagenturen_nrw") for key in row["regions"].split("|")]
    assert len(rows("offices/regionalagenturen_nrw")) == 16
    assert len(parts) == len(set(parts)) == 55
    assert {key for key in parts if len(key) == 5} == {ags for ags in all_kreise() if ags.startswith("05")}
    assert [regions()[key]["name"] for key in parts if len(key) == 8] == ["Hattingen", "Witten"]


def test_a_kreis_has_one_jobcenter_but_berlin_and_the_main_kinzig_kreis() -> None:
    counts = Counter(ags for row in rows("offices/jobcenter") for ags in served(row))
    assert {ags: count for ags, count in counts.items() if count > 1} == {"11000": 12, "06435": 2}
    assert sum(len(served(row)) > 1 for row in rows("offices/jobcenter")) == 6


def test_a_jobcenter_lies_in_the_district_of_the_agentur_that_begins_its_number() -> None:
    districts = {row["agentur_nummer"]: served(row) for row in rows("offices/arbeitsagenturen")}
    for row in rows("offices/jobcenter"):
        assert row["traeger_nummer"].startswith(row["agentur_nummer"])
        assert served(row) <= districts[row["agentur_nummer"]], row


def test_counts_of_kreise_are_right() -> None:
    for name in ("arbeitsagenturen", "ihk", "hwk"):
        for row in rows(f"offices/{name}"):
            assert int(row["kreise_count"]) == len(row["kreise_ags"].split("|")), row


@pytest.mark.parametrize("name", ["ihk", "hwk"])
def test_chambers_and_districts_tell_the_same(name: str) -> None:
    by_chamber: dict[str, set[str]] = defaultdict(set)
    names = {row["xoev_code"]: row["name"] for row in rows(f"offices/{name}")}
    for row in rows("offices/kammerbezirke"):
        codes = [code for code in row[f"{name}_xoev_code"].split("|") if code]
        assert row[f"{name}_name"] == "|".join(names[code] for code in codes)
        for code in codes:
            by_chamber[code].add(row["ags"])
    assert by_chamber == {row["xoev_code"]: served(row) for row in rows(f"offices/{name}")}


@pytest.mark.parametrize("name", ["ihk", "hwk"])
def test_a_chamber_sits_in_its_district_and_its_postal_code_in_the_kreis_of_its_seat(name: str) -> None:
    kreise_of_code = {row["code"]: row["kreise"].split("|") for row in rows("regions/postal_codes")}
    for row in rows(f"offices/{name}"):
        assert row["seat_ags8"][:5] in served(row), row
        assert not row["plz"] or row["seat_ags8"][:5] in kreise_of_code[row["plz"]], row


@pytest.mark.parametrize("name", SEATED)
def test_a_seat_is_a_known_municipality_and_its_point_lies_in_that_kreis(name: str) -> None:
    outlines = load_boundaries(DATA / "regions" / "kreise.topojson")
    seat, key = SEATED[name]
    for row in rows(f"offices/{name}"):
        if not row[seat]:
            assert row["name"] == "Agentur für Arbeit Bamberg-Coburg"
            continue
        assert regions()[row[key]]["level"] == "MUNICIPALITY", row
        assert outlines[row[key][:5]].distance_km(float(row["lat"]), float(row["lon"])) < 2.5, (
            row
        )  # simplified: Offenbach lies at a bend of the Main


def test_a_point_of_precision_municipality_is_that_municipalitys() -> None:
    for name, (_, key) in SEATED.items():
        for row in rows(f"offices/{name}"):
            if row["precision"] == "MUNICIPALITY":
                place = regions()[row[key]]
                assert abs(float(row["lat"]) - float(place["lat"])) + abs(float(row["lon"]) - float(place["lon"])) < 0.02, row


def test_nrw_has_a_centre_in_every_kreis_and_a_second_one_in_aachen() -> None:
    counts = Counter(row["ags"] for row in rows("offices/ki_nrw"))
    assert counts.keys() == {ags for ags in all_kreise() if ags.startswith("05")}
    assert {ags: count for ags, count in counts.items() if count > 1} == {"05334": 2}


def test_every_land_has_one_regionaldirektion_and_agencies_name_it() -> None:
    by_land = {land: row["name"] for row in rows("offices/regionaldirektionen") for land in row["laender"].split("|")}
    assert by_land.keys() == {row["name"] for row in regions().values() if row["level"] == "LAND"}
    for row in rows("offices/arbeitsagenturen"):
        assert {by_land[land] for land in row["land"].split("|")} == {f"Regionaldirektion {row['regionaldirektion']}"}, row


def test_32_kreis_administrations_sit_outside_their_kreis() -> None:
    assert {row["ags"] for row in rows("offices/kreise_verwaltungssitz")} == all_kreise()
    assert sum(row["sitz_ags8"][:5] != row["ags"] for row in rows("offices/kreise_verwaltungssitz")) == 32


def test_celle_and_its_offices() -> None:
    jobcenter = [row["label"] for row in rows("offices/jobcenter") if "03351" in served(row)]
    agencies = [row["name"] for row in rows("offices/arbeitsagenturen") if "03351" in served(row)]
    chambers = next((row["ihk_name"], row["hwk_name"]) for row in rows("offices/kammerbezirke") if row["ags"] == "03351")
    assert (jobcenter, agencies) == (["Jobcenter Celle"], ["Agentur für Arbeit Lüneburger Heide"])
    assert chambers == ("IHK Lüneburg-Wolfsburg", "Handwerkskammer Braunschweig-Lüneburg-Stade")
