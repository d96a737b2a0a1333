from pathlib import Path

import pytest

from graph.fields import Property
from graph.model import MODEL
from seeds.rows.ends import TIE_ENDS
from seeds.rows.entries import Entry, Value, checked
from seeds.rows.kinds import KIND_OF_NODE, KINDS, snake
from seeds.rows.problems import Problem, SeedError
from seeds.shipped.directory import shipped_graph
from tests.seeds.small import folder


def test_every_property_that_people_write_has_its_column() -> None:
    for node in MODEL.values():
        kind = KIND_OF_NODE[node.name]
        for name, field in node.fields.items():
            if isinstance(field, Property) and not field.derived and field.name != "id":
                assert kind.columns[snake(name)].stored == field.name
                assert kind.columns[snake(name)].many == field.many


def test_derived_properties_have_no_column() -> None:
    assert {"action_fields", "kind", "global_id"}.isdisjoint(KINDS["organization"].fields)


def test_text_in_two_languages_has_a_column_for_each() -> None:
    assert KINDS["contact"].columns["label_de"].stored == "labelDe"
    assert KINDS["event"].columns["description_en"].stored == "descriptionEn"


def test_the_ends_of_ties_follow_the_model() -> None:
    assert ("Organization", "Organization") in TIE_ENDS["REFERS_TO"]
    assert TIE_ENDS["EXTENDED_BY"] == {("Agreement", "Project")}
    assert ("Organization", "EventSeries") in TIE_ENDS["ORGANIZES"]
    assert ("Event", "LegalInstrument") in TIE_ENDS["BASED_ON"]
    assert ("Event", "Organization") not in TIE_ENDS["ORGANIZES"]


ORGANIZATION: dict[str, Value] = {"slug": "a", "name": "A", "type": "JOBCENTER"}


@pytest.mark.parametrize(
    ("cells", "field", "value", "cause"),
    [
        ({"type": "JOBCENTR"}, "type", "JOBCENTR", "is not a known term; did you mean 'JOBCENTER'?"),
        ({"visibility": "x"}, "visibility", "x", "is not a known term (known: PUBLIC, INTERNAL)"),
        ({"target_groups": "COMPANIES|TOLERATE"}, "target_groups", "TOLERATE", "is not a known term; did you mean 'TOLERATED'?"),
        ({"verified_at": "23.11.2026"}, "verified_at", "23.11.2026", "is not a day (year-month-day, such as 2026-11-23)"),
        ({"verified_at": "2026-02-30"}, "verified_at", "2026-02-30", "day is out of range for month"),
        ({"descripton_de": "x"}, "descripton_de", "x", "organization has no such column; did you mean 'description_de'?"),
        ({"name": "  "}, "name", "", "is missing"),
        ({"name": "KÃ¶ln"}, "name", "KÃ¶ln", "has lost its umlauts: the file was saved with another encoding; save it as UTF-8"),
    ],
)
def test_a_wrong_cell_is_named_with_its_cause(cells: dict[str, Value], field: str, value: str, cause: str) -> None:
    problems: list[Problem] = []
    checked(Entry("organization", "a.csv", 7, {**ORGANIZATION, **cells}), problems)
    assert problems == [Problem("a.csv", 7, field, value, cause)]


@pytest.mark.parametrize(
    ("cells", "cause"),
    [
        ({"lat": "52,6"}, "is not a number (a point, not a comma, before the decimals)"),
        ({"lat": "nan"}, "is not a finite number"),
    ],
)
def test_a_wrong_number_is_named_with_its_cause(cells: dict[str, Value], cause: str) -> None:
    problems: list[Problem] = []
    row = checked(Entry("location", "a.csv", 7, {"owner": "a", "role": "BRANCH", **cells}), problems)
    assert row is not None
    assert (row["lat"], row["role"]) == (None, "BRANCH")
    assert [problem.cause for problem in problems] == [cause]


def test_numbers_that_graphql_cannot_send_are_refused() -> None:
    problems: list[Problem] = []
    cells: dict[str, Value] = {"slug": "p", "name": "P", "budget_eur": "3000000000"}
    checked(Entry("programme", "a.csv", 1, cells), problems)
    assert [(problem.field, problem.value) for problem in problems] == [("budget_eur", "3000000000")]


def test_lists_lose_blanks_and_repetitions() -> None:
    row = checked(Entry("organization", "a.csv", 1, {**ORGANIZATION, "target_groups": "COMPANIES| TOLERATED ||COMPANIES"}), [])
    assert row is not None
    assert row["target_groups"] == ["COMPANIES", "TOLERATED"]
    assert row["external_ids"] == []
    assert row["source"] is None


def test_a_column_that_the_kind_does_not_have_cannot_be_asked_for() -> None:
    row = checked(Entry("organization", "a.csv", 1, ORGANIZATION), [])
    assert row is not None
    with pytest.raises(KeyError, match="lat"):
        row["lat"]


def test_all_problems_of_all_files_come_in_one_error(tmp_path: Path) -> None:
    files = folder(
        tmp_path,
        actors="- organization: a\n  name: A\n  type: JOBCENTR\n  source: low\n",
        postal_codes="1,X,52.0,10.0,03352\n",
        sources="law,Twice\n",
    )
    with pytest.raises(SeedError) as caught:
        shipped_graph(files)
    assert [str(problem) for problem in caught.value.problems] == [
        "actors/actors.yaml:28: type 'JOBCENTR': is not a known term; did you mean 'JOBCENTER'?",
        "actors/actors.yaml:29: source 'low': there is no source of this key; did you mean 'law'?",
        "regions/postal_codes.csv:4: kreise '03352': there is no region of this key; did you mean '03351'?",
        "sources/sources.csv:5: id 'law': stands twice, first in sources/sources.csv:2",
    ]
    assert str(caught.value).startswith("4 problems in the seed files:\n  actors/actors.yaml:28: type")


def test_a_row_without_its_key_is_no_row() -> None:
    problems: list[Problem] = []
    assert checked(Entry("organization", "a.csv", 1, {"name": "A", "type": "JOBCENTER"}), problems) is None
    assert [str(problem) for problem in problems] == ["a.csv:1: slug: is missing"]
