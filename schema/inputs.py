"""What people send: places, situations, goals, lookups."""

from typing import Annotated

import strawberry
from strawberry import UNSET, field

from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, TargetGroup


@strawberry.input(description="A point on the earth, WGS 84.")
class PointInput:
    lat: float = field(description="Degrees north, -90 to 90.")
    lon: float = field(description="Degrees east, -180 to 180.")


@strawberry.input(one_of=True, description="A place, in exactly one of the ways that people know it.")
class PlaceInput:
    postal_code: str | None = field(default=UNSET, description="Five digits (PLZ).")
    region_key: str | None = field(default=UNSET, description="Official key of a region (AGS), or DE.")
    name: str | None = field(
        default=UNSET, description="Name of a municipality, Kreis, district or Land: “Celle”, “Kreis Wesel”. Never guessed if several fit."
    )
    point: PointInput | None = field(default=UNSET, description="Coordinates.")


@strawberry.input(description="What is known about a person, as far as it decides who is responsible. Nothing of it is stored.")
class SituationInput:
    age: int | None = field(default=UNSET, description="Age in years, 0 to 120.")
    legal_regime: LegalRegime | None = field(default=UNSET, description="The law under which benefits are received (Rechtskreis).")
    target_group: TargetGroup | None = field(default=UNSET, description="The group the person belongs to.")
    occupation_group: OccupationGroup | None = field(default=UNSET, description="The kind of occupation.")


@strawberry.input(one_of=True, description="Where a referral path starts.")
class ActorStart:
    slug: str | None = field(default=UNSET, description="An actor.")
    place: PlaceInput | None = field(default=UNSET, description="A place: paths start at the offices that are responsible there.")


@strawberry.input(one_of=True, description="Where a referral path leads.")
class GoalInput:
    action_field: ActionField | None = field(default=UNSET, description="Any actor that decides or provides in this field.")
    slug: str | None = field(default=UNSET, description="This actor.")


@strawberry.input(one_of=True, description="Finds one node.")
class NodeBy:
    id: strawberry.ID | None = field(default=UNSET, description="Its global ID.")
    slug: str | None = field(default=UNSET, description="Its readable key.")
    external_id: str | None = field(default=UNSET, description="Its key in another register, as `register:key`.")


@strawberry.input(one_of=True, description="Finds one region.")
class RegionBy:
    key: str | None = field(default=UNSET, description="Official key (AGS), DE, or the key of a district.")
    nuts: str | None = field(default=UNSET, description="NUTS code.")
    name: str | None = field(default=UNSET, description="Its name; an error with the candidates if several fit.")


@strawberry.input(description="A region and everything inside it.")
class RegionFilter:
    key: str = field(description="Official key (AGS), DE, or the key of a district.")


@strawberry.input(description="A place and what is near it.")
class NearFilter:
    place: PlaceInput = field(description="From where.")
    max_km: float = field(description="At most so far away, in km: geodesic on WGS 84, to 10 m; an actor is where its nearest location is.")


Near = Annotated[PlaceInput, strawberry.argument(description="From where.")]
