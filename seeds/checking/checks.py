"""What rows must be among each other: references that lead somewhere, keys once, ties that make sense, no circles."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from graph.vocabulary import RegionLevel, TieType
from seeds.checking.plausibility import implausible
from seeds.rows.ends import TIE_ENDS
from seeds.rows.kinds import KIND_OF_NODE, KINDS, SLUGGED
from seeds.rows.problems import Problem
from seeds.rows.regions import OVERLAYS, Regions
from seeds.rows.row import Row, Rows
from seeds.rows.spelling import did_you_mean

_DIGITS: Final = {
    RegionLevel.LAND.value: 2,
    RegionLevel.GOVERNMENT_DISTRICT.value: 3,
    RegionLevel.KREIS.value: 5,
    RegionLevel.MUNICIPALITY.value: 8,
}
NO_CIRCLES: Final = (TieType.PART_OF_ACTOR.value, TieType.SUCCEEDED_BY.value)
"""Ties of one of these types must not lead back to where they began."""


def check(rows: Rows, regions: Regions) -> list[Problem]:
    """Everything that is wrong with *rows* (identified, ties by rule included), in no order; warnings, too."""
    return [
        *_dangling(rows),
        *_twice(rows),
        *_misplaced_ties(rows),
        *_circles(rows),
        *_region_keys(rows["region"], regions),
        *implausible(rows, regions),
    ]


def _kinds(target: str) -> str:
    return KIND_OF_NODE[target].name if target in KIND_OF_NODE else target


def _dangling(rows: Rows) -> Iterator[Problem]:
    keys = {name: {row.key for row in listed} for name, listed in rows.items()}
    for kind in KINDS.values():
        for column, reference in kind.references.items():
            allowed = tuple(_kinds(target) for target in reference.targets)
            known = frozenset[str]().union(*(keys[name] for name in allowed))
            for row in rows[kind.name]:
                stated = row[column] if reference.many else [row[column]] if row[column] else []
                for key in stated:
                    if key not in known:
                        yield row.problem(column, _nowhere(key, known, allowed, keys), value=key)


def _nowhere(key: str, known: Iterable[str], allowed: tuple[str, ...], keys: dict[str, set[str]]) -> str:
    other = next((name for name, found in keys.items() if key in found and name in map(_kinds, SLUGGED)), None)
    wanted = " or ".join(allowed).replace("_", " ")
    if other:
        return f"is the slug of another kind ({other.replace('_', ' ')}); wanted here: {wanted}"
    return f"there is no {wanted} of this key{did_you_mean(key, known)}"


def _twice(rows: Rows) -> Iterator[Problem]:
    slugged = [KIND_OF_NODE[node].name for node in SLUGGED]
    others = [[name] for name, kind in KINDS.items() if kind.key and name not in slugged]
    for names in (slugged, *others):
        first: dict[str, Row] = {}
        for row in chain.from_iterable(rows[name] for name in names):
            if row.key in first:
                at = first[row.key]
                yield row.problem(row.kind.key, f"stands twice, first in {at.file}:{at.line}", value=row.key)
            first.setdefault(row.key, row)


def _misplaced_ties(rows: Rows) -> Iterator[Problem]:
    nodes = {row.key: node for node in SLUGGED for row in rows[KIND_OF_NODE[node].name]}
    for row in rows["tie"]:
        yield from misplaced(row, start=nodes.get(row["from"]), end=nodes.get(row["to"]))


def misplaced(row: Row, *, start: str | None, end: str | None) -> Iterator[Problem]:
    """What is wrong with a tie between nodes of the types *start* and *end*; None for one that isn't known."""
    if start and end and row["type"] and (start, end) not in TIE_ENDS[row["type"]]:
        yield row.problem("type", f"can't lead from {row['from']} ({start}) to {row['to']} ({end})")
    if row["from"] and row["from"] == row["to"]:
        yield row.problem("to", "is tied to itself")
    if not row["source"]:
        yield row.problem("source", "a tie must say where it is stated")


def _circles(rows: Rows) -> Iterator[Problem]:
    yield from circles({row.key: [(row["parent"], row)] for row in rows["region"] if row["parent"]}, "parent")
    for type_ in NO_CIRCLES:
        onward: dict[str, list[tuple[str, Row]]] = {}
        for row in rows["tie"]:
            if row["type"] == type_ and row["from"] != row["to"]:
                onward.setdefault(row["from"], []).append((row["to"], row))
        yield from circles(onward, "to")


def circles(onward: dict[str, list[tuple[str, Row]]], column: str) -> Iterator[Problem]:
    """One problem for each circle, at the row that closes it."""
    done: set[str] = set()
    for start in onward:
        path: dict[str, None] = {}
        stack: list[tuple[str, Row | None, bool]] = [(start, None, False)]
        while stack:
            key, row, leaving = stack.pop()
            if leaving:
                path.popitem()
                done.add(key)
            elif key in path and row:
                passed = list(path)
                yield row.problem(column, f"leads in a circle: {' → '.join((*passed[passed.index(key) :], key))}")
            elif key not in done:
                path[key] = None
                stack.append((key, None, True))
                stack += ((next_key, next_row, False) for next_key, next_row in onward.get(key, ()))


def _region_keys(rows: list[Row], regions: Regions) -> Iterator[Problem]:
    for row in rows:
        level = row["level"]
        digits = _DIGITS.get(level)
        if digits and not (len(row.key) == digits and row.key.isdecimal()):
            yield row.problem("key", f"a {level} has a key of {digits} digits (a table program may have dropped a leading zero)")
        if not row["parent"] and level not in OVERLAYS and level != RegionLevel.COUNTRY.value:
            yield row.problem("parent", "only Germany and districts lie in nothing")
        if level in (RegionLevel.KREIS.value, RegionLevel.MUNICIPALITY.value) and regions.point_at(row.key) is None:
            yield row.problem("lat", "has no point", severity="warning")
