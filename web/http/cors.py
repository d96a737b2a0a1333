"""Which pages of other origins may read the directory (Fetch standard, CORS protocol). Never with credentials: there are none."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from web.http.errors import refusal_response
from web.http.origins import ANY

# What is public to pages of other origins. Everything else is for people who visit us.
PUBLIC_PATHS: Final = frozenset({"/graphql"})

_EXPOSED: Final = (b"access-control-expose-headers", b"Cache-Status, ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id")
_FOR_ANY: Final = ((b"access-control-allow-origin", b"*"), _EXPOSED)
_VARY: Final = (b"vary", b"Origin")

_ALLOW: Final = {"Allow": "GET, HEAD, POST, OPTIONS"}
_PREFLIGHT: Final = {
    **_ALLOW,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "*",
    # Seconds. Chromium keeps a preflight's answer for two hours at most.
    "Access-Control-Max-Age": "7200",
}


class Cors:
    """Says on public paths who may read, answers preflights, and refuses what other origins may not send.

    With `*` the header stands on every answer, whoever asks: a shared cache may give it to anybody. With a list, answers vary by
    Origin. A POST from a page of another origin that isn't listed is 403 before its body is read.
    """

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins
        self._any = ANY in origins

    def added(self, path: str, origin: bytes | None) -> tuple[tuple[bytes, bytes], ...]:
        """The headers that an answer to *origin* gets (None: no page of a browser asks)."""
        if path not in PUBLIC_PATHS:
            return ()
        if self._any:
            return _FOR_ANY
        if origin is None or not self._lists(origin):
            return (_VARY,)
        return (_VARY, (b"access-control-allow-origin", origin), _EXPOSED)

    def instead(self, path: str, method: str, headers: Mapping[bytes, bytes]) -> Response | None:
        """The answer to a preflight, or the refusal of what may not be sent; None lets the request pass."""
        origin = headers.get(b"origin")
        allowed = path in PUBLIC_PATHS and (self._any or (origin is not None and self._lists(origin)))
        if method == "OPTIONS" and path in PUBLIC_PATHS:
            return Response(status_code=204, headers=_PREFLIGHT if allowed else _ALLOW)
        if method == "POST" and origin is not None and not allowed and not _is_own(origin, headers.get(b"host", b"")):
            return refusal_response(f"Pages of {origin[:200].decode('latin-1')!r} may not send requests here.", status=403)
        return None

    def _lists(self, origin: bytes) -> bool:
        return origin.decode("latin-1").lower() in self._origins


def _is_own(origin: bytes, host: bytes) -> bool:
    """Whether a page is ours. The scheme isn't compared: behind a proxy we don't see it."""
    return origin.lower().partition(b"://")[2] == host.lower()
