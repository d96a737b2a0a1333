"""The embedded engine's server process, seen from its parent: start, ask, stop."""

import asyncio
import json
import os
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final, Self

from graph.errors import EngineSetupError, ServiceUnavailable

_CHILD: Final = Path(__file__).with_name("arcadedb_child.py")
_START_LIMIT_S: Final = 60.0
_STOP_LIMIT_S: Final = 12.0
"""A little more than the child allows itself."""
_FREE_PORT_TRIES: Final = 5
LOOPBACK: Final = "127.0.0.1"


class PortTaken(EngineSetupError):
    """The Bolt or HTTP port is in use."""


class ServerProcess:
    """One run of the server over one data directory; ends with this process, however that ends."""

    def __init__(self, process: asyncio.subprocess.Process, *, port: int, password: str) -> None:
        self.port = port
        self.password = password
        self._process = process
        self._asking = asyncio.Lock()

    @classmethod
    async def start(cls, data_dir: Path, *, database: str, port: int | None, statement_limit_s: float) -> Self:
        """Start the server and wait until it answers on *port*, or on a free port for None.

        The server ends a statement after *statement_limit_s*, also one whose client has gone.

        Raises EngineSetupError: directory unusable or in use, port taken (PortTaken), or what the server says.
        """
        environment = _environment(data_dir / "log", statement_limit_s=statement_limit_s)
        if port is not None:
            return await cls._start_on(port, data_dir=data_dir, database=database, environment=environment)
        for _ in range(_FREE_PORT_TRIES - 1):
            try:
                return await cls._start_on(free_port(), data_dir=data_dir, database=database, environment=environment)
            except PortTaken:
                continue  # somebody was quicker
        return await cls._start_on(free_port(), data_dir=data_dir, database=database, environment=environment)

    @classmethod
    async def _start_on(cls, port: int, *, data_dir: Path, database: str, environment: dict[str, str]) -> Self:
        log_dir = data_dir / "log"
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            log_dir.mkdir(exist_ok=True)
            log = (log_dir / "server.log").open("ab")
        except OSError as error:
            raise EngineSetupError(f"the data directory {data_dir} can't be used: {error.strerror}") from error
        with log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # or `import arcadedb` would find the module beside the child's
                str(_CHILD),
                *(str(argument) for argument in (data_dir, database, port, free_port(), os.getpid())),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C at a terminal is for us; we stop the server
                env=environment,
            )
        server = cls(process, port=port, password="")
        async with AsyncExitStack() as on_failure:
            on_failure.push_async_callback(server.kill)
            server.password = await server._ready(data_dir)
            on_failure.pop_all()
        return server

    async def _ready(self, data_dir: Path) -> str:
        try:
            async with asyncio.timeout(_START_LIMIT_S):
                message = await self._next_message()
        except TimeoutError as late:
            raise EngineSetupError(f"the embedded database in {data_dir} did not start within {_START_LIMIT_S:g} s") from late
        if message is None:
            raise EngineSetupError(f"the embedded database in {data_dir} ended while starting; see {data_dir / 'log' / 'server.log'}")
        if "failed" in message:
            raise (PortTaken if message["cause"] == "port" else EngineSetupError)(message["failed"])
        password: str = message["ready"]["password"]
        return password

    @property
    def pid(self) -> int:
        """Its process id, for logs and for tests that kill it."""
        return self._process.pid

    async def wait(self) -> int:
        """Its exit status, once it has ended."""
        return await self._process.wait()

    async def ask(self, request: dict[str, Any], /) -> None:
        """Have the server do what Bolt can't ask for.

        Raises EngineSetupError when it refuses, ServiceUnavailable when it is gone.
        """
        async with self._asking:
            assert self._process.stdin is not None
            try:
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                await self._process.stdin.drain()
            except ConnectionError:
                message = None
            else:
                message = await self._next_message()
        if message is None:
            raise ServiceUnavailable("The embedded database went away.")
        if "failed" in message:
            raise EngineSetupError(f"the embedded database refused {request}: {message['failed']}")

    async def stop(self) -> None:
        """Let it flush and end; kill it when it takes too long. Does nothing when it has ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(_STOP_LIMIT_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End it without ceremony; what was committed stays."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def _next_message(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        message: dict[str, Any] | None = json.loads(line) if line else None
        return message


def _environment(log_dir: Path, *, statement_limit_s: float) -> dict[str, str]:
    settings = (
        os.environ.get("ARCADEDB_NATIVE_ISOLATE_ARGS", ""),
        f"-Darcadedb.command.timeout={round(1000 * statement_limit_s)}",
        # No gate (it would be at four statements on a small machine): the driver's pool is the queue, and a gate that is full
        # of statements which nobody waits for any more shuts everybody out.
        "-Darcadedb.queryMaxConcurrent=0",
    )
    # These two are settings of the whole process: given with the server's others, they have no effect.
    return {
        **os.environ,
        "ARCADEDB_NATIVE_ISOLATE_ARGS": " ".join(settings).strip(),
        "ARCADEDB_LOG_DIR": str(log_dir),
        "ARCADEDB_LOG_CONSOLE": "0",
    }


def free_port() -> int:
    """A loopback port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
