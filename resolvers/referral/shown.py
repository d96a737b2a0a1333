"""What is shown of referral paths: every step of every way with one statement, each with what happens there and what to know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.reader import Days, Reader
from graph.referral import Hop, PathSlots, shown_steps
from graph.selection import Selection, fields_named, shaped
from resolvers.nearest import PREFERRED_CONTACT
from resolvers.places.place import Place
from resolvers.reasons import detour, path_warning, reason, repair, step_reason, what_happens, why_broken
from resolvers.referral.paths import ActorGoal, Broken, FieldGoal, Found, FoundPath


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
class Way:
    """A path with what comes before it: *entry* is the office at which a path from a place starts.

    *checked*: it was searched among ties alone that somebody has looked at, and is shown with them.
    """

    actors: tuple[str, ...]
    entry: bool
    path: FoundPath | None
    checked: bool = False

    @property
    def stops(self) -> tuple[str, ...]:
        """The actors that are steps."""
        return self.actors if self.entry else self.actors[1:]

    @property
    def hops(self) -> list[Hop]:
        """Its ties from actor to actor."""
        return [Hop(near, far, self.checked) for near, far in zip(self.actors, self.actors[1:], strict=False)]

    @property
    def unchecked(self) -> list[int]:
        """Positions of the steps to which a tie leads that nobody has looked at, or that is due for another look."""
        return [number + self.entry for number in self.path.unchecked] if self.path else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What was found. *detour*: the best way over checked ties, where it was searched. *elsewhere*: none serves the place itself."""

    found: Found
    shown: Sequence[Way]
    detour: Way | None = None
    elsewhere: bool = False


