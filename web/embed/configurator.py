"""/embed: an editor chooses what the directory shows on their website, looks at it, and copies two lines."""

from dataclasses import dataclass, replace
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.errors import AmbiguousPlace, PlaceNotFound
from web.embed.files import embed_script
from web.embed.office_types import TYPES
from web.embed.regions import meant, region_of
from web.embed.snippet import CONFIGURATOR_PATH, LEVELS, LIMITS, Choice, read_choice
from web.http.partners import partner_of
from web.pages.asking import PageAsker
from web.pages.finder.forms import FIELDS
from web.pages.refusals import PageRoute
from web.pages.render import nameable, page, place_of
from web.pages.words import LANGUAGES, chosen_language, languages_of, words_of

WORDS: Final = "configurator"
"""The table of words that this page adds to those of all pages."""

# The preview is the real element; the browser looks at its script's hash here as it does elsewhere.
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_OFFERS: Final = {"levels": LEVELS, "limits": LIMITS, "speaks": LANGUAGES, "types": TYPES, "fields": FIELDS}


@dataclass(frozen=True, slots=True)
class Configurator:
    """Answers with the page."""

    asker: PageAsker

    def routes(self) -> list[BaseRoute]:
        """The page's route."""
        return [PageRoute(CONFIGURATOR_PATH, self.show)]

    async def show(self, request: Request) -> Response:
        """The form, the lines and the preview; or what is wrong with the region."""
        partner = partner_of(request.scope)
        given = request.query_params
        choice = read_choice(given, given.getlist("show"), region=partner.region if partner else "")
        named = choice.asked.region
        if not named:
            return _made(choice, request) if _wants_json(request) else self._page(choice, request)
        try:
            within = await region_of(choice.asked, asker=self.asker, request=request)
        except AmbiguousPlace as error:
            offered = {found["label"]: choice.address(region=place_of(found)) for found in error.candidates if "regionKey" in found}
            return self._page(choice, request, problem="ambiguous", offered=offered)
        except PlaceNotFound as error:
            names = list(error.suggestions) or [place["label"] for place in await meant(named, asker=self.asker, request=request)]
            offered = {name: choice.address(region=nameable(name)) for name in names}
            return self._page(choice, request, status=404, problem="unknown", offered=offered)
        chosen = replace(choice, asked=replace(choice.asked, region="" if within.key == "DE" else within.key))
        if _wants_json(request):
            return _made(chosen, request, town=within.label if within.instead else "")
        return self._page(chosen, request, region_name=within.label, instead=within.label if within.instead else "")

    def _page(self, choice: Choice, request: Request, *, status: int = 200, **shown: Any) -> Response:
        languages = languages_of(WORDS)
        lang = chosen_language(request.query_params.get("lang", ""), request.headers.get("accept-language", ""), known=languages)
        words = words_of(lang, WORDS)
        base = str(request.base_url).rstrip("/")
        return page(
            "embed/configurator.html",
            words,
            in_language=lambda code: choice.address(lang=code),
            languages=languages,
            status=status,
            headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"},
            choice=choice,
            asked=choice.asked,
            base=base,
            host=request.url.netloc,
            script=embed_script(""),
            offers=_OFFERS,
            **({"problem": "", "region_name": "", "instead": "", "offered": {}} | shown),
        )


def _wants_json(request: Request) -> bool:
    """Whether the page's own script asks, which shows each choice at once."""
    return "application/json" in request.headers.get("accept", "")


def _made(choice: Choice, request: Request, *, town: str = "") -> Response:
    """The lines as data. town: the region that stands for a town which was named."""
    base = str(request.base_url).rstrip("/")
    body = {
        "lines": choice.lines(base),
        "frame": choice.frame_lines(base),
        "link": choice.link(base),
        "attributes": choice.attributes(""),
        "town": town,
    }
    headers = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"}
    return Response(orjson.dumps(body), media_type="application/json", headers=headers)
