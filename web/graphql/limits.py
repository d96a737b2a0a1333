"""What a document asks for, measured in one pass over each definition, and how much it may ask for.

Fragments are measured once each, in the order of their dependencies, so that a bomb of 40 levels costs 40 additions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

# Above this, figures stop growing: they are still too large, and still fit into JSON.
CEILING: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a document may ask for. Each figure is explained at `Figures`; `cost`, one operation's, in `web.graphql.cost`."""

    characters: int = 50_000
    tokens: int = 4_000
    definitions: int = 100
    depth: int = 20
    fields: int = 4_000
    aliases: int = 200
    breadth: int = 500
    root_fields: int = 25
    repeats: int = 5_000
    cost: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a document asks for, fragments written out.

    fields: all selected fields, over all operations. aliases: those with an alias. depth: levels of fields.
    breadth: fields of the widest selection set. root_fields: fields of the widest operation's root.
    repeats: pairs of fields that share a response key, each weighted by its arguments; what merging them costs.
    """

    fields: int
    aliases: int
    depth: int
    breadth: int
    root_fields: int
    repeats: int

    def excess(self, limits: Limits) -> dict[str, dict[str, int]]:
        """The figures above their limits, as {figure: {value, limit}}. Empty when the document may run."""
        pairs = ((name, getattr(self, name), getattr(limits, name)) for name in Figures.__slots__)
        return {name: {"value": value, "limit": limit} for name, value, limit in pairs if value > limit}


@dataclass(frozen=True, slots=True)
class _Size:
    """A selection set's size, fragments written out. `here`: fields of this very level; `widest`: of any level."""

    fields: int = 0
    aliases: int = 0
    depth: int = 0
    here: int = 0
    widest: int = 0


def measure(document: DocumentNode, limits: Limits) -> Figures:
    """The figures of *document*, whose fragments must exist and form no cycle (raises KeyError, graphlib.CycleError).

    `repeats` is only looked for when the other figures are within *limits*, because it walks the written-out document.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    operations = [node.selection_set for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    known: dict[str, _Size] = {}
    for name in TopologicalSorter({name: set(_spreads(node.selection_set)) for name, node in fragments.items()}).static_order():
        known[name] = _size(fragments[name].selection_set, known)
    sizes = [_size(operation, known) for operation in operations]
    figures = Figures(
        fields=min(CEILING, sum(size.fields for size in sizes)),
        aliases=min(CEILING, sum(size.aliases for size in sizes)),
        depth=max((size.depth for size in sizes), default=0),
        breadth=max((size.widest for size in sizes), default=0),
        root_fields=max((size.here for size in sizes), default=0),
        repeats=0,
    )
    if figures.excess(limits):
        return figures
    return replace(figures, repeats=min(CEILING, sum(_repeats(operation, fragments) for operation in operations)))


def _spreads(selection_set: SelectionSetNode) -> Iterator[str]:
    """Names of the fragments that a selection set spreads, at any depth."""
    stack = [selection_set]
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                yield selection.name.value
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                stack.append(selection.selection_set)


def _size(selection_set: SelectionSetNode, known: Mapping[str, _Size]) -> _Size:
    """The size of one selection set. Recursion is bounded by the parser's own nesting limit (200)."""
    fields = aliases = depth = here = widest = 0
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            inner = _size(selection.selection_set, known) if selection.selection_set else _Size()
            fields += 1
            here += 1
            aliases += selection.alias is not None
            depth = max(depth, inner.depth + 1)
        else:
            assert isinstance(selection, FragmentSpreadNode | InlineFragmentNode)
            inner = known[selection.name.value] if isinstance(selection, FragmentSpreadNode) else _size(selection.selection_set, known)
            here += inner.here
            depth = max(depth, inner.depth)
        fields += inner.fields
        aliases += inner.aliases
        widest = max(widest, inner.widest)
    here = min(CEILING, here)
    return _Size(min(CEILING, fields), min(CEILING, aliases), depth, here, max(widest, here))


def _repeats(selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    """Pairs of fields which the rule "overlapping fields can be merged" compares, at most.

    That rule is quadratic where one response key stands often. Fields are grouped as execution groups them: by response key,
    their selection sets together.
    """
    total = 0
    stack: list[list[SelectionSetNode]] = [[selection_set]]
    while stack:
        for nodes in _by_response_key(stack.pop(), fragments).values():
            weight = sum(1 + _argument_length(node) // 8 for node in nodes)
            total += (len(nodes) - 1) * weight
            inner = [node.selection_set for node in nodes if node.selection_set]
            if inner:
                stack.append(inner)
    return total


def _by_response_key(
    selection_sets: Sequence[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]
) -> dict[str, list[FieldNode]]:
    """The fields of selection sets that answer into one object, by response key; a fragment counts once."""
    groups: dict[str, list[FieldNode]] = {}
    seen: set[str] = set()
    stack = list(selection_sets)
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FieldNode):
                groups.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                stack.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                stack.append(fragments[selection.name.value].selection_set)
    return groups


def _argument_length(node: FieldNode) -> int:
    """Characters of a field's arguments in the source; comparing two fields prints them."""
    return sum(argument.loc.end - argument.loc.start for argument in node.arguments or () if argument.loc)
