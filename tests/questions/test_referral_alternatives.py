"""What a path says at each step, what stands in for one whose ties nobody has checked, and what would repair a broken one."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any, Final, LiteralString

import pytest

from graph.engine import Writer
from graph.tables import actor_portions
from graph.ties import load_ties
from resolvers.referral.paths import ReferralPaths
from tests.asking import Asker

OPEN: Final = {"validFrom": "0001-01-01", "validTo": "9999-12-31", "visibility": "PUBLIC", "dataset": "test-alternatives"}
PATHS: Final = """query ($from: ActorStart!, $field: ActionField!) { referralPaths(from: $from, to: {actionField: $field}, first: 3) {
  paths { steps { actor { slug } role whatHappens provenance { status } } warnings { code }
    alternative { avoids reason { code text } path { length weakestVerifiedAt warnings { code } start { slug }
      steps { position actor { slug } tie { type } provenance { status verifiedAt } } } } } } }"""
BROKEN: Final = """query ($from: ActorStart!, $field: ActionField!, $situation: SituationInput) {
  referralPaths(from: $from, to: {actionField: $field}, situation: $situation) { broken { after { slug } missing { slug } reason { code } repair } } }"""

ACTORS: Final[LiteralString] = "UNWIND $rows AS row CREATE (a:Actor) SET a += row"
OFFER: Final[LiteralString] = "MATCH (a:Actor {id: $of}) CREATE (r:Responsibility) SET r += $fact CREATE (a)-[:HAS_RESPONSIBILITY]->(r)"
TIE: Final[LiteralString] = "MATCH (a:Actor {id: $near}) MATCH (b:Actor {id: $far}) CREATE (a)-[t:REFERS_TO]->(b) SET t += $fact"
DELETE: Final[LiteralString] = "MATCH (n {dataset: 'test-alternatives'}) DETACH DELETE n"


def slugs(steps: list[dict[str, Any]]) -> list[str]:
    return [step["actor"]["slug"] for step in steps]


@pytest.fixture
async def drawn(ask: Asker) -> AsyncGenerator[Asker]:
    """Asks a network of its own beside the directory: straight to the goal nobody has checked, once it is due, by a detour all is."""
    names = [f"test-alternatives-{name}" for name in ("start", "checked", "goal", "old")]
    ties = [("start", "goal", None, None), ("start", "old", "2026-01-01", "2026-11-23"), ("old", "goal", "2026-01-01", None),
            ("start", "checked", "2026-05-01", "2026-11-24"), ("checked", "goal", "2026-06-01", None)]  # fmt: skip

    async def create(writer: Writer) -> None:
        kinds = {"typeName": "Organization", "kind": "ORGANIZATION", "type": "JOBCENTER"}
        await writer.run(ACTORS, rows=[{**OPEN, **kinds, "id": name, "name": name} for name in names])
        offer = {**OPEN, "id": "test-alternatives-r", "role": "PROVIDES", "actionFields": ["MOBILITY"],
                "occupationGroups": [], "legalRegimes": [], "targetGroups": []}  # fmt: skip
        await writer.run(OFFER, of="test-alternatives-goal", fact=offer)
        for number, (near, far, verified, due) in enumerate(ties):
            fact: dict[str, Any] = {
                **OPEN,
                "id": f"test-alternatives-{number}",
                "actionFields": ["MOBILITY"],
                "verifiedAt": verified,
                "reviewDue": due,
            }
            stated = {name: value for name, value in fact.items() if value is not None}
            await writer.run(TIE, near=f"test-alternatives-{near}", far=f"test-alternatives-{far}", fact=stated)

    async def delete(writer: Writer) -> None:
        await writer.run(DELETE)

    await ask.engine.write(create)
    try:
        snapshot = replace(ask.snapshot, paths=ReferralPaths(await load_ties(ask.engine, await actor_portions(ask.engine))))
        yield Asker(ask.engine, ask.schema, snapshot, {})
    finally:
        await ask.engine.write(delete)


async def test_a_path_over_unchecked_or_overdue_ties_names_the_best_one_over_checked_ties(drawn: Asker) -> None:
    answer = await drawn(PATHS, **{"from": {"slug": "test-alternatives-start"}, "field": "MOBILITY"})
    assert (answer.statements, answer.errors) == (1, [])
    straight, checked, overdue = answer.data["referralPaths"]["paths"]
    assert [slugs(path["steps"]) for path in (straight, checked, overdue)] == [
        ["test-alternatives-goal"],
        ["test-alternatives-checked", "test-alternatives-goal"],
        ["test-alternatives-old", "test-alternatives-goal"],
    ]
    assert [path["alternative"] and path["alternative"]["avoids"] for path in (straight, checked, overdue)] == [[1], None, [1]]
    assert [warning["code"] for warning in overdue["warnings"]] == ["REVIEW_OVERDUE"]
    assert straight["alternative"] | {"avoids": [1]} == overdue["alternative"]
    assert straight["alternative"]["reason"] == {
        "code": "AVOIDS",
        "text": "Dieser Weg führt nur über Angaben, die geprüft und nicht veraltet sind.",
    }
    other = straight["alternative"]["path"]
    assert (other["start"]["slug"], other["length"], other["weakestVerifiedAt"]) == ("test-alternatives-start", 2, "2026-05-01")
    assert slugs(other["steps"]) == ["test-alternatives-checked", "test-alternatives-goal"]
    assert [step["provenance"]["status"] for step in other["steps"]] == ["VERIFIED", "VERIFIED"]
    assert other["warnings"] == []


async def test_from_a_place_the_alternative_is_an_office_that_needs_no_unchecked_tie(ask: Asker) -> None:
    answer = await ask(PATHS, **{"from": {"place": {"regionKey": "01001"}}, "field": "TRAINING"})
    assert (answer.statements, answer.errors) == (2, [])
    there, _, led = answer.data["referralPaths"]["paths"]
    assert (slugs(there["steps"]), there["alternative"]) == (["agentur-fuer-arbeit-flensburg"], None)
    assert slugs(led["steps"]) == ["jobcenter-flensburg", "agentur-fuer-arbeit-flensburg"]
    assert led["alternative"]["avoids"] == [2]
    assert slugs(led["alternative"]["path"]["steps"]) == ["agentur-fuer-arbeit-flensburg"]


async def test_where_no_other_way_is_known_the_alternative_says_so(ask: Asker) -> None:
    answer = await ask(PATHS, **{"from": {"place": {"postalCode": "47051"}}, "field": "INTERNSHIP"})
    assert answer.statements == 2
    assert [path["alternative"] for path in answer.data["referralPaths"]["paths"]] == [
        {"avoids": [2], "reason": {"code": "NO_OTHER_WAY", "text": "Ein Weg nur über geprüfte Angaben ist nicht erfasst."}, "path": None}
    ] * 3


async def test_each_step_says_what_happens_there(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {place: {postalCode: "29221"}}, to: {actionField: RECOGNITION}, situation: {occupationGroup: IHK_OCCUPATION}, first: 1) {
          paths { steps { role whatHappens } alternative { avoids } } } }"""
    )
    [path] = answer.data["referralPaths"]["paths"]
    assert path["alternative"] is None
    assert [(step["role"], step["whatHappens"]) for step in path["steps"]] == [
        (None, "Von hier geht es weiter zu: IHK Lüneburg-Wolfsburg."),
        (
            "ADVISES",
            "Hier werden Sie zur Anerkennung des Berufsabschlusses beraten. Entschieden wird an anderer Stelle. Den Antrag bearbeitet IHK FOSA.",
        ),
        ("DECIDES", "Hier stellen Sie den Antrag zur Anerkennung des Berufsabschlusses. Diese Stelle entscheidet."),
    ]


