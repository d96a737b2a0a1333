"""/metrics: what an operator watches, in Prometheus' text format."""

import hmac
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import refusal_response
from web.request_facts import facts_of

# Names are the clients' to choose, and each makes some twenty series: those after the first ones are counted together.
MOST_NAMES: Final = 100
OTHER: Final = "(other)"
UNNAMED: Final = "(none)"
REFUSED: Final = "(refused)"

GRAPHQL_PATH: Final = "/graphql"

_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)

# Numbers that are kept elsewhere and read when somebody asks, by name; a name ending in _total only ever grows.
Readings = Callable[[], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Explained:
    """What a reading means, and the label that its parts have in common, if it has parts."""

    text: str
    label: str = ""


READINGS: Final[Mapping[str, Explained]] = {
    "statements_total": Explained("Statements that the database was asked."),
    "data_version": Explained("Version of the directory that answers come from."),
    "answers_total": Explained("Answers by how they came: hit (kept), miss (executed), collapsed (executed for another).", "came"),
    "answers_kept": Explained("Answers in the response cache."),
    "answers_kept_bytes": Explained("Bytes of the response cache."),
    "executions_running": Explained("Operations being executed now."),
    "documents_kept": Explained("Documents kept parsed and validated."),
    "documents_hits_total": Explained("Documents that were known."),
    "documents_misses_total": Explained("Documents that were parsed and validated."),
    "documents_learned": Explained("Automatic persisted queries that are known."),
}


class Metrics(Collector):
    """Counts requests as they end and reads the rest when asked. Each application has its own."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._registry = CollectorRegistry()
        self._names: set[str] = set()
        self._requests = Counter(
            "netzlotse_requests", "GraphQL requests by operation and status.", ("operation", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "netzlotse_request_seconds", "Duration of GraphQL requests.", ("operation",), buckets=_BUCKETS_S, registry=self._registry
        )
        self._others = Counter("netzlotse_other_requests", "Requests to other paths by status.", ("status",), registry=self._registry)
        self._open = Gauge("netzlotse_open_requests", "Requests being answered now.", registry=self._registry)
        self._registry.register(self)

    def count(self, operation: str, status: int, seconds: float) -> None:
        """One GraphQL request has ended."""
        if operation not in self._names:
            if len(self._names) >= MOST_NAMES:
                operation = OTHER
            else:
                self._names.add(operation)
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def around(self, app: ASGIApp) -> ASGIApp:
        """*app*, with its requests counted."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            status, started = 0, time.perf_counter()

            async def send_seen(message: Message) -> None:
                nonlocal status
                status = message.get("status", status)
                await send(message)

            self._open.inc()
            try:
                await app(scope, receive, send_seen)
            finally:
                self._open.dec()
                if scope["path"] != GRAPHQL_PATH:
                    self._others.labels(str(status)).inc()
                else:
                    name = facts_of(scope).get("operation", REFUSED)
                    self.count(UNNAMED if name is None else name, status, time.perf_counter() - started)

        return counted

    def collect(self) -> Iterable[Metric]:
        """The readings; called by the registry for each scrape."""
        values = self._readings()
        for name, explained in READINGS.items():
            kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            parts = {key: value for key, value in values.items() if key.partition(":")[0] == name}
            if not parts:
                continue
            family = kind(f"netzlotse_{name}", explained.text, labels=(explained.label,) if explained.label else ())
            for key, value in parts.items():
                family.add_metric((key.partition(":")[2],) if explained.label else (), value)
            yield family

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)


@dataclass(frozen=True, slots=True)
class MetricsEndpoint:
    """The page at /metrics. With a *token* it is only for who brings it as `Authorization: Bearer <token>`."""

    metrics: Metrics
    token: str

    async def __call__(self, request: Request) -> Response:
        """Answer one scrape."""
        given = request.headers.get("authorization", "")
        if self.token and not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            return refusal_response("The metrics need their token.", status=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(self.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
