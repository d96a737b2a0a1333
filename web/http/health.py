"""/healthz: the process lives. /readyz: the database answers and holds the directory."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response

from graph.errors import ServiceUnavailable

# Facts about the directory (engine, version …). Raises ServiceUnavailable while requests can't be answered.
Readiness = Callable[[], Awaitable[Mapping[str, Any]]]

_NO_STORE: Final = {"Cache-Control": "no-store"}


async def healthz(_request: Request) -> Response:
    """200 as long as the event loop turns; asks nothing of the database."""
    return _json({"status": "ok"}, status=200)


@dataclass(frozen=True, slots=True)
class ReadyEndpoint:
    """200 with facts about the directory, or 503 with the cause and Retry-After."""

    readiness: Readiness

    async def __call__(self, _request: Request) -> Response:
        """Ask the database now: nothing is remembered between calls."""
        try:
            facts = await self.readiness()
        except ServiceUnavailable as exc:
            response = _json({"status": "unavailable", "cause": str(exc)}, status=503)
            response.headers["Retry-After"] = str(max(1, round(exc.retry_after)))
            return response
        return _json({"status": "ready", **facts}, status=200)


def _json(body: Mapping[str, Any], *, status: int) -> Response:
    """A small JSON answer that nobody keeps."""
    return Response(orjson.dumps(body), status_code=status, media_type="application/json", headers=_NO_STORE)
