"""Rows on disk instead of in memory: a temporary SQLite file in which they can be looked up, joined and gone through in any order."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Self

from graph.vocabulary import Visibility
from seeds.rows.kinds import KIND_OF_NODE, KINDS, SLUGGED
from seeds.rows.row import Row

Values = dict[str, Any]

SLUG_KINDS: Final = frozenset(KIND_OF_NODE[node].name for node in SLUGGED)
_SLUG: Final = "slug"
_TABLES: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -8000;
CREATE TABLE row (
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, space TEXT NOT NULL, key TEXT NOT NULL, owner TEXT NOT NULL,
  file TEXT NOT NULL, line INTEGER NOT NULL, lines TEXT NOT NULL, content TEXT NOT NULL, status TEXT NOT NULL DEFAULT ''
);
CREATE INDEX keys ON row (space, key);
CREATE INDEX owners ON row (owner, kind, seq);
"""


def space_of(kind: str) -> str:
    """The namespace of the keys of *kind*: actors, events and so on share one."""
    return _SLUG if kind in SLUG_KINDS else kind


def owner_of(kind: str, values: Values) -> str:
    """What a row belongs to: an actor to itself, a part to its owner, a tie to what it leads from; empty for a source or a look."""
    column = {"tie": "from", "source": ""}.get(kind, "slug" if kind in SLUG_KINDS else "owner")
    return str(values.get(column) or "")


class RowStore:
    """Rows in the order in which they came, by key and by owner. A context: the file is gone afterwards."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="netzlotse-")
        self.db = sqlite3.connect(Path(self._folder.name) / "rows.db", check_same_thread=False)
        self.db.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self._folder.cleanup()

    def add(self, kind: str, values: Values, *, file: str = "", line: int = 0, lines: dict[str, int] | None = None) -> int:
        """Keep a row; its number."""
        key = str(values.get(KINDS[kind].key) or "")
        told = (kind, space_of(kind), key, owner_of(kind, values), file, line, json.dumps(lines) if lines else "", json.dumps(values))
        cursor = self.db.execute(
            "INSERT INTO row (kind, space, key, owner, file, line, lines, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", told
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def values(self, kind: str) -> Iterator[Values]:
        """What the rows of *kind* hold, in order."""
        for (content,) in self.db.execute("SELECT content FROM row WHERE kind = ? ORDER BY seq", (kind,)):
            yield json.loads(content)

    def parts(self, owner: str, kinds: Iterable[str]) -> dict[str, list[Values]]:
        """The rows of *kinds* that belong to *owner*, by kind; a kind without rows is left out."""
        found: dict[str, list[Values]] = {}
        for kind in kinds:
            rows = self.db.execute("SELECT content FROM row WHERE owner = ? AND kind = ? ORDER BY seq", (owner, kind))
            if listed := [json.loads(content) for (content,) in rows]:
                found[kind] = listed
        return found

    def without_owner(self, kinds: Iterable[str]) -> Iterator[tuple[str, Values]]:
        """The rows of *kinds* whose owner isn't here, kind by kind."""
        for kind in kinds:
            orphans = self.db.execute(
                "SELECT content FROM row r WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM row o WHERE o.space = ? AND o.key = r.owner) "
                "ORDER BY seq",
                (kind, _SLUG),
            )
            for (content,) in orphans:
                yield kind, json.loads(content)

    def kind_of(self, slug: str) -> str | None:
        """The kind of the row with this *slug*."""
        found = self.db.execute("SELECT kind FROM row WHERE space = ? AND key = ?", (_SLUG, slug)).fetchone()
        return found[0] if found else None

    def internal(self) -> set[str]:
        """The slugs of what isn't public."""
        found = self.db.execute(
            "SELECT key FROM row WHERE space = ? AND json_extract(content, '$.visibility') = ?", (_SLUG, Visibility.INTERNAL.value)
        )
        return {key for (key,) in found}

    def row(self, seq: int) -> Row:
        """The row of that number, as it was checked."""
        return next(self.rows("seq = ?", seq))

    def rows(self, condition: str = "1", *parameters: Any) -> Iterator[Row]:
        """The rows for which *condition* (SQL of ours) holds, in order."""
        statement = f"SELECT kind, file, line, lines, content FROM row WHERE {condition} ORDER BY seq"  # noqa: S608  our own text
        for kind, file, line, lines, content in self.db.execute(statement, parameters):
            yield Row(KINDS[kind], file, line, json.loads(content), json.loads(lines) if lines else {})

    def count(self, kind: str = "") -> int:
        """How many rows there are, of *kind* or at all."""
        found: int = self.db.execute("SELECT count(*) FROM row WHERE ? IN ('', kind)", (kind,)).fetchone()[0]
        return found
