"""Places as people write them: resolved where they are clear, never guessed."""

import pytest

from graph.errors import AmbiguousPlace, PlaceNotFound
from graph.gazetteer import PostalCodeEntry, RegionEntry
from resolvers.places.gazetteer import Gazetteer


def region(
    key: str,
    level: str,
    name: str,
    *,
    label: str | None = None,
    kind: str | None = None,
    people: int = 0,
    parent: str | None = None,
    districts: tuple[str, ...] = (),
) -> RegionEntry:
    return RegionEntry(key, level, name, label or name, kind, None, people, 52.0, 10.0, parent, districts)


GAZETTEER = Gazetteer(
    [
        region("DE", "COUNTRY", "Deutschland"),
        region("03", "LAND", "Niedersachsen", parent="DE"),
        region("033", "GOVERNMENT_DISTRICT", "Lüneburg", label="ArL-Bezirk Lüneburg", parent="03"),
        region("hwk-00087", "CHAMBER_DISTRICT", "Handwerkskammer Braunschweig-Lüneburg-Stade", label="Kammerbezirk Braunschweig-Lüneburg-Stade"),
        region("03351", "KREIS", "Celle", label="Landkreis Celle", kind="Landkreis", people=178_936, parent="033", districts=("hwk-00087",)),
        region("03351006", "MUNICIPALITY", "Celle", kind="Stadt", people=69_000, parent="03351"),
        region("03159", "KREIS", "Göttingen", label="Landkreis Göttingen", kind="Landkreis", parent="03"),
        region("03159016", "MUNICIPALITY", "Göttingen", kind="Stadt", people=116_000, parent="03159"),
        region("15002000", "MUNICIPALITY", "Halle (Saale)", kind="Stadt", people=237_000),
        region("03255016", "MUNICIPALITY", "Halle", kind="Gemeinde", people=1_800),
        region("09162000", "MUNICIPALITY", "München", kind="Stadt", people=1_400_000, parent="09162"),
        region("09162", "KREIS", "München", label="Stadt München", kind="Kreisfreie Stadt"),
        region("09184", "KREIS", "München", label="Landkreis München", kind="Landkreis"),
        region("15084550", "MUNICIPALITY", "Weißenfels", kind="Stadt"),
        region("03241012", "MUNICIPALITY", "Neustadt am Rübenberge", kind="Stadt", people=45_000, parent="03"),
        region("07316000", "MUNICIPALITY", "Neustadt an der Weinstraße", kind="Stadt", people=53_000),
    ],
    [PostalCodeEntry("29221", "Celle", 52.62, 10.09, ("03351",)), PostalCodeEntry("22145", "Hamburg|Stapelfeld", 53.6, 10.2, ("01062", "02000")),
     PostalCodeEntry("29223", "Celle|Groß Hehlen|Hehlentor", 52.64, 10.07, ("03351",)), PostalCodeEntry("29229", "Celle|Hehlentor", 52.66, 10.09, ("03351",)),
     PostalCodeEntry("37075", "Göttingen|Hehlen", 51.5, 9.9, ("03159",)), PostalCodeEntry("29225", "Celle|Hehlen", 52.6, 10.06, ("03351",))],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Celle", "03351006"),
        ("  celle ", "03351006"),
        ("Stadt Celle", "03351006"),
        ("Lkr. Celle", "03351"),
        ("Landkreis Celle", "03351"),
        ("Kreis Celle", "03351"),
        ("LK Celle", "03351"),
        ("Goettingen", "03159016"),
        ("GÖTTINGEN", "03159016"),
        ("Gottingen", "03159016"),
        ("Weissenfels", "15084550"),
        ("München", "09162000"),
        ("Landkreis München", "09184"),
        ("Muenchen", "09162000"),
        ("Niedersachsen", "03"),
        ("ArL-Bezirk Lüneburg", "033"),
        ("Neustadt am Rübenberge", "03241012"),
    ],
)
def test_a_name_is_understood_as_people_write_it(text: str, key: str) -> None:
    assert GAZETTEER.place({"name": text}).region_key == key


