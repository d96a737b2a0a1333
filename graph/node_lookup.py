"""Single nodes: by global ID, slug or external ID, with everything selected below, in one statement."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, Final, LiteralString, cast

from graph.fields import live
from graph.model import ABSTRACT, MODEL, node_type
from graph.projection import Projection, Slots
from graph.reader import Days, Reader
from graph.selection import Children

_VERSION: Final = "1"


def global_id(type_name: str, key: str) -> str:
    """The opaque, versioned ID of a node; the loader stores it, so that rows leave the database ready to send."""
    return base64.urlsafe_b64encode(f"{_VERSION}:{type_name}:{key}".encode()).decode().rstrip("=")


def type_and_key(text: str) -> tuple[str, str] | None:
    """What `global_id` was made of; None for anything that it can't have made."""
    try:
        version, type_name, key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode().split(":", 2)
    except (binascii.Error, ValueError):
        return None
    return (type_name, key) if version == _VERSION and type_name in MODEL and key else None


async def node_by(type_name: str, lookup: str, value: str, children: Children, *, days: Days, reader: Reader) -> dict[str, Any] | None:
    """The live node of *type_name* whose `id` is *value*, or whose list *lookup* holds it; null if there is none. One statement."""
    projection = Projection()
    node = node_type(type_name)
    placeholder = projection.parameter(value)
    inline = f" {{id: {placeholder}}}" if lookup == "id" else ""
    conditions = _only(type_name) if inline else [f"{placeholder} IN n.{lookup}", *_only(type_name)]
    if node.dated:
        conditions.append(live("n"))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    match = f"MATCH (n:{node.label}{inline}){where} WITH n ORDER BY n.id LIMIT 1"
    text = f"{match} RETURN {projection.node(children, 'n')} AS node"
    # The one cast: the text is compiled from the model, never from a user's words.
    records = await reader.read(cast(LiteralString, text), **days.parameters, **projection.parameters)
    return records[0]["node"] if records else None


async def nodes_by_id(ids: Sequence[str], children: Children, *, days: Days, reader: Reader) -> list[dict[str, Any] | None]:
    """For each global ID its live node, or null, for a foreign one, too; in the order of *ids*. One statement, none if all are foreign."""
    wanted = [type_and_key(text) for text in ids]
    keys: dict[str, list[str]] = {}
    for type_name, key in filter(None, wanted):
        keys.setdefault(type_name, []).append(key)
    if not keys:
        return [None for _ in wanted]
    projection = Projection()
    calls = (_found(type_name, some, children, projection) for type_name, some in sorted(keys.items()))
    text = f"{' '.join(calls)} RETURN {' + '.join(sorted(keys))} AS found"
    records = await reader.read(cast(LiteralString, text), **days.parameters, **projection.parameters)
    by_key = {(row[":found"][0], row[":found"][1]): row for row in records[0]["found"]}
    return [by_key.get(item) if item else None for item in wanted]


async def projected(type_name: str, keys: Sequence[str], slots: Slots, *, days: Days, reader: Reader) -> dict[str, dict[str, Any]]:
    """The nodes of *type_name* with these keys, each with its slots filled, by key. One statement."""
    projection = Projection()
    entries = ", ".join(filter(None, (".id", slots.entries(projection, "n"))))
    found = f"UNWIND {projection.parameter(list(keys))} AS key MATCH (n:{MODEL[type_name].label} {{id: key}})"
    text = f"{found} RETURN collect(n{{{entries}}}) AS rows"
    records = await reader.read(cast(LiteralString, text), **days.parameters, **projection.parameters)
    return {row["id"]: row for row in records[0]["rows"]}


def _found(type_name: str, keys: list[str], children: Children, projection: Projection) -> str:
    """A subquery with the nodes of one type; each row says in `:found` what it answers."""
    node = MODEL[type_name]
    conditions = [*_only(type_name), *([live("n")] if node.dated else [])]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    row = projection.node({type_name: children.get(type_name, ())}, "n")
    entries = row.removeprefix("n{").removesuffix("}")
    head = f"`:found`: [n.typeName, n.id], `:type`: n.typeName{', ' if entries else ''}"
    match = f"UNWIND {projection.parameter(keys)} AS key MATCH (n:{node.label} {{id: key}}){where}"
    return f"CALL () {{ {match} RETURN collect(n{{{head}{entries}}}) AS {type_name} }}"


def _only(type_name: str) -> list[str]:
    """The predicate that an actor is of one kind. By its label: ArcadeDB would take a property for a reason to leave the index of ids."""
    return [f"n:{type_name}"] if type_name in ABSTRACT["Actor"] else []