class Answer:
    """Puts together what is selected, from the ways and the one statement that shows them."""

    def __init__(self, question: PathQuestion, selections: tuple[Selection, ...], ways: Ways) -> None:
        self._question = question
        self._selections = selections
        self._ways = ways
        self._all = [*ways.shown, *([ways.detour] if ways.detour else [])]
        self._slots = PathSlots()
        self._ties: dict[int, dict[str, Any]] = {}
        self._actors: dict[str, dict[str, Any]] = {}
        self._numbers = {hop: n for n, hop in enumerate(dict.fromkeys(hop for way in self._all for hop in way.hops))}

    async def shown(self, days: Days, reader: Reader) -> dict[str, Any]:
        """The answer in the response's shape. One statement, none if no actor appears in it."""
        self._take_slots()
        found = self._ways.found
        actors = sorted({actor for way in self._all for actor in way.actors} | set(found.already_there) | self._broken_ends())
        if actors:
            preferred = PREFERRED_CONTACT.get(self._question.field or "", "OFFICE")
            self._ties, self._actors = await shown_steps(
                list(self._numbers), actors, self._slots,
                field=self._question.field, situation=self._question.situation, preferred=preferred, days=days, reader=reader,
            )  # fmt: skip
        ways = [way for way in self._ways.shown if self._holds(way)]
        return shaped(
            self._selections,
            {
                "paths": lambda s: [self._path(s, way) for way in ways],
                "broken": lambda s: self._broken(s, found.broken) if found.broken and not self._ways.shown else None,
                "alreadyThere": lambda s: [self._actor(s, slug) for slug in found.already_there if slug in self._actors],
            },
        )

    def _holds(self, way: Way) -> bool:
        """Whether all its actors and ties were still there when they were shown."""
        return all(actor in self._actors for actor in way.actors) and all(self._numbers[hop] in self._ties for hop in way.hops)

    def _take_slots(self) -> None:
        for actors in fields_named(self._selections, "alreadyThere"):
            self._slots.actor.name(actors)
        for broken in fields_named(self._selections, "broken"):
            for end in fields_named(broken.only, "after", "missing", "actor"):
                self._slots.actor.name(end)
        for path in fields_named(self._selections, "paths"):
            self._take_way(path)
            for alternative in fields_named(path.only, "alternative"):
                for other in fields_named(alternative.only, "path"):
                    self._take_way(other)

    def _take_way(self, way: Selection) -> None:
        takers = {
            "actor": self._slots.actor.name,
            "contact": self._slots.contact.name,
            "tie": self._slots.tie,
            "provenance": self._slots.provenance,
        }
        for start in fields_named(way.only, "start"):
            self._slots.actor.name(start)
        for step in fields_named(way.only, "steps"):
            for selected in fields_named(step.only, *takers):
                takers[selected.name](selected)

    def _broken_ends(self) -> set[str]:
        broken = self._ways.found.broken
        return {end for end in (broken.after, broken.missing, self._aim(broken)) if end} if broken and not self._ways.shown else set()

    def _aim(self, broken: Broken) -> str | None:
        """Whom the paths were to reach."""
        return self._question.to.actor if isinstance(self._question.to, ActorGoal) else broken.missing

    def _actor(self, selection: Selection, slug: str | None) -> Any:
        row = self._actors.get(slug or "")
        return row["actor"][self._slots.actor.name(selection)] if row else None

    def _path(self, selection: Selection, way: Way) -> dict[str, Any]:
        verified = way.path.weakest_verified_at if way.path and way.path.ties else None
        return shaped(
            selection.only,
            {
                "start": lambda s: self._actor(s, way.actors[0]),
                "steps": lambda s: [self._step(s, way, n) for n in range(len(way.stops))],
                "length": len(way.stops),
                "weakestVerifiedAt": verified,
                "warnings": lambda s: [shaped(s.only, path_warning(code)) for code in self._warnings(way)],
                "alternative": lambda s: self._alternative(s, way) if way.unchecked else None,
            },
        )

    def _alternative(self, selection: Selection, way: Way) -> dict[str, Any]:
        other = self._ways.detour if self._ways.detour and self._holds(self._ways.detour) else None
        return shaped(
            selection.only,
            {
                "avoids": way.unchecked,
                "path": lambda s: self._path(s, other) if other else None,
                "reason": lambda s: shaped(s.only, detour(found=other is not None)),
            },
        )

    def _warnings(self, way: Way) -> Iterable[str]:
        yield from way.path.warnings if way.path else ()
        if self._ways.elsewhere:
            yield "OTHER_DISTRICT"
        if any(self._ties[self._numbers[hop]]["overdue"] for hop in way.hops):
            yield "REVIEW_OVERDUE"

    def _step(self, selection: Selection, way: Way, n: int) -> dict[str, Any]:
        slug = way.stops[n]
        actor = self._actors[slug]
        at = n if way.entry else n + 1
        tie = self._ties[self._numbers[way.hops[at - 1]]] if at else None
        after = self._ties[self._numbers[way.hops[at]]] if at < len(way.hops) else None
        contact, before = actor["contact"], self._actors[way.actors[at - 1]]["name"] if at else None
        then = self._actors[way.actors[at + 1]]["name"] if after else None
        part = next(iter(actor["parts"]), None)
        return shaped(
            selection.only,
            {
                "position": n + 1,
                "actor": lambda s: self._actor(s, slug),
                "contact": lambda s: contact[self._slots.contact.name(s)] if contact else None,
                "tie": lambda s: tie["slots"][self._slots.tie(s)] if tie else None,
                "role": part["role"] if part else None,
                "reason": lambda s: shaped(s.only, step_reason(actor, tie, before, self._place, self._question.field)),
                "whatHappens": what_happens(part, after, then, self._question.field),
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
        after, missing = names.get(broken.after or ""), names.get(broken.missing or "")
        told = [why_broken(code, after, missing, self._place) for code in codes] or [reason("NO_TIE", "")]
        return shaped(
            selection.only,
            {
                "after": lambda s: self._actor(s, broken.after),
                "missing": lambda s: self._actor(s, broken.missing),
                "actor": lambda s: self._actor(s, self._aim(broken)),
                "reason": lambda s: shaped(s.only, told[0]),
                "reasons": lambda s: [shaped(s.only, each) for each in told],
                "repair": repair(told[0]["code"], after, missing, self._place, self._question.field),
            },
        )
