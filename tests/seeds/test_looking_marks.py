"""Looking marks: brought by file, checked, written out again alike, and what they make of a cell; on both engines. All invented."""

from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from seeds.checking.inspecting import inspect_files
from seeds.exchange.exporting import export
from seeds.exchange.importing import import_files
from seeds.exchange.world import World, shipped_world
from tests.asking import Asker
from tests.seeds.brought import SOURCE, TODAY, content, told

MARKS = (
    "region,action_fields,found,note,source,verified_at\n"
    "03351,MOBILITY|SOCIAL_COUNSELLING,NOBODY,,liste,2026-01-15\n"
    "Landkreis Celle,SOCIAL_COUNSELLING,SOMEBODY,Beratungscafé,liste,2026-02-20\n"
)
ASKED = """{
  coverage(within: {regionKey: "03351"}, actionFields: [SOCIAL_COUNSELLING, MOBILITY]) { cells { actionField status lastLookedAt } }
  networkGaps(within: {regionKey: "03351"}, kinds: [UNCOVERED, DECLARED_NOT_RECORDED]) {
    nodes { kind severity score region { key } reason { code text } closes } }
  lookingMarks(where: {region: {key: "03"}}) {
    nodes { region { label } actionFields found note provenance { verifiedAt status source { title } } } }
}"""
CELL = {"actionField": "SOCIAL_COUNSELLING", "status": "UNKNOWN", "lastLookedAt": "2026-02-20"}


@pytest.fixture(scope="session")
def world() -> World:
    """What is shipped. Tests only read from it."""
    return shipped_world()


