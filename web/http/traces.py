"""OpenTelemetry traces, if a setting asks for them: a span for a request, its operation, and each statement.

A span says names, status and times: never a variable, a statement's text, an address of a client, or a query string. Without the
setting nothing of this module is imported, and a request passes no line of it.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from inspect import currentframe
from typing import Any, Final, LiteralString, Self

from graphql import ExecutionResult
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.reader import Reader
from web.graphql.operations import Accepted, Operations
from web.http.request_facts import facts

_SCOPE: Final = "netzlotse"


@contextmanager
def tracing(exporting: SpanProcessor) -> Generator[Tracer]:
    """A tracer whose spans *exporting* gets; what is left is sent at the end."""
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: _SCOPE}))
    provider.add_span_processor(exporting)
    try:
        yield provider.get_tracer(_SCOPE)
    finally:
        provider.shutdown()


def otlp(endpoint: str) -> SpanProcessor:
    """Sends spans by OTLP over HTTP to a collector's *endpoint*, or where the OTEL_EXPORTER_OTLP_* variables say if it is `otlp`."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return BatchSpanProcessor(OTLPSpanExporter() if endpoint == "otlp" else OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces"))


class TracedApp:
    """Middleware: a span around each HTTP request."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP is passed through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._tracer.start_as_current_span(f"HTTP {scope['method']}", kind=SpanKind.SERVER) as span:
            span.set_attributes({"http.request.method": scope["method"], "url.path": scope["path"]})

            async def send_noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if request_id := facts().get("request_id"):
                        span.set_attribute("netzlotse.request_id", request_id)
                    if message["status"] >= 500:
                        span.set_status(Status(StatusCode.ERROR))
                await send(message)

            await self._app(scope, receive, send_noting)


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedOperations(Operations):
    """Operations with a span around each that is executed; an answer that is kept already has none."""

    tracer: Tracer

    @classmethod
    def of(cls, operations: Operations, tracer: Tracer) -> Self:
        """The same operations, traced."""
        return cls(**{one.name: getattr(operations, one.name) for one in fields(operations)}, tracer=tracer)

    async def execute(self, accepted: Accepted, /) -> ExecutionResult:
        """See `Operations.execute`."""
        operation = accepted.executor.operation
        name = operation.name.value if operation.name else "(none)"
        with self.tracer.start_as_current_span(f"GraphQL {operation.operation.value}", record_exception=False) as span:
            span.set_attributes({"graphql.operation.name": name, "graphql.operation.type": operation.operation.value})
            span.set_attribute("netzlotse.cost", accepted.cost)
            result = await Operations.execute(self, accepted)
            if result.errors:
                span.set_attribute("netzlotse.errors", len(result.errors))
            return result


@dataclass(frozen=True, slots=True)
class TracedReader:
    """Reads as *reader* does, with a span around each statement that is named by the function that asks it."""

    reader: Reader
    tracer: Tracer

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """See `graph.engine.Engine.read`."""
        here = currentframe()
        asking = here.f_back if here else None
        name = f"{asking.f_globals.get('__name__', '')}.{asking.f_code.co_name}" if asking else "(unknown)"
        with self.tracer.start_as_current_span(f"statement {name}", kind=SpanKind.CLIENT, record_exception=False) as span:
            records = await self.reader.read(cypher, **parameters)
            span.set_attribute("db.response.returned_rows", len(records))
            return records
