"""/embed/v1/directory: the directory as a whole page, for frames, for links and for those without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from graph.errors import AmbiguousPlace, BadUserInput, PlaceNotFound
from web.embed.asked import Asked, read_asked
from web.embed.json_ld import offices_json
from web.embed.office_types import TYPES
from web.embed.offices import Shown, shown
from web.embed.regions import DOCUMENT, Within, kreis_of, meant, region_of
from web.http.errors import HttpRefusal
from web.http.partners import HEADER as PARTNER_HEADER
from web.http.partners import partner_of
from web.pages.asking import PageAsker
from web.pages.finder.forms import FIELDS
from web.pages.fresh import Freshness
from web.pages.refusals import PageRoute, refused_words
from web.pages.render import nameable, page
from web.pages.words import chosen_language, words_of

_ACTORS: Final = ("Organization", "Project", "Programme", "Network")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """Answers with a page. policy: its Content-Security-Policy. readable: whether scripts of any page may read it."""

    asker: PageAsker
    freshness: Freshness
    policy: str
    readable: bool

    def routes(self) -> list[BaseRoute]:
        """The page's route; what refuses its requests can be framed as well."""
        return [PageRoute("/embed/v1/directory", self.show, refused=self.refused)]

    async def show(self, request: Request) -> Response:
        """The list, or what stands in its way."""
        partner = partner_of(request.scope)
        asked = read_asked(request.query_params, region=partner.region if partner else "")
        try:
            within = await self._within(asked, request)
            found = await self._found(asked, within, request)
        except AmbiguousPlace as error:
            return self._page("which", asked, request, value=error.value, by_place=_is_place(error, asked), candidates=error.candidates)
        except PlaceNotFound as error:
            return await self._not_found(error, asked, request)
        except BadUserInput as error:
            if error.argument == "after":
                return self._page("lost", asked, request, status=400)
            # A point that is none on the earth.
            return await self._not_found(PlaceNotFound(str(error), value=asked.place), asked, request)
        made = self._page("directory", asked, request, within=within, shown=found, json_ld=offices_json(found.offices, areas=found.regions))
        return await self.freshness.kept(made, request)

    async def _within(self, asked: Asked, request: Request) -> Within:
        """The region that the list is about. Who answers for a town answers for its Kreis. Raises PlaceNotFound, AmbiguousPlace."""
        if asked.text and asked.place:
            data = await self._ask("Kreise", {"place": asked.place_input}, request)
            kreise = {kreis["key"]: kreis["label"] for kreis in (kreis_of(answer["region"]) for answer in data["responsibleFor"])}
            if len(kreise) > 1:
                candidates = tuple({"label": label, "regionKey": key} for key, label in kreise.items())
                raise AmbiguousPlace(f"{asked.place} lies in several Kreise.", value=asked.place, candidates=candidates)
            [(key, label)] = kreise.items()
            return Within(key, label, instead=True)
        if not asked.region or asked.place:
            return Within()
        if asked.region_is_key:
            return Within(asked.region)
        return await region_of(asked, asker=self.asker, request=request)

    async def _found(self, asked: Asked, within: Within, request: Request) -> Shown:
        operation, variables = _question(asked, within)
        types = frozenset([asked.type]) if asked.type else frozenset[str]()
        data = await self._ask(operation, variables, request)
        return shown(data, types=types, searched=bool(asked.text), first_page=not asked.after)

    async def _ask(self, operation: str, variables: Mapping[str, Any], request: Request) -> Row:
        given = {name: value for name, value in variables.items() if value is not None}
        return await self.asker.ask(DOCUMENT, given, request=request, operation=operation)

    async def _not_found(self, error: PlaceNotFound, asked: Asked, request: Request) -> Response:
        """What isn't known, and what may have been meant."""
        by_place = _is_place(error, asked)
        value = asked.place if by_place else asked.region
        offered = {name: asked.address(**{"place" if by_place else "region": nameable(name)}) for name in error.suggestions}
        if not offered:
            places = await meant(value, asker=self.asker, request=request)
            offered = {one["label"]: _address_of(one, asked) for one in places}
        kind = "code" if by_place and "postalCode" in asked.place_input else "region" if value.isdigit() else "place"
        return self._page("not_found", asked, request, status=404, value=value, kind=kind, by_place=by_place, meant=offered)

    def refused(self, request: Request, refusal: HttpRefusal) -> Response:
        """The refusal as a page that may be framed like the list."""
        asked = read_asked(request.query_params)
        return self._page("refused", asked, request, status=refusal.status, headers=refusal.headers, **refused_words(request, refusal))

    def _page(
        self, template: str, asked: Asked, request: Request, *, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        words = words_of(chosen_language(asked.lang, request.headers.get("accept-language", "")))
        allowed = {"Access-Control-Allow-Origin": "*"} if self.readable else {}
        made = page(
            f"embed/{template}.html",
            words,
            in_language=lambda code: asked.address(lang=code, after=asked.after),
            status=status,
            headers={
                "Content-Security-Policy": self.policy,
                "Cross-Origin-Resource-Policy": "cross-origin",
                **allowed,
                **(headers or {}),
            },
            asked=asked,
            base=str(request.base_url).rstrip("/"),
            types=TYPES,
            fields=FIELDS,
            **more,
        )
        # Whose page it is, a request may say by a header.
        made.headers.add_vary_header(PARTNER_HEADER.decode())
        return made


def _question(asked: Asked, within: Within) -> tuple[str, dict[str, Any]]:
    """The operation that asks for what is *asked*, and its variables; None are left out."""
    fields = [asked.field] if asked.field else None
    types = [asked.type] if asked.type else None
    common = {"first": asked.limit, "after": asked.after or None, "fields": fields}
    if asked.place and not asked.text:
        return "Nearest", {**common, "near": asked.place_input, "types": types, "field": asked.field or None}
    inside = {"key": within.key} if within.key else None
    common |= {"region": within.key, "inRegion": True} if within.key else {}
    if asked.text:
        where = _given(kinds=_ACTORS, types=types, actionFields=fields, region=inside)
        return "Search", {**common, "text": asked.text, "where": where}
    where = _given(region=inside, actionFields={"has": asked.field} if asked.field else None)
    if types:
        return "Organizations", {**common, "where": {**where, "type": {"in": types}}}
    return "Actors", {**common, "where": where}


def _is_place(error: AmbiguousPlace | PlaceNotFound, asked: Asked) -> bool:
    """Whether the error is about the place and not about the region."""
    return bool(asked.place) and (error.value in asked.place or not asked.region)


def _address_of(found: Row, asked: Asked) -> str:
    """The question with a place that was found: a postal code asks from there, a region asks inside."""
    if found["postalCode"]:
        return asked.address(place=found["postalCode"], region="")
    return asked.address(place="", region=f"{found['label']} [{found['regionKey']}]")


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
