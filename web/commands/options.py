"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[Path | None, typer.Option(help="Directory of the embedded graph (NETZLOTSE_DATA_DIR).", show_default="data")]
