"""Runs the application on one address until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

_BACKLOG: Final = 2048


class AddressTaken(Exception):
    """The address can't be listened on; the message names it and the cause on one line."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on *host*:*port* (0: a free one), taken before anything slow is started. Raises AddressTaken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as exc:
        raise AddressTaken(f"cannot listen on {host}:{port}: {exc.strerror or exc}") from exc
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as exc:
        listener.close()
        raise AddressTaken(
            f"cannot listen on {host}:{port}: {exc.strerror or exc}. Choose another port with --port or NETZLOTSE_PORT."
        ) from exc
    return listener


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling (which would kill us before the engine is closed), with a call once it listens."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


async def serve(app: ASGIApp, listener: socket.socket, *, shutdown_timeout: float, on_ready: Callable[[], None]) -> None:
    """Serve *app* until SIGINT or SIGTERM; open requests may end within *shutdown_timeout* seconds. A second SIGINT ends at once."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=max(1, round(shutdown_timeout)),
    )
    server = _Server(config, on_ready)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.handle_exit, number, None)
    try:
        await server.serve(sockets=[listener])
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
