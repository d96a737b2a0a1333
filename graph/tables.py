"""Whole tables of the graph by one statement, in portions so small that nobody waits while one is unpacked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, LiteralString, cast

from graph.reader import Reader

Row = Sequence[Any]
Table = Sequence[Sequence[Row]]
"""Portions of rows."""
Tables = Mapping[str, Table]
"""By name; one without rows may be missing."""

Portions = Sequence[Sequence[str]]
"""Ids of actors, some thousand at a time."""

# Rows to a record: the driver pays 0.1 ms for each record, and unpacks it whole, at about 1 µs a row, before anything else runs.
_PORTION: Final[LiteralString] = "2000"
_ACTORS: Final = 5_000
"""Actors to a statement, so that it ends in time however many there are."""


def tables_statement(**queries: LiteralString) -> LiteralString:
    """One statement for several tables, each by its name and a query that ends in `RETURN collect([…]) AS rows`.

    Not bounded, and in no order: a snapshot needs all of it, and orders it in memory.
    """
    slices = f"UNWIND range(0, size(rows) - 1, {_PORTION}) AS at RETURN"
    parts = (f"CALL () {{ {query} }} {slices} '{name}' AS name, rows[at..at + {_PORTION}] AS rows" for name, query in queries.items())
    # The names are those of arguments in our own source.
    return cast("LiteralString", " UNION ALL ".join(parts))


def of_actors(pattern: LiteralString, row: LiteralString, *, where: LiteralString = "true") -> LiteralString:
    """The query for a table of what *pattern* finds from each actor `a` of `$ids`. Hidden ones are left out.

    What is hidden never leaves the database; what has ended does, since `asOf` may ask for it. By id, since ArcadeDB reads no
    range of an index where a pattern follows: every statement would look at all actors.
    """
    match: LiteralString = f"MATCH (a){pattern}" if pattern else "WITH a"
    # Collected first, and patterns name no label that their relationships say already: Neo4j has no figures of a database that was
    # filled just now, and would read the index of what stands at the far end once for each actor.
    actors: LiteralString = "UNWIND $ids AS id MATCH (a:Actor {id: id}) WHERE a.visibility = 'PUBLIC' WITH collect(a) AS actors"
    return f"{actors} UNWIND actors AS a {match} WHERE {where} RETURN collect([{row}]) AS rows"


async def read_tables(statement: LiteralString, *, reader: Reader, portions: Portions = ((),)) -> Tables:
    """The tables of a `tables_statement`, asked once for each portion of actors."""
    tables: dict[str, list[Sequence[Row]]] = defaultdict(list)
    for ids in portions:
        for record in await reader.read(statement, ids=list(ids)):
            tables[record["name"]].append([_compact(row) for row in record["rows"]])
    return tables


def _compact(row: Row) -> Row:
    """*row* as a tuple of values and tuples, which the garbage collection passes by: millions of lists would hold it up for seconds."""
    return tuple(tuple(value) if type(value) is list else value for value in row)


_IDS: Final[LiteralString] = tables_statement(ids="MATCH (a:Actor) RETURN collect([a.id]) AS rows")


async def actor_portions(reader: Reader) -> Portions:
    """The ids of all actors that there are now. One statement."""
    (ids,) = columns_of(await read_tables(_IDS, reader=reader), "ids", 1)
    return [ids[start : start + _ACTORS] for start in range(0, len(ids), _ACTORS)]


def rows_of(tables: Tables, name: str) -> Iterator[Row]:
    """The rows of a table, one after the other."""
    return chain.from_iterable(tables.get(name, ()))


def columns_of(tables: Tables, name: str, count: int) -> list[list[Any]]:
    """The *count* columns of a table.

    Portion by portion: row by row, each of a million lists would be fetched from memory once a column; at once, others would wait.
    """
    columns: list[list[Any]] = [[] for _ in range(count)]
    for portion in filter(None, tables.get(name, ())):
        for column, values in zip(columns, zip(*portion, strict=True), strict=True):
            column.extend(values)
    return columns


def of_known(tables: Tables, name: str, known: Mapping[str, int], *, keys: int = 1) -> Tables:
    """The table of those rows alone whose first *keys* values are all *known*."""
    return {name: [[row for row in portion if all(key in known for key in row[:keys])] for portion in tables.get(name, ())]}
