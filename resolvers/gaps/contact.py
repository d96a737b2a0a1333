"""Actors that can be reached in one way only."""

from typing import Final

import numpy as np

from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import reason

KIND: Final = GapKind.ONLY_ONE_CONTACT.value
MEDIUM_CELLS: Final = 1
HIGH_CELLS: Final = 10


def only_one_contact(view: View) -> list[Gap]:
    """A gap for each actor with exactly one contact. Score: the cells (a field in a Kreis) that nobody else covers.

    An actor without a recorded contact is none: nobody may have looked yet.
    """
    network = view.network
    holds = (network.contact_begin <= view.day) & (network.contact_end > view.day)
    contacts = np.bincount(network.contact_of[holds], minlength=len(view.actors.ids))
    gaps = []
    for actor in np.flatnonzero((contacts == 1) & view.here).tolist():
        cells = int(view.sole[actor])
        alone = f" In {cells} Feldern und Kreisen bietet es sonst niemand an." if cells else ""
        gaps.append(
            Gap(
                kind=KIND,
                key=f"{KIND}:{view.actors.ids[actor]}",
                severity=severity_of(cells, medium=MEDIUM_CELLS, high=HIGH_CELLS),
                score=cells,
                region=view.home(actor),
                places=view.places(actor),
                actors=(actor,),
                reason=reason("ONE_CONTACT", f"Für {view.name(actor)} ist nur eine Ansprechstelle erfasst.{alone}"),
                closes=f"Eine zweite Ansprechstelle von {view.name(actor)}, nach Funktion.",
                actor_count=1,
            )
        )
    return gaps
