"""What people see instead of a page: too many requests, the directory away, nothing there, a fault of ours. One place for all pages."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from web.http.errors import HttpRefusal, refusal_response
from web.http.request_facts import facts
from web.pages.render import page
from web.pages.words import chosen_language, words_of

RefusedPage = Callable[[Request, HttpRefusal], Response]

_RETRY_AFTER: Final = 5
_BUSY: Final = 429
_AWAY: Final = 503
_FAULT: Final = 500
_UNKNOWN_KEY: Final = 401
_GONE: Final = 404


def refused_page(request: Request, refusal: HttpRefusal) -> Response:
    """The refusal in the reader's language, with a way to try again."""
    words = words_of(chosen_language(request.query_params.get("lang", ""), request.headers.get("accept-language", "")))
    return page(
        "refused.html",
        words,
        in_language=lambda code: own_address(request, lang=code),
        status=refusal.status,
        headers=refusal.headers,
        **refused_words(request, refusal),
    )


def refused_words(request: Request, refusal: HttpRefusal) -> dict[str, Any]:
    """What the template shows: what happened (busy, away, key, gone or fault), when to try again and where, the request's id."""
    kind = {_BUSY: "busy", _AWAY: "away", _UNKNOWN_KEY: "key", _GONE: "gone"}.get(refusal.status, "fault")
    seconds = int(refusal.headers.get("Retry-After", _RETRY_AFTER))
    # What isn't there won't be there the next time: back to the search, which stands at the root of the pages.
    same = "/" if kind == "gone" else own_address(request, without="partner" if kind == "key" else "")
    return {"kind": kind, "seconds": seconds, "same": same, "request_id": escape(facts().get("request_id", ""))}


def own_address(request: Request, *, without: str = "", **changed: str) -> str:
    """The path and query that were asked, with what is *changed*, *without* one of the parameters."""
    url = request.url.include_query_params(**changed) if changed else request.url
    url = url.remove_query_params(without) if without else url
    return f"{url.path}?{url.query}" if url.query else url.path


class PageRoute(Route):
    """The route of a page, by GET: its refusals are pages, made by *refused*."""

    def __init__(self, path: str, endpoint: Callable[..., Any], *, refused: RefusedPage = refused_page) -> None:
        super().__init__(path, endpoint, methods=["GET"])
        self.refused = refused


class Refusals:
    """Tells refusals: on the paths of the pages among *routes* as pages, elsewhere as JSON in GraphQL's form."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._pages = {route.path: route for route in routes if isinstance(route, PageRoute)}

    def told(self, scope: Scope, refusal: HttpRefusal) -> Response:
        """The response to a request that is refused before, in, or after its endpoint."""
        route = self._pages.get(scope["path"])
        if route is not None and (refusal.status in (_BUSY, _AWAY, _UNKNOWN_KEY, _GONE) or refusal.status >= _FAULT):
            return route.refused(Request(scope), refusal)
        return refusal_response(str(refusal), status=refusal.status, headers=refusal.headers, **refusal.extensions)
