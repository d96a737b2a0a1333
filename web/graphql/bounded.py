"""A mapping that never holds more than so many bytes: what was used longest ago goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# What an entry takes beside its own bytes: its places in the mapping, its key and its objects.
OVERHEAD_BYTES: Final = 1_000


class Bounded(Generic[K, V]):
    """Values by key, up to *limit_bytes* together. An entry above an eighth of that isn't kept: it would push out too many."""

    def __init__(self, *, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.bytes = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        """How many entries are kept."""
        return len(self._entries)

    def get(self, key: K) -> V | None:
        """The value, which now counts as used; None if it isn't kept."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: K, value: V, *, size: int) -> None:
        """Keep *value*, which takes *size* bytes, its key's text included; it replaces the one before."""
        self._drop(key)
        size += OVERHEAD_BYTES
        if size > self.limit_bytes // 8:
            return
        self._entries[key] = (value, size)
        self.bytes += size
        self._shrink()

    def grow(self, key: K, *, by: int) -> None:
        """Say that the entry has become *by* bytes larger. Nothing happens if it isn't kept any more."""
        entry = self._entries.get(key)
        if entry is None:
            return
        self._entries[key] = (entry[0], entry[1] + by)
        self.bytes += by
        self._shrink()

    def clear(self) -> None:
        """Drop everything."""
        self._entries.clear()
        self.bytes = 0

    def _shrink(self) -> None:
        while self.bytes > self.limit_bytes:
            _, (_, size) = self._entries.popitem(last=False)
            self.bytes -= size

    def _drop(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes -= entry[1]
