"""What a GraphQL request says, read from a query string or a JSON body, with everything malformed refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import orjson
from starlette.requests import ClientDisconnect, Request

from web.http.errors import HttpRefusal, shown
from web.http.negotiation import is_json_in_utf8
from web.http.request_facts import header

# Levels of lists and objects within the variables. Nested `where` inputs need about ten.
MAX_VARIABLE_DEPTH: Final = 64

# How much of a body that is too large is still received.
_DISCARDED_BYTES: Final = 32 * 1024 * 1024

_TYPES: Final = (
    ("query", str, "a string"),
    ("documentId", str, "a string"),
    ("operationName", str, "a string"),
    ("variables", dict, "an object"),
    ("extensions", dict, "an object"),
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """One GraphQL request. `operation_name` is None when omitted or empty, and so is `document_id`.

    `query` is empty where the document is named by `document_id` or by `extensions.persistedQuery`, see `web.graphql.persisted`.
    """

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)
    document_id: str | None = None


async def read_parameters(request: Request, /, *, max_body_bytes: int) -> Parameters:
    """The parameters of a GET or POST request. Raises HttpRefusal (400, 413, 415)."""
    if request.method == "POST":
        return _parameters(await _read_json(request, max_body_bytes=max_body_bytes))
    values: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        text = values.pop(name, "")
        if text:
            values[name] = _decode(text.encode(), f"the parameter {name}")
    return _parameters(values)


async def _read_json(request: Request, /, *, max_body_bytes: int) -> Mapping[str, Any]:
    """The body as a JSON object. Raises HttpRefusal (400, 413, 415)."""
    content_type = header(request.scope, b"content-type")
    if not is_json_in_utf8(content_type):
        raise HttpRefusal(f"The body must be application/json in UTF-8, not {content_type!r}.", status=415)
    encoding = header(request.scope, b"content-encoding")
    if encoding is not None and encoding.lower() != "identity":
        raise HttpRefusal(f"The body must not be encoded, but its Content-Encoding is {encoding!r}.", status=415)
    body = await read_body(request, max_body_bytes=max_body_bytes)
    value = _decode(body, "the body")
    if not isinstance(value, dict):
        raise HttpRefusal("The body must be a JSON object with the key query.", status=400, value=shown(value))
    return cast("dict[str, Any]", value)


async def read_body(request: Request, /, *, max_body_bytes: int) -> bytes:
    """The whole body. Raises HttpRefusal 413 for one that is too large, once the client has sent it.

    A client that is still sending when we answer and close sees a broken connection, not the answer. So what is too large is
    read and thrown away, up to a bound; beyond that the connection is closed.
    """
    kept: list[bytes] = []
    received, more = 0, True
    while more and received <= _DISCARDED_BYTES:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk, more = message.get("body", b""), message.get("more_body", False)
        received += len(chunk)
        if received <= max_body_bytes:
            kept.append(chunk)
    if received <= max_body_bytes:
        return kept[0] if len(kept) == 1 else b"".join(kept)
    headers = {"Connection": "close"} if received > _DISCARDED_BYTES else {}
    raise HttpRefusal(f"The body is larger than {max_body_bytes} bytes.", status=413, headers=headers, limit=max_body_bytes)


def _decode(data: bytes, name: str) -> object:
    """JSON, at most 1024 levels deep (orjson's limit). Raises HttpRefusal."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as exc:
        raise HttpRefusal(f"Could not read {name} as JSON: {exc}.", status=400) from exc


def _parameters(values: Mapping[str, Any]) -> Parameters:
    """Check names' types. Raises HttpRefusal."""
    query, document_id = values.get("query"), values.get("documentId") or None
    variables, extensions = values.get("variables"), values.get("extensions")
    for name, kind, expected in _TYPES:
        value = values.get(name)
        if value is not None and not isinstance(value, kind):
            raise HttpRefusal(f"{name} must be {expected}.", status=400, value=shown(value))
    if document_id is not None and query is not None:
        raise HttpRefusal("The request holds both query and documentId: send one of them.", status=400)
    if query is None and document_id is None and "persistedQuery" not in (extensions or {}):
        raise HttpRefusal("The request holds no query.", status=400)
    if variables and _deeper_than(variables, MAX_VARIABLE_DEPTH):
        raise HttpRefusal(f"The variables are nested more than {MAX_VARIABLE_DEPTH} levels deep.", status=400, limit=MAX_VARIABLE_DEPTH)
    return Parameters(query or "", values.get("operationName") or None, variables or {}, extensions or {}, document_id)


def _deeper_than(value: object, limit: int) -> bool:
    """Whether a JSON value nests deeper than *limit* levels. Goes level by level, so that no depth exhausts the stack."""
    level = [value]
    for _ in range(limit):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
