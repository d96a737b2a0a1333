"""Networks made by hand, as the tables that `graph.ties.ties_from` takes."""

from collections.abc import Iterable
from typing import Any

from graph.ties import Ties, ties_from

FIRST, LAST = "0001-01-01", "9999-12-31"


def tie(
    to: str,
    verified: str | None = "2026-01-01",
    *,
    fields: tuple[str, ...] = (),
    occupation: str | None = None,
    regime: str | None = None,
    target: str | None = None,
    ages: tuple[int | None, int | None] = (None, None),
    days: tuple[str, str] = (FIRST, LAST),
    due: str | None = None,
) -> list[Any]:
    """A tie of the actor that it is given to."""
    return [list(fields), occupation, regime, target, *ages, *days, to, verified, due]


def offer(
    *fields: str,
    occupations: tuple[str, ...] = (),
    regimes: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    ages: tuple[int | None, int | None] = (None, None),
    days: tuple[str, str] = (FIRST, LAST),
) -> list[Any]:
    """What the actor that it is given to decides or provides."""
    return [list(fields), list(occupations), list(regimes), list(targets), *ages, *days]


def actor(name: str, *ties: list[Any], offers: tuple[list[Any], ...] = (), days: tuple[str, str] = (FIRST, LAST)) -> dict[str, Any]:
    """An actor with its ties and offers."""
    return {"id": name, "validFrom": days[0], "validTo": days[1], "ties": list(ties), "offers": list(offers)}


def ties_of(rows: Iterable[dict[str, Any]]) -> Ties:
    """The arrays of a network."""
    actors = list(rows)
    return ties_from(
        {
            "actors": [[[row["id"], row["validFrom"], row["validTo"]] for row in actors]],
            "ties": [[[row["id"], tie[8], *tie[:8], *tie[9:]] for row in actors for tie in row["ties"]]],
            "offers": [[[row["id"], *offer] for row in actors for offer in row["offers"]]],
        }
    )
