"""The web application: its routes, and errors as JSON everywhere."""

from typing import Any

import orjson
from graphql import GraphQLFieldResolver, GraphQLSchema
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from web.documents import Documents
from web.endpoint import METHODS, ContextFactory, Endpoint
from web.errors import MASKED_MESSAGE, http_entry
from web.health import Readiness, ReadyEndpoint, healthz
from web.ide import PATH as IDE_PATH
from web.ide import ide_routes
from web.operations import Operations
from web.request_log import RequestLog
from web.settings import Settings


def create_operations(schema: GraphQLSchema, *, settings: Settings, field_resolver: GraphQLFieldResolver | None = None) -> Operations:
    """*schema* with the limits that *settings* give it. field_resolver: for fields without a resolver of their own."""
    documents = Documents(schema, limits=settings.limits, introspection=settings.introspection, size=settings.document_cache)
    return Operations(schema=schema, documents=documents, field_resolver=field_resolver, timeout=settings.request_timeout)


def create_app(
    operations: Operations,
    *,
    settings: Settings,
    context_factory: ContextFactory,
    readiness: Readiness,
) -> ASGIApp:
    """The ASGI application that serves *operations*.

    context_factory makes `info.context` of a request; readiness is asked by /readyz.
    """
    endpoint = Endpoint(operations=operations, context_factory=context_factory, max_body_bytes=settings.max_body_bytes)
    routes: list[BaseRoute] = [
        Route("/graphql", endpoint.__call__, methods=list(METHODS)),
        Route("/healthz", healthz),
        Route("/readyz", ReadyEndpoint(readiness).__call__),
    ]
    if settings.graphiql:
        routes += [Route("/", _to_ide), *ide_routes()]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: _http_error, Exception: _unexpected_error},
    )
    # Around everything, Starlette's own error page included: each answer has an id and each request its line.
    return RequestLog(app)


async def _to_ide(_request: Request) -> Response:
    return RedirectResponse(IDE_PATH)


async def _http_error(request: Request, exc: Exception) -> Response:
    """No such path, or not with this method."""
    assert isinstance(exc, HTTPException)
    messages = {404: f"Nothing is at {request.url.path}.", 405: f"{request.method} is not allowed at {request.url.path}."}
    return _error(messages.get(exc.status_code, exc.detail), status=exc.status_code, headers=dict(exc.headers or {}))


async def _unexpected_error(_request: Request, _exc: Exception) -> Response:
    """Our own fault: masked here, and logged by the server, which gets the exception once the answer is sent."""
    return _error(MASKED_MESSAGE, status=500)


def _error(message: str, *, status: int, headers: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {"errors": [http_entry(message, status=status)]}
    return Response(orjson.dumps(body), status_code=status, media_type="application/json; charset=utf-8", headers=headers)
