"""Expressions that check a value as its type declares it, and functions generated from them, kept for all documents.

What is generated depends on the types alone. Keys, which a client may have chosen, and helpers are only ever bound to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any, Final

Completer = Callable[[Any], Any]
"""Gives a value as it is sent, or raises `Unfit` (or KeyError, where a row lacks a field or an enum a value)."""


class Unfit(Exception):
    """A value that isn't as its type declares it. graphql-core has to say what comes of it."""


@dataclass(frozen=True, slots=True)
class Check:
    """An expression that gives a value as it is sent. *code*: over {v}, the value, and {h}, the *helper*."""

    code: str
    helper: Any = None

    def or_null(self) -> "Check":
        """This, or null."""
        return Check(f"None if {{v}} is None else {self.code}", self.helper)

    def of_each(self) -> "Check":
        """This of each entry of a list."""
        entry = self.code.replace("{v}", "{v}e")
        return Check(f"[{entry} for {{v}}e in {{v}}] if type({{v}}) is list else unfit()", self.helper)


TEXT: Final = Check("{v} if type({v}) is str else unfit()")
_INTEGER: Final = f"{{v}} if type({{v}}) is int and {-(2**31)} <= {{v}} < {2**31} else unfit()"
# From 2^53 on not every integer is a float.
_EXACT: Final = f"float({{v}}) if type({{v}}) is int and {-(2**53)} <= {{v}} <= {2**53} else unfit()"
SCALARS: Final[Mapping[str, Check]] = {
    "Int": Check(_INTEGER),
    "Float": Check(f"{{v}} if type({{v}}) is float and isfinite({{v}}) else {_EXACT}"),
    "Boolean": Check("{v} if type({v}) is bool else unfit()"),
}


def constant(value: Any) -> Check:
    """*value*, whatever is there."""
    return Check("{h}", value)


def one_of(names: Mapping[Any, str]) -> Check:
    """The name of a value that is text, or equal to one."""
    return Check("{h}[{v}] if isinstance({v}, str) else unfit()", names)


def by(completer: Completer) -> Check:
    """What *completer* gives."""
    return Check("{h}({v})", completer)


def value_function(check: Check) -> Completer:
    """What checks one value."""
    made: Completer = _values(check.code)(check.helper)
    return made


def row_function(fields: Mapping[str, Check]) -> Callable[[Any], dict[str, Any]]:
    """What gives a row's values by the keys of *fields*, in their order. Raises KeyError for a key that is missing."""
    codes, helpers = tuple(check.code for check in fields.values()), tuple(check.helper for check in fields.values())
    made: Callable[[Any], dict[str, Any]] = _rows(codes)(tuple(fields), helpers)
    return made


@lru_cache(maxsize=256)
def _values(code: str) -> Callable[..., Any]:
    return _made(f"factory = lambda h: lambda v: {code.format(v='v', h='h')}")


@lru_cache(maxsize=1024)
def _rows(codes: tuple[str, ...]) -> Callable[..., Any]:
    keys, helpers = ("".join(f"{letter}{n}, " for n in range(len(codes))) for letter in "kh")
    # Every value is looked at more than once, so each has a name of its own; a constant has no value.
    values = "".join(f"v{n} = row[k{n}]; " for n, code in enumerate(codes) if "{v}" in code)
    entries = ", ".join(f"k{n}: {code.format(v=f'v{n}', h=f'h{n}')}" for n, code in enumerate(codes))
    return _made(
        f"""
def factory(keys, helpers):
    ({keys}) = keys
    ({helpers}) = helpers
    def values(row):
        if type(row) is not dict:
            unfit()
        {values}
        return {{{entries}}}
    return values
"""
    )


def _made(source: str) -> Callable[..., Any]:
    """The `factory` that *source* defines. It is made of the texts above and of numbers, of nothing else."""
    scope: dict[str, Any] = {"unfit": _unfit, "isfinite": isfinite}
    exec(source, scope)  # noqa: S102
    return scope["factory"]  # type: ignore[no-any-return]


def _unfit() -> Any:
    raise Unfit
