"""The directory as a command opens it: the engine that the settings choose, the schema over it, and what is kept in memory.

Rooms are imported by the function that needs them, so that `netzlotse --help` doesn't pay for them.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Hashable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from web.settings import Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

    from graph.engine import Engine
    from graph.reader import Reader
    from schema.context import Context
    from web.app import Behind
    from web.graphql.operations import Operations
    from web.http.rate_limit import Standing
    from web.snapshots import Snapshots

_GERMANY: Final = ZoneInfo("Europe/Berlin")


def today() -> date:
    """The day that it is in Germany."""
    return datetime.now(_GERMANY).date()


@asynccontextmanager
async def opened_engine(settings: Settings) -> AsyncGenerator["Engine"]:
    """The engine that the settings choose, closed at the end. Raises EngineSetupError."""
    from graph.engine import EngineLimits
    from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine

    limits = EngineLimits(read_s=settings.statement_timeout)
    config = (
        Neo4jConfig(
            uri=settings.neo4j_uri,
            user=settings.neo4j_user,
            password=settings.neo4j_password.get_secret_value(),
            database=settings.neo4j_database,
            limits=limits,
        )
        if settings.neo4j_uri
        else EmbeddedConfig(data_dir=settings.data_dir, limits=limits)
    )
    engine = await open_engine(config)
    try:
        yield engine
    finally:
        await engine.close()


@dataclass(frozen=True, slots=True)
class Directory:
    """What answers requests, until the engine is closed."""

    engine: "Engine"
    operations: "Operations"
    snapshots: "Snapshots"
    reader: "Reader | None" = None
    """What requests read by, if it isn't the engine itself."""

    def context(self, standing: "Standing | None" = None) -> "Context":
        """What the root fields find in `info.context`, made anew for each request. The day is Germany's.

        standing: how the client stands with its rate of requests; None where nothing is limited.
        """
        from schema.context import Context

        return Context(self.reader or self.engine, self.snapshots.current, today(), standing)

    def data_state(self) -> Hashable:
        """What answers depend on beside the question: the data's version, the day, and whose eyes they are for."""
        return self.snapshots.current.version, today(), "PUBLIC"

    def readings(self) -> dict[str, float]:
        """Figures for /metrics."""
        return {"statements_total": self.engine.statements, "data_version": self.snapshots.current.version.version}

    async def readiness(self) -> dict[str, Any]:
        """The version that the database holds now, and the one that answers come from. Raises ServiceUnavailable."""
        from graph.version import current_version

        version = await current_version(self.engine)
        served = self.snapshots.current.version.version
        return {"engine": self.engine.name, "version": version.version, "servedVersion": served, "dataAsOf": version.data_as_of}


@contextmanager
def opened_traces(settings: Settings) -> "Generator[Tracer | None]":
    """A tracer to where the settings say, or None if they say nothing. Raises SettingsError without the packages that it needs."""
    if not settings.traces:
        yield None
        return
    try:
        from web.http.traces import otlp, tracing
    except ImportError as missing:
        text = f"NETZLOTSE_TRACES={settings.traces!r}: the packages of the extra `traces` are not installed ({missing.name})"
        raise SettingsError(text) from missing
    with tracing(otlp(settings.traces)) as tracer:
        yield tracer


@asynccontextmanager
async def opened_directory(engine: "Engine", settings: Settings, tracer: "Tracer | None" = None) -> AsyncGenerator[Directory]:
    """The schema over rows that already have the response's shape. Raises ServiceUnavailable if the graph is empty.

    tracer: makes a span for each operation and statement.
    """
    from web.snapshots import keeping_current

    # Strawberry takes its second in a thread while the database reads what is kept in memory.
    building = asyncio.create_task(asyncio.to_thread(_operations, settings))
    async with keeping_current(engine, interval=settings.version_interval) as snapshots:
        operations = await building
        if tracer is None:
            yield Directory(engine, operations, snapshots)
            return
        from web.http.traces import TracedOperations, TracedReader

        yield Directory(engine, TracedOperations.of(operations, tracer), snapshots, TracedReader(engine, tracer))


def behind_app(directory: Directory) -> "Behind":
    """What the web application asks of *directory*."""
    from web.app import Behind
    from web.http.rate_limit import standing_of

    return Behind(
        context_factory=lambda request: directory.context(standing_of(request.scope)),
        readiness=directory.readiness,
        data_state=directory.data_state,
        readings=directory.readings,
        engine=directory.engine,
    )


def _operations(settings: Settings) -> "Operations":
    from schema.build import build_schema, field_resolver, rows_of
    from web.app import create_operations

    schema = build_schema()
    return create_operations(schema, settings=settings, field_resolver=field_resolver, rows=rows_of(schema))
