"""The seam between the directory and the database that holds it: read one statement, write one transaction.

Whatever is behind it speaks Bolt, and the official driver is the only way to it. What differs between servers is in
`graph.engines`, a file each.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, LiteralString, Protocol, TypeVar

from neo4j import READ_ACCESS, WRITE_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, AsyncResult, AsyncSession, Query
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StatementTimeout, translated

T = TypeVar("T")

_PAUSES_S: Final = (0.05, 0.25)
"""Between the attempts of a read that met a passing error, so three attempts in all."""

_WRITES: Final = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH|LOAD\s+CSV)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"`[^`]*`")
"""Names that somebody chose, such as the response keys of a GraphQL document: `set` is one that may stand there."""


class Writer(Protocol):
    """What a transaction's work is given."""

    async def run(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement inside the transaction; its records by RETURN alias, empty when it returns nothing."""
        ...


class Engine(Protocol):
    """A database with the directory in it, shared by all requests of a process.

    Every method raises `ServiceUnavailable` when the database can't answer now, `StatementTimeout` when it took too long.
    """

    name: str
    """"arcadedb" or "neo4j", for people to read; nothing may depend on it."""
    statements: int
    """How many statements have been asked for so far, read and written; tests pin the difference."""

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """The records of one statement that only reads, by RETURN alias, in order; empty when nothing matches.

        Sees all that this process has written. Tried again after a passing error. Raises ValueError for a statement that writes.
        """
        ...

    async def write(self, work: Callable[[Writer], Awaitable[T]], /) -> T:
        """Run *work* in one transaction and give its result; whatever it raises rolls everything back.

        *work* may be run again after a passing error, so all it changes must be in the database.
        Raises ConstraintViolated when a unique key would be there twice.
        """
        ...

    async def prepare(self) -> None:
        """Make the constraints and indexes of `graph.model` that are missing."""
        ...

    async def replan(self) -> None:
        """Have statements planned by what is stored now; for after much was written. What hinders it is logged, never raised."""
        ...

    async def close(self) -> None:
        """Let go of connections, and of the server where it is ours. Nothing can be asked afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """How long, in seconds, and how much. A read's limit holds for all its attempts together."""

    read_s: float = 10.0
    write_statement_s: float = 30.0
    connect_s: float = 5.0
    retry_s: float = 5.0
    connections: int = 50


@dataclass(frozen=True, slots=True)
class _TransactionWriter:
    """One attempt of a transaction. Driver exceptions pass: the driver decides by them whether to try again."""

    transaction: AsyncManagedTransaction
    engine: "BoltEngine"

    async def run(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        self.engine.statements += 1
        limit_s = self.engine.limits.write_statement_s
        try:
            async with asyncio.timeout(limit_s):
                return await _records(await self.transaction.run(cypher, parameters))
        except TimeoutError as late:
            raise StatementTimeout(f"A writing statement took longer than {limit_s:g} s and was given up.") from late


class BoltEngine:
    """The part that all engines share: sessions, limits, retries, translated errors."""

    name: str = "bolt"

    def __init__(self, driver: AsyncDriver, *, database: str, limits: EngineLimits) -> None:
        self.statements = 0
        self.limits = limits
        self._driver = driver
        self._database = database
        self._bookmarks = AsyncGraphDatabase.bookmark_manager()

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """See `Engine.read`."""
        if _writes(cypher):
            # ArcadeDB would carry it out even in a read transaction
            raise ValueError(f"a statement that writes was given to read(): {cypher[:80]}")
        self.statements += 1
        text, given = self._sent(cypher, parameters)
        try:
            async with asyncio.timeout(self.limits.read_s):
                return await self._read_patiently(Query(text, timeout=self.limits.read_s), given)
        except TimeoutError as late:
            raise StatementTimeout(f"The database took longer than {self.limits.read_s:g} s and was given up.") from late
        except (Neo4jError, DriverError) as error:
            raise _named(error, cypher) from error

    async def write(self, work: Callable[[Writer], Awaitable[T]], /) -> T:
        """See `Engine.write`."""
        self._ensure_available()

        async def attempt(transaction: AsyncManagedTransaction) -> T:
            return await work(_TransactionWriter(transaction, self))

        try:
            async with self._session(WRITE_ACCESS) as session:
                return await session.execute_write(attempt)
        except (Neo4jError, DriverError) as error:
            raise _named(error) from error

    async def check(self) -> None:
        """Ask the least there is. Raises the driver's own exceptions, which say more to whoever starts the service."""
        async with self._driver.session(database=self._database) as session:
            await (await session.run("RETURN 1 AS one")).consume()

    async def replan(self) -> None:
        """See `Engine.replan`."""

    async def close(self) -> None:
        """See `Engine.close`."""
        await self._driver.close()

    def _sent(self, cypher: LiteralString, parameters: dict[str, Any]) -> tuple[LiteralString, dict[str, Any]]:
        """A reading statement as the server is asked best."""
        return cypher, parameters

    def _ensure_available(self) -> None:
        """Raise ServiceUnavailable where it is known already that asking is in vain."""

    def _session(self, access: str) -> AsyncSession:
        # The database is always named: ArcadeDB's pooled connections would keep the name of an earlier failure.
        return self._driver.session(database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks)

    async def _read_patiently(self, query: Query, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        for pause_s in (*_PAUSES_S, None):
            self._ensure_available()
            try:
                async with self._session(READ_ACCESS) as session:
                    return await _records(await session.run(query, parameters))
            except (Neo4jError, DriverError) as error:
                if pause_s is None or not error.is_retryable():
                    raise
                await asyncio.sleep(pause_s)
        raise AssertionError("the last attempt returns or raises")

    async def define(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run one statement about constraints or indexes, which no server takes inside a managed transaction."""
        try:
            async with asyncio.timeout(self.limits.write_statement_s), self._session(WRITE_ACCESS) as session:
                return await _records(await session.run(cypher, parameters))
        except TimeoutError as late:
            raise StatementTimeout(f"The database took longer than {self.limits.write_statement_s:g} s for: {cypher}") from late
        except (Neo4jError, DriverError) as error:
            raise _named(error, cypher) from error


def bolt_driver(uri: str, *, user: str, password: str, limits: EngineLimits) -> AsyncDriver:
    """A driver with our limits; connects when first asked. Raises ConfigurationError or ValueError for a URI that isn't Bolt."""
    return AsyncGraphDatabase.driver(
        uri,
        auth=(user, password),
        connection_timeout=limits.connect_s,
        connection_acquisition_timeout=limits.connect_s,
        max_transaction_retry_time=limits.retry_s,
        max_connection_pool_size=limits.connections,
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


@lru_cache(maxsize=1024)
def _writes(cypher: str) -> bool:
    return _WRITES.search(_QUOTED.sub("", cypher)) is not None


async def _records(result: AsyncResult) -> list[dict[str, Any]]:
    # Not record.data(), which walks every value once more (35 µs a record).
    keys = result.keys()
    return [dict(zip(keys, record.values(), strict=True)) async for record in result]


def _named(error: Neo4jError | DriverError, cypher: str | None = None) -> Exception:
    named = translated(error)
    if named is error and cypher is not None:
        error.add_note(cypher)
    return named
