"""Large answers of pages, compressed as the client accepts. Nothing secret stands in them that their size could tell."""

from starlette.requests import Request
from starlette.responses import Response

from web.graphql.representation import encoded_body


async def packed(response: Response, request: Request) -> Response:
    """*response* with its body compressed if the client accepts it and it is worth it. In a thread: a map has hundreds of kB."""
    response.headers.add_vary_header("Accept-Encoding")
    body, encoding = await encoded_body(bytes(response.body), request.headers.get("accept-encoding"))
    if encoding:
        response.body = body
        response.headers.update({**encoding, "Content-Length": str(len(body))})
    return response
