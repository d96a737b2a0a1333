"""The file in which an operator lists partner websites: TOML, a table for each.

[musterstadt]
origins = ["https://www.musterstadt.example"]   # may frame the pages and read /graphql
region = "03351"                                # what the pages show unless the address says otherwise
key = "a-key-of-at-least-16-characters"         # names the website in its requests
rate_limit = 3000                               # requests that each of its visitors may send in a window
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from web.http.origins import ANY, origins_of
from web.http.partners import NO_PARTNERS, Partner, Partners

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_REGION: Final = re.compile(r"[A-Za-z0-9-]{2,40}")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,100}")
_KNOWN: Final = frozenset({"origins", "region", "key", "rate_limit"})
_MOST_REQUESTS: Final = 1_000_000


class PartnersError(Exception):
    """The file of the partners can't be used; the message names file, line, partner and cause on one line."""


def read_partners(file: Path | None) -> Partners:
    """The partners in *file*; none without a file. Raises PartnersError."""
    if file is None:
        return NO_PARTNERS
    try:
        text = file.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as exc:
        raise PartnersError(f"cannot read {file}: {exc}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise PartnersError(f"{file}: {exc}") from exc
    found: dict[str, Partner] = {}
    names: dict[str, str] = {}
    for name, table in tables.items():
        try:
            partner = _partner(name, table)
            if partner.key and (other := names.setdefault(partner.key, name)) != name:
                raise _Fault("key", f"is that of {other}, too; each partner needs its own")
        except _Fault as fault:
            where = f"{file}, line {_line(text, name, fault.setting)}, {name}"
            raise PartnersError(f"{where}: {fault.setting} {fault.cause}".replace(":  ", ": ")) from fault
        found[name] = partner
    return Partners(found)


class _Fault(Exception):
    def __init__(self, setting: str, cause: str) -> None:
        super().__init__(cause)
        self.setting = setting
        self.cause = cause


def _partner(name: str, table: object) -> Partner:
    """One table, checked. Raises _Fault."""
    if not _NAME.fullmatch(name):
        raise _Fault("", f"{name!r} is no name: small letters, digits and hyphens, at most 40")
    if not isinstance(table, dict):
        raise _Fault("", f"is no table; begin it with [{name}]")
    given: dict[str, Any] = table
    for setting in given:
        if setting not in _KNOWN:
            raise _Fault(setting, f"isn't known; there are {', '.join(sorted(_KNOWN))}")
    partner = Partner(
        name=name,
        origins=_origins(given.get("origins", [])),
        region=_text(given, "region", _REGION, "the key of a region, such as 03351"),
        key=_text(given, "key", _KEY, "16 to 100 letters, digits, hyphens and underscores"),
        rate_limit=_rate_limit(given.get("rate_limit")),
    )
    if not partner.origins and not partner.key:
        raise _Fault("", "has neither origins nor a key, so nothing would ever be its")
    if partner.rate_limit is not None and not partner.key:
        raise _Fault("rate_limit", "needs a key, by which requests are known")
    return partner


def _text(given: Mapping[str, Any], setting: str, form: re.Pattern[str], meant: str) -> str:
    value = given.get(setting, "")
    if setting in given and not (isinstance(value, str) and form.fullmatch(value)):
        shown = "…" if setting == "key" else repr(value)
        raise _Fault(setting, f"must be {meant}, not {shown}")
    return str(value)


def _origins(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Fault("origins", f'must be a list such as ["https://www.example.org"], not {value!r}')
    try:
        origins = origins_of(",".join(value))
    except ValueError as exc:
        raise _Fault("origins", str(exc)) from exc
    if ANY in origins:
        raise _Fault("origins", "can't be *; list the website's own")
    return origins


def _rate_limit(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST_REQUESTS):
        return value
    raise _Fault("rate_limit", f"must be a whole number from 1 to {_MOST_REQUESTS}, not {value!r}")


def _line(text: str, name: str, setting: str) -> int:
    """The line of a partner's *setting*, or else of the partner."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if re.match(rf'\s*\[?"?{re.escape(name)}"?\s*[\]=]', line)), 0)
    for n, line in enumerate(lines[start + 1 :], start + 1):
        if setting and re.match(rf'\s*"?{re.escape(setting)}"?\s*=', line):
            return n + 1
        if line.lstrip().startswith("["):
            break
    return start + 1
