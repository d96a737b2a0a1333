"""Rows as `graph.ties.LOAD` returns them, for networks made by hand."""

from typing import Any

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
    """A tie as `graph.ties.LOAD` returns it."""
    return [list(fields), occupation, regime, target, *ages, *days, to, verified, due]


def offer(
    *fields: str,
    occupations: tuple[str, ...] = (),
    regimes: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    ages: tuple[int | None, int | None] = (None, None),
    days: tuple[str, str] = (FIRST, LAST),
) -> list[Any]:
    """What an actor decides or provides, as `graph.ties.LOAD` returns it."""
    return [list(fields), list(occupations), list(regimes), list(targets), *ages, *days]


def actor(name: str, *ties: list[Any], offers: tuple[list[Any], ...] = (), days: tuple[str, str] = (FIRST, LAST)) -> dict[str, Any]:
    """A row of `graph.ties.LOAD`."""
    return {"id": name, "validFrom": days[0], "validTo": days[1], "ties": list(ties), "offers": list(offers)}
