"""The shipped seed files, read once."""

import pytest

from seeds.directory import read_rows
from seeds.problems import Problem
from seeds.rows import Rows


@pytest.fixture(scope="session")
def shipped() -> tuple[Rows, list[Problem]]:
    """All rows that are shipped, and what is wrong with them. Tests only read from it."""
    return read_rows()
