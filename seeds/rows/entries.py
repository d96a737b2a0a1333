"""From what a file says to a checked row: types, terms and required columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    ValidationError,
    create_model,
)

from seeds.rows.kinds import KINDS
from seeds.rows.problems import Problem, Severity
from seeds.rows.row import Column, Kind, Row
from seeds.rows.spelling import did_you_mean, is_broken

Value = str | list[str] | None

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CAUSES: Final = {
    "int_parsing": "is not a whole number",
    "float_parsing": "is not a number (a point, not a comma, before the decimals)",
    "finite_number": "is not a finite number",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of one thing, unchecked: texts by column; None was stated to be empty."""

    kind: str
    file: str
    line: int
    cells: dict[str, Value]
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """The text of *column*; empty where there is none."""
        value = self.cells.get(column)
        return value if isinstance(value, str) else ""

    def with_cells(self, cells: dict[str, Value]) -> "Entry":
        """The same entry with other cells."""
        return replace(self, cells=cells)

    def problem(self, column: str, cause: str, *, value: object = None, severity: Severity = "error") -> Problem:
        """A problem of *column*, at its line."""
        shown = self.cells.get(column) if value is None else value
        return Problem(self.file, self.lines.get(column, self.line), column, "" if shown is None else str(shown), cause, severity)


def checked(entry: Entry, problems: list[Problem]) -> Row | None:
    """*entry* as a row; what is wrong is added to *problems* and left out of it, so that later checks find the rest.

    None without the column that identifies the row.
    """
    kind = KINDS[entry.kind]
    problems += (
        entry.problem(name, f"{kind.name} has no such column{did_you_mean(name, kind.fields)}")
        for name in entry.cells
        if name not in kind.fields
    )
    cells = {name: value for name, value in entry.cells.items() if name in kind.fields and not _is_empty(value)}
    for name, value in cells.items():
        if is_broken(value if isinstance(value, str) else "|".join(value or ())):
            problems.append(entry.problem(name, "has lost its umlauts: the file was saved with another encoding; save it as UTF-8"))
    problems += (entry.problem(name, "is missing", value="") for name in kind.required if name not in cells)
    if kind.key in kind.required and kind.key not in cells:
        return None
    return Row(kind, entry.file, entry.line, _values(entry, kind, cells, problems), entry.lines)


def _values(entry: Entry, kind: Kind, cells: dict[str, Value], problems: list[Problem]) -> dict[str, Any]:
    try:
        return _parser(kind.name).model_validate(cells).model_dump(exclude_unset=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems += (_problem(entry, kind, detail) for detail in details)
    wrong = {detail["loc"][0] for detail in details}
    return _values(entry, kind, {name: value for name, value in cells.items() if name not in wrong}, problems)


def _is_empty(value: Value) -> bool:
    return value is None or not (value.strip() if isinstance(value, str) else value)


def _problem(entry: Entry, kind: Kind, detail: Any) -> Problem:
    name, value = str(detail["loc"][0]), detail["input"]
    if detail["type"] == "literal_error":
        words = kind.columns[name].words
        hint = did_you_mean(str(value), words) or f" (known: {', '.join(words)})"
        return entry.problem(name, f"is not a known term{hint}", value=value)
    return entry.problem(name, _CAUSES.get(detail["type"]) or str(detail["msg"]).removeprefix("Value error, "), value=value)


@cache
def _parser(name: str) -> type[BaseModel]:
    kind = KINDS[name]
    text = _type_of(Column(""))
    columns: dict[str, Any] = {column: _type_of(declared) for column, declared in kind.columns.items()}
    references: dict[str, Any] = {column: _listed(text) if known.many else text for column, known in kind.references.items()}
    definitions: dict[str, Any] = {column: (kind_of, None) for column, kind_of in (columns | references).items()}
    return create_model(name, __config__=ConfigDict(extra="forbid"), **definitions)


def _type_of(column: Column) -> Any:
    one: Any = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    if column.words:
        one = Annotated[Literal[column.words], BeforeValidator(_stripped)]
    elif column.value is date:
        one = Annotated[str, BeforeValidator(_stripped), AfterValidator(_day)]
    elif column.value is int:
        # GraphQL's Int has 32 bits.
        one = Annotated[int, Field(ge=-(2**31), lt=2**31)]
    elif column.value is float:
        one = FiniteFloat
    return _listed(one) if column.many else one


def _listed(one: Any) -> Any:
    return Annotated[list[one], BeforeValidator(_split)]


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _split(value: object) -> object:
    texts = value.split("|") if isinstance(value, str) else value
    if not isinstance(texts, Sequence):
        return value
    return list(dict.fromkeys(str(text).strip() for text in texts if str(text).strip()))


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError("is not a day (year-month-day, such as 2026-11-23)")
    date.fromisoformat(text)
    return text
