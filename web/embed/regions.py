"""A region as people name it, resolved to one whose offices can be listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request

from web.embed.asked import Asked
from web.pages.asking import PageAsker

DOCUMENT: Final = (Path(__file__).parent / "directory.graphql").read_text(encoding="utf-8")

_KREIS: Final = "KREIS"
_WITHIN_A_KREIS: Final = frozenset({"MUNICIPALITY"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Within:
    """The region of a list. label: its name. instead: whether it stands for a smaller one that was named."""

    key: str = ""
    label: str = ""
    instead: bool = False


async def region_of(asked: Asked, *, asker: PageAsker, request: Request) -> Within:
    """The region of a key or a name. Who answers for a town answers for its Kreis. Raises PlaceNotFound, AmbiguousPlace."""
    region = (await asker.ask(DOCUMENT, {"by": asked.region_by}, request=request, operation="Region"))["region"]
    kreis = kreis_of(region)
    return Within(kreis["key"], kreis["label"], instead=kreis is not region)


async def meant(value: str, *, asker: PageAsker, request: Request) -> list[Row]:
    """Places that may have been meant by *value*: label, regionKey, postalCode."""
    data = await asker.ask(DOCUMENT, {"text": value}, request=request, operation="Meant")
    return list(data["places"])


def kreis_of(region: Row) -> Row:
    """The Kreis that a town lies in; any other region itself."""
    if region["level"] not in _WITHIN_A_KREIS:
        return region
    above = region.get("parent")
    while above and above["level"] != _KREIS:
        above = above.get("parent")
    return above or region
