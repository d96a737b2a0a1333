"""The report of a region as one file that stands alone: styles and drawings in it, no script, nothing to fetch."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from web.graphql.operations import Operations
from web.graphql.parameters import Parameters
from web.http.errors import raised_by
from web.pages.map.answer import cell_of, gaps_and_changes, mapped
from web.pages.map.chart import charted
from web.pages.map.forms import STATES, MapQuestion
from web.pages.map.outlines import outlines
from web.pages.render import FOLDER, text_of
from web.pages.words import languages_of, words_of

_FOLDER: Final = Path(__file__).parent
REPORT: Final = (_FOLDER / "region_report.graphql").read_text(encoding="utf-8")
WORDS: Final = "region_report"
"""The table of words that a report adds to those of the map, whose parts it shows."""

_STYLES: Final = ("netzlotse.css", "map.css", "region_report.css")


def report_languages() -> tuple[str, ...]:
    """The languages in which there are reports."""
    return tuple(languages_of(WORDS))


async def report_text(question: MapQuestion, *, operations: Operations, context: Callable[[], Any], made_on: str) -> str:
    """The file's text, in the language of *question*. *made_on*: today (ISO). Raises DirectoryError, as for an unknown region."""
    asked = {"within": question.place, "field": question.field, "since": question.since or None, "asOf": question.as_of or None}
    result = await operations.run(Parameters(REPORT, None, asked), context=context)
    for error in result.errors or ():
        raise raised_by(error)
    assert result.data is not None, "an operation without errors has data"
    return report_of(result.data, question, made_on=made_on)


def report_of(data: Mapping[str, Any], question: MapQuestion, *, made_on: str) -> str:
    """The file's text from the response to `REPORT`; see `report_text`."""
    words = words_of(question.lang, "map", WORDS)
    shown = mapped(data, question, words)
    gaps = data["networkGaps"]["nodes"]
    return text_of(
        "region_report.html",
        words,
        **{
            **shown,
            **_alone(data),
            **gaps_and_changes(data, question),
            "changes": data["coverage"]["changes"],
            "q": question,
            "states": STATES,
            "summary": {one["status"]: one["count"] for one in data["coverage"]["summary"]},
            "gap_kinds": Counter(gap["kind"] for gap in gaps).most_common(),
            "measures": data["networkMeasures"],
            "sources": data["sources"],
            "directory": data["directory"],
            "made_on": made_on,
            "as_of": question.as_of or made_on,
            "styles": styles(),
        },
    )


def _alone(data: Mapping[str, Any]) -> dict[str, Any]:
    """The map of a single Kreis, within its Land; nothing for several, whose map `mapped` makes."""
    rows = data["coverage"]["rows"]
    if len(rows) != 1:
        return {}
    region = rows[0]["region"]
    land = [key for key in outlines().kreise if key[:2] == region["key"][:2]]
    cells = data["chosen"]["cells"]
    return {"chart": charted([(region["key"], [region["key"]])], [region], [cell_of(cell) for cell in cells], cells, around=land)}


def styles() -> str:
    """The style sheets of the pages and of the report, as they stand in the file."""
    return "\n".join((FOLDER / "static" / name).read_text(encoding="utf-8") for name in _STYLES)
