"""Traces: spans of a request, its operation and its statements, with names and figures and nothing that anybody asked for."""

import subprocess
import sys
from collections.abc import Generator
from typing import Any, LiteralString

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Tracer

from graph.version import current_version
from tests.web.conftest import Probe, probe_app, probe_schema
from web.app import Behind, create_app, create_operations
from web.http.traces import TracedApp, TracedOperations, TracedReader, tracing
from web.settings import SettingsError, read_settings

SECRET = "29221-secret"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(spans: InMemorySpanExporter) -> Generator[Tracer]:
    with tracing(SimpleSpanProcessor(spans)) as tracer:
        yield tracer


class Rows:
    """Reads one row of a directory's version."""

    async def read(self, _cypher: LiteralString, /, **_parameters: Any) -> list[dict[str, Any]]:
        return [{"v": {"version": 7, "loadedAt": "2026-11-23T00:00:00Z", "dataAsOf": "2026-11-23"}}]


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


async def test_a_request_is_a_span_around_its_operation_and_says_nothing_that_was_asked(
    probe: Probe, spans: InMemorySpanExporter, tracer: Tracer
) -> None:
    settings = read_settings(rate_limit=0)
    operations = TracedOperations.of(create_operations(probe_schema(probe), settings=settings), tracer)

    async def readiness() -> dict[str, Any]:
        return {}

    behind = Behind(context_factory=lambda request: {"request": request}, readiness=readiness, data_state=lambda: 1)
    app = TracedApp(create_app(operations, settings=settings, behind=behind), tracer)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://directory") as client:
        document = "query Greeting($name: String) { hello(name: $name) }"
        for _ in range(2):
            answer = await client.post("/graphql?secret=" + SECRET, json={"query": document, "variables": {"name": SECRET}})
            assert answer.json() == {"data": {"hello": f"Hello, {SECRET}!"}}
    found = [span.name for span in spans.get_finished_spans()]
    # The second answer was kept, so nothing was executed for it.
    assert found == ["GraphQL query", "HTTP POST", "HTTP POST"]
    operation, request = named(spans)["GraphQL query"], spans.get_finished_spans()[1]
    assert operation.parent is not None
    assert request.context is not None
    assert operation.parent.span_id == request.context.span_id
    assert dict(operation.attributes or {}) == {
        "graphql.operation.name": "Greeting",
        "graphql.operation.type": "query",
        "netzlotse.cost": 11,
    }
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "url.path": "/graphql",
        "http.response.status_code": 200,
        "netzlotse.request_id": (request.attributes or {})["netzlotse.request_id"],
    }
    assert SECRET not in "".join(span.to_json() for span in spans.get_finished_spans())


async def test_a_statement_is_named_by_who_asks_it(spans: InMemorySpanExporter, tracer: Tracer) -> None:
    await TracedReader(Rows(), tracer).read("RETURN 1 AS one", secret=SECRET)
    [span] = spans.get_finished_spans()
    assert span.name == f"statement {__name__}.test_a_statement_is_named_by_who_asks_it"
    assert dict(span.attributes or {}) == {"db.response.returned_rows": 1}
    assert SECRET not in span.to_json()
    assert current_version.__module__ == "graph.version"


async def test_a_failing_request_is_told_as_one(probe: Probe, spans: InMemorySpanExporter, tracer: Tracer) -> None:
    probe.ready = False
    app = TracedApp(probe_app(probe), tracer)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://directory") as client:
        assert (await client.get("/readyz")).status_code == 503
    [span] = spans.get_finished_spans()
    assert (span.status.is_ok, (span.attributes or {})["http.response.status_code"]) == (False, 503)


@pytest.mark.parametrize("value", ["yes", "collector:4318", "grpc://collector"])
def test_an_address_that_isnt_one_is_refused_at_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="NETZLOTSE_TRACES"):
        read_settings(traces=value)


def test_without_the_setting_nothing_of_it_is_imported() -> None:
    text = (
        "import sys; import web.cli, web.directory, web.app, schema.build; "
        "print([name for name in sys.modules if name.startswith('opentelemetry') or name == 'web.http.traces'])"
    )
    ended = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
