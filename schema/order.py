"""`orderBy`: the orders that each list offers."""

from enum import Enum
from typing import Any

import strawberry

from graph.orders import ORDERS
from graph.vocabulary import Direction


def order_input(type_name: str) -> type:
    """The `orderBy` input of a list, with an enum of the orders that it offers."""
    orders = ORDERS[type_name]
    fields: Any = Enum(f"{type_name}OrderField", {key: key for key in orders})  # type: ignore[misc]
    wrapped: Any = strawberry.enum(fields, description=f"What a list of {type_name} nodes can be ordered by.")
    for value in wrapped.__strawberry_definition__.values:
        value.description = orders[value.name].meaning
    namespace = {
        "field": strawberry.field(description="By what."),
        "direction": strawberry.field(default=Direction.ASC, description="Up or down."),
        "__annotations__": {"field": fields, "direction": Direction},
    }
    made: type = strawberry.input(type(f"{type_name}Order", (), namespace), description="One sort key; the first one counts most.")
    return made


def asked_order(order_by: list[dict[str, str]] | None) -> list[tuple[str, bool]]:
    """The argument `orderBy` as `graph.orders.sort_keys` takes it: each (order, descending)."""
    return [(one["field"], one.get("direction") == Direction.DESC.value) for one in order_by or ()]
