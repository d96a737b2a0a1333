"""Servers for the measurements over HTTP, each a process of its own on the loopback address, and what they take of the processor."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bench.keepalive import Connection
from graph.engines.server_process import free_port

ROOT: Final = Path(__file__).resolve().parent.parent
HOST: Final = "127.0.0.1"
_START_LIMIT_S: Final = 600.0

# A response of a given size, as short as Starlette allows: the ceiling for anything that is a Starlette application.
_CANNED: Final = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = b"x" * int(sys.argv[2])
async def canned(request):
    await request.body()
    return Response(body, media_type="application/json")
app = Starlette(routes=[Route("/graphql", canned, methods=["POST"]), Route("/readyz", lambda request: Response(b""))])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="error", lifespan="off")
"""


@asynccontextmanager
async def netzlotse(environment: Mapping[str, str]) -> AsyncGenerator["Server"]:
    """Our server with these settings beside its own environment, ready to answer."""
    port = free_port()
    given = {**os.environ, **environment, "NETZLOTSE_PORT": str(port), "NETZLOTSE_RATE_LIMIT": "0"}
    async with _running(str(Path(sys.executable).with_name("netzlotse")), "serve", port=port, environment=given) as server:
        yield server


@asynccontextmanager
async def canned(size: int) -> AsyncGenerator["Server"]:
    """A Starlette application that answers anything with *size* bytes."""
    port = free_port()
    async with _running(sys.executable, "-c", _CANNED, str(port), str(size), port=port, environment=os.environ) as server:
        yield server


class Server:
    """A running server, kept on one processor as a worker of a service would be."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid = pid
        self.port = port

    def cpu_s(self) -> float:
        """How long it has been computing so far, in seconds. Linux only."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def connect(self) -> Connection:
        """A connection of its own."""
        _, connection = await asyncio.get_running_loop().create_connection(Connection, HOST, self.port)
        return connection


@asynccontextmanager
async def _running(*command: str, port: int, environment: Mapping[str, str]) -> AsyncGenerator[Server]:
    nowhere = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, env=dict(environment), cwd=ROOT, stdout=nowhere, stderr=nowhere)
    try:
        server = Server(process.pid, port)
        async with asyncio.timeout(_START_LIMIT_S):
            while not await _is_ready(server):
                assert process.returncode is None, f"{command[0]} ended with status {process.returncode}"
                await asyncio.sleep(0.2)
        yield server
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _is_ready(server: Server) -> bool:
    try:
        connection = await server.connect()
    except ConnectionRefusedError:
        return False
    try:
        return (await connection.ask(b"GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n")).startswith(b"HTTP/1.1 200")
    finally:
        connection.close()
