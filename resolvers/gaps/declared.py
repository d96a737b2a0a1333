"""Programmes that declare more projects than the directory has recorded."""

from typing import Final

from graph.vocabulary import GapKind
from resolvers.gaps.gap import Gap, View, severity_of
from resolvers.reasons import reason

KIND: Final = GapKind.DECLARED_NOT_RECORDED.value
MEDIUM_SHARE: Final = 1 / 3
HIGH_SHARE: Final = 2 / 3


def declared_not_recorded(view: View) -> list[Gap]:
    """A gap for each programme, and each of its regions, with fewer projects recorded than declared. Score: how many are missing.

    Ended projects count, as in `recordedProjects`. Of a range that is declared for a region the lower end counts.
    """
    gaps = []
    for one in view.network.declared:
        if not (view.here[one.actor] and one.begin <= view.day < one.end):
            continue
        projects = view.network.projects.get(one.actor, {})
        recorded = sum(one.region is None or _active(view, regions, one.region) for regions in projects.values())
        missing = one.projects - recorded
        if missing <= 0:
            continue
        name = view.name(one.actor)
        where = f" in {view.gazetteer.region(one.region).label}" if one.region else ""
        least = "mindestens " if one.region else ""
        gaps.append(
            Gap(
                kind=KIND,
                key=f"{KIND}:{view.actors.ids[one.actor]}:{one.region or ''}",
                severity=severity_of(missing / one.projects, medium=MEDIUM_SHARE, high=HIGH_SHARE),
                score=missing,
                region=one.region or _around(view, one.actor),
                places=frozenset(view.above(one.region)) if one.region else _places(view, one.actor),
                actors=(one.actor,),
                reason=reason("DECLARED_MORE", f"{name} gibt{where} {least}{one.projects} Projekte an, erfasst sind {recorded}."),
                closes=f"Eine Quelle, die die fehlenden {missing} Projekte{where} nennt.",
                actor_count=1,
            )
        )
    return gaps


def _active(view: View, regions: tuple[str, ...], region: str) -> bool:
    return any(region in view.above(key) for key in regions)


def _stated(view: View, actor: int) -> list[frozenset[str]]:
    """For each region for which an actor ever declared something: the region and all above it."""
    regions = {one.region for one in view.network.declared if one.actor == actor and one.region}
    return [frozenset(view.above(region)) for region in sorted(regions)]


def _around(view: View, actor: int) -> str | None:
    """The smallest region around all for which the actor declares something; where it sits if it does for none."""
    stated = _stated(view, actor)
    shared = frozenset.intersection(*stated) if stated else frozenset[str]()
    return min(shared, key=lambda key: (view.gazetteer.rank(key), key), default=view.home(actor))


def _places(view: View, actor: int) -> frozenset[str]:
    """Where a programme is at work, though its own part may have ended: its regions and those of its projects."""
    projects = {key for regions in view.network.projects.get(actor, {}).values() for key in regions}
    return view.places(actor).union(*_stated(view, actor), *(view.above(key) for key in projects))
