"""The arrays, and the paths found in them, against the graph itself on each engine."""

from collections.abc import AsyncGenerator
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any, Final, LiteralString

import pytest

from graph.engine import Engine, Writer
from graph.reader import Days
from graph.referral import Hop, PathSlots, shown_steps
from graph.selection import Selection
from graph.tables import actor_portions
from graph.ties import Ties, load_ties
from resolvers.referral.paths import ActorGoal, FieldGoal, FoundPath, ReferralPaths
from resolvers.referral.question import Situation

TODAY: Final = Days(date(2026, 11, 23), date(2026, 11, 23))
OPEN: Final = {"validFrom": "0001-01-01", "validTo": "9999-12-31", "visibility": "PUBLIC", "dataset": "test-ties"}

# The paths by brute force inside the database: for small graphs only.
ORACLE: Final[LiteralString] = """
MATCH p = (s:Actor {id: $from})((a)-[t:REFERS_TO|DELEGATES_TO WHERE t.visibility = 'PUBLIC' AND t.validFrom <= $asOf AND $asOf < t.validTo
  AND (size(t.actionFields) = 0 OR $field IN t.actionFields)
  AND ($occupation IS NULL OR t.occupationGroup IS NULL OR t.occupationGroup = $occupation)
  AND ($regime IS NULL OR t.legalRegime IS NULL OR t.legalRegime = $regime)
  AND ($target IS NULL OR t.targetGroup IS NULL OR t.targetGroup = $target)
  AND ($age IS NULL OR (coalesce(t.ageMin, 0) <= $age AND $age <= coalesce(t.ageMax, 200)))]->(b)){1,4}(g:Actor)
WITH [n IN nodes(p) | n] AS ns, [n IN nodes(p) | n.id] AS ids, relationships(p) AS ts, g
WHERE all(i IN range(1, size(ids) - 1) WHERE NOT ids[i] IN ids[..i])
 AND all(n IN ns WHERE n.visibility = 'PUBLIC' AND n.validFrom <= $asOf AND $asOf < n.validTo)
 AND EXISTS { MATCH (g)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE r.role IN ['DECIDES', 'PROVIDES'] AND r.visibility = 'PUBLIC'
  AND $field IN r.actionFields AND r.validFrom <= $asOf AND $asOf < r.validTo
  AND ($occupation IS NULL OR size(r.occupationGroups) = 0 OR $occupation IN r.occupationGroups)
  AND ($regime IS NULL OR size(r.legalRegimes) = 0 OR $regime IN r.legalRegimes)
  AND ($target IS NULL OR size(r.targetGroups) = 0 OR $target IN r.targetGroups)
  AND ($age IS NULL OR (coalesce(r.ageMin, 0) <= $age AND $age <= coalesce(r.ageMax, 200))) }
WITH ids, reduce(w = '9999-12-31', t IN ts |
  CASE WHEN coalesce(t.verifiedAt, '0001-01-01') < w THEN coalesce(t.verifiedAt, '0001-01-01') ELSE w END) AS weakest
WITH ids, max(weakest) AS weakest RETURN ids, weakest ORDER BY size(ids), weakest DESC, ids LIMIT $first
"""

CREATE_ACTORS: Final[LiteralString] = "UNWIND $rows AS row CREATE (a:Actor) SET a += row"
CREATE_OFFERS: Final[LiteralString] = (
    "UNWIND $rows AS row MATCH (a:Actor {id: row.of}) CREATE (r:Responsibility) SET r += row.fact CREATE (a)-[:HAS_RESPONSIBILITY]->(r)"
)
_BETWEEN: Final[LiteralString] = "UNWIND $rows AS row MATCH (a:Actor {id: row.a}) MATCH (b:Actor {id: row.b}) "
CREATE_TIES: Final[dict[str, LiteralString]] = {
    "REFERS_TO": _BETWEEN + "CREATE (a)-[t:REFERS_TO]->(b) SET t += row.fact",
    "DELEGATES_TO": _BETWEEN + "CREATE (a)-[t:DELEGATES_TO]->(b) SET t += row.fact",
    "FUNDS": _BETWEEN + "CREATE (a)-[t:FUNDS]->(b) SET t += row.fact",
}
DELETE: Final[LiteralString] = "MATCH (n {dataset: 'test-ties'}) DETACH DELETE n"

DATES: Final[tuple[dict[str, str], ...]] = (
    {},
    {},
    {},
    {"validFrom": "2027-01-01"},
    {"validTo": "2026-11-23"},
    {"validFrom": "2026-11-23"},
    {"visibility": "INTERNAL"},
)


def _someone(chance: Random, *, often: float) -> dict[str, Any]:
    """Conditions of a tie; keys without a value stay away, as the loader leaves them."""
    stated = {
        "occupationGroup": chance.choice(["CRAFT", "IHK_OCCUPATION"]),
        "legalRegime": chance.choice(["SGB_II", "SGB_III"]),
        "targetGroup": chance.choice(["TOLERATED", "COMPANIES"]),
        "ageMin": chance.choice([18, 25]),
        "ageMax": chance.choice([24, 30]),
    }
    return {name: value for name, value in stated.items() if chance.random() > often}