def marks(folder: Path, text: str = MARKS) -> Path:
    """A folder with a source and the marks."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.csv").write_text(SOURCE)
    (folder / "looking_mark.csv").write_text(text)
    return folder


async def asked(engine: Engine, schema: GraphQLSchema, seen: dict[tuple[str, bytes], tuple[str, bytes]]) -> Any:
    return await Asker(engine, schema, await take_snapshot(engine), seen)(ASKED)


async def test_a_mark_makes_a_cell_absent_or_a_todo(
    bringing: Engine, schema: GraphQLSchema, tmp_path: Path, looked_answers: dict[tuple[str, bytes], tuple[str, bytes]]
) -> None:
    report = await import_files(bringing, [marks(tmp_path)], dataset="muster", today=TODAY, apply=True)
    assert report.rows == {"looking_mark": {"added": 2}, "source": {"added": 1}}
    answer = await asked(bringing, schema, looked_answers)
    assert answer.errors == []
    assert answer.data["coverage"]["cells"] == [CELL, {"actionField": "MOBILITY", "status": "ABSENT", "lastLookedAt": "2026-01-15"}]
    assert answer.data["networkGaps"]["nodes"] == [
        {
            "kind": "DECLARED_NOT_RECORDED",
            "severity": "HIGH",
            "score": 1,
            "region": {"key": "03351"},
            "reason": {
                "code": "FOUND_NOT_RECORDED",
                "text": "Am 2026-02-20 gesucht und jemanden gefunden: Sozial- und Migrationsberatung in Landkreis Celle. "
                "Niemand ist dafür erfasst. Vermerkt ist: Beratungscafé",
            },
            "closes": "Eintragen, wer gefunden wurde, mit Ort, Ansprechstelle und Zuständigkeit (Quelle: Eine Liste).",
        },
        {
            "kind": "UNCOVERED",
            "severity": "MEDIUM",
            "score": 178936,
            "region": {"key": "03351"},
            "reason": {
                "code": "NOBODY_FOUND",
                "text": "Am 2026-01-15 gesucht, niemand gefunden: Mobilität in Landkreis Celle (178936 Einwohner).",
            },
            "closes": "Eine Stelle, die Mobilität in Landkreis Celle anbietet oder mitversorgt.",
        },
    ]
    source = {"title": "Eine Liste"}
    assert answer.data["lookingMarks"]["nodes"] == [
        {
            "region": {"label": "Landkreis Celle"},
            "actionFields": ["MOBILITY", "SOCIAL_COUNSELLING"],
            "found": "NOBODY",
            "note": None,
            "provenance": {"verifiedAt": "2026-01-15", "status": "VERIFIED", "source": source},
        },
        {
            "region": {"label": "Landkreis Celle"},
            "actionFields": ["SOCIAL_COUNSELLING"],
            "found": "SOMEBODY",
            "note": "Beratungscafé",
            "provenance": {"verifiedAt": "2026-02-20", "status": "VERIFIED", "source": source},
        },
    ]


async def test_a_todo_goes_when_somebody_is_recorded(bringing: Engine, schema: GraphQLSchema, tmp_path: Path) -> None:
    folder = marks(tmp_path)
    (folder / "organization.csv").write_text("slug,name,type,source\nmuster-cafe,Beratungscafé,INITIATIVE,liste\n")
    (folder / "responsibility.csv").write_text(
        "owner,role,action_fields,regions,source\nmuster-cafe,PROVIDES,SOCIAL_COUNSELLING,03351,liste\n"
    )
    await import_files(bringing, [folder], dataset="muster", today=TODAY, apply=True)
    answer = await asked(bringing, schema, {})
    assert answer.data["coverage"]["cells"][0] == {**CELL, "status": "COVERED_FROM_OUTSIDE"}
    assert [gap["kind"] for gap in answer.data["networkGaps"]["nodes"]] == ["UNCOVERED"]


async def test_an_internal_mark_is_shown_to_nobody(bringing: Engine, schema: GraphQLSchema, tmp_path: Path) -> None:
    text = "region,action_fields,found,source,verified_at,visibility\n03351,SOCIAL_COUNSELLING,SOMEBODY,liste,2026-02-20,INTERNAL\n"
    await import_files(bringing, [marks(tmp_path, text)], dataset="muster", today=TODAY, apply=True)
    answer = await asked(bringing, schema, {})
    assert answer.data["coverage"]["cells"][0] == {**CELL, "lastLookedAt": None}
    assert (answer.data["networkGaps"]["nodes"], answer.data["lookingMarks"]["nodes"]) == ([], [])


@pytest.mark.parametrize("form", ["csv", "yaml", "json"])
async def test_marks_come_out_and_in_again_without_loss(bringing: Engine, tmp_path: Path, form: Any) -> None:
    await import_files(bringing, [marks(tmp_path / "in")], dataset="muster", today=TODAY, apply=True)
    held = await content(bringing)
    exported = await export(bringing, tmp_path / "out", form, today=TODAY, dataset="muster")
    assert exported.losses == []
    again = await import_files(bringing, [tmp_path / "out"], dataset="muster", today=TODAY, apply=True)
    assert again.rows == {"looking_mark": {"unchanged": 2}, "source": {"unchanged": 1}}
    assert await content(bringing) == held


async def test_what_cannot_hold_marks_says_so(bringing: Engine, tmp_path: Path) -> None:
    await import_files(bringing, [marks(tmp_path / "in")], dataset="muster", today=TODAY, apply=True)
    hsds = await export(bringing, tmp_path / "hsds", "hsds", today=TODAY, dataset="muster")
    assert "2 rows of kind looking_mark, for which HSDS has no object" in hsds.losses
    points = await export(bringing, tmp_path / "geojson", "geojson", today=TODAY, dataset="muster")
    assert "2 rows of kind looking_mark: a point has no place for them" in points.losses


async def test_a_mark_that_moves_to_another_region_has_changed(bringing: Engine, tmp_path: Path) -> None:
    stated = "id,region,action_fields,found,source,verified_at\nm1,{},MOBILITY,NOBODY,liste,2026-01-15\n"
    await import_files(bringing, [marks(tmp_path, stated.format("03351"))], dataset="muster", today=TODAY, apply=True)
    report = await import_files(bringing, [marks(tmp_path, stated.format("03358"))], dataset="muster", today=TODAY, apply=True)
    assert report.rows["looking_mark"] == {"changed": 1}
    found = await bringing.read("MATCH (m:LookingMark {id: 'm1'})-[:COVERS]->(g) RETURN g.id AS key ORDER BY key LIMIT 3")
    assert found == [{"key": "03358"}]
    gone = await import_files(bringing, [marks(tmp_path, stated.partition("\n")[0] + "\n")], dataset="muster", today=TODAY, apply=True)
    assert gone.rows["looking_mark"] == {"removed": 1}


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        ("Rosenheim,MOBILITY,NOBODY,,liste,2026-01-15", "region", "Rosenheim", "stands for several regions"),
        ("3351,MOBILITY,NOBODY,,liste,2026-01-15", "region", "3351", "a table program may have dropped a leading zero"),
        ("03351,MOBILTY,NOBODY,,liste,2026-01-15", "action_fields", "MOBILTY", "is not a known term; did you mean 'MOBILITY'?"),
        ("03351,MOBILITY,NEIN,,liste,2026-01-15", "found", "NEIN", "is not a known term (known: NOBODY, SOMEBODY)"),
        ("03351,MOBILITY,NOBODY,,liste,", "verified_at", "", "is missing"),
        ("03351,MOBILITY,NOBODY,,,2026-01-15", "source", "", "is missing"),
        ("03351,MOBILITY,NOBODY,,list,2026-01-15", "source", "list", "there is no source of this key; did you mean 'liste'?"),
        ("03351,MOBILITY,NOBODY,,liste,2026-11-24", "verified_at", "2026-11-24", "lies in the future: today is 2026-11-23"),
    ],
)
def test_a_wrong_mark_is_named_with_its_cause(tmp_path: Path, world: World, row: str, column: str, value: str, reason: str) -> None:
    report = inspect_files([marks(tmp_path, MARKS.partition("\n")[0] + f"\n{row}\n")], today=TODAY, world=world)
    [(file, line, *place, cause)] = told(report)
    assert (file, line, place) == ("looking_mark.csv", 2, [column, value])
    assert reason in cause


def test_two_marks_of_one_day_that_contradict_are_a_warning(tmp_path: Path, world: World) -> None:
    report = inspect_files([marks(tmp_path, MARKS.replace("2026-02-20", "2026-01-15"))], today=TODAY, world=world)
    [problem] = report.findings.listed
    assert (problem.severity, problem.line, problem.field) == ("warning", 3, "found")
    assert problem.cause == "says otherwise of SOCIAL_COUNSELLING than looking_mark.csv:2 does of the same day"


def test_a_mark_may_stand_in_a_yaml_file(tmp_path: Path, world: World) -> None:
    (tmp_path / "marks.yaml").write_text(
        "- source: liste\n  title: Eine Liste\n"
        "- looking_mark: ~\n  region: Landkreis Celle\n  action_fields: [MOBILITY]\n  found: NOBODY\n  source: liste\n"
        "  verified_at: 2026-01-15\n"
    )
    report = inspect_files([tmp_path], today=TODAY, world=world)
    assert (report.rows, report.findings.listed) == ({"looking_mark": {"unchanged": 1}, "source": {"unchanged": 1}}, [])
