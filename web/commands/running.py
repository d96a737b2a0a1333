"""How a command runs: on a fast event loop, over an engine that holds the shipped directory, with one clear line where it fails."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer

from web.commands.terminal import loading_progress

if TYPE_CHECKING:
    from graph.engine import Engine
    from web.settings import Settings

T = TypeVar("T")

EXIT_FAILED: Final = 1
EXIT_UNUSABLE: Final = 2
EXIT_INTERRUPTED: Final = 130


class CommandFailed(Exception):
    """A command could not do its work for a cause that the operator can put right; the message is all they need."""


async def load_if_older(engine: "Engine", *, force: bool = False) -> bool:
    """Load the shipped directory unless the graph holds it already; whether it was loaded."""
    from seeds.loading.load import is_current, load_directory

    if not force and await is_current(engine):
        return False
    await engine.prepare()
    with loading_progress() as report:
        loaded = await load_directory(engine, progress=report)
    sys.stderr.write(
        f"netzlotse: version {loaded.version} of the directory is loaded: {loaded.added} nodes and edges added, "
        f"{loaded.changed} changed, {loaded.removed} removed, {loaded.unchanged} as they were\n"
    )
    return True


async def load_unless_others_do(engine: "Engine", settings: "Settings") -> None:
    """Load the shipped directory if need be, but never into a database that others fill (NETZLOTSE_LOAD=false)."""
    if settings.load:
        await load_if_older(engine)


def run_command(work: Coroutine[Any, Any, T]) -> T:
    """Run *work* on a fast event loop. SIGINT and SIGTERM cancel it, so that the engine is closed on every way out.

    Raises CommandFailed, and typer.Exit after a signal.
    """
    from uvloop import new_event_loop

    from graph.errors import ConstraintViolated, EngineSetupError, ServiceUnavailable
    from seeds.rows.problems import SeedError
    from web.http.errors import DocumentRefusal, HttpRefusal

    async def cancelled_by_sigterm() -> T:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        try:
            return runner.run(cancelled_by_sigterm())
        except (asyncio.CancelledError, KeyboardInterrupt) as exc:
            sys.stderr.write("netzlotse: interrupted\n")
            raise typer.Exit(EXIT_INTERRUPTED) from exc
        except (EngineSetupError, ServiceUnavailable, ConstraintViolated, DocumentRefusal, HttpRefusal) as exc:
            raise CommandFailed(" ".join(str(exc).split())) from exc
        except SeedError as exc:
            # A line for each problem: whoever keeps the files reads them all.
            raise CommandFailed(str(exc)) from exc
