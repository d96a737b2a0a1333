"""Agreements between actors, and the laws that things rest on."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ActionField, Language
from schema.types.actor import Actor
from schema.types.arguments import Lang
from schema.types.node import LocalizedText, Node, Provenance

if TYPE_CHECKING:
    from schema.types.network import Network
    from schema.types.project import Project


@strawberry.type(description="A law, ordinance or its amendment (Rechtsgrundlage).")
class LegalInstrument(Node):
    slug: str = field(description="Readable key, stable.")
    name: str = field(description="Full name.")
    short_name: str | None = field(description="As it is cited.")
    in_force_from: date | None = field(description="First day in force, where recorded.")
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What it means for integration into work.")
    def description(self, lang: Lang = Language.DE) -> LocalizedText | None: ...


@strawberry.type(description="What actors have agreed on (gemeinsame Erklärung).")
class Agreement(Node):
    slug: str = field(description="Readable key, stable.")
    name: str = field(description="Title of the agreement.")
    adopted_on: date | None = field(description="Day on which it was agreed, where the source says so.")
    action_fields: list[ActionField] = field(description="Fields that it names (Handlungsfelder).")
    other_fields_declared: int | None = field(description="How many more fields its source counts without naming them.")
    members: list[Actor] = field(description="Who has agreed, at most 100.")
    networks: list[Annotated["Network", strawberry.lazy("schema.types.network")]] = field(description="The networks that adopted it.")
    extended_by: list[Annotated["Project", strawberry.lazy("schema.types.project")]] = field(description="Projects that extend it.")
    based_on: list[LegalInstrument] = field(description="Laws that it rests on, at most 100.")
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What was agreed.")
    def description(self, lang: Lang = Language.DE) -> LocalizedText | None: ...
