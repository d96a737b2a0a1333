"""The embedded engine: ArcadeDB in a process of its own that we start, watch and stop. Its data is one directory."""

import asyncio
import logging
import math
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from neo4j import AsyncDriver
from neo4j.exceptions import DriverError, Neo4jError

from graph.engine import BoltEngine, EngineLimits, bolt_driver
from graph.engines.server_process import LOOPBACK, PortTaken, ServerProcess
from graph.errors import EngineSetupError, ServiceUnavailable
from graph.indexing import FULLTEXT_INDEX, FULLTEXT_LABEL, Indexing

_log = logging.getLogger(__name__)

_USER: Final = "root"
_PAUSES_S: Final = (0.1, 0.5, 2.0, 5.0, 15.0, 30.0)
"""Before each restart in a row; the last one for all that follow."""
_STEADY_S: Final = 60.0
"""A server that ran this long was well: its end starts the pauses anew."""


@dataclass(frozen=True, slots=True)
class EmbeddedConfig:
    """Where the data is. *port*: the Bolt port on loopback, a free one for None."""

    data_dir: Path
    port: int | None = None
    database: str = "directory"
    limits: EngineLimits = field(default_factory=EngineLimits)


class EmbeddedEngine(BoltEngine):
    """See `graph.engine.Engine`. While the server is being restarted, every method raises ServiceUnavailable at once."""

    name = "arcadedb"

    def __init__(self, server: ServerProcess, *, config: EmbeddedConfig) -> None:
        super().__init__(_driver(server, config), database=config.database, limits=config.limits)
        self._config = config
        self._server = server
        self._back_at: float | None = None
        self._watch = asyncio.create_task(self._restart_whenever_it_ends(), name="embedded database watch")

    @property
    def server_pid(self) -> int:
        """The process id of the server that runs now (or ran last)."""
        return self._server.pid

    @property
    def port(self) -> int:
        """The Bolt port on loopback that the server answers on."""
        return self._server.port

    async def prepare(self, *, indexing: Indexing | None = None) -> None:
        """See `Engine.prepare`."""
        wanted = indexing or Indexing.of_the_model()
        for statement in wanted.statements():
            await self.define(statement)
        await self._server.ask({"fulltext": {"index": FULLTEXT_INDEX, "label": FULLTEXT_LABEL, "properties": wanted.fulltext}})

    async def close(self) -> None:
        """See `Engine.close`. The server has flushed and ended when this returns."""
        self._watch.cancel()
        await asyncio.wait([self._watch])
        await super().close()
        await self._server.stop()

    def _ensure_available(self) -> None:
        if self._back_at is not None:
            seconds = max(1, math.ceil(self._back_at - time.monotonic()))
            raise ServiceUnavailable("The embedded database is being restarted.", retry_after=seconds)

    async def _restart_whenever_it_ends(self) -> None:
        in_a_row = 0
        while True:
            started = time.monotonic()
            status = await self._server.wait()
            if time.monotonic() - started > _STEADY_S:
                in_a_row = 0
            _log.warning("the embedded database (process %d) ended with status %d; restarting it", self._server.pid, status)
            while not await self._restarted(after_s=_PAUSES_S[min(in_a_row, len(_PAUSES_S) - 1)]):
                in_a_row += 1
            in_a_row += 1

    async def _restarted(self, *, after_s: float) -> bool:
        self._back_at = time.monotonic() + after_s
        await asyncio.sleep(after_s)
        try:
            server = await self._start_again()
        except (EngineSetupError, OSError, ValueError) as error:  # no port or process to be had, or a word of the child that is none
            _log.error("the embedded database could not be restarted: %s", error)
            return False
        if server.port != self._server.port or server.password != self._server.password:
            await self._driver.close()
            self._driver = _driver(server, self._config)
        self._server = server
        self._back_at = None
        _log.warning("the embedded database is back (process %d, port %d)", server.pid, server.port)
        return True

    async def _start_again(self) -> ServerProcess:
        try:
            return await _start(self._config, port=self._server.port)
        except PortTaken:
            if self._config.port is not None:
                raise
            return await _start(self._config, port=None)


async def open_embedded(config: EmbeddedConfig, /) -> EmbeddedEngine:
    """Start the server over the data directory, which is made when missing.

    Raises EngineSetupError: directory unusable or in use by another process, port taken, or what the server says.
    """
    config = replace(config, data_dir=config.data_dir.absolute())
    server = await _start(config, port=config.port)
    async with AsyncExitStack() as on_failure:
        engine = EmbeddedEngine(server, config=config)
        on_failure.push_async_callback(engine.close)
        try:
            await engine.check()
        except (Neo4jError, DriverError) as error:
            raise EngineSetupError(f"the embedded database in {config.data_dir} does not answer: {str(error).splitlines()[0]}") from error
        on_failure.pop_all()
    return engine


async def _start(config: EmbeddedConfig, *, port: int | None) -> ServerProcess:
    limits = config.limits
    longest_s = max(limits.read_s, limits.write_statement_s)
    return await ServerProcess.start(config.data_dir, database=config.database, port=port, statement_limit_s=longest_s)


def _driver(server: ServerProcess, config: EmbeddedConfig) -> AsyncDriver:
    return bolt_driver(f"bolt://{LOOPBACK}:{server.port}", user=_USER, password=server.password, limits=config.limits)
