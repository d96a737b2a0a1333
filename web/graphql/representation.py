"""An answer as one client gets it: media type, encoding, entity tag and how long it may be kept (RFC 9110, RFC 9111)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from web.graphql.answers import Answer, Answers, Found
from web.http.compression import LARGE_BYTES, SMALLEST_BYTES, chosen_encoding, compressed
from web.http.negotiation import GRAPHQL_RESPONSE
from web.http.request_facts import header

COST_HEADER: Final = "X-Netzlotse-Cost"

# On every answer of the endpoint: a shared cache must keep these apart.
VARY: Final = f"Accept, Accept-Encoding, {COST_HEADER}"

NO_STORE: Final = "no-store"

# How the answer came about (RFC 9211).
_CACHE_STATUS: Final[Mapping[str, bytes]] = {
    "hit": b"netzlotse; hit",
    "miss": b"netzlotse; fwd=miss",
    "collapsed": b"netzlotse; fwd=miss; collapsed",
}


class Ready(Response):
    """A response whose headers are encoded already."""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        self.status_code = status
        self.raw_headers = headers
        self.body = body
        self.background = None


@dataclass(frozen=True, slots=True)
class _Form:
    """One representation: its body, its headers, and those that a 304 repeats of them."""

    body: bytes
    tag: str
    headers: tuple[tuple[bytes, bytes], ...]
    kept_headers: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representations:
    """Turns answers into responses, and keeps with each answer what was made of it. max_age: seconds for caches of others."""

    answers: Answers
    max_age: int
    compress: bool

    async def response(self, found: Found, answer: Answer, request: Request, media_type: str) -> Response:
        """The response to one request; 304 without a body if a GET names the entity tag of what it would get."""
        encoding = chosen_encoding(header(request.scope, b"accept-encoding")) if self.compress else None
        if len(answer.body) < SMALLEST_BYTES:
            encoding = None
        readable = request.method in ("GET", "HEAD")
        public = readable and not found.private
        chosen = (media_type, encoding, public)
        form: _Form | None = answer.ready.get(chosen)
        if form is None:
            form = answer.ready[chosen] = await self._made(found, answer, chosen)
        came = (b"cache-status", _CACHE_STATUS[found.came])
        if readable:
            known = header(request.scope, b"if-none-match")
            if known is not None and names_tag(known, form.tag):
                return Ready(304, [*form.kept_headers, came], b"")
        return Ready(200, [*form.headers, came], form.body)

    async def _made(self, found: Found, answer: Answer, chosen: tuple[str, str | None, bool]) -> _Form:
        media_type, encoding, public = chosen
        body = await self._encoded(found, answer, encoding)
        # A strong tag names these very bytes under this very type.
        marks = [answer.digest, *(["graphql"] if media_type == GRAPHQL_RESPONSE else []), *([encoding] if encoding else [])]
        tag = f'"{"-".join(marks)}"'
        kept = {"etag": tag, "cache-control": f"public, max-age={self.max_age}" if public else NO_STORE, "vary": VARY}
        headers = {"content-type": f"{media_type}; charset=utf-8", "content-length": str(len(body)), **kept}
        if encoding:
            headers["content-encoding"] = encoding
        return _Form(body, tag, _encoded_headers(headers), _encoded_headers(kept))

    async def _encoded(self, found: Found, answer: Answer, encoding: str | None) -> bytes:
        """The body in an encoding, made once for all forms that have it."""
        if encoding is None:
            return answer.body
        body: bytes | None = answer.ready.get(encoding)
        if body is None:
            work = (answer.body, encoding)
            body = await asyncio.to_thread(compressed, *work) if len(answer.body) > LARGE_BYTES else compressed(*work)
            if encoding not in answer.ready:
                answer.ready[encoding] = body
                self.answers.kept.grow(found.key, by=len(body))
        return body


async def encoded_body(body: bytes, accept_encoding: str | None) -> tuple[bytes, dict[str, str]]:
    """A body that isn't kept, compressed if that is worth it, with the header that says so."""
    encoding = chosen_encoding(accept_encoding)
    if encoding is None or len(body) < SMALLEST_BYTES:
        return body, {}
    return await asyncio.to_thread(compressed, body, encoding), {"Content-Encoding": encoding}


def names_tag(if_none_match: str, tag: str) -> bool:
    """Whether If-None-Match names *tag*; it is compared weakly, as RFC 9110 asks."""
    return if_none_match.strip() == "*" or any(part.strip().removeprefix("W/") == tag for part in if_none_match.split(","))


def _encoded_headers(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers.items())
