"""Compile `where` into predicates: what may be asked of a field follows from how the model declares it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from graph.distance import is_within
from graph.errors import BadUserInput
from graph.fields import Field, Property, Related, live
from graph.model import ABSTRACT, MODEL
from graph.projection import Projection

Where = Mapping[str, Any]

# `{v}` is the stored value, `{p}` the parameter. Text is compared without regard to case.
_ON_VALUES: Final[dict[str, str]] = {
    "eq": "{v} = {p}",
    "ne": "{v} <> {p}",
    "in": "{v} IN {p}",
    "notIn": "NOT {v} IN {p}",
    "lt": "{v} < {p}",
    "lte": "{v} <= {p}",
    "gt": "{v} > {p}",
    "gte": "{v} >= {p}",
    "contains": "toLower({v}) CONTAINS toLower({p})",
    "startsWith": "toLower({v}) STARTS WITH toLower({p})",
    "endsWith": "toLower({v}) ENDS WITH toLower({p})",
}
_ON_LISTS: Final[dict[str, str]] = {
    "has": "{p} IN {v}",
    "hasAny": "any(item IN {p} WHERE item IN {v})",
    "hasAll": "all(item IN {p} WHERE item IN {v})",
}
REGION: Final = "region"
"""The filter by region, `{key, within}`: `within` are the keys of all regions inside down to the Kreis, and of their districts."""
NEAR: Final = "near"
"""The filter by distance, `{lat, lon, km}`: WGS 84 degrees, at most so many km away."""

# Actors are tied to Kreise and what is above them; a municipality's own are those that are located there.
_ACTIVE: Final = "(:Region {{id: within}})<-[:ACTIVE_IN]-({n})"
_INSIDE: Final[dict[str, str]] = {
    "Actor": "(:Region {{id: {p}}})<-[:IN_REGION]-(:Location)<-[:LOCATED_AT]-({n})",
    "Event": "(:Region {{id: {p}}})<-[:PART_OF*0..4]-(:Region)<-[:IN_REGION]-(:Location)<-[:LOCATED_AT]-({n})",
    "Region": "(:Region {{id: {p}}})<-[:PART_OF*1..4]-({n})",
    "LookingMark": "(:Region {{id: {p}}})<-[:PART_OF*0..4]-(:Region)<-[:COVERS]-({n})",
}
BY_REGION: Final = frozenset(_INSIDE)
"""Labels of the nodes that can be asked for by a region around them."""


def region_start(label: str, region: Where, variable: str, projection: Projection) -> str:
    """The MATCH that finds the nodes of a region from the region's side: 10 to 60 times faster than testing each node."""
    if label == "Actor" and region["within"]:
        return f"UNWIND {projection.parameter(region['within'])} AS within MATCH {_ACTIVE.format(n=f'{variable}:{label}')}"
    return f"MATCH {_INSIDE[label].format(n=f'{variable}:{label}', p=projection.parameter(region['key']))}"


def _in_region(label: str, region: Where, variable: str, projection: Projection) -> str:
    if label == "Actor" and region["within"]:
        other = projection.variable()
        return (
            f"EXISTS {{ MATCH ({variable})-[:ACTIVE_IN]->({other}:Region) WHERE {other}.id IN {projection.parameter(region['within'])} }}"
        )
    return f"EXISTS {{ MATCH {_INSIDE[label].format(n=variable, p=projection.parameter(region['key']))} }}"


def predicate(where: Where, type_name: str, variable: str, projection: Projection) -> str:
    """The predicate of *where* on *variable*, `true` if nothing is asked. Raises `BadUserInput` for an empty filter."""
    return " AND ".join(_each(where, type_name, variable, projection)) or "true"


def _each(where: Where, type_name: str, variable: str, projection: Projection) -> Iterator[str]:
    for name, asked in where.items():
        if asked is None:
            continue
        match name:
            case "AND" | "OR":
                parts = [f"({predicate(part, type_name, variable, projection)})" for part in asked]
                if parts:
                    yield f"({f' {name} '.join(parts)})"
            case "NOT":
                # A comparison with a missing value is neither true nor false; `NOT` must still keep the node.
                yield f"NOT coalesce({predicate(asked, type_name, variable, projection)}, false)"
            case _ if name == REGION and MODEL[_concrete(type_name)].label in BY_REGION:
                yield _in_region(MODEL[_concrete(type_name)].label, asked, variable, projection)
            case _ if name == NEAR:
                yield is_within(MODEL[_concrete(type_name)].label, asked, variable, projection)
            case _:
                yield _on_field(MODEL[_concrete(type_name)].fields[name], name, asked, variable, projection)


def _on_field(field: Field, name: str, asked: Where, variable: str, projection: Projection) -> str:
    match field:
        case Property(stored, many=many):
            return _comparisons(asked, f"{variable}.{stored}", _ON_LISTS if many else _ON_VALUES, projection)
        case Related(many=False):
            return _some(field, asked, variable, projection)
        case Related():
            return _quantified(field, asked, variable, projection)
        case _:
            raise BadUserInput(f"`{name}` can't be filtered.", argument="where", value=name)


def _comparisons(asked: Where, value: str, operators: Mapping[str, str], projection: Projection) -> str:
    parts = []
    for operator, operand in asked.items():
        if operator == "isNull" and operand is not None:
            parts.append(f"{value} IS {'' if operand else 'NOT '}NULL")
        elif operand is not None:
            parts.append(operators[operator].format(v=value, p=projection.parameter(operand)))
    return " AND ".join(parts) or "true"


def _quantified(related: Related, asked: Where, variable: str, projection: Projection) -> str:
    kinds: dict[str, Callable[[Where], str]] = {
        "some": lambda inner: _some(related, inner, variable, projection),
        "none": lambda inner: f"NOT {_some(related, inner, variable, projection)}",
        "all": lambda inner: f"NOT {_some(related, {'NOT': inner}, variable, projection)}",
        "single": lambda inner: f"{_matching('COUNT', related, inner, variable, projection)} = 1",
    }
    return " AND ".join(kinds[kind](inner) for kind, inner in asked.items() if inner is not None) or "true"


def _some(related: Related, asked: Where, variable: str, projection: Projection) -> str:
    return _matching("EXISTS", related, asked, variable, projection)


def _matching(function: str, related: Related, asked: Where, variable: str, projection: Projection) -> str:
    """EXISTS or COUNT of the live nodes at the other end that are as asked; a node that can be reached twice counts once."""
    other, tie = projection.variable(), projection.variable()
    conditions = [predicate(asked, related.target, other, projection)]
    if MODEL[_concrete(related.target)].dated:
        conditions.append(live(other))
    if "{t}" in related.pattern:
        conditions.append(live(tie))
    pattern = related.pattern.format(n=variable, x=other, t=tie)
    once = f" RETURN DISTINCT {other}" if related.distinct and function == "COUNT" else ""
    return f"{function} {{ MATCH {pattern} WHERE {' AND '.join(conditions)}{once} }}"


def _concrete(type_name: str) -> str:
    """A node type that stands for *type_name*: the types of an interface share the fields that can be asked for."""
    return ABSTRACT.get(type_name, (type_name,))[0]
