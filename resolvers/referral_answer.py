"""Referral paths as the API answers them: starts, search, and one statement for everything that is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from graph.entry import offices_at
from graph.errors import BadUserInput
from graph.reader import Days, Reader
from graph.referral import PathSlots, shown_steps
from graph.selection import Selection, fields_named, shaped
from resolvers.nearest import PREFERRED_CONTACT
from resolvers.place import Place
from resolvers.places import Gazetteer
from resolvers.reasons import path_warning, reason, step_reason, why_broken
from resolvers.referral import ActorGoal, Broken, FieldGoal, Found, FoundPath, ReferralPaths
from resolvers.referral_network import MOST_STEPS
from resolvers.referral_question import Situation

MOST_PATHS: Final = 10


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """From an actor's slug or a *place*, to a field or an actor's slug. *situation* as `SituationInput`."""

    start: str | Place
    to: FieldGoal | ActorGoal
    situation: Mapping[str, Any]
    max_steps: int
    first: int

    @property
    def field(self) -> str | None:
        """The field that the paths lead to, if it isn't a certain actor."""
        return self.to.action_field if isinstance(self.to, FieldGoal) else None


@dataclass(frozen=True, slots=True)
class _Way:
    """A path with what comes before it: *entry* is the office at which a path from a place starts."""

    actors: tuple[str, ...]
    entry: bool
    path: FoundPath | None

    @property
    def stops(self) -> tuple[str, ...]:
        """The actors that are steps."""
        return self.actors if self.entry else self.actors[1:]


async def referral_paths(
    question: PathQuestion, selections: tuple[Selection, ...], *, paths: ReferralPaths, gazetteer: Gazetteer, days: Days, reader: Reader
) -> dict[str, Any]:
    """The best paths, or where they break off. From an actor: one statement; from a place: one more, for its entry offices.

    Raises `BadUserInput` for bounds that don't hold or an actor that doesn't exist.
    """
    _check(question, paths)
    situation = Situation(
        age=question.situation.get("age"),
        legal_regime=question.situation.get("legalRegime"),
        target_group=question.situation.get("targetGroup"),
        occupation_group=question.situation.get("occupationGroup"),
    )
    find = partial(paths.find, to=question.to, situation=situation, as_of=days.as_of, first=question.first)
    if isinstance(question.start, str):
        found = await find([question.start], max_steps=question.max_steps)
        ways = [_Way(path.actors, entry=False, path=path) for path in found.paths]
        return await _Answer(question, selections, found, ways).shown(days, reader)
    above = {key for region in question.start.regions for key in gazetteer.ancestors(region)}
    starts, serving = await offices_at(sorted(above), situation=dict(question.situation), days=days, reader=reader)
    # From a place, a way leads to who answers for that place; to others only if there is none.
    most = max(question.max_steps - 1, 1)
    found = await find(starts, max_steps=most, only=serving)
    elsewhere = not found.paths and not found.already_there
    if elsewhere:
        found = await find(starts, max_steps=most)
    return await _Answer(question, selections, found, _ways(found, question), elsewhere=elsewhere).shown(days, reader)


def _check(question: PathQuestion, paths: ReferralPaths) -> None:
    if not 1 <= question.max_steps <= MOST_STEPS:
        raise BadUserInput(
            f"`maxSteps` must be between 1 and {MOST_STEPS}, not {question.max_steps}.", argument="maxSteps", value=question.max_steps
        )
    if not 1 <= question.first <= MOST_PATHS:
        raise BadUserInput(
            f"`first` of `referralPaths` must be between 1 and {MOST_PATHS}, not {question.first}.", argument="first", value=question.first
        )
    ends = {"from": question.start, "to": question.to.actor if isinstance(question.to, ActorGoal) else None}
    for argument, slug in ends.items():
        if isinstance(slug, str) and paths.ties.number_of(slug) is None:
            raise BadUserInput(f"There is no actor with the slug {slug!r}.", argument=argument, value=slug)


def _ways(found: Found, question: PathQuestion) -> list[_Way]:
    """From a place, an entry office that offers the service itself is a way of one step and comes first."""
    there = [_Way((actor,), entry=True, path=None) for actor in found.already_there]
    led = [_Way(path.actors, entry=True, path=path) for path in found.paths] if question.max_steps > 1 else []
    return [*there, *led][: question.first]


