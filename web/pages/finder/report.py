"""/finder/report: somebody says what is wrong with an answer. Without JavaScript, without a cookie, without a name."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from graph.errors import BadUserInput, ServiceUnavailable
from graph.reports import ReportsFull
from graph.vocabulary import ReportField
from web.graphql.parameters import read_body
from web.http.errors import HttpRefusal
from web.http.rate_limit import RateLimit
from web.pages.asking import PageAsker
from web.pages.finder import forms
from web.pages.finder.forms import Question, read_question
from web.pages.finder.reports import Reports
from web.pages.refusals import PageRoute
from web.pages.render import page
from web.pages.words import Words, chosen_language, words_of

PATH: Final = f"{forms.PATH}/report"
THANKS: Final = f"{PATH}/thanks"
DOCUMENT: Final = (Path(__file__).parent / "report.graphql").read_text(encoding="utf-8")

LONGEST_COMMENT: Final = 1000
FIELDS: Final = tuple(term.value for term in ReportField if term is not ReportField.MISSING)
"""What can be wrong with an office that is recorded."""

# A comment of 1,000 characters takes up to 12,000 bytes as a form sends it.
_MOST_BYTES: Final = 32_768
_MOST_FIELDS: Final = 20
_FORM: Final = "application/x-www-form-urlencoded"
# Browsers send `Origin: null` from a page with no-referrer, and a POST from there would look like a stranger's.
_HEADERS: Final = {"Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report as it is filled in. *office*: a slug, empty for one that is missing; *question*: the answer at which it was noticed."""

    office: str = ""
    what: str = ""
    comment: str = ""
    trap: str = ""
    question: Question = field(default_factory=Question)

    def address(self, *, lang: str = "", path: str = PATH, **changed: str) -> str:
        """The form with what is known, or another *path* with it. Nothing that was written is in it."""
        asked = self.question
        values = {"office": self.office, "field": self.what, "place": asked.place, "actionField": asked.field}
        given = values | {"occupationGroup": asked.occupation, "lang": lang} | changed
        return f"{path}?{urlencode({name: value for name, value in given.items() if value})}"

    @property
    def where(self) -> dict[str, str]:
        """Where it was noticed; a point on the map could be somebody's home, so it is left out."""
        asked = self.question
        place = "" if "point" in asked.place_input else asked.place
        return {"place": place, "action_field": asked.field, "occupation_group": asked.occupation}


def read_draft(given: Mapping[str, str], /) -> Draft:
    """The report in the parameters of an address or of a form. What the directory doesn't know is dropped."""
    asked = read_question({name: given[name] for name in ("place", "actionField", "occupationGroup") if name in given})
    what, office = given.get("field", ""), given.get("office", "")[:200]
    return Draft(
        office=office,
        what=what if office and what in FIELDS else "",
        comment=_readable(given.get("comment", "")),
        trap=given.get("website", ""),
        question=asked,
    )


def report_routes(asker: PageAsker, reports: Reports, *, rate: RateLimit) -> list[BaseRoute]:
    """The form, what takes it, and the thanks."""
    ours = _ReportPage(asker, reports, rate)
    return [PageRoute(PATH, ours.show), Route(PATH, ours.take, methods=["POST"]), PageRoute(THANKS, ours.thank)]


