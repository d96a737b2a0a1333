"""Headers that make browsers careful, on every answer; what a page says for itself stays."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

# A worker is ruled by the policy of its own script, so scripts bring none.
_WITHOUT_POLICY: Final = (b"text/javascript", b"application/javascript")


class SecurityHeaders:
    """Middleware: adds what an answer doesn't have yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection; anything but HTTP is passed through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = dict(message["headers"])
                added = [header for header in _ALWAYS if header[0] not in given]
                if _POLICY[0] not in given and not given.get(b"content-type", b"").startswith(_WITHOUT_POLICY):
                    added.append(_POLICY)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_with_headers)
