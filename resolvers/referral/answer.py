"""Referral paths as the API answers them: from where to start, what to search, and the one statement that shows it."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from graph.entry import offices_at
from graph.errors import BadUserInput
from graph.reader import Days, Reader
from graph.selection import Selection, fields_named
from resolvers.places.gazetteer import Gazetteer
from resolvers.referral.network import MOST_STEPS
from resolvers.referral.paths import ActorGoal, Found, ReferralPaths
from resolvers.referral.question import situation_of
from resolvers.referral.shown import Answer, PathQuestion, Way, Ways

MOST_PATHS: Final = 10


async def referral_paths(
    question: PathQuestion, selections: tuple[Selection, ...], *, paths: ReferralPaths, gazetteer: Gazetteer, days: Days, reader: Reader
) -> dict[str, Any]:
    """The best paths, or where they break off. From an actor: one statement; from a place: one more, for its entry offices.

    Where a path leads over a tie that nobody has checked, and alternatives are selected, the best one over checked ties is searched.
    Raises `BadUserInput` for bounds that don't hold or an actor that doesn't exist.
    """
    _check(question, paths)
    find = partial(paths.find, to=question.to, situation=situation_of(question.situation), as_of=days.as_of, first=question.first)
    elsewhere = False
    if isinstance(question.start, str):
        find = partial(find, [question.start], max_steps=question.max_steps)
        found = await find()
        shown = [Way(path.actors, entry=False, path=path) for path in found.paths]
    else:
        above = {key for region in question.start.regions for key in gazetteer.ancestors(region)}
        starts, serving = await offices_at(sorted(above), situation=dict(question.situation), days=days, reader=reader)
        # From a place, a way leads to who answers for that place; to others only if there is none.
        find = partial(find, starts, max_steps=max(question.max_steps - 1, 1), only=serving)
        found = await find()
        elsewhere = not found.paths and not found.already_there
        if elsewhere:
            find = partial(find, only=None)
            found = await find()
        shown = _from_place(found, question)
    ways = Ways(found=found, shown=shown, elsewhere=elsewhere)
    if any(way.unchecked for way in shown) and _selects_alternatives(selections):
        ways = replace(ways, detour=_detour(await find(first=1, checked_only=True), question))
    return await Answer(question, selections, ways).shown(days, reader)


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


def _from_place(found: Found, question: PathQuestion) -> list[Way]:
    """An entry office that offers the service itself is a way of one step and comes first."""
    there = [Way((actor,), entry=True, path=None) for actor in found.already_there]
    led = [Way(path.actors, entry=True, path=path) for path in found.paths] if question.max_steps > 1 else []
    return [*there, *led][: question.first]


def _selects_alternatives(selections: tuple[Selection, ...]) -> bool:
    return any(True for path in fields_named(selections, "paths") for _ in fields_named(path.only, "alternative"))


def _detour(found: Found, question: PathQuestion) -> Way | None:
    ways = (
        [Way(path.actors, entry=False, path=path) for path in found.paths]
        if isinstance(question.start, str)
        else _from_place(found, question)
    )
    return replace(ways[0], checked=True) if ways else None
