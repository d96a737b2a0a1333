"""The nearest offices are the nearest: held against every office of the directory, from places all over Germany."""

import csv
import math
import random
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

from graph.vocabulary import OrganizationType
from resolvers.proximity import Concern, nearest_offices
from tests.asking import TODAY, Asker

OFFICES = """
MATCH (a:Actor)-[:LOCATED_AT]->(l:Location)
WHERE a.typeName = 'Organization' AND a.validFrom <= $day AND a.validTo > $day AND l.lat IS NOT NULL
RETURN collect([a.id, a.type, l.lat, l.lon]) AS offices
"""
NEAREST = """query ($near: PlaceInput!, $types: [OrganizationType!], $first: Int, $after: String) {
  nearestContacts(near: $near, types: $types, first: $first, after: $after) {
    edges { cursor distanceKm node { actor { slug } } } pageInfo { hasNextPage endCursor } } }"""


def by_measuring(offices: list[tuple[str, str, float, float]], lat: float, lon: float) -> list[tuple[float, str]]:
    """The nearest by geopy, of offices that a plain statement gave.

    Only what is less than 50 km behind the sixth actor by the haversine is measured to the metre, which takes long: the haversine is at
    most 0.6 % wrong, so it is less than 12 km wrong within Germany.
    """
    nearest: dict[str, float] = {}
    rough = sorted((haversine(lat, lon, office[2], office[3]), *office) for office in offices)
    for km, slug, _, office_lat, office_lon in rough:
        if len(nearest) > 5 and km > sorted(nearest.values())[5] + 50:
            break
        exact = round(float(geodesic((lat, lon), (office_lat, office_lon)).km), 2)
        nearest[slug] = min(exact, nearest.get(slug, exact))
    return sorted((km, slug) for slug, km in nearest.items())


def haversine(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The way on a sphere in km."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


@pytest.fixture(scope="module")
def places() -> list[tuple[float, float]]:
    """300 points all over Germany: where random postal codes are, moved by up to some kilometres."""
    with (Path(__file__).parents[2] / "seeds" / "data" / "regions" / "postal_codes.csv").open(encoding="utf-8") as file:
        codes = [(float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)]
    chance = random.Random(47)
    return [
        (round(lat + chance.uniform(-0.1, 0.1), 3), round(lon + chance.uniform(-0.1, 0.1), 3)) for lat, lon in chance.sample(codes, 300)
    ]


async def test_from_300_places_the_nearest_of_every_type_are_those_of_measuring_all(ask: Asker, places: list[tuple[float, float]]) -> None:
    offices = (await ask.engine.read(OFFICES, day=TODAY.isoformat()))[0]["offices"]
    expected = compared = 0
    for type_ in OrganizationType:
        rows = [office for office in offices if office[1] == type_.value]
        expected += len(places) * min(3, len({office[0] for office in rows}))
        for lat, lon in places:
            hits = nearest_offices(ask.snapshot.offices, lat, lon, Concern(types=(type_.value,)), need=3, day=TODAY.toordinal())
            found = [(hit.distance_km, hit.actor) for hit in hits[:3]]
            assert found == by_measuring(rows, lat, lon)[:3], (lat, lon, type_.value)
            compared += len(found)
    assert compared == expected > 10_000


async def test_from_300_places_the_answer_names_them_in_one_statement(ask: Asker, places: list[tuple[float, float]]) -> None:
    offices = (await ask.engine.read(OFFICES, day=TODAY.isoformat()))[0]["offices"]
    types = [type_.value for type_ in OrganizationType if any(office[1] == type_.value for office in offices)]
    for number, (lat, lon) in enumerate(places):
        type_ = types[number % len(types)]
        answer = await ask(NEAREST, near={"point": {"lat": lat, "lon": lon}}, types=[type_], first=5)
        found = [(e["distanceKm"], e["node"]["actor"]["slug"]) for e in answer.data["nearestContacts"]["edges"]]
        assert found == by_measuring([office for office in offices if office[1] == type_], lat, lon)[:5], (lat, lon, type_)
        assert answer.statements == 1


async def test_pages_by_distance_neither_skip_nor_repeat(ask: Asker) -> None:
    pages: list[tuple[float, str]] = []
    asked: dict[str, Any] = {"near": {"postalCode": "29221"}, "types": ["CHAMBER_HWK"], "first": 9}
    while True:
        found = (await ask(NEAREST, **asked)).data["nearestContacts"]
        pages += [(e["distanceKm"], e["node"]["actor"]["slug"]) for e in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            break
        asked["after"] = found["pageInfo"]["endCursor"]
    entry = ask.snapshot.gazetteer.place({"postalCode": "29221"})
    assert entry.lat is not None
    assert entry.lon is not None
    offices = (await ask.engine.read(OFFICES, day=TODAY.isoformat()))[0]["offices"]
    chambers = [office for office in offices if office[1] == "CHAMBER_HWK"]
    nearest: dict[str, float] = {}
    for slug, _, lat, lon in chambers:
        km = round(float(geodesic((entry.lat, entry.lon), (lat, lon)).km), 2)
        nearest[slug] = min(km, nearest.get(slug, km))
    assert pages == sorted((km, slug) for slug, km in nearest.items())
    assert len(pages) == 53


async def test_no_radius_hides_the_central_body(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "24937"}, types: [RECOGNITION_BODY]) {
          edges { distanceKm responsible reason { code text } node { actor { slug } contact { website } location { city } } } } }"""
    )
    [edge] = answer.data["nearestContacts"]["edges"]
    assert "Bedingung: außer in den Bezirken der IHKs, die selbst entscheiden." in edge["reason"]["text"]
    assert (edge["node"]["actor"]["slug"], edge["responsible"], edge["reason"]["code"]) == ("ihk-fosa", True, "NATIONWIDE")
    assert edge["distanceKm"] > 500


async def test_a_radius_is_kept_if_it_is_asked_for(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "29221"}, types: [CHAMBER_HWK], maxDistanceKm: 50) { edges { distanceKm } pageInfo { hasNextPage } } }"""
    )
    assert answer.data["nearestContacts"] == {"edges": [{"distanceKm": 37.48}, {"distanceKm": 49.29}], "pageInfo": {"hasNextPage": False}}