@dataclass(frozen=True, slots=True)
class _ReportPage:
    asker: PageAsker
    reports: Reports
    rate: RateLimit

    async def show(self, request: Request) -> Response:
        """The form. Raises HttpRefusal 404 for an office that isn't there."""
        return await self._form(request, read_draft(request.query_params), request.query_params)

    async def take(self, request: Request) -> Response:
        """Keeps what was sent and leads to the thanks; or shows the form again with what is missing. Raises HttpRefusal."""
        given = await _sent(request)
        draft, words = read_draft(given), _words(request, given)
        if draft.trap:
            # What fills in a field that nobody sees is told nothing.
            self.reports.counts["trap"] += 1
            return _thanks(draft, words)
        if problem := _problem(draft, words):
            return await self._form(request, draft, given, problem=problem, status=400)
        standing = self.rate.standing({"path": PATH, "client": request.scope.get("client")})
        if standing is not None and not standing.take():
            self.reports.counts["limited"] += 1
            wait = standing.retry_after_s
            problem = words.plain("report.busy", minutes=-(-wait // 60))
            return await self._form(request, draft, given, problem=problem, status=429, headers={"Retry-After": str(wait)})
        try:
            what = draft.what or ReportField.MISSING.value
            await self.reports.take(about=draft.office or None, what=what, comment=draft.comment, where=draft.where)
        except ReportsFull:
            return await self._form(request, draft, given, problem=words.plain("report.full"), status=503)
        except ServiceUnavailable as error:
            problem = words.plain("report.away", seconds=error.retry_after)
            headers = {"Retry-After": str(max(1, error.retry_after))}
            return await self._form(request, draft, given, problem=problem, status=503, headers=headers, name="")
        except BadUserInput:
            # Gone since the form was opened: what was written can still be sent, as about an office that is missing.
            about_nobody = replace(draft, office="", what="")
            return await self._form(request, about_nobody, given, problem=words.plain("gone_title"), status=404)
        return _thanks(draft, words)

    async def thank(self, request: Request) -> Response:
        """Says thanks and leads back."""
        return _page("report_thanks.html", _words(request, request.query_params), read_draft(request.query_params), path=THANKS)

    async def _form(
        self, request: Request, draft: Draft, given: Mapping[str, str], *, status: int = 200, name: str | None = None, **shown: Any
    ) -> Response:
        words = _words(request, given)
        if name is None:
            name = await self._name(draft, request) if draft.office else ""
        shown = {"problem": "", "headers": {}, **shown}
        headers = {**_HEADERS, **shown.pop("headers")}
        return _page("report.html", words, draft, status=status, headers=headers, name=name, **shown)

    async def _name(self, draft: Draft, request: Request) -> str:
        data = await self.asker.ask(DOCUMENT, {"slug": draft.office}, request=request)
        if not data["actors"]["nodes"]:
            raise HttpRefusal(f"There is no actor with the slug {draft.office!r}.", status=404)
        return str(data["actors"]["nodes"][0]["name"])


def _page(template: str, words: Words, draft: Draft, *, path: str = PATH, **shown: Any) -> Response:
    def in_language(code: str) -> str:
        return draft.address(lang=code, path=path)

    asked = draft.question
    back = asked.address(lang=words.lang) if asked.place else forms.Question().address(lang=words.lang)
    known: dict[str, Any] = {"draft": draft, "q": asked, "back": back, "fields": FIELDS, "longest": LONGEST_COMMENT, "path": PATH}
    return page(template, words, in_language=in_language, **known, **shown)


def _thanks(draft: Draft, words: Words) -> Response:
    """By GET, so that a reload sends nothing again."""
    return RedirectResponse(draft.address(lang=words.lang, path=THANKS, office="", field=""), status_code=303)


def _problem(draft: Draft, words: Words) -> str:
    """What keeps a report from being taken, in the reader's words; empty for nothing."""
    if draft.office and not draft.what:
        return words.plain("report.choose")
    if len(draft.comment) > LONGEST_COMMENT:
        return words.plain("report.too_long", count=len(draft.comment))
    if not draft.office and not draft.comment:
        return words.plain("report.empty")
    return ""


async def _sent(request: Request) -> dict[str, str]:
    """The fields of a form that a page of ours sent. Raises HttpRefusal: 403 for another page, 413, 415, 400 for what is no form."""
    site = request.headers.get("sec-fetch-site")
    # Browsers that don't say so send Origin, which is looked at before (web.http.cors); programs send neither, and no visitor's rights.
    if site not in (None, "same-origin"):
        raise HttpRefusal(f"A report can only be sent from our own page, not from a page that is {site[:20]}.", status=403)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _FORM:
        raise HttpRefusal(f"A report must be {_FORM}, not {content_type!r}.", status=415)
    body = await read_body(request, max_body_bytes=_MOST_BYTES)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as exc:
        raise HttpRefusal(f"The form can't be read: {exc}.", status=400) from exc


def _words(request: Request, given: Mapping[str, str]) -> Words:
    return words_of(chosen_language(given.get("lang", ""), request.headers.get("accept-language", "")))


def _readable(text: str) -> str:
    """*text* in lines, without what steers terminals or hides: control and format characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(sign for sign in line if unicodedata.category(sign)[0] != "C").strip() for line in lines)
    return "\n".join(kept).strip()
