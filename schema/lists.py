"""Root fields that every type has alike: one node by a key, and the list with its filters, orders and pages."""

import inspect
from datetime import date
from typing import Annotated, Any

from strawberry import Info, argument, field

from graph.connection import ListQuestion, connection
from graph.filters import REGION
from graph.keyset import page_of
from graph.node_lookup import node_by, type_and_key
from resolvers.places import Gazetteer
from schema.connections import ActorsConnection, Connection
from schema.context import Context
from schema.inputs import NodeBy
from schema.order import keys, order_input
from schema.selection import question
from schema.types.actor import Actor
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
        where = with_regions(a.get("where") or {}, info.context.snapshot.gazetteer)
        page = page_of(first=a.get("first"), after=a.get("after"), last=a.get("last"), before=a.get("before"))
        listed = ListQuestion(name, page, keys(name, a.get("orderBy")), where)
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
    return field(resolver=_with_arguments(resolve, arguments), graphql_type=connection_of(node), description=description)


def connection_of(node: type) -> Any:
    """The type of a list: with facets if it holds actors."""
    return ActorsConnection[node] if issubclass(node, Actor) else Connection[node]  # type: ignore[valid-type]


def lookup(node: type) -> Any:
    """The root field with one *node*, null if there is none on the asked day."""
    name = node.__name__

    async def resolve(info: Info[Context], **_: Any) -> Any:
        asked = question(info)
        by, days = asked.arguments["by"], info.context.days(asked.arguments)
        key, value = next(iter(by.items()))
        if key == "id":
            found, value = type_and_key(value)
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


def with_regions(where: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    """*where* with every region's key checked and joined by the keys of what is inside. Raises `PlaceNotFound`."""
    return {name: _with_region(name, asked, gazetteer) for name, asked in where.items()}


def _with_region(name: str, asked: Any, gazetteer: Gazetteer) -> Any:
    match asked:
        case {"key": str(key)} if name == REGION:
            return {"key": key, "within": list(gazetteer.within(key))}
        case dict():
            return with_regions(asked, gazetteer)
        case list():
            return [_with_region(name, part, gazetteer) for part in asked]
        case _:
            return asked
