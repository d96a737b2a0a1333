"""Fields whose nearest responsible office is far from many people."""

from typing import Final

import numpy as np

from graph.vocabulary import GapKind
from resolvers.coverage.seats import Seats
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import FIELDS as WORDS
from resolvers.reasons import reason
from resolvers.terms import FIELDS, MASKS

KIND: Final = GapKind.DISTANCE_DESERT.value
FAR_KM: Final = 50.0
MEDIUM_PEOPLE_KM: Final = 1_000_000
HIGH_PEOPLE_KM: Final = 5_000_000


def distance_deserts(view: View) -> list[Gap]:
    """A gap for each Kreis and field whose nearest covering office is more than 50 km away. Score: inhabitants times the km beyond.

    From the Kreis's main place to the nearest location of an actor that decides or provides the field there, in km on a sphere, which
    is within 0.6 % of the geodesic. Where nobody covers the field, or nobody's location is known: no gap.
    """
    gaps = []
    seats = Seats(view.coverage.stakes, view.day)
    for leaf, key in enumerate(view.kreise):
        region = view.gazetteer.region(key)
        if region.lat is None or region.lon is None or not region.population:
            continue
        some = view.parts.of(leaf)
        actors, provides = view.parts.actor[some], view.parts.provides[some]
        away = seats.away(region.lat, region.lon)[actors]
        for field in FIELDS:
            covering = np.flatnonzero((provides & MASKS[field]) != 0)
            if not covering.size:
                continue
            nearest = covering[np.argmin(away[covering])]
            if FAR_KM < away[nearest] < np.inf:
                gaps.append(_gap(view, key, field, int(actors[nearest]), float(away[nearest]), region.population))
    return gaps


def _gap(view: View, key: str, field: str, actor: int, km: float, people: int) -> Gap:
    score = round(people * (km - FAR_KM))
    where = view.gazetteer.region(key).label
    return Gap(
        kind=KIND,
        key=f"{KIND}:{key}:{field}",
        severity=severity_of(score, medium=MEDIUM_PEOPLE_KM, high=HIGH_PEOPLE_KM),
        score=score,
        region=key,
        places=frozenset(view.above(key)),
        actors=(actor,),
        reason=reason(
            "FAR_AWAY",
            f"Für {WORDS[field]} ist von den Stellen, die für {where} ({people} Einwohner) erfasst sind, {view.name(actor)} am nächsten: "
            f"{km:.0f} km.",
        ),
        closes=f"Sprechtage oder eine Stelle für {WORDS[field]} in {where} oder näher als {FAR_KM:.0f} km.",
        actor_count=1,
    )
