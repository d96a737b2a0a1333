"""Large answers of pages, compressed as the client accepts. Nothing secret stands in them that their size could tell."""

from asyncio import to_thread

from starlette.requests import Request
from starlette.responses import Response

from web.http.compression import SMALLEST_BYTES, chosen_encoding, compressed


async def packed(response: Response, request: Request) -> Response:
    """*response* with its body compressed if the client accepts it and it is worth it. In a thread: a map has hundreds of kB."""
    encoding = chosen_encoding(request.headers.get("accept-encoding"))
    response.headers.add_vary_header("Accept-Encoding")
    if encoding is None or len(response.body) < SMALLEST_BYTES:
        return response
    response.body = await to_thread(compressed, bytes(response.body), encoding)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.body))
    return response
