"""One log line for each request."""

import logging
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
import structlog

from web.logs import writes_json

_NAME = "netzlotse.access"


class RequestLog:
    """Writes method, path, status, bytes, milliseconds and what was noted of a request (id, operation, error codes).

    No address of the client and no query string: they may be personal data. As JSON the line is written straight to standard
    error: the chain of processors would take longer than a kept answer does.
    """

    def __init__(self) -> None:
        self._enabled = logging.getLogger(_NAME).isEnabledFor(logging.INFO)
        self._stream = sys.stderr if writes_json() else None
        self._logger = structlog.stdlib.get_logger(_NAME)

    def write(self, facts: Mapping[str, Any], /) -> None:
        """One line."""
        if not self._enabled:
            return
        if self._stream is None:
            self._logger.info("request", **facts)
            return
        now = time.time()
        timestamp = f"{_second(int(now))}.{int(now % 1 * 1_000_000):06d}Z"
        line = orjson.dumps({**facts, "event": "request", "level": "info", "timestamp": timestamp}, option=orjson.OPT_APPEND_NEWLINE)
        self._stream.write(line.decode())


@lru_cache(maxsize=2)
def _second(seconds: int) -> str:
    """Day and time, written once for all lines of a second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
