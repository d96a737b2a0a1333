"""Projects and the programmes that fund them."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ProjectStatus
from schema.types.actor import Actor

if TYPE_CHECKING:
    from schema.types.agreement import Agreement
    from schema.types.office import Figure


@strawberry.type(description="Work with a beginning and an end (Projekt).")
class Project(Actor):
    starts_on: date | None = field(description="First day of the work, where it isn't the first day of the record.")
    ends_on: date | None = field(description="First day after the work; the record itself may stay.")
    status: ProjectStatus = field(description="Where it stands on the asked day.")
    carriers: list[Actor] = field(description="Who runs it, at most 100 (Träger).")
    funders: list[Actor] = field(description="Who pays for it, at most 100 (Förderer).")
    coordinators: list[Actor] = field(description="Who coordinates it, at most 100 (Koordination).")
    programme: "Programme | None" = field(description="The programme it belongs to.")
    extends: list[Annotated["Agreement", strawberry.lazy("schema.types.agreement")]] = field(description="Agreements that it extends.")


@strawberry.type(description="A funding programme that carries projects (Förderprogramm).")
class Programme(Actor):
    starts_on: date | None = field(description="First day of the work, where it isn't the first day of the record.")
    ends_on: date | None = field(description="First day after the work; the record itself may stay.")
    status: ProjectStatus = field(description="Where it stands on the asked day.")
    budget_eur: int | None = field(description="Money for all of its projects together, in euros.")
    declared_projects: int | None = field(description="How many projects its source declares.")
    recorded_projects: int = field(
        description="How many of them this directory has recorded, ended ones included. The difference is a gap."
    )
    projects: list[Project] = field(description="The projects that hold on the asked day, at most 100.")
    declared: list[Annotated["Figure", strawberry.lazy("schema.types.office")]] = field(
        description="What its source declares for single regions."
    )
    funders: list[Actor] = field(description="Who pays for it, at most 100 (Förderer).")
    coordinators: list[Actor] = field(description="Who coordinates it, at most 100 (Koordination).")
