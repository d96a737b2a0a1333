"""Compile a selection into the map projection that returns it: the database's answer is the response."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import BadUserInput
from graph.fields import MOST, Embedded, Expression, Field, Localized, Property, Related, Ties
from graph.model import EMBEDDED, LANGUAGES, MODEL, TIE, node_type
from graph.selection import Children, KeptChildren, Selection
from graph.tie_list import TieList

TYPE_KEY: Final = ":type"
"""Where a row says its concrete type, if it could be one of several. No response key can be equal to it."""

FIRST: Final = 20
"""How many entries a connection gives when nobody says."""


_MOST_PLACES: Final = 4
"""At how many places in statements one projection is kept. The names in its text depend on what stands before it."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A projection, the parameters it added, and how many variables there are behind it."""

    text: str
    parameters: tuple[tuple[str, Any], ...]
    variables: int


class Projection:
    """Expressions for selections, and the parameters they need.

    The same selection always gives the same text, so that the database's plan cache hits; values travel
    as parameters only. The outermost of a map is always a node's or relationship's own projection, never
    a map literal, which ArcadeDB would answer wrongly. `$asOf` and `$today` are the caller's to give.
    """

    def __init__(self) -> None:
        self.parameters: dict[str, Any] = {}
        self._variables = 0
        self._within = False

    def parameter(self, value: Any) -> str:
        """A placeholder for *value*."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def variable(self) -> str:
        """A name that no other part of the statement uses."""
        self._variables += 1
        return f"n{self._variables - 1}"

    def node(self, children: Children, variable: str) -> str:
        """The projection of a node that can be any of the types in *children*; of children that are kept it is made once."""
        # What stands within another projection is kept with it.
        if self._within or not isinstance(children, KeptChildren):
            return self._node(children, variable)
        taken = len(self.parameters)
        place = (variable, taken, self._variables)
        known: _Compiled | None = children.compiled.get(place)
        if known is None:
            self._within = True
            text = self._node(children, variable)
            self._within = False
            known = _Compiled(text, tuple(self.parameters.items())[taken:], self._variables)
            if len(children.compiled) < _MOST_PLACES:
                children.compiled[place] = known
        self.parameters.update(known.parameters)
        self._variables = known.variables
        return known.text

    def _node(self, children: Children, variable: str) -> str:
        entries = [f"`{TYPE_KEY}`: {variable}.typeName"] if len(children) > 1 else []
        entries += (f"`{key}`: {self._by_type(uses, len(children), variable)}" for key, uses in _by_key(children).items())
        return f"{variable}{{{', '.join(entries)}}}"

    def fields(self, selections: Iterable[Selection], fields: Mapping[str, Field], variable: str) -> str:
        """The projection of a node or relationship whose fields are *fields*."""
        entries = (f"`{s.key}`: {self._value(s, fields[s.name], variable)}" for s in selections)
        return f"{variable}{{{', '.join(entries)}}}"

    def _by_type(self, uses: list[tuple[str, Selection]], types: int, variable: str) -> str:
        """One value where all types select the same, else a CASE by type."""
        groups: list[tuple[Selection, Field, list[str]]] = []
        for type_name, selection in uses:
            declared = MODEL[type_name].fields[selection.name]
            for other, field, names in groups:
                if other == selection and field == declared:
                    names.append(type_name)
                    break
            else:
                groups.append((selection, declared, [type_name]))
        if len(groups) == 1 and len(uses) == types:
            return self._value(groups[0][0], groups[0][1], variable)
        branches = (f"WHEN {variable}.typeName IN {names} THEN {self._value(s, field, variable)}" for s, field, names in groups)
        return f"CASE {' '.join(branches)} END"

    def _value(self, selection: Selection, field: Field, variable: str) -> str:
        match field:
            case Property(name):
                return f"{variable}.{name}"
            case Expression(text):
                return f"({text.format(n=variable)})"
            case Localized(stem):
                return self._localized(selection, stem, variable)
            case Embedded(type_name):
                return self.fields(selection.below(type_name), EMBEDDED[type_name], variable)
            case Related():
                return self._related(selection, field, variable)
            case Ties():
                return self._ties(selection, variable)

    def _localized(self, selection: Selection, stem: str, variable: str) -> str:
        """The text in the asked language, else in German; null where there is none."""
        asked = selection.arguments.get("lang") or LANGUAGES[0]
        order = [asked, *(language for language in LANGUAGES if language != asked)]
        names = {language: f"{variable}.{stem}{language.capitalize()}" for language in order}
        known = " ".join(f"WHEN {name} IS NOT NULL THEN '{language}'" for language, name in names.items())
        parts = {"value": f"coalesce({', '.join(names.values())})", "lang": f"CASE {known} END"}
        entries = ", ".join(f"`{s.key}`: {parts[s.name]}" for s in selection.below("LocalizedText"))
        nothing = " AND ".join(f"{name} IS NULL" for name in names.values())
        return f"CASE WHEN {nothing} THEN null ELSE {variable}{{{entries}}} END"

    def _related(self, selection: Selection, related: Related, variable: str) -> str:
        other, tie = self.variable(), self.variable()
        pattern = related.pattern.format(n=variable, x=other, t=tie)
        conditions = self._conditions(selection, related, other, tie)
        order = ", ".join(f"{other}.{name}" for name in related.order)
        first = self.first(selection, related.first) if related.many else "1"
        rows = (
            f"COLLECT {{ MATCH {pattern}{_where(conditions)} WITH {'DISTINCT ' if related.distinct else ''}{other} "
            f"ORDER BY {order} LIMIT {first} RETURN {self.node(selection.children, other)} AS {other} }}"
        )
        return rows if related.many else f"head({rows})"

    def _conditions(self, selection: Selection, related: Related, other: str, tie: str) -> Iterator[str]:
        yield from related.conditions(other, tie, dated=node_type(related.target).dated)
        for name, predicate in related.arguments.items():
            if (value := selection.arguments.get(name)) is not None:
                yield predicate.format(x=other, value=self.parameter(value))

    def _ties(self, selection: Selection, variable: str) -> str:
        return TieList(selection, variable, self, first=self.first(selection, FIRST)).text()

    def tie(self, selections: tuple[Selection, ...], tie: str) -> str:
        """The projection of a tie."""
        return self.fields(selections, TIE, tie)

    def tie_edge(self, selections: tuple[Selection, ...], tie: str, *, node: str, cursor: str) -> str:
        """The projection of a tie with the actor bound to *node* at its other end, and the expression *cursor*."""

        def value(s: Selection) -> str:
            match s.name:
                case "node":
                    return self.node(s.children, node)
                case "cursor":
                    return cursor
                case name:
                    return self._value(s, TIE[name], tie)

        return f"{tie}{{{', '.join(f'`{s.key}`: {value(s)}' for s in selections)}}}"

    def provenance(self, selection: Selection, variable: str) -> str:
        """The provenance of a node or tie."""
        return self._value(selection, Embedded("Provenance"), variable)

    def first(self, selection: Selection, default: int) -> str:
        """The LIMIT of a list. Raises `BadUserInput` outside 0 to 100."""
        asked = selection.arguments.get("first")
        return str(default) if asked is None else self.parameter(bounded_first(asked, selection.key))


class Slots:
    """Selections on one node that stand in several places of an answer, each projected once under a short name."""

    def __init__(self) -> None:
        self._selections: list[Selection] = []

    def name(self, selection: Selection) -> str:
        """The name under which a row holds what *selection* asks for."""
        if selection not in self._selections:
            self._selections.append(selection)
        return str(self._selections.index(selection))

    def entries(self, projection: "Projection", variable: str) -> str:
        """The entries of a map projection, one a slot; empty if there is none."""
        return ", ".join(f"`{self.name(s)}`: {projection.node(s.children, variable)}" for s in self._selections)


def bounded_first(asked: int, where: str = "", *, argument: str = "first") -> int:
    """*asked*, if it is a number of entries that a list may have. Raises `BadUserInput`."""
    if not 0 <= asked <= MOST:
        of = f" of `{where}`" if where else ""
        raise BadUserInput(f"`{argument}`{of} must be between 0 and {MOST}, not {asked}.", argument=argument, value=asked)
    return asked


def _where(conditions: Iterable[str]) -> str:
    text = " AND ".join(conditions)
    return f" WHERE {text}" if text else ""


def _by_key(children: Children) -> dict[str, list[tuple[str, Selection]]]:
    keys: dict[str, list[tuple[str, Selection]]] = {}
    for type_name, selections in children.items():
        for selection in selections:
            keys.setdefault(selection.key, []).append((type_name, selection))
    return keys
