"""What is noted of a request while it is answered, for its log lines, its errors and the metrics."""

import re
from contextvars import ContextVar
from os import urandom
from typing import Any, Final

from starlette.types import Scope
from structlog.typing import EventDict, WrappedLogger

HEADER: Final = b"x-request-id"

# A client's id goes into logs and answers, so it may hold only what needs no escaping anywhere.
_VALID_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")

# Work that is begun for a request has its facts, too: a task copies the context it is made in.
_facts: ContextVar[dict[str, Any] | None] = ContextVar("netzlotse_request_facts", default=None)


def begin_request(given_id: bytes) -> dict[str, Any]:
    """The facts of a request that begins: `request_id`, the client's if it is valid, or else a new one."""
    facts: dict[str, Any] = {"request_id": given_id.decode() if _VALID_ID.fullmatch(given_id) else urandom(16).hex()}
    _facts.set(facts)
    return facts


def facts() -> dict[str, Any]:
    """The facts of the request being answered: `request_id`, `operation` (None without a name), `error_codes`.

    Outside of a request nothing that is noted is kept.
    """
    return _facts.get() or {}


def merge_facts(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """For structlog: each line of a request has its facts."""
    return {**facts(), **event}


def header(scope: Scope, name: bytes) -> str | None:
    """A header of the request by its *name* in lower case; None if it has none. Starlette's own look-up takes ten times as long."""
    for given, value in scope["headers"]:
        if given == name:
            return str(value, "latin-1")
    return None
