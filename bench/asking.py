"""What the measurements share: ask through the schema, keep the statements, ask these alone, and set the times side by side."""

import inspect
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString, TypeVar

from graphql import DocumentNode, GraphQLSchema, execute

from graph.engine import Engine
from resolvers.snapshot import Snapshot
from schema.build import field_resolver
from schema.context import Context

T = TypeVar("T")
Statement = tuple[Any, dict[str, Any]]
WARM_UP = 5


class Recorder:
    """Reads as the engine does, and keeps what was asked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.asked: list[Statement] = []

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """See `graph.reader.Reader`."""
        self.asked.append((cypher, parameters))
        return await self.engine.read(cypher, **parameters)


class Asked:
    """One directory that can be asked, without HTTP and without the cache of answers."""

    def __init__(self, engine: Engine, schema: GraphQLSchema, snapshot: Snapshot) -> None:
        self.engine = engine
        self.snapshot = snapshot
        self._schema = schema

    async def whole(self, document: DocumentNode, variables: Mapping[str, Any] | None = None) -> list[Statement]:
        """Ask through the schema; the statements that it took. Fails on an error in the answer."""
        recorder = Recorder(self.engine)
        context = Context(recorder, self.snapshot, datetime.now(UTC).date())
        result = execute(
            self._schema, document, context_value=context, variable_values=dict(variables or {}), field_resolver=field_resolver
        )
        result = await result if inspect.isawaitable(result) else result
        assert result.errors is None, result.errors
        return recorder.asked

    async def alone(self, statements: Sequence[Statement]) -> None:
        """The same statements through the engine, one after the other."""
        for cypher, parameters in statements:
            await self.engine.read(cypher, **parameters)


async def in_turn(*calls: Callable[[], Awaitable[object]], rounds: int) -> list[list[float]]:
    """The times of each call in ms, asked A B … A B … after a warm-up."""
    times: list[list[float]] = [[] for _ in calls]
    for round_ in range(rounds + WARM_UP):
        for call, spent in zip(calls, times, strict=True):
            start = time.perf_counter()
            await call()
            if round_ >= WARM_UP:
                spent.append((time.perf_counter() - start) * 1000)
    return times


def chosen(questions: Mapping[str, T], only: Sequence[str]) -> dict[str, T]:
    """The questions whose names begin as one of *only*; all if there is none."""
    return {name: asked for name, asked in questions.items() if not only or name.startswith(tuple(only))}


def p50(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """What 95 of a hundred keep to."""
    return statistics.quantiles(times, n=20)[-1]


def resident_mb(pid: int | str = "self") -> float:
    """The memory that a process holds now, in MB. Linux only; elsewhere 0."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)
