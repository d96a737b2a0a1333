from pathlib import Path
from typing import Any

from seeds.rows.row import Row
from seeds.rows.spans import Span, joined, overlap, without
from seeds.shipped.directory import read_rows
from tests.seeds.small import folder

EXCEPTIONS = "rule,actor,reason,source,valid_from,valid_to\n"


def ties(path: Path, rule: str, **changed: str) -> list[Row]:
    rows, problems = read_rows(folder(path, **changed))
    assert problems == []
    return [row for row in rows["tie"] if row["rule"] == rule]


def ends(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [(row["from"], row["to"], row["valid_from"], row["valid_to"]) for row in rows]


def test_a_rule_ties_those_who_cover_the_same_kreis(tmp_path: Path) -> None:
    (tie,) = ties(tmp_path, "to-ihk")
    assert (tie["from"], tie["type"], tie["to"]) == ("jobcenter-celle", "REFERS_TO", "ihk-heide")
    assert tie.key == "jobcenter-celle.refers-to.ihk-heide.to-ihk"
    assert (tie["action_fields"], tie["occupation_group"], tie["legal_basis"]) == (["RECOGNITION"], "IHK_OCCUPATION", "§ 8 BQFG")
    assert (tie["source"], tie["verified_at"], tie["visibility"]) == ("law", "2026-11-23", None)
    assert (tie.file, tie.line) == ("rules/rules.csv", 2)


def test_a_land_covers_its_kreise_and_validity_is_what_all_have_in_common(tmp_path: Path) -> None:
    assert ends(ties(tmp_path, "to-body")) == [
        ("ihk-heide", "central-body", "2012-04-01", None),
        ("ihk-nord", "central-body", "2012-04-01", None),
    ]


def test_an_exception_takes_its_days_away(tmp_path: Path) -> None:
    found = ties(tmp_path, "to-body", rule_exceptions=EXCEPTIONS + "to-body,ihk-heide,decides itself,law,2014-01-01,2016-01-01\n")
    assert ends(found) == [
        ("ihk-heide", "central-body", "2012-04-01", "2014-01-01"),
        ("ihk-heide", "central-body", "2016-01-01", None),
        ("ihk-nord", "central-body", "2012-04-01", None),
    ]
    assert [tie.key for tie in found][:2] == [
        "ihk-heide.delegates-to.central-body.to-body",
        "ihk-heide.delegates-to.central-body.to-body.2",
    ]


def test_an_exception_without_an_end_leaves_no_tie_after_it(tmp_path: Path) -> None:
    found = ties(tmp_path, "to-body", rule_exceptions=EXCEPTIONS + "to-body,ihk-heide,decides itself,law,2012-04-01,\n")
    assert ends(found) == [("ihk-nord", "central-body", "2012-04-01", None)]


def test_an_office_that_moves_on_is_tied_as_long_as_it_covers_the_kreis(tmp_path: Path) -> None:
    moved = """
- organization: jobcenter-heide
  name: Jobcenter Heide
  type: JOBCENTER
  source: law
  valid_to: 2026-01-01
  responsibilities:
    - {role: PROVIDES, action_fields: [EMPLOYMENT], regions: ["03358"], valid_from: 2020-01-01}
    - {role: PROVIDES, action_fields: [LANGUAGE], regions: ["03358"], valid_to: 2020-01-01}
    - {role: PROVIDES, action_fields: [TRAINING], regions: ["03351"], valid_to: 2010-01-01}
"""
    found = [tie for tie in ties(tmp_path, "to-ihk", actors=moved) if tie["from"] == "jobcenter-heide"]
    assert ends(found) == [
        ("jobcenter-heide", "ihk-heide", None, "2026-01-01"),
        ("jobcenter-heide", "ihk-nord", None, "2026-01-01"),
    ]


def test_nobody_is_tied_to_themselves(tmp_path: Path) -> None:
    found = ties(tmp_path, "among", rules="among,CHAMBER_IHK,COOPERATES_WITH,CHAMBER_IHK,RECOGNITION,,,law,,\n")
    assert ends(found) == [("ihk-heide", "ihk-nord", None, None), ("ihk-nord", "ihk-heide", None, None)]


def test_a_tie_to_an_internal_actor_is_internal(tmp_path: Path) -> None:
    internal = """
- organization: secret
  name: S
  type: JOBCENTER
  source: law
  visibility: INTERNAL
  responsibilities: [{role: ADVISES, action_fields: [TRAINING], regions: ["03351"]}]
"""
    visibilities = {tie["from"]: tie["visibility"] for tie in ties(tmp_path, "to-ihk", actors=internal)}
    assert visibilities == {"jobcenter-celle": None, "secret": "INTERNAL"}


def test_spans_overlap_join_and_lose_gaps() -> None:
    a, b = Span("2010-01-01", "2012-01-01"), Span("2011-01-01", "2013-01-01")
    assert overlap(a, b, Span()) == Span("2011-01-01", "2012-01-01")
    assert overlap(a, Span("2012-01-01")) is None
    assert joined([b, a, Span("2013-01-01", "2014-01-01"), Span("2015-01-01")]) == [Span("2010-01-01", "2014-01-01"), Span("2015-01-01")]
    assert without(Span(), [b, a]) == [Span(end="2010-01-01"), Span("2013-01-01")]
    assert without(a, [Span()]) == []
