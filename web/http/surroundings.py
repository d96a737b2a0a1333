"""What every request passes before and after the application, in one pass: the order of the parts is here, their rules are theirs."""

import time
from collections.abc import Callable, Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.http.cors import Cors
from web.http.errors import HttpRefusal
from web.http.metrics import REFUSED, Metrics
from web.http.partners import Partners
from web.http.rate_limit import RateLimit, Standing
from web.http.request_facts import HEADER, begin_request
from web.http.request_log import RequestLog
from web.http.security_headers import missing_headers

_GRAPHQL = "/graphql"

Told = Callable[[Scope, HttpRefusal], Response]


class Surroundings:
    """Middleware: gives a request its id, answers for CORS and the rate limit, adds their headers, counts it and logs one line.

    told: how a refusal is said on the path of a request.
    """

    def __init__(self, app: ASGIApp, *, cors: Cors, rate_limit: RateLimit | None, metrics: Metrics, partners: Partners, told: Told) -> None:
        self._app = app
        self._cors = cors
        self._rate_limit = rate_limit
        self._metrics = metrics
        self._partners = partners
        self._told = told
        self._log = RequestLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP is passed through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given: dict[bytes, bytes] = dict(scope["headers"])
        facts = begin_request(given.get(HEADER, b""))
        unknown = self._partners.recognise(scope, given)
        standing = self._rate_limit.standing(scope) if self._rate_limit else None
        added = [(HEADER, facts["request_id"].encode()), *self._cors.added(scope["path"], given.get(b"origin"))]
        status = sent = 0

        async def send_more(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status, own = message["status"], message["headers"]
                rate = self._rate_limit.headers(standing) if self._rate_limit and standing else ()
                message["headers"] = [*own, *missing_headers(own), *added, *rate]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        started = time.perf_counter()
        self._metrics.open += 1
        try:
            await self._chosen(scope, given, standing, unknown)(scope, receive, send_more)
        finally:
            self._metrics.open -= 1
            seconds = time.perf_counter() - started
            if scope["path"] == _GRAPHQL:
                self._metrics.count(facts.get("operation", REFUSED), status, seconds)
            else:
                self._metrics.count_other(status)
            noted = {"method": scope["method"], "path": scope["path"], "status": status or None, "bytes": sent}
            self._log.write({**noted, "ms": round(seconds * 1000, 1), **facts})

    def _chosen(self, scope: Scope, headers: Mapping[bytes, bytes], standing: Standing | None, unknown: HttpRefusal | None) -> ASGIApp:
        """Who answers: one of ours for preflights and refusals, otherwise the application."""
        instead = self._cors.instead(scope["path"], scope["method"], headers)
        if instead is None and self._rate_limit and standing and not standing.take():
            instead = self._told(scope, self._rate_limit.refusal(standing))
        if instead is None and unknown is not None:
            instead = self._told(scope, unknown)
        return instead or self._app
