"""From every postal code of Germany: somebody near, somebody responsible, and not always the same."""

from collections import Counter

import numpy as np
import pytest

from graph.grid import unit_vectors
from graph.offices import type_numbers
from resolvers.places.gazetteer import Gazetteer
from tests.asking import TODAY, Asker

EARTH_KM = 6371.0088
RESPONSIBLE = """
MATCH (a:Actor {type: $type})-[:HAS_RESPONSIBILITY]->(r:Responsibility)-[:COVERS]->(g:Region)
WHERE a.validTo > $day AND r.validFrom <= $day AND r.validTo > $day
RETURN collect(DISTINCT [a.id, g.id]) AS pairs
"""


async def kreise_of_offices(ask: Asker, type_: str) -> dict[str, set[str]]:
    """For each Kreis the offices of *type_* that answer there, by its own responsibilities and those of its districts."""
    pairs = (await ask.engine.read(RESPONSIBLE, type=type_, day=TODAY.isoformat()))[0]["pairs"]
    by_region: dict[str, set[str]] = {}
    for slug, key in pairs:
        by_region.setdefault(key, set()).add(slug)
    gazetteer: Gazetteer = ask.snapshot.gazetteer
    return {
        key: set().union(*(by_region.get(above, set()) for above in gazetteer.ancestors(key)))
        for code in gazetteer.postal_codes
        for key in code.kreise
    }


@pytest.mark.parametrize(
    ("type_", "differ"),
    [("JOBCENTER", 2374), ("CHAMBER_IHK", 2401), ("CHAMBER_HWK", 2201)],
)
async def test_from_every_plz_somebody_is_near_and_the_nearest_is_not_always_responsible(ask: Asker, type_: str, differ: int) -> None:
    offices, codes = ask.snapshot.offices, ask.snapshot.gazetteer.postal_codes
    rows = np.flatnonzero(
        (offices.type == type_numbers([type_])[0]) & (offices.begin <= TODAY.toordinal()) & (offices.end > TODAY.toordinal())
    )
    # Of offices at one point the lower slug comes first, as in the answers.
    rows = np.array(sorted(rows, key=lambda row: offices.actors[offices.actor[row]]))
    places = unit_vectors(np.array([code.lat for code in codes]), np.array([code.lon for code in codes]))
    chords = places @ offices.points[rows].T
    assert len(codes) == 8307
    assert float(np.arccos(chords.max(axis=1).min()) * EARTH_KM) < 120

    responsible = await kreise_of_offices(ask, type_)
    nearest = [offices.actors[offices.actor[rows[n]]] for n in chords.argmax(axis=1)]
    others = Counter(not any(slug in responsible[key] for key in code.kreise) for code, slug in zip(codes, nearest, strict=True))
    assert others[True] == differ


async def test_every_kreis_has_its_jobcenter_its_agency_and_its_chambers(ask: Asker) -> None:
    missing = {}
    for type_ in ("JOBCENTER", "EMPLOYMENT_AGENCY", "CHAMBER_IHK", "CHAMBER_HWK", "IMMIGRATION_OFFICE"):
        responsible = await kreise_of_offices(ask, type_)
        assert len(responsible) == 400
        missing[type_] = sorted(key for key, slugs in responsible.items() if not slugs)
    # Salzlandkreis: no source at hand says which Handwerkskammer it belongs to.
    assert missing == {"JOBCENTER": [], "EMPLOYMENT_AGENCY": [], "CHAMBER_IHK": [], "CHAMBER_HWK": [], "IMMIGRATION_OFFICE": []}
