"""The web application: its routes, what surrounds them, and errors told as their reader expects them."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLFieldResolver, GraphQLSchema
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from graph.engine import Engine
from graph.errors import ServiceUnavailable
from schema.rows import Rows
from web.embed.files import embed_documents, file_routes
from web.embed.routes import embed_routes
from web.graphql.answers import Answers, ContextFactory
from web.graphql.bounded import Bounded
from web.graphql.documents import Documents
from web.graphql.endpoint import METHODS, Endpoint
from web.graphql.operations import Operations
from web.graphql.persisted import PersistedDocuments
from web.graphql.representation import Representations
from web.graphql.trusted import TrustedDocumentsError, read_trusted
from web.http.cors import Cors
from web.http.errors import MASKED_MESSAGE, DocumentRefusal, HttpRefusal
from web.http.health import Readiness, ReadyEndpoint, healthz
from web.http.metrics import Metrics, MetricsEndpoint, Readings
from web.http.origins import origins_of
from web.http.partners_file import read_partners
from web.http.rate_limit import RateLimit
from web.http.surroundings import Surroundings
from web.ide import ide_routes
from web.pages.asking import PageAsker
from web.pages.finder.forms import PATH as FINDER_PATH
from web.pages.finder.page import finder_routes
from web.pages.finder.report import report_routes
from web.pages.finder.reports import Reports, reports_routes
from web.pages.map.downloads import download_routes
from web.pages.map.page import map_routes
from web.pages.refusals import Refusals
from web.pages.render import page_files
from web.settings import Settings


def create_operations(
    schema: GraphQLSchema, *, settings: Settings, field_resolver: GraphQLFieldResolver | None = None, rows: Rows | None = None
) -> Operations:
    """*schema* with the limits that *settings* give it. field_resolver: for fields without a resolver of their own; rows: what it reads."""
    documents = Documents(schema, limits=settings.limits, introspection=settings.introspection, size=settings.document_cache, rows=rows)
    return Operations(
        schema=schema,
        documents=documents,
        field_resolver=field_resolver,
        timeout=settings.request_timeout,
        max_cost=settings.max_cost,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What the application asks of the directory behind it.

    context_factory makes `info.context` of a request; readiness is asked by /readyz; data_state is what answers depend on beside
    the question (see `web.graphql.answers`); readings are its figures for /metrics; engine keeps what people report (None: nobody does).
    """

    context_factory: ContextFactory
    readiness: Readiness
    data_state: Callable[[], Hashable]
    readings: Readings = dict
    engine: Engine | None = None


def create_app(operations: Operations, *, settings: Settings, behind: Behind) -> ASGIApp:
    """The ASGI application that serves *operations*. Raises TrustedDocumentsError, PartnersError."""
    partners = read_partners(settings.partners)
    answers = Answers(
        operations=operations,
        context_factory=behind.context_factory,
        data_state=behind.data_state,
        kept=Bounded(limit_bytes=settings.response_cache_bytes),
    )
    trusted = read_trusted(settings.trusted_documents, only=settings.only_trusted)
    for name, source in trusted.by_id.items():
        _check_trusted(operations.documents, name, source)
    persisted = PersistedDocuments(trusted.with_own(embed_documents()), limit_bytes=settings.persisted_bytes)
    endpoint = Endpoint(
        answers=answers,
        persisted=persisted,
        representations=Representations(answers=answers, max_age=settings.cache_max_age, compress=settings.compression),
        max_body_bytes=settings.max_body_bytes,
    )
    reports = Reports(behind.engine, most=settings.reports_kept, days=settings.reports_days) if behind.engine is not None else None
    metrics = Metrics(lambda: {**_readings(answers, persisted), **(reports.readings() if reports else {}), **behind.readings()})
    asker = PageAsker(operations, behind.context_factory)
    routes: list[BaseRoute] = [
        Route("/", _to_finder),
        Route("/graphql", endpoint, methods=list(METHODS)),
        Route("/healthz", healthz),
        Route("/readyz", ReadyEndpoint(behind.readiness).__call__),
        page_files(),
        *finder_routes(asker, reporting=reports is not None and settings.report_limit > 0),
        *map_routes(asker, compress=settings.compression),
        *download_routes(asker, compress=settings.compression),
        *embed_routes(asker, settings=settings, partners=partners),
        *file_routes(),
    ]
    if reports is not None:
        routes += _reporting(reports, asker, settings)
    if settings.metrics:
        routes.append(Route("/metrics", MetricsEndpoint(metrics, settings.metrics_token.get_secret_value()).__call__))
    if settings.graphiql:
        routes += ide_routes()
    refusals = Refusals(routes)
    app = Starlette(routes=routes, exception_handlers=_handlers(refusals))
    rate = (
        RateLimit(quota=settings.rate_limit, window_s=settings.rate_window, clients=settings.rate_clients) if settings.rate_limit else None
    )
    # Around everything, Starlette's own error page included.
    return Surroundings(
        app,
        cors=Cors(origins_of(settings.cors_origins) | partners.origins),
        rate_limit=rate,
        metrics=metrics,
        partners=partners,
        told=refusals.told,
    )


