"""Fields that nobody covers in a Kreis, where somebody has looked."""

from datetime import date
from typing import Final

from graph.vocabulary import GapKind
from resolvers.coverage.matrix import ABSENT, Question
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import FIELDS as WORDS
from resolvers.reasons import reason
from resolvers.terms import FIELDS

KIND: Final = GapKind.UNCOVERED.value
MEDIUM_PEOPLE: Final = 100_000
HIGH_PEOPLE: Final = 200_000


def uncovered(view: View) -> list[Gap]:
    """A gap for each ABSENT cell of the Kreise; what is UNKNOWN is none. Score: inhabitants of the Kreis."""
    cells = view.coverage.made(Question(view.kreise, FIELDS, (), date.fromordinal(view.day)))
    gaps = []
    for cell in cells:
        if cell.status != ABSENT:
            continue
        region = view.gazetteer.region(cell.region)
        people = region.population or 0
        looked, about = date.fromordinal(cell.looked).isoformat(), WORDS[cell.field]
        gaps.append(
            Gap(
                kind=KIND,
                key=f"{KIND}:{cell.region}:{cell.field}",
                severity=severity_of(people, medium=MEDIUM_PEOPLE, high=HIGH_PEOPLE),
                score=people,
                region=cell.region,
                places=frozenset(view.above(cell.region)),
                actors=cell.advisers,
                reason=reason("NOBODY_FOUND", f"Am {looked} gesucht, niemand gefunden: {about} in {region.label} ({people} Einwohner)."),
                closes=f"Eine Stelle, die {about} in {region.label} anbietet oder mitversorgt.",
                actor_count=len(cell.advisers),
            )
        )
    return gaps
