"""`orderBy`: the orders that each list offers."""

from enum import Enum
from typing import Any

import strawberry

from graph.fields import FIRST_DAY, LAST_DAY
from graph.keyset import Key
from graph.vocabulary import Direction

_NAME = ("By name, in German order.", "{n}.sortName")
_VERIFIED_AT = ("By the day somebody looked; never is first.", f"coalesce({{n}}.verifiedAt, '{FIRST_DAY}')")
_ORDERS: dict[str, dict[str, tuple[str, str]]] = {
    "Organization": {"NAME": _NAME, "TYPE": ("By type.", "{n}.type"), "VERIFIED_AT": _VERIFIED_AT},
    "Event": {"STARTS_ON": ("By first day; unknown is last.", f"coalesce({{n}}.startsOn, '{LAST_DAY}')"), "NAME": _NAME},
    "Region": {
        "KEY": ("By official key.", "{n}.id"),
        "NAME": _NAME,
        "POPULATION": ("By inhabitants; unknown is first.", "coalesce({n}.population, -1)"),
    },
    "Contact": {"ROLE": ("By function.", "{n}.role")},
    "Source": {"KEY": ("By key.", "{n}.id")},
}
_USUAL: dict[str, tuple[str, str]] = {"NAME": _NAME, "VERIFIED_AT": _VERIFIED_AT}
_LAST = Key("{n}.id")


def order_input(type_name: str) -> type:
    """The `orderBy` input of a list, with an enum of the orders that it offers."""
    orders = _ORDERS.get(type_name, _USUAL)
    fields: Any = Enum(f"{type_name}OrderField", {key: key for key in orders})  # type: ignore[misc]
    wrapped: Any = strawberry.enum(fields, description=f"What a list of {type_name} nodes can be ordered by.")
    for value in wrapped.__strawberry_definition__.values:
        value.description = orders[value.name][0]
    namespace = {
        "field": strawberry.field(description="By what."),
        "direction": strawberry.field(default=Direction.ASC, description="Up or down."),
        "__annotations__": {"field": fields, "direction": Direction},
    }
    made: type = strawberry.input(type(f"{type_name}Order", (), namespace), description="One sort key; the first one counts most.")
    return made


def keys(type_name: str, asked: list[dict[str, str]] | None) -> tuple[Key, ...]:
    """The sort keys of a list as asked, or in its usual order; always ended by the id, so that no two nodes are equal."""
    orders = _ORDERS.get(type_name, _USUAL)
    if not asked:
        asked = [{"field": next(iter(orders)), "direction": "ASC"}]
    # The same key twice would say nothing new the second time.
    chosen = {orders[one["field"]][1]: one.get("direction") == "DESC" for one in reversed(asked)}
    ordered = [Key(expression, chosen[expression]) for one in asked if (expression := orders[one["field"]][1])]
    return tuple(dict.fromkeys([*ordered, *([] if _LAST.expression in chosen else [_LAST])]))
