"""The network of a region by kinds of actors."""

import strawberry
from strawberry import field


@strawberry.type(description="How many actors there are of a kind.")
class NetworkKind:
    type: str = field(description="An organization's type, or PROJECT, PROGRAMME or NETWORK.")
    count: int = field(description="How many of them there are.")


@strawberry.type(description="How many ties lead from one kind of actor to another.")
class NetworkFlow:
    source: str = field(description="The kind that the ties start at, as in `kinds`.")
    target: str = field(description="The kind that they lead to.")
    leading: bool = field(description="Whether they are ties that referral paths follow: REFERS_TO, DELEGATES_TO.")
    count: int = field(description="How many ties there are.")


@strawberry.type(description="Kinds of actors of a region, and the ties that start at them (Netzbild).")
class NetworkOverview:
    actor_count: int = field(description="How many actors sit or answer in the region.")
    tie_count: int = field(description="How many ties start at them.")
    kinds: list[NetworkKind] = field(description="The kinds, the most numerous first; some 30 at most.")
    flows: list[NetworkFlow] = field(description="The ties by the kinds of their ends, the most numerous first; some hundred at most.")
