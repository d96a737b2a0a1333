"""Rows among each other and against what is known: references that lead somewhere, keys once, ties that make sense, no circles."""

import json
from collections.abc import Iterator
from typing import Final

from seeds.checking.checks import NO_CIRCLES, circles, misplaced
from seeds.checking.placing import WITH_DISTRICT, district_missing, same_place
from seeds.checking.report import Findings
from seeds.exchange.row_store import RowStore, owner_of
from seeds.exchange.world import World
from seeds.rows.kinds import KIND_OF_NODE, KINDS
from seeds.rows.problems import Problem, Severity
from seeds.rows.row import Reference, Row
from seeds.rows.spans import overlap, span_of
from seeds.rows.spelling import did_you_mean, sort_name

_TWICE: Final = """
SELECT r.seq, f.file, f.line, r.key FROM row r
JOIN (SELECT space, key, min(seq) AS first FROM row WHERE key <> '' GROUP BY space, key HAVING count(*) > 1) d
  ON d.space = r.space AND d.key = r.key AND r.seq <> d.first
JOIN row f ON f.seq = d.first ORDER BY r.seq
"""
_PLACES: Final = "CREATE TABLE place (name TEXT, code TEXT, slug TEXT); CREATE INDEX places ON place (name, code)"
_LOCATED: Final = """
SELECT o.key, json_extract(o.content, '$.name'), json_extract(l.content, '$.postal_code') FROM row l
JOIN row o ON o.space = 'slug' AND o.key = l.owner AND o.kind = 'organization'
WHERE l.kind = 'location' AND json_extract(l.content, '$.postal_code') IS NOT NULL
"""
_SAME: Final = """
SELECT a.slug, b.slug, a.code FROM place a JOIN place b ON a.name = b.name AND a.code = b.code AND a.rowid < b.rowid AND a.slug <> b.slug
GROUP BY b.slug ORDER BY b.rowid
"""
_WITHOUT_DISTRICT: Final = (
    "kind = 'organization' AND NOT EXISTS (SELECT 1 FROM row d WHERE d.owner = row.key AND d.kind = 'responsibility')"
)


def settle(store: RowStore, world: World, findings: Findings, *, district_severity: Severity = "warning") -> None:
    """Check all rows of *store* together. Actors that are named instead of keyed are keyed, where the name leaves no doubt."""
    referring = _Referring(store, world)
    for seq, row in list_of_rows(store):
        findings.add(referring.problems(seq, row))
    referring.finish()
    findings.add(_twice(store))
    findings.add(_ties(store, world))
    findings.add(_circles(store))
    findings.add(_same_places(store, world))
    findings.add(_contradicting_looks(store))
    findings.add(district_missing(row, district_severity) for row in store.rows(_WITHOUT_DISTRICT) if row["type"] in WITH_DISTRICT)


def list_of_rows(store: RowStore) -> Iterator[tuple[int, Row]]:
    """Every row with its number."""
    numbers = [seq for (seq,) in store.db.execute("SELECT seq FROM row ORDER BY seq")]
    return zip(numbers, store.rows(), strict=True)


