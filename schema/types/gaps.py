"""Gaps of the network."""

from typing import Annotated

import strawberry
from strawberry import field

from graph.vocabulary import GapKind, Severity
from schema.types.actor import Actor
from schema.types.answers import Reason
from schema.types.node import PageInfo
from schema.types.region import Region


@strawberry.type(description="What is missing in the network (Lücke). The rules for severity and score are in docs/coverage.md.")
class NetworkGap:
    kind: GapKind = field(description="What is missing.")
    severity: Severity = field(description="How much it weighs, by the score and the marks of its kind.")
    score: float = field(
        description="The measure of its kind, more is worse: inhabitants (UNCOVERED); share of such pairs that are tied, 0 to 1 "
        "(MISSING_TIE); actors cut off (SINGLE_POINT_OF_FAILURE); inhabitants times km beyond 50 km (DISTANCE_DESERT); projects "
        "missing, or Kreise in which the one who was found is missing (DECLARED_NOT_RECORDED); referral paths of one or two ties over "
        "it (DUE_FOR_REVIEW); cells that nobody else covers (ONLY_ONE_CONTACT). Not comparable between kinds."
    )
    region: Region | None = field(description="Where: the Kreis, the region of a figure, or where the first actor sits; null if unknown.")
    actor_count: int = field(description="How many actors it concerns.")
    reason: Reason = field(
        description="Why it is one: NOBODY_FOUND, OTHERS_ARE_TIED, ONLY_ACTOR_BETWEEN, ONLY_TIE_BETWEEN, FAR_AWAY, DECLARED_MORE, "
        "FOUND_NOT_RECORDED, REVIEW_OVERDUE, ONE_CONTACT."
    )
    closes: str = field(description="What would close it, in German.")

    @field(description="Whom it concerns. Of a single point of failure: what it is, then whom it cuts off, by slug, at most 100 of them.")
    def actors(self, first: Annotated[int, strawberry.argument(description="At most this many, 0 to 100.")] = 20) -> list[Actor]: ...


@strawberry.type(description="A gap in its place in the list.")
class NetworkGapEdge:
    cursor: str = field(description="Opaque position, for `after`.")
    node: NetworkGap = field(description="The gap.")


@strawberry.type(description="Gaps, the gravest first; of a severity by kind, then by score.")
class NetworkGapConnection:
    edges: list[NetworkGapEdge] = field(description="The gaps with their cursors.")
    nodes: list[NetworkGap] = field(description="The gaps alone.")
    total_count: int = field(description="How many there are in all.")
    page_info: PageInfo = field(description="Whether there are more.")
