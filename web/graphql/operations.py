"""Runs one operation of a document on the schema; knows nothing of HTTP but which operations GET may ask for."""

import asyncio
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import ExecutionResult, Executor, GraphQLError, GraphQLFieldResolver, GraphQLSchema, OperationType
from graphql.execution import execute_root_selection_set

from web.graphql.documents import Document, Documents, Operation, too_much
from web.graphql.parameters import Parameters
from web.graphql.planned import PlannedExecutor
from web.http.errors import BAD_USER_INPUT, DocumentRefusal, HttpRefusal, coercion_refusal

# What begins so is a mutation, valid or not.
_MUTATION: Final = re.compile(r"(?:[\s,]|#[^\n]*)*mutation\b")

# A request that took too long may do better when the machine is less busy.
_RETRY_AFTER_TIMEOUT: Final = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that is known and allowed, with its variables as the client gave them."""

    document: Document
    operation: Operation
    variables: dict[str, Any]

    @property
    def is_query(self) -> bool:
        """Whether it only reads."""
        return self.operation.node.operation is OperationType.QUERY

    @property
    def key(self) -> tuple[str, str | None, bytes]:
        """Equal for two requests that ask the same. Variables that the operation doesn't declare change nothing."""
        given = {name: self.variables[name] for name in self.operation.variables if name in self.variables}
        return self.document.source, self.operation.name, orjson.dumps(given, option=orjson.OPT_SORT_KEYS) if given else b""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An operation with its variables coerced and its *cost* within the limit."""

    executor: Executor[Any]
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """The schema with the documents that clients sent.

    field_resolver: for fields without a resolver of their own (rows already have the response's shape).
    timeout: seconds for one operation; when they are over, it is cancelled, statements included.
    max_cost: the most that one operation may cost, see `web.graphql.cost`.
    """

    schema: GraphQLSchema
    documents: Documents
    field_resolver: GraphQLFieldResolver | None = None
    timeout: float = 15.0
    max_cost: int = 100_000

    async def run(self, parameters: Parameters, /, *, context: Callable[[], Any]) -> ExecutionResult:
        """Prepare, accept and execute. Raises as these do."""
        return await self.execute(self.accept(self.prepare(parameters), context=context))

    def prepare(self, parameters: Parameters, /, *, queries_only: bool = False) -> Prepared:
        """The operation that is asked for. Raises DocumentRefusal; HttpRefusal 405 for a mutation when *queries_only*."""
        try:
            document = self.documents.get(parameters.query)
        except DocumentRefusal:
            if queries_only and _MUTATION.match(parameters.query):
                raise _by_post_only("mutation") from None
            raise
        operation = document.operation(parameters.operation_name)
        kind = operation.node.operation
        if kind is OperationType.SUBSCRIPTION:
            raise DocumentRefusal(BAD_USER_INPUT, [GraphQLError("Subscriptions are not served.", operation.node)])
        if queries_only and kind is not OperationType.QUERY:
            raise _by_post_only(kind.value)
        return Prepared(document, operation, parameters.variables)

    def accept(self, prepared: Prepared, /, *, context: Callable[[], Any]) -> Accepted:
        """Coerce the variables and add up the cost. *context* makes `info.context`. Raises DocumentRefusal."""
        executor = PlannedExecutor.build(
            self.schema,
            prepared.document.ast,
            context_value=context(),
            raw_variable_values=prepared.variables,
            operation_name=prepared.operation.name,
            field_resolver=self.field_resolver,
            hide_suggestions=not self.documents.introspection,
            plan=prepared.document.plan,
        )
        if isinstance(executor, list):
            raise coercion_refusal(executor, prepared.variables)
        cost = prepared.operation.cost.amount.value(executor.variable_values.coerced)
        if cost > self.max_cost:
            raise too_much({"cost": {"value": cost, "limit": self.max_cost}})
        return Accepted(executor, cost)

    async def execute(self, accepted: Accepted, /) -> ExecutionResult:
        """Execute; root fields of a query run concurrently. Raises HttpRefusal 503 after the timeout."""
        try:
            async with asyncio.timeout(self.timeout):
                result = execute_root_selection_set(accepted.executor)
                return await result if inspect.isawaitable(result) else result
        except TimeoutError as exc:
            message = f"The request took longer than {self.timeout:g} s and was cancelled."
            headers = {"Retry-After": str(_RETRY_AFTER_TIMEOUT)}
            raise HttpRefusal(message, status=503, headers=headers, cause="TIMEOUT", retryAfter=_RETRY_AFTER_TIMEOUT) from exc


def _by_post_only(kind: str) -> HttpRefusal:
    return HttpRefusal(f"A {kind} must be sent by POST.", status=405, headers={"Allow": "POST"})
