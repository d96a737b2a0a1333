"""What an editor chose on /embed, and the lines to paste that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlencode

from web.embed.asked import FEW, HIDEABLE, Asked, read_asked
from web.embed.files import embed_script, resize_script
from web.embed.oembed import frame, frame_title
from web.http.partners import PARAMETER
from web.pages.words import LANGUAGES

CONFIGURATOR_PATH: Final = "/embed"
LEVELS: Final = (1, 2, 3, 4, 5, 6)
LIMITS: Final = (5, 10, 20, 50)
PARTS: Final = (*HIDEABLE, "near")
"""What may be shown or hidden, in the order of the form."""

_USUAL_LEVEL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen. asked: what the list shows. level: of the heading. shown: which of PARTS."""

    asked: Asked
    level: int = _USUAL_LEVEL
    shown: frozenset[str] = frozenset(PARTS)

    def attributes(self, base: str) -> dict[str, str]:
        """The element's attributes, for the service at *base*."""
        asked = self.asked
        key = f"?{urlencode({PARAMETER: asked.partner})}" if asked.partner else ""
        given = {
            "endpoint": f"{base}/graphql{key}",
            "lang": asked.lang,
            "region": asked.region,
            "type": asked.type,
            "action-field": asked.field,
            "limit": "" if asked.limit == FEW else str(asked.limit),
            "heading-level": "" if self.level == _USUAL_LEVEL else str(self.level),
            "theme": "" if asked.theme == "auto" else asked.theme,
        }
        hidden = {f"hide-{part}": "" for part in PARTS if part not in self.shown}
        return {name: value for name, value in given.items() if value} | hidden

    def element(self, base: str, *, at: str | None = None) -> str:
        """The element with a link for those without JavaScript. at: where the service is for the element, if not at *base*."""
        attributes = self.attributes(base if at is None else at)
        written = "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attributes.items())
        link = f'<a href="{escape(self.link(base))}">{escape(frame_title(self.asked))}</a>'
        return f"<integration-directory{written}>{link}</integration-directory>"

    def lines(self, base: str) -> str:
        """The two lines."""
        return f"{embed_script(base)}\n{self.element(base)}"

    def frame_lines(self, base: str) -> str:
        """The frame, and the script that gives it its height."""
        return f"{frame(self.asked, base=base, title=frame_title(self.asked))}\n{resize_script(base)}"

    def link(self, base: str) -> str:
        """The address of the list as a page."""
        return f"{base}{self.asked.address()}"

    def address(self, **changed: str) -> str:
        """The configurator's own address with these choices, and what is *changed*."""
        asked = self.asked
        values = {
            "region": asked.region,
            "type": asked.type,
            "action-field": asked.field,
            "speaks": asked.lang,
            "theme": "" if asked.theme == "auto" else asked.theme,
            "heading-level": "" if self.level == _USUAL_LEVEL else str(self.level),
            "limit": "" if asked.limit == FEW else str(asked.limit),
            PARAMETER: asked.partner,
            **changed,
        }
        pairs = [(name, value) for name, value in values.items() if value]
        if self.shown != frozenset(PARTS):
            # An unticked box sends nothing, so the form says that it was sent.
            pairs += [("sent", "1"), *(("show", part) for part in PARTS if part in self.shown)]
        return f"{CONFIGURATOR_PATH}?{urlencode(pairs)}" if pairs else CONFIGURATOR_PATH


def read_choice(given: Mapping[str, str], shown: list[str], /, *, region: str = "") -> Choice:
    """The choice in the parameters of an address; *shown*: all values of `show`. *region*: what is meant where none is named."""
    visible = frozenset(part for part in PARTS if part in shown) if given.get("sent") else frozenset(PARTS)
    speaks = given.get("speaks", "")
    level = given.get("heading-level", "")
    wanted = {name: given[name] for name in ("region", "type", "action-field", "theme", "limit", PARAMETER) if name in given}
    wanted |= {"lang": speaks if speaks in LANGUAGES else ""} | {f"hide-{part}": "1" for part in HIDEABLE if part not in visible}
    return Choice(
        asked=read_asked(wanted, region=region),
        level=int(level) if level in {str(one) for one in LEVELS} else _USUAL_LEVEL,
        shown=visible,
    )
