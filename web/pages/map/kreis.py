"""The page of one Kreis: where it lies, who works there in which field, what is missing, who is tied to whom."""

from collections.abc import Mapping
from typing import Any

from web.pages.map.answer import UNKNOWN, cell_of, gaps_and_changes
from web.pages.map.chart import charted
from web.pages.map.forms import MapQuestion
from web.pages.map.network import picture_of, ties_in, who_of
from web.pages.map.outlines import outlines

Row = Mapping[str, Any]


def kreis_shown(data: Row, question: MapQuestion) -> dict[str, Any]:
    """What the templates show of the response to `kreis.graphql`."""
    coverage = data["coverage"]
    region = coverage["rows"][0]["region"]
    columns: list[str] = coverage["columns"]
    looks = [cell_of(cell) for cell in coverage["cells"]]
    chosen = columns.index(question.field)
    land = [key for key in outlines().kreise if key[:2] == region["key"][:2]]
    actors = data["actors"]["nodes"]
    ties = ties_in(actors)
    single = [gap for gap in data["single"]["nodes"] if gap["reason"]["code"] == "ONLY_ACTOR_BETWEEN"]
    splitting = {gap["actors"][0]["slug"]: gap["reason"]["text"] for gap in single}
    picture = picture_of(map(who_of, actors), ties, splitting=splitting)
    drawn = {node.who.key for node in picture.nodes} if picture else set()
    return {
        "place": region["label"],
        "region": region,
        "cells": [{**cell, "field": field, "look": look} for field, cell, look in zip(columns, coverage["cells"], looks, strict=True)],
        "chart": charted([(region["key"], [region["key"]])], [region], [looks[chosen]], [coverage["cells"][chosen]], around=land),
        "look": looks[chosen],
        "nearest": coverage["cells"][chosen]["nearest"],
        "unknown_cells": sum(look.state == UNKNOWN for look in looks),
        "actors": actors,
        "actor_count": data["actors"]["totalCount"],
        "ties": ties,
        "picture": picture,
        "splits": [text for slug, text in splitting.items() if slug in drawn],
        **gaps_and_changes(data, question),
    }
