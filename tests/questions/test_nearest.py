"""The nearest offices are the nearest: held against every office of the directory, from places all over Germany."""

import random
from typing import Any

from geopy.distance import geodesic

from graph.engine import Engine
from tests.asking import Asker

OFFICES = """
MATCH (a:Actor)-[:LOCATED_AT]->(l:Location)
WHERE a.typeName = 'Organization' AND a.validFrom <= $day AND a.validTo > $day AND l.lat IS NOT NULL
RETURN collect([a.id, a.type, l.lat, l.lon]) AS offices
"""
NEAREST = """query ($near: PlaceInput!, $types: [OrganizationType!], $first: Int, $after: String) {
  nearestContacts(near: $near, types: $types, first: $first, after: $after) {
    edges { cursor distanceKm node { actor { slug } } } pageInfo { hasNextPage endCursor } } }"""


async def by_brute_force(engine: Engine, lat: float, lon: float, type_: str) -> list[tuple[float, str]]:
    offices = (await engine.read(OFFICES, day="2026-11-23"))[0]["offices"]
    nearest: dict[str, float] = {}
    for slug, kind, office_lat, office_lon in offices:
        if kind == type_:
            km = round(float(geodesic((lat, lon), (office_lat, office_lon)).km), 2)
            nearest[slug] = min(km, nearest.get(slug, km))
    return sorted((km, slug) for slug, km in nearest.items())


async def test_from_anywhere_the_nearest_are_found_in_one_statement(ask: Asker) -> None:
    chance = random.Random(47)
    for _ in range(25):
        lat, lon = round(chance.uniform(47.4, 54.9), 3), round(chance.uniform(6.0, 14.9), 3)
        type_ = chance.choice(["JOBCENTER", "CHAMBER_IHK", "CHAMBER_HWK", "EMPLOYMENT_AGENCY", "RECOGNITION_BODY"])
        answer = await ask(NEAREST, near={"point": {"lat": lat, "lon": lon}}, types=[type_], first=5)
        found = [(e["distanceKm"], e["node"]["actor"]["slug"]) for e in answer.data["nearestContacts"]["edges"]]
        assert found == (await by_brute_force(ask.engine, lat, lon, type_))[:5], (lat, lon, type_)
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
    assert pages == await by_brute_force(ask.engine, entry.lat, entry.lon, "CHAMBER_HWK")
    assert len(pages) == 53


async def test_no_radius_hides_the_central_body(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "24937"}, types: [RECOGNITION_BODY]) {
          edges { distanceKm responsible reason { code } node { actor { slug } contact { website } location { city } } } } }"""
    )
    [edge] = answer.data["nearestContacts"]["edges"]
    assert (edge["node"]["actor"]["slug"], edge["responsible"], edge["reason"]["code"]) == ("ihk-fosa", True, "NATIONWIDE")
    assert edge["distanceKm"] > 500


async def test_a_radius_is_kept_if_it_is_asked_for(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "29221"}, types: [CHAMBER_HWK], maxDistanceKm: 50) { edges { distanceKm } pageInfo { hasNextPage } } }"""
    )
    assert answer.data["nearestContacts"] == {"edges": [{"distanceKm": 37.48}, {"distanceKm": 49.29}], "pageInfo": {"hasNextPage": False}}
