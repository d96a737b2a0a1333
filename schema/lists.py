"""Root fields that every type has alike: one node by a key, and the list with its filters, orders and pages."""

import inspect
from datetime import date
from math import inf
from typing import Annotated, Any

from strawberry import Info, argument, field

from graph.connection import ListQuestion, connection
from graph.distance import LOCATED, Point
from graph.errors import BadUserInput
from graph.filters import NEAR, REGION
from graph.keyset import page_of
from graph.model import node_type
from graph.node_lookup import node_by, type_and_key
from graph.orders import sort_keys
from resolvers.places.gazetteer import Gazetteer
from resolvers.places.place import Place
from schema.connections import Connection, LocatedConnection
from schema.context import Context
from schema.inputs import NodeBy, PlaceInput
from schema.order import asked_order, order_input
from schema.selection import question
from schema.types.arguments import First
from schema.where import where_input

AsOf = Annotated[date | None, argument(description="The day whose directory is asked for; today by default.")]
_LOOKUPS = {"slug": "id", "externalId": "externalIds"}


def listing(node: type, description: str) -> Any:
    """The root field with the connection of all *node*s."""
    name = node.__name__

    async def resolve(info: Info[Context], **_: Any) -> Any:
        asked = question(info)
        a = asked.arguments
        gazetteer = info.context.snapshot.gazetteer
        where = with_places(a.get("where") or {}, gazetteer)
        near = _point(gazetteer.place(a["near"]), "near") if a.get("near") else _near_of(where)
        page = page_of(first=a.get("first"), after=a.get("after"), last=a.get("last"), before=a.get("before"))
        listed = ListQuestion(name, page, sort_keys(name, asked_order(a.get("orderBy")), near), where, near)
        return await connection(listed, asked.only, days=info.context.days(a), reader=info.context.reader)

    arguments: dict[str, Any] = {
        "where": Annotated[where_input(name) | None, argument(description="Only nodes like this.")],
        "order_by": Annotated[list[order_input(name)] | None, argument(description="Sort keys, the first one counts most.")],  # type: ignore[misc]
        "first": First,
        "after": Annotated[str | None, argument(description="After this cursor.")],
        "last": Annotated[int | None, argument(description="The last ones, at most this many, 0 to 100.")],
        "before": Annotated[str | None, argument(description="Before this cursor.")],
        "as_of": AsOf,
    }
    if is_located(node):
        text = "From where distances are measured; by default from `where: {near}`."
        arguments["near"] = Annotated[PlaceInput | None, argument(description=text)]
    return field(resolver=_with_arguments(resolve, arguments), graphql_type=connection_of(node), description=description)


def connection_of(node: type) -> Any:
    """The type of a list: with distances if its nodes have places."""
    return LocatedConnection[node] if is_located(node) else Connection[node]  # type: ignore[valid-type]


def is_located(node: type) -> bool:
    """Whether nodes of this type have places."""
    return node_type(node.__name__).label in LOCATED


def lookup(node: type) -> Any:
    """The root field with one *node*, null if there is none on the asked day."""
    name = node.__name__

    async def resolve(info: Info[Context], **_: Any) -> Any:
        asked = question(info)
        by, days = asked.arguments["by"], info.context.days(asked.arguments)
        key, value = next(iter(by.items()))
        if key == "id":
            found, value = type_and_key(value) or ("", "")
            if found not in asked.children:
                return None
        return await node_by(name, _LOOKUPS.get(key, "id"), value, asked.children, days=days, reader=info.context.reader)

    arguments = {"by": Annotated[NodeBy, argument(description="Which one.")], "as_of": AsOf}
    text = f"One {name}; null if there is none on the asked day."
    return field(resolver=_with_arguments(resolve, arguments, required=("by",)), graphql_type=node | None, description=text)


def _with_arguments(resolve: Any, arguments: dict[str, Any], *, required: tuple[str, ...] = ()) -> Any:
    """Gives a resolver the signature from which Strawberry reads the arguments; their values come by the selection."""
    kinds = inspect.Parameter
    parameters = [kinds("info", kinds.KEYWORD_ONLY, annotation=Info[Context])]
    for name, annotation in arguments.items():
        default = kinds.empty if name in required else None
        parameters.append(kinds(name, kinds.KEYWORD_ONLY, annotation=annotation, default=default))
    resolve.__signature__ = inspect.Signature(parameters)
    resolve.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return resolve


def with_places(where: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """*where* with every region joined by the keys of what is inside, and every place by its point. Raises `PlaceNotFound`."""
    return {name: _with_place(name, asked, gazetteer) for name, asked in where.items()}


def _with_place(name: str, asked: Any, gazetteer: Gazetteer) -> Any:
    match asked:
        case {"key": str(key)} if name == REGION:
            return {"key": key, "within": list(gazetteer.within(key))}
        case {"place": place, "maxKm": km} if name == NEAR:
            if not 0 <= km < inf:
                raise BadUserInput(f"`maxKm` can't be negative or endless: {km}.", argument="maxKm", value=km)
            point = _point(gazetteer.place(place), "place")
            return {"lat": point.lat, "lon": point.lon, "km": km}
        case dict():
            return with_places(asked, gazetteer)
        case list():
            return [_with_place(name, part, gazetteer) for part in asked]
        case _:
            return asked


def _near_of(where: dict[str, Any]) -> Point | None:
    """From where to measure if only the filter says it."""
    near = where.get(NEAR)
    return Point(near["lat"], near["lon"]) if near else None


def _point(place: Place, argument_name: str) -> Point:
    if place.lat is None or place.lon is None:
        raise BadUserInput(f"{place.label} has no point to measure from.", argument=argument_name, value=place.region_key)
    return Point(place.lat, place.lon)
