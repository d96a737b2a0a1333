"""/map: what coordinators see of a region: which fields are covered where, what is missing, who is tied to whom."""

from asyncio import to_thread
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from graph.errors import AmbiguousPlace, BadUserInput, DirectoryError, PlaceNotFound, ServiceUnavailable
from web.http.errors import HttpRefusal
from web.pages.asking import PageAsker, seconds_to_wait
from web.pages.map import forms as map_forms
from web.pages.map.answer import mapped
from web.pages.map.forms import PATH, MapQuestion, read_map_question
from web.pages.map.kreis import kreis_shown
from web.pages.packed import packed
from web.pages.refusals import PageRoute
from web.pages.render import page
from web.pages.words import Words, chosen_language, languages_of, words_of

_FOLDER: Final = Path(__file__).parent
MAP: Final = (_FOLDER / "map.graphql").read_text(encoding="utf-8")
KREIS: Final = (_FOLDER / "kreis.graphql").read_text(encoding="utf-8")
WORDS: Final = "map"
"""The table of words that the map adds to those of all pages."""

# An answer says nothing about a person, so that whoever shares a machine may see it again; it is asked for anew each time.
_HEADERS: Final = {"Cache-Control": "no-cache"}


def map_routes(asker: PageAsker, *, compress: bool) -> list[BaseRoute]:
    """The page. compress: if the client accepts it."""
    return [PageRoute(PATH, MapPage(asker, compress).answer)]


@dataclass(frozen=True, slots=True)
class MapPage:
    """Answers the filters in an address with a page. It asks the directory one GraphQL document."""

    asker: PageAsker
    compress: bool

    async def answer(self, request: Request) -> Response:
        """The page as it is sent."""
        shown = await self.show(request)
        return await packed(shown, request) if self.compress else shown

    async def show(self, request: Request) -> Response:
        """The map of a region, the page of a Kreis, or what stands in their way."""
        question = read_map_question(request.query_params)
        words = words_of(chosen_language(question.lang, request.headers.get("accept-language", ""), known=languages_of(WORDS)), WORDS)
        shown = partial(_page, words=words, question=question)
        if question.wrong_days:
            return shown("map_problem.html", status=400, problem="day", value=question.wrong_days[0][1])
        try:
            data = await self.asker.ask(KREIS if question.kreis else MAP, variables_of(question), request=request)
        except (DirectoryError, HttpRefusal) as error:
            return problem_page(error, question, shown)
        rows = data["coverage"]["rows"]
        # A page of the whole country takes a quarter of a second to write: not on the event loop.
        if question.kreis:
            return await to_thread(lambda: shown("map_kreis.html", **kreis_shown(data, question)))
        if len(rows) == 1:
            # A name or a postal code that means one Kreis: that Kreis has a page.
            return RedirectResponse(question.address(within=rows[0]["region"]["key"]), status_code=303)
        return await to_thread(lambda: shown("map.html", **mapped(data, question, words)))


def variables_of(question: MapQuestion) -> dict[str, Any]:
    """What the documents ask with; each ignores what it doesn't declare."""
    return {
        "within": question.place,
        "key": question.kreis,
        "field": question.field,
        "group": question.group or None,
        "types": list(question.types) or None,
        "since": question.since or None,
        "asOf": question.as_of or None,
    }


def problem_page(error: DirectoryError | HttpRefusal, question: MapQuestion, shown: Callable[..., Response]) -> Response:
    """What to do about an error. Raises HttpRefusal where it isn't about the question."""
    match error:
        case AmbiguousPlace():
            return shown("map_problem.html", problem="ambiguous", value=question.within, candidates=error.candidates)
        case PlaceNotFound():
            return shown("map_problem.html", status=404, problem="unknown", value=question.within, suggestions=error.suggestions)
        case BadUserInput():
            problem, value = ("since", question.since) if error.argument == "since" else ("place", question.within)
            return shown("map_problem.html", status=400, problem=problem, value=value)
        case ServiceUnavailable() | HttpRefusal():
            seconds = seconds_to_wait(error)
            return shown("map_problem.html", status=503, problem="away", value=str(seconds), headers={"Retry-After": str(seconds)})
        case _:
            raise error


def _page(
    template: str, words: Words, question: MapQuestion, *, status: int = 200, headers: Mapping[str, str] | None = None, **shown: Any
) -> Response:
    languages = languages_of(WORDS)
    return page(
        template,
        words,
        in_language=lambda code: question.address(lang=code),
        languages=languages,
        status=status,
        headers={**_HEADERS, **(headers or {})},
        q=question,
        forms=map_forms,
        kreis_link=lambda key: question.address(within=key),
        field_link=lambda field: question.address(field=field),
        **shown,
    )