async def test_nobody_hides_behind_nearer_ones_who_reach_less_far(ask: Asker) -> None:
    """IHK FOSA is behind some 140 chambers that are nearer to Flensburg."""
    answer = await ask(
        """query ($reach: [Reach!]) { nearestContacts(near: {postalCode: "24937"}, actionFields: [RECOGNITION], reach: $reach, first: 3) {
          edges { reach responsible reason { code } node { actor { slug } } } } }""",
        reach=["LAND", "COUNTRY"],
    )
    [edge] = answer.data["nearestContacts"]["edges"]
    assert answer.statements == 1
    assert edge == {"reach": "COUNTRY", "responsible": True, "reason": {"code": "NATIONWIDE"}, "node": {"actor": {"slug": "ihk-fosa"}}}


async def test_every_office_says_how_far_it_reaches(ask: Asker) -> None:
    answer = await ask(
        """{ a: nearestContacts(near: {postalCode: "29221"}, actionFields: [LANGUAGE], first: 2) { edges { reach responsible node { actor { slug } } } }
          b: nearestContacts(near: {postalCode: "29221"}, actionFields: [RECOGNITION], reach: LOCAL, first: 1) { edges { reach node { actor { slug } } } }
          c: nearestContacts(near: {postalCode: "29221"}, types: [EMPLOYMENT_AGENCY], targetGroup: YOUTH_U25, first: 1) { edges { role reach } } }"""
    )
    assert answer.data["a"]["edges"] == [
        {"reach": "LAND", "responsible": True, "node": {"actor": {"slug": "buendnis-niedersachsen-packt-an"}}},
        {"reach": "LOCAL", "responsible": False, "node": {"actor": {"slug": "kommunales-integrationszentrum-kreis-minden-luebbecke"}}},
    ]
    assert answer.data["b"]["edges"] == [{"reach": "LOCAL", "node": {"actor": {"slug": "ihk-hannover"}}}]
    # For the young it advises; what it provides is for others.
    assert answer.data["c"]["edges"] == [{"role": "ADVISES", "reach": "LOCAL"}]
