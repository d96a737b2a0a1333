"""What became of the rows that somebody brought: as text for people and as JSON for programs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from seeds.rows.problems import Problem

Status = Literal["added", "changed", "unchanged", "removed", "rejected"]
STATUSES: Final[tuple[Status, ...]] = ("added", "changed", "unchanged", "removed", "rejected")
MOST_LISTED: Final = 1000
"""Problems that are told one by one; further ones are counted."""


@dataclass
class Findings:
    """Problems as they come up: the first of them as they are, of all how many, and which rows they forbid."""

    listed: list[Problem] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    _rejected: set[tuple[str, int]] = field(default_factory=set)

    def add(self, problems: Iterable[Problem]) -> bool:
        """Take *problems* in; whether there is an error among them."""
        errors = 0
        for problem in problems:
            is_error = problem.severity == "error"
            errors += is_error
            self.warnings += not is_error
            if is_error:
                self._rejected.add((problem.file, problem.line))
            if len(self.listed) < MOST_LISTED:
                self.listed.append(problem)
        self.errors += errors
        return bool(errors)

    def forbids(self, file: str, line: int) -> bool:
        """Whether what stands on this line has an error."""
        return (file, line) in self._rejected

    @property
    def rejected(self) -> int:
        """How many places (rows, mostly) have an error."""
        return len(self._rejected)


@dataclass(frozen=True, slots=True)
class Report:
    """Rows by kind and status. *applied*: whether they are in the database now; *version*: the directory's, where they are."""

    dataset: str
    rows: Mapping[str, Mapping[Status, int]]
    findings: Findings
    applied: bool = False
    version: int | None = None

    @property
    def has_errors(self) -> bool:
        """Whether anything forbids these files."""
        return self.findings.errors > 0

    def total(self, status: Status) -> int:
        """Rows of all kinds with *status*; of the rejected the places that have an error."""
        return self.findings.rejected if status == "rejected" else sum(counts.get(status, 0) for counts in self.rows.values())

    def as_json(self) -> dict[str, Any]:
        """Everything, in words that don't change: `rejected` and `warnings` list file, line, column, value and reason."""
        listed: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for problem in sorted(self.findings.listed):
            told = {"file": problem.file, "line": problem.line, "column": problem.field, "value": problem.value, "reason": problem.cause}
            listed[problem.severity].append(told)
        return {
            "dataset": self.dataset,
            "applied": self.applied,
            "version": self.version,
            "totals": {status: self.total(status) for status in STATUSES},
            "kinds": {kind: {status: count for status, count in counts.items() if count} for kind, counts in self.rows.items()},
            "rejected": listed["error"],
            "warnings": listed["warning"],
            "notListed": self.findings.errors + self.findings.warnings - len(self.findings.listed),
        }

    def as_text(self) -> str:
        """For the terminal: counts by kind, then each problem on a line."""
        lines = [f"dataset {self.dataset}: " + ", ".join(f"{self.total(status)} {status}" for status in STATUSES)]
        for kind, counts in self.rows.items():
            told = ", ".join(f"{count} {status}" for status in STATUSES if (count := counts.get(status, 0)))
            lines.append(f"  {kind}: {told}")
        return "\n".join([*lines, *self._problems("rejected"), self._conclusion()]) + "\n"

    def as_check(self) -> str:
        """The same for data that were only looked over."""
        rows = sum(sum(counts.values()) for counts in self.rows.values())
        told = f"{rows} rows checked: {self.findings.errors} errors, {self.findings.warnings} warnings"
        return "\n".join([*self._problems("errors"), told]) + "\n"

    def _problems(self, title: str) -> list[str]:
        lines: list[str] = []
        for severity, heading in (("error", title), ("warning", "warnings")):
            found = [problem for problem in sorted(self.findings.listed) if problem.severity == severity]
            lines += [f"{heading}:", *(f"  {_place(problem)}" for problem in found)] if found else []
        if left := self.findings.errors + self.findings.warnings - len(self.findings.listed):
            lines.append(f"… and {left} more")
        return lines

    def _conclusion(self) -> str:
        if self.has_errors:
            return "Nothing was written: put right what is rejected and try again."
        if not any(self.total(status) for status in STATUSES if status not in ("unchanged", "rejected")):
            return "Nothing to do: the directory holds these rows already."
        if self.applied:
            return f"Written: the directory is at version {self.version} now."
        return "Nothing was written (dry run): --apply does it."


def _place(problem: Problem) -> str:
    where = f"{problem.file}, line {problem.line}" if problem.line else problem.file
    what = f"column {problem.field}" if problem.field else ""
    value = repr(problem.value) if problem.value else ""
    return ": ".join(part for part in (", ".join(part for part in (where, what) if part), value, problem.cause) if part)


def tally(found: Iterable[tuple[str, str, int]]) -> dict[str, dict[Status, int]]:
    """Rows by kind and status from (kind, status, how many)."""
    counts: dict[str, Counter[Any]] = defaultdict(Counter)
    for kind, status, count in found:
        counts[kind][status] += count
    return {kind: dict(counts[kind]) for kind in sorted(counts)}
