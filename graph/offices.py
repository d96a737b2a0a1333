"""Where actors are and for what they answer, as arrays: read whole for each data version to find who is nearest."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString

import numpy as np
from numpy.typing import NDArray

from graph.conditions import Conditions, DayNumbers, Numbers, columns_of, conditions_of, day_number, many_words
from graph.reader import Reader
from graph.vocabulary import OrganizationType

# One record: the driver pays for each. What is hidden never leaves the database; what has ended does, since `asOf` may ask for it.
_LOAD: Final[LiteralString] = """
CALL () { MATCH (a:Actor)-[:LOCATED_AT]->(l:Location) WHERE a.visibility = 'PUBLIC' AND l.visibility = 'PUBLIC' AND l.lat IS NOT NULL
 RETURN collect([a.id, a.type, a.validFrom, a.validTo, l.id, l.lat, l.lon, l.validFrom, l.validTo]) AS places }
CALL () { MATCH (a:Actor)-[:HAS_RESPONSIBILITY]->(r:Responsibility) WHERE r.visibility = 'PUBLIC'
 RETURN
  collect([a.id, r.actionFields, r.occupationGroups, r.legalRegimes, r.targetGroups, r.ageMin, r.ageMax, r.validFrom, r.validTo]) AS parts }
RETURN places, parts
"""
_TYPES: Final = {term.value: number for number, term in enumerate(OrganizationType)}
NO_TYPE: Final = len(_TYPES)
"""The type of an actor that isn't an organization."""


@dataclass(frozen=True, slots=True, eq=False)
class Offices:
    """Every location of an actor is a row, in the order of actor and location: `actor` numbers `actors`, `locations` are ids.

    `points`: unit vectors, from which the distance on a sphere follows; `lats`, `lons`: WGS 84, degrees. `begin`, `end`: days
    on which actor and location both hold. `parts` are responsibilities of any role, `parts_of` the numbers of their actors.
    """

    actors: tuple[str, ...]
    locations: tuple[str, ...]
    actor: Numbers
    type: NDArray[np.uint8]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    points: NDArray[np.float64]
    begin: DayNumbers
    end: DayNumbers
    parts_of: Numbers
    parts: Conditions


async def load_offices(reader: Reader) -> Offices:
    """The offices as they are now. One statement."""
    record = (await reader.read(_LOAD))[0]
    return await asyncio.to_thread(offices_from, record)


def offices_from(record: Mapping[str, Sequence[Sequence[Any]]]) -> Offices:
    """Arrays from the record of the statement. Raises ValueError for a date or a word that isn't one."""
    places = sorted(record["places"], key=lambda row: (row[0], row[4]))
    ids = tuple(dict.fromkeys(str(row[0]) for row in places))
    number = {actor: n for n, actor in enumerate(ids)}
    actors, types, begins, ends, locations, lats, lons, location_begins, location_ends = columns_of(places, 9)
    parts = [(number[row[0]], *row[1:]) for row in record["parts"] if row[0] in number]
    parts_of, *stated = columns_of(parts, 9)
    lat, lon = np.array(lats, np.float64), np.array(lons, np.float64)
    return Offices(
        actors=ids,
        locations=tuple(locations),
        actor=np.fromiter((number[actor] for actor in actors), np.int32, len(places)),
        type=np.fromiter((_TYPES.get(type_, NO_TYPE) for type_ in types), np.uint8, len(places)),
        lats=lat,
        lons=lon,
        points=unit_vectors(lat, lon),
        begin=np.maximum(_days(begins), _days(location_begins)),
        end=np.minimum(_days(ends), _days(location_ends)),
        parts_of=np.fromiter(parts_of, np.int32, len(parts)),
        parts=conditions_of(stated, order=np.arange(len(parts)), words=many_words),
    )


def unit_vectors(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere, a row each, from degrees."""
    phi, theta = np.radians(lat), np.radians(lon)
    return np.column_stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)))


def type_numbers(types: Sequence[str]) -> list[int]:
    """The numbers of organization types, as `Offices.type` holds them."""
    return [_TYPES[type_] for type_ in types]


def _days(texts: Sequence[str]) -> DayNumbers:
    return np.fromiter(map(day_number, texts), np.int32, len(texts))
