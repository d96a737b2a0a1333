"""A real Neo4j for the tests: one that is told of, or one that is started here."""

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from graph.engine import EngineLimits
from graph.engines import Neo4jConfig
from graph.engines.server_process import free_port

ROOT: Final = Path(__file__).resolve().parent.parent
_JARS: Final = ROOT / ".cache" / "neo4j" / "lib" / ".complete"
_START_LIMIT_S: Final = 180.0


class Neo4jMissingError(Exception):
    """There is no Neo4j to test with; the message says what to do."""


def told_of() -> Neo4jConfig | None:
    """The server that NETZLOTSE_TEST_NEO4J_URI (and _USER, _PASSWORD) names. Its database has to be empty."""
    uri = os.environ.get("NETZLOTSE_TEST_NEO4J_URI")
    if uri is None:
        return None
    return Neo4jConfig(
        uri, user=os.environ.get("NETZLOTSE_TEST_NEO4J_USER", "neo4j"), password=os.environ.get("NETZLOTSE_TEST_NEO4J_PASSWORD", "")
    )


@asynccontextmanager
async def running_neo4j(
    home: Path, *, password: str = "", limits: EngineLimits | None = None, java_options: str = ""
) -> AsyncGenerator[tuple[Neo4jConfig, int]]:
    """Start scripts/neo4j-server over *home* and stop it in the end; its process id stands beside the config.

    *password*: of a home that is kept, the one of its first start; by default one at random. *java_options*: instead of the script's
    own, which are for a quick start. Raises Neo4jMissingError without Java or its jars.
    """
    if shutil.which("java") is None:
        raise Neo4jMissingError("no Neo4j: Java is missing, and NETZLOTSE_TEST_NEO4J_URI is not set")
    if not _JARS.exists():
        raise Neo4jMissingError("no Neo4j: run scripts/neo4j-server --fetch, or set NETZLOTSE_TEST_NEO4J_URI")
    port, password = free_port(), password or secrets.token_hex(12)
    process = await asyncio.create_subprocess_exec(
        str(ROOT / "scripts" / "neo4j-server"),
        str(home),
        str(port),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "NETZLOTSE_NEO4J_PASSWORD": password} | ({"NEO4J_JAVA_OPTIONS": java_options} if java_options else {}),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_START_LIMIT_S):
            while (line := await process.stdout.readline()) != b"ready\n":
                if not line:
                    raise Neo4jMissingError(f"no Neo4j: scripts/neo4j-server ended with status {await process.wait()}")
        yield Neo4jConfig(f"bolt://127.0.0.1:{port}", password=password, limits=limits or EngineLimits()), process.pid
    finally:
        process.stdin.close()
        await process.wait()
