"""`check-data`: the shipped data have no error, and each fault that it looks for is found."""

from pathlib import Path

import pytest

from seeds.checking.inspecting import inspect_files, inspect_shipped
from seeds.checking.placing import COAST, outlines, without_district
from seeds.exchange.world import World, shipped_world
from seeds.rows.problems import Problem
from seeds.rows.row import Rows
from tests.seeds.brought import LOCATION, OFFICES, TODAY, files, looked_over


@pytest.fixture(scope="session")
def world() -> World:
    """What is shipped. Tests only read from it."""
    return shipped_world()


def test_the_shipped_data_have_no_error() -> None:
    report = inspect_shipped(today=TODAY)
    assert [problem for problem in report.findings.listed if problem.severity == "error"] == []
    assert report.as_check().splitlines()[-1] == f"{report.total('unchanged')} rows checked: 0 errors, {report.findings.warnings} warnings"


def test_reviews_that_are_due_are_warnings() -> None:
    report = inspect_shipped(today="2030-01-01")
    assert report.has_errors is False
    causes = {problem.cause for problem in report.findings.listed if problem.field == "review_due"}
    assert causes == {"the review is overdue"}


def test_the_same_name_and_postal_code_is_one_office_twice(tmp_path: Path, world: World) -> None:
    rows = OFFICES + "muster-vier,musterstelle  EINS,INITIATIVE,liste\n"
    places = LOCATION + "".join(f"muster-{name},HEAD_OFFICE,,,29221,Celle,,,liste\n" for name in ("eins", "vier"))
    cause = "muster-eins has the same name and the same postal code, 29221: one office, two slugs?"
    assert looked_over(world, files(tmp_path, organization=rows, location=places)) == [
        ("organization.csv", 5, "name", "musterstelle  EINS", cause)
    ]


def test_an_ended_office_and_its_successor_may_share_name_and_postal_code(tmp_path: Path, world: World) -> None:
    rows = (
        "slug,name,type,source,valid_from,valid_to\n"
        "muster-alt,Musterstelle,INITIATIVE,liste,,2020-01-01\nmuster-neu,Musterstelle,INITIATIVE,liste,2020-01-01,\n"
    )
    places = LOCATION + "".join(f"muster-{name},HEAD_OFFICE,,,29221,Celle,,,liste\n" for name in ("alt", "neu"))
    assert looked_over(world, files(tmp_path, organization=rows, location=places)) == []


def test_an_office_without_a_district_is_an_error_here(tmp_path: Path, world: World) -> None:
    rows = OFFICES + "muster-ihk,Muster-IHK,CHAMBER_IHK,liste\n"
    assert looked_over(world, files(tmp_path, organization=rows)) == [
        ("organization.csv", 5, "type", "CHAMBER_IHK", "has no responsibility, and so no district that it is there for")
    ]


def test_an_own_review_that_is_due_is_a_warning(tmp_path: Path, world: World) -> None:
    rows = "slug,name,type,source,verified_at\nmuster-eins,A,INITIATIVE,liste,2024-11-23\nmuster-zwei,B,INITIATIVE,liste,2024-11-24\n"
    report = inspect_files([files(tmp_path, organization=rows)], today=TODAY, world=world)
    assert [(p.line, p.field, p.value, p.severity) for p in report.findings.listed] == [(2, "review_due", "2026-11-23", "warning")]


def test_a_point_at_the_coast_may_lie_farther_out(tmp_path: Path, world: World) -> None:
    places = (
        LOCATION + "muster-eins,HEAD_OFFICE,,,27472,Cuxhaven,53.92,8.69,liste\nmuster-zwei,HEAD_OFFICE,,,29221,Celle,52.62,10.55,liste\n"
    )
    found = looked_over(world, files(tmp_path, location=places))
    assert [(line, column, value) for _, line, column, value, _ in found] == [(3, "lat", "52.62, 10.55")]


def test_the_kreise_of_the_coast_exist() -> None:
    assert COAST - set(outlines()) == set()


def test_every_shipped_office_of_a_district_has_one(shipped: tuple[Rows, list[Problem]]) -> None:
    assert list(without_district(shipped[0])) == []
