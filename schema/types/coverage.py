"""The coverage matrix: which fields are covered in which regions."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import field

from graph.vocabulary import ActionField, CoverageStatus
from schema.types.actor import Actor
from schema.types.answers import Place
from schema.types.region import Region

FirstActors = Annotated[int, strawberry.argument(description="At most this many, 0 to 100. All cells together show at most 20,000.")]


@strawberry.type(description="A row of the matrix.")
class CoverageRow:
    region: Region = field(description="The region that the row is about.")


@strawberry.type(description="Where somebody who covers a cell is found, and how far that is.")
class CoverageSeat:
    actor: Actor = field(description="Who it is.")
    region: Region = field(description="The municipality or Kreis that it is in.")
    lat: float = field(description="WGS 84, degrees north.")
    lon: float = field(description="WGS 84, degrees east.")
    distance_km: float = field(
        description="From the region's `lat` and `lon` (of a Kreis: its middle by people), in km on a sphere, within 0.6 % of the geodesic."
    )


@strawberry.type(description="A field in a region (Zelle). The rules for the status are in docs/coverage.md.")
class CoverageCell:
    region: Region = field(description="The region.")
    action_field: ActionField = field(description="The field.")
    status: CoverageStatus = field(description="Whether it is covered; UNKNOWN where nobody has looked, which isn't a gap.")
    actor_count: int = field(description="How many actors decide or provide here.")
    last_looked_at: date | None = field(
        description="Last day on which somebody checked: looked for somebody, or verified who covers it; null if nobody did. "
        "Of a region above the Kreis: the oldest day among its Kreise, null if one was never checked."
    )

    nearest: CoverageSeat | None = field(
        description="The nearest location of those who decide or provide here; null if there is nobody, or nobody's location is known."
    )

    @field(description="Who decides or provides here, those that are seated here first, then by slug.")
    def actors(self, first: FirstActors = 3) -> list[Actor]: ...

    @field(description="Who only advises here, which covers nothing; those that are seated here first, then by slug.")
    def advisers(self, first: FirstActors = 3) -> list[Actor]: ...


@strawberry.type(description="How many cells have a status.")
class CoverageCount:
    status: CoverageStatus = field(description="The status.")
    count: int = field(description="How many cells of the matrix have it.")


@strawberry.type(description="A cell that was another one on an earlier day.")
class CoverageChange:
    region: Region = field(description="The region.")
    action_field: ActionField = field(description="The field.")
    before: CoverageStatus = field(description="Its status on the day to compare with.")
    now: CoverageStatus = field(description="Its status on the asked day.")

    @field(description="Who covers it now and didn't then.")
    def came(self, first: FirstActors = 3) -> list[Actor]: ...

    @field(description="Who covered it then and doesn't now.")
    def went(self, first: FirstActors = 3) -> list[Actor]: ...


@strawberry.type(description="Regions by fields, with who covers them (Abdeckung).")
class CoverageMatrix:
    within: Place = field(description="The place that was asked for, as it was understood.")
    rows: list[CoverageRow] = field(description="The regions by key, at most 500.")
    columns: list[ActionField] = field(description="The fields.")
    cells: list[CoverageCell] = field(description="The cells, row by row, each row in the order of the columns.")
    summary: list[CoverageCount] = field(description="How many cells have each status; the counts add up to the number of cells.")
    changes: list[CoverageChange] = field(description="Cells whose status or actors differ from the day `since`; none without it.")
