"""What people read on the terminal: progress while loading, and how to go on once the service is ready."""

import shlex
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import orjson

# How many steps are done, and how many there are.
ReportProgress = Callable[[int, int], None]

_EXAMPLE: Final = Path(__file__).parents[1] / "graphiql" / "plain" / "example.graphql"


def example_query() -> str:
    """The query that GraphiQL opens with and that `serve` offers to paste, on one line and without its comments."""
    lines = _EXAMPLE.read_text(encoding="utf-8").splitlines()
    return " ".join(line.strip() for line in lines if not line.startswith("#"))


def ready_lines(url: str, *, ide: bool) -> str:
    """The last lines of a start: where to look, and one query to paste into a shell."""
    body = orjson.dumps({"query": example_query()}).decode()
    where = f"GraphiQL (query editor): {url}/graphiql\n" if ide else ""
    return f"""
Netzlotse is ready. Ctrl-C stops it.
For moderators:          {url}/finder
For coordinators:        {url}/map
{where}GraphQL endpoint:        {url}/graphql
Try it from a shell:
  curl -s {url}/graphql -H 'Content-Type: application/json' -d {shlex.quote(body)}
"""


@contextmanager
def loading_progress() -> Generator[ReportProgress]:
    """Shows on standard error how far loading is: a bar on a terminal, otherwise a line for each tenth."""
    if not sys.stderr.isatty():
        yield _tenths()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        # Until the first report the seed files are read, whose length nobody knows before.
        task = progress.add_task("Loading the directory", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _tenths() -> ReportProgress:
    """One line for each tenth: a log file needs no bars."""
    sys.stderr.write("netzlotse: loading the directory\n")
    shown = 0

    def report(done: int, total: int) -> None:
        nonlocal shown
        tenth = 10 * done // total if total else 10
        if tenth > shown:
            shown = tenth
            sys.stderr.write(f"netzlotse: loaded {tenth * 10} %\n")

    return report
