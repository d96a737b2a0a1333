"""Hand-kept YAML and JSON of the same shape: an actor with its parts nested in it."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import yaml

from seeds.formats.hsds_read import HsdsReader
from seeds.formats.hsds_write import Whole
from seeds.formats.nodes import Told, items, told
from seeds.rows.entries import Entry
from seeds.rows.kinds import PARTS
from seeds.rows.problems import Problem
from seeds.shipped.read_yaml import HEADS, INHERITED, entries_of

Values = dict[str, Any]
_FIELD_OF: Final = {kind: field for field, kind in PARTS.items()}
_DUMPER: Final[Any] = yaml.CSafeDumper


def read(content: IO[bytes], problems: list[Problem], *, name: str, hsds: HsdsReader) -> Iterator[Entry]:
    """The entries of *content*, one after the other; items that are Open Referral's go through *hsds*."""
    count = 0
    for count, node in enumerate(items(content, problems, name=name), 1):  # noqa: B007
        if isinstance(node, yaml.MappingNode) and _is_open_referral(node):
            item = told(node, file=name)
            assert isinstance(item, Told)
            yield from hsds.entries(item)
        else:
            yield from entries_of(node, name, problems)
    yield from hsds.ties()
    if not count and not problems:
        problems.append(Problem(name, 0, "", "", "the file holds no entry"))


def _is_open_referral(node: yaml.MappingNode) -> bool:
    heads = {str(key.value): value for key, value in node.value}
    return "id" in heads and not any(isinstance(heads.get(head), yaml.ScalarNode) for head in HEADS)


def shaped(whole: Whole) -> Values:
    """*whole* as an entry of the hand-kept shape. A part doesn't repeat what it inherits, and states where it has nothing instead."""
    entry = {whole.kind: whole.values["slug"], **_without(whole.values, "slug")}
    for kind, parts in whole.parts.items():
        own = "from" if kind == "tie" else "owner"
        entry[_FIELD_OF[kind]] = [_part(part, whole.values, own) for part in parts]
    return entry


def flat(kind: str, values: Values) -> Values:
    """A row of *kind* that is nested in nothing."""
    key = HEADS[kind]
    return {kind: values[key], **_without(values, key)}


def _without(values: Values, *columns: str) -> Values:
    return {column: value for column, value in values.items() if column not in columns}


def _part(part: Values, owner: Values, own: str) -> Values:
    same_source = part.get("source") == owner.get("source")
    found = _without(part, own, *INHERITED)
    for column in INHERITED:
        inherits = same_source or column not in ("source", "verified_at", "review_due")
        inherited = owner.get(column) if inherits else None
        if part.get(column) != inherited:
            found[column] = part.get(column)
    if not same_source:
        found["source"] = part.get("source")
    return found


def write_yaml(path: Path, entries: Iterable[Values]) -> int:
    """Write *entries* to *path*, an empty line between them; how many they were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, entry in enumerate(entries, 1):
            file.write("\n" if count > 1 else "")
            file.write(yaml.dump([entry], Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=120, default_flow_style=False))
    return count


def write_json(path: Path, entries: Iterable[Values]) -> int:
    """Write *entries* to *path* as one list, an entry a line; how many they were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for count, entry in enumerate(entries, 1):
            file.write(("," if count > 1 else "") + "\n" + json.dumps(entry, ensure_ascii=False))
        file.write("\n]\n")
    return count
