"""The network of a region by kinds of actors: how many there are of each, and how many ties lead from one kind to another."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph.selection import Selection, shaped
from resolvers.gaps.gap import View


@dataclass(frozen=True, slots=True)
class Overview:
    """`kinds`: how many actors of each type there are. `flows`: how many ties by the types of both ends, and whether paths follow them."""

    kinds: Counter[str]
    flows: Counter[tuple[str, str, bool]]


def overview_of(view: View, regions: Collection[str]) -> Overview:
    """The actors that sit or answer in one of *regions* (all if there are none), and the ties that start at them."""
    wanted = set(regions)
    # What is no organization has the name of its type, as `Project`, for its kind.
    types = [type_.upper() for type_ in view.actors.types]
    inside = np.fromiter(
        (bool(here) and (not wanted or not wanted.isdisjoint(view.places(actor))) for actor, here in enumerate(view.here)),
        np.bool_,
        len(types),
    )
    network, ties = view.network, view.ties
    ties = ties[inside[network.near[ties]]]
    ends = zip(network.near[ties].tolist(), network.far[ties].tolist(), network.leading[ties].tolist(), strict=True)
    return Overview(
        kinds=Counter(types[actor] for actor in np.flatnonzero(inside).tolist()),
        flows=Counter((types[near], types[far], leading) for near, far, leading in ends),
    )


def overview_shown(overview: Overview, selections: tuple[Selection, ...]) -> dict[str, Any]:
    """What is selected of an overview: kinds and flows, the most numerous first."""
    kinds = [{"type": type_, "count": count} for type_, count in sorted(overview.kinds.items(), key=lambda one: (-one[1], one[0]))]
    flows = [
        {"source": source, "target": target, "leading": leading, "count": count}
        for (source, target, leading), count in sorted(overview.flows.items(), key=lambda one: (-one[1], one[0]))
    ]
    return shaped(
        selections,
        {
            "actorCount": overview.kinds.total(),
            "tieCount": overview.flows.total(),
            "kinds": lambda s: [shaped(s.only, kind) for kind in kinds],
            "flows": lambda s: [shaped(s.only, flow) for flow in flows],
        },
    )
