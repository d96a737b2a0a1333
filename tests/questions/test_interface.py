"""The names that embeds, pages, documents and partners rely on: each exists, and answers."""

from typing import Any

import pytest
from graphql import GraphQLSchema, get_named_type

from tests.asking import Asker

LISTS = ("organizations", "projects", "programmes", "networks", "events", "contacts", "regions", "sources", "actors")
LIST_ARGUMENTS = {"where", "orderBy", "first", "after", "last", "before", "asOf"}

ROOT: dict[str, set[str]] = {
    "node": {"id"},
    "nodes": {"ids"},
    **{name: {"by", "asOf"} for name in ("organization", "project", "programme", "network", "event", "contact", "region", "source")},
    **dict.fromkeys(LISTS, LIST_ARGUMENTS),
    "search": {"text", "where", "first", "after", "asOf"},
    "places": {"text", "first", "asOf"},
    "nearestContacts": {
        "near", "actionFields", "types", "targetGroup", "situation", "first", "after", "maxDistanceKm", "asOf",
    },
    "responsibleFor": {"place", "actionField", "situation", "asOf"},
    "referralPaths": {"from", "to", "situation", "maxSteps", "first", "asOf"},
    "coverage": {"within", "level", "actionFields", "types", "asOf"},
    "networkGaps": {"within", "kinds", "first", "after", "asOf"},
    "directory": set(),
}  # fmt: skip

FIELDS: dict[str, str] = {
    "Node": "id",
    "Actor": "id slug name description kind actionFields targetGroups contacts locations responsibilities ties provenance",
    "Organization": "type",
    "Project": "status carriers funders programme",
    "Programme": "budgetEur declaredProjects recordedProjects projects regions declared",
    "Network": "members agreements contacts events",
    "Event": "name startsOn place participants organizers partners funders series",
    "EventSeries": "name events",
    "Agreement": "members actionFields extendedBy",
    "Region": "key nuts level name population areaKm2 parent children actors",
    "Contact": "role name phone email website hours languages",
    "LocalizedText": "value lang",
    "Provenance": "source verifiedAt validFrom validTo status",
    "Source": "title url publishedAt licence",
    "Figure": "region min max",
    "TieEdge": "type conditions legalBasis provenance node cursor",
    "Place": "label regionKey postalCode point regions",
    "SearchEdge": "cursor score highlights node",
    "NearestEdge": "cursor distanceKm responsible reason node",
    "ContactPoint": "actor contact location",
    "Reason": "code text",
    "ResponsibilityAnswer": "region candidates actor contact reason alternatives",
    "ResponsibilityReason": "code text rule legalBasis",
    "ReferralPaths": "paths broken",
    "ReferralPath": "steps length weakestVerifiedAt warnings",
    "ReferralStep": "position actor tie contact reason legalBasis conditions provenance",
    "ReferralBreak": "after actor missing reason",
    "CoverageMatrix": "cells summary rows columns",
    "CoverageCell": "region actionField status actors lastLookedAt",
    "NetworkGap": "kind severity region actors reason",
    "Directory": "version counts dataAsOf sources licences rateLimit",
    "Facets": "type actionField land",
    "FacetValue": "value count",
}
INPUTS: dict[str, str] = {
    "PlaceInput": "postalCode regionKey name point",
    "SituationInput": "age legalRegime targetGroup occupationGroup",
    "ActorStart": "slug place",
    "GoalInput": "actionField slug",
    "NodeBy": "id slug externalId",
    "RegionBy": "key nuts name",
    "OrganizationOrder": "field direction",
    "StringFilter": "eq ne in notIn contains startsWith endsWith isNull",
    "DateFilter": "eq ne in notIn lt lte gt gte isNull",
    "ContactListWhere": "some none all single",
    "OrganizationWhere": "AND OR NOT region near",
}
ENUMS: dict[str, str] = {
    "GapKind": "UNCOVERED MISSING_TIE SINGLE_POINT_OF_FAILURE DISTANCE_DESERT DECLARED_NOT_RECORDED DUE_FOR_REVIEW ONLY_ONE_CONTACT",
    "OrganizationOrderField": "NAME TYPE VERIFIED_AT DISTANCE TIE_COUNT",
    "Direction": "ASC DESC",
    "VerificationStatus": "VERIFIED UNVERIFIED EXPIRED",
    "CoverageStatus": "COVERED COVERED_FROM_OUTSIDE ABSENT UNKNOWN",
    "ResponsibilityRole": "DECIDES PROVIDES ADVISES",
    "ActorKind": "ORGANIZATION PROJECT PROGRAMME NETWORK",
}


