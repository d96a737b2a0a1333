"""YAML and JSON (which is YAML, too) as nodes that know their line, one item of a file after the other and never all at once."""

from collections.abc import Iterator
from typing import IO, Any, Final

import yaml
from yaml.composer import Composer, ComposerError
from yaml.cyaml import CSafeLoader

from seeds.rows.problems import Problem
from seeds.shipped.read_csv import NOT_UTF_8

PAGE: Final = "contents"
"""Under this key a page of an Open Referral service holds its items."""
_DEEPEST: Final = 50
_NULL: Final = "tag:yaml.org,2002:null"


class Told(dict[str, Any]):
    """A mapping as it stands in a file. Values are Told, lists of them, texts or None; *lines* of the fields."""

    def __init__(self, values: dict[str, Any], *, file: str, line: int, lines: dict[str, int]) -> None:
        super().__init__(values)
        self.file = file
        self.line = line
        self.lines = lines


class _Loader(Composer, CSafeLoader):
    """Composes nodes from libyaml's events. Aliases are refused: a few lines of them can stand for gigabytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        CSafeLoader.__init__(self, stream)
        Composer.__init__(self)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()
        if self.check_event(yaml.AliasEvent):
            raise ComposerError(None, None, "an alias (*name) is not allowed here", event.start_mark)
        if self._depth == _DEEPEST:
            raise ComposerError(None, None, f"nests more than {_DEEPEST} levels deep", event.start_mark)
        self._depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def items(self) -> Iterator[yaml.Node]:
        """The items of the one document: those of its list, those under `contents`, or the document itself."""
        self.get_event()
        if self.check_event(yaml.StreamEndEvent):
            return
        self.get_event()
        if self.check_event(yaml.SequenceStartEvent):
            yield from self._listed()
        elif self.check_event(yaml.MappingStartEvent):
            yield from self._document_or_page()
        elif node := self.compose_node(None, 0):
            yield node
        self.get_event()
        if not self.check_event(yaml.StreamEndEvent):
            second: Any = self.peek_event()
            raise ComposerError(None, None, "holds a second document", second.start_mark)

    def _listed(self) -> Iterator[yaml.Node]:
        self.get_event()
        while not self.check_event(yaml.SequenceEndEvent):
            if node := self.compose_node(None, 0):
                yield node
        self.get_event()

    def _document_or_page(self) -> Iterator[yaml.Node]:
        start: Any = self.get_event()
        pairs: list[tuple[yaml.Node, yaml.Node]] = []
        is_page = False
        while not self.check_event(yaml.MappingEndEvent):
            key = self.compose_node(None, 0)
            assert key is not None
            if key.value == PAGE and self.check_event(yaml.SequenceStartEvent):
                is_page = True
                yield from self._listed()
            elif (value := self.compose_node(key, 0)) is not None:
                pairs.append((key, value))
        end: Any = self.get_event()
        if not is_page:
            yield yaml.MappingNode("tag:yaml.org,2002:map", pairs, start.start_mark, end.end_mark)


def items(content: IO[bytes], problems: list[Problem], *, name: str) -> Iterator[yaml.Node]:
    """The items of *content*, one after the other. What can't be read is added to *problems*, and nothing comes after it."""
    loader = _Loader(content)
    try:
        yield from loader.items()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(name, line, "", "", f"is not YAML or JSON: {error.problem or error.context}"))
    except yaml.reader.ReaderError as error:
        problems.append(_undecodable(content, name) or Problem(name, 0, "", "", f"is not YAML or JSON: {error.reason}"))
    finally:
        loader.dispose()


def _undecodable(content: IO[bytes], name: str) -> Problem | None:
    """The first line that isn't UTF-8."""
    content.seek(0)
    for number, line in enumerate(content, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            shown = line[max(error.start - 12, 0) : error.start + 12].decode("cp1252", "replace").strip()
            return Problem(name, number, "", shown, NOT_UTF_8)
    return None


def told(node: yaml.Node, *, file: str) -> Any:
    """What *node* says: Told for a mapping, a list, a text, or None."""
    if isinstance(node, yaml.MappingNode):
        keys = {str(key.value): value for key, value in node.value}
        values = {key: told(value, file=file) for key, value in keys.items()}
        lines = {key: line_of(value) for key, value in keys.items()}
        return Told(values, file=file, line=line_of(node), lines=lines)
    if isinstance(node, yaml.SequenceNode):
        return [told(item, file=file) for item in node.value]
    return None if node.tag == _NULL else str(node.value)


def line_of(node: yaml.Node) -> int:
    """The line on which *node* begins, from 1."""
    return int(node.start_mark.line) + 1