@pytest.mark.parametrize(("text", "keys"), [("Neustadt", ["07316000", "03241012"]), ("Halle", ["15002000", "03255016"])])
def test_a_name_that_fits_several_places_is_answered_with_all_of_them_the_biggest_first(text: str, keys: list[str]) -> None:
    with pytest.raises(AmbiguousPlace) as told:
        GAZETTEER.place({"name": text})
    assert [candidate["regionKey"] for candidate in told.value.candidates] == keys


def test_a_plz_in_two_kreise_serves_both() -> None:
    place = GAZETTEER.place({"postalCode": "22145"})
    assert (place.label, place.kreise, place.regions) == ("22145 Hamburg", ("01062", "02000"), ("01062", "02000"))


def test_a_plz_may_stand_where_a_name_is_expected() -> None:
    assert GAZETTEER.place({"name": " 29221 "}).postal_code == "29221"


def test_a_slip_names_what_was_probably_meant() -> None:
    with pytest.raises(PlaceNotFound) as told:
        GAZETTEER.place({"name": "Göttinegn"})
    assert "Göttingen" in told.value.suggestions[0]


@pytest.mark.parametrize("text", ["Groß Hehlen", "gross hehlen", "Gemeinde Groß Hehlen"])
def test_a_village_that_is_no_municipality_is_found_by_its_postal_code(text: str) -> None:
    place = GAZETTEER.place({"name": text})
    assert (place.label, place.postal_code, place.region_key, place.regions) == ("29223 Groß Hehlen", "29223", None, ("03351",))


def test_a_village_with_several_postal_codes_of_one_kreis_is_one_place() -> None:
    place = GAZETTEER.place({"name": "Hehlentor"})
    assert (place.label, place.lat, place.lon, place.kreise, place.postal_code) == ("Hehlentor", 52.65, 10.08, ("03351",), None)


def test_a_village_name_in_several_kreise_is_answered_with_its_postal_codes() -> None:
    with pytest.raises(AmbiguousPlace) as told:
        GAZETTEER.place({"name": "Hehlen"})
    assert told.value.candidates == (
        {"label": "29225 Hehlen (Landkreis Celle)", "postalCode": "29225"},
        {"label": "37075 Hehlen (Landkreis Göttingen)", "postalCode": "37075"},
    )


def test_type_ahead_knows_villages_after_towns_and_kreise() -> None:
    assert [place.label for place in GAZETTEER.search("hehl", first=3)] == ["29225 Hehlen", "37075 Hehlen", "29223 Hehlentor"]
    assert [place.label for place in GAZETTEER.search("gros", first=3)] == ["29223 Groß Hehlen"]


def test_a_slip_in_the_name_of_a_village_names_it() -> None:
    with pytest.raises(PlaceNotFound) as told:
        GAZETTEER.place({"name": "Groß Hehlne"})
    assert told.value.suggestions[0] == "29223 Groß Hehlen"


def test_regions_above_are_listed_the_most_specific_first() -> None:
    assert GAZETTEER.ancestors("03351006") == ("03351006", "hwk-00087", "03351", "033", "03", "DE")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("cel", ["Celle", "Landkreis Celle"]),
        ("lkr cel", ["Celle", "Landkreis Celle"]),
        ("2922", ["29221 Celle", "29223 Celle", "29225 Celle", "29229 Celle"]),
        ("", []),
    ],
)
def test_type_ahead_shows_what_begins_so(text: str, labels: list[str]) -> None:
    assert [place.label for place in GAZETTEER.search(text, first=5)] == labels


def test_type_ahead_helps_with_spelling() -> None:
    assert "Göttingen" in [place.label for place in GAZETTEER.search("Göttinegn", first=3)]


def test_a_point_lies_in_the_kreise_of_the_nearest_postal_code() -> None:
    assert GAZETTEER.point(52.61, 10.1).kreise == ("03351",)


def test_inside_a_land_are_its_kreise_and_the_districts_that_hold_them() -> None:
    assert GAZETTEER.within("03") == ("03", "03159", "033", "03351", "hwk-00087")
    assert GAZETTEER.within("hwk-00087") == ("03351", "hwk-00087")
    assert GAZETTEER.within("03351006") == ()
