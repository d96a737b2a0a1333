"""From checked rows to the graph as it is stored: nodes and relationships with everything that is derived."""

import hashlib
import json
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Set
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from graph.fields import FIRST_DAY, LAST_DAY
from graph.model import ABSTRACT, MODEL
from graph.node_lookup import global_id
from graph.vocabulary import ActionField, ActorKind, Visibility
from seeds.loading.activity import Activity
from seeds.loading.locating import Locator
from seeds.rows.kinds import KIND_OF_NODE, KINDS, SLUGGED
from seeds.rows.regions import Regions
from seeds.rows.row import Kind, Row, Rows
from seeds.rows.spelling import sort_name

SHIPPED: Final = "shipped"
REVIEW_AFTER_YEARS: Final = 2
_NOBODY: Final[Mapping[str, Kind]] = {}
PART_OF_OWNER: Final = {"location": "LOCATED_AT", "contact": "HAS_CONTACT", "responsibility": "HAS_RESPONSIBILITY", "figure": "HAS_FIGURE"}
"""The relationship from an owner to each kind of part."""


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node: its *label* carries the unique `id`, and *extra_labels* are further ones. *properties* hold the id, too."""

    label: str
    extra_labels: tuple[str, ...]
    id: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A relationship between two nodes by label and id. *id* is its own, where several may join the same two; else empty."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    id: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Graph:
    """All of a dataset. Every entry carries `dataset` and, where it can change, a `digest` of what it holds."""

    nodes: list[NodeRow]
    edges: list[EdgeRow]


def label_of(node_type: str) -> str:
    """The label that carries the key of *node_type*."""
    return MODEL[node_type].label if node_type in MODEL else node_type


def expand(
    rows: Rows, regions: Regions, *, dataset: str = SHIPPED, elsewhere: Mapping[str, Kind] = _NOBODY, hidden: Set[str] = frozenset()
) -> Graph:
    """The graph that *rows* (identified, free of errors, ties by rule included) stand for.

    *elsewhere*: the kinds of slugs that parts and ties name and that aren't among *rows*; *hidden*: which of those are internal.
    All parts of an actor among *rows* must be there, too: where it is active and in which fields is derived from them.
    """
    locator = Locator(regions)
    rows = _hidden_with_their_owners({**rows, "location": [locator.located(row) for row in rows["location"]]}, hidden)
    own = {row.key: row.kind for node in SLUGGED for row in rows[KIND_OF_NODE[node].name]}
    kind_of = ChainMap(own, cast(MutableMapping[str, Kind], elsewhere))  # the first map alone is ever written
    activity = Activity(rows, regions)
    nodes = [_node(row, activity, dataset) for kind in KIND_OF_NODE.values() for row in rows[kind.name]]
    edges = [*_references(rows, dataset), *_parts(rows, kind_of, dataset), *_ties(rows, kind_of, dataset)]
    edges += (EdgeRow("ACTIVE_IN", "Actor", slug, "Region", key, "", {"dataset": dataset}) for slug, key in activity.pairs())
    return Graph(nodes, edges)


def _hidden_with_their_owners(rows: Rows, elsewhere: Set[str]) -> Rows:
    """*rows*, in which what belongs to somebody internal, or leads from or to them, is internal, too."""
    internal = Visibility.INTERNAL.value
    own = {row.key for node in SLUGGED for row in rows[KIND_OF_NODE[node].name] if row["visibility"] == internal}
    if not own and not elsewhere:
        return rows

    def as_hidden(row: Row, ends: Iterable[str]) -> Row:
        hides = any(row[end] in own or row[end] in elsewhere for end in ends)
        return replace(row, values={**row.values, "visibility": internal}) if hides else row

    ends = {**{name: ("owner",) for name in PART_OF_OWNER if "visibility" in KINDS[name].fields}, "tie": ("from", "to")}
    return {**rows, **{name: [as_hidden(row, of) for row in rows[name]] for name, of in ends.items()}}


def _node(row: Row, activity: Activity, dataset: str) -> NodeRow:
    kind, label = row.kind, label_of(row.kind.node)
    properties = {**_stored(row), **_provenance(row), **_derived(row, activity), "dataset": dataset}
    extra = (() if label == kind.node else (kind.node,)) + (("Searchable",) if kind.node in SLUGGED else ())
    return NodeRow(label, extra, row.key, {**properties, "digest": _digest([*extra, properties])})


def _stored(row: Row) -> dict[str, Any]:
    """What people wrote, under the names of the model; lists also where they are empty, so that they leave ready to send."""
    values = ((column, row[name]) for name, column in row.kind.columns.items() if column.stored)
    return {column.stored: value for column, value in values if value is not None}


def _provenance(row: Row) -> dict[str, Any]:
    known: dict[str, Any] = {"sourceId": row["source"]} if "source" in row.kind.references and row["source"] else {}
    if "valid_from" not in row.kind.columns:
        return known
    known |= {"validFrom": row["valid_from"] or FIRST_DAY, "validTo": row["valid_to"] or LAST_DAY}
    known["visibility"] = row["visibility"] or Visibility.PUBLIC.value
    if row["verified_at"] and not row["review_due"]:
        known["reviewDue"] = review_due(row["verified_at"])
    return known


def review_due(verified_at: str) -> str:
    """The ISO day on which what was verified then must be looked at again; of a 29 February, the 1 March."""
    year, rest = int(verified_at[:4]) + REVIEW_AFTER_YEARS, verified_at[4:]
    return f"{year:04}-03-01" if rest == "-02-29" else f"{year:04}{rest}"


def _derived(row: Row, activity: Activity) -> dict[str, Any]:
    node = row.kind.node
    derived: dict[str, Any] = {"typeName": node, "globalId": global_id(node, row.key)}
    if row.kind.key != "id":
        derived["sortName"] = sort_name(_name(row))
    if "verified_at" in row.kind.columns:
        derived["sortVerifiedAt"] = row["verified_at"] or FIRST_DAY
    if node == "PostalCode":
        derived["name"] = _name(row)
    if node in ABSTRACT["Actor"]:
        fields = activity.fields_of(row.key)
        derived["kind"] = ActorKind[node.upper()].value
        derived["actionFields"] = [field.value for field in ActionField if field.value in fields]
    return derived


def _name(row: Row) -> str:
    name: str | list[str] = row["name"]
    return name if isinstance(name, str) else next(iter(name), "")


def _references(rows: Rows, dataset: str) -> Iterator[EdgeRow]:
    """What the rows of nodes name, and the districts that Kreise lie in."""
    for kind in KIND_OF_NODE.values():
        drawn = [(name, reference) for name, reference in kind.references.items() if reference.relationship]
        for row in rows[kind.name] if drawn else ():
            for name, reference in drawn:
                targets = row[name] if reference.many else [row[name]] if row[name] else []
                label = label_of(reference.targets[0])
                yield from (
                    EdgeRow(reference.relationship, label_of(kind.node), row.key, label, target, "", {"dataset": dataset})
                    for target in targets
                )
    for row in rows["district"]:
        yield EdgeRow("IN_DISTRICT", "Region", row["region_key"], "Region", row["district_key"], "", {"dataset": dataset})


def _parts(rows: Rows, kind_of: Mapping[str, Kind], dataset: str) -> Iterator[EdgeRow]:
    for name, relationship in PART_OF_OWNER.items():
        for row in rows[name]:
            owner = row["owner"]
            yield EdgeRow(relationship, label_of(kind_of[owner].node), owner, label_of(row.kind.node), row.key, "", {"dataset": dataset})


def _ties(rows: Rows, kind_of: Mapping[str, Kind], dataset: str) -> Iterator[EdgeRow]:
    for row in rows["tie"]:
        start, end = row["from"], row["to"]
        properties = {name: value for name, value in {**_stored(row), **_provenance(row)}.items() if name != "type"} | {"dataset": dataset}
        properties["digest"] = _digest([properties])
        yield EdgeRow(row["type"], label_of(kind_of[start].node), start, label_of(kind_of[end].node), end, row.key, properties)


def _digest(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
