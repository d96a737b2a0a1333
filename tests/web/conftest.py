"""A small schema with one field for each way a request can go, and the real application around it."""

import asyncio
import signal
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from graphql import GraphQLError, GraphQLSchema, build_schema
from starlette.types import ASGIApp

from graph.errors import BadUserInput, PlaceNotFound, ServiceUnavailable
from web.address import listen
from web.app import Behind, create_app, create_operations
from web.http.rate_limit import standing_of
from web.server import serve
from web.settings import Settings

SDL = """
input NumberWhere { eq: Int and: [NumberWhere!] }
type Person { name: String! friends: [Person!]! echo(text: String): String }
type Query {
  hello(name: String = "world"): String
  requestId: String
  person: Person!
  double(number: Int!, where: NumberWhere): Int
  bad(first: Int): String
  place: String
  away: String
  awayToo: String!
  broken: String
  ours: String
  slow: String
  counted(list: [Int!]): Int
  held: Int
  people(first: Int = 3, last: Int): PersonConnection!
  crowd: [Person!]!
  long(length: Int!): String
  rateLimit: Int
}
type PersonConnection { nodes: [Person!]! edges: [PersonEdge!]! totalCount: Int! }
type PersonEdge { node: Person! }
type Mutation { rename(name: String!): String }
type Subscription { ticks: Int }
"""


class Probe:
    """What the resolvers did: their state outlives a request, as the engine's does."""

    def __init__(self) -> None:
        self.cancelled = 0
        self.renamed: list[str] = []
        self.ready = True
        self.version = 1
        self.asked = 0
        self.release = asyncio.Event()

    def ask(self) -> int:
        self.asked += 1
        return self.asked

    def rename(self, name: str) -> str:
        self.renamed.append(name)
        return name


def probe_schema(probe: Probe) -> GraphQLSchema:
    async def slow(*_: Any) -> str:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            probe.cancelled += 1
            raise
        return "late"

    async def held(*_: Any) -> int:
        probe.asked += 1
        try:
            await probe.release.wait()
        except asyncio.CancelledError:
            probe.cancelled += 1
            raise
        return probe.asked

    def raising(error: Exception) -> Any:
        async def resolve(*_: Any, **__: Any) -> None:
            raise error

        return resolve

    schema = build_schema(SDL)
    assert schema.query_type
    assert schema.mutation_type
    fields = schema.query_type.fields
    friends = [{"name": "Ben", "friends": []}, {"name": "Cem", "friends": []}]
    fields["hello"].resolve = lambda _root, _info, name: f"Hello, {name}!"
    fields["requestId"].resolve = lambda _root, info: info.context["request"].headers.get("x-request-id")
    fields["person"].resolve = lambda *_: {"name": "Ada", "friends": friends}
    fields["double"].resolve = lambda _root, _info, number, **_: number * 2
    fields["bad"].resolve = raising(BadUserInput("first must be from 1 to 100, not -1.", argument="first", value=-1))
    fields["place"].resolve = raising(PlaceNotFound("No place is called 'Cele'.", value="Cele", suggestions=("Celle",)))
    fields["away"].resolve = raising(ServiceUnavailable("The database is away.", retry_after=7))
    fields["awayToo"].resolve = raising(ServiceUnavailable("The database is away.", retry_after=3))
    fields["broken"].resolve = raising(RuntimeError("secret: bolt://user:password"))
    fields["ours"].resolve = raising(GraphQLError("Not today.", extensions={"code": "FORBIDDEN"}))
    fields["slow"].resolve = slow
    fields["held"].resolve = held
    fields["counted"].resolve = lambda *_, **__: probe.ask()
    fields["people"].resolve = lambda *_, **__: {"nodes": friends, "edges": [{"node": friend} for friend in friends], "totalCount": 2}
    fields["crowd"].resolve = lambda *_: friends
    fields["long"].resolve = lambda _root, _info, length: "ü" * length
    fields["rateLimit"].resolve = lambda _root, info: info.context["standing"] and info.context["standing"].remaining
    schema.mutation_type.fields["rename"].resolve = lambda _root, _info, name: probe.rename(name)
    return schema


def probe_app(probe: Probe, **settings: Any) -> ASGIApp:
    # In so long a window no point comes back while a test runs.
    settings.setdefault("rate_window", 3600)
    chosen = Settings(**settings)

    async def readiness() -> dict[str, Any]:
        if not probe.ready:
            raise ServiceUnavailable("The database is away.", retry_after=2)
        return {"engine": "probe"}

    operations = create_operations(probe_schema(probe), settings=chosen)
    behind = Behind(
        context_factory=lambda request: {"request": request, "standing": standing_of(request.scope)},
        readiness=readiness,
        data_state=lambda: probe.version,
        readings=lambda: {"statements_total": probe.asked, "data_version": probe.version},
    )
    return create_app(operations, settings=chosen, behind=behind)


@asynccontextmanager
async def client_of(app: ASGIApp) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://directory") as client:
        yield client


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
async def client(probe: Probe) -> AsyncGenerator[httpx.AsyncClient, None]:
    async with client_of(probe_app(probe, request_timeout=0.2)) as client:
        yield client


@pytest.fixture
async def live_url(probe: Probe) -> AsyncGenerator[str, None]:
    """The application behind uvicorn on a free port of the loopback address."""
    listener: socket.socket = listen("127.0.0.1", 0)
    ready = asyncio.Event()
    with listener:
        task = asyncio.create_task(serve(probe_app(probe), listener, shutdown_timeout=1, on_ready=ready.set, trusted_proxies="127.0.0.1"))
        await ready.wait()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        # As an operator stops it.
        signal.raise_signal(signal.SIGTERM)
        await task
