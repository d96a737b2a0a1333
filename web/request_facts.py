"""What is noted of a request while it is answered, for its log line and for the metrics."""

from typing import Any, Final

from starlette.types import Scope

_KEY: Final = "netzlotse.facts"


def facts_of(scope: Scope) -> dict[str, Any]:
    """The request's facts by name: `operation` (None without a name), `error_codes`. Empty at first."""
    facts: dict[str, Any] = scope.setdefault("state", {}).setdefault(_KEY, {})
    return facts
