"""HSDS 3.x as one JSON document: a list of organizations, each with everything that belongs to it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

FILE: Final = "hsds.json"


def write(path: Path, organizations: Iterable[dict[str, Any]]) -> int:
    """Write *organizations* to *path*, one a line; how many they were. Read by `seeds.formats.yaml_set`, which knows both shapes."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, organization in enumerate(organizations, 1):
            file.write(("," if count > 1 else "") + "\n" + json.dumps(organization, ensure_ascii=False))
        file.write("\n]\n")
    return count
