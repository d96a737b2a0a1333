"""Drives a real browser over a running application: what the tests of the pages and of the embed share."""

import asyncio
import json
import os
import shutil
import signal
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.types import ASGIApp

from web.address import listen
from web.server import serve

HERE: Final = Path(__file__).parent
Seen = Mapping[str, dict[str, Any]]


def needed(name: str, *others: str) -> str:
    """Where a program is. Without it: a skip, or with REQUIRE_ALL=1 a failure."""
    found = next((path for one in (name, *others) if (path := shutil.which(one))), None)
    if found is None:
        message = f"{name} is needed to look at the pages, and isn't installed"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


async def run(*command: str, said: bytes = b"", folder: Path = HERE) -> bytes:
    """The standard output of a command in *folder*; it must succeed within a quarter of an hour."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        output, problems = await asyncio.wait_for(process.communicate(said), timeout=900)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode == 0, (output + problems).decode()[-4000:]
    return output


async def installed(folder: Path) -> None:
    """The packages of the lock file in *folder*, installed unless they are."""
    done = folder / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime:
        await run(needed("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncGenerator[str]:
    """The address of *app* on a free port, as an operator runs it."""
    ready = asyncio.Event()
    with listen("127.0.0.1", 0) as listener:
        task = asyncio.create_task(serve(app, listener, shutdown_timeout=1, on_ready=ready.set))
        await ready.wait()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        # With the handlers of this server gone, the signal would end the tests.
        assert signal.getsignal(signal.SIGTERM) != signal.SIG_DFL, "a server that was started later took over what ends this one"
        signal.raise_signal(signal.SIGTERM)
        await task


async def look(driver: str, views: Mapping[str, Mapping[str, Any]], **plan: Any) -> Seen:
    """What the browser saw of each of *views*, by its name. *driver* is the script in this folder that carries the plan out."""
    node, browser = needed("node"), needed("chromium", "chromium-browser", "google-chrome")
    await installed(HERE)
    said = json.dumps({**plan, "browser": browser, "views": list(views.values())}).encode()
    return dict(zip(views, json.loads(await run(node, driver, said=said)), strict=True))
