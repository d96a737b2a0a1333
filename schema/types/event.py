"""Events and the series they belong to."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import Language
from schema.types.actor import Actor
from schema.types.arguments import Lang
from schema.types.node import LocalizedText, Node, Provenance

if TYPE_CHECKING:
    from schema.types.agreement import LegalInstrument
    from schema.types.office import Figure, Location


@strawberry.type(description="A conference, meeting or other event (Veranstaltung).")
class Event(Node):
    slug: str = field(description="Readable key, stable.")
    name: str = field(description="Title of the event.")
    starts_on: date | None = field(description="First day; null where the source doesn't say.")
    ends_on: date | None = field(description="Last day, if it isn't the first.")
    place: Annotated["Location", strawberry.lazy("schema.types.office")] | None = field(description="Where it takes place (Ort).")
    participants: int | None = field(description="How many took part, as the source states it.")
    participants_note: str | None = field(description="What the source says about that number, such as “mehr als”.")
    organizers: list[Actor] = field(description="Who organizes it, at most 100 (Veranstalter).")
    partners: list[Actor] = field(description="Who takes part in preparing or holding it, at most 100 (Partner).")
    funders: list[Actor] = field(description="Who pays for it, at most 100 (Förderer).")
    series: "EventSeries | None" = field(description="The series it belongs to.")
    figures: list[Annotated["Figure", strawberry.lazy("schema.types.office")]] = field(description="Figures stated there, at most 100.")
    based_on: list[Annotated["LegalInstrument", strawberry.lazy("schema.types.agreement")]] = field(
        description="Laws that it deals with, at most 100."
    )
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What it is about.")
    def description(self, lang: Lang = Language.DE) -> LocalizedText | None: ...


@strawberry.type(description="Events that belong together (Veranstaltungsreihe).")
class EventSeries(Node):
    slug: str = field(description="Readable key, stable.")
    name: str = field(description="Title of the series.")
    organizers: list[Actor] = field(description="Who organizes it, at most 100.")
    events: list[Event] = field(description="Its events by date, at most 100.")
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What it is about.")
    def description(self, lang: Lang = Language.DE) -> LocalizedText | None: ...
