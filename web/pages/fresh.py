"""Pages that caches may keep: a strong entity tag, 304 for who has the page already, compressed as the client accepts."""

from dataclasses import dataclass
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from web.graphql.representation import encoded_body, names_tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How long caches may keep a page, in seconds, and whether it is compressed."""

    max_age: int
    compress: bool

    async def kept(self, made: Response, request: Request) -> Response:
        """*made*, a whole page without errors, as caches may keep it; or a 304."""
        body = bytes(made.body)
        encoding: dict[str, str] = {}
        digest = blake2b(body, digest_size=16).hexdigest()
        if self.compress:
            body, encoding = await encoded_body(body, request.headers.get("accept-encoding"))
        marks = [digest, *encoding.values()]
        headers = {
            **{name: value for name, value in made.headers.items() if name not in {"content-length", "content-type"}},
            "etag": f'"{"-".join(marks)}"',
            "cache-control": f"public, max-age={self.max_age}",
            "vary": ", ".join(filter(None, [made.headers.get("vary"), "Accept-Encoding"])),
        }
        known = request.headers.get("if-none-match")
        if known is not None and names_tag(known, headers["etag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, status_code=made.status_code, media_type=made.headers["content-type"], headers={**headers, **encoding})
