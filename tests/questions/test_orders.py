"""Orders of lists: by distance and by counts, paged both ways, each page in one statement."""

import pytest

from graph.orders import ORDERS
from tests.asking import Asker

LISTS = {
    "Actor": "actors", "Organization": "organizations", "Project": "projects", "Programme": "programmes", "Network": "networks",
    "Event": "events", "Agreement": "agreements", "LegalInstrument": "legalInstruments", "Region": "regions", "Contact": "contacts",
    "Source": "sources",
}  # fmt: skip
CELLE = {"postalCode": "29221"}
BY_DISTANCE = """query ($near: PlaceInput, $first: Int, $after: String, $where: OrganizationWhere) {
  organizations(orderBy: [{field: DISTANCE}], near: $near, first: $first, after: $after, where: $where) {
    totalCount edges { distanceKm node { slug } } pageInfo { hasNextPage endCursor } } }"""


async def distances(ask: Asker, **asked: object) -> list[tuple[float | None, str]]:
    answer = await ask(BY_DISTANCE, **asked)
    assert (answer.statements, answer.errors) == (1, [])
    return [(edge["distanceKm"], edge["node"]["slug"]) for edge in answer.data["organizations"]["edges"]]


def test_every_list_of_the_schema_has_its_orders_here() -> None:
    # No looking mark is shipped.
    assert set(LISTS) == set(ORDERS) - {"LookingMark"}


