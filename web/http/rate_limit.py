"""So many requests by each client: token buckets in memory, told in the RateLimit headers (draft-ietf-httpapi-ratelimit-headers)."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.types import Scope

from web.http.errors import HttpRefusal
from web.http.partners import partner_of

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

    def left(self) -> tuple[int, int]:
        """Whole points that are left, never below 0, and the seconds until all are back."""
        self._refill()
        return max(0, math.floor(self._points)), math.ceil((self.quota - self._points) * self.window_s / self.quota)

    @property
    def remaining(self) -> int:
        """Whole points that are left, never below 0."""
        return self.left()[0]

    @property
    def reset_s(self) -> int:
        """Seconds until all points are back."""
        return self.left()[1]

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
    """Each request costs its client one point; without a point it is refused.

    A client is the peer's address, for IPv6 its /64 network. Behind a proxy that is the proxy's client, if the server trusts the
    proxy. A client that bears a partner's key has that partner's quota, counted apart. At most *clients* are remembered, the one
    that was seen longest ago is forgotten first.
    """

    def __init__(self, *, quota: int, window_s: float, clients: int = 50_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._quota = quota
        self._window_s = window_s
        self._clients = clients
        self._clock = clock
        self._standings: OrderedDict[str, Standing] = OrderedDict()

    def standing(self, scope: Scope) -> Standing | None:
        """How the client of a request stands; `standing_of` finds it again. None where nothing is limited."""
        if scope["path"] in UNLIMITED_PATHS:
            return None
        client = client_of_address(scope["client"][0] if scope.get("client") else "")
        partner = partner_of(scope)
        quota = self._quota
        if partner is not None and partner.rate_limit is not None:
            client, quota = f"{partner.name} {client}", partner.rate_limit
        standing = self._standings.get(client)
        if standing is None:
            standing = self._standings[client] = Standing(quota, self._window_s, self._clock)
            if len(self._standings) > self._clients:
                self._standings.popitem(last=False)
        else:
            self._standings.move_to_end(client)
        scope.setdefault("state", {})[_STATE] = standing
        return standing

    def headers(self, standing: Standing) -> tuple[tuple[bytes, bytes], ...]:
        """What every answer says about the rate."""
        policy = b'"requests";q=%d;w=%d' % (standing.quota, math.ceil(self._window_s))
        return (b"ratelimit-policy", policy), (b"ratelimit", b'"requests";r=%d;t=%d' % standing.left())

    def refusal(self, standing: Standing) -> HttpRefusal:
        """Why a request that there is no point for isn't answered."""
        wait = standing.retry_after_s
        message = f"Too many requests: {standing.quota} in {self._window_s:g} s are allowed. Try again in {wait} s."
        return HttpRefusal(message, status=429, headers={"Retry-After": str(wait)}, retryAfter=wait, limit=standing.quota)


def standing_of(scope: Scope) -> Standing | None:
    """How the client of this request stands; None where nothing is limited."""
    standing: Standing | None = scope.get("state", {}).get(_STATE)
    return standing


@lru_cache(maxsize=4096)
def client_of_address(address: str) -> str:
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
