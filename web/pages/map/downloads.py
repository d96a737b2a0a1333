"""/map.csv, /map.geojson, /map.xlsx, /map-gaps.csv and /map-open.csv: what the map shows, as files with the same filters."""

import re
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph.errors import AmbiguousPlace, BadUserInput, PlaceNotFound, ServiceUnavailable
from web.graphql.representation import names_tag
from web.http.errors import HttpRefusal, refusal_response
from web.pages.asking import PageAsker, seconds_to_wait
from web.pages.map.files import CELLS, GAPS, OPEN, cell_rows, csv_bytes, gap_rows, geojson_bytes, open_rows
from web.pages.map.forms import FIELDS, PATH, MapQuestion, read_map_question
from web.pages.map.workbook import workbook_bytes
from web.pages.packed import packed
from web.pages.words import languages_of, words_of

_FOLDER: Final = Path(__file__).parent
DOCUMENT: Final = (_FOLDER / "cells.graphql").read_text(encoding="utf-8")
GAPS_DOCUMENT: Final = (_FOLDER / "gaps.graphql").read_text(encoding="utf-8")
MOST_GAPS: Final = 10_000

_CSV: Final = "text/csv; charset=utf-8; header=present"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Make = Callable[[MapQuestion, Request], Awaitable[bytes]]


def download_routes(asker: PageAsker, *, compress: bool) -> list[BaseRoute]:
    """The files. compress: if the client accepts it."""
    files = Downloads(asker)
    kinds: dict[str, Make] = {
        ".csv": files.cells,
        ".geojson": files.geojson,
        ".xlsx": files.workbook,
        "-gaps.csv": files.gaps,
        "-open.csv": files.open,
    }
    return [Route(f"{PATH}{suffix}", File(suffix, make, compress).answer, methods=["GET"]) for suffix, make in kinds.items()]


@dataclass(frozen=True, slots=True)
class Downloads:
    """Makes the files of a question. Each asks the directory one document; the gaps ask for a hundred at a time."""

    asker: PageAsker

    async def cells(self, question: MapQuestion, request: Request) -> bytes:
        """The cells: of the field in the address, or of all."""
        data = await self._ask(question, request, fields=[question.field] if _names_field(request) else None)
        return await to_thread(lambda: csv_bytes(CELLS, cell_rows(data["coverage"])))

    async def geojson(self, question: MapQuestion, request: Request) -> bytes:
        """The Kreise with their outlines."""
        data = await self._ask(question, request)
        return await to_thread(lambda: geojson_bytes(data["coverage"], field=question.field, as_of=data["directory"]["dataAsOf"]))

    async def workbook(self, question: MapQuestion, request: Request) -> bytes:
        """The matrix."""
        data = await self._ask(question, request)
        words = words_of(question.lang if question.lang in languages_of("map") else "de", "map")
        return await to_thread(lambda: workbook_bytes(data["coverage"], words, as_of=data["directory"]["dataAsOf"]))

    async def open(self, question: MapQuestion, request: Request) -> bytes:
        """The cells where nobody has looked."""
        data = await self._ask(question, request, fields=[question.field] if _names_field(request) else None)
        words = words_of("de", "map")
        names = {field: words.plain(f"field.{field}") for field in FIELDS}
        return await to_thread(lambda: csv_bytes(OPEN, open_rows(data["coverage"], names)))

    async def gaps(self, question: MapQuestion, request: Request) -> bytes:
        """All gaps, the gravest first, at most 10,000."""
        found: list[Mapping[str, Any]] = []
        after = None
        while len(found) < MOST_GAPS:
            variables = {"within": question.place, "asOf": question.as_of or None, "after": after}
            page = (await self.asker.ask(GAPS_DOCUMENT, variables, request=request))["networkGaps"]
            found += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        return await to_thread(lambda: csv_bytes(GAPS, gap_rows(found)))

    async def _ask(self, question: MapQuestion, request: Request, *, fields: list[str] | None = None) -> Mapping[str, Any]:
        variables = {
            "within": question.place,
            "fields": fields,
            "group": question.group or None,
            "types": list(question.types) or None,
            "asOf": question.as_of or None,
        }
        return await self.asker.ask(DOCUMENT, variables, request=request)


def _names_field(request: Request) -> bool:
    return request.query_params.get("actionField") in FIELDS


@dataclass(frozen=True, slots=True)
class File:
    """Answers for the file whose name ends with *suffix*."""

    suffix: str
    make: Make
    compress: bool

    async def answer(self, request: Request) -> Response:
        """The file with its tag, a 304, or what is wrong with the question as JSON."""
        question = read_map_question(request.query_params)
        if question.wrong_days:
            name, value = question.wrong_days[0]
            return refusal_response(f"`{name}` is not a day: {value!r}. Write it as 2026-12-31.", status=400, argument=name, value=value)
        try:
            body = await self.make(question, request)
        except AmbiguousPlace as error:
            return refusal_response(str(error), status=400, candidates=list(error.candidates))
        except PlaceNotFound as error:
            return refusal_response(str(error), status=404, suggestions=list(error.suggestions))
        except BadUserInput as error:
            return refusal_response(str(error), status=400)
        except (ServiceUnavailable, HttpRefusal) as error:
            return refusal_response(str(error), status=503, headers={"Retry-After": str(seconds_to_wait(error))})
        return await self._sent(body, question, request)

    async def _sent(self, body: bytes, question: MapQuestion, request: Request) -> Response:
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        # Weak: the same file may be compressed in several ways.
        headers = {"ETag": f"W/{tag}", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        known = request.headers.get("if-none-match")
        if known is not None and names_tag(known, tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{file_name(question, self.suffix)}"'
        sent = Response(body, media_type=media_type_of(self.suffix), headers=headers)
        # A workbook is compressed already.
        return await packed(sent, request) if self.compress and self.suffix != ".xlsx" else sent


def media_type_of(suffix: str) -> str:
    """The media type of a file whose name ends so."""
    if suffix.endswith(".csv"):
        return _CSV
    return "application/geo+json" if suffix == ".geojson" else _XLSX


def file_name(question: MapQuestion, suffix: str) -> str:
    """What to call the file: by place and day, in letters that every system keeps."""
    parts = ("netzlotse", question.within, question.as_of)
    return "-".join(re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-") for part in parts if part) + suffix
