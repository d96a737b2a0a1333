"""What the tests of clients share: Node with its packages, a folder to work in, and the directory behind a real address."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any, Final

import pytest
from graphql import GraphQLSchema

from graph.engine import Engine
from resolvers.snapshot import take_snapshot
from schema.build import sdl
from tests.web.test_finder import finder_app
from web.address import listen
from web.server import serve

HERE: Final = Path(__file__).parent
EXAMPLES: Final = HERE.parents[2] / "docs" / "clients"

Run = Callable[..., Coroutine[Any, Any, str]]


async def run(*command: str, cwd: Path) -> str:
    """The standard output of a command; it must succeed within three minutes."""
    process = await asyncio.create_subprocess_exec(*command, cwd=cwd, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    try:
        output, problems = await asyncio.wait_for(process.communicate(), timeout=180)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode == 0, f"{output.decode()[-3000:]}\n{problems.decode()[-3000:]}"
    return output.decode()


def needed(name: str) -> str:
    """Where a program is. Without it: a skip that says so, or with REQUIRE_ALL=1 a failure."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is needed to try the clients, and isn't installed"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
async def packages() -> Path:
    """The clients' packages at their pinned versions. Nothing of them is run while they are installed."""
    npm = needed("npm")
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        await run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=HERE)
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


@pytest.fixture(scope="session")
async def endpoint(directory: Engine, schema: GraphQLSchema) -> AsyncGenerator[str]:
    """The address of /graphql over the shipped directory."""
    ready = asyncio.Event()
    app = finder_app(directory, await take_snapshot(directory), schema)
    with listen("127.0.0.1", 0) as listener:
        task = asyncio.create_task(serve(app, listener, shutdown_timeout=1, on_ready=ready.set))
        await ready.wait()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/graphql"
        signal.raise_signal(signal.SIGTERM)
        await task
