"""Actors, and the ties between them."""

from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import (
    ActionField,
    ActorKind,
    ContactRole,
    Language,
    LegalRegime,
    OccupationGroup,
    TargetGroup,
    TieDirection,
    TieType,
)
from schema.types.arguments import First, Lang
from schema.types.node import LocalizedText, Node, PageInfo, Provenance

if TYPE_CHECKING:
    from schema.types.agreement import Agreement, LegalInstrument
    from schema.types.event import Event
    from schema.types.office import Contact, Figure, Location
    from schema.types.region import Region
    from schema.types.responsibility import Responsibility


@strawberry.interface(description="Who takes part: an organization, project, programme or network (Akteur).")
class Actor(Node):
    slug: str = field(description="Readable key, stable: ASCII, umlauts as ae, oe, ue, ß as ss.")
    name: str = field(description="As the actor writes it.")
    kind: ActorKind = field(description="Which of the four kinds it is.")
    action_fields: list[ActionField] = field(description="What it does: all fields of its responsibilities (Handlungsfelder).")
    target_groups: list[TargetGroup] = field(description="For whom; empty if for everybody (Zielgruppen).")
    locations: list[Annotated["Location", strawberry.lazy("schema.types.office")]] = field(
        description="Where it is, at most 100 (Standorte)."
    )
    responsibilities: list[Annotated["Responsibility", strawberry.lazy("schema.types.responsibility")]] = field(
        description="What it decides, provides or advises on, and where, at most 100 (Zuständigkeiten)."
    )
    regions: list[Annotated["Region", strawberry.lazy("schema.types.region")]] = field(
        description="Where it is active: regions of its locations, responsibilities and figures, by key, at most 100."
    )
    figures: list[Annotated["Figure", strawberry.lazy("schema.types.office")]] = field(description="Figures that it declares, at most 100.")
    events: list[Annotated["Event", strawberry.lazy("schema.types.event")]] = field(
        description="Events that it organizes, funds or takes part in, by date, at most 100 (Veranstaltungen)."
    )
    agreements: list[Annotated["Agreement", strawberry.lazy("schema.types.agreement")]] = field(
        description="Agreements that it has signed or adopted, at most 100 (Erklärungen)."
    )
    based_on: list[Annotated["LegalInstrument", strawberry.lazy("schema.types.agreement")]] = field(
        description="Laws that it rests on, at most 100 (Rechtsgrundlagen)."
    )
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What it is, in one or two sentences.")
    def description(self, lang: Lang = Language.DE) -> LocalizedText | None: ...

    @field(description="How to reach it, by function (Ansprechstellen).")
    def contacts(
        self, first: First = None, role: Annotated[ContactRole | None, strawberry.argument(description="Only this function.")] = None
    ) -> list[Annotated["Contact", strawberry.lazy("schema.types.office")]]: ...

    @field(description="With whom it is tied, outgoing first, then by name (Beziehungen).")
    def ties(
        self,
        types: Annotated[list[TieType] | None, strawberry.argument(description="Only these types.")] = None,
        direction: Annotated[TieDirection, strawberry.argument(description="From whose side.")] = TieDirection.BOTH,
        first: First = None,
        after: Annotated[str | None, strawberry.argument(description="After this cursor.")] = None,
    ) -> "TieConnection": ...


@strawberry.type(description="A tie from one actor to another (Beziehung).")
class Tie:
    type: TieType = field(description="How the two are tied.")
    action_fields: list[ActionField] = field(description="For which fields it holds; empty if for all.")
    occupation_group: OccupationGroup | None = field(description="Only for this occupation group.")
    legal_regime: LegalRegime | None = field(description="Only under this law.")
    target_group: TargetGroup | None = field(description="Only for this target group.")
    age_min: int | None = field(description="From this age on, in years.")
    age_max: int | None = field(description="Up to this age, in years, included.")
    conditions: str | None = field(description="Conditions in words, in German.")
    legal_basis: str | None = field(description="The law behind it, as it is cited (Rechtsgrundlage).")
    rule: str | None = field(description="The rule of the directory that made this tie; null if it was recorded by hand.")
    provenance: Provenance = field(description="Where this is known from.")


@strawberry.type(description="A tie of an actor, with the actor at its other end.")
class TieEdge(Tie):
    cursor: str = field(description="Opaque position, for `after`.")
    node: Actor = field(description="The actor at the other end.")


@strawberry.type(description="Ties of an actor.")
class TieConnection:
    edges: list[TieEdge] = field(description="The ties.")
    nodes: list[Actor] = field(description="The actors at the other ends.")
    total_count: int = field(description="How many there are in all.")
    page_info: PageInfo = field(description="Whether there are more.")
