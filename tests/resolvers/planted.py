"""Networks of the small country in which gaps of every kind are planted, and which gaps those are."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from graph.vocabulary import GapKind
from resolvers.gaps.kinds import Gaps
from resolvers.terms import FIELDS
from tests.resolvers.small_country import FIRST, KREISE, LAST, PEOPLE, Row, actor, gaps_of, mark, part, seat, tie

DUE, NOT_DUE, OVER = "2026-11-23", "2026-11-24", ("0001-01-01", "2026-11-23")
MET = FIELDS[-1]
"""The field in which neighbours meet who ought to be tied. They only advise, and so cover nothing."""


@dataclass
class Planted:
    """Rows by name, as `small_country.view` takes them, and for each kind the keys of the gaps that are in them."""

    chance: random.Random
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    gaps: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def actor(self, name: str, type_: str = "CHURCH") -> str:
        """A new actor."""
        self.rows["actors"].append(actor(name, type_))
        return name

    def either_way(self, one: str, other: str, type_: str) -> None:
        """A tie between two, whichever way."""
        near, far = self.chance.sample([one, other], 2)
        self.rows["ties"].append(tie(near, far, type_))

    def plant(self, kind: GapKind, key: str) -> None:
        """Note that there is a gap."""
        self.gaps[kind.value].add(f"{kind.value}:{key}")


def planted(seed: int) -> tuple[Gaps, dict[str, set[str]]]:
    """The gaps of a random network, and which ones are planted in it: at least one of each kind."""
    plan = Planted(random.Random(seed))
    for plant in (_cells, _programmes, _neighbours, _groups, _contacts, _reviews):
        plant(plan)
    return gaps_of(plan.rows), dict(plan.gaps)


def _cells(plan: Planted) -> None:
    """Cells that are covered from near or from far, looked at in vain, looked at and found, or left alone."""
    chance = plan.chance
    cells = chance.sample([(kreis, term) for kreis in KREISE for term in FIELDS[:-1]], 40)
    for n, (kreis, term) in enumerate(cells):
        what = ("vain", "far", "found", "near")[n % 4] if n < 8 else chance.choice(["vain", "far", "found", "near", "nothing"])
        name = f"cell-{kreis}-{term.lower()}"
        if what == "vain":
            plan.rows["marks"].append(mark(kreis, term, "2026-01-02"))
            plan.plant(GapKind.UNCOVERED, f"{kreis}:{term}")
        elif what == "found":
            plan.rows["marks"] += [mark(kreis, term, "2026-01-02"), mark(kreis, term, "2026-03-04", found=True)]
            plan.plant(GapKind.DECLARED_NOT_RECORDED, f"{kreis}:{term}")
        elif what in ("near", "far"):
            # The Kreise lie in a row, some 33 km apart: two further on is beyond 50 km.
            at = KREISE.index(kreis)
            away = chance.choice([other for other in range(len(KREISE)) if abs(other - at) >= 2]) if what == "far" else at
            plan.actor(name)
            plan.rows["parts"].append(part(name, kreis, term, role=chance.choice(["DECIDES", "PROVIDES"])))
            plan.rows["seats"].append(seat(name, KREISE[away]))
            plan.rows["marks"].append(mark(kreis, term, "2026-01-02", found=chance.random() < 0.5))
            if what == "far":
                assert PEOPLE[at]
                plan.plant(GapKind.DISTANCE_DESERT, f"{kreis}:{term}")


def _programmes(plan: Planted) -> None:
    for n in range(plan.chance.randint(2, 4)):
        name = plan.actor(f"programme-{n}", "Programme")
        declared, recorded = plan.chance.randint(1, 5), plan.chance.randint(0, 5) if n else 0
        plan.rows["declared"].append([name, declared])
        at = [plan.chance.choice(KREISE) for _ in range(recorded)]
        plan.rows["projects"] += [[name, f"{name}-{m}", [kreis]] for m, kreis in enumerate(at)]
        if recorded < declared:
            plan.plant(GapKind.DECLARED_NOT_RECORDED, f"{name}:")
        for land in ("01", "02"):
            least = plan.chance.randint(0, 3)
            plan.rows["figures"].append([name, land, least, FIRST, LAST])
            if sum(kreis.startswith(land) for kreis in at) < least:
                plan.plant(GapKind.DECLARED_NOT_RECORDED, f"{name}:{land}")


def _neighbours(plan: Planted) -> None:
    """In each Kreis a Jobcenter and a chamber, tied in most of them."""
    missing = set(plan.chance.sample(KREISE, plan.chance.randint(1, 4)))
    for kreis in KREISE:
        one, other = plan.actor(f"ihk-{kreis}", "CHAMBER_IHK"), plan.actor(f"jc-{kreis}", "JOBCENTER")
        plan.rows["parts"] += [part(name, kreis, MET, role="ADVISES") for name in (one, other)]
        if kreis in missing:
            plan.rows["ties"].append(tie(one, other, days=OVER))
            plan.plant(GapKind.MISSING_TIE, f"{one}:{other}")
        else:
            plan.either_way(one, other, "REFERS_TO")


def _groups(plan: Planted) -> None:
    """Rings, in which nobody is needed; some share an actor, some are joined by one tie, some have somebody hanging on."""
    chance = plan.chance
    for n in range(chance.randint(3, 6)):
        ring = _ring(plan, f"ring-{n}-a", chance.randint(3, 6))
        joined = ("shared", "bridged", "hanging")[n] if n < 3 else chance.choice(["shared", "bridged", "hanging", "alone"])
        if joined == "shared":
            _ring(plan, f"ring-{n}-b", chance.randint(3, 6), first=ring[0])
            plan.plant(GapKind.SINGLE_POINT_OF_FAILURE, ring[0])
        elif joined == "bridged":
            other = _ring(plan, f"ring-{n}-b", chance.randint(3, 6))
            plan.either_way(ring[0], other[0], "FUNDS")
            for key in (ring[0], other[0], f"{ring[0]}:{other[0]}"):
                plan.plant(GapKind.SINGLE_POINT_OF_FAILURE, key)
        elif joined == "hanging":
            plan.rows["ties"].append(tie(plan.actor(f"ring-{n}-z"), ring[0], "MEMBER_OF"))
            plan.plant(GapKind.SINGLE_POINT_OF_FAILURE, ring[0])


def _ring(plan: Planted, name: str, size: int, *, first: str | None = None) -> list[str]:
    ring = [first or plan.actor(f"{name}-0"), *(plan.actor(f"{name}-{n}") for n in range(1, size))]
    for one, other in pairwise([*ring, ring[0]]):
        plan.either_way(one, other, "COOPERATES_WITH")
    return ring


def _contacts(plan: Planted) -> None:
    names = [row[0] for row in plan.rows["actors"]]
    for n, name in enumerate(plan.chance.sample(names, len(names))):
        count = plan.chance.randint(0, 3) if n else 1
        plan.rows["contacts"] += [[name, FIRST, LAST]] * count + [[name, *OVER]] * plan.chance.randint(0, 1)
        if count == 1:
            plan.plant(GapKind.ONLY_ONE_CONTACT, name)


def _reviews(plan: Planted) -> None:
    for n, row in enumerate(plan.rows["actors"]):
        if n == 0 or plan.chance.random() < 0.2:
            due = n == 0 or plan.chance.random() < 0.5
            plan.rows["reviews"].append([row[0], DUE if due else NOT_DUE])
            if due:
                plan.plant(GapKind.DUE_FOR_REVIEW, row[0])
    for n, row in enumerate(plan.rows["ties"]):
        row[5] = DUE if n % 7 == 0 else plan.chance.choice([NOT_DUE, None])
        if row[5] == DUE and row[4] == LAST:
            plan.plant(GapKind.DUE_FOR_REVIEW, f"{row[0]}:{row[1]}")


def keys_by_kind(found: list[Any]) -> dict[str, list[str]]:
    """The keys of gaps, in order, by kind."""
    keys: dict[str, list[str]] = defaultdict(list)
    for gap in found:
        keys[gap.kind].append(gap.key)
    return {kind: sorted(some) for kind, some in keys.items()}
