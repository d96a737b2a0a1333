"""The shipped seed files, read once, and an engine that a test may bring its own files into."""

from collections.abc import AsyncGenerator

import pytest

from graph.engine import Engine
from seeds.rows.problems import Problem
from seeds.rows.row import Rows
from seeds.shipped.directory import read_rows
from tests.seeds.brought import content, without_datasets


@pytest.fixture(scope="session")
def shipped() -> tuple[Rows, list[Problem]]:
    """All rows that are shipped, and what is wrong with them. Tests only read from it."""
    return read_rows()


@pytest.fixture
async def bringing(directory: Engine) -> AsyncGenerator[Engine]:
    """The engine with the shipped directory, and as it was when the test is over."""
    before = await content(directory)
    yield directory
    await without_datasets(directory, before["version"][0]["v"])
    assert await content(directory) == before


@pytest.fixture(scope="session")
def looked_answers() -> dict[tuple[str, bytes], tuple[str, bytes]]:
    """The bytes of the answers over what a test brought, so that the second engine is held against the first."""
    return {}
