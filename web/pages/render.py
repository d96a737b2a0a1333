"""Templates to pages: escaped, with a policy that lets nothing in but our own files."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from web.pages.words import LANGUAGES, Words

FOLDER: Final = Path(__file__).parent
STATIC_PATH: Final = "/static"

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
# The address of an answer can hold an age: nobody keeps the page, and no link passes the address on.
_HEADERS: Final = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def day(value: str | None) -> Markup:
    """An ISO date as people in Germany write it, never broken into lines; empty for none."""
    return Markup('<span class="num">{}</span>').format(date.fromisoformat(value).strftime("%d.%m.%Y")) if value else Markup("")


def whole_km(distance: float) -> Markup:
    """A distance in km, rounded as its precision deserves."""
    return Markup('<span class="num">{}</span>').format(max(1, round(distance)))


def host(address: str) -> str:
    """What to show for a link: the host, and the path if it says more."""
    parts = urlsplit(address)
    return (parts.netloc + parts.path).rstrip("/")


def dialled(number: str) -> str:
    """A German telephone number as `tel:` wants it (RFC 3966)."""
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    return f"+49{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else digits


def map_address(seat: Mapping[str, Any]) -> str:
    """OpenStreetMap at an address, or at the middle of what is known. A link only: nothing is fetched from there."""
    if seat.get("street"):
        query = f"{seat['street']}, {seat.get('postalCode') or ''} {seat.get('city') or ''}"
        return f"https://www.openstreetmap.org/search?{urlencode({'query': query})}"
    return f"https://www.openstreetmap.org/#map=13/{seat['lat']}/{seat['lon']}"


def nameable(label: str) -> str:
    """A suggestion as the place field understands it: without the Kreis that tells namesakes apart."""
    return label.rpartition(" (")[0] if label.endswith(")") else label


def field_words(field: str, words: Words) -> str:
    """An action field in the reader's words."""
    return words.plain(f"field.{field}")


def place_of(candidate: Mapping[str, Any]) -> str:
    """A candidate of an ambiguous name as the place field understands it: by its postal code, or by its key."""
    return str(candidate.get("postalCode") or f"{candidate['label']} [{candidate['regionKey']}]")


def qr_code(address: str) -> Markup:
    """The address as a QR code in SVG, with the quiet zone of four that readers need."""
    code = segno.make(address, error="m", micro=False)
    # The text is segno's own drawing: no part of the address stands in it.
    return Markup(code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None))


def thousands(number: float, lang: str) -> str:
    """A whole number with its thousands apart, as *lang* writes it."""
    text = f"{round(number):,}"
    return text.replace(",", ".") if lang == "de" else text


def decimal(number: float, lang: str, places: int) -> str:
    """A number with so many *places* after the decimal sign, as *lang* writes it."""
    text = f"{number:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "de" else text


def millions(number: float, lang: str) -> str:
    """A number in millions, to a tenth, as *lang* writes it."""
    return decimal(number / 1_000_000, lang, 1)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    own: dict[str, Any] = {
        "day": day,
        "whole_km": whole_km,
        "host": host,
        "dialled": dialled,
        "map_address": map_address,
        "nameable": nameable,
        "field_words": field_words,
        "place_of": place_of,
        "thousands": thousands,
        "millions": millions,
        "decimal": decimal,
    }
    made.filters.update(own)
    return made


_templates: Final = _environment()


class _Files(StaticFiles):
    """Files that a page may load wherever it stands: in a sandboxed frame, its own origin is none."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, readable across origins."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def text_of(template: str, words: Words, **shown: Any) -> str:
    """The text that *template* makes in the language of *words* with what is *shown*."""
    return _templates.get_template(template).render(t=words, **shown)


def page_files() -> Mount:
    """The route of the style sheets, scripts and icons that pages share."""
    return Mount(STATIC_PATH, _Files(directory=FOLDER / "static"))


def page(
    template: str,
    words: Words,
    *,
    in_language: Callable[[str], str],
    languages: Mapping[str, str] = LANGUAGES,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **shown: Any,
) -> Response:
    """The page that *template* makes in the language of *words* with what is *shown*.

    in_language: the page's own address in the language of a code. languages: those that it speaks.
    headers: more, or others, than every page has.
    """
    text = text_of(template, words, in_language=in_language, home=_home, languages=languages, static=STATIC_PATH, **shown)
    own = {**_HEADERS, "Content-Language": words.lang, "Vary": "Accept-Language", **(headers or {})}
    return HTMLResponse(text, status_code=status, headers=own)


def _home(lang: str) -> str:
    return f"/finder?lang={lang}"
