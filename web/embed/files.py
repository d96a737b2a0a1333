"""The files that other websites load: the element's script and its types, and the hash by which a page knows them.

`element/` is their source; `element/build/` is committed, so that no machine needs npm to serve them. Addresses with a version
never change what they give; those under v1 give the newest that understands the same attributes.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha384
from html import escape
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from web.graphql.representation import names_tag
from web.graphql.trusted import HASH_PREFIX
from web.http.compression import ENCODINGS, chosen_encoding, compressed
from web.http.errors import refusal_response

ELEMENT: Final = Path(__file__).parent / "element"
VERSION: Final[str] = json.loads((ELEMENT / "package.json").read_text(encoding="utf-8"))["version"]
"""The element's version, as in its package.json."""
NEWEST: Final = "v1"
"""The address of the newest version that keeps the contract of 1.0.0."""
SCRIPT: Final = "integration-directory.js"
TYPES: Final = "integration-directory.d.ts"
RESIZE: Final = "resize.js"
"""The script for pages that frame the directory instead."""

_MEDIA_TYPES: Final[Mapping[str, str]] = {
    SCRIPT: "text/javascript; charset=utf-8",
    TYPES: "application/typescript; charset=utf-8",
    RESIZE: "text/javascript; charset=utf-8",
}
# Seconds. An update of v1 reaches every page within an hour.
_FOREVER: Final = "public, max-age=31536000, immutable"
_SHORT: Final = "public, max-age=3600"
# Any page may load it, with crossorigin (which a hash asks for) and without.
_FOR_ANY: Final[Mapping[str, str]] = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True, slots=True)
class _File:
    """One file, compressed once in each encoding (None: as it is)."""

    forms: Mapping[str | None, bytes]
    digest: str
    media_type: str


def sri(name: str = SCRIPT) -> str:
    """The hash of a script for `integrity` (Subresource Integrity), from the very bytes that are served."""
    return f"sha384-{b64encode(sha384(_read(name).forms[None]).digest()).decode()}"


def embed_script(base_url: str) -> str:
    """The script element that a page needs, for the service at *base_url* (with or without a slash at its end)."""
    address = escape(f"{base_url.rstrip('/')}/embed/{VERSION}/{SCRIPT}")
    return f'<script type="module" src="{address}" integrity="{sri()}" crossorigin="anonymous"></script>'


def resize_script(base_url: str) -> str:
    """The script element for a page that frames the directory, for the service at *base_url*."""
    address = escape(f"{base_url.rstrip('/')}/embed/{VERSION}/{RESIZE}")
    return f'<script src="{address}" integrity="{sri(RESIZE)}" crossorigin="anonymous" defer></script>'


@cache
def embed_documents() -> Mapping[str, str]:
    """The GraphQL documents that the element names and doesn't send, each under `sha256:<hex>`."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(ELEMENT.glob("*.graphql"))]
    return {HASH_PREFIX + sha256(text.encode()).hexdigest(): text for text in texts}


def file_routes() -> list[BaseRoute]:
    """Scripts and types under their version and under v1; of other versions it is said that they aren't here."""
    return [
        Route(f"/embed/{{version}}/{name}", _Files(name, _read(name)).__call__, methods=["GET"], name=f"embed {name}")
        for name in _MEDIA_TYPES
    ]


def _path(name: str) -> Path:
    return ELEMENT.parent / name if name == RESIZE else ELEMENT / "build" / name


@cache
def _read(name: str) -> _File:
    """The file as it was first read: what is served, and what is hashed."""
    body = _path(name).read_bytes()
    forms: dict[str | None, bytes] = {None: body}
    forms |= {encoding: compressed(body, encoding) for encoding in ENCODINGS}
    return _File(forms, sha256(body).hexdigest()[:32], _MEDIA_TYPES[name])


@dataclass(frozen=True, slots=True)
class _Files:
    """Answers for one file in all its versions."""

    name: str
    file: _File

    async def __call__(self, request: Request) -> Response:
        """The file, a 304, or a 404 that says which versions are here."""
        version = request.path_params["version"]
        if version not in (VERSION, NEWEST):
            message = f"{self.name} is here as {VERSION} and as {NEWEST}, not as {version[:40]!r}."
            return refusal_response(message, status=404, headers=_FOR_ANY)
        encoding = chosen_encoding(request.headers.get("accept-encoding"))
        tag = f'"{"-".join([self.file.digest, *([encoding] if encoding else [])])}"'
        headers = {
            **_FOR_ANY,
            "Cache-Control": _FOREVER if version == VERSION else _SHORT,
            "ETag": tag,
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        known = request.headers.get("if-none-match")
        if known is not None and names_tag(known, tag):
            return Response(status_code=304, headers=headers)
        coded = {"Content-Encoding": encoding} if encoding else {}
        return Response(self.file.forms[encoding], media_type=self.file.media_type, headers={**headers, **coded})
