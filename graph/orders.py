"""The orders that lists offer: by what is stored, by how many there are of something, by how far away something is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.distance import LOCATED, NOWHERE_M, Point, nearest_place
from graph.errors import BadUserInput
from graph.fields import LAST_DAY, Related, live
from graph.keyset import Key
from graph.model import MODEL, node_type
from graph.vocabulary import TieType

DISTANCE: Final = "DISTANCE"


@dataclass(frozen=True, slots=True)
class Order:
    """What a list can be ordered by: its *meaning* in the API, and its *key*."""

    meaning: str
    key: Key


def _stored(meaning: str, expression: str) -> Order:
    return Order(meaning, Key(expression))


def _day(meaning: str, stored: str) -> Order:
    return _stored(f"{meaning}; unknown is last.", f"coalesce({{n}}.{stored}, '{LAST_DAY}')")


def _count(meaning: str, type_name: str, field: str) -> Order:
    """By how many nodes a field of the model leads to on the asked day."""
    related = MODEL[type_name].fields[field]
    assert isinstance(related, Related)
    assert not related.distinct, "a node that can be reached twice would count twice"
    conditions = related.conditions("other", "tie", dated=node_type(related.target).dated)
    pattern = related.pattern.format(n="{n}", x="other", t="tie")
    return Order(meaning, Key(f"COUNT {{{{ MATCH {pattern} WHERE {' AND '.join(conditions)} }}}}", computed=f"{field}Count"))


def _ties() -> Order:
    types = "|".join(tie.value for tie in TieType)
    sides = (f"({{n}})-[tie:{types}]->(other:Actor)", f"(other:Actor)-[tie:{types}]->({{n}})")
    counts = (f"COUNT {{{{ MATCH {side} WHERE {live('other')} AND {live('tie')} }}}}" for side in sides)
    return Order("By how many ties there are, in both directions.", Key(" + ".join(counts), computed="tiesCount"))


def _distance(label: str) -> Order:
    # An expression over `{n}`, so the braces of Cypher's own are doubled.
    text = nearest_place(label, "NODE").replace("{", "{{").replace("}", "}}").replace("NODE", "{n}")
    return Order(
        "By distance from `near`, which must be given; without a known place is last.",
        Key(f"coalesce({text}[0], {NOWHERE_M})", computed="away"),
    )


_NAME: Final = _stored("By name, in German order.", "{n}.sortName")
_VERIFIED_AT: Final = _stored("By the day somebody looked; never is first.", "{n}.sortVerifiedAt")
_KEY: Final = _stored("By key.", "{n}.id")
_ACTOR: Final[dict[str, Order]] = {
    "VERIFIED_AT": _VERIFIED_AT,
    "DISTANCE": _distance("Actor"),
    "TIE_COUNT": _ties(),
    "CONTACT_COUNT": _count("By how many contacts are recorded.", "Organization", "contacts"),
    "RESPONSIBILITY_COUNT": _count("By how many responsibilities it has.", "Organization", "responsibilities"),
}
_TERM: Final[dict[str, Order]] = {
    "STARTS_ON": _day("By first day of the work", "startsOn"),
    "ENDS_ON": _day("By end of the work", "endsOn"),
}

ORDERS: Final[Mapping[str, Mapping[str, Order]]] = {
    "Actor": {"NAME": _NAME, "KIND": _stored("By kind.", "{n}.typeName"), **_ACTOR},
    "Organization": {"NAME": _NAME, "TYPE": _stored("By type.", "{n}.type"), **_ACTOR},
    "Project": {"NAME": _NAME, **_ACTOR, **_TERM},
    "Programme": {
        "NAME": _NAME,
        **_ACTOR,
        **_TERM,
        "BUDGET": _stored("By money; unknown is first.", "coalesce({n}.budgetEur, -1)"),
        "PROJECT_COUNT": _count("By how many projects hold.", "Programme", "projects"),
    },
    "Network": {"NAME": _NAME, **_ACTOR, "MEMBER_COUNT": _count("By how many members there are.", "Network", "members")},
    "Event": {
        "STARTS_ON": _day("By first day", "startsOn"),
        "NAME": _NAME,
        "PARTICIPANTS": _stored("By how many took part; unknown is first.", "coalesce({n}.participants, -1)"),
        "DISTANCE": _distance("Event"),
        "PARTNER_COUNT": _count("By how many partners there are.", "Event", "partners"),
    },
    "Agreement": {
        "NAME": _NAME,
        "VERIFIED_AT": _VERIFIED_AT,
        "ADOPTED_ON": _day("By the day on which it was agreed", "adoptedOn"),
        "MEMBER_COUNT": _count("By how many have agreed.", "Agreement", "members"),
    },
    "LegalInstrument": {"NAME": _NAME, "VERIFIED_AT": _VERIFIED_AT, "IN_FORCE_FROM": _day("By first day in force", "inForceFrom")},
    "Region": {
        "KEY": _stored("By official key.", "{n}.id"),
        "NAME": _NAME,
        "POPULATION": _stored("By inhabitants; unknown is first.", "coalesce({n}.population, -1)"),
        "DISTANCE": _distance("Region"),
        "ACTOR_COUNT": _count("By how many actors are active there.", "Region", "actors"),
    },
    "Contact": {"ROLE": _stored("By function.", "{n}.role"), "VERIFIED_AT": _VERIFIED_AT, "DISTANCE": _distance("Contact")},
    "LookingMark": {"VERIFIED_AT": _stored("By the day on which somebody looked.", "{n}.verifiedAt")},
    "Source": {"KEY": _KEY, "PUBLISHED_AT": _day("By day of publication", "publishedAt")},
}
"""For each type that is listed its orders, the usual one first."""

COMPUTED: Final = frozenset(name for orders in ORDERS.values() for name, order in orders.items() if order.key.computed)
"""The orders whose values are made for each node of a list."""

_LAST: Final = Key("{n}.id")


def sort_keys(type_name: str, asked: Sequence[tuple[str, bool]], near: Point | None) -> tuple[Key, ...]:
    """The keys of a list for *asked*, each (order, descending), or its usual order; always ended by the id, so that no two nodes are equal.

    Raises `BadUserInput` for DISTANCE without *near*.
    """
    orders = ORDERS[type_name]
    chosen: dict[str, Key] = {}
    for name, descending in asked or [(next(iter(orders)), False)]:
        if name == DISTANCE and near is None:
            raise BadUserInput("The order DISTANCE needs `near`, the place from which to measure.", argument="near", value=None)
        mark = f"@{near.lat},{near.lon}" if name == DISTANCE and near else ""
        # The same key twice would say nothing new the second time.
        key = orders[name].key
        chosen.setdefault(key.expression, replace(key, descending=descending, mark=mark))
    last = [*chosen.values()][-1]
    # In the direction of what is stored before it, so that one index gives the whole order, from either end.
    chosen.setdefault(_LAST.expression, replace(_LAST, descending=last.descending and not last.computed))
    return tuple(chosen.values())


assert all(("DISTANCE" in orders) == (node_type(name).label in LOCATED) for name, orders in ORDERS.items())
