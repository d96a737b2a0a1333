"""So many requests by each client: token buckets in memory, told in the RateLimit headers (draft-ietf-httpapi-ratelimit-headers)."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import refusal_response

# Who asks whether the service lives is never refused.
UNLIMITED_PATHS: Final = frozenset({"/healthz", "/readyz", "/metrics"})

_STATE: Final = "rate_limit"


class Standing:
    """How a client stands: points left of *quota*, which come back evenly over *window_s* seconds. Starts full."""

    __slots__ = ("_at", "_clock", "_points", "quota", "window_s")

    def __init__(self, quota: int, window_s: float, clock: Callable[[], float]) -> None:
        self.quota = quota
        self.window_s = window_s
        self._clock = clock
        self._points = float(quota)
        self._at = clock()

    def take(self) -> bool:
        """Spend one point on a request; False if there is none."""
        self._refill()
        if self._points < 1:
            return False
        self._points -= 1
        return True

    def charge(self, points: int) -> None:
        """Spend *points* more on what turned out to be dear. What isn't there is owed, up to one quota."""
        self._points = max(self._points - points, -float(self.quota))

    @property
    def remaining(self) -> int:
        """Whole points that are left, never below 0."""
        self._refill()
        return max(0, math.floor(self._points))

    @property
    def reset_s(self) -> int:
        """Seconds until all points are back."""
        self._refill()
        return math.ceil((self.quota - self._points) * self.window_s / self.quota)

    @property
    def retry_after_s(self) -> int:
        """Seconds until there is a point for one request, at least 1."""
        self._refill()
        return max(1, math.ceil((1 - self._points) * self.window_s / self.quota))

    def _refill(self) -> None:
        now = self._clock()
        self._points = min(self.quota, self._points + (now - self._at) * self.quota / self.window_s)
        self._at = now


class RateLimit:
    """Middleware: each request costs its client one point; without a point it is answered 429 with Retry-After.

    A client is the peer's address, for IPv6 its /64 network. Behind a proxy that is the proxy's client, if the server trusts the
    proxy. At most *clients* are remembered, the one that was seen longest ago is forgotten first.
    """

    def __init__(
        self, app: ASGIApp, *, quota: int, window_s: float, clients: int = 50_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._quota = quota
        self._window_s = window_s
        self._clients = clients
        self._clock = clock
        self._standings: OrderedDict[str, Standing] = OrderedDict()
        self._policy = f'"requests";q={quota};w={math.ceil(window_s)}'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application do so."""
        if scope["type"] != "http" or scope["path"] in UNLIMITED_PATHS:
            await self._app(scope, receive, send)
            return
        standing = self._standing(_client_of(scope["client"][0] if scope.get("client") else ""))

        async def send_with_standing(message: Message) -> None:
            if message["type"] == "http.response.start":
                text = f'"requests";r={standing.remaining};t={standing.reset_s}'
                message["headers"] = [*message["headers"], (b"ratelimit-policy", self._policy), (b"ratelimit", text.encode())]
            await send(message)

        if standing.take():
            scope.setdefault("state", {})[_STATE] = standing
            await self._app(scope, receive, send_with_standing)
            return
        wait = standing.retry_after_s
        message = f"Too many requests: {self._quota} in {self._window_s:g} s are allowed. Try again in {wait} s."
        refused = refusal_response(message, status=429, headers={"Retry-After": str(wait)}, retryAfter=wait, limit=self._quota)
        await refused(scope, receive, send_with_standing)

    def _standing(self, client: str) -> Standing:
        standing = self._standings.get(client)
        if standing is None:
            standing = self._standings[client] = Standing(self._quota, self._window_s, self._clock)
            if len(self._standings) > self._clients:
                self._standings.popitem(last=False)
        else:
            self._standings.move_to_end(client)
        return standing


def standing_of(scope: Scope) -> Standing | None:
    """How the client of this request stands; None where nothing is limited."""
    standing: Standing | None = scope.get("state", {}).get(_STATE)
    return standing


@lru_cache(maxsize=4096)
def _client_of(address: str) -> str:
    """The name under which an address is counted: one household or office has a whole /64 of IPv6 addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed) >> 64 << 64, 64)))
