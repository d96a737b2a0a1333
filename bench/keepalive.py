"""The least that an HTTP client can be: one connection kept open, one request at a time, bodies with a Content-Length."""

import asyncio
from collections.abc import Callable
from typing import cast


class Connection(asyncio.Protocol):
    """Sends ready requests and hands out whole responses."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._end = 0
        self._answered: Callable[[bytes], None] = lambda _: None
        self._lost: Callable[[], None] = lambda: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._end:
            head = self._received.find(b"\r\n\r\n")
            if head < 0:
                return
            fields = bytes(self._received[:head]).lower()
            length = fields.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
            self._end = head + 4 + int(length)
        if len(self._received) >= self._end:
            response = bytes(self._received)
            self._received.clear()
            self._end = 0
            self._answered(response)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._lost()

    async def ask(self, request: bytes) -> bytes:
        """The response to *request*, head and body."""
        waiting: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._answered = waiting.set_result

        def lost() -> None:
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("the server closed the connection"))

        self._lost = lost
        self._send(request)
        return await waiting

    def repeat(self, request: bytes, count: Callable[[bytes], bool]) -> None:
        """Send *request* again and again, each time *count* has taken a response and wants more."""

        def again(response: bytes) -> None:
            if count(response):
                self._send(request)

        self._answered = again
        self._send(request)

    def close(self) -> None:
        """Close the connection."""
        assert self._transport
        self._lost = lambda: None
        self._transport.close()

    def _send(self, request: bytes) -> None:
        assert self._transport
        self._transport.write(request)


def post(body: bytes) -> bytes:
    """A request to /graphql."""
    head = f"POST /graphql HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def body_of(response: bytes) -> bytes:
    """The body of a response."""
    return response.partition(b"\r\n\r\n")[2]
