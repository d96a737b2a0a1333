"""Websites that embed the directory: whose pages may frame and read it, for which region, and with what rate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Scope

from web.http.errors import HttpRefusal

HEADER: Final = b"x-netzlotse-partner"
PARAMETER: Final = "partner"

_STATE: Final = "partner"
_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One website. origins: empty where any that may read the directory will do. rate_limit: None where the common one holds."""

    name: str
    origins: frozenset[str] = frozenset()
    region: str = ""
    key: str = field(default="", repr=False)
    rate_limit: int | None = None


class Partners:
    """The websites by their keys, and all their origins."""

    def __init__(self, partners: Mapping[str, Partner] | None = None) -> None:
        known = (partners or {}).values()
        self.origins: frozenset[str] = frozenset().union(*(partner.origins for partner in known))
        # By digest: how long a look-up takes says nothing about the keys.
        self._by_digest = {_digest(partner.key): partner for partner in known if partner.key}

    def recognise(self, scope: Scope, headers: Mapping[bytes, bytes]) -> HttpRefusal | None:
        """Note the partner whose key a request bears, for `partner_of`; or why the key can't be taken."""
        key = _key_in(scope, headers)
        if key is None:
            return None
        partner = self._by_digest.get(_digest(key))
        if partner is None:
            return HttpRefusal(f"The partner key {key[:_SHOWN]}… isn't known.", status=401)
        origin = headers.get(b"origin", b"null").decode("latin-1").lower()
        own = origin.partition("://")[2] == headers.get(b"host", b"").decode("latin-1").lower()
        if partner.origins and origin != "null" and not own and origin not in partner.origins:
            return HttpRefusal(f"The key of {partner.name} isn't for pages of {origin[:200]!r}.", status=403)
        scope.setdefault("state", {})[_STATE] = partner
        return None


NO_PARTNERS: Final = Partners()


def partner_of(scope: Scope) -> Partner | None:
    """The partner whose key a request bears."""
    partner: Partner | None = scope.get("state", {}).get(_STATE)
    return partner


def _key_in(scope: Scope, headers: Mapping[bytes, bytes]) -> str | None:
    """The key of a request: by its header, or else by its query; None without one."""
    if (given := headers.get(HEADER)) is not None:
        return given.decode("latin-1") or None
    query: bytes = scope.get("query_string", b"")
    # Most requests have none, and some have long queries.
    if PARAMETER.encode() not in query:
        return None
    return next(iter(parse_qs(query.decode("latin-1")).get(PARAMETER, [])), None)


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "replace")).digest()
