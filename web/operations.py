"""Runs one operation of a document on the schema; knows nothing of HTTP but which operations GET may ask for."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from graphql import ExecutionResult, Executor, GraphQLError, GraphQLFieldResolver, GraphQLSchema, OperationType
from graphql.execution import execute_root_selection_set

from web.documents import Documents
from web.errors import BAD_USER_INPUT, DocumentRefusal, HttpRefusal, coercion_refusal
from web.parameters import Parameters

# A request that took too long may do better when the machine is less busy.
_RETRY_AFTER_TIMEOUT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """The schema with the documents that clients sent.

    field_resolver: for fields without a resolver of their own (rows already have the response's shape).
    timeout: seconds for one operation; when they are over, it is cancelled, statements included.
    """

    schema: GraphQLSchema
    documents: Documents
    field_resolver: GraphQLFieldResolver | None = None
    timeout: float = 15.0

    async def run(self, parameters: Parameters, /, *, context: Callable[[], Any], queries_only: bool = False) -> ExecutionResult:
        """Execute; root fields of a query run concurrently. *context* makes `info.context`, once the operation is accepted.

        Raises DocumentRefusal before anything runs; HttpRefusal 405 for a mutation when *queries_only*, 503 after the timeout.
        """
        executor = self._executor(parameters, context=context, queries_only=queries_only)
        try:
            async with asyncio.timeout(self.timeout):
                result = execute_root_selection_set(executor)
                return await result if inspect.isawaitable(result) else result
        except TimeoutError as exc:
            message = f"The request took longer than {self.timeout:g} s and was cancelled."
            headers = {"Retry-After": str(_RETRY_AFTER_TIMEOUT)}
            raise HttpRefusal(message, status=503, headers=headers, cause="TIMEOUT", retryAfter=_RETRY_AFTER_TIMEOUT) from exc

    def _executor(self, parameters: Parameters, /, *, context: Callable[[], Any], queries_only: bool) -> Executor[Any]:
        """The operation with its variables coerced. Raises HttpRefusal, DocumentRefusal."""
        document = self.documents.get(parameters.query)
        operation = document.operation(parameters.operation_name)
        name = operation.name.value if operation.name else None
        structlog.contextvars.bind_contextvars(operation=name)
        if operation.operation is OperationType.SUBSCRIPTION:
            raise DocumentRefusal(BAD_USER_INPUT, [GraphQLError("Subscriptions are not served.", operation)])
        if queries_only and operation.operation is not OperationType.QUERY:
            raise HttpRefusal(f"A {operation.operation.value} must be sent by POST.", status=405, headers={"Allow": "POST"})
        executor = Executor.build(
            self.schema,
            document.ast,
            context_value=context(),
            raw_variable_values=parameters.variables,
            operation_name=name,
            field_resolver=self.field_resolver,
            hide_suggestions=not self.documents.introspection,
        )
        if isinstance(executor, list):
            raise coercion_refusal(executor, parameters.variables)
        return executor
