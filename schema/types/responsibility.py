"""Who decides, provides or advises on what, and where."""

from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ActionField, LegalRegime, OccupationGroup, ResponsibilityRole, TargetGroup
from schema.types.actor import Actor
from schema.types.node import Node, Provenance

if TYPE_CHECKING:
    from schema.types.region import Region


@strawberry.type(description="An actor's part in some fields over some regions (Zuständigkeit). Adviser is not decider.")
class Responsibility(Node):
    role: ResponsibilityRole = field(description="Decides, provides or advises.")
    action_fields: list[ActionField] = field(description="In which fields.")
    target_groups: list[TargetGroup] = field(description="Only for these groups; empty if for all.")
    occupation_groups: list[OccupationGroup] = field(description="Only for these occupations; empty if for all.")
    legal_regimes: list[LegalRegime] = field(description="Only under these laws; empty if under all.")
    age_min: int | None = field(description="From this age on, in years.")
    age_max: int | None = field(description="Up to this age, in years, included.")
    conditions: str | None = field(description="Conditions in words, in German.")
    legal_basis: str | None = field(description="The law behind it, as it is cited (Rechtsgrundlage).")
    rule: str | None = field(description="Name of the directory's rule that states it; null if it was recorded by hand.")
    regions: list[Annotated["Region", strawberry.lazy("schema.types.region")]] = field(
        description="Where: the highest regions for which it holds; everything inside inherits it."
    )
    actor: Actor | None = field(description="Whose responsibility it is.")
    provenance: Provenance = field(description="Where this is known from.")
