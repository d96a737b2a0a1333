"""Whole tables, read by one statement in portions."""

import gc

from graph.engine import Engine
from graph.tables import actor_portions, columns_of, of_actors, of_known, read_tables, rows_of, tables_statement

LOAD = tables_statement(
    numbers="UNWIND range(1, 4500) AS n RETURN collect([n, 'n', ['a', 'b']]) AS rows",
    nothing="UNWIND [] AS n RETURN collect([n]) AS rows",
    words="UNWIND ['x'] AS word RETURN collect([word]) AS rows",
)


async def test_tables_come_in_records_of_at_most_2000_rows_and_one_without_rows_is_empty(engine: Engine) -> None:
    before = engine.statements
    tables = await read_tables(LOAD, reader=engine)
    assert engine.statements - before == 1
    assert [len(portion) for portion in tables["numbers"]] == [2000, 2000, 500]
    assert columns_of(tables, "numbers", 3)[0] == list(range(1, 4501))
    assert list(rows_of(tables, "nothing")) == columns_of(tables, "missing", 0) == []
    assert list(rows_of(tables, "words")) == [("x",)]
    assert columns_of(of_known(tables, "words", {"y": 0}), "words", 1) == [[]]


async def test_what_is_read_is_nothing_that_garbage_collection_looks_at(engine: Engine) -> None:
    tables = await read_tables(LOAD, reader=engine)
    gc.collect()  # what a tuple holds, and then the tuple
    gc.collect()
    assert not any(gc.is_tracked(row) for row in rows_of(tables, "numbers"))


async def test_a_table_of_actors_is_the_same_whole_and_by_portions(directory: Engine) -> None:
    statement = tables_statement(
        kinds=of_actors("", "a.id, a.kind"),
        seats=of_actors("-[:LOCATED_AT]->(l:Location)", "a.id, l.id", where="l.visibility = 'PUBLIC'"),
    )
    (ids,) = await actor_portions(directory)
    whole = await read_tables(statement, reader=directory, portions=[ids])
    halves = await read_tables(statement, reader=directory, portions=[ids[:500], ids[500:]])
    assert len(ids) > 1_000
    for name in ("kinds", "seats"):
        assert sorted(map(tuple, rows_of(whole, name))) == sorted(map(tuple, rows_of(halves, name)))
    assert {row[0] for row in rows_of(whole, "kinds")} == set(ids)
