"""GraphQL over HTTP, by POST and GET: bytes in, one operation run, bytes out.

Follows the GraphQL-over-HTTP specification: application/json answers 200 to every well-formed GraphQL request,
application/graphql-response+json answers 400 to one that fails before execution.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from graphql import ExecutionResult
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from web.graphql.answers import Answers
from web.graphql.coalescing import ClientGone
from web.graphql.parameters import Parameters, read_parameters
from web.graphql.persisted import PersistedDocuments
from web.graphql.representation import COST_HEADER, NO_STORE, VARY, Representations, encoded_body
from web.http.errors import DocumentRefusal, HttpRefusal, document_entries, http_entry, result_body, retry_after
from web.http.negotiation import GRAPHQL_RESPONSE, JSON, response_type
from web.http.request_facts import facts, header

METHODS: Final = ("GET", "POST")

_COST_HEADER: Final = COST_HEADER.lower().encode()

# Nobody reads it; it is what logs commonly say of a client that didn't wait.
_GONE_STATUS: Final = 499


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The endpoint at /graphql."""

    answers: Answers
    persisted: PersistedDocuments
    representations: Representations
    max_body_bytes: int = 262_144

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Never raises for what a client may send."""
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        """The response, whatever the request is worth."""
        accept = header(request.scope, b"accept")
        media_type = response_type(accept)
        try:
            if media_type is None:
                raise HttpRefusal(f"The answer can be {JSON} or {GRAPHQL_RESPONSE}, but {accept!r} accepts neither.", status=406)
            return await self._answered(request, media_type)
        except HttpRefusal as refusal:
            entry = http_entry(str(refusal), status=refusal.status, **refusal.extensions)
            return await _with_entries(request, {"errors": [entry]}, media_type or JSON, status=refusal.status, headers=refusal.headers)
        except DocumentRefusal as refusal:
            status = 400 if media_type == GRAPHQL_RESPONSE else 200
            return await _with_entries(request, {"errors": document_entries(refusal)}, media_type or JSON, status=status)
        except (ClientGone, ClientDisconnect):
            return Response(status_code=_GONE_STATUS)

    async def _answered(self, request: Request, media_type: str) -> Response:
        """The response to an operation that ran. Raises HttpRefusal, DocumentRefusal, ClientGone."""
        asked = self.persisted.resolved(await read_parameters(request, max_body_bytes=self.max_body_bytes))
        operations = self.answers.operations
        prepared = operations.prepare(asked, queries_only=request.method != "POST")
        self.persisted.learn(asked)
        facts()["operation"] = prepared.operation.name
        found = await self.answers.find(prepared, request, with_cost=_cost_is_asked(request, asked))
        if isinstance(found.answer, ExecutionResult):
            return await _with_errors(request, found.answer, media_type)
        return await self.representations.response(found, found.answer, request, media_type)


def _cost_is_asked(request: Request, asked: Parameters) -> bool:
    """By the header, or by `extensions: {cost: true}` in the request."""
    return header(request.scope, _COST_HEADER) == "1" or asked.extensions.get("cost") is True


async def _with_errors(request: Request, result: ExecutionResult, media_type: str) -> Response:
    """The response to an operation that ran in part, or in vain.

    When the database was away for every root field, the answer is 503 with Retry-After in both media types.
    """
    wait = retry_after(result.errors or ())
    if wait is not None and not any(value is not None for value in (result.data or {}).values()):
        return await _with_entries(request, result_body(result), media_type, status=503, headers={"Retry-After": str(wait)})
    return await _with_entries(request, result_body(result), media_type)


async def _with_entries(
    request: Request, body: dict[str, Any], media_type: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer with errors: made for this request alone; their codes go into its log line."""
    facts()["error_codes"] = sorted({str(entry["extensions"]["code"]) for entry in body["errors"]})
    content, encoding = await encoded_body(orjson.dumps(body), header(request.scope, b"accept-encoding"))
    given = {"Vary": VARY, "Cache-Control": NO_STORE, **encoding, **(headers or {})}
    return Response(content, status_code=status, media_type=f"{media_type}; charset=utf-8", headers=given)
