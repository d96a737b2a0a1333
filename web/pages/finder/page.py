"""/finder: from a place and a concern to the responsible office, the way there, and who is near."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.errors import AmbiguousPlace, BadUserInput, PlaceNotFound, ServiceUnavailable
from web.http.errors import HttpRefusal
from web.pages.asking import PageAsker, seconds_to_wait
from web.pages.finder import forms
from web.pages.finder.answer import arranged
from web.pages.finder.forms import PATH, Question, read_question
from web.pages.finder.report import Draft
from web.pages.refusals import PageRoute
from web.pages.render import page, qr_code
from web.pages.words import Words, chosen_language, words_of

DOCUMENT: Final = (Path(__file__).parent / "finder.graphql").read_text(encoding="utf-8")


def finder_routes(asker: PageAsker, *, reporting: bool = False) -> list[BaseRoute]:
    """The page. *reporting*: it links to the form for what is wrong (`web.pages.finder.report`)."""
    return [PageRoute(PATH, Finder(asker, reporting).show)]


@dataclass(frozen=True, slots=True)
class Finder:
    """Answers a form with a page. It asks the directory one GraphQL document."""

    asker: PageAsker
    reporting: bool

    async def show(self, request: Request) -> Response:
        """The empty form, the answer, or what stands in its way."""
        given = request.query_params
        words = words_of(chosen_language(given.get("lang", ""), request.headers.get("accept-language", "")))
        question = read_question(given)
        shown = partial(_page, words=words, question=question)
        if not question.place or not question.field:
            return shown("start.html")
        try:
            data = await self.asker.ask(DOCUMENT, _variables(question, words), request=request)
        except AmbiguousPlace as error:
            return shown("which.html", candidates=error.candidates)
        except (PlaceNotFound, BadUserInput) as error:
            return shown("not_found.html", status=404, suggestions=getattr(error, "suggestions", ()))
        except (ServiceUnavailable, HttpRefusal) as error:
            # With the form as it was filled in.
            seconds = seconds_to_wait(error)
            return shown("away.html", status=503, headers={"Retry-After": str(seconds)}, seconds=seconds)
        return self._answer(data, question, words, request)

    def _answer(self, data: Mapping[str, Any], question: Question, words: Words, request: Request) -> Response:
        answer = arranged(data, field=question.field)
        shared = f"{str(request.base_url).rstrip('/')}{question.address()}"
        if request.query_params.get("view") == "print":
            return _page("sheet.html", words, question, shared=shared, code=qr_code(shared), **answer)
        return _page("answer.html", words, question, shared=shared, wrong=self._wrong(question), **answer)

    def _wrong(self, question: Question) -> Callable[..., str] | None:
        """The address of the form for what is wrong with an office, given its slug; None where nobody may report."""
        if not self.reporting:
            return None

        def address(lang: str, slug: str = "", field: str = "") -> str:
            return Draft(office=slug, what=field, question=question).address(lang=lang)

        return address


def _page(template: str, words: Words, question: Question, **shown: Any) -> Response:
    """A page of the finder: it holds what was entered in every language."""
    return page(template, words, in_language=lambda code: question.address(lang=code, personal=True), q=question, forms=forms, **shown)


def _variables(question: Question, words: Words) -> dict[str, Any]:
    place = question.place_input
    return {
        "place": place,
        # The name under which a postal code is known; a region brings its own.
        "text": place.get("postalCode", ""),
        "field": question.field,
        "situation": question.situation,
        "lang": "DE" if words.lang == "de" else "EN",
    }
