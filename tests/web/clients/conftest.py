"""What the tests of clients share: Node with its packages, a folder to work in, and the directory behind a real address."""

import shutil
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Final

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from schema.build import sdl
from tests.web.browser.driving import installed, served
from tests.web.browser.driving import run as run_in
from tests.web.test_finder import finder_app

HERE: Final = Path(__file__).parent
EXAMPLES: Final = HERE.parents[2] / "docs" / "clients"


async def run(*command: str, cwd: Path) -> str:
    """The standard output of a command in *cwd*; it must succeed."""
    return (await run_in(*command, folder=cwd)).decode()


@pytest.fixture(scope="session")
async def packages() -> Path:
    """The clients' packages at their pinned versions. Nothing of them is run while they are installed."""
    await installed(HERE)
    return HERE / "node_modules"


@pytest.fixture
def example(packages: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Copies a folder of docs/clients beside the served schema and the packages, and says where."""

    def copied(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(EXAMPLES / name, folder)
        (folder / "schema.graphql").write_text(sdl(), encoding="utf-8")
        (folder / "node_modules").symlink_to(packages)
        return folder

    return copied


# No longer than a module: a server that another test starts meanwhile would take over what ends this one.
@pytest.fixture(scope="module")
async def endpoint(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[str]:
    """The address of /graphql over the shipped directory."""
    async with served(finder_app(directory, await take_snapshot(directory), schema)) as address:
        yield f"{address}/graphql"
