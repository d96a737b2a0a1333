"""A directory that answers wrongly where it is asked to, as servers and what stands before them do."""

import asyncio
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Longer than a citizen is told nothing, shorter than they wait.
SLOW_SECONDS: Final = 5


class Wrongly:
    """*app*, and under /slow, /busy, /broken, /html and /proxy an answer that comes late or isn't one; *busy* refuses all.

    `log` holds method and status of what was asked under /repeat.
    """

    def __init__(self, app: ASGIApp, busy: ASGIApp) -> None:
        self._app = app
        self._busy = busy
        self.log: list[tuple[str, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as the first part of its path says."""
        mode, _, rest = scope.get("path", "").removeprefix("/").partition("/")
        inner = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode()}
        readable = {"access-control-allow-origin": "*"}
        match mode:
            case "slow":
                await asyncio.sleep(SLOW_SECONDS)
                await self._app(inner, receive, send)
            case "busy":
                await self._busy(inner, receive, send)
            case "repeat":
                await self._app(inner, receive, self._noting(scope["method"], send))
            case "broken":
                await Response('{"errors": [{"message": "Unexpected error."}]}', 500, readable)(scope, receive, send)
            case "html":
                await Response("<h1>Login</h1>", 200, readable, "text/html")(scope, receive, send)
            case "proxy":
                # Without leave to read it, as a proxy that can't reach us answers.
                await Response("<h1>Bad Gateway</h1>", 502, media_type="text/html")(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    def _noting(self, method: str, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.log.append((method, message["status"]))
            await send(message)

        return noting
