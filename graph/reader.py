"""What a question needs of the engine, and the day it is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, Protocol


class Reader(Protocol):
    """The reading side of the engine."""

    async def read(self, cypher: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """The records of *cypher*, keyed by the aliases of its RETURN. Raises `ServiceUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Days:
    """*as_of*: the day whose directory is asked for. *today*: the real day, which alone decides on expired names."""

    as_of: date
    today: date

    @property
    def parameters(self) -> dict[str, str]:
        """`$asOf` and `$today`, which every compiled statement may use."""
        return {"asOf": self.as_of.isoformat(), "today": self.today.isoformat()}
