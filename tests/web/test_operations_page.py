"""The page for operators names every setting with its default, and every metric."""

import re
from pathlib import Path

from pydantic import SecretStr

from web.http.metrics import READINGS
from web.settings import PREFIX, Settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(NETZLOTSE_\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE))


def shown(default: object) -> str:
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    if value is None or value == "":
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else f'{value:g}' if isinstance(value, float) else value}`"


def test_every_setting_is_explained_with_its_default() -> None:
    expected = {PREFIX + name.upper(): shown(field.default) for name, field in Settings.model_fields.items()}
    # Where the data are kept depends on where the code is.
    expected["NETZLOTSE_DATA_DIR"] = "`data` beside the code"
    assert expected == ROWS


def test_every_reading_is_explained() -> None:
    assert [name for name in READINGS if f"netzlotse_{name}" not in PAGE] == []
