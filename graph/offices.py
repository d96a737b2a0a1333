"""Where actors are and for what they answer, as arrays: read whole for each data version to find who is nearest."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Conditions, DayNumbers, Numbers, Rows, conditions_of, days_of, first_rows, many_words, mask_of, numbers_of
from graph.grid import Cells, cells, unit_vectors
from graph.reader import Reader
from graph.tables import Portions, Tables, columns_of, of_actors, of_known, read_tables, rows_of, tables_statement
from graph.vocabulary import ActionField, OrganizationType, Reach

_LOAD: Final[LiteralString] = tables_statement(
    places=of_actors(
        "-[:LOCATED_AT]->(l)",
        "a.id, a.type, a.validFrom, a.validTo, l.id, l.lat, l.lon, l.validFrom, l.validTo",
        where="l.visibility = 'PUBLIC' AND l.lat IS NOT NULL AND l.lon IS NOT NULL",
    ),
    parts=of_actors(
        "-[:HAS_RESPONSIBILITY]->(r)",
        "a.id, r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups, r.ageMin, r.ageMax, r.validFrom, r.validTo, r.id",
        where="r.visibility = 'PUBLIC'",
    ),
    wide=of_actors(
        "-[:HAS_RESPONSIBILITY]->(r)-[:COVERS]->(g)",
        "r.id, CASE g.level WHEN 'COUNTRY' THEN 2 ELSE 1 END",  # numbers of `Reach`
        where="r.visibility = 'PUBLIC' AND g.level IN ['COUNTRY', 'LAND']",
    ),
)
_TYPES: Final = {term.value: number for number, term in enumerate(OrganizationType)}
NO_TYPE: Final = len(_TYPES)
"""The type of an actor that isn't an organization."""
_REACHES: Final = {term.value: number for number, term in enumerate(Reach)}


FEW: Final = 2_000
"""Rows; what so few of them have is looked at one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Offices:
    """Every location of an actor is a row, in the order of `cells` (`graph.grid`): `actor` numbers `actors`, `locations` are ids.

    `points`: unit vectors, from which the distance on a sphere follows; `lats`, `lons`: WGS 84, degrees. `begin`, `end`: days
    on which actor and location both hold. `fields`: masks of all fields that the actor ever answers for. The responsibilities
    (of any role) of actor n are the rows `first_part[n]` to `first_part[n + 1]` of `parts`, and of `parts_reach`: how far each
    reaches, as the place of the word in `Reach`, of several regions the widest. `few`: by type and mask of one field (None: any) the
    rows that have both, where these are at most `FEW`; `wide`: those of actors that reach beyond a region, None if they are more.
    """

    actors: tuple[str, ...]
    locations: tuple[str, ...]
    cells: Cells
    actor: Numbers
    type: NDArray[np.uint8]
    fields: NDArray[np.uint32]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    points: NDArray[np.float64]
    begin: DayNumbers
    end: DayNumbers
    first_part: Rows
    parts: Conditions
    parts_reach: NDArray[np.int8]
    few: Mapping[tuple[int | None, int | None], Rows]
    wide: Rows | None


async def load_offices(reader: Reader, portions: Portions) -> Offices:
    """The offices as they are now. One statement for each portion of actors."""
    tables = await read_tables(_LOAD, reader=reader, portions=portions)
    return await asyncio.to_thread(offices_from, tables)


def offices_from(tables: Tables) -> Offices:
    """Arrays from the tables of the statement, in any order. Raises ValueError for a date or a word that isn't one."""
    actors, types, begins, ends, locations, lats, lons, location_begins, location_ends = columns_of(tables, "places", 9)
    ids: tuple[str, ...] = tuple(dict.fromkeys(actors))
    number = {actor: n for n, actor in enumerate(ids)}
    lat, lon = np.array(lats, np.float64), np.array(lons, np.float64)
    cell = cells(lat, lon)
    order = np.argsort(cell, kind="stable")
    first_part, parts, parts_reach = _parts(tables, number)
    actor = numbers_of(actors, number)[order]
    type_ = np.fromiter((_TYPES.get(type_, NO_TYPE) for type_ in types), np.uint8, len(actors))[order]
    fields = _of_actors(np.bitwise_or, first_part, parts.fields)[actor]
    wide = np.flatnonzero(_of_actors(np.maximum, first_part, parts_reach)[actor] > _REACHES[Reach.LOCAL.value])
    return Offices(
        actors=ids,
        locations=tuple(locations[row] for row in order),
        cells=cell[order],
        actor=actor,
        type=type_,
        fields=fields,
        lats=lat[order],
        lons=lon[order],
        points=unit_vectors(lat[order], lon[order]),
        begin=np.maximum(days_of(begins), days_of(location_begins))[order],
        end=np.minimum(days_of(ends), days_of(location_ends))[order],
        first_part=first_part,
        parts=parts,
        parts_reach=parts_reach,
        few=_few(type_, fields),
        wide=wide if wide.size <= FEW else None,
    )


def _parts(tables: Tables, number: Mapping[str, int]) -> tuple[Rows, Conditions, NDArray[np.int8]]:
    """The responsibilities in the order of their actors, where each actor's begin, and how far each reaches."""
    actors, *stated, ids = columns_of(of_known(tables, "parts", number), "parts", 10)
    part_of = numbers_of(actors, number)
    first = first_rows(part_of, count=len(number))
    order = np.argsort(part_of, kind="stable")
    reach_of: dict[str, int] = {}
    for id_, reach in rows_of(tables, "wide"):
        reach_of[id_] = max(reach, reach_of.get(id_, 0))
    reaches = np.fromiter((reach_of.get(id_, 0) for id_ in ids), np.int8, len(ids))
    return first, conditions_of(stated, order=order, words=many_words), reaches[order]


def _of_actors(join: np.ufunc, first_part: Rows, values: NDArray[Any]) -> NDArray[Any]:
    """What *join* makes of the values of each actor's responsibilities; 0 where it has none."""
    joined = np.zeros(first_part.size - 1, values.dtype)
    answering = np.flatnonzero(np.diff(first_part))
    if answering.size:
        joined[answering] = join.reduceat(values, first_part[answering])
    return joined


def _few(type_: NDArray[np.uint8], fields: NDArray[np.uint32]) -> dict[tuple[int | None, int | None], Rows]:
    few: dict[tuple[int | None, int | None], Rows] = {}
    for kind in (None, *range(NO_TYPE)):
        rows = np.arange(type_.size) if kind is None else np.flatnonzero(type_ == kind)
        for field in (None, *(mask_of([term], terms=ActionField) for term in ActionField)):
            having = rows if field is None else rows[(fields[rows] & np.uint32(field)) != 0]
            if having.size <= FEW:
                few[kind, field] = having
    return few


def type_numbers(types: Sequence[str]) -> list[int]:
    """The numbers of organization types, as `Offices.type` holds them."""
    return [_TYPES[type_] for type_ in types]


def reach_numbers(reaches: Sequence[str]) -> list[int]:
    """The numbers of words of `Reach`, as `Offices.parts_reach` holds them."""
    return [_REACHES[reach] for reach in reaches]
