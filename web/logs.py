"""Structured logs on standard error: JSON lines for machines, colours on a terminal. Every line of a request has its id."""

import logging
import sys
from typing import Final, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from web.http.request_facts import merge_facts

_SHARED: Final[list[Processor]] = [
    merge_facts,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _without_colours(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """uvicorn gives its messages twice; the one with terminal colours isn't for logs."""
    event.pop("color_message", None)
    return event


def configure_logs(*, level: str = "info", form: Literal["auto", "console", "json"] = "auto") -> None:
    """Send structlog's and the standard library's records through one formatter. Call once, before the server starts."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    # JSON carries tracebacks as text; the console renders them itself.
    final: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()] if as_json else [structlog.dev.ConsoleRenderer()]
    )
    formatter = (_JsonFormatter if as_json else structlog.stdlib.ProcessorFormatter)(
        foreign_pre_chain=[*_SHARED, _without_colours],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def writes_json() -> bool:
    """Whether `configure_logs` has chosen lines of JSON."""
    return any(isinstance(handler.formatter, _JsonFormatter) for handler in logging.getLogger().handlers)


class _JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """Lines of JSON."""