def members(schema: GraphQLSchema, type_name: str) -> set[str]:
    type_: Any = schema.type_map[type_name]
    return set(type_.values if hasattr(type_, "values") else type_.fields)


@pytest.mark.parametrize("field", ROOT)
def test_a_root_field_has_its_arguments(schema: GraphQLSchema, field: str) -> None:
    assert schema.query_type is not None
    assert ROOT[field] - set(schema.query_type.fields[field].args) == set()


@pytest.mark.parametrize("type_name", [*FIELDS, *INPUTS, *ENUMS])
def test_a_type_has_its_members(schema: GraphQLSchema, type_name: str) -> None:
    wanted = set((FIELDS | INPUTS | ENUMS)[type_name].split())
    assert wanted - members(schema, type_name) == set()


@pytest.mark.parametrize("field", LISTS)
def test_a_list_is_a_connection(schema: GraphQLSchema, field: str) -> None:
    assert schema.query_type is not None
    connection = get_named_type(schema.query_type.fields[field].type).name
    assert members(schema, connection) == {"edges", "nodes", "totalCount", "facets", "pageInfo"}
    assert {"cursor", "node"} <= members(schema, connection.replace("Connection", "Edge"))


@pytest.mark.parametrize("field", LISTS)
async def test_a_list_answers_with_everything_in_one_statement(ask: Asker, field: str) -> None:
    answer = await ask(
        f"{{ list: {field}(first: 2) {{ edges {{ cursor node {{ id }} }} nodes {{ id }} totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} "
        "facets { type { value count } actionField { value count } land { value label count } } } }"
    )
    found = answer.data["list"]
    assert (answer.statements, answer.errors) == (1, [])
    assert [edge["node"] for edge in found["edges"]] == found["nodes"]
    assert len(found["nodes"]) == 2
    assert sum(facet["count"] for facet in found["facets"]["type"]) == found["totalCount"]


@pytest.mark.parametrize("field", ["organization", "project", "programme", "network", "event", "contact", "source"])
async def test_a_node_of_each_list_is_found_again_by_its_id(ask: Asker, field: str) -> None:
    plural = next(name for name in LISTS if name.startswith(field))
    id_ = (await ask(f"{{ list: {plural}(first: 1) {{ nodes {{ id }} }} }}")).data["list"]["nodes"][0]["id"]
    answer = await ask(f"query ($id: ID!) {{ one: {field}(by: {{id: $id}}) {{ id }} node(id: $id) {{ id }} }}", id=id_)
    assert answer.data == {"one": {"id": id_}, "node": {"id": id_}}


async def test_a_source_is_found_by_its_key_and_listed_by_the_directory(ask: Asker) -> None:
    answer = await ask("{ directory { sources(first: 3) { key title licence } } sources(first: 3) { nodes { key title licence } } }")
    assert answer.data["directory"]["sources"] == answer.data["sources"]["nodes"]
    assert len(answer.data["sources"]["nodes"]) == 3
    key = answer.data["sources"]["nodes"][0]["key"]
    assert (await ask("query ($key: String!) { source(by: {slug: $key}) { key } }", key=key)).data == {"source": {"key": key}}


async def test_where_a_way_breaks_the_actor_that_was_asked_for_is_told(ask: Asker) -> None:
    answer = await ask(
        '{ referralPaths(from: {slug: "ihk-fosa"}, to: {slug: "jobcenter-celle"}) { paths { length } broken { after { slug } actor { slug } reason { code } } } }'
    )
    found = answer.data["referralPaths"]
    assert (found["paths"], found["broken"]["actor"], answer.errors) == ([], {"slug": "jobcenter-celle"}, [])


async def test_a_search_counts_what_it_finds(ask: Asker) -> None:
    answer = await ask('{ search(text: "Handwerkskammer", where: {types: [CHAMBER_HWK]}, first: 2) { totalCount nodes { __typename } } }')
    assert answer.data["search"] == {"totalCount": 53, "nodes": [{"__typename": "Organization"}] * 2}
