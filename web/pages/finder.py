"""/finder: from a place and a concern to the responsible office, the way there, and who is near."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from graph.errors import AmbiguousPlace, BadUserInput, DirectoryError, PlaceNotFound, ServiceUnavailable
from web.answers import COST_PER_POINT
from web.errors import HttpRefusal
from web.operations import Operations
from web.pages.answer import arranged
from web.pages.forms import PATH, Question, read_question
from web.pages.render import FOLDER, STATIC_PATH, page, qr_code
from web.pages.words import Words, chosen_language, words_of
from web.parameters import Parameters
from web.rate_limit import standing_of

DOCUMENT: Final = (Path(__file__).parent / "finder.graphql").read_text(encoding="utf-8")

_RETRY_AFTER: Final = 5


def finder_routes(operations: Operations, *, context_factory: Callable[[Request], Any]) -> list[BaseRoute]:
    """The page and its files. context_factory makes `info.context` of a request."""
    finder = Finder(operations, context_factory)
    return [Route(PATH, finder.show, methods=["GET"]), Mount(STATIC_PATH, StaticFiles(directory=FOLDER / "static"))]


@dataclass(frozen=True, slots=True)
class Finder:
    """Answers a form with a page. It asks the directory one GraphQL document, on the schema that partners use."""

    operations: Operations
    context_factory: Callable[[Request], Any]

    async def show(self, request: Request) -> Response:
        """The empty form, the answer, or what stands in its way."""
        given = request.query_params
        words = words_of(chosen_language(given.get("lang", ""), request.headers.get("accept-language", "")))
        question = read_question(given)
        shown = partial(page, words=words, question=question)
        if not question.place or not question.field:
            return shown("start.html")
        try:
            data = await self._ask(question, words, request)
        except AmbiguousPlace as error:
            return shown("which.html", candidates=error.candidates)
        except (PlaceNotFound, BadUserInput) as error:
            return shown("not_found.html", status=404, suggestions=getattr(error, "suggestions", ()))
        except (ServiceUnavailable, HttpRefusal) as error:
            return _away(error, shown)
        return self._answer(data, question, words, request)

    async def _ask(self, question: Question, words: Words, request: Request) -> Mapping[str, Any]:
        """The response's data. Raises DirectoryError, HttpRefusal."""
        place = question.place_input
        variables = {
            "place": place,
            # The name under which a postal code is known; a region brings its own.
            "text": place.get("postalCode", ""),
            "field": question.field,
            "situation": question.situation,
            "lang": "DE" if words.lang == "de" else "EN",
        }
        prepared = self.operations.prepare(Parameters(DOCUMENT, "Finder", variables), queries_only=True)
        accepted = self.operations.accept(prepared, context=lambda: self.context_factory(request))
        # As at /graphql: what is dear costs the client more of its rate.
        if (standing := standing_of(request.scope)) is not None:
            standing.charge(accepted.cost // COST_PER_POINT)
        result = await self.operations.execute(accepted)
        for error in result.errors or ():
            raise _cause(error)
        assert result.data is not None, "an operation without errors has data"
        return result.data

    def _answer(self, data: Mapping[str, Any], question: Question, words: Words, request: Request) -> Response:
        answer = arranged(data, field=question.field)
        shared = f"{str(request.base_url).rstrip('/')}{question.address()}"
        if request.query_params.get("view") == "print":
            return page("sheet.html", words, question=question, shared=shared, code=qr_code(shared), **answer)
        return page("answer.html", words, question=question, shared=shared, **answer)


def _cause(error: GraphQLError) -> Exception:
    """What a field raised; an error of GraphQL's own is a fault of ours."""
    return error.original_error if isinstance(error.original_error, DirectoryError) else error


def _away(error: ServiceUnavailable | HttpRefusal, shown: Callable[..., Response]) -> Response:
    """503 with the form as it was filled in; another refusal isn't ours to explain. Raises HttpRefusal."""
    if isinstance(error, HttpRefusal):
        if error.status != 503:
            raise error
        seconds = int(error.headers.get("Retry-After", _RETRY_AFTER))
    else:
        seconds = max(1, error.retry_after)
    return shown("away.html", status=503, headers={"Retry-After": str(seconds)}, seconds=seconds)
