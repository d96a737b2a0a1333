"""GraphQL over HTTP, by POST and GET: bytes in, one operation run, bytes out.

Follows the GraphQL-over-HTTP specification: application/json answers 200 to every well-formed GraphQL request,
application/graphql-response+json answers 400 to one that fails before execution.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
import structlog
from graphql import ExecutionResult
from starlette.requests import Request
from starlette.responses import Response

from web.errors import DocumentRefusal, HttpRefusal, document_entries, http_entry, result_body, retry_after
from web.negotiation import GRAPHQL_RESPONSE, JSON, response_type
from web.operations import Operations
from web.parameters import read_parameters

ContextFactory = Callable[[Request], Any]

METHODS: Final = ("GET", "POST")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The endpoint at /graphql. context_factory makes `info.context` for one request."""

    operations: Operations
    context_factory: ContextFactory
    max_body_bytes: int = 262_144

    async def __call__(self, request: Request) -> Response:
        """Answer one request. Never raises for what a client may send."""
        accept = request.headers.get("accept")
        media_type = response_type(accept)
        try:
            if media_type is None:
                raise HttpRefusal(f"The answer can be {JSON} or {GRAPHQL_RESPONSE}, but {accept!r} accepts neither.", status=406)
            parameters = await read_parameters(request, max_body_bytes=self.max_body_bytes)
            result = await self.operations.run(
                parameters, context=lambda: self.context_factory(request), queries_only=request.method != "POST"
            )
        except HttpRefusal as refusal:
            entry = http_entry(str(refusal), status=refusal.status, **refusal.extensions)
            return _response({"errors": [entry]}, media_type or JSON, status=refusal.status, headers=refusal.headers)
        except DocumentRefusal as refusal:
            status = 400 if media_type == GRAPHQL_RESPONSE else 200
            return _response({"errors": document_entries(refusal)}, media_type or JSON, status=status)
        return _executed(result, media_type)


def _executed(result: ExecutionResult, media_type: str) -> Response:
    """The response to an operation that ran, whole or in part.

    When the database was away for every root field, the answer is 503 with Retry-After in both media types.
    """
    wait = retry_after(result.errors or ())
    if wait is not None and not any(value is not None for value in (result.data or {}).values()):
        return _response(result_body(result), media_type, status=503, headers={"Retry-After": str(wait)})
    return _response(result_body(result), media_type)


def _response(body: dict[str, Any], media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Bytes by orjson, in UTF-8; the codes of the errors go into the request's log line."""
    if "errors" in body:
        structlog.contextvars.bind_contextvars(error_codes=sorted({str(entry["extensions"]["code"]) for entry in body["errors"]}))
    content_type = f"{media_type}; charset=utf-8"
    return Response(orjson.dumps(body), status_code=status, media_type=content_type, headers={"Vary": "Accept", **(headers or {})})
