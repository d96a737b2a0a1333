"""The matrix as a workbook (XLSX): a sheet with a colour and a word in each cell, and one that explains them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from web.pages.map.files import matrix_lines
from web.pages.words import Words

Row = Mapping[str, Any]

# As on the page in daylight; a printer needs no dark.
_LOOKS: Final[Mapping[str, dict[str, Any]]] = {
    "have": {"bg_color": "#1d5c91", "font_color": "#ffffff"},
    "out": {"bg_color": "#cfe2f1", "font_color": "#12212e"},
    "none": {"bg_color": "#ffc447", "font_color": "#12212e", "border": 2},
    "unk": {"font_color": "#465663", "border": 4},
    "have_soft": {"font_color": "#1d5c91", "border": 3, "border_color": "#1d5c91"},
    "out_soft": {"font_color": "#1d5c91", "border": 3, "border_color": "#1d5c91"},
}
_LONG: Final = {"have_soft": "soft", "out_soft": "soft"}
_NAME_WIDTH: Final = 34
_FIELD_WIDTH: Final = 13


def workbook_bytes(coverage: Row, words: Words, *, as_of: str | None) -> bytes:
    """The workbook in the language of *words*. The same answer gives the same bytes: its date is that of the data."""
    target = BytesIO()
    # What is text stays text, whatever it begins with.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        day = date.fromisoformat(as_of) if as_of else date(2000, 1, 1)
        book.set_properties({"title": words.plain("matrix"), "author": "Netzlotse", "created": datetime.combine(day, time(), UTC)})
        looks = {name: book.add_format({"align": "center", **look}) for name, look in _LOOKS.items()}
        head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        _matrix(book.add_worksheet("Matrix"), coverage, words, looks, head)
        _legend(book, words, looks, place=coverage["within"]["label"], as_of=as_of)
    return target.getvalue()


def _plain(words: Words, key: str, **data: object) -> str:
    """Words without the soft hyphens that only a page needs."""
    return words.plain(key, **data).replace("\u00ad", "")


def _matrix(sheet: Worksheet, coverage: Row, words: Words, looks: Mapping[str, Format], head: Format) -> None:
    heads = ["AGS", _plain(words, "kreis"), _plain(words, "people"), *(_plain(words, f"field.{field}") for field in coverage["columns"])]
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, head)
    last = 0
    for last, (region, cells) in enumerate(matrix_lines(coverage), start=1):
        sheet.write_string(last, 0, region["key"])
        sheet.write_string(last, 1, region["label"])
        if region["population"] is not None:
            sheet.write_number(last, 2, region["population"])
        for n, look in enumerate(cells):
            sheet.write_string(last, n + 3, _plain(words, f"cell.{look}"), looks[look])
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, _NAME_WIDTH)
    sheet.set_column(2, 2, 11)
    sheet.set_column(3, len(heads) - 1, _FIELD_WIDTH)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _legend(book: Workbook, words: Words, looks: Mapping[str, Format], *, place: str, as_of: str | None) -> None:
    sheet = book.add_worksheet(words.plain("legend"))
    sheet.write_string(0, 0, f"{words.plain('matrix')}: {place}", book.add_format({"bold": True}))
    for row, (look, form) in enumerate(looks.items(), start=2):
        sheet.write_string(row, 0, _plain(words, f"cell.{look}"), form)
        sheet.write_string(row, 1, _plain(words, f"cell_long.{_LONG.get(look, look)}"))
    row = len(looks) + 3
    if as_of:
        sheet.write_string(row, 0, _plain(words, "as_of", date=date.fromisoformat(as_of).strftime("%d.%m.%Y")))
    sheet.write_string(row + 1, 0, _plain(words, "matrix_note"))
    sheet.write_string(row + 2, 0, _plain(words, "sources"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 70)
