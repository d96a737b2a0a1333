"""Rows as people write them, read back from the graph: the loader's way in reverse."""

from collections.abc import AsyncIterator, Awaitable, Iterable
from typing import Any, Final, LiteralString, Protocol, cast

from graph.fields import FIRST_DAY, LAST_DAY
from graph.vocabulary import Visibility
from seeds.loading.expand import PART_OF_OWNER, label_of, review_due
from seeds.rows.kinds import KINDS, SLUGGED
from seeds.rows.row import Kind

Values = dict[str, Any]
PAGE: Final = 1000
"""Nodes to a statement."""

TIE_STARTS: Final = tuple(dict.fromkeys(label_of(node) for node in SLUGGED))
"""Labels of what a tie can lead from."""


class Runs(Protocol):
    """A statement's records: `Engine.read`, or a transaction's `run`."""

    def __call__(self, cypher: LiteralString, /, **parameters: Any) -> Awaitable[list[dict[str, Any]]]:
        """The records by RETURN alias."""
        ...


# Each gives its rows in one record, as `rows`: Neo4j and the driver take 0.3 ms for a record, and next to nothing for an entry.
_OF_DATASET = "($dataset IS NULL OR n.dataset = $dataset)"
_RETURN = " WITH n ORDER BY n.id{limit} RETURN collect(n{{{{.id, .dataset, properties: n{{{{.*}}}}{{references}}}}}}) AS rows"
_PAGE = "MATCH (n:{label}) WHERE n.id > $after AND n.typeName = $type AND " + _OF_DATASET + _RETURN.format(limit=" LIMIT $size")
_OF_IDS = "UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE n.typeName = $type" + _RETURN.format(limit="")
IDS: Final = "MATCH (n:{label}) WHERE n.id > $after WITH n ORDER BY n.id LIMIT $size RETURN collect(n{{.id}}) AS rows"
"""All nodes of a label, for `by_pages`."""
_TIES_FROM = (
    "UNWIND $ids AS id MATCH (a:{label} {{id: id}})-[n]->(b) WHERE n.id IS NOT NULL AND " + _OF_DATASET + " "
    "WITH n, a.id AS start, b.id AS end ORDER BY start, type(n), end, n.id "
    "RETURN collect(n{{.dataset, type: type(n), from: start, to: end, properties: n{{.*}}}}) AS rows"
)


async def by_pages(run: Runs, statement: LiteralString, *, size: int, **parameters: Any) -> AsyncIterator[list[dict[str, Any]]]:
    """The rows of *statement*, which takes `$after` and `$size` and gives `rows` in the order of their `id`, a page at a time."""
    after = ""
    while found := await rows_of(run, statement, after=after, size=size, **parameters):
        yield found
        if len(found) < size:
            return
        after = found[-1]["id"]


async def rows_of(run: Runs, statement: LiteralString, **parameters: Any) -> list[Any]:
    """The `rows` of the one record of *statement*."""
    rows: list[Any] = (await run(statement, **parameters))[0]["rows"]
    return rows


async def pages(run: Runs, kind: str, *, dataset: str | None) -> AsyncIterator[list[Values]]:
    """All rows of *kind* that make nodes, in the order of their keys, a page at a time. *dataset*: None for all."""
    known = KINDS[kind]
    async for found in by_pages(run, _statement(_PAGE, known), size=PAGE, type=known.node, dataset=dataset):
        yield [values_of(known, record) for record in found]


async def by_id(run: Runs, kind: str, ids: Iterable[str]) -> dict[str, tuple[str, Values]]:
    """The dataset and the row of each of *ids* that is stored, at most as many as go into one statement."""
    known = KINDS[kind]
    found = await rows_of(run, _statement(_OF_IDS, known), ids=list(ids), type=known.node)
    return {record["properties"]["id"]: (record["dataset"], values_of(known, record)) for record in found}


async def ties_from(run: Runs, label: str, ids: list[str], *, dataset: str | None) -> list[tuple[str, Values]]:
    """The ties that lead from the nodes *ids*, each with its dataset."""
    found = await rows_of(run, cast(LiteralString, _TIES_FROM.format(label=label)), ids=ids, dataset=dataset)
    return [(record["dataset"], _tie(record)) for record in found]


async def tie_pages(run: Runs, *, dataset: str | None) -> AsyncIterator[list[Values]]:
    """All ties, by what they lead from, a page at a time."""
    for label in TIE_STARTS:
        async for found in by_pages(run, cast(LiteralString, IDS.format(label=label)), size=PAGE):
            ids = [record["id"] for record in found]
            yield [values for _, values in await ties_from(run, label, ids, dataset=dataset)]


def _statement(text: str, kind: Kind) -> LiteralString:
    """With what *kind* refers to, and its owner, as lists under the columns' names."""
    drawn = {name: f"[(n)-[:{known.relationship}]->(x) | x.id]" for name, known in kind.references.items() if known.relationship}
    if kind.name in PART_OF_OWNER:
        # Begun at the node: from the other end ArcadeDB would go through every owner there is.
        drawn["owner"] = f"[(n)<-[:{PART_OF_OWNER[kind.name]}]-(x) | x.id]"
    references = "".join(f", {name}: {pattern}" for name, pattern in drawn.items())
    # The one cast: the text is ours, and the names are those of our own model.
    return cast(LiteralString, text.format(label=label_of(kind.node), references=references))


def values_of(kind: Kind, record: dict[str, Any]) -> Values:
    """The row of *kind* that *record* (`properties`, and what it refers to) was made of, as `canonical` has it."""
    properties = record["properties"]
    values = {column: properties.get(known.stored) for column, known in kind.columns.items() if known.stored}
    values["source"] = properties.get("sourceId")
    for name, reference in kind.references.items():
        targets = sorted(record.get(name) or ())
        if name in record:
            values[name] = targets if reference.many else next(iter(targets), None)
    return canonical(values)


def _tie(record: dict[str, Any]) -> Values:
    return values_of(KINDS["tie"], record) | {"from": record["from"], "type": record["type"], "to": record["to"]}


def canonical(values: Values) -> Values:
    """*values* with only what says something: nothing empty, and nothing that the loader would fill in alike."""
    left = {
        "valid_from": FIRST_DAY,
        "valid_to": LAST_DAY,
        "visibility": Visibility.PUBLIC.value,
        "review_due": review_due(values["verified_at"]) if values.get("verified_at") else None,
    }
    return {
        column: sorted(value) if column == "regions" else value
        for column, value in values.items()
        if value is not None and value != [] and value != left.get(column)
    }