@pytest.mark.parametrize(
    ("start", "field", "situation", "hop", "code", "repair"),
    [
        (
            "jobcenter-goettingen", "MATCHING", {}, ("jobcenter-goettingen", "ueberbetriebliche-integrationsmoderation-goettingen"), "EXPIRED",
            "Die Verweisung von Jobcenter Göttingen an Überbetriebliche Integrationsmoderation Göttingen müsste erneuert werden, oder eine Nachfolge erfasst.",
        ),
        (
            "jobcenter-celle", "LANGUAGE", {}, ("jobcenter-celle", None), "NO_TIE",
            "Erfasst werden müsste eine Verweisung von Jobcenter Celle an eine Stelle für Deutsch lernen.",
        ),
        (
            "jobcenter-celle", "RECOGNITION", {"occupationGroup": "ACADEMIC"}, (None, None), "NOBODY_OFFERS",
            "Erfasst werden müsste eine Stelle für die Anerkennung ausländischer Berufsabschlüsse.",
        ),
    ],
)  # fmt: skip
async def test_a_broken_way_says_what_would_repair_it(
    start: str, field: str, situation: dict[str, str], hop: tuple[str | None, str | None], code: str, repair: str, ask: Asker
) -> None:
    answer = await ask(BROKEN, **{"from": {"slug": start}, "field": field, "situation": situation})
    broken = answer.data["referralPaths"]["broken"]
    assert answer.statements == (hop != (None, None))
    assert tuple(broken[end] and broken[end]["slug"] for end in ("after", "missing")) == hop
    assert (broken["reason"]["code"], broken["repair"]) == (code, repair)


async def test_a_path_with_more_steps_than_asked_for_is_named_as_such(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {slug: "jobcenter-celle"}, to: {slug: "ihk-fosa"}, maxSteps: 1) {
          paths { length } broken { after { slug } missing { slug } reason { code text } repair } } }"""
    )
    assert answer.data["referralPaths"] == {
        "paths": [],
        "broken": {
            "after": {"slug": "ihk-lueneburg-wolfsburg"},
            "missing": {"slug": "ihk-fosa"},
            "reason": {
                "code": "MORE_STEPS",
                "text": "Ein Weg führt hin, aber mit mehr Schritten, als gefragt sind. Weiter ginge es: IHK Lüneburg-Wolfsburg → IHK FOSA.",
            },
            "repair": "Mit mehr Schritten geht es von IHK Lüneburg-Wolfsburg an IHK FOSA weiter.",
        },
    }
