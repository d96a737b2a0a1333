from pathlib import Path

from seeds.rows.problems import Problem
from seeds.shipped.read_csv import read_csv
from seeds.shipped.read_yaml import read_yaml


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_csv_with_bom_and_semicolons_is_read(tmp_path: Path) -> None:
    problems: list[Problem] = []
    entries = read_csv(written(tmp_path / "s.csv", "\ufeffid;title\r\na;Ä, B\r\n"), "source", problems)
    assert [(entry.line, entry.cells) for entry in entries] == [(2, {"id": "a", "title": "Ä, B"})]
    assert problems == []


def test_csv_lines_stay_right_after_a_line_break_in_quotes(tmp_path: Path) -> None:
    entries = read_csv(written(tmp_path / "s.csv", 'id,title\na,"one\ntwo"\n\nb,B\n'), "source", [])
    assert [(entry.line, entry.text("title")) for entry in entries] == [(2, "one\ntwo"), (5, "B")]


def test_a_csv_row_with_a_shifted_column_is_named_and_left_out(tmp_path: Path) -> None:
    problems: list[Problem] = []
    entries = read_csv(written(tmp_path / "s.csv", "id,title\na,A,x\nb,B\n"), "source", problems)
    assert [entry.text("id") for entry in entries] == ["b"]
    assert [str(problem) for problem in problems] == [
        "s.csv:2: 'a': the row has 3 cells, the header 2: a separator is missing, too many, or not in quotes"
    ]


def test_an_unknown_csv_column_is_named_once(tmp_path: Path) -> None:
    problems: list[Problem] = []
    read_csv(written(tmp_path / "s.csv", "id,titel,id\na,A,a\nb,B,b\n"), "source", problems)
    assert [(problem.line, problem.field, problem.cause) for problem in problems] == [
        (1, "titel", "column 2: there is no such column here; did you mean 'title'?"),
        (1, "id", "column 3 has the same heading as an earlier one"),
    ]


def test_a_csv_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_csv(written(tmp_path / "s.csv", "id,title\na,Köln\n".encode("cp1252")), "source", problems) == []
    assert [(problem.line, problem.value, problem.cause) for problem in problems] == [
        (2, "a,Köln", "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8")
    ]


def test_an_empty_csv_file_and_an_open_quote_are_named(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_csv(written(tmp_path / "e.csv", b""), "source", problems) == []
    assert read_csv(written(tmp_path / "q.csv", 'id,title\na,"A\n'), "source", problems) == []
    assert [(problem.file, problem.line, problem.cause) for problem in problems] == [
        ("e.csv", 0, "the file is empty: not even a header line"),
        ("q.csv", 2, "is not CSV from here on: unexpected end of data"),
    ]


ACTOR = """# a comment
- organization: a
  name: A
  source: law
  verified_at: 2026-11-23
  visibility: INTERNAL
  locations:
    - {role: BRANCH, region: 03351}
    - role: HEAD_OFFICE
      source: other
  ties:
    - {type: ORGANIZES, from: b, verified_at: ~}
"""


def test_yaml_values_are_the_text_that_stands_there_with_its_line(tmp_path: Path) -> None:
    actor, location, *_ = read_yaml(written(tmp_path / "a.yaml", ACTOR), [])
    assert (actor.kind, actor.line, actor.text("slug"), actor.lines["verified_at"]) == ("organization", 2, "a", 5)
    assert location.cells == {
        "source": "law",
        "verified_at": "2026-11-23",
        "visibility": "INTERNAL",
        "owner": "a",
        "role": "BRANCH",
        "region": "03351",
    }
    assert location.line == 8


def test_a_part_with_its_own_source_does_not_inherit_that_somebody_looked(tmp_path: Path) -> None:
    _, _, location, _ = read_yaml(written(tmp_path / "a.yaml", ACTOR), [])
    assert location.cells == {"visibility": "INTERNAL", "owner": "a", "role": "HEAD_OFFICE", "source": "other"}


def test_a_tie_that_states_its_beginning_ends_at_the_actor(tmp_path: Path) -> None:
    *_, tie = read_yaml(written(tmp_path / "a.yaml", ACTOR), [])
    assert (tie.text("from"), tie.text("to"), tie.text("verified_at"), tie.text("source")) == ("b", "a", "", "law")


def test_a_key_that_stands_twice_in_yaml_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []
    read_yaml(written(tmp_path / "a.yaml", "- organization: a\n  name: A\n  name: B\n"), problems)
    assert [str(problem) for problem in problems] == ["a.yaml:3: name: stands twice in one entry, first on line 2"]


def test_yaml_that_is_no_list_of_actors_is_named(tmp_path: Path) -> None:
    problems: list[Problem] = []
    read_yaml(written(tmp_path / "a.yaml", "name: A\n"), problems)
    read_yaml(written(tmp_path / "b.yaml", "- name: A\n- x\n- organisation: b\n"), problems)
    read_yaml(written(tmp_path / "c.yaml", "- organization: a\n  locations: {role: VENUE}\n  name: {de: A}\n"), problems)
    assert [(problem.file, problem.line, problem.field) for problem in problems] == [
        ("a.yaml", 1, ""),
        ("b.yaml", 1, "name"),
        ("b.yaml", 2, ""),
        ("b.yaml", 3, "organisation"),
        ("c.yaml", 3, "name"),
        ("c.yaml", 2, "locations"),
    ]
    assert problems[3].cause.endswith("did you mean 'organization'?")


def test_broken_yaml_and_aliases_are_named(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_yaml(written(tmp_path / "a.yaml", "- organization: a\n  name: [A\n"), problems) == []
    assert read_yaml(written(tmp_path / "b.yaml", "- organization: &x a\n  name: *x\n"), problems) == []
    assert read_yaml(written(tmp_path / "c.yaml", ""), problems) == []
    assert [(problem.file, problem.line) for problem in problems] == [("a.yaml", 3), ("b.yaml", 2)]
    assert problems[1].cause == "is not YAML: an alias (*name) is not allowed here"
