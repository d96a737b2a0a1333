"""The path search against a brute force over the same rows, which knows nothing of arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from resolvers.referral.paths import (
    SEARCH_CUT_SHORT,
    ActorGoal,
    Broken,
    FieldGoal,
    Found,
    ReferralPaths,
)
from resolvers.referral.question import Situation
from resolvers.referral.search import Limits
from tests.resolvers.referral_rows import FIRST, LAST, actor, offer, tie, ties_of

TODAY = "2026-11-23"
T = TypeVar("T")
REASONS = ("NOT_YET_VALID", "EXPIRED", "ACTION_FIELD", "OCCUPATION_GROUP", "LEGAL_REGIME", "TARGET_GROUP", "AGE")


# --- the brute force ---------------------------------------------------------------------------------------------------


class Plain:
    """Every question answered by trying everything, on the rows themselves."""

    def __init__(self, rows: list[dict[str, Any]], to: FieldGoal | ActorGoal, situation: Situation, as_of: str, max_steps: int) -> None:
        self.actors = {row["id"]: row for row in rows}
        self.to, self.situation, self.as_of, self.max_steps = to, situation, as_of, max_steps

    def days(self, begin: str, end: str) -> list[str]:
        return ["NOT_YET_VALID"] * (begin > self.as_of) + ["EXPIRED"] * (end <= self.as_of)

    def fails(self, row: list[Any]) -> list[str]:
        """What fails of a tie or an offer, in the order of REASONS."""
        fields, occupation, regime, target, least, most, begin, end = row[:8]
        reasons = self.days(begin, end)
        asked = self.situation
        if isinstance(self.to, FieldGoal) and fields and self.to.action_field not in fields:
            reasons.append("ACTION_FIELD")
        for reason, wanted, stated in (
            ("OCCUPATION_GROUP", asked.occupation_group, occupation),
            ("LEGAL_REGIME", asked.legal_regime, regime),
            ("TARGET_GROUP", asked.target_group, target),
        ):
            if wanted is not None and stated and wanted not in ([stated] if isinstance(stated, str) else stated):
                reasons.append(reason)
        if asked.age is not None and ((least is not None and asked.age < least) or (most is not None and asked.age > most)):
            reasons.append("AGE")
        return reasons

    def hop_fails(self, row: list[Any]) -> list[str]:
        far = self.actors[row[8]]
        both = {*self.fails(row), *self.days(far["validFrom"], far["validTo"])}
        return [reason for reason in REASONS if reason in both]

    def offer_fails(self, name: str) -> list[list[str]]:
        """For each offer that would do on some day, what fails of its days."""
        if isinstance(self.to, ActorGoal):
            return [[]] if name == self.to.actor else []
        each = [self.fails(row) for row in self.actors[name]["offers"]]
        return [reasons for reasons in each if not set(reasons) - {"NOT_YET_VALID", "EXPIRED"}]

    def there(self, name: str) -> bool:
        return name in self.actors and not self.days(self.actors[name]["validFrom"], self.actors[name]["validTo"])

    def goal(self, name: str) -> bool:
        return self.there(name) and [] in self.offer_fails(name)

    def walk(self, path: tuple[str, ...], weakest: str) -> Iterator[tuple[tuple[str, ...], str]]:
        here = path[-1]
        if len(path) > 1 and self.goal(here):
            yield path, weakest
        if len(path) <= self.max_steps:
            for row in self.actors[here]["ties"]:
                if row[8] in self.actors and row[8] not in path and not self.hop_fails(row):
                    yield from self.walk((*path, row[8]), min(weakest, row[9] or FIRST))

    def paths(self, starts: list[str], first: int) -> list[tuple[tuple[str, ...], str]]:
        freshest: dict[tuple[str, ...], str] = {}
        for start in starts:
            if self.there(start):
                for path, weakest in self.walk((start,), LAST):
                    freshest[path] = max(weakest, freshest.get(path, FIRST))
        # Two stable sorts, since a string can't be negated: within equal length the fresher first.
        ranked = sorted(freshest.items())
        ranked.sort(key=lambda found: found[1], reverse=True)
        ranked.sort(key=lambda found: len(found[0]))
        return ranked[:first]

    def steps_to_offer(self) -> dict[str, int]:
        steps = {name: 0 for name in self.actors if self.offer_fails(name)}
        for away in range(1, 9):
            for name, row in self.actors.items():
                if name not in steps and any(steps.get(t[8], 99) == away - 1 for t in row["ties"]):
                    steps[name] = away
        return steps

    def depths(self, start: str, steps: dict[str, int]) -> dict[str, int]:
        depth = {start: 0}
        for step in range(1, self.max_steps + 1):
            for name in [name for name, at in depth.items() if at == step - 1]:
                for row in self.actors[name]["ties"]:
                    near_enough = steps.get(row[8], 99) <= self.max_steps - step
                    if row[8] in self.actors and near_enough and not self.hop_fails(row):
                        depth.setdefault(row[8], step)
        return depth

    def broken(self, starts: list[str]) -> Broken:
        steps = self.steps_to_offer()
        known = sorted(start for start in set(starts) if start in self.actors)
        there = [start for start in known if self.there(start)]
        if isinstance(self.to, ActorGoal) and self.to.actor not in self.actors:
            return Broken(None, None, ("NOBODY_OFFERS",))
        if not known:
            return Broken(None, None, ("NO_TIE",))
        if not there:
            return Broken(None, known[0], tuple(self.days(self.actors[known[0]]["validFrom"], self.actors[known[0]]["validTo"])))
        if not steps:
            return Broken(None, None, ("NOBODY_OFFERS",))
        for path, _ in Plain(list(self.actors.values()), self.to, self.situation, self.as_of, 8).paths(there, 1):
            return Broken(path[self.max_steps], path[self.max_steps + 1], ("MORE_STEPS",))
        hops, ends = [], []
        for start in there:
            depth = self.depths(start, steps)
            ends.append((-max(depth.values()), min(name for name, at in depth.items() if at == max(depth.values()))))
            for name, at in depth.items():
                for row in self.actors[name]["ties"] if at < self.max_steps else ():
                    far = row[8]
                    if far == name or far not in steps or steps[far] > self.max_steps - at - 1:
                        continue
                    reasons = self.hop_fails(row)
                    if reasons and depth.get(far, 99) > at + 1:
                        hops.append((steps[far], at, name, far, len(reasons), [REASONS.index(r) for r in reasons]))
                    if not reasons and steps[far] == 0 and depth[far] == at + 1:
                        late = min(self.offer_fails(far), key=lambda r: (len(r), [REASONS.index(x) for x in r]))
                        hops.append((0, at, name, far, len(late), [REASONS.index(r) for r in late]))
        if hops:
            _, _, after, missing, _, orders = min(hops)
            return Broken(after, missing, tuple(REASONS[order] for order in orders))
        return Broken(min(ends)[1], None, ("NO_TIE",))


# --- random networks: few actors, so that two-cycles, parallel ties and loops are the rule -----------------------------

NAMES = tuple("abcdefghij")
VERIFIED = (None, "2024-05-01", "2025-05-01", "2026-05-01")
DAYS = ((FIRST, LAST), ("2026-01-01", LAST), (FIRST, "2026-01-01"), ("2027-01-01", LAST))
DUE = (None, "2026-01-01", "2026-06-01", "2027-01-01")
AGES = ((None, None), (25, None), (None, 24), (16, 30))


@dataclass(frozen=True)
class Asking:
    rows: list[dict[str, Any]]
    starts: list[str]
    to: FieldGoal | ActorGoal
    situation: Situation
    as_of: str
    max_steps: int
    first: int

    def of(self, rows: list[dict[str, Any]], starts: list[str], limits: Limits | None = None, *, checked_only: bool = False) -> Found:
        return ReferralPaths(ties_of(rows), limits=limits).search(
            starts, to=self.to, situation=self.situation, as_of=date.fromisoformat(self.as_of), max_steps=self.max_steps,
            first=self.first, checked_only=checked_only,
        )  # fmt: skip

    def is_checked(self, row: list[Any]) -> bool:
        return row[9] is not None and (row[10] is None or row[10] > self.as_of)

    @property
    def plain(self) -> Plain:
        return Plain(self.rows, self.to, self.situation, self.as_of, self.max_steps)


class Chance(Random):
    """A network from a seed: hypothesis draws sizes and seed only, since lists that it draws itself are too short to loop."""

    def mostly(self, usual: T, *others: T, often: float) -> T:
        return usual if self.random() < often else self.choice(others)

    def conditions(self, *, often: float) -> dict[str, Any]:
        return {
            "occupation": self.mostly(None, "CRAFT", "IHK_OCCUPATION", often=often),
            "regime": self.mostly(None, "SGB_II", "SGB_III", often=often),
            "target": self.mostly(None, "TOLERATED", "COMPANIES", often=often),
            "ages": self.mostly(*AGES, often=often),
            "days": self.mostly(*DAYS, often=often),
        }

    def tie(self, far: str, *, often: float) -> list[Any]:
        fields = self.mostly((), ("RECOGNITION",), ("RECOGNITION", "LANGUAGE"), ("LANGUAGE",), often=often)
        return tie(far, self.choice(VERIFIED), fields=fields, **self.conditions(often=often), due=self.mostly(*DUE, often=0.7))

    def offer(self, *, often: float) -> list[Any]:
        stated = self.conditions(often=often)
        many = {f"{name}s": (stated[name],) if stated[name] else () for name in ("occupation", "regime", "target")}
        fields = self.choice([("RECOGNITION",), ("LANGUAGE",), ("RECOGNITION", "TRAINING")])
        return offer(*fields, **many, ages=stated["ages"], days=stated["days"])

    def network(self, names: Sequence[str], *, ties: float, often: float) -> list[dict[str, Any]]:
        # The last few offer: at least one for everybody, the others under conditions.
        offers = {name: tuple(self.offer(often=often) for _ in range(self.choice([1, 2]))) for name in names[-self.choice([1, 2, 4]) :]}
        if self.random() < 0.8:
            offers[names[-1]] = (offer("RECOGNITION", days=self.mostly(*DAYS, often=0.9)),)
        # In half of the networks what leads to an offer seldom holds, so that much is reached and no goal is.
        guarded = set(offers) if self.random() < 0.5 else set[str]()
        return [
            actor(
                name,
                *(
                    self.tie(far, often=0.3 if far in guarded else often)
                    for far in self.choices([*names, "hidden"], k=round(self.gammavariate(3, ties / 3)))
                ),
                offers=offers.get(name, ()),
                days=self.mostly(*DAYS, often=0.97),
            )
            for name in names
        ]

    def situation(self) -> Situation:
        return Situation(
            age=self.mostly(None, 17, 24, 25, 40, often=0.5),
            legal_regime=self.mostly(None, "SGB_II", "ASYLBLG", often=0.6),
            target_group=self.mostly(None, "TOLERATED", often=0.7),
            occupation_group=self.mostly(None, "CRAFT", "REGULATED", often=0.6),
        )


@st.composite
def askings(draw: st.DrawFn) -> Asking:
    chance = Chance(draw(st.integers(0, 2**32)))
    names = NAMES[: draw(st.sampled_from([*range(2, len(NAMES) + 1), 8, 9, 9, 10, 10]))]
    often = draw(st.sampled_from([0.6, 0.8, 0.9, 0.95, 1.0]))
    rows = chance.network(names, ties=draw(st.sampled_from([1, 2, 3, 4])), often=often)
    goals: list[FieldGoal | ActorGoal] = [
        *[FieldGoal("RECOGNITION")] * 4,
        FieldGoal("LANGUAGE"),
        ActorGoal(chance.choice(names)),
        ActorGoal("nobody"),
    ]
    return Asking(
        rows,
        chance.choices([*names[:2], *names[:2], *names, *names, "nobody"], k=chance.choice([1, 1, 1, 2, 3]))
        if chance.random() < 0.98
        else [],
        chance.choice(goals),
        chance.situation(),
        chance.choice(["2025-12-31", "2026-01-01", TODAY]),
        draw(st.sampled_from([1, 2, 3, 4, 5, 6, 8])),
        draw(st.integers(1, 6)),
    )


@settings(deadline=None, max_examples=300)
@given(askings(), st.sampled_from([Limits(), Limits(tries=0, retakes=100_000), Limits(tries=3, retakes=100_000)]))
def test_paths_and_the_broken_hop_are_those_of_trying_everything(asking: Asking, limits: Limits) -> None:
    plain = asking.plain
    expected = plain.paths(asking.starts, asking.first)
    found = asking.of(asking.rows, asking.starts, limits)
    there = tuple(sorted({start for start in asking.starts if plain.there(start) and plain.goal(start)}))
    assert [(path.actors, path.weakest_verified_at or FIRST) for path in found.paths] == expected
    assert found.already_there == there
    assert found.broken == (None if expected or there else plain.broken(asking.starts))
    assert not found.cut_short


@settings(deadline=None)
@given(askings())
def test_over_checked_ties_alone_the_paths_are_those_of_a_network_without_the_others(asking: Asking) -> None:
    without = [{**row, "ties": [tie for tie in row["ties"] if asking.is_checked(tie)]} for row in asking.rows]
    found = asking.of(asking.rows, asking.starts, checked_only=True)
    expected = replace(asking, rows=without).plain.paths(asking.starts, asking.first)
    assert [(path.actors, path.weakest_verified_at or FIRST) for path in found.paths] == expected
    assert {path.unchecked for path in found.paths} <= {()}
    assert found.broken is None or found.broken.reasons == ("NOBODY_OFFERS",)


@settings(deadline=None)
@given(askings())
def test_a_path_numbers_its_ties_that_nobody_checked_or_that_are_due(asking: Asking) -> None:
    rows = {row["id"]: row for row in asking.rows}
    for path in asking.of(asking.rows, asking.starts).paths:
        for number, (near, far) in enumerate(pairwise(path.actors), 1):
            held = [tie for tie in rows[near]["ties"] if tie[8] == far and not asking.plain.hop_fails(tie)]
            freshest = max(held, key=lambda tie: (tie[9] or FIRST, tie[10] or LAST))
            assert (number in path.unchecked) == (not asking.is_checked(freshest))


@settings(deadline=None)
@given(askings(), st.integers(0, 3), st.integers(0, 3))
def test_a_search_that_is_cut_short_says_so_and_is_right_as_far_as_it_came(asking: Asking, tries: int, retakes: int) -> None:
    starts = asking.starts[:1]
    whole = [path for path, _ in asking.plain.paths(starts, asking.first)]
    found = asking.of(asking.rows, starts, Limits(tries=tries, retakes=retakes))
    paths = [path.actors for path in found.paths]
    assert paths == whole[: len(paths)]
    assert found.cut_short or len(paths) == len(whole)
    assert all((SEARCH_CUT_SHORT in path.warnings) == found.cut_short for path in found.paths)


@settings(deadline=None)
@given(askings(), st.integers(0, 2**32))
def test_the_answer_does_not_depend_on_the_order_of_rows_ties_and_starts(asking: Asking, seed: int) -> None:
    chance = Random(seed)
    shuffled = [{**row, "ties": chance.sample(row["ties"], len(row["ties"]))} for row in chance.sample(asking.rows, len(asking.rows))]
    twice = chance.sample(asking.starts, len(asking.starts)) * 2
    one, other = asking.of(asking.rows, asking.starts), asking.of(shuffled, twice)
    # Of parallel ties that are equally fresh either may be named.
    assert [replace(path, ties=()) for path in one.paths] == [replace(path, ties=()) for path in other.paths]
    assert (one.broken, one.already_there) == (other.broken, other.already_there)
