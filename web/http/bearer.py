"""Tokens that operators give to programs: `Authorization: Bearer …` (RFC 6750)."""

import hmac

from starlette.requests import Request


def bears(request: Request, token: str) -> bool:
    """Whether *request* brings *token*. Takes as long for a wrong one."""
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
