"""What the directory's nodes are: the one truth for projection, filters, seed checks and exports.

A field is declared once, under the name the API gives it, as one of the kinds of `graph.fields`.
"""

from datetime import date
from typing import Final

from graph.fields import FIRST_DAY, LAST_DAY, MOST, Embedded, Expression, Field, Localized, NodeType, Property, Related, Ties
from graph.vocabulary import (
    ActionField,
    ActorKind,
    ContactRole,
    Language,
    LegalRegime,
    LocationRole,
    LookResult,
    Measure,
    OccupationGroup,
    OrganizationType,
    Precision,
    ProjectStatus,
    RegionLevel,
    ResponsibilityRole,
    TargetGroup,
    TieType,
    VerificationStatus,
)

GLOBAL_ID: Final = Property("globalId", derived=True)
NAMED: Final[dict[str, Field]] = {"id": GLOBAL_ID, "slug": Property("id"), "name": Property("name")}
PROVENANCE: Final[dict[str, Field]] = {"provenance": Embedded("Provenance")}
CONDITIONS: Final[dict[str, Field]] = {
    "ageMin": Property("ageMin", int),
    "ageMax": Property("ageMax", int),
    "conditions": Property("conditions"),
    "legalBasis": Property("legalBasis"),
}

_HAS_ENDED = "{n}.validTo <= $asOf"
_STATUS = (
    f"CASE WHEN {_HAS_ENDED} OR {{n}}.reviewDue <= $asOf THEN 'EXPIRED' WHEN {{n}}.verifiedAt IS NULL THEN 'UNVERIFIED' ELSE 'VERIFIED' END"
)
_STAND = f"CASE WHEN {_HAS_ENDED} OR {{n}}.endsOn <= $asOf THEN 'ENDED' WHEN {{n}}.startsOn > $asOf THEN 'PLANNED' ELSE 'RUNNING' END"
_TERM: Final[dict[str, Field]] = {
    "startsOn": Property("startsOn", date),
    "endsOn": Property("endsOn", date),
    "status": Expression(_STAND, ProjectStatus),
}

ACTOR: Final[dict[str, Field]] = {
    **NAMED,
    "description": Localized("description"),
    "kind": Property("kind", ActorKind, derived=True),
    "actionFields": Property("actionFields", ActionField, many=True, derived=True),
    "targetGroups": Property("targetGroups", TargetGroup, many=True),
    "contacts": Related("({n})-[:HAS_CONTACT]->({x}:Contact)", "Contact", ("role", "id"), arguments={"role": "{x}.role = {value}"}),
    "locations": Related("({n})-[:LOCATED_AT]->({x}:Location)", "Location", ("id",)),
    "responsibilities": Related("({n})-[:HAS_RESPONSIBILITY]->({x}:Responsibility)", "Responsibility", ("id",)),
    "regions": Related("({n})-[:ACTIVE_IN]->({x}:Region)", "Region", ("id",)),
    "ties": Ties(),
    "figures": Related("({n})-[:HAS_FIGURE]->({x}:Figure)", "Figure", ("id",)),
    "events": Related("({n})-[{t}:ORGANIZES|PARTICIPATES_IN|FUNDS]->({x}:Event)", "Event", ("startsOn", "id"), distinct=True),
    "agreements": Related("({n})-[{t}:SIGNED|ADOPTED]->({x}:Agreement)", "Agreement", ("id",), distinct=True),
    "basedOn": Related("({n})-[{t}:BASED_ON]->({x}:LegalInstrument)", "LegalInstrument"),
    **PROVENANCE,
}

_CARRIERS: Final = Related("({n})-[{t}:CARRIED_BY]->({x}:Actor)", "Actor")
_FUNDERS: Final = Related("({x}:Actor)-[{t}:FUNDS]->({n})", "Actor")
_COORDINATORS: Final = Related("({x}:Actor)-[{t}:COORDINATES]->({n})", "Actor")
_BASED_ON: Final = Related("({n})-[{t}:BASED_ON]->({x}:LegalInstrument)", "LegalInstrument")

