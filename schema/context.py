"""What a request brings to the root fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Protocol

from graph.reader import Days, Reader
from resolvers.snapshot import Snapshot

_LAST_ASKED: Final = date.max - timedelta(days=1)
"""What is open ends, as it is stored, on the last day there is."""


class Standing(Protocol):
    """How the client stands with its rate of requests: *remaining* of *quota* points, all back in *reset_s* seconds."""

    quota: int

    @property
    def remaining(self) -> int: ...

    @property
    def reset_s(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Context:
    """*reader* asks the graph; *snapshot* is what is kept of the current data version; *today* is the real day.

    *standing* is None where the rate of requests isn't limited. A field that shows it must be named in `web.graphql.cost.PRIVATE`.
    """

    reader: Reader
    snapshot: Snapshot
    today: date
    standing: Standing | None = None

    def days(self, arguments: Mapping[str, Any]) -> Days:
        """The asked day, by default today."""
        asked = arguments.get("asOf")
        return Days(as_of=self.today if asked is None else min(date.fromisoformat(asked), _LAST_ASKED), today=self.today)

    @property
    def asking(self) -> dict[str, Any]:
        """What questions need that resolve places."""
        return {"gazetteer": self.snapshot.gazetteer, "reader": self.reader}
