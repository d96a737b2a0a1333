"""`where` inputs, made from the model: what can be asked of a field follows from how it is declared."""

import sys
from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import UNSET

from graph.distance import LOCATED
from graph.fields import Embedded, Expression, Field, Localized, Property, Related, Ties
from graph.filters import BY_REGION, NEAR, REGION
from graph.model import ACTOR, EMBEDDED, MODEL, TIE
from graph.vocabulary import Term, TieDirection
from schema.inputs import NearFilter, RegionFilter

_SAME = {"eq": "Is this.", "ne": "Is not this."}
_ORDERED = {"lt": "Is less than this.", "lte": "Is at most this.", "gt": "Is greater than this.", "gte": "Is at least this."}
_TEXT = {
    "contains": "Contains this, in upper or lower case.",
    "startsWith": "Starts with this, in upper or lower case.",
    "endsWith": "Ends with this, in upper or lower case.",
}
_ON_VALUES: dict[type, dict[str, str]] = {str: _SAME | _TEXT, int: _SAME | _ORDERED, float: _ORDERED, date: _SAME | _ORDERED}
_ON_SETS = {"in": "Is one of these.", "notIn": "Is none of these."}
_ON_LISTS = {"hasAny": "Holds one of these.", "hasAll": "Holds all of these."}
_NAMES: dict[type, str] = {str: "String", int: "Int", float: "Float", date: "Date"}
_MANY = {
    "some": "At least one of them is like this.",
    "none": "None of them is like this.",
    "all": "All of them are like this, or there are none.",
    "single": "Exactly one of them is like this.",
}


def _input(name: str, fields: dict[str, tuple[Any, str]], description: str) -> type:
    """The input type *name*, kept in this module so that others can refer to it lazily."""
    names = {graphql_name: f"field_{graphql_name}" for graphql_name in fields}
    namespace: dict[str, Any] = {
        names[key]: strawberry.field(default=UNSET, description=text, name=key) for key, (_, text) in fields.items()
    }
    namespace["__annotations__"] = {names[key]: type_ | None for key, (type_, _) in fields.items()}
    namespace["__module__"] = __name__
    made: type = strawberry.input(type(name, (), namespace), name=name, description=description)
    globals()[name] = made
    return made


def _lazy(name: str) -> Any:
    return Annotated[name, strawberry.lazy(__name__)]


def _filter(type_: type, *, many: bool) -> Any:
    """The operators for a value of *type_*, or for a list of them; each made once."""
    name = f"{_NAMES.get(type_, type_.__name__)}{'List' if many else ''}Filter"
    if name not in globals():
        if many:
            fields = {"has": (type_, "Holds this.")} | {key: (list[type_], text) for key, text in _ON_LISTS.items()}  # type: ignore[valid-type]
            _input(name, fields, f"Asks about a list of {_NAMES.get(type_, type_.__name__)}.")
        else:
            values = _SAME if issubclass(type_, Term) else _ON_VALUES[type_]
            fields = {key: (type_, text) for key, text in values.items()} | {key: (list[type_], text) for key, text in _ON_SETS.items()}  # type: ignore[valid-type]
            fields["isNull"] = (bool, "Whether it is missing.")
            _input(name, fields, f"Asks about a value of type {_NAMES.get(type_, type_.__name__)}. Several operators must all hold.")
    return globals()[name]


def _on_field(field: Field) -> tuple[Any, str]:
    match field:
        case Property(type=type_, many=many):
            return _filter(type_, many=many), "By this value."
        case Expression(type=type_):
            return _filter(type_, many=False), "By this value on the asked day."
        case Localized():
            return _lazy("LocalizedTextFilter"), "By this text, in any of its languages."
        case Embedded(type=type_name):
            return _lazy(f"{type_name}Where"), "By where this comes from, and how sure it is."
        case Related(target=target, many=False):
            return _lazy(f"{target}Where"), "By the one at the other end."
        case Related(target=target):
            return _lazy(f"{target}ListWhere"), "By those at the other end."
        case Ties():
            return _lazy("TieListWhere"), "By ties to other actors."


def _where(name: str, fields: dict[str, Field], *, label: str = "", others: dict[str, tuple[Any, str]] | None = None) -> None:
    asked = {key: _on_field(field) for key, field in fields.items() if key != "id"} | (others or {})
    if label in BY_REGION:
        asked[REGION] = (RegionFilter, "Only in this region or inside it: seated there, responsible for a part of it, or about it.")
    if label in LOCATED:
        asked[NEAR] = (NearFilter, "Only with a place near this one.")
    this = _lazy(f"{name}Where")
    asked |= {
        "AND": (list[this], "All of these hold."),  # type: ignore[valid-type]
        "OR": (list[this], "One of these holds."),  # type: ignore[valid-type]
        "NOT": (this, "This doesn't hold."),
    }
    _input(f"{name}Where", asked, f"What is asked of a {name}. Everything that is given must hold.")


def _list_where(name: str) -> None:
    _input(
        f"{name}ListWhere", {key: (_lazy(f"{name}Where"), text) for key, text in _MANY.items()}, f"Asks about several: each is a {name}."
    )


_input(
    "LocalizedTextFilter",
    {
        "contains": (str, "Contains this in one of its languages, in upper or lower case."),
        "isNull": (bool, "Whether it is missing in all."),
    },
    "Asks about a text that may be there in several languages.",
)
for _node in MODEL.values():
    _where(_node.name, _node.fields, label=_node.label)
    _list_where(_node.name)
_where("Actor", ACTOR, label="Actor")
_list_where("Actor")
for _name, _fields in EMBEDDED.items():
    _where(_name, _fields)
_where(
    "Tie",
    TIE,
    others={
        "direction": (TieDirection, "Which way it goes, seen from the actor that has it."),
        "node": (_lazy("ActorWhere"), "The actor at its other end."),
    },
)
_list_where("Tie")


def where_input(type_name: str) -> type:
    """The `where` input of a node type or of the interface Actor."""
    made: type = getattr(sys.modules[__name__], f"{type_name}Where")
    return made
