"""The page's words in each of its languages (words/*.toml), and the choice of one."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape

LANGUAGES: Final[Mapping[str, str]] = {
    "de": "Deutsch",
    "en": "English",
    "ar": "العربية",
    "fa": "فارسی",
    "fr": "Français",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
}
"""Each language by its ISO 639-1 code, in its own words."""

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa"})
_FOLDER: Final = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Data stays in German: where the page isn't German, it is marked as such."""

    lang: str
    table: Mapping[str, Any]

    @property
    def direction(self) -> str:
        """How the language is written: ltr or rtl."""
        return "rtl" if self.lang in _RIGHT_TO_LEFT else "ltr"

    @property
    def comma(self) -> str:
        """What stands between the parts of a list."""
        return "، " if self.direction == "rtl" else ", "

    def german(self, text: object) -> Markup:
        """*text* of the directory, marked as German on a page in another language."""
        return escape(text) if self.lang == "de" else Markup('<bdi lang="de">{}</bdi>').format(text)

    def words(self, text: str) -> Markup:
        """*text* that is already in this language, so that nothing marks it as German."""
        return escape(text)

    def language(self, code: str) -> str:
        """The name of a language of an office, as those who speak it write it; its code where we don't know it."""
        return LANGUAGES.get(code, code)

    def plain(self, key: str, /, **data: object) -> str:
        """The words under *key* for places where no markup can be. *key* may name a table, as `field.TRAINING`."""
        return str(self._entry(key)).format_map(data)

    def counted(self, key: str, n: int, /) -> Markup:
        """The words under *key* for *n* of something, by the plural rule of the language."""
        forms: Mapping[str, str] = self._entry(key)
        return escape(forms[plural(self.lang, n)].format(n=n))

    def _entry(self, key: str) -> Any:
        entry: Any = self.table
        for part in key.split("."):
            entry = entry[part]
        return entry

    def __call__(self, key: str, /, **data: object) -> Markup:
        """The words under *key* with *data* in its places, the data marked as German."""
        return Markup(escape(self.plain(key, **{name: f"{{{name}}}" for name in data}))).format_map(
            {name: escape(value) if isinstance(value, int | Markup) else self.german(value) for name, value in data.items()}
        )


def plural(lang: str, n: int) -> str:
    """The category of *n* in one of `LANGUAGES`, for whole numbers from 0 on (Unicode CLDR plural rules)."""
    match lang:
        case "ar":
            few = 3 <= n % 100 <= 10
            return {0: "zero", 1: "one", 2: "two"}.get(n) or ("few" if few else "many" if n % 100 > 10 else "other")
        case "ru" | "uk":
            if 10 < n % 100 < 20:
                return "many"
            return "one" if n % 10 == 1 else "few" if 2 <= n % 10 <= 4 else "many"
        case "fa" | "fr":
            return "one" if n in {0, 1} else "other"
        case _:
            return "one" if n == 1 else "other"


@cache
def words_of(lang: str, *more: str) -> Words:
    """The words of one of `LANGUAGES`, with those of the tables *more*; of the same words the last ones count."""
    table: dict[str, Any] = {}
    for folder in ("", *more):
        table |= tomllib.loads((_FOLDER / folder / f"{lang}.toml").read_text(encoding="utf-8"))
    return Words(lang, table)


@cache
def languages_of(more: str) -> Mapping[str, str]:
    """Those of `LANGUAGES` in which there is a table *more*."""
    return {lang: name for lang, name in LANGUAGES.items() if (_FOLDER / more / f"{lang}.toml").is_file()}


def chosen_language(asked: str, accepted: str, *, known: Mapping[str, str] = LANGUAGES) -> str:
    """*asked* by the address if it is *known*, else the first that the browser *accepted* (Accept-Language), else German."""
    if asked in known:
        return asked
    ranked: list[tuple[float, int, str]] = []
    for n, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), n, name.split("-")[0].lower()))
        except ValueError:
            continue
    return next((name for weight, _, name in sorted(ranked) if weight < 0 and name in known), "de")
