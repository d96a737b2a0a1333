"""Which ties may lead from what to what, read from the model's patterns."""

import re
from collections.abc import Iterator
from typing import Final

from graph.fields import NodeType, Related, Ties
from graph.model import ABSTRACT, MODEL
from graph.vocabulary import TieType

_PATTERN: Final = re.compile(
    r"\(\{(?P<left>n|x)\}(?::(?P<left_name>\w+))?\)-\[\{t\}:(?P<types>[\w|]+)\]->\(\{(?P<right>n|x)\}(?::(?P<right_name>\w+))?\)"
)


def _concrete(name: str) -> tuple[str, ...]:
    return ABSTRACT.get(name, (name,))


def _drawn(node: NodeType) -> Iterator[tuple[str, str, str]]:
    for field in node.fields.values():
        if isinstance(field, Ties):
            for other in ABSTRACT["Actor"]:
                yield from ((tie.value, node.name, other) for tie in TieType)
        elif isinstance(field, Related) and (match := _PATTERN.fullmatch(field.pattern)):
            starts = _concrete(match["left_name"] or node.name)
            ends = _concrete(match["right_name"] or node.name)
            yield from ((tie, start, end) for tie in match["types"].split("|") for start in starts for end in ends)


def _all_ends() -> dict[str, frozenset[tuple[str, str]]]:
    ends: dict[str, set[tuple[str, str]]] = {}
    for node in MODEL.values():
        for tie, start, end in _drawn(node):
            ends.setdefault(tie, set()).add((start, end))
    return {tie: frozenset(pairs) for tie, pairs in sorted(ends.items())}


TIE_ENDS: Final = _all_ends()
"""For each tie, the pairs of node types (from, to) that it may join."""
