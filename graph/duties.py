"""Who answers for what in which region, as arrays: read whole for each data version to choose who is shown as responsible."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Conditions, Numbers, Rows, conditions_of, days_of, first_rows, many_words, numbers_of
from graph.reader import Reader
from graph.tables import Portions, Tables, columns_of, of_actors, read_tables, tables_statement
from graph.vocabulary import ResponsibilityRole

_LOAD: Final[LiteralString] = tables_statement(
    duties=of_actors(
        "-[:HAS_RESPONSIBILITY]->(r)-[:COVERS]->(g)",
        "g.id, a.id, r.id, r.role, a.validFrom, a.validTo, r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups, "
        "r.ageMin, r.ageMax, r.validFrom, r.validTo",
        # What names no field is stated for none; in the masks it would be for all.
        where="r.visibility = 'PUBLIC' AND size(r.actionFields) > 0",
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Duties:
    """Every region for which a responsibility is stated is a row, in the order of regions, then slugs, then `ids` of responsibilities.

    Those of the region with number n in `regions` are the rows `first[n]` to `first[n + 1]`. `turn`: a row's place in the order of
    slugs, ids and regions; `actor` tells actors apart. `conditions` hold from and to the days on which actor and responsibility both do.
    `advising`: who only advises; `aged`: whether any age is stated.
    """

    regions: Mapping[str, int]
    first: Rows
    ids: tuple[str, ...]
    turn: Rows
    actor: Numbers
    advising: NDArray[np.bool_]
    aged: NDArray[np.bool_]
    conditions: Conditions


async def load_duties(reader: Reader, portions: Portions) -> Duties:
    """The duties as they are now. One statement for each portion of actors."""
    tables = await read_tables(_LOAD, reader=reader, portions=portions)
    return await asyncio.to_thread(duties_from, tables)


def duties_from(tables: Tables) -> Duties:
    """Arrays from the table of the statement, in any order. Raises ValueError for a date or a word that isn't one."""
    keys, actors, ids, roles, begins, ends, *stated = columns_of(tables, "duties", 14)
    regions = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    region = numbers_of(keys, regions)
    by_slug = np.lexsort((_sortable(keys), _sortable(ids), _sortable(actors)))
    turn = np.empty(len(keys), np.int64)
    turn[by_slug] = np.arange(len(keys))
    order = by_slug[np.argsort(region[by_slug], kind="stable")]
    number = {actor: n for n, actor in enumerate(dict.fromkeys(actors))}
    conditions = conditions_of(stated, order=order, words=many_words)
    lows, highs = stated[4], stated[5]
    return Duties(
        regions=regions,
        first=first_rows(region, count=len(regions)),
        ids=tuple(ids[row] for row in order),
        turn=turn[order],
        actor=numbers_of(actors, number)[order],
        advising=np.fromiter((role == ResponsibilityRole.ADVISES.value for role in roles), np.bool_, len(roles))[order],
        aged=np.fromiter((low is not None or high is not None for low, high in zip(lows, highs, strict=True)), np.bool_, len(lows))[order],
        conditions=replace(
            conditions,
            begin=np.maximum(conditions.begin, days_of(begins)[order]),
            end=np.minimum(conditions.end, days_of(ends)[order]),
        ),
    )


def _sortable(texts: list[str]) -> NDArray[np.bytes_]:
    """*texts* in bytes, whose order is that of the characters, and which numpy sorts while others go on."""
    return np.array([text.encode() for text in texts] or [b""], np.bytes_)[: len(texts)]
