"""Which pages of other origins may read the directory (Fetch standard, CORS protocol). Never with credentials: there are none."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import refusal_response
from web.origins import ANY

# What is public to pages of other origins. Everything else is for people who visit us.
PUBLIC_PATHS: Final = frozenset({"/graphql"})

_EXPOSED: Final = b"Cache-Status, ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
# Browsers keep a preflight's answer for this long, in seconds; Chromium at most for two hours.
_PREFLIGHT_MAX_AGE: Final = "7200"


class Cors:
    """Middleware: answers preflights, says on public paths who may read, and refuses what other origins may not send.

    With `*` the header stands on every answer, whoever asks: a shared cache may give it to anybody. With a list, answers vary by
    Origin. A POST from a page of another origin that isn't listed is 403 before its body is read.
    """

    def __init__(self, app: ASGIApp, *, origins: frozenset[str]) -> None:
        self._app = app
        self._origins = origins
        self._any = ANY in origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP is passed through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        public = scope["path"] in PUBLIC_PATHS
        allowed = public and (self._any or (origin is not None and origin.lower() in self._origins))
        added: list[tuple[bytes, bytes]] = []
        if allowed:
            value = b"*" if self._any or origin is None else origin.encode("latin-1")
            added += [(b"access-control-allow-origin", value), (b"access-control-expose-headers", _EXPOSED)]
        if public and not self._any:
            added.append((b"vary", b"Origin"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *added]
            await send(message)

        if public and scope["method"] == "OPTIONS":
            await _preflight(allowed=allowed)(scope, receive, send_with_headers)
        elif origin is not None and scope["method"] == "POST" and not allowed and not _is_own(origin, headers.get("host", "")):
            refused = refusal_response(f"Pages of {origin[:200]!r} may not send requests here.", status=403)
            await refused(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


def _preflight(*, allowed: bool) -> Response:
    """What may be sent. Without Access-Control-Allow-Origin beside it a browser takes it for a no."""
    headers = {"Allow": "GET, POST, OPTIONS"}
    if allowed:
        headers |= {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": _PREFLIGHT_MAX_AGE,
        }
    return Response(status_code=204, headers=headers)


def _is_own(origin: str, host: str) -> bool:
    """Whether a page is ours. The scheme isn't compared: behind a proxy we don't see it."""
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
