"""Hand-kept YAML: every value with its line, every scalar as the text that stands there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml
from yaml.composer import ComposerError

from seeds.rows.entries import Entry, Value
from seeds.rows.kinds import KINDS, PARTS
from seeds.rows.problems import Problem
from seeds.rows.spelling import did_you_mean

_NULL: Final = "tag:yaml.org,2002:null"
HEADS: Final = {name: kind.key for name, kind in KINDS.items() if kind.key in ("slug", "id", "key", "code")}
"""What an entry may begin with, and the column that its value is."""
INHERITED: Final = ("source", "verified_at", "review_due", "valid_from", "valid_to", "visibility")
"""What a nested part takes from its actor unless it states its own (`verified_at: ~` states that nobody has looked)."""


class _Loader(yaml.SafeLoader):
    """Composes nodes only. Aliases are refused: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "an alias (*name) is not allowed here", event.start_mark)
        return super().compose_node(parent, index)


def read_yaml(path: Path, problems: list[Problem], *, name: str = "") -> list[Entry]:
    """The entries of *path* in order, an actor's parts after it; what can't be read is added to *problems*.

    The file is a list; each entry's first line is its kind and its key (`- organization: jobcenter-celle`). Parts
    get their `owner` (a tie its `from`, or its `to` where it states the `from`) and inherit what `INHERITED` names;
    a part with its own source doesn't inherit that somebody has looked.
    """
    name = name or path.name
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        problems.append(Problem(name, 0, "", "", f"can't be read: {error.strerror}"))
        return []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "", "", "is not UTF-8 (Windows-1252, perhaps); save the file as UTF-8"))
        return []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(name, line, "", "", f"is not YAML: {error.problem or error.context}"))
        return []
    except yaml.YAMLError as error:
        problems.append(Problem(name, 0, "", "", f"is not YAML: {error}"))
        return []
    if root is None:
        return []
    return [entry for node in _items(root, name, "", problems) for entry in entries_of(node, name, problems)]


def entries_of(node: yaml.Node, name: str, problems: list[Problem]) -> Iterator[Entry]:
    """What one item of the list in the file *name* says: its entry, then the parts nested in it."""
    fields = _fields(node, name, problems)
    if fields is None:
        return
    kind = next((key for key in fields if key in HEADS), "")
    if not kind:
        hint = did_you_mean(next(iter(fields), ""), HEADS)
        cause = f"the entry doesn't say what it is: it must begin with one of {', '.join(HEADS)}{hint}"
        problems.append(Problem(name, _line(node), next(iter(fields), ""), "", cause))
        return
    owns_parts = kind in KINDS and "slug" in KINDS[kind].fields
    lists = {key: fields.pop(key) for key in tuple(fields) if owns_parts and key in PARTS}
    fields = {(HEADS[kind] if key == kind else key): value for key, value in fields.items()}
    entry = _entry(kind, name, _line(node), fields, problems)
    yield entry
    for key, parts in lists.items():
        for part in _items(parts, name, key, problems):
            told = _fields(part, name, problems)
            if told is not None:
                yield _inheriting(entry, _entry(PARTS[key], name, _line(part), told, problems))


def _entry(kind: str, name: str, line: int, fields: dict[str, yaml.Node], problems: list[Problem]) -> Entry:
    cells = {key: _value(value, name, key, problems) for key, value in fields.items()}
    return Entry(kind, name, line, cells, {key: _line(value) for key, value in fields.items()})


def _inheriting(owner: Entry, part: Entry) -> Entry:
    # What somebody looked up in the actor's source says nothing about another one.
    kept = [name for name in INHERITED if "source" not in part.cells or name not in ("verified_at", "review_due")]
    inherited = {name: owner.cells[name] for name in kept if name in owner.cells}
    end = "owner" if part.kind != "tie" else "to" if "from" in part.cells else "from"
    belongs: dict[str, Value] = {end: owner.text("slug")}
    return part.with_cells({**inherited, **belongs, **part.cells})


def _items(node: yaml.Node, name: str, field: str, problems: list[Problem]) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if node.tag != _NULL:
        problems.append(Problem(name, _line(node), field, "", "must be a list, each entry after a hyphen"))
    return []


def _fields(node: yaml.Node, name: str, problems: list[Problem]) -> dict[str, yaml.Node] | None:
    if not isinstance(node, yaml.MappingNode):
        shown = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        problems.append(Problem(name, _line(node), "", shown, "must be fields, each as `name: value`"))
        return None
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        title = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if title in fields:
            cause = f"stands twice in one entry, first on line {_line(fields[title])}"
            problems.append(Problem(name, _line(key), title, "", cause))
        else:
            fields[title] = value
    return fields


def _value(node: yaml.Node, name: str, field: str, problems: list[Problem]) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == _NULL else str(node.value)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return [str(item.value) for item in node.value]
    problems.append(Problem(name, _line(node), field, "", "must be a value or a list of values"))
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
