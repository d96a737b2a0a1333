"""Ties by rule: one row for each pair of actors of two types that cover the same Kreis."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from graph.vocabulary import Visibility
from seeds.rows.kinds import KINDS
from seeds.rows.regions import Regions
from seeds.rows.row import Row, Rows
from seeds.rows.spans import Span, joined, overlap, span_of, without

_TIE: Final = KINDS["tie"]
_COPIED: Final = (
    "source",
    *(name for name in KINDS["rule"].columns if name in _TIE.columns and name not in ("id", "valid_from", "valid_to")),
)

Coverage = dict[str, dict[str, list[Span]]]
"""When an actor covers a Kreis: Kreis, then slug."""


def ties_by_rule(rows: Rows, regions: Regions) -> list[Row]:
    """The ties that the rules of *rows* make, in the order of the rules and then of the slugs.

    Both ends must cover a Kreis on the same day while the rule holds and both actors exist; a district or a Land covers
    its Kreise. An exception takes its days away, so a tie may come in two times. Nobody is tied to themselves.
    """
    coverage = {type_: _coverage(rows, type_, regions) for type_ in _types(rows["rule"])}
    exceptions: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for exception in rows["rule_exception"]:
        exceptions[exception["rule"], exception["actor"]].append(span_of(exception))
    internal = {row.key for row in rows["organization"] if row["visibility"] == Visibility.INTERNAL.value}
    ties: list[Row] = []
    for rule in rows["rule"]:
        times = _common_times(coverage[rule["from_type"]], coverage[rule["to_type"]], span_of(rule))
        for (start, end), spans in sorted(times.items()):
            gaps = [*exceptions[rule.key, start], *exceptions[rule.key, end]]
            hidden = {"visibility": Visibility.INTERNAL.value} if internal & {start, end} else {}
            ties += (_tie(rule, start, end, span, hidden) for whole in joined(spans) for span in without(whole, gaps))
    return ties


def _types(rules: Iterable[Row]) -> set[str]:
    return {rule[end] for rule in rules for end in ("from_type", "to_type")}


def _coverage(rows: Rows, type_: str, regions: Regions) -> Coverage:
    actors = {row.key: span_of(row) for row in rows["organization"] if row["type"] == type_}
    coverage: Coverage = defaultdict(lambda: defaultdict(list))
    for duty in rows["responsibility"]:
        slug = duty["owner"]
        span = overlap(actors[slug], span_of(duty)) if slug in actors else None
        if span:
            for kreis in frozenset[str]().union(*(regions.kreise_in(key) for key in duty["regions"])):
                coverage[kreis][slug].append(span)
    for covered in coverage.values():
        for slug, spans in covered.items():
            covered[slug] = joined(spans)
    return coverage


def _common_times(starts: Coverage, ends: Coverage, rule: Span) -> dict[tuple[str, str], list[Span]]:
    times: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for kreis in starts.keys() & ends.keys():
        for start, end, span in _pairs(starts[kreis], ends[kreis], rule):
            times[start, end].append(span)
    return times


def _pairs(starts: dict[str, list[Span]], ends: dict[str, list[Span]], rule: Span) -> Iterator[tuple[str, str, Span]]:
    for start, start_spans in starts.items():
        for end, end_spans in ends.items():
            if start == end:
                continue
            for one in start_spans:
                for other in end_spans:
                    if span := overlap(one, other, rule):
                        yield start, end, span


def _tie(rule: Row, start: str, end: str, span: Span, hidden: dict[str, str]) -> Row:
    copied: dict[str, Any] = {name: rule[name] for name in _COPIED if rule[name] is not None}
    values = {**copied, **span.cells(), **hidden, "from": start, "type": rule["tie"], "to": end, "rule": rule.key}
    return Row(_TIE, rule.file, rule.line, values)
