"""The root fields. Below them no field has a resolver: rows already have the response's shape."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry
from strawberry import Info, argument, field

from graph.errors import BadUserInput
from graph.fields import OLDEST
from graph.vocabulary import ActionField, OrganizationType, Reach, TargetGroup
from resolvers.nearest import NearestQuestion, nearest_contacts
from resolvers.proximity import Concern
from resolvers.referral.answer import referral_paths
from resolvers.referral.paths import ActorGoal, FieldGoal
from resolvers.referral.shown import PathQuestion
from resolvers.responsibility import responsible_for
from schema.context import Context
from schema.coverage import coverage_answer
from schema.gaps import network_gaps_answer
from schema.inputs import ActorStart, GoalInput, Near, PlaceInput, SituationInput
from schema.lists import AsOf, listing, lookup
from schema.measures import network_measures_answer
from schema.overview import network_overview_answer
from schema.search import search_answer
from schema.selection import question
from schema.single import directory_answer, node_answer, nodes_answer, places_answer, region_answer
from schema.types.actor import Actor
from schema.types.agreement import Agreement, LegalInstrument
from schema.types.answers import NearestConnection, ReferralPaths, ResponsibilityAnswer
from schema.types.arguments import First
from schema.types.event import Event, EventSeries
from schema.types.looking_mark import LookingMark
from schema.types.network import Network
from schema.types.node import Source
from schema.types.office import Contact
from schema.types.organization import Organization
from schema.types.project import Programme, Project
from schema.types.region import Region

Situation = Annotated[SituationInput | None, argument(description="What is known about the person.")]


@strawberry.type(description="The questions that the directory answers.")
class Query:
    organization = lookup(Organization)
    organizations = listing(Organization, "Organizations by name (Organisationen).")
    project = lookup(Project)
    projects = listing(Project, "Projects that hold on the asked day (Projekte).")
    programme = lookup(Programme)
    programmes = listing(Programme, "Funding programmes (Förderprogramme).")
    network = lookup(Network)
    networks = listing(Network, "Alliances (Bündnisse).")
    event = lookup(Event)
    events = listing(Event, "Events by date (Veranstaltungen).")
    event_series = lookup(EventSeries)
    agreement = lookup(Agreement)
    agreements = listing(Agreement, "Agreements (gemeinsame Erklärungen).")
    legal_instrument = lookup(LegalInstrument)
    legal_instruments = listing(LegalInstrument, "Laws that things rest on (Rechtsgrundlagen).")
    actor = lookup(Actor)
    actors = listing(Actor, "All four kinds of actors in one list (Akteure).")
    contact = lookup(Contact)
    contacts = listing(Contact, "Contacts by function (Ansprechstellen).")
    regions = listing(Region, "Regions by key (Gebiete).")
    looking_mark = lookup(LookingMark)
    looking_marks = listing(LookingMark, "Who looked where and found whom (Suchvermerke).")
    source = lookup(Source)
    sources = listing(Source, "Sources by key (Quellen).")
    region = region_answer
    node = node_answer
    nodes = nodes_answer
    places = places_answer
    search = search_answer
    directory = directory_answer
    coverage = coverage_answer
    network_gaps = network_gaps_answer
    network_overview = network_overview_answer
    network_measures = network_measures_answer

    @field(
        graphql_type=NearestConnection,
        description="Who is nearest, and which of them is responsible. Never cut off by a radius unless asked.",
    )
    async def nearest_contacts(
        self,
        info: Info[Context],
        near: Near,
        action_fields: Annotated[list[ActionField] | None, argument(description="Only with a part in one of these fields.")] = None,
        types: Annotated[list[OrganizationType] | None, argument(description="Only organizations of these types.")] = None,
        target_group: Annotated[TargetGroup | None, argument(description="Only what is for this group.")] = None,
        situation: Situation = None,
        reach: Annotated[
            list[Reach] | None,
            argument(description="Only who answers so far: LAND and COUNTRY find hotlines and Land offices that nearer ones would hide."),
        ] = None,
        first: First = 20,
        after: Annotated[str | None, argument(description="After this cursor.")] = None,
        max_distance_km: Annotated[float | None, argument(description="Not farther than this, in km.")] = None,
        as_of: AsOf = None,
    ) -> Any:
        asked = question(info)
        a = asked.arguments
        return await nearest_contacts(
            NearestQuestion(
                near=info.context.snapshot.gazetteer.place(a["near"]),
                concern=Concern(
                    action_fields=tuple(a.get("actionFields") or ()),
                    types=tuple(a.get("types") or ()),
                    target_group=a.get("targetGroup"),
                    situation=_situation(a),
                    reach=tuple(a.get("reach") or ()),
                ),
                first=a["first"] if a.get("first") is not None else 20,
                after=a.get("after"),
                max_distance_km=a.get("maxDistanceKm"),
            ),
            asked.only,
            offices=info.context.snapshot.offices,
            days=info.context.days(a),
            **info.context.asking,
        )

    @field(
        graphql_type=list[ResponsibilityAnswer],
        description="Who is responsible for a place and a concern, and why; one answer for each Kreis of the place.",
    )
    async def responsible_for(
        self,
        info: Info[Context],
        place: Annotated[PlaceInput, argument(description="Where the person lives or the company is.")],
        action_field: Annotated[ActionField, argument(description="What it is about.")],
        situation: Situation = None,
        as_of: AsOf = None,
    ) -> Any:
        asked = question(info)
        a = asked.arguments
        return await responsible_for(
            info.context.snapshot.gazetteer.place(a["place"]),
            a["actionField"],
            _situation(a),
            asked.only,
            duties=info.context.snapshot.duties,
            days=info.context.days(a),
            **info.context.asking,
        )

    @field(
        graphql_type=ReferralPaths,
        description="The best ways from an actor or a place to a service, step by step; or where they break off.",
    )
    async def referral_paths(
        self,
        info: Info[Context],
        from_: Annotated[ActorStart, argument(name="from", description="Where the way starts.")],
        to: Annotated[GoalInput, argument(description="Where it leads.")],
        situation: Situation = None,
        max_steps: Annotated[int, argument(description="Longest path, 1 to 8 steps.")] = 5,
        first: Annotated[int, argument(description="At most this many paths, 1 to 10.")] = 3,
        as_of: AsOf = None,
    ) -> Any:
        asked = question(info)
        a = asked.arguments
        snapshot = info.context.snapshot
        start, to_ = a["from"], a["to"]
        return await referral_paths(
            PathQuestion(
                start=snapshot.gazetteer.place(start["place"]) if "place" in start else start["slug"],
                to=FieldGoal(to_["actionField"]) if "actionField" in to_ else ActorGoal(to_["slug"]),
                situation=_situation(a),
                max_steps=a["maxSteps"],
                first=a["first"],
            ),
            asked.only,
            paths=snapshot.paths,
            days=info.context.days(a),
            **info.context.asking,
        )


def _situation(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is known about the person. Raises `BadUserInput` for an age that nobody has."""
    situation: Mapping[str, Any] = arguments.get("situation") or {}
    age = situation.get("age")
    if age is not None and not 0 <= age <= OLDEST:
        raise BadUserInput(f"`age` goes from 0 to {OLDEST}, not {age}.", argument="age", value=age)
    return situation
