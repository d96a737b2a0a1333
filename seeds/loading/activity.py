"""Where actors are at work, and in which fields: derived from their public parts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from graph.model import ABSTRACT
from graph.vocabulary import Visibility
from seeds.rows.kinds import KIND_OF_NODE
from seeds.rows.regions import Regions
from seeds.rows.row import Row, Rows


class Activity:
    """Regions and action fields of each actor. Parts that are internal don't count, since what is derived is public."""

    def __init__(self, rows: Rows, regions: Regions) -> None:
        """*rows* with located locations. A place counts as its Kreis, a municipality, too; anything else as stated."""
        actors = {row.key for node in ABSTRACT["Actor"] for row in rows[KIND_OF_NODE[node].name]}
        self._fields: Final[dict[str, set[str]]] = defaultdict(set)
        self._keys: Final[dict[str, set[str]]] = defaultdict(set)
        for row in _public(rows["responsibility"]):
            self._fields[row["owner"]] |= set(row["action_fields"])
        for name in ("responsibility", "location", "figure"):
            for row in _public(rows[name]):
                if row["owner"] in actors:
                    keys = row["regions"] if name == "responsibility" else [row["region"]] if row["region"] else []
                    self._keys[row["owner"]] |= {regions.kreis_of(key) or key for key in keys}

    def fields_of(self, slug: str) -> set[str]:
        """The names of the action fields in which *slug* has a responsibility."""
        return self._fields.get(slug, set())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each actor's slug with each key of a region in which it is active, in order."""
        for slug, keys in sorted(self._keys.items()):
            yield from ((slug, key) for key in sorted(keys))


def _public(rows: list[Row]) -> Iterator[Row]:
    return (row for row in rows if row["visibility"] != Visibility.INTERNAL.value)
