"""Places of the whole directory as people write them: understood where they are clear, asked back where they aren't."""

import pytest

from tests.asking import Asker

NAMED = "query ($name: String!) { region(by: {name: $name}) { key } }"
RESPONSIBLE = """query ($place: PlaceInput!) {
  responsibleFor(place: $place, actionField: LEGAL_STATUS) { region { key } actor { slug } reason { code } } }"""


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Celle", "03351006"),
        ("Stadt Celle", "03351006"),
        ("Lkr. Celle", "03351"),
        ("LK Celle", "03351"),
        ("Landkreis Celle", "03351"),
        ("Kreis Wesel", "05170"),
        ("Wesel", "05170048"),
        ("Region Hannover", "03241"),
        ("Landeshauptstadt Hannover", "03241001"),
        ("Goettingen", "03159016"),
        ("GÖTTINGEN", "03159016"),
        ("Landkreis Goettingen", "03159"),
        ("Weissenfels", "15084550"),
        ("Weißenfels", "15084550"),
        ("Groß-Gerau", "06433006"),
        ("Gross-Gerau", "06433006"),
        ("Lkr. Muenchen", "09184"),
        ("Koeln", "05315000"),
        ("Kreisfreie Stadt Bottrop", "05512000"),
        ("Rhein-Sieg-Kreis", "05382"),
        ("Regierungsbezirk Düsseldorf", "051"),
        ("Reg.-Bez. Duesseldorf", "051"),
        ("ArL Lüneburg", "033"),
        ("ArL-Bezirk Leine-Weser", "032"),
        ("Amt für regionale Landesentwicklung Weser-Ems", "034"),
        ("Niedersachsen", "03"),
        ("Deutschland", "DE"),
    ],
)
async def test_a_name_means_the_region_that_people_mean(written: str, key: str, ask: Asker) -> None:
    answer = await ask(NAMED, name=written)
    assert (answer.errors, answer.data) == ([], {"region": {"key": key}})


async def test_neustadt_asks_which(ask: Asker) -> None:
    answer = await ask(RESPONSIBLE, place={"name": "Neustadt"})
    [(message, extensions)] = answer.errors
    assert (message, extensions["code"], answer.statements) == ("'Neustadt' fits 13 places; please choose one.", "AMBIGUOUS_PLACE", 0)
    assert "Neustadt am Rübenberge (Region Hannover)" in [candidate["label"] for candidate in extensions["candidates"]]
    for candidate in extensions["candidates"]:
        chosen = await ask(RESPONSIBLE, place={"regionKey": candidate["regionKey"]})
        assert chosen.errors == []


async def test_a_slip_offers_what_was_meant_and_no_postal_code_says_what_is_wrong(ask: Asker) -> None:
    [(_, slip)] = (await ask(RESPONSIBLE, place={"name": "Göttinegn"})).errors
    assert (slip["code"], "Göttingen" in slip["suggestions"]) == ("PLACE_NOT_FOUND", True)
    [(message, wrong)] = (await ask(RESPONSIBLE, place={"postalCode": "00000"})).errors
    assert (message, wrong["code"]) == ("There is no postal code '00000' in this directory.", "PLACE_NOT_FOUND")


@pytest.mark.parametrize(
    ("place", "kreise"),
    [
        ({"postalCode": "03058"}, ["12052", "12071"]),
        ({"postalCode": "29221"}, ["03351"]),
        ({"point": {"lat": 52.62, "lon": 10.08}}, ["03351"]),
        ({"regionKey": "05170048"}, ["05170048"]),
    ],
)
async def test_each_kreis_of_a_place_is_served_by_its_own_office(place: dict[str, object], kreise: list[str], ask: Asker) -> None:
    answer = await ask(RESPONSIBLE, place=place)
    found = answer.data["responsibleFor"]
    assert (answer.statements, [row["region"]["key"] for row in found]) == (1, kreise)
    assert len({row["actor"]["slug"] for row in found}) == len(kreise)
    assert {row["reason"]["code"] for row in found} == {"RESPONSIBLE"}


async def test_what_is_suggested_and_offered_is_understood(ask: Asker) -> None:
    ask_name = "query ($place: PlaceInput!) { responsibleFor(place: $place, actionField: EMPLOYMENT) { region { key } } }"
    answer = await ask(ask_name, place={"name": "Neustadt"})
    for candidate in answer.errors[0][1]["candidates"]:
        if "regionKey" in candidate:
            by_label, by_key = [
                await ask(ask_name, place=place) for place in ({"name": candidate["label"]}, {"regionKey": candidate["regionKey"]})
            ]
            assert (by_label.errors, by_label.data) == ([], by_key.data), candidate
    suggested = (await ask(ask_name, place={"postalCode": "29220"})).errors[0][1]["suggestions"][0]
    for place in ({"postalCode": suggested}, {"name": suggested}):
        assert (await ask(ask_name, place=place)).errors == [], suggested
