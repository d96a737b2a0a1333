"""What a row of the seed files is: its kind, where it stands, and what it says."""

from dataclasses import dataclass, field
from typing import Any

from seeds.rows.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Column:
    """What people write: the property it is *stored* as, the type of its *value*, the closed vocabulary of its *words* (empty: any)."""

    stored: str
    value: type = str
    many: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names rows of other kinds: one of the node types *targets*, or the kind of that name.

    *relationship* is drawn from this row's node to the named one; empty where the loader does something else with it.
    """

    targets: tuple[str, ...]
    many: bool = False
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row. *node* is its node type (empty where it makes none), *key* the column that identifies it."""

    name: str
    node: str
    key: str
    columns: dict[str, Column]
    references: dict[str, Reference] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    fields: dict[str, bool] = field(init=False)
    """Every column that a file may hold, the key first, and whether it holds several values."""

    def __post_init__(self) -> None:
        """Derive what is asked for each cell of each row."""
        listed = {name: column.many for name, column in self.columns.items()}
        listed |= {name: reference.many for name, reference in self.references.items()}
        object.__setattr__(self, "fields", {self.key: False, **listed} if self.key else listed)


@dataclass(frozen=True, slots=True)
class Row:
    """A checked row. Dates are ISO strings, terms their names; what the file leaves out is None, or an empty list."""

    kind: Kind
    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        if column in self.values:
            return self.values[column]
        return [] if self.kind.fields[column] else None

    @property
    def key(self) -> str:
        """What identifies the row among its kind; empty where the file leaves it to the loader."""
        return str(self.values.get(self.kind.key, ""))

    def problem(self, column: str, cause: str, *, value: object = None, severity: Severity = "error") -> Problem:
        """A problem of *column*, at its line; *value* by default what stands there."""
        shown = self.values.get(column, "") if value is None else value
        return Problem(self.file, self.lines.get(column, self.line), column, str(shown), cause, severity)


Rows = dict[str, list[Row]]
"""Rows by the name of their kind."""
