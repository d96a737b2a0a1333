"""Answers: kept by what they depend on, made once for all who ask at the same time."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final, Literal

import orjson
from graphql import ExecutionResult
from starlette.requests import Request

from web.graphql.bounded import Bounded
from web.graphql.coalescing import Coalescing
from web.graphql.operations import Accepted, Operations, Prepared
from web.http.errors import result_body
from web.http.rate_limit import standing_of

ContextFactory = Callable[[Request], Any]

# How much cost one point of the client's rate buys; a request has its first point by being made.
COST_PER_POINT: Final = 5_000


@dataclass(slots=True)
class Answer:
    """The bytes of an answer without errors. *digest* names them; *ready* holds what has been made of them for clients."""

    body: bytes
    digest: str
    ready: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, or the result of an operation that had errors (its bytes hold the request's id, so they are nobody else's).

    came: from memory, by this request's own execution, or by that of another one. private: for this client alone.
    """

    answer: Answer | ExecutionResult
    key: Hashable
    came: Literal["hit", "miss", "collapsed"]
    private: bool = False


@dataclass(slots=True, kw_only=True)
class Answers:
    """Finds or makes answers.

    data_state: what answers depend on beside the question: version of the data, day, visibility. When it changes, everything
    that was kept is dropped. context_factory makes `info.context` for one request.
    """

    operations: Operations
    context_factory: ContextFactory
    data_state: Callable[[], Hashable]
    kept: Bounded[Hashable, Answer]
    running: Coalescing[Answer | ExecutionResult] = field(default_factory=Coalescing)
    counts: dict[str, int] = field(default_factory=lambda: {"hit": 0, "miss": 0, "collapsed": 0})
    _state: Hashable = None

    async def find(self, prepared: Prepared, request: Request, *, with_cost: bool) -> Found:
        """The answer to *request*. Raises DocumentRefusal, HttpRefusal, ClientGone."""
        private = not prepared.is_query or prepared.operation.cost.private
        state = self.data_state()
        if state != self._state:
            self._state = state
            self.kept.clear()
        key = object() if private else (state, with_cost, *prepared.key)
        answer = None if private else self.kept.get(key)
        if answer is not None:
            return self._found(answer, key, "hit")
        if key in self.running:
            accepted, came = None, "collapsed"
        else:
            accepted, came = self.operations.accept(prepared, context=lambda: self.context_factory(request)), "miss"
            if (standing := standing_of(request.scope)) is not None:
                standing.charge(accepted.cost // COST_PER_POINT)
        made = await self.running.result(key, lambda: self._make(key, accepted, with_cost=with_cost), receive=request.receive)
        return self._found(made, key, "collapsed" if came == "collapsed" else "miss", private=private)

    async def _make(self, key: Hashable, accepted: Accepted | None, *, with_cost: bool) -> Answer | ExecutionResult:
        """Execute, and keep the answer if it is whole."""
        assert accepted is not None, "who joins a running execution starts none"
        result = await self.operations.execute(accepted)
        if with_cost:
            cost = {"requested": accepted.cost, "limit": self.operations.max_cost}
            result = ExecutionResult(result.data, result.errors, {**(result.extensions or {}), "cost": cost})
        if result.errors:
            return result
        body = orjson.dumps(result_body(result))
        answer = Answer(body, blake2b(body, digest_size=16).hexdigest())
        if isinstance(key, tuple):
            self.kept.put(key, answer, size=len(body) + sum(len(part) for part in key if isinstance(part, str | bytes)))
        return answer

    def _found(
        self, answer: Answer | ExecutionResult, key: Hashable, came: Literal["hit", "miss", "collapsed"], *, private: bool = False
    ) -> Found:
        self.counts[came] += 1
        return Found(answer, key, came, private)
