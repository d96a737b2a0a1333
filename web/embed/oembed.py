"""/embed/v1/oembed: how content management systems turn a link to the directory into a frame (oEmbed 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from web.embed.asked import PATH, Asked, read_asked
from web.http.errors import HttpRefusal
from web.pages.words import chosen_language, words_of

OEMBED_PATH: Final = "/embed/v1/oembed"

# Pixels. WordPress shows from 200 to 1000.
WIDTH: Final = 700
HEIGHT: Final = 700
_LEAST: Final = 200
_MOST: Final = 4_000
_DIGITS: Final = 5

# Forms, links to other pages, and telephone numbers work; the page can neither be itself nor lead the page around it away.
SANDBOX: Final = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"

# Seconds.
_MAX_AGE: Final = 86_400


@dataclass(frozen=True, slots=True)
class OEmbed:
    """Answers for links to the directory's page. readable: whether pages of any origin may ask."""

    readable: bool

    def routes(self) -> list[BaseRoute]:
        """The route of the answers."""
        return [Route(OEMBED_PATH, self.answer, methods=["GET"])]

    async def answer(self, request: Request) -> Response:
        """The frame for a link. Raises HttpRefusal: 404 for a link that isn't ours, 501 for another format than JSON, 400."""
        given = request.query_params
        if (form := given.get("format", "json")) != "json":
            raise HttpRefusal(f"The format can be json, not {form[:40]!r}.", status=501)
        asked = _asked(given.get("url", ""), request)
        width, height = _bounded(given, "maxwidth", WIDTH), _bounded(given, "maxheight", HEIGHT)
        base = str(request.base_url).rstrip("/")
        title = frame_title(asked)
        body = {
            "type": "rich",
            "version": "1.0",
            "title": title,
            "provider_name": "Netzlotse",
            "provider_url": f"{base}/",
            "cache_age": _MAX_AGE,
            "width": width,
            "height": height,
            "html": frame(asked, base=base, title=title, width=str(width), height=height),
        }
        headers = {"Cache-Control": f"public, max-age={_MAX_AGE}", "Cross-Origin-Resource-Policy": "cross-origin"}
        headers |= {"Access-Control-Allow-Origin": "*"} if self.readable else {}
        return Response(orjson.dumps(body), media_type="application/json", headers=headers)


def frame(asked: Asked, *, base: str, title: str, width: str = "100%", height: int = HEIGHT) -> str:
    """The element that frames the page which answers what is *asked*."""
    address = escape(f"{base}{asked.address()}")
    size = f'width="{width}" height="{height}"'
    return f'<iframe src="{address}" title="{escape(title)}" {size} loading="lazy" frameborder="0" sandbox="{SANDBOX}"></iframe>'


def frame_title(asked: Asked) -> str:
    """What a frame is called for those who can't see it: in the language that the address names, or in German."""
    return words_of(chosen_language(asked.lang, "")).plain("embed.directory")


def _asked(url: str, request: Request) -> Asked:
    """What a link asks, read anew, so that nothing else of it gets into the frame. Raises HttpRefusal 404."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    # The scheme isn't compared: behind a proxy we may not see it.
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != request.url.netloc.lower() or parts.path != PATH:
        raise HttpRefusal(f"Only addresses of {request.base_url}{PATH[1:]} can be embedded, not {url[:200]!r}.", status=404)
    return read_asked(dict(parse_qsl(parts.query, keep_blank_values=True)))


def _bounded(given: Mapping[str, str], name: str, usual: int) -> int:
    """A size in pixels, at most what was given. Raises HttpRefusal 400."""
    text = given.get(name, "")
    if not text:
        return usual
    if not (len(text) <= _DIGITS and text.isascii() and text.isdigit() and _LEAST <= int(text) <= _MOST * 10):
        raise HttpRefusal(f"{name} must be a number of pixels from {_LEAST} on, not {text[:40]!r}.", status=400)
    return min(int(text), usual)
