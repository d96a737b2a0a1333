"""Locations as points for maps: a GeoJSON FeatureCollection (RFC 7946)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from seeds.formats.hsds_write import Whole

Values = dict[str, Any]
_OF_ACTOR: Final = ("slug", "name", "type", "description_de", "description_en")
_OF_CONTACT: Final = ("website", "phone", "email")


def features(whole: Whole) -> list[Values]:
    """One feature for each location of *whole* that has a point; what is said of the actor stands with each."""
    actor: Values = {name: whole.values[name] for name in _OF_ACTOR if name in whole.values}
    contacts = whole.parts.get("contact", [])
    reached: Values = {}
    for contact in reversed(contacts):
        reached |= {name: contact[name] for name in _OF_CONTACT if name in contact}
    fields = dict.fromkeys(name for duty in whole.parts.get("responsibility", []) for name in duty["action_fields"])
    told: Values = {**actor, "kind": whole.kind, "action_fields": list(fields), **reached}
    return [_feature(location, told) for location in whole.parts.get("location", []) if "lat" in location]


def _feature(location: Values, told: Values) -> Values:
    place = {name: value for name, value in location.items() if name not in ("id", "owner", "lat", "lon", "name")}
    properties = {**told, **place, **({"location_name": location["name"]} if "name" in location else {})}
    # RFC 7946, 3.1.1: longitude first.
    return {
        "type": "Feature",
        "id": location["id"],
        "geometry": {"type": "Point", "coordinates": [location["lon"], location["lat"]]},
        "properties": properties,
    }


def write(path: Path, found: Iterable[Values]) -> int:
    """Write *found* as a collection, a feature a line; how many they were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for count, feature in enumerate(found, 1):
            file.write(("," if count > 1 else "") + "\n" + json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")
    return count