def _reporting(reports: Reports, asker: PageAsker, settings: Settings) -> list[BaseRoute]:
    """Where people report what is wrong, and where coordinators read it."""
    routes = reports_routes(reports, token=settings.reports_token.get_secret_value())
    if settings.report_limit:
        rate = RateLimit(quota=settings.report_limit, window_s=settings.report_window, clients=settings.rate_clients)
        routes += report_routes(asker, reports, rate=rate)
    return routes


def _check_trusted(documents: Documents, name: str, source: str) -> None:
    """What can't be answered is found at the start and not by a visitor. Raises TrustedDocumentsError."""
    try:
        documents.get(source)
    except DocumentRefusal as refusal:
        raise TrustedDocumentsError(f"the trusted document {name} can't be answered: {refusal}") from refusal


def _readings(answers: Answers, persisted: PersistedDocuments) -> dict[str, float]:
    """Our own figures for /metrics."""
    documents = answers.operations.documents
    return {
        **{f"answers_total:{came}": number for came, number in answers.counts.items()},
        "answers_kept": len(answers.kept),
        "answers_kept_bytes": answers.kept.bytes,
        "executions_running": len(answers.running),
        "documents_kept": len(documents),
        "documents_hits_total": documents.hits,
        "documents_misses_total": documents.misses,
        "documents_learned": len(persisted),
    }


async def _to_finder(_request: Request) -> Response:
    return RedirectResponse(FINDER_PATH)


def _handlers(refusals: Refusals) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    """How what endpoints raise is told."""

    async def refused(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HttpRefusal)
        return refusals.told(request.scope, exc)

    async def away(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, ServiceUnavailable)
        return refusals.told(request.scope, HttpRefusal(str(exc), status=503, headers={"Retry-After": str(max(1, round(exc.retry_after)))}))

    async def not_here(request: Request, exc: Exception) -> Response:
        """No such path, or not with this method."""
        assert isinstance(exc, HTTPException)
        messages = {404: f"Nothing is at {request.url.path}.", 405: f"{request.method} is not allowed at {request.url.path}."}
        message = messages.get(exc.status_code, exc.detail)
        return refusals.told(request.scope, HttpRefusal(message, status=exc.status_code, headers=exc.headers))

    async def unexpected(request: Request, _exc: Exception) -> Response:
        """Our own fault: masked here, and logged by the server, which gets the exception once the answer is sent."""
        return refusals.told(request.scope, HttpRefusal(MASKED_MESSAGE, status=500))

    return {HttpRefusal: refused, ServiceUnavailable: away, HTTPException: not_here, Exception: unexpected}