class _Referring:
    """References to actors and sources; those by name are replaced in the end."""

    def __init__(self, store: RowStore, world: World) -> None:
        self._store = store
        self._world = world
        self._replaced: list[tuple[int, str, str]] = []
        self._names: dict[str, list[str]] | None = None
        self._sources = world.sources | {values["id"] for values in store.values("source")}

    def problems(self, seq: int, row: Row) -> Iterator[Problem]:
        for column, reference in row.kind.references.items():
            key = row[column]
            if not key or reference.targets == ("Region",):
                continue
            if reference.targets == ("Source",):
                if key not in self._sources:
                    yield row.problem(column, f"there is no source of this key{did_you_mean(key, self._sources)}")
            else:
                yield from self._actor(seq, row, column, reference)

    def _actor(self, seq: int, row: Row, column: str, reference: Reference) -> Iterator[Problem]:
        allowed = [KIND_OF_NODE[target].name for target in reference.targets]
        key = row[column]
        kind = self._kind(key)
        if kind is None:
            found = [slug for slug in self._named(key) if self._kind(slug) in allowed]
            if len(found) == 1:
                self._replaced.append((seq, column, found[0]))
            elif found:
                yield row.problem(column, f"several have this name: {', '.join(sorted(found)[:8])}; write the slug")
            else:
                slugs = (slug for slug in self._world.actors if slug[:3] == key[:3])
                yield row.problem(
                    column, f"there is no {' or '.join(allowed).replace('_', ' ')} of this slug or name{did_you_mean(key, slugs)}"
                )
        elif kind not in allowed:
            wanted = " or ".join(allowed).replace("_", " ")
            yield row.problem(column, f"is the slug of another kind ({kind.replace('_', ' ')}); wanted here: {wanted}")

    def _kind(self, slug: str) -> str | None:
        known = self._world.actors.get(slug)
        return self._store.kind_of(slug) or (known.kind.name if known else None)

    def _named(self, name: str) -> list[str]:
        if self._names is None:
            self._names = {}
            for slug, text in self._store.db.execute("SELECT key, json_extract(content, '$.name') FROM row WHERE space = 'slug'"):
                self._names.setdefault(sort_name(text or ""), []).append(slug)
        folded = sort_name(name)
        return list(dict.fromkeys([*self._names.get(folded, []), *self._world.by_name.get(folded, [])]))

    def finish(self) -> None:
        for seq, column, slug in self._replaced:
            row = self._store.row(seq)
            values = {**row.values, column: slug}
            told = (json.dumps(values), owner_of(row.kind.name, values), seq)
            self._store.db.execute("UPDATE row SET content = ?, owner = ? WHERE seq = ?", told)


def _twice(store: RowStore) -> Iterator[Problem]:
    for seq, file, line, key in store.db.execute(_TWICE).fetchall():
        row = store.row(seq)
        yield row.problem(row.kind.key, f"stands twice, first in {file}:{line}", value=key)


def _ties(store: RowStore, world: World) -> Iterator[Problem]:
    def node(slug: str) -> str | None:
        known = world.actors.get(slug)
        kind = store.kind_of(slug)
        return KINDS[kind].node if kind else known.kind.node if known else None

    for row in store.rows("kind = 'tie'"):
        yield from misplaced(row, start=node(row["from"] or ""), end=node(row["to"] or ""))


def _circles(store: RowStore) -> Iterator[Problem]:
    for type_ in NO_CIRCLES:
        onward: dict[str, list[tuple[str, Row]]] = {}
        for row in store.rows("kind = 'tie' AND json_extract(content, '$.type') = ?", type_):
            if row["from"] and row["to"] and row["from"] != row["to"]:
                onward.setdefault(row["from"], []).append((row["to"], row))
        yield from circles(onward, "to")


def _same_places(store: RowStore, world: World) -> Iterator[Problem]:
    store.db.executescript(_PLACES)
    places = ((sort_name(name or ""), code, slug) for slug, name, code in store.db.execute(_LOCATED).fetchall())
    store.db.executemany("INSERT INTO place VALUES (?, ?, ?)", places)
    for first, second, code in store.db.execute(_SAME).fetchall():
        one, other = (next(store.rows("space = 'slug' AND key = ?", slug)) for slug in (first, second))
        if overlap(span_of(one), span_of(other)):
            yield other.problem("name", same_place(first, code))
    for name, code, slug in store.db.execute("SELECT name, code, slug FROM place"):
        known = world.places.get((name, code))
        if known and known != slug:
            row = next(store.rows("space = 'slug' AND key = ?", slug))
            yield row.problem("name", same_place(known, code), severity="warning")


def _contradicting_looks(store: RowStore) -> Iterator[Problem]:
    """Of two looks at a field in a region on one day the one that found somebody counts: the other one should be looked at."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in store.rows("kind = 'looking_mark'"):
        for term in row["action_fields"]:
            key = (row["region"] or "", term, row["verified_at"] or "")
            first = found.setdefault(key, row)
            if first["found"] != row["found"]:
                cause = f"says otherwise of {term} than {first.file}:{first.line} does of the same day"
                yield row.problem("found", cause, severity="warning")
