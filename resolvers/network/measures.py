"""The network of a region in figures: how dense it is, in which parts it falls, who stands between others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from graph.conditions import mask_of
from graph.vocabulary import ActionField
from resolvers.gaps.gap import View
from resolvers.gaps.kinds import Gaps
from resolvers.kept import Kept
from resolvers.network.centrality import Brokerage, Pairs, betweenness, brokerage
from resolvers.reasons import Reason, reason

LEAST_ACTORS: Final = 10
"""Tied actors below which nobody is ranked: the order would hang on a single record."""
LEAST_VERIFIED: Final = 0.5
"""Share of verified ties below which nobody is ranked."""
MOST_RANKED: Final = 2000
"""Tied actors above which betweenness isn't computed in a request: some two seconds of a processor."""
_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose network: actors that sit or answer in one of *regions* (keys), of *types*, with a part in *fields* (empty: all), on a day."""

    regions: tuple[str, ...]
    types: tuple[str, ...]
    fields: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Between:
    """An actor and the share of shortest ways between two others that lead over it."""

    actor: int
    share: float


@dataclass(frozen=True, slots=True)
class Broker:
    """An actor and how it stands between sectors."""

    actor: int
    counts: Brokerage


@dataclass(frozen=True, slots=True)
class Measured:
    """A network in figures. Actors are numbers; *ties* are pairs of them that are tied, *verified* those with a verified tie.

    *components*: groups of at least two, the largest first, each by number. *doubt*: why nobody should be ranked; None if the data
    carry it. *betweenness* is None where the network is too large for it. Rankings hold whoever has more than nothing, most first.
    """

    actors: int
    isolated: int
    ties: int
    verified: int
    components: tuple[tuple[int, ...], ...]
    doubt: Reason | None
    betweenness: tuple[Between, ...] | None
    brokers: tuple[Broker, ...]

    @property
    def density(self) -> float | None:
        """Ties among all that there could be; None for fewer than two actors."""
        return round(2 * self.ties / (self.actors * (self.actors - 1)), _DIGITS) if self.actors > 1 else None


class Measures:
    """The measures of one data version."""

    def __init__(self, gaps: Gaps) -> None:
        self.gaps = gaps
        self._kept: Kept[Measured] = Kept(most=64)

    async def of(self, asked: Asked) -> Measured:
        """The figures of a network; made once for all who ask the same, in a thread."""
        view = await self.gaps.view(asked.day)
        return await self._kept.get(asked, partial(measured, view, asked))


def measured(view: View, asked: Asked) -> Measured:
    """The figures of the network that is *asked* for, in this thread."""
    actors = np.flatnonzero(_members(view, asked))
    ends, verified = _tied(view, actors)
    count = actors.size
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    pairs: Pairs = [(int(a), int(b)) for a, b in ends]
    graph.add_edges_from_no_data(list(pairs))
    parts = sorted((sorted(part) for part in rx.connected_components(graph) if len(part) > 1), key=lambda part: (-len(part), part))
    tied = sum(map(len, parts))
    doubt = _doubt(tied, len(pairs), int(verified.sum()))
    shares = _shares(pairs, tied) if doubt is None and tied <= MOST_RANKED else None
    brokers = brokerage(pairs, [view.actors.types[actor] for actor in actors]) if doubt is None else []
    return Measured(
        actors=count,
        isolated=count - tied,
        ties=len(pairs),
        verified=int(verified.sum()),
        components=tuple(tuple(actors[part].tolist()) for part in parts),
        doubt=doubt,
        betweenness=None if shares is None and doubt is None else _ranked(shares or {}, actors),
        brokers=tuple(
            sorted(
                (Broker(int(actors[n]), counts) for n, counts in enumerate(brokers) if counts.pairs),
                key=lambda broker: (-broker.counts.pairs, broker.actor),
            )
        ),
    )


def _members(view: View, asked: Asked) -> NDArray[np.bool_]:
    chosen = view.here.copy()
    if asked.types:
        chosen &= np.isin(np.array(view.actors.types, np.str_), asked.types)
    if asked.fields:
        parts = view.coverage.stakes.parts
        rows = parts.on(view.day, view.actors)
        works = (view.coverage.stakes.fields[rows] & mask_of(asked.fields, terms=ActionField)) != 0
        chosen &= np.isin(np.arange(chosen.size), parts.actor[rows[works]])
    if asked.regions:
        regions = set(asked.regions)
        chosen[[actor for actor in np.flatnonzero(chosen).tolist() if not regions & view.places(actor)]] = False
    return chosen


def _tied(view: View, actors: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Pairs of places in *actors* that are tied, each once, the lower first; and whether one of the ties between them is verified."""
    network, ties = view.network, view.ties
    ties = ties[np.isin(network.near[ties], actors) & np.isin(network.far[ties], actors)]
    near, far = (np.searchsorted(actors, ends[ties]) for ends in (network.near, network.far))
    count = max(actors.size, 1)
    keys, at = np.unique(np.minimum(near, far) * count + np.maximum(near, far), return_inverse=True)
    verified = np.zeros(keys.size, np.bool_)
    verified[at[(network.verified[ties] <= view.day) & (network.review[ties] > view.day)]] = True
    return np.stack(np.divmod(keys, count), axis=1), verified


def _doubt(tied: int, ties: int, verified: int) -> Reason | None:
    if tied < LEAST_ACTORS:
        return reason("TOO_FEW_ACTORS", f"Nur {tied} Akteure sind verbunden; für eine Rangfolge müssen es mindestens {LEAST_ACTORS} sein.")
    if verified < LEAST_VERIFIED * ties:
        text = f"Nur {verified} von {ties} Beziehungen sind geprüft; für eine Rangfolge muss es mindestens die Hälfte sein."
        return reason("TOO_FEW_VERIFIED", text)
    return None


def too_many(tied: int) -> Reason:
    """Why there is no betweenness."""
    return reason(
        "TOO_MANY_ACTORS",
        f"{tied} Akteure sind verbunden; berechnet wird dies für höchstens {MOST_RANKED}. Eine kleinere Region oder weniger Arten wählen.",
    )


def _shares(pairs: Pairs, tied: int) -> dict[int, float]:
    """For each tied node its betweenness among the tied."""
    nodes = sorted({node for pair in pairs for node in pair})
    number = {node: n for n, node in enumerate(nodes)}
    found = betweenness([(number[a], number[b]) for a, b in pairs], tied)
    return {node: round(float(found[n]), _DIGITS) for n, node in enumerate(nodes)}


def _ranked(shares: dict[int, float], actors: NDArray[np.int64]) -> tuple[Between, ...]:
    found = (Between(int(actors[node]), share) for node, share in shares.items() if share > 0)
    return tuple(sorted(found, key=lambda one: (-one.share, one.actor)))


def ranks(values: Sequence[float]) -> list[int]:
    """The place of each of *values*, which fall: from 1, equal ones share theirs, and the next one's counts them all."""
    places: list[int] = []
    for n, value in enumerate(values):
        places.append(places[-1] if n and value == values[n - 1] else n + 1)
    return places
