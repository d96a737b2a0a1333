"""What can be wrong in a seed file, told so that the one who keeps it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: where it stands, the value that stands there, and why it can't be taken.

    *line* counts from 1; 0 is the file as a whole. *field* is empty when the row as a whole is meant.
    """

    file: str
    line: int
    field: str
    value: str
    cause: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = " ".join(part for part in (self.field, repr(self.value) if self.value else "") if part)
        return f"{place}: {what + ': ' if what else ''}{self.cause}"


class SeedError(Exception):
    """The seed files can't be loaded. *problems* holds all that were found, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} {'problem' if count == 1 else 'problems'} in the seed files:\n{lines}")


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that forbid loading; warnings don't."""
    return [problem for problem in problems if problem.severity == "error"]