MODEL: Final[dict[str, NodeType]] = {
    node.name: node
    for node in (
        NodeType(
            "Organization",
            "Actor",
            {
                **ACTOR,
                "type": Property("type", OrganizationType),
                "externalIds": Property("externalIds", many=True),
                "carriers": _CARRIERS,
                # Who takes over begins when the other ends.
                "successors": Related("({n})-[{t}:SUCCEEDED_BY]->({x}:Actor)", "Actor", whenever=True),
            },
        ),
        NodeType(
            "Project",
            "Actor",
            {
                **ACTOR,
                **_TERM,
                "carriers": _CARRIERS,
                "funders": _FUNDERS,
                "coordinators": _COORDINATORS,
                "programme": Related("({n})-[{t}:PART_OF_ACTOR]->({x}:Programme)", "Programme", many=False),
                "extends": Related("({x}:Agreement)-[{t}:EXTENDED_BY]->({n})", "Agreement", ("id",)),
            },
        ),
        NodeType(
            "Programme",
            "Actor",
            {
                **ACTOR,
                **_TERM,
                "budgetEur": Property("budgetEur", int),
                "declaredProjects": Property("declaredProjects", int),
                # Ended ones count: what was declared once is compared with what is recorded of it.
                "recordedProjects": Expression("COUNT {{ MATCH (p:Project)-[:PART_OF_ACTOR]->({n}) WHERE p.visibility = 'PUBLIC' }}", int),
                "projects": Related("({x}:Project)-[{t}:PART_OF_ACTOR]->({n})", "Project"),
                "declared": Related("({n})-[:HAS_FIGURE]->({x}:Figure)", "Figure", ("id",)),
                "funders": _FUNDERS,
                "coordinators": _COORDINATORS,
            },
        ),
        NodeType(
            "Network",
            "Actor",
            {
                **ACTOR,
                "members": Related("({x}:Actor)-[{t}:MEMBER_OF]->({n})", "Actor"),
                "coordinators": _COORDINATORS,
            },
        ),
        NodeType(
            "Event",
            "Event",
            {
                **NAMED,
                "description": Localized("description"),
                "startsOn": Property("startsOn", date),
                "endsOn": Property("endsOn", date),
                "place": Related("({n})-[:LOCATED_AT]->({x}:Location)", "Location", ("id",), many=False),
                "participants": Property("participants", int),
                "participantsNote": Property("participantsNote"),
                "organizers": Related("({x}:Actor)-[{t}:ORGANIZES]->({n})", "Actor"),
                "partners": Related("({x}:Actor)-[{t}:PARTICIPATES_IN]->({n})", "Actor"),
                "funders": _FUNDERS,
                "series": Related("({n})-[:IN_SERIES]->({x}:EventSeries)", "EventSeries", many=False),
                "figures": Related("({n})-[:HAS_FIGURE]->({x}:Figure)", "Figure", ("id",)),
                "basedOn": _BASED_ON,
                **PROVENANCE,
            },
        ),
        NodeType(
            "EventSeries",
            "EventSeries",
            {
                **NAMED,
                "description": Localized("description"),
                "organizers": Related("({x}:Actor)-[{t}:ORGANIZES]->({n})", "Actor"),
                "events": Related("({x}:Event)-[:IN_SERIES]->({n})", "Event", ("startsOn", "id")),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Agreement",
            "Agreement",
            {
                **NAMED,
                "description": Localized("description"),
                "adoptedOn": Property("adoptedOn", date),
                "actionFields": Property("actionFields", ActionField, many=True),
                "otherFieldsDeclared": Property("otherFieldsDeclared", int),
                "members": Related("({x}:Actor)-[{t}:SIGNED]->({n})", "Actor"),
                "networks": Related("({x}:Network)-[{t}:ADOPTED]->({n})", "Network"),
                "extendedBy": Related("({n})-[{t}:EXTENDED_BY]->({x}:Project)", "Project"),
                "basedOn": _BASED_ON,
                **PROVENANCE,
            },
        ),
        NodeType(
            "LegalInstrument",
            "LegalInstrument",
            {
                **NAMED,
                "shortName": Property("shortName"),
                "description": Localized("description"),
                "inForceFrom": Property("inForceFrom", date),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Contact",
            "Contact",
            {
                "id": GLOBAL_ID,
                "role": Property("role", ContactRole),
                "label": Localized("label"),
                # Always measured against the real day, so that no `asOf` brings an expired name back.
                "name": Expression("CASE WHEN {n}.nameVisibility = 'PUBLIC' AND {n}.nameExpiresOn > $today THEN {n}.name END"),
                "phone": Property("phone"),
                "email": Property("email"),
                "website": Property("website"),
                "hours": Property("hours"),
                "languages": Property("languages", many=True),
                "actor": Related("({x}:Actor)-[:HAS_CONTACT]->({n})", "Actor", many=False),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Location",
            "Location",
            {
                "id": GLOBAL_ID,
                "role": Property("role", LocationRole),
                "name": Property("name"),
                "street": Property("street"),
                "postalCode": Property("postalCode"),
                "city": Property("city"),
                "lat": Property("lat", float),
                "lon": Property("lon", float),
                "precision": Property("precision", Precision),
                "region": Related("({n})-[:IN_REGION]->({x}:Region)", "Region", many=False),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Responsibility",
            "Responsibility",
            {
                "id": GLOBAL_ID,
                "role": Property("role", ResponsibilityRole),
                "actionFields": Property("actionFields", ActionField, many=True),
                "targetGroups": Property("targetGroups", TargetGroup, many=True),
                "occupationGroups": Property("occupationGroups", OccupationGroup, many=True),
                "legalRegimes": Property("legalRegimes", LegalRegime, many=True),
                **CONDITIONS,
                "rule": Property("rule"),
                "regions": Related("({n})-[:COVERS]->({x}:Region)", "Region", ("id",)),
                "actor": Related("({x}:Actor)-[:HAS_RESPONSIBILITY]->({n})", "Actor", many=False),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Figure",
            "Figure",
            {
                "id": GLOBAL_ID,
                "measure": Property("measure", Measure),
                "min": Property("min", int),
                "max": Property("max", int),
                "note": Property("note"),
                "statedOn": Property("statedOn", date),
                "region": Related("({n})-[:COVERS]->({x}:Region)", "Region", many=False),
                **PROVENANCE,
            },
        ),
        NodeType(
            "LookingMark",
            "LookingMark",
            {
                "id": GLOBAL_ID,
                "actionFields": Property("actionFields", ActionField, many=True),
                "found": Property("found", LookResult),
                "note": Property("note"),
                "region": Related("({n})-[:COVERS]->({x}:Region)", "Region", ("id",), many=False),
                **PROVENANCE,
            },
        ),
        NodeType(
            "Region",
            "Region",
            {
                "id": GLOBAL_ID,
                "key": Property("id"),
                "level": Property("level", RegionLevel),
                "name": Property("name"),
                "label": Property("label"),
                "type": Property("type"),
                "nuts": Property("nuts"),
                "population": Property("population", int),
                "areaKm2": Property("areaKm2", float),
                "lat": Property("lat", float),
                "lon": Property("lon", float),
                "parent": Related("({n})-[:PART_OF]->({x}:Region)", "Region", many=False),
                "children": Related(
                    "({x}:Region)-[:PART_OF]->({n})", "Region", ("id",), first=MOST, arguments={"level": "{x}.level = {value}"}
                ),
                "districts": Related("({n})-[:IN_DISTRICT]->({x}:Region)", "Region", ("id",)),
                "actors": Related(
                    "({x}:Actor)-[:ACTIVE_IN]->({n})",
                    "Actor",
                    arguments={"types": "{x}.type IN {value}", "actionFields": "any(f IN {value} WHERE f IN {x}.actionFields)"},
                ),
                # What holds here: stated for the region itself or for any region above it.
                "responsibilities": Related(
                    "({n})-[:PART_OF|IN_DISTRICT*0..5]->(:Region)<-[:COVERS]-({x}:Responsibility)",
                    "Responsibility",
                    ("id",),
                    distinct=True,
                    arguments={"actionFields": "any(f IN {value} WHERE f IN {x}.actionFields)"},
                ),
            },
            dated=False,
        ),
        NodeType(
            "Source",
            "Source",
            {
                "id": GLOBAL_ID,
                "key": Property("id"),
                "title": Property("title"),
                "url": Property("url"),
                "publisher": Property("publisher"),
                "publishedAt": Property("publishedAt", date),
                "retrievedAt": Property("retrievedAt", date),
                "licence": Property("licence"),
                "note": Property("note"),
            },
            dated=False,
        ),
    )
}

EMBEDDED: Final[dict[str, dict[str, Field]]] = {
    "Provenance": {
        "source": Related("({x}:Source {{id: {n}.sourceId}})", "Source", ("id",), many=False),
        "verifiedAt": Property("verifiedAt", date),
        "reviewDue": Property("reviewDue", date),
        "validFrom": Expression(f"CASE WHEN {{n}}.validFrom <> '{FIRST_DAY}' THEN {{n}}.validFrom END", date),
        "validTo": Expression(f"CASE WHEN {{n}}.validTo <> '{LAST_DAY}' THEN {{n}}.validTo END", date),
        "status": Expression(_STATUS, VerificationStatus),
    }
}
"""Groups of fields that nodes and ties carry alike."""

TIE: Final[dict[str, Field]] = {
    "type": Expression("type({n})", TieType),
    "actionFields": Property("actionFields", ActionField, many=True),
    "occupationGroup": Property("occupationGroup", OccupationGroup),
    "legalRegime": Property("legalRegime", LegalRegime),
    "targetGroup": Property("targetGroup", TargetGroup),
    **CONDITIONS,
    "rule": Property("ruleId"),
    **PROVENANCE,
}
"""What a tie between two actors carries; `{n}` is the relationship."""

ABSTRACT: Final[dict[str, tuple[str, ...]]] = {
    "Actor": ("Organization", "Project", "Programme", "Network"),
    "Node": tuple(MODEL),
}
"""Interfaces, and the node types that they stand for."""


def node_type(name: str) -> NodeType:
    """The node type of this name; of an interface one that it stands for, for they share its fields, their label and dates."""
    return MODEL[ABSTRACT.get(name, (name,))[0]]


LANGUAGES: Final = tuple(language.value for language in Language)
