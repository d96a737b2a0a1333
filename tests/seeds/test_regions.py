"""The committed region tables: facts that must hold, and that they fit together."""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from seeds.checking.boundaries import Area, load_boundaries

DATA = Path(__file__).parents[2] / "seeds" / "data"
DIGITS = {"LAND": 2, "GOVERNMENT_DISTRICT": 3, "KREIS": 5, "MUNICIPALITY": 8}
SIMPLIFIED_KM = 3.5
"""How far a point may lie outside an outline that was simplified for a map of the country (Gädheim: 3.3 km)."""
MULTI_KREIS_BY_CORRECTION = {"07952", "07985", "15868", "15936", "16928", "22113", "24109", "57629", "70629"}


@cache
def table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def regions() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in table("regions/regions")}


@cache
def kreise() -> dict[str, dict[str, str]]:
    return {key: row for key, row in regions().items() if row["level"] == "KREIS"}


@cache
def kreise_of_code() -> dict[str, list[str]]:
    return {row["code"]: row["kreise"].split("|") for row in table("regions/postal_codes")}


@cache
def outlines() -> dict[str, Area]:
    return load_boundaries(DATA / "regions" / "kreise.topojson")


def test_every_level_has_its_count() -> None:
    counts = Counter(row["level"] for row in table("regions/regions"))
    assert counts == {"COUNTRY": 1, "LAND": 16, "GOVERNMENT_DISTRICT": 23, "KREIS": 400, "MUNICIPALITY": 9814}
    assert len(regions()) == len(table("regions/regions")) == 10254


def test_niedersachsen_has_45_kreise_and_nrw_53() -> None:
    below = Counter(row["parent"] for row in kreise().values())
    assert [below[key] for key in ("031", "032", "033", "034")] == [10, 7, 11, 17]
    assert sum(key.startswith("03") for key in kreise()) == 45
    assert sum(key.startswith("05") for key in kreise()) == 53


def test_people_add_up_to_germany() -> None:
    assert sum(int(row["population"]) for row in kreise().values()) == int(regions()["DE"]["population"]) == 83_019_213
    for key, row in regions().items():
        if row["level"] in {"LAND", "GOVERNMENT_DISTRICT"}:
            inside = [kreis for ags, kreis in kreise().items() if ags.startswith(key)]
            assert int(row["population"]) == sum(int(kreis["population"]) for kreis in inside), key
            assert float(row["area_km2"]) == pytest.approx(sum(float(kreis["area_km2"]) for kreis in inside), abs=0.01), key


def test_eisenach_is_part_of_the_wartburgkreis() -> None:
    assert "16056" not in regions()
    assert (regions()["16063"]["population"], regions()["16063"]["area_km2"]) == ("165395", "1411.61")  # 123,025 + 42,370 people
    assert regions()["16063105"]["name"] == "Eisenach"


def test_no_former_kreis_of_goettingen_is_left() -> None:
    assert not [key for key in regions() if key.startswith(("03152", "03156"))]
    assert regions()["03159026"]["name"] == "Osterode am Harz"


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("03351", "Landkreis Celle"),
        ("05112", "Stadt Duisburg"),
        ("05170", "Kreis Wesel"),
        ("03241", "Region Hannover"),
        ("05334", "Städteregion Aachen"),
        ("10041", "Regionalverband Saarbrücken"),
        ("13072", "Landkreis Rostock"),
        ("13003", "Stadt Rostock"),
        ("05958", "Hochsauerlandkreis"),
        ("05162", "Rhein-Kreis Neuss"),
        ("09363", "Stadt Weiden in der Oberpfalz"),
        ("02000", "Hamburg"),
        ("033", "ArL-Bezirk Lüneburg"),
        ("051", "Regierungsbezirk Düsseldorf"),
    ],
)
def test_labels_are_what_people_say(key: str, label: str) -> None:
    assert regions()[key]["label"] == label


def test_names_hold_no_title_and_labels_are_unique_among_kreise() -> None:
    assert regions()["03351"]["name"] == "Celle"
    assert not [row["name"] for row in kreise().values() if "," in row["name"] or "." in row["name"].removeprefix("St.")]
    assert len({row["label"] for row in kreise().values()}) == 400


