"""The figures of a network as the API answers them: from memory, and one statement for the actors that are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.projection import bounded_first
from graph.reader import Days, Reader
from graph.selection import Selection, fields_named, shaped
from graph.shown import Chosen, shown
from resolvers.network.measures import Asked, Measured, Measures, ranks, too_many
from resolvers.places.place import Place

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MeasuresQuestion:
    """The network of which place (None: of all), of which types of organization, with a part in which fields (empty: all)."""

    within: Place | None = None
    types: tuple[str, ...] = ()
    action_fields: tuple[str, ...] = ()


async def network_measures(
    question: MeasuresQuestion, selections: tuple[Selection, ...], *, measures: Measures, ids: Sequence[str], days: Days, reader: Reader
) -> dict[str, Any]:
    """What is selected of the measures. One statement if an actor is selected. *ids*: of the actors by their numbers.

    Raises `BadUserInput` for a `first` that is out of bounds.
    """
    asked = Asked(
        regions=() if question.within is None else tuple(sorted(question.within.regions)),
        types=tuple(sorted(set(question.types))),
        fields=tuple(sorted(set(question.action_fields))),
        day=days.as_of,
    )
    answer = _Answer(await measures.of(asked), ids)
    for selection in selections:
        answer.choose(selection)
    await answer.fetch(days, reader)
    return answer.shaped(selections)


class _Answer:
    """Puts together what is selected."""

    def __init__(self, found: Measured, ids: Sequence[str]) -> None:
        self._found = found
        self._ids = ids
        self._chosen = Chosen()
        self._actors: dict[str, dict[str, Any]] = {}
        self._between = [
            {"actor": one.actor, "rank": rank, "share": one.share}
            for one, rank in zip(found.betweenness or (), ranks([one.share for one in found.betweenness or ()]), strict=True)
        ]
        self._brokers = [
            {
                "actor": one.actor,
                "rank": rank,
                "pairs": one.counts.pairs,
                "outside": one.counts.outside,
                "sectors": one.counts.groups,
            }
            for one, rank in zip(found.brokers, ranks([one.counts.pairs for one in found.brokers]), strict=True)
        ]

    def choose(self, selection: Selection) -> None:
        """Note which actors *selection* shows."""
        if selection.name == "components":
            for component in self._first(selection, self._found.components):
                for people in fields_named(selection.only, "actors"):
                    self._note(people, self._first(people, component))
        for entries in fields_named(selection.only, "entries") if selection.name in ("betweenness", "brokerage") else ():
            rows = self._first(entries, self._between if selection.name == "betweenness" else self._brokers)
            for one in fields_named(entries.only, "actor"):
                self._note(one, [row["actor"] for row in rows])

    def _note(self, selection: Selection, actors: Sequence[int]) -> None:
        self._chosen.actor.name(selection)
        self._chosen.actors.update(self._ids[actor] for actor in actors)

    def _first(self, selection: Selection, listed: Sequence[Any]) -> Sequence[Any]:
        return listed[: bounded_first(selection.arguments["first"], selection.key)]

    async def fetch(self, days: Days, reader: Reader) -> None:
        """Reads what is shown."""
        _, self._actors = await shown(self._chosen, days=days, reader=reader)

    def shaped(self, selections: tuple[Selection, ...]) -> dict[str, Any]:
        """All of it, in the response's shape."""
        found = self._found
        unranked = found.doubt or (too_many(found.actors - found.isolated) if found.betweenness is None else None)
        return shaped(
            selections,
            {
                "actorCount": found.actors,
                "isolatedCount": found.isolated,
                "tieCount": found.ties,
                "verifiedTieCount": found.verified,
                "density": found.density,
                "componentCount": len(found.components),
                "components": lambda s: [self._component(s, actors) for actors in self._first(s, found.components)],
                "betweenness": lambda s: self._ranking(s, unranked, self._between),
                "brokerage": lambda s: self._ranking(s, found.doubt, self._brokers),
            },
        )

    def _component(self, selection: Selection, actors: Sequence[int]) -> dict[str, Any]:
        return shaped(selection.only, {"actorCount": len(actors), "actors": lambda s: self._people(s, self._first(s, actors))})

    def _ranking(self, selection: Selection, unranked: Row | None, rows: Sequence[Row]) -> dict[str, Any]:
        return shaped(
            selection.only,
            {
                "carries": unranked is None,
                "reason": lambda s: None if unranked is None else shaped(s.only, unranked),
                "entries": lambda s: [self._entry(s, row) for row in self._first(s, rows) if self._is_shown(s, row["actor"])],
            },
        )

    def _is_shown(self, entries: Selection, actor: int) -> bool:
        """Whoever was hidden meanwhile is left out, where actors are shown."""
        return self._ids[actor] in self._actors or not fields_named(entries.only, "actor")

    def _entry(self, selection: Selection, row: Row) -> dict[str, Any]:
        return shaped(selection.only, {**row, "actor": lambda s: self._people(s, [row["actor"]])[0]})

    def _people(self, selection: Selection, actors: Sequence[int]) -> list[Any]:
        """The actors, without those that were hidden meanwhile."""
        slot = self._chosen.actor.name(selection)
        return [self._actors[id_][slot] for actor in actors if (id_ := self._ids[actor]) in self._actors]
