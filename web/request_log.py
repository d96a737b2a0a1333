"""One id and one log line for each request."""

import re
import time
import uuid
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "X-Request-Id"

# A client's id goes into logs and answers, so it may hold only what needs no escaping anywhere.
_VALID_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log = structlog.stdlib.get_logger("netzlotse.access")


class RequestLog:
    """Middleware: takes the client's X-Request-Id if it is valid (else makes one), returns it, and logs one line at the end.

    The line holds method, path, status, bytes, milliseconds and what the request itself bound (operation, error codes).
    No address of the client and no query string: they may be personal data.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP is passed through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = sent = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            _log.info("request", method=scope["method"], path=scope["path"], status=status or None, bytes=sent, ms=milliseconds)


def _request_id(scope: Scope) -> str:
    """The client's id, or a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    return given if _VALID_ID.fullmatch(given) else uuid.uuid4().hex
