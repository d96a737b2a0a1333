"""The answers of the questions that lists can't answer: who is near, who is responsible, which path leads there."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import field

from graph.vocabulary import Reach, ResponsibilityRole
from schema.types.actor import Actor, Tie
from schema.types.arguments import First
from schema.types.node import PageInfo, Provenance, Source
from schema.types.office import Contact, Location
from schema.types.region import Region


@strawberry.type(description="A point on the earth, WGS 84.")
class Point:
    lat: float = field(description="Degrees north.")
    lon: float = field(description="Degrees east.")


@strawberry.type(description="A place as it was understood (Ort).")
class Place:
    label: str = field(description="What to show people.")
    region_key: str | None = field(description="Official key, if it is a region.")
    postal_code: str | None = field(description="Postal code, if it is one.")
    point: Point | None = field(description="Its middle.")
    regions: list[Region] = field(description="The region, or each Kreis of a postal code.")


@strawberry.type(description="Why something stands in an answer (Grund).")
class Reason:
    code: str = field(description="Stable code for programs.")
    text: str = field(description="A sentence for people, in German.")


@strawberry.type(description="Why an actor is responsible (Grund der Zuständigkeit).")
class ResponsibilityReason:
    code: str = field(description="RESPONSIBLE, ADVISES_ONLY, OTHER_SITUATION or UNKNOWN.")
    text: str = field(description="A sentence for people, in German.")
    rule: str | None = field(description="Name of the directory's rule that states it.")
    legal_basis: str | None = field(description="The law behind it, as it is cited.")
    conditions: str | None = field(description="Under which conditions it holds, in German; null if for everybody.")


@strawberry.type(description="An office as somebody can go there or call.")
class ContactPoint:
    actor: Actor = field(description="Who it is.")
    contact: Contact | None = field(description="How to reach it; null where none is recorded.")
    location: Location = field(description="Its nearest location.")


@strawberry.type(description="An office and how far it is.")
class NearestEdge:
    cursor: str = field(description="Opaque position, for `after`.")
    distance_km: float = field(description="Geodesic distance on WGS 84 in km, to 10 m; approximate as the location's `precision` says.")
    responsible: bool = field(description="Whether it answers for the place. Nearest is not responsible.")
    role: ResponsibilityRole | None = field(description="Its part in the asked field.")
    reach: Reach | None = field(
        description="How far it answers for what was asked, here or elsewhere; null where nothing is recorded of it."
    )
    reason: Reason = field(
        description="Why: RESPONSIBLE, STATEWIDE or NATIONWIDE by how far it reaches, ADVISES_HERE, or NEAR_NOT_RESPONSIBLE."
    )
    node: ContactPoint = field(description="The office.")


@strawberry.type(description="Offices by distance.")
class NearestConnection:
    edges: list[NearestEdge] = field(description="The offices with their distances.")
    nodes: list[ContactPoint] = field(description="The offices alone.")
    total_count: int = field(
        description="How many offices there are in all, within `maxDistanceKm` if it is given. Only counted if selected."
    )
    page_info: PageInfo = field(description="Whether there are more, farther away.")


@strawberry.type(description="Another actor that would answer under a condition.")
class ResponsibilityAlternative:
    actor: Actor = field(description="Who.")
    contact: Contact | None = field(description="How to reach it; null where none is recorded.")
    role: ResponsibilityRole = field(description="Its part in the field.")
    reason: ResponsibilityReason = field(description="Under which condition.")


@strawberry.type(description="Who is responsible in one region (Zuständigkeit).")
class ResponsibilityAnswer:
    region: Region = field(description="The region for which this is the answer.")
    candidates: list[Region] = field(description="All regions that the place can be in: several for a postal code in several Kreise.")
    actor: Actor | None = field(description="Who is responsible; null if that isn't known here.")
    contact: Contact | None = field(description="How to reach it; null where none is recorded.")
    role: ResponsibilityRole | None = field(description="Decides, provides or advises.")
    reason: ResponsibilityReason = field(description="Why.")

    @field(description="Others that would answer, the likeliest first; those that the situation rules out last, with their condition.")
    def alternatives(self, first: First = 100) -> list[ResponsibilityAlternative]: ...


@strawberry.type(description="One step of a referral path (Station).")
class ReferralStep:
    position: int = field(description="1 for the first step.")
    actor: Actor = field(description="Where to go.")
    contact: Contact | None = field(description="How to reach it; null where none is recorded.")
    tie: Tie | None = field(description="The tie that leads here; null for the office at the start of a path from a place.")
    role: ResponsibilityRole | None = field(description="Its part in the field that the path leads to; null where it only passes on.")
    reason: Reason = field(description="Why this step.")
    what_happens: str | None = field(description="What happens at this step, in German; null where nothing says so.")
    legal_basis: str | None = field(description="The law behind the tie, as it is cited.")
    conditions: str | None = field(description="Conditions of the tie in words, in German.")
    provenance: Provenance = field(description="Where the tie, or the responsibility at the start, is known from.")


@strawberry.type(description="A loop-free way from the start to the service, as an alternative to another one.")
class ReferralWay:
    start: Actor = field(
        description="The actor where the path starts. Steps count from the one after it; from a place, it is the first step."
    )
    steps: list[ReferralStep] = field(description="The steps in order.")
    length: int = field(description="How many steps.")
    weakest_verified_at: date | None = field(description="When the stalest of its ties was checked; null if one never was.")
    warnings: list[Reason] = field(
        description="What to know before passing it on: UNVERIFIED_TIE, REVIEW_OVERDUE, OTHER_DISTRICT, SEARCH_CUT_SHORT."
    )


@strawberry.type(description="What to take instead of a path whose ties aren't all checked.")
class ReferralAlternative:
    avoids: list[int] = field(description="Positions of the steps of this path whose tie nobody has checked, or is due for another look.")
    path: ReferralWay | None = field(description="The best way from the same start over checked ties alone; null if there is none.")
    reason: Reason = field(description="AVOIDS, or NO_OTHER_WAY.")


@strawberry.type(description="A loop-free way from the start to the service (Förderkette).")
class ReferralPath(ReferralWay):
    alternative: ReferralAlternative | None = field(
        description="What to take instead, if a tie is unverified or due for another look; null if all are checked."
    )


@strawberry.type(description="Where a way breaks off, if none leads to the goal.")
class ReferralBreak:
    after: Actor | None = field(description="The last actor that can be reached.")
    missing: Actor | None = field(description="The actor to which a tie would be needed; null if nobody offers it.")
    actor: Actor | None = field(description="Whom the way was to reach: the asked actor, or else the missing one.")
    reason: Reason = field(
        description="NO_TIE, NOBODY_OFFERS, NOT_YET_VALID, EXPIRED, ACTION_FIELD, OCCUPATION_GROUP, LEGAL_REGIME, TARGET_GROUP, AGE; "
        "MORE_STEPS than asked for; NO_START if nobody is responsible at the place."
    )
    reasons: list[Reason] = field(description="Every condition that fails on the missing tie.")
    repair: str = field(description="What would have to be recorded or renewed for a path to lead on, in German.")


@strawberry.type(description="The best ways to a service.")
class ReferralPaths:
    paths: list[ReferralPath] = field(description="Fewest steps first, then freshest.")
    broken: ReferralBreak | None = field(description="Where it breaks off; null if there is a path.")
    already_there: list[Actor] = field(description="Actors at the start that decide on or provide it themselves.")


@strawberry.type(description="How many there are of a type.")
class TypeCount:
    type: str = field(description="A type of organization, or the name of another type of this schema.")
    count: int = field(description="How many, on the asked day.")


@strawberry.type(description="How the client stands with its rate of requests.")
class RateLimit:
    limit: int = field(description="Points in a window; a request takes one, a costly one more.")
    remaining: int = field(description="Points that are left.")
    reset_seconds: int = field(description="Seconds until all are back.")


@strawberry.type(description="The directory itself.")
class Directory:
    version: int = field(description="Goes up with every change of the data.")
    data_as_of: date | None = field(description="Day of the newest fact.")
    loaded_at: str | None = field(description="Instant of the last change, ISO 8601, UTC.")
    counts: list[TypeCount] = field(description="What it holds, by type.")
    licences: list[str] = field(
        description="Under which terms its sources may be used, each once, in alphabetical order; see `sources` for which."
    )

    @field(description="Its sources, by key. The list `sources` has them page by page.")
    def sources(self, first: Annotated[int, strawberry.argument(description="At most this many, 0 to 100.")] = 100) -> list[Source]: ...

    rate_limit: RateLimit | None = field(description="How the client stands; null where requests aren't limited.")
