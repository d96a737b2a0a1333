"""The network of a region in figures."""

from typing import Annotated

import strawberry
from strawberry import field

from schema.types.actor import Actor
from schema.types.answers import Reason

First = Annotated[int, strawberry.argument(description="At most this many, 0 to 100.")]


@strawberry.type(description="Actors among whom there is a way over ties, and to nobody else (Teilnetz).")
class NetworkComponent:
    actor_count: int = field(description="How many actors, at least 2.")

    @field(description="Its actors by slug.")
    def actors(self, first: First = 20) -> list[Actor]: ...


@strawberry.type(description="How much an actor lies between the others (Vermittlungsposition).")
class BetweennessEntry:
    rank: int = field(description="Its place, from 1. Equal shares have one place.")
    share: float = field(
        description="Of all pairs of other tied actors the mean share of shortest ways that lead over it, 0 to 1, to six decimals. "
        "Pairs without any way count as 0."
    )
    actor: Actor = field(description="The actor.")


@strawberry.type(
    description="Who lies on the shortest ways between others (Freeman's betweenness, without direction or weight). It tells where "
    "ways meet, not how often anybody is sent there."
)
class BetweennessRanking:
    carries: bool = field(description="Whether the data carry a ranking. If not, `reason` says why, and there are no entries.")
    reason: Reason | None = field(
        description="Why there is none: TOO_FEW_ACTORS, TOO_FEW_VERIFIED, TOO_MANY_ACTORS (more than 2,000 tied)."
    )

    @field(description="Whoever has a share above 0, the largest first, then by slug.")
    def entries(self, first: First = 10) -> list[BetweennessEntry]: ...


@strawberry.type(
    description="How an actor stands between sectors (Brückenposition). A sector is a type of organization, or a kind of actor."
)
class BrokerageEntry:
    rank: int = field(description="Its place by `pairs`, from 1. Equal ones have one place.")
    pairs: int = field(description="Pairs of actors of different sectors that are both tied to it, and not to each other.")
    outside: int = field(
        description="Of these the pairs of which neither is of its own sector (Gould and Fernandez: liaison); of the others one is "
        "(gatekeeper or representative; ties have no direction here)."
    )
    sectors: int = field(description="How many sectors the actors are of that are tied to it.")
    actor: Actor = field(description="The actor.")


@strawberry.type(
    description="Who joins sectors that aren't joined otherwise (brokerage after Gould and Fernandez, 1989, without direction). It "
    "counts recorded ties, not how good they are; who has more ties has more pairs."
)
class BrokerageRanking:
    carries: bool = field(description="Whether the data carry a ranking. If not, `reason` says why, and there are no entries.")
    reason: Reason | None = field(description="Why there is none: TOO_FEW_ACTORS, TOO_FEW_VERIFIED.")

    @field(description="Whoever has at least one pair, the most first, then by slug.")
    def entries(self, first: First = 10) -> list[BrokerageEntry]: ...


@strawberry.type(
    description="A network in figures (Netzwerkmaße). Actors count that sit or answer in the region; ties between two of them, of any "
    "type, whichever way, several as one. What isn't recorded is missing here, too: compare regions only where research is equally "
    "complete. Nobody is ranked in a network of fewer than 10 tied actors, or with less than half of its ties verified."
)
class NetworkMeasures:
    actor_count: int = field(description="Actors in the network.")
    isolated_count: int = field(description="Of these, actors without any tie to another one of them.")
    tie_count: int = field(description="Pairs of actors that are tied.")
    verified_tie_count: int = field(description="Of these, pairs with a tie that somebody has verified and whose review isn't due.")
    density: float | None = field(
        description="Tied pairs among all pairs that there are, 0 to 1, to six decimals; null for fewer than two actors. It falls as a "
        "network grows: compare networks of like size only (Dichte)."
    )
    component_count: int = field(description="Parts of at least two actors between which there is no way; isolated actors are none.")
    betweenness: BetweennessRanking = field(description="Who lies between the others.")
    brokerage: BrokerageRanking = field(description="Who joins sectors.")

    @field(description="The parts, the largest first, then by the first slug.")
    def components(self, first: First = 10) -> list[NetworkComponent]: ...
