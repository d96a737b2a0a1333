"""/metrics: what an operator watches, in Prometheus' text format."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString
from starlette.requests import Request
from starlette.responses import Response

from web.http.bearer import bears
from web.http.errors import refusal_response

# Names are the clients' to choose, and each makes some twenty series: those after the first ones are counted together.
MOST_NAMES: Final = 100
OTHER: Final = "(other)"
UNNAMED: Final = "(none)"
REFUSED: Final = "(refused)"

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
    "reports_total": Explained(
        "Reports that were kept, refused as too many of a client (limited) or in all (full), or a robot's (trap).", "as"
    ),
}


class Metrics(Collector):
    """Counts requests as they end, and reads the rest when asked. Each application has its own.

    Counted in plain numbers, which a scrape turns into the client library's metrics: it is done for every request.
    """

    def __init__(self, readings: Readings) -> None:
        self.open = 0
        self._readings = readings
        self._requests: dict[tuple[str, int], int] = {}
        self._durations: dict[str, _Durations] = {}
        self._others: dict[int, int] = {}
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def count(self, operation: str | None, status: int, seconds: float) -> None:
        """One GraphQL request has ended; *operation* is None for one without a name."""
        name = UNNAMED if operation is None else operation
        durations = self._durations.get(name)
        if durations is None:
            name = name if len(self._durations) < MOST_NAMES else OTHER
            durations = self._durations.setdefault(name, _Durations())
        self._requests[name, status] = self._requests.get((name, status), 0) + 1
        durations.add(seconds)

    def count_other(self, status: int) -> None:
        """A request to another path has ended."""
        self._others[status] = self._others.get(status, 0) + 1

    def collect(self) -> Iterable[Metric]:
        """Everything; called by the registry for each scrape."""
        requests = CounterMetricFamily("netzlotse_requests", "GraphQL requests by operation and status.", labels=("operation", "status"))
        for (name, status), number in self._requests.items():
            requests.add_metric((name, str(status)), number)
        seconds = HistogramMetricFamily("netzlotse_request_seconds", "Duration of GraphQL requests.", labels=("operation",))
        for name, durations in self._durations.items():
            seconds.add_metric((name,), durations.buckets(), durations.sum_s)
        others = CounterMetricFamily("netzlotse_other_requests", "Requests to other paths by status.", labels=("status",))
        for status, number in self._others.items():
            others.add_metric((str(status),), number)
        yield from (requests, seconds, others)
        yield GaugeMetricFamily("netzlotse_open_requests", "Requests being answered now.", value=self.open)
        yield from _read(self._readings())

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self._registry)


class _Durations:
    """A histogram: how many requests took how long."""

    __slots__ = ("_counts", "sum_s")

    def __init__(self) -> None:
        self._counts = [0] * (len(_BUCKETS_S) + 1)
        self.sum_s = 0.0

    def add(self, seconds: float) -> None:
        self._counts[bisect_left(_BUCKETS_S, seconds)] += 1
        self.sum_s += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """Upper bounds, each with the number of all that took at most so long."""
        bounds = [*map(floatToGoString, _BUCKETS_S), "+Inf"]
        return list(zip(bounds, accumulate(self._counts), strict=True))


def _read(values: Mapping[str, float]) -> Iterable[Metric]:
    """The readings as metrics; the parts of one are named `reading:part`."""
    for name, explained in READINGS.items():
        parts = {key: value for key, value in values.items() if key.partition(":")[0] == name}
        if parts:
            kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            family = kind(f"netzlotse_{name}", explained.text, labels=(explained.label,) if explained.label else ())
            for key, value in parts.items():
                family.add_metric((key.partition(":")[2],) if explained.label else (), value)
            yield family


@dataclass(frozen=True, slots=True)
class MetricsEndpoint:
    """The page at /metrics. With a *token* it is only for who brings it as `Authorization: Bearer <token>`."""

    metrics: Metrics
    token: str

    async def __call__(self, request: Request) -> Response:
        """Answer one scrape."""
        if self.token and not bears(request, self.token):
            return refusal_response("The metrics need their token.", status=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(self.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})
