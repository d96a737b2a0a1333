"""Functions that put the values of a row in order and check them, generated for each kind of row and kept.

What is generated depends on the kinds of the fields alone; the keys, which a client may have chosen, are only ever bound to it.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

Kind = Literal["text", "text or null", "enum", "enum or null", "list", "other"]
"""What a field's value has to be. Its *helper*: of an enum the names by value, of a list and of anything else a function."""

_CHECKED: Final[Mapping[Kind, str]] = {
    "text": "v{n} if type(v{n}) is str else unfit(v{n})",
    "text or null": "v{n} if v{n} is None or type(v{n}) is str else unfit(v{n})",
    "enum": "h{n}[v{n}] if isinstance(v{n}, str) else unfit(v{n})",
    "enum or null": "None if v{n} is None else h{n}[v{n}] if isinstance(v{n}, str) else unfit(v{n})",
    "list": "[h{n}(entry) for entry in v{n}] if type(v{n}) is list else unfit(v{n})",
    "other": "h{n}(v{n})",
}


def row_function(fields: Mapping[str, tuple[Kind, Any]], *, unfit: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    """What gives a row's values by the keys of *fields* (each with kind and helper), in their order.

    *unfit* is called for what isn't as its kind says, and for what is no row. Raises KeyError for a key that is missing, or a value that
    an enum doesn't have.
    """
    kinds, helpers = tuple(kind for kind, _ in fields.values()), tuple(helper for _, helper in fields.values())
    made: Callable[[Any], dict[str, Any]] = _factory(kinds)(tuple(fields), helpers, unfit)
    return made


@lru_cache(maxsize=1024)
def _factory(kinds: tuple[Kind, ...]) -> Callable[..., Any]:
    numbers = range(len(kinds))

    def each(text: str) -> str:
        return "".join(text.format(n=n) for n in numbers)

    entries = ", ".join(f"k{n}: {_CHECKED[kind].format(n=n)}" for n, kind in zip(numbers, kinds, strict=True))
    source = f"""
def factory(keys, helpers, unfit):
    ({each("k{n}, ")}) = keys
    ({each("h{n}, ")}) = helpers
    def row(value):
        if type(value) is not dict:
            return unfit(value)
        {each("v{n} = value[k{n}]; ")}
        return {{{entries}}}
    return row
"""
    made: dict[str, Any] = {}
    exec(source, made)  # noqa: S102  (numbers and the texts above, nothing else)
    return made["factory"]  # type: ignore[no-any-return]