async def test_the_nearest_come_first_with_the_distances_of_nearest_contacts(ask: Asker) -> None:
    ordered = await distances(ask, near=CELLE, first=5, where={"type": {"eq": "CHAMBER_HWK"}})
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "29221"}, types: [CHAMBER_HWK], first: 5) {
          totalCount edges { distanceKm node { actor { slug } } } } }"""
    )
    nearest = answer.data["nearestContacts"]
    assert ordered == [(edge["distanceKm"], edge["node"]["actor"]["slug"]) for edge in nearest["edges"]]
    assert ordered[:2] == [(37.48, "handwerkskammer-hannover"), (49.29, "handwerkskammer-braunschweig-lueneburg-stade")]
    assert nearest["totalCount"] == 53


async def test_an_order_by_distance_can_be_paged_and_is_the_same_list(ask: Asker) -> None:
    chambers = {"type": {"eq": "CHAMBER_IHK"}}
    whole = await distances(ask, near=CELLE, first=100, where=chambers)
    paged: list[tuple[float | None, str]] = []
    after = None
    while len(paged) < len(whole):
        page = (await ask(BY_DISTANCE, near=CELLE, first=30, after=after, where=chambers)).data["organizations"]
        paged += [(edge["distanceKm"], edge["node"]["slug"]) for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert paged == whole
    assert len(whole) == len(set(whole)) == 79
    assert [km for km, _ in whole] == sorted(km for km, _ in whole if km is not None)


async def test_what_has_no_place_comes_last(ask: Asker) -> None:
    answer = await ask(
        """{ networks(orderBy: [{field: DISTANCE}], near: {name: "Celle"}) { edges { distanceKm node { slug locations { city } } } }
          programmes(orderBy: [{field: DISTANCE, direction: DESC}], near: {name: "Celle"}) { edges { distanceKm } } }"""
    )
    edges = answer.data["networks"]["edges"]
    assert [edge["distanceKm"] is None for edge in edges] == [not edge["node"]["locations"] for edge in edges]
    assert [edge["distanceKm"] is None for edge in edges] == sorted(edge["distanceKm"] is None for edge in edges)
    assert answer.data["programmes"]["edges"]


async def test_distance_without_a_place_is_refused_with_the_argument_that_is_missing(ask: Asker) -> None:
    answer = await ask("{ organizations(orderBy: [{field: DISTANCE}]) { totalCount } }")
    [(message, extensions)] = answer.errors
    assert message == "The order DISTANCE needs `near`, the place from which to measure."
    assert (extensions["code"], extensions["argument"], answer.statements) == ("BAD_USER_INPUT", "near", 0)


async def test_a_cursor_of_a_distance_belongs_to_its_place(ask: Asker) -> None:
    page = (await ask(BY_DISTANCE, near=CELLE, first=1)).data["organizations"]
    answer = await ask(BY_DISTANCE, near={"name": "Duisburg"}, first=1, after=page["pageInfo"]["endCursor"])
    [(message, _)] = answer.errors
    assert message.startswith("`after` belongs to another order of the list")


@pytest.mark.parametrize("km", [0.5, 25.0, 37.48, 49.28, 49.29, 120.0])
async def test_the_filter_by_distance_agrees_with_nearest_contacts(ask: Asker, km: float) -> None:
    answer = await ask(
        """query ($km: Float!) {
          organizations(where: {near: {place: {postalCode: "29221"}, maxKm: $km}, type: {in: [CHAMBER_HWK, JOBCENTER]}}) { totalCount }
          turned: organizations(where: {NOT: {near: {place: {postalCode: "29221"}, maxKm: $km}}, type: {in: [CHAMBER_HWK, JOBCENTER]}}) { totalCount }
          nearestContacts(near: {postalCode: "29221"}, types: [CHAMBER_HWK, JOBCENTER], maxDistanceKm: $km, first: 100) { totalCount nodes { actor { slug } } }
        }""",
        km=km,
    )
    assert answer.errors == []
    found, nearest = answer.data["organizations"]["totalCount"], answer.data["nearestContacts"]
    assert found == nearest["totalCount"]
    assert min(found, 100) == len(nearest["nodes"])
    assert found + answer.data["turned"]["totalCount"] == 53 + 404


async def test_the_filter_alone_says_from_where_to_measure(ask: Asker) -> None:
    answer = await ask(
        """{ organizations(where: {near: {place: {name: "Landkreis Celle"}, maxKm: 20}, type: {eq: JOBCENTER}}, orderBy: [{field: DISTANCE}]) {
          edges { distanceKm node { slug } } } }"""
    )
    [edge] = answer.data["organizations"]["edges"]
    assert edge["node"]["slug"] == "jobcenter-celle"
    assert 0 <= edge["distanceKm"] < 20


@pytest.mark.parametrize("km", [-1.0, -0.001])
async def test_a_negative_distance_is_refused(ask: Asker, km: float) -> None:
    answer = await ask('query ($km: Float!) { regions(where: {near: {place: {name: "Celle"}, maxKm: $km}}) { totalCount } }', km=km)
    assert answer.errors[0][0] == f"`maxKm` can't be negative or endless: {km}."


async def test_events_contacts_and_regions_are_near_something_too(ask: Asker) -> None:
    answer = await ask(
        """{ events(where: {near: {place: {name: "Bottrop"}, maxKm: 10}}) { nodes { slug place { city } } }
          contacts(where: {near: {place: {postalCode: "29221"}, maxKm: 10}}, orderBy: [{field: DISTANCE}, {field: ROLE}], first: 3) { edges { distanceKm } }
          regions(where: {near: {place: {name: "Landkreis Celle"}, maxKm: 45}, level: {eq: KREIS}}, orderBy: [{field: DISTANCE}]) { edges { distanceKm node { label } } } }"""
    )
    assert answer.errors == []
    assert {node["place"]["city"] for node in answer.data["events"]["nodes"]} == {"Bottrop"}
    assert answer.data["contacts"]["edges"]
    [first, *others] = answer.data["regions"]["edges"]
    assert (first["node"]["label"], first["distanceKm"]) == ("Landkreis Celle", 0.0)
    assert all(0 < edge["distanceKm"] <= 45 for edge in others)


async def test_counts_order_a_list(ask: Asker) -> None:
    answer = await ask(
        """{ organizations(orderBy: [{field: TIE_COUNT, direction: DESC}, {field: NAME}], first: 12) { nodes { slug ties { totalCount } } }
          contacts: organizations(orderBy: [{field: CONTACT_COUNT, direction: DESC}], where: {type: {eq: CHAMBER_IHK}}, first: 5) { nodes { contacts { id } } }
          networks(orderBy: [{field: MEMBER_COUNT}]) { nodes { members { id } } }
          programmes(orderBy: [{field: PROJECT_COUNT, direction: DESC}], asOf: "2016-12-01") { nodes { projects { id } } }
          regions(orderBy: [{field: ACTOR_COUNT, direction: DESC}], where: {level: {eq: LAND}}, first: 16) { nodes { key } } }"""
    )
    assert (answer.errors, answer.statements) == ([], 5)
    ties = [node["ties"]["totalCount"] for node in answer.data["organizations"]["nodes"]]
    assert ties == sorted(ties, reverse=True)
    assert ties[0] > ties[-1] > 20
    for name, below, descending in (("contacts", "contacts", True), ("networks", "members", False), ("programmes", "projects", True)):
        counts = [len(node[below]) for node in answer.data[name]["nodes"]]
        assert counts == sorted(counts, reverse=descending)
    assert len(answer.data["regions"]["nodes"]) == 16


@pytest.mark.parametrize("type_name", LISTS)
async def test_every_order_pages_both_ways_through_the_same_list(ask: Asker, type_name: str) -> None:
    field = LISTS[type_name]
    for order in ORDERS[type_name]:
        place = 'near: {name: "Kreis Wesel"}, ' if order == "DISTANCE" else ""
        where = "where: {level: {eq: LAND}}, " if type_name == "Region" else ""
        for direction in ("ASC", "DESC"):
            asked = f"{place}{where}orderBy: [{{field: {order}, direction: {direction}}}]"
            whole = (await ask(f"{{ list: {field}({asked}, first: 9) {{ edges {{ cursor node {{ id }} }} }} }}")).data["list"]["edges"]
            ids = [edge["node"]["id"] for edge in whole]
            assert len(ids) == len(set(ids)) > 0, order
            cut = len(whole) // 2
            text = f"{{ after: {field}({asked}, first: 9, after: %s) {{ nodes {{ id }} }} before: {field}({asked}, last: 9, before: %s) {{ nodes {{ id }} }} }}"
            answer = await ask(text % (f'"{whole[cut]["cursor"]}"', f'"{whole[cut]["cursor"]}"'))
            assert [node["id"] for node in answer.data["before"]["nodes"]] == ids[:cut], order
            assert [node["id"] for node in answer.data["after"]["nodes"]][: len(ids) - cut - 1] == ids[cut + 1 :], order
            assert answer.statements == 2
