"""Pages by keyset: a cursor holds the sort values of its node, so inserted rows neither shift nor repeat a page."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from graph.errors import BadUserInput
from graph.projection import FIRST, Projection, bounded_first

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key: an expression over `{n}` that is never null, and its direction.

    *computed*: the name to which a costly expression is bound before it is compared; empty for what is stored.
    *mark*: what else its values depend on, so that a cursor isn't used with the same key elsewhere.
    """

    expression: str
    descending: bool = False
    computed: str = ""
    mark: str = ""

    def turned(self, turned: bool) -> "Key":
        """The key of a page that is read backwards."""
        return replace(self, descending=self.descending != turned)

    def value(self, variable: str) -> str:
        """What is compared."""
        return self.computed or self.expression.format(n=variable)


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: *first* after a cursor, or the *last* before one. Made by `page_of`."""

    size: int
    after: str | None = None
    before: str | None = None
    backwards: bool = False


def page_of(*, first: int | None, after: str | None, last: int | None, before: str | None) -> Page:
    """The page that the four Relay arguments describe. Raises `BadUserInput` for sizes outside 0 to 100 or both ways at once."""
    if first is not None and last is not None:
        raise BadUserInput("Give `first` or `last`, not both.", argument="last", value=last)
    if last is not None:
        return Page(bounded_first(last, argument="last"), after, before, backwards=True)
    return Page(FIRST if first is None else bounded_first(first), after, before)


def order_by(keys: Sequence[Key], variable: str) -> str:
    """The text after ORDER BY."""
    return ", ".join(f"{key.value(variable)}{' DESC' if key.descending else ''}" for key in keys)


def values_of(keys: Sequence[Key], variable: str) -> str:
    """The list of a node's sort values, from which `cursor` is made."""
    return f"[{', '.join(key.value(variable) for key in keys)}]"


def beyond(keys: Sequence[Key], text: str, variable: str, projection: Projection, *, argument: str) -> str:
    """The predicate that a node comes after the cursor *text*, or before it if that is the *argument*. Raises `BadUserInput`."""
    values, backwards = decoded(text, keys, argument), argument == "before"
    past = ""
    for key, value in reversed(list(zip(keys, values, strict=True))):
        stored, placeholder, sign = key.value(variable), projection.parameter(value), "<" if key.descending != backwards else ">"
        # In this form an index begins at the cursor. With `>`, or equal and …, Neo4j would read it twice and sort.
        past = f"{stored} {sign}= {placeholder} AND ({stored} <> {placeholder} OR {past})" if past else f"{stored} {sign} {placeholder}"
    return past


def cursor(keys: Sequence[Key], values: Sequence[Any]) -> str:
    """The opaque cursor of a node in the order of *keys*."""
    return base64.urlsafe_b64encode(orjson.dumps([_VERSION, _signature(keys), *values])).decode().rstrip("=")


def decoded(text: str, keys: Sequence[Key], argument: str) -> list[Any]:
    """The values that `cursor` was given. Raises `BadUserInput` for anything else, and for the cursor of another order."""
    try:
        parts = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadUserInput(f"`{argument}` is not a cursor of this directory: {text!r}.", argument=argument, value=text) from error
    if not isinstance(parts, list) or parts[:1] != [_VERSION] or len(parts) != len(keys) + 2:
        raise BadUserInput(f"`{argument}` is not a cursor of this list: {text!r}.", argument=argument, value=text)
    if parts[1] != _signature(keys) or not all(map(_comparable, parts[2:])):
        raise BadUserInput(f"`{argument}` belongs to another order of the list: {text!r}.", argument=argument, value=text)
    return parts[2:]


def _comparable(value: object) -> bool:
    """Whether a cursor of ours can hold it; Bolt has integers of 64 bits."""
    return isinstance(value, str | float) or (type(value) is int and -(2**63) <= value < 2**63)


def _signature(keys: Sequence[Key]) -> str:
    """Tells the orders of a list apart, so that a cursor is not used with another one."""
    names = (key.computed or key.expression.rpartition(".")[2] for key in keys)
    return ",".join(f"{'-' if key.descending else ''}{name}{key.mark}" for key, name in zip(keys, names, strict=True))
