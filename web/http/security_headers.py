"""Headers that make browsers careful, on every answer; what a page says for itself stays."""

from collections.abc import Iterable
from typing import Final

_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

# A worker is ruled by the policy of its own script, so scripts bring none.
_WITHOUT_POLICY: Final = (b"text/javascript", b"application/javascript")


def missing_headers(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What has to be added to an answer's own headers."""
    names = dict(given)
    added = [header for header in _ALWAYS if header[0] not in names]
    if _POLICY[0] not in names and not names.get(b"content-type", b"").startswith(_WITHOUT_POLICY):
        added.append(_POLICY)
    return added
