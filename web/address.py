"""The address that the service listens on, taken before anything slow is started."""

import socket
from typing import Final

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
