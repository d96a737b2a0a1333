"""Which version of the directory the graph holds."""

from dataclasses import dataclass
from typing import Final, LiteralString

from graph.errors import ServiceUnavailable
from graph.reader import Reader

_CURRENT: Final[LiteralString] = """
MATCH (v:DirectoryVersion {id: 'directory'})
RETURN v.version AS version, v.dataAsOf AS data_as_of, v.loadedAt AS loaded_at, v.fingerprint AS fingerprint ORDER BY version LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Version:
    """*version* counts the changes; *data_as_of*: day of the newest fact; *loaded_at*: instant of the last write; both ISO."""

    version: int
    data_as_of: str | None
    loaded_at: str | None
    fingerprint: str | None


async def current_version(reader: Reader) -> Version:
    """The version that the graph holds. Raises `ServiceUnavailable` while nothing has been loaded."""
    records = await reader.read(_CURRENT)
    if not records:
        raise ServiceUnavailable("The directory is empty: nothing has been loaded yet.", retry_after=5)
    return Version(**records[0])
