"""/graphiql: the query editor, from our own host.

GraphiQL is built by web/graphiql (npm ci, npm run build). Where that wasn't done, a plain form of ours stands in.
"""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

PATH: Final = "/graphiql"

_SOURCE: Final = Path(__file__).parent / "graphiql"
_BUILT: Final = _SOURCE / "build"

# The editor (Monaco) writes style elements and attributes, and loads its icon font and images from data: URLs.
_CSP_FULL: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_CSP_PLAIN: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}


def is_built(built: Path = _BUILT) -> bool:
    """Whether the full editor is there."""
    return (built / "graphiql.js").is_file()


def ide_routes(built: Path = _BUILT) -> list[BaseRoute]:
    """The page and its files. *built* is where the build put the full editor; it is looked for once, here."""
    full = is_built(built)
    page = _SOURCE / ("graphiql.html" if full else "plain.html")
    headers = {**_HEADERS, "Content-Security-Policy": _CSP_FULL if full else _CSP_PLAIN}

    async def show(_request: Request) -> Response:
        return FileResponse(page, media_type="text/html; charset=utf-8", headers=headers)

    files = StaticFiles(directory=built if full else _SOURCE / "plain")
    return [Route(PATH, show), Mount(f"{PATH}/assets", files)]
