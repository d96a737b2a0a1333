"""Lists: pages in both directions, counts, filters and nested selections, each in one statement."""

import pytest

from tests.asking import Asker

PAGE = """query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: [OrganizationOrder!]) {
  organizations(where: {type: {eq: CHAMBER_IHK}}, first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    totalCount edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


async def slugs_of_all_pages(ask: Asker, *, backwards: bool, **asked: object) -> list[str]:
    size, cursor, end, more = (
        ("last", "before", "startCursor", "hasPreviousPage") if backwards else ("first", "after", "endCursor", "hasNextPage")
    )
    found: list[str] = []
    while True:
        page = (await ask(PAGE, **{size: 30}, **asked)).data["organizations"]
        slugs = [edge["node"]["slug"] for edge in page["edges"]]
        found = slugs + found if backwards else found + slugs
        if not page["pageInfo"][more]:
            return found
        asked[cursor] = page["pageInfo"][end]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_pages_forwards_and_backwards_give_the_same_list(ask: Asker, direction: str) -> None:
    order = [{"field": "TYPE", "direction": "ASC"}, {"field": "NAME", "direction": direction}]
    forwards = await slugs_of_all_pages(ask, backwards=False, orderBy=order)
    assert forwards == await slugs_of_all_pages(ask, backwards=True, orderBy=order)
    assert len(forwards) == len(set(forwards)) == 79


async def test_a_count_costs_no_second_statement(ask: Asker) -> None:
    answer = await ask(PAGE, first=1)
    assert (answer.statements, answer.data["organizations"]["totalCount"]) == (1, 79)


async def test_german_order_puts_umlauts_with_their_vowels(ask: Asker) -> None:
    answer = await ask("{ regions(where: {level: {eq: LAND}}, orderBy: [{field: NAME}], first: 100) { nodes { name } } }")
    found = [node["name"] for node in answer.data["regions"]["nodes"]]
    assert found.index("Thüringen") == 15
    assert len(found) == 16


async def test_the_same_field_may_stand_twice_with_other_arguments_and_keys(ask: Asker) -> None:
    answer = await ask(
        """{ organization(by: {slug: "ihk-fosa"}) { set: name
          one: ties(first: 1, direction: IN) { totalCount nodes { slug } } none: ties(types: [FUNDS]) { totalCount nodes { slug } }
          de: description { value lang } en: description(lang: EN) { lang } } }"""
    )
    found = answer.data["organization"]
    assert (answer.statements, found["set"], found["one"]["totalCount"], len(found["one"]["nodes"])) == (1, "IHK FOSA", 76, 1)
    assert found["none"] == {"totalCount": 0, "nodes": []}
    assert (found["de"]["lang"], found["en"]["lang"]) == ("DE", "EN")


async def test_fragments_on_interfaces_and_directives_are_followed(ask: Asker) -> None:
    answer = await ask(
        """query ($yes: Boolean!) { actors(where: {slug: {in: ["matching-projekt", "ihk-fosa"]}}) { nodes {
          __typename ...Named ... on Project { status same: slug } ... on Organization { type same: name } hidden: name @skip(if: $yes) } } }
        fragment Named on Node { ... on Actor { slug name @include(if: $yes) } }""",
        yes=True,
    )
    assert answer.data["actors"]["nodes"] == [
        {"__typename": "Organization", "slug": "ihk-fosa", "name": "IHK FOSA", "type": "RECOGNITION_BODY", "same": "IHK FOSA"},
        {"__typename": "Project", "slug": "matching-projekt", "name": "Matching-Projekt", "status": "RUNNING", "same": "matching-projekt"},
    ]
    assert answer.statements == 1


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("{type: {eq: CHAMBER_HWK}}", 53),
        ("{type: {in: [CHAMBER_HWK, CHAMBER_IHK]}}", 132),
        ("{type: {eq: CHAMBER_IHK}, NOT: {name: {contains: \"ihk\"}}}", 1),
        ("{OR: [{type: {eq: CHAMBER_HWK}}, {slug: {eq: \"ihk-fosa\"}}]}", 54),
        ("{type: {eq: JOBCENTER}, region: {key: \"03351\"}}", 1),
        ("{type: {eq: JOBCENTER}, OR: [{region: {key: \"03351\"}}, {region: {key: \"05112\"}}]}", 2),
        ("{contacts: {some: {phone: {eq: \"0511-120-6909\"}}}}", 0),
        ("{type: {eq: RECOGNITION_BODY}, responsibilities: {all: {role: {eq: DECIDES}}}}", 1),
        ("{type: {eq: RECOGNITION_BODY}, responsibilities: {none: {role: {eq: DECIDES}}}}", 0),
        ("{actionFields: {hasAll: [RECOGNITION]}, type: {eq: RECOGNITION_BODY}}", 1),
        ("{externalIds: {has: \"nothing\"}}", 0),
        ("{type: {eq: JOBCENTER}, locations: {some: {region: {key: {startsWith: \"05112\"}}}}}", 1),
        ("{type: {in: [MUNICIPALITY, DISTRICT]}, region: {key: \"03351006\"}}", 2),
    ],
)  # fmt: skip
async def test_filters_narrow_the_list_in_one_statement(ask: Asker, where: str, count: int) -> None:
    answer = await ask(f"{{ organizations(where: {where}) {{ totalCount }} }}")
    assert (answer.data["organizations"]["totalCount"], answer.statements, answer.errors) == (count, 1, [])


async def test_a_region_knows_what_it_inherits(ask: Asker) -> None:
    answer = await ask(
        """{ region(by: {name: "Landkreis Celle"}) { key population parent { name parent { name } } districts { level }
          responsibilities(actionFields: [RECOGNITION]) { role actor { slug } regions { level } } } }"""
    )
    found = answer.data["region"]
    assert (answer.statements, found["key"], found["population"]) == (1, "03351", 178_936)
    assert found["parent"] == {"name": "Lüneburg", "parent": {"name": "Niedersachsen"}}
    assert {(r["actor"]["slug"], r["role"], r["regions"][0]["level"]) for r in found["responsibilities"]} == {
        ("handwerkskammer-braunschweig-lueneburg-stade", "DECIDES", "CHAMBER_DISTRICT"),
        ("ihk-fosa", "DECIDES", "COUNTRY"),
        ("ihk-lueneburg-wolfsburg", "ADVISES", "CHAMBER_DISTRICT"),
    }


async def test_a_root_field_takes_one_statement_however_deep_it_is_asked(ask: Asker) -> None:
    answer = await ask(
        """{ organizations(where: {region: {key: "05112"}}, first: 10) { nodes { name
          ties(first: 3) { edges { type node { name ties(first: 2) { nodes { name contacts(first: 1) { role } locations { city region { label } } } }
            provenance { source { title } } } } } responsibilities { regions { label parent { label } } provenance { status } } } } }"""
    )
    assert (answer.statements, answer.errors) == (1, [])
    assert len(answer.data["organizations"]["nodes"]) == 9


async def test_counts_of_the_whole_country(ask: Asker) -> None:
    answer = await ask(
        """{ ihk: organizations(where: {type: {eq: CHAMBER_IHK}}) { totalCount } hwk: organizations(where: {type: {eq: CHAMBER_HWK}}) { totalCount }
          jc: organizations(where: {type: {eq: JOBCENTER}}) { totalCount } aa: organizations(where: {type: {eq: EMPLOYMENT_AGENCY}}) { totalCount }
          kreise: regions(where: {level: {eq: KREIS}}) { totalCount } laender: regions(where: {level: {eq: LAND}}) { totalCount }
          nrw: regions(where: {level: {eq: KREIS}, region: {key: "05"}}) { totalCount } }"""
    )
    counts = {key: value["totalCount"] for key, value in answer.data.items()}
    assert counts == {"ihk": 79, "hwk": 53, "jc": 404, "aa": 146, "kreise": 400, "laender": 16, "nrw": 53}
    assert answer.statements == 7


async def test_facets_count_the_whole_list_in_the_same_statement(ask: Asker) -> None:
    answer = await ask(
        """{ organizations(where: {region: {key: "05"}, type: {in: [CHAMBER_IHK, CHAMBER_HWK, INTEGRATION_POINT]}}, first: 1) { totalCount nodes { name }
          facets { type { value count } actionField { value count } land { value label count } } } }"""
    )
    found = answer.data["organizations"]
    assert answer.statements == 1
    assert found["facets"]["type"] == [
        {"value": "CHAMBER_IHK", "count": 16},
        {"value": "INTEGRATION_POINT", "count": 12},
        {"value": "CHAMBER_HWK", "count": 7},
    ]
    assert sum(facet["count"] for facet in found["facets"]["type"]) == found["totalCount"]
    assert found["facets"]["land"] == [{"value": "05", "label": "Nordrhein-Westfalen", "count": 35}]
    assert {"value": "RECOGNITION", "count": 23} in found["facets"]["actionField"]


async def test_a_document_asked_again_with_other_variables_below_gets_its_own_answer(ask: Asker) -> None:
    document = """query ($slug: String!, $first: Int, $with: Boolean!) { organization(by: {slug: $slug}) { ...Contacts } }
        fragment Contacts on Organization { slug contacts(first: $first) { role } name @include(if: $with) }"""
    for slug, first, with_ in [("ihk-fosa", 1, True), ("ihk-fosa", 0, True), ("ihk-fosa", 1, False), ("jobcenter-celle", 0, True)] * 2:
        found = (await ask(document, slug=slug, first=first, **{"with": with_})).data["organization"]
        assert (found["slug"], len(found["contacts"]), "name" in found) == (slug, first, with_)


async def test_what_a_cursor_bounds_is_beyond_the_page(ask: Asker) -> None:
    whole = (await ask(PAGE, first=5)).data["organizations"]
    cursors = [edge["cursor"] for edge in whole["edges"]]

    async def beyond(**asked: object) -> tuple[int, bool, bool]:
        page = (await ask(PAGE, **asked)).data["organizations"]
        return len(page["edges"]), page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"]

    assert await beyond(first=9, before=cursors[2]) == (2, False, True)
    assert await beyond(first=2, before=cursors[3]) == (2, False, True)
    assert await beyond(last=100, after=cursors[2]) == (76, True, False)
    assert await beyond(first=1, after=cursors[0], before=cursors[2]) == (1, True, True)


async def test_the_last_day_there_is_holds_what_is_open(ask: Asker) -> None:
    answer = await ask(
        """{ last: organizations(asOf: "9999-12-31") { totalCount } before: organizations(asOf: "9999-12-30") { totalCount } }"""
    )
    assert answer.data["last"] == answer.data["before"]
    assert answer.data["last"]["totalCount"] > 1000


async def test_who_takes_over_is_named_before_and_after_that_day(ask: Asker) -> None:
    document = '{ organization(by: {slug: "agentur-fuer-arbeit-celle"}, asOf: "2025-12-31") { successors { slug } } }'
    answer = await ask(document)
    assert answer.data == {"organization": {"successors": [{"slug": "agentur-fuer-arbeit-lueneburger-heide"}]}}


async def test_facets_name_kinds_as_the_enum_does(ask: Asker) -> None:
    answer = await ask("{ actors(where: {kind: {ne: ORGANIZATION}}) { facets { type { value } } } }")
    assert sorted(one["value"] for one in answer.data["actors"]["facets"]["type"]) == ["NETWORK", "PROGRAMME", "PROJECT"]
