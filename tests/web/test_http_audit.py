"""The public GraphQL-over-HTTP audit (npm graphql-http), run by Node against the real server: all of its rules hold."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent / "audit"
RULES = 61


async def run(*command: str) -> bytes:
    """The standard output of a command in the audit's folder; it must succeed within two minutes."""
    process = await asyncio.create_subprocess_exec(*command, cwd=AUDIT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    try:
        output, problems = await asyncio.wait_for(process.communicate(), timeout=120)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode == 0, problems.decode()
    return output


@pytest.fixture
async def node() -> str:
    """The path of Node, with the audit's two packages installed at their pinned versions."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail("node and npm are needed for the audit, and REQUIRE_ALL=1")
        pytest.skip("node and npm are not installed")
    installed = AUDIT / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (AUDIT / "package-lock.json").stat().st_mtime:
        await run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return node


async def test_every_rule_of_the_public_audit_holds(node: str, live_url: str) -> None:
    results = json.loads(await run(node, "run.mjs", f"{live_url}/graphql"))
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == RULES