class _Answer:
    """Puts together what is selected, from the ways and the one statement that shows them."""

    def __init__(
        self,
        question: PathQuestion,
        selections: tuple[Selection, ...],
        found: Found,
        ways: Sequence[_Way],
        *,
        elsewhere: bool = False,
    ) -> None:
        self._question = question
        self._selections = selections
        self._found = found
        self._ways = ways
        self._elsewhere = elsewhere
        self._slots = PathSlots()
        self._ties: dict[int, dict[str, Any]] = {}
        self._actors: dict[str, dict[str, Any]] = {}
        self._numbers = {hop: n for n, hop in enumerate(dict.fromkeys(hop for way in ways for hop in _hops(way)))}

    async def shown(self, days: Days, reader: Reader) -> dict[str, Any]:
        """The answer in the response's shape. One statement, none if no actor appears in it."""
        self._take_slots()
        actors = sorted({actor for way in self._ways for actor in way.actors} | set(self._found.already_there) | self._broken_ends())
        if actors:
            preferred = PREFERRED_CONTACT.get(self._question.field or "", "OFFICE")
            self._ties, self._actors = await shown_steps(
                list(self._numbers), actors, self._slots,
                field=self._question.field, situation=self._question.situation, preferred=preferred, days=days, reader=reader,
            )  # fmt: skip
        ways = [way for way in self._ways if all(self._numbers[hop] in self._ties for hop in _hops(way))]
        return shaped(
            self._selections,
            {
                "paths": lambda s: [self._path(s, way) for way in ways],
                "broken": lambda s: self._broken(s, self._found.broken) if self._found.broken and not self._ways else None,
                "alreadyThere": lambda s: [self._actor(s, slug) for slug in self._found.already_there],
            },
        )

    def _take_slots(self) -> None:
        for actors in fields_named(self._selections, "alreadyThere"):
            self._slots.actor.name(actors)
        for broken in fields_named(self._selections, "broken"):
            for end in fields_named(broken.only, "after", "missing"):
                self._slots.actor.name(end)
        for path in fields_named(self._selections, "paths"):
            for start in fields_named(path.only, "start"):
                self._slots.actor.name(start)
            for step in fields_named(path.only, "steps"):
                self._take_step(step)

    def _take_step(self, step: Selection) -> None:
        takers = {
            "actor": self._slots.actor.name,
            "contact": self._slots.contact.name,
            "tie": self._slots.tie,
            "provenance": self._slots.provenance,
        }
        for selected in fields_named(step.only, *takers):
            takers[selected.name](selected)

    def _broken_ends(self) -> set[str]:
        broken = self._found.broken
        return {end for end in (broken.after, broken.missing) if end} if broken and not self._ways else set()

    def _actor(self, selection: Selection, slug: str | None) -> Any:
        row = self._actors.get(slug or "")
        return row["actor"][self._slots.actor.name(selection)] if row else None

    def _path(self, selection: Selection, way: _Way) -> dict[str, Any]:
        verified = way.path.weakest_verified_at if way.path and way.path.ties else None
        return shaped(
            selection.only,
            {
                "start": lambda s: self._actor(s, way.actors[0]),
                "steps": lambda s: [self._step(s, way, n) for n in range(len(way.stops))],
                "length": len(way.stops),
                "weakestVerifiedAt": verified,
                "warnings": lambda s: [shaped(s.only, path_warning(code)) for code in self._warnings(way)],
            },
        )

    def _warnings(self, way: _Way) -> Iterable[str]:
        yield from way.path.warnings if way.path else ()
        if self._elsewhere:
            yield "OTHER_DISTRICT"
        rows = [self._ties[self._numbers[hop]] for hop in _hops(way)]
        if any(row["overdue"] for row in rows):
            yield "REVIEW_OVERDUE"

    def _step(self, selection: Selection, way: _Way, n: int) -> dict[str, Any]:
        slug = way.stops[n]
        actor = self._actors[slug]
        before = way.actors[way.actors.index(slug) - 1] if way.actors.index(slug) else None
        tie = self._ties[self._numbers[before, slug]] if before else None
        contact, name = actor["contact"], self._actors[before]["name"] if before else None
        return shaped(
            selection.only,
            {
                "position": n + 1,
                "actor": lambda s: self._actor(s, slug),
                "contact": lambda s: contact[self._slots.contact.name(s)] if contact else None,
                "tie": lambda s: tie["slots"][self._slots.tie(s)] if tie else None,
                "reason": lambda s: shaped(s.only, step_reason(actor, tie, name, self._place, self._question.field)),
                "legalBasis": tie["legalBasis"] if tie else next((p["legalBasis"] for p in actor["parts"]), None),
                "conditions": tie["conditions"] if tie else None,
                "provenance": lambda s: (tie["slots"] if tie else actor["provenance"])[self._slots.provenance(s)],
            },
        )

    @property
    def _place(self) -> str:
        return "" if isinstance(self._question.start, str) else self._question.start.label

    def _broken(self, selection: Selection, broken: Broken) -> dict[str, Any]:
        codes = ("NO_START",) if self._place and not self._actors and broken.reasons == ("NO_TIE",) else broken.reasons
        names = {slug: row["name"] for slug, row in self._actors.items()}
        told = [why_broken(code, names.get(broken.after or ""), names.get(broken.missing or ""), self._place) for code in codes]
        return shaped(
            selection.only,
            {
                "after": lambda s: self._actor(s, broken.after),
                "missing": lambda s: self._actor(s, broken.missing),
                "reason": lambda s: shaped(s.only, told[0] if told else reason("NO_TIE", "")),
                "reasons": lambda s: [shaped(s.only, each) for each in told],
            },
        )


def _hops(way: _Way) -> list[tuple[str, str]]:
    return list(zip(way.actors, way.actors[1:], strict=False))