def _network(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    chance = Random(seed)
    names = [f"test-ties-{n:02}" for n in range(14)]
    actors = [{**OPEN, "id": name, **(chance.choice(DATES) if chance.random() < 0.15 else {})} for name in names]
    offers: list[dict[str, Any]] = []
    for number, name in enumerate(names[-5:]):
        stated = _someone(chance, often=0.8)
        lists = {f"{key}s": [stated.pop(key)] if key in stated else [] for key in ("occupationGroup", "legalRegime", "targetGroup")}
        role = ("DECIDES", "PROVIDES", "ADVISES")[number % 3]
        fact = {**OPEN, **stated, **lists, "id": f"test-ties-r{number}", "role": role, "actionFields": ["RECOGNITION", "TRAINING"]}
        offers.append({"of": name, "fact": fact | (chance.choice(DATES) if chance.random() < 0.3 else {})})
    ties: dict[str, list[dict[str, Any]]] = {"REFERS_TO": [], "DELEGATES_TO": [], "FUNDS": []}
    for number in range(60):
        near, far = chance.sample(names, 2)
        fact = {
            **OPEN,
            **_someone(chance, often=0.9),
            "id": f"test-ties-t{number:03}",
            "actionFields": chance.choice([[], [], ["RECOGNITION"], ["LANGUAGE", "RECOGNITION"], ["LANGUAGE"]]),
            **(chance.choice(DATES) if chance.random() < 0.2 else {}),
        }
        if chance.random() < 0.8:
            fact["verifiedAt"] = f"2026-{chance.randint(1, 9):02}-01"
            if chance.random() < 0.3:
                fact["reviewDue"] = chance.choice(["2026-11-23", "2026-11-24"])
        ties[chance.choice(["REFERS_TO", "REFERS_TO", "DELEGATES_TO", "FUNDS"])].append({"a": near, "b": far, "fact": fact})
    return actors, offers, ties


@pytest.fixture(scope="module", params=[1, 2])
async def ties(engine: Engine, request: pytest.FixtureRequest) -> AsyncGenerator[Ties]:
    """The arrays of a random network that is in the engine while they are used."""
    actors, offers, by_type = _network(request.param)

    async def create(writer: Writer) -> None:
        await writer.run(CREATE_ACTORS, rows=actors)
        await writer.run(CREATE_OFFERS, rows=offers)
        for kind, rows in by_type.items():
            await writer.run(CREATE_TIES[kind], rows=rows)

    async def delete(writer: Writer) -> None:
        await writer.run(DELETE)

    await engine.write(create)
    try:
        yield await load_ties(engine, await actor_portions(engine))
    finally:
        await engine.write(delete)


VERIFIED_AT: Final = Selection("provenance", "provenance", children={"Provenance": (Selection("verifiedAt", "verifiedAt"),)})
STATUS: Final = Selection("provenance", "provenance", children={"Provenance": (Selection("status", "status"),)})
SITUATIONS: Final = (
    Situation(),
    Situation(occupation_group="CRAFT"),
    Situation(legal_regime="SGB_II", age=24),
    Situation(age=27, target_group="TOLERATED"),
    Situation(age=18, legal_regime="SGB_III", occupation_group="IHK_OCCUPATION", target_group="COMPANIES"),
)


def _asked(situation: Situation, as_of: str) -> dict[str, Any]:
    return {
        "field": "RECOGNITION",
        "asOf": as_of,
        "occupation": situation.occupation_group,
        "regime": situation.legal_regime,
        "target": situation.target_group,
        "age": situation.age,
    }


async def test_paths_in_the_arrays_are_those_in_the_graph(engine: Engine, ties: Ties) -> None:
    search = ReferralPaths(ties)
    found_some = 0
    for situation in SITUATIONS:
        for as_of in ("2026-11-22", "2026-11-23"):
            for start in [name for name in ties.ids if name.startswith("test-ties-")][:5]:
                rows = await engine.read(ORACLE, **{"from": start, "first": 50}, **_asked(situation, as_of))
                found = search.search(
                    [start], to=FieldGoal("RECOGNITION"), situation=situation, as_of=date.fromisoformat(as_of), max_steps=4, first=50
                )
                expected = [(tuple(row["ids"]), row["weakest"]) for row in rows]
                assert [(path.actors, path.weakest_verified_at or "0001-01-01") for path in found.paths] == expected
                found_some += len(expected)
    assert found_some > 40


async def test_what_is_hidden_never_leaves_the_database(engine: Engine, ties: Ties) -> None:
    rows = await engine.read("MATCH (a:Actor {dataset: 'test-ties'}) RETURN a.id AS id, a.visibility AS visibility ORDER BY id LIMIT 100")
    public = {row["id"] for row in rows if row["visibility"] == "PUBLIC"}
    assert {name for name in ties.ids if name.startswith("test-ties-")} == public
    rows = await engine.read(
        "MATCH (a:Actor {dataset: 'test-ties'})-[t:REFERS_TO|DELEGATES_TO]->(b) "
        "WHERE a.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC' AND t.visibility = 'PUBLIC' "
        "RETURN count(t) AS ties ORDER BY ties LIMIT 1"
    )
    ours = {number for number, name in enumerate(ties.ids) if name in public}
    assert sum(int(ties.first[number + 1] - ties.first[number]) for number in ours) == rows[0]["ties"]


async def test_loading_takes_a_statement_for_each_portion_of_actors_however_they_are_cut(engine: Engine, ties: Ties) -> None:
    portions = [ids[start : start + 3] for ids in await actor_portions(engine) for start in range(0, len(ids), 3)]
    before = engine.statements
    again = await load_ties(engine, portions)
    assert engine.statements - before == len(portions) >= len(ties.ids) // 3
    assert again.ids == ties.ids
    assert again.to.tolist() == ties.to.tolist()
    assert again.offered_by.tolist() == ties.offered_by.tolist()


def _hops(paths: tuple[FoundPath, ...], *, checked: bool = False) -> list[Hop]:
    return [Hop(near, far, checked) for path in paths for near, far in pairwise(path.actors)]


async def test_each_step_is_shown_with_a_tie_as_fresh_as_the_search_says(engine: Engine, ties: Ties) -> None:
    search = ReferralPaths(ties)
    shown = 0
    for situation in SITUATIONS:
        asked = {
            "age": situation.age,
            "legalRegime": situation.legal_regime,
            "targetGroup": situation.target_group,
            "occupationGroup": situation.occupation_group,
        }
        for start in [name for name in ties.ids if name.startswith("test-ties-")][:5]:
            paths = search.search([start], to=FieldGoal("RECOGNITION"), situation=situation, as_of=TODAY.as_of, first=9).paths
            before = engine.statements
            slots = PathSlots()
            name = slots.provenance(VERIFIED_AT)
            steps, _ = await shown_steps(
                _hops(paths), [], slots, field="RECOGNITION", situation=asked, preferred="OFFICE", days=TODAY, reader=engine
            )
            assert engine.statements - before == 1
            rows = [row for path in paths for row in path.ties]
            assert sorted(steps) == list(range(len(rows)))
            days = [steps[n]["slots"][name]["verifiedAt"] for n in range(len(rows))]
            assert [date.fromisoformat(day).toordinal() if day else 0 for day in days] == [int(ties.verified[row]) for row in rows]
            shown += len(steps)
    assert shown > 10


async def test_over_checked_ties_alone_what_is_shown_is_checked_and_what_was_found(engine: Engine, ties: Ties) -> None:
    starts = [name for name in ties.ids if name.startswith("test-ties-")]
    found = ReferralPaths(ties).search(
        starts, to=FieldGoal("RECOGNITION"), situation=Situation(), as_of=TODAY.as_of, first=20, checked_only=True
    )
    slots = PathSlots()
    name = slots.provenance(STATUS)
    hops = _hops(found.paths, checked=True)
    steps, _ = await shown_steps(hops, [], slots, field="RECOGNITION", situation={}, preferred="OFFICE", days=TODAY, reader=engine)
    assert len(hops) > 5
    assert [steps[n]["slots"][name]["status"] for n in range(len(hops))] == ["VERIFIED"] * len(hops)


async def test_a_step_that_no_longer_holds_is_not_shown(engine: Engine, ties: Ties) -> None:
    starts = [name for name in ties.ids if name.startswith("test-ties-")]
    paths = ReferralPaths(ties).search(starts, to=FieldGoal("RECOGNITION"), situation=Situation(), as_of=TODAY.as_of).paths
    near, far, _ = _hops(paths)[0]
    last_day = Days(date(9999, 12, 31), TODAY.today)
    for hops, days, shown in (
        ([Hop(near, far)] * 2, TODAY, [0, 1]),
        ([Hop(near, far)] * 2, last_day, []),
        ([Hop(far, far), Hop(near, far)], TODAY, [1]),
    ):
        steps, _ = await shown_steps(hops, [], PathSlots(), field=None, situation={}, preferred="OFFICE", days=days, reader=engine)
        assert sorted(steps) == shown


async def test_the_goal_can_be_an_actor(engine: Engine, ties: Ties) -> None:
    rows = await engine.read(
        "MATCH (a:Actor {dataset: 'test-ties'})-[t:REFERS_TO|DELEGATES_TO]->(b) WHERE a.visibility = 'PUBLIC' AND b.visibility = 'PUBLIC' "
        "AND t.visibility = 'PUBLIC' AND a.validFrom <= $asOf AND $asOf < a.validTo AND b.validFrom <= $asOf AND $asOf < b.validTo "
        "AND t.validFrom <= $asOf AND $asOf < t.validTo RETURN DISTINCT a.id AS a, b.id AS b ORDER BY a, b LIMIT 100",
        asOf=TODAY.as_of.isoformat(),
    )
    search = ReferralPaths(ties)
    assert rows
    for row in rows:
        found = search.search([row["a"]], to=ActorGoal(row["b"]), situation=Situation(), as_of=TODAY.as_of, max_steps=1)
        assert [path.actors for path in found.paths] == [(row["a"], row["b"])]
