"""Errors as clients see them: stable codes, the request's id, and nothing of our insides."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
import structlog
from graphql import ArgumentNode, ExecutionResult, GraphQLError, ValueNode, VariableDefinitionNode
from starlette.responses import Response

from graph.errors import DirectoryError, ServiceUnavailable
from web.http.request_facts import facts

PARSE_FAILED: Final = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED: Final = "GRAPHQL_VALIDATION_FAILED"
BAD_USER_INPUT: Final = "BAD_USER_INPUT"
FORBIDDEN: Final = "FORBIDDEN"
PERSISTED_QUERY_NOT_FOUND: Final = "PERSISTED_QUERY_NOT_FOUND"
COST_LIMIT_EXCEEDED: Final = "COST_LIMIT_EXCEEDED"
SERVICE_UNAVAILABLE: Final = "SERVICE_UNAVAILABLE"
INTERNAL_SERVER_ERROR: Final = "INTERNAL_SERVER_ERROR"

# HTTP's own refusals. Clients of GraphQL read the code, everything else reads the status.
HTTP_CODES: Final[Mapping[int, str]] = {
    400: BAD_USER_INPUT,
    401: "UNAUTHENTICATED",
    403: FORBIDDEN,
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    413: "PAYLOAD_TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    429: "RATE_LIMITED",
    500: INTERNAL_SERVER_ERROR,
    503: SERVICE_UNAVAILABLE,
}

MASKED_MESSAGE: Final = "Unexpected error."

# A client's own value is repeated to it up to this many bytes of JSON.
_SHOWN_BYTES: Final = 200

_log = structlog.stdlib.get_logger("netzlotse")


class HttpRefusal(Exception):
    """The request isn't a GraphQL request that can be answered. Has a status whichever media type the client accepts."""

    def __init__(self, message: str, /, *, status: int, headers: Mapping[str, str] | None = None, **extensions: Any) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.extensions = extensions


class DocumentRefusal(Exception):
    """A GraphQL request that fails before execution: no `data`; 400 for application/graphql-response+json, else 200."""

    def __init__(self, code: str, errors: Sequence[GraphQLError], /, **extensions: Any) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.code = code
        self.errors = list(errors)
        self.extensions = extensions


def http_entry(message: str, /, *, status: int, **extensions: Any) -> dict[str, Any]:
    """One entry of `errors` for a refusal by HTTP."""
    code = HTTP_CODES.get(status, f"HTTP_{status}")
    return {"message": message, "extensions": {"code": code, **extensions, "requestId": facts().get("request_id")}}


def document_entries(refusal: DocumentRefusal) -> list[dict[str, Any]]:
    """The entries of `errors` for a document that is refused."""
    return [_entry(error, error.message, {"code": refusal.code, **refusal.extensions}) for error in refusal.errors]


def coercion_refusal(errors: Sequence[GraphQLError], variables: Mapping[str, Any]) -> DocumentRefusal:
    """The refusal for variables of the wrong type; names the first variable at fault and the value it was given."""
    node = next((node for error in errors for node in error.nodes or () if isinstance(node, VariableDefinitionNode)), None)
    if node is None:
        return DocumentRefusal(BAD_USER_INPUT, errors)
    name = node.variable.name.value
    return DocumentRefusal(BAD_USER_INPUT, errors, variable=name, value=shown(variables.get(name)))


def refusal_response(message: str, /, *, status: int, headers: Mapping[str, str] | None = None, **extensions: Any) -> Response:
    """The whole answer to a request that is refused before any endpoint has read it."""
    body = orjson.dumps({"errors": [http_entry(message, status=status, **extensions)]})
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(body, status_code=status, media_type="application/json; charset=utf-8", headers=kept)


def execution_entry(error: GraphQLError) -> dict[str, Any]:
    """The entry for a field that failed: the directory's own errors as they are, anything else masked and logged."""
    cause = root_cause(error)
    if isinstance(cause, DirectoryError):
        return _entry(error, str(cause), {"code": cause.code, **cause.extensions})
    if isinstance(cause, GraphQLError):
        if "code" in (cause.extensions or {}):
            return _entry(error, cause.message, dict(cause.extensions or {}))
        if any(isinstance(node, ValueNode | ArgumentNode) for node in cause.nodes or ()):
            return _entry(error, cause.message, {"code": BAD_USER_INPUT})
    _log.error("unexpected_error", path=error.path, exc_info=cause)
    return _entry(error, MASKED_MESSAGE, {"code": INTERNAL_SERVER_ERROR})


def result_body(result: ExecutionResult) -> dict[str, Any]:
    """The response of an operation that ran: `errors` first where there are any, as the specification asks."""
    errors = {"errors": [execution_entry(error) for error in result.errors]} if result.errors else {}
    extensions = {"extensions": result.extensions} if result.extensions else {}
    return {**errors, "data": result.data, **extensions}


def retry_after(errors: Sequence[GraphQLError]) -> int | None:
    """Seconds until a retry makes sense, if every error says that the database is away; otherwise None."""
    waits = [cause.retry_after for cause in map(root_cause, errors) if isinstance(cause, ServiceUnavailable)]
    return max(1, *map(round, waits)) if waits and len(waits) == len(errors) else None


def root_cause(error: GraphQLError) -> BaseException:
    """The exception that a resolver raised: GraphQL wraps it, at times more than once."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def raised_by(error: GraphQLError) -> Exception:
    """The directory's own error that a field raised; any other is a fault of ours, and stays as it is."""
    cause = root_cause(error)
    return cause if isinstance(cause, DirectoryError) else error


def shown(value: object) -> object:
    """A client's JSON *value* as we repeat it: itself while short, else the beginning of its text; nothing of what nests too deep."""
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError:
        return "…"
    return value if len(text) <= _SHOWN_BYTES else text[:_SHOWN_BYTES].decode(errors="ignore") + "…"


def _entry(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    """One entry in the specification's form."""
    entry: dict[str, Any] = {"message": message}
    if error.locations:
        entry["locations"] = [{"line": location.line, "column": location.column} for location in error.locations]
    if error.path is not None:
        entry["path"] = list(error.path)
    entry["extensions"] = {**extensions, "requestId": facts().get("request_id")}
    return entry
