from pathlib import Path

import pytest

from seeds.rows.problems import Problem, errors_of
from seeds.rows.row import Rows
from seeds.shipped.directory import read_rows
from tests.seeds.small import folder

ACTOR = "- organization: a\n  name: A\n  type: UNION\n  source: law\n"


def told(path: Path, **changed: str) -> list[str]:
    return [
        f"{problem.line}: {problem.field} {problem.value!r}: {problem.cause}"
        for problem in sorted(errors_of(read_rows(folder(path, **changed))[1]))
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("valid_from: 2020-01-01\n  valid_to: 2019-01-01", "31: valid_to '2019-01-01': must be after valid_from, 2020-01-01"),
        ("verified_at: 2026-01-01\n  review_due: 2025-01-01", "31: review_due '2025-01-01': must be after verified_at, 2026-01-01"),
        ("locations: [{role: BRANCH, lat: 10.1, lon: 52.6}]", "30: lat '10.1, 52.6': lat and lon are swapped"),
        (
            "locations: [{role: BRANCH, lat: 0, lon: 0}]",
            "30: lat '0.0': 0, 0 lies in the Atlantic: leave both empty where the point isn't known",
        ),
        ("locations: [{role: BRANCH, lat: 52.6}]", "30: lon '': is missing, and half a point is none"),
        ("locations: [{role: BRANCH, lat: 40.4, lon: 10.1}]", "30: lat '40.4, 10.1': does not lie in Germany"),
        ("locations: [{role: BRANCH, lat: 48.1, lon: 11.6, region: 03351}]", "30: lat '48.1, 11.6': lies 518 km from the middle of 03351"),
        ("locations: [{role: BRANCH, postal_code: 29222}]", "30: postal_code '29222': there is no such postal code"),
        ("locations: [{role: BRANCH, postal_code: 2922}]", "30: postal_code '2922': a postal code has five digits"),
        (
            "locations: [{role: BRANCH, postal_code: 29221, region: '03358'}]",
            "30: postal_code '29221': lies in Kreis 03351, the region in 03358",
        ),
        (
            "locations: [{role: BRANCH, region: '03531'}]",
            "30: region '03531': there is no region of this key; did you mean '03351'?",
        ),
        (
            "responsibilities: [{role: ADVISES, action_fields: [TRAINING], regions: [DE], age_min: 25, age_max: 24}]",
            "30: age_max '24': must not be before age_min, 25",
        ),
        (
            "responsibilities: [{role: ADVISES, action_fields: [TRAINING], regions: [DE], age_min: 300}]",
            "30: age_min '300': is no age in years",
        ),
        (
            "responsibilities: [{role: ADVISES, action_fields: [TRAINING], regions: [DE], age_max: -5}]",
            "30: age_max '-5': is no age in years",
        ),
        ("figures: [{measure: OFFERS, min: 7, max: 5}]", "30: max '5': must not be before min, 7"),
        (
            "contacts: [{role: OFFICE, website: a.example}]",
            "30: website 'a.example': is not a web address: it must begin with https:// or http://",
        ),
        (
            "contacts: [{role: OFFICE, name: N, name_visibility: PUBLIC, name_legal_basis: B}]",
            "30: name_expires_on '': a person's name needs its visibility, its legal basis and the day it expires",
        ),
        (
            "ties: [{type: REFERS_TO, to: jobcenter-cele}]",
            "30: to 'jobcenter-cele': there is no {} of this key; did you mean 'jobcenter-celle'?",
        ),
        ("ties: [{type: REFERS_TO, to: a}]", "30: to 'a': is tied to itself"),
        ("ties: [{type: REFERS_TO, to: jobcenter-celle, source: ~}]", "30: source '': a tie must say where it is stated"),
        (
            "ties: [{type: SIGNED, to: jobcenter-celle}]",
            "30: type 'SIGNED': can't lead from a (Organization) to jobcenter-celle (Organization)",
        ),
        (
            "ties: [{id: x, type: FUNDS, to: ihk-nord}, {id: x, type: FUNDS, to: ihk-heide}]",
            "30: id 'x': stands twice, first in actors/actors.yaml:30",
        ),
    ],
)
def test_a_wrong_fact_is_named_with_line_value_and_cause(tmp_path: Path, line: str, problem: str) -> None:
    anything = "organization or project or programme or network or event or event series or agreement or legal instrument"
    assert told(tmp_path, actors=f"{ACTOR}  {line}\n") == [problem.format(anything)]


def test_a_slug_is_there_once_whatever_the_kind(tmp_path: Path) -> None:
    more = "- project: jobcenter-celle\n  name: P\n  source: law\n"
    assert told(tmp_path, actors=more) == ["26: slug 'jobcenter-celle': stands twice, first in actors/actors.yaml:2"]


def test_a_reference_to_another_kind_says_what_it_is(tmp_path: Path) -> None:
    more = "- event: e\n  name: E\n  starts_on: 2020-01-01\n  source: law\n  series: ihk-nord\n"
    assert told(tmp_path, actors=more) == ["30: series 'ihk-nord': is the slug of another kind (organization); wanted here: event series"]


def test_circles_are_named_once(tmp_path: Path) -> None:
    more = "".join(
        f"- organization: {slug}\n  name: X\n  type: UNION\n  source: law\n  ties: [{{type: SUCCEEDED_BY, to: {to}}}]\n"
        for slug, to in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    assert told(tmp_path, actors=more) == ["40: to 'a': leads in a circle: a → b → c → a"]


def test_regions_in_a_circle_or_with_a_lost_zero_are_named(tmp_path: Path) -> None:
    more = "3352,KREIS,X,X,Landkreis,03,52.6,10.0,table\n04,LAND,Y,Y,Land,05,52.6,10.0,table\n05,LAND,Z,Z,Land,04,52.6,10.0,table\n"
    assert told(tmp_path, regions=more) == [
        "8: key '3352': a KREIS has a key of 5 digits (a table program may have dropped a leading zero)",
        "10: parent '04': leads in a circle: 04 → 05 → 04",
    ]


def test_what_nobody_states_is_a_warning(tmp_path: Path) -> None:
    more = "- organization: a\n  name: A\n  type: UNION\n- organization: b\n  name: B\n  type: UNION\n"
    more += "  source: general-knowledge\n  verified_at: 2026-01-01\n"
    assert [(problem.severity, str(problem)) for problem in read_rows(folder(tmp_path, actors=more))[1]] == [
        ("warning", "actors/actors.yaml:26: source: says nowhere where it is stated"),
        ("warning", "actors/actors.yaml:33: verified_at '2026-01-01': nobody can have looked it up in general knowledge"),
    ]


def test_the_shipped_files_have_no_error(shipped: tuple[Rows, list[Problem]]) -> None:
    _, problems = shipped
    assert [str(problem) for problem in errors_of(problems)] == []