def test_every_parent_exists_and_its_key_begins_the_key() -> None:
    for key, row in regions().items():
        if row["level"] == "COUNTRY":
            assert row["parent"] == ""
            continue
        assert row["parent"] in regions(), key
        assert len(key) == DIGITS[row["level"]], key
        assert row["parent"] == "DE" or key.startswith(row["parent"]), key


def test_the_way_up_leads_to_the_country_without_a_cycle() -> None:
    for start in regions():
        way = [start]
        while regions()[way[-1]]["parent"]:
            way.append(regions()[way[-1]]["parent"])
            assert len(way) <= 5, way
        assert way[-1] == "DE"


def test_a_kreis_lies_in_a_district_wherever_its_land_has_districts() -> None:
    lands_with_districts = {key[:2] for key, row in regions().items() if row["level"] == "GOVERNMENT_DISTRICT"}
    assert lands_with_districts == {"03", "05", "06", "08", "09"}
    for key, row in kreise().items():
        assert len(row["parent"]) == (3 if key[:2] in lands_with_districts else 2), key


def test_nuts_codes_nest_like_the_regions() -> None:
    lengths = {"COUNTRY": 2, "LAND": 3, "GOVERNMENT_DISTRICT": 4, "KREIS": 5, "MUNICIPALITY": 0}
    for key, row in regions().items():
        assert len(row["nuts"]) == lengths[row["level"]], key
        if row["level"] == "KREIS":
            assert row["nuts"].startswith(regions()[row["parent"]]["nuts"]), key
    assert regions()["03351"]["nuts"] == "DE931"


def test_every_point_lies_in_germany_with_four_decimals() -> None:
    for row in [*table("regions/regions"), *table("regions/postal_codes"), *table("regions/overlay_regions")]:
        assert 47.2 < float(row["lat"]) < 55.1, row
        assert 5.8 < float(row["lon"]) < 15.1, row
        assert re.fullmatch(r"\d+\.\d{4}", row["lat"]), row
        assert re.fullmatch(r"\d+\.\d{4}", row["lon"]), row


def test_there_are_8307_postal_codes_and_144_lie_in_several_kreise() -> None:
    # The source has 136: nine gained a Kreis by our corrections, one (96170) lost a wrong one.
    assert len(table("regions/postal_codes")) == len(kreise_of_code()) == 8307
    several = {code for code, found in kreise_of_code().items() if len(found) > 1}
    assert len(several) == 136 + 9 - 1
    assert several >= MULTI_KREIS_BY_CORRECTION


def test_postal_codes_are_five_digits_in_order_with_known_kreise() -> None:
    codes = [row["code"] for row in table("regions/postal_codes")]
    assert codes == sorted(codes)
    for row in table("regions/postal_codes"):
        assert re.fullmatch(r"\d{5}", row["code"])
        assert row["name"]
        assert set(row["kreise"].split("|")) <= kreise().keys(), row["code"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("29221", ["03351"]),
        ("47051", ["05112"]),
        ("46483", ["05170"]),
        ("47533", ["05154"]),
        ("46236", ["05512"]),
        ("30159", ["03241"]),
        ("37073", ["03159"]),
        ("37520", ["03159"]),
        ("99817", ["16063"]),
        ("52062", ["05334"]),
        ("18055", ["13003"]),
        ("22113", ["01062", "02000"]),
        ("22145", ["01062", "02000"]),
        ("21039", ["01053", "02000"]),
        ("96170", ["09471"]),
        ("67661", ["07312"]),
    ],
)
def test_a_postal_code_lies_in_its_kreise(code: str, expected: list[str]) -> None:
    assert kreise_of_code()[code] == expected


def test_celle_lies_where_it_lies_and_the_main_place_comes_first() -> None:
    by_code = {row["code"]: row for row in table("regions/postal_codes")}
    assert (by_code["29221"]["lat"], by_code["29221"]["lon"]) == ("52.6175", "10.0850")
    assert by_code["22113"]["name"].split("|")[:2] == ["Hamburg", "Oststeinbek"]


def test_outlines_are_exactly_the_400_kreise_and_none_is_empty() -> None:
    assert outlines().keys() == kreise().keys()
    for ags, area in outlines().items():
        assert area.rings, ags
        for ring in area.rings:
            assert len(ring) >= 4, ags
            assert ring[0] == ring[-1], ags


