"""Contacts, locations and declared figures."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ContactRole, Language, LocationRole, Measure, Precision
from schema.types.actor import Actor
from schema.types.arguments import Lang
from schema.types.node import LocalizedText, Node, Provenance

if TYPE_CHECKING:
    from schema.types.region import Region


@strawberry.type(description="A way to reach an actor, by function first (Ansprechstelle).")
class Contact(Node):
    role: ContactRole = field(description="Its function.")
    name: str | None = field(description="A person's name: only where it was published for this function, and only until it expires.")
    phone: str | None = field(description="Phone number as the source gives it.")
    email: str | None = field(description="E-mail address of the function.")
    website: str | None = field(description="Page on the web.")
    hours: str | None = field(description="Opening hours, in German.")
    languages: list[str] = field(description="Languages spoken, ISO 639-1.")
    actor: Actor | None = field(description="Whose contact it is.")
    provenance: Provenance = field(description="Where this is known from.")

    @field(description="What the function is called there.")
    def label(self, lang: Lang = Language.DE) -> LocalizedText | None: ...


@strawberry.type(description="A place where an actor or event is found (Standort).")
class Location(Node):
    role: LocationRole = field(description="What it is for.")
    name: str | None = field(description="Name of the building.")
    street: str | None = field(description="Street and number, where a source gives them.")
    postal_code: str | None = field(description="Postal code, five digits (PLZ).")
    city: str | None = field(description="Town.")
    lat: float | None = field(description="WGS 84, degrees north.")
    lon: float | None = field(description="WGS 84, degrees east.")
    precision: Precision | None = field(description="What the coordinates stand for.")
    region: Annotated["Region", strawberry.lazy("schema.types.region")] | None = field(description="Municipality or Kreis it lies in.")
    provenance: Provenance = field(description="Where this is known from.")


@strawberry.type(description="A number that a source declares, which is not what this directory counts (angegebene Zahl).")
class Figure(Node):
    measure: Measure = field(description="What is counted.")
    min: int | None = field(description="The number, or its lower end.")
    max: int | None = field(description="The upper end, where the source gives a range.")
    note: str | None = field(description="How the source puts it.")
    stated_on: date | None = field(description="Day of the statement.")
    region: Annotated["Region", strawberry.lazy("schema.types.region")] | None = field(description="The region it is about.")
    provenance: Provenance = field(description="Where this is known from.")
