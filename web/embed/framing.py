"""Which websites may show the embed's pages in a frame, and what such a page may do."""

from typing import Final

from web.http.origins import ANY, origins_of
from web.http.partners import Partners

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {}; require-trusted-types-for 'script'; trusted-types 'none'"
)


def framed_policy(frame_origins: str, partners: Partners) -> str:
    """The Content-Security-Policy of a page that the listed origins, the partners and our own pages may frame."""
    origins = origins_of(frame_origins)
    ancestors = [ANY] if ANY in origins else ["'self'", *sorted(origins | partners.origins)]
    return _POLICY.format(" ".join(ancestors))