def test_neighbouring_outlines_share_their_border() -> None:
    sides: dict[frozenset[tuple[float, float]], set[str]] = defaultdict(set)
    for ags, area in outlines().items():
        for ring in area.rings:
            for side in pairwise(ring):
                sides[frozenset(side)].add(ags)
    neighbours = {tuple(sorted(both)) for both in sides.values() if len(both) == 2}
    assert max(len(both) for both in sides.values()) == 2
    assert {("03351", "03358"), ("03241", "03351"), ("05112", "05170")} <= neighbours
    # Every Kreis but those of islands and coasts has one neighbour at least; in fact all 400 have.
    assert {ags for pair in neighbours for ags in pair} == kreise().keys()


def test_a_kreis_point_lies_in_its_outline() -> None:
    far = {ags: outlines()[ags].distance_km(float(row["lat"]), float(row["lon"])) for ags, row in kreise().items()}
    assert {ags: km for ags, km in far.items() if km > SIMPLIFIED_KM} == {}


def test_municipalities_lie_in_their_kreis() -> None:
    far = {
        row["name"]
        for key, row in regions().items()
        if row["level"] == "MUNICIPALITY" and outlines()[key[:5]].distance_km(float(row["lat"]), float(row["lon"])) > SIMPLIFIED_KM
    }
    assert far == {"Hörnum (Sylt)"}  # the outline loses the narrow end of the island


def test_postal_codes_lie_in_or_near_one_of_their_kreise() -> None:
    far: set[str] = set()
    for row in table("regions/postal_codes"):
        lat, lon = float(row["lat"]), float(row["lon"])
        if min(outlines()[ags].distance_km(lat, lon) for ags in row["kreise"].split("|")) > SIMPLIFIED_KM:
            far.add(row["name"])
    assert far == {"Hörnum"}


def test_islands_keep_their_outline() -> None:
    helgoland, langeoog, hiddensee = ("01056", 54.1836, 7.8850), ("03462", 53.7500, 7.5200), ("13073", 54.5453, 13.1000)
    for ags, lat, lon in (helgoland, langeoog, hiddensee):
        assert outlines()[ags].distance_km(lat, lon) < 1.0, ags


def test_overlay_districts_are_all_chambers_and_agencies() -> None:
    keys = [row["key"] for row in table("regions/overlay_regions")]
    assert len(set(keys)) == len(keys)
    assert Counter(key.partition("-")[0] for key in keys) == {"ihk": 79, "hwk": 53, "aa": 146}
    assert not set(keys) & regions().keys()


def test_every_kreis_has_its_districts() -> None:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in table("regions/districts"):
        found[row["region_key"]][row["district_key"].partition("-")[0]] += 1
    assert found.keys() == kreise().keys()
    assert {ags for ags, kinds in found.items() if kinds["ihk"] == 2} == {"03454", "05954", "06436", "06531", "06534", "15089"}
    assert {ags for ags, kinds in found.items() if kinds["hwk"] != 1} == set()
    assert {ags: kinds["aa"] for ags, kinds in found.items() if kinds["aa"] != 1} == {"11000": 3}


def test_every_district_is_known_and_has_a_kreis() -> None:
    known = {row["key"] for row in table("regions/overlay_regions")}
    assert {row["district_key"] for row in table("regions/districts")} == known


def test_the_districts_of_celle() -> None:
    celle = {row["district_key"]: row["verified_at"] for row in table("regions/districts") if row["region_key"] == "03351"}
    assert celle == {"aa-251": "2026-11-23", "hwk-00025": "2026-11-23", "ihk-151": "2026-11-23"}


def test_general_knowledge_is_never_called_verified() -> None:
    rows = [*table("regions/districts"), *table("regions/overlay_regions")]
    assert {row["verified_at"] for row in rows if row["source"] == "general-knowledge"} == {""}
    assert sum(row["source"] == "general-knowledge" for row in rows) == 456


def test_every_source_of_a_region_is_recorded() -> None:
    recorded = {row["id"] for path in (DATA / "sources").glob("*.csv") for row in table(f"sources/{path.stem}")}
    used = {row["source"] for name in ("regions", "overlay_regions", "districts") for row in table(f"regions/{name}")}
    assert used <= recorded
