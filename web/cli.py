"""The command `netzlotse`, and the composition root: the one place that knows every room, the seeds included."""

import asyncio
import signal
import socket
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from web.address import AddressTaken, listen
from web.directory import behind_app, opened_directory, opened_engine
from web.settings import Settings, SettingsError, read_settings
from web.terminal import loading_progress, ready_lines
from web.trusted import TrustedDocumentsError

if TYPE_CHECKING:
    from graph.engine import Engine

T = TypeVar("T")

EXIT_FAILED: Final = 1
EXIT_UNUSABLE: Final = 2
EXIT_INTERRUPTED: Final = 130

app = typer.Typer(
    name="netzlotse",
    help="Netzlotse: who is responsible, who is near, who refers to whom. A directory of integration and recognition contacts.\n\n"
    "Settings come from options or from environment variables NETZLOTSE_… (NETZLOTSE_NEO4J_URI uses Neo4j instead of the embedded graph).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

DataDir = Annotated[Path | None, typer.Option(help="Directory of the embedded graph (NETZLOTSE_DATA_DIR).", show_default="data")]


class CommandFailed(Exception):
    """A command could not do its work for a cause that the operator can put right; the message is all they need."""


def main() -> None:
    """Run the command line; what an operator can put right ends in one line on standard error and an exit code, no traceback."""
    try:
        app()
    except (SettingsError, TrustedDocumentsError, AddressTaken, CommandFailed) as exc:
        sys.stderr.write(f"netzlotse: {exc}\n")
        sys.exit(EXIT_UNUSABLE)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (NETZLOTSE_HOST).", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one (NETZLOTSE_PORT).", show_default="8000")] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the directory over HTTP; load it first if the graph is empty or older than the shipped data. Ctrl-C stops."""
    from web.logs import configure_logs

    settings = read_settings(host=host, port=port, data_dir=data_dir)
    configure_logs(level=settings.log_level, form=settings.log_format)
    with listen(settings.host, settings.port) as listener:
        _run(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    """Open, load if need be, and serve until told to stop."""
    from web.app import create_app
    from web.server import serve as serve_app

    address, port = listener.getsockname()[:2]
    url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
    async with opened_engine(settings) as engine:
        await _load_if_older(engine)
        async with opened_directory(engine, settings) as directory:
            await serve_app(
                create_app(directory.operations, settings=settings, behind=behind_app(directory)),
                listener,
                shutdown_timeout=settings.shutdown_timeout,
                trusted_proxies=settings.trusted_proxies,
                on_ready=lambda: typer.echo(ready_lines(url, ide=settings.graphiql)),
            )


@app.command()
def load(
    data_dir: DataDir = None,
    force: Annotated[bool, typer.Option("--force", help="Load even if the graph already holds this version.")] = False,
) -> None:
    """Load the shipped directory into the graph. Safe to repeat: what is there already is not made twice."""
    settings = read_settings(data_dir=data_dir)
    _run(_load(settings, force=force))


async def _load(settings: Settings, *, force: bool) -> None:
    async with opened_engine(settings) as engine:
        if not await _load_if_older(engine, force=force):
            typer.echo("The graph already holds the shipped directory; nothing to do (--force compares and loads again).")


@app.command()
def status(data_dir: DataDir = None) -> None:
    """Say which engine is used, which version of the directory it holds, and whether that is the shipped one."""
    _run(_status(read_settings(data_dir=data_dir)))


async def _status(settings: Settings) -> None:
    from graph.version import current_version
    from seeds.load import is_current

    place = f"Neo4j at {settings.neo4j_uri}" if settings.neo4j_uri else f"embedded in {settings.data_dir}"
    async with opened_engine(settings) as engine:
        version = await current_version(engine)
        shipped = "loaded" if await is_current(engine) else "newer than what is loaded: run netzlotse load"
    typer.echo(f"graph:        {place}\nversion:      {version.version}, loaded {version.loaded_at}")
    typer.echo(f"data as of:   {version.data_as_of}\nshipped data: {shipped}")


@app.command()
def query(
    document: Annotated[typer.FileText, typer.Argument(help="File with a GraphQL document; - reads standard input.")],
    variables: Annotated[str, typer.Option(help='Variables as JSON: \'{"plz": "29221"}\'.')] = "{}",
    operation: Annotated[str | None, typer.Option(help="Name of the operation, if the document holds several.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Answer a GraphQL document without a server and print the result as JSON. Exit code 1 when it holds errors."""
    import orjson

    try:
        values = orjson.loads(variables)
    except orjson.JSONDecodeError as exc:
        raise typer.BadParameter(f"{variables!r} is no JSON: {exc}", param_hint="--variables") from exc
    if not isinstance(values, dict):
        raise typer.BadParameter(f"{variables!r} is no JSON object", param_hint="--variables")
    body = _run(_query(read_settings(data_dir=data_dir), document.read(), variables=values, operation=operation))
    typer.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2))
    if "errors" in body:
        raise typer.Exit(EXIT_FAILED)


async def _query(settings: Settings, document: str, *, variables: dict[str, Any], operation: str | None) -> dict[str, Any]:
    """The response of one document, its errors included."""
    from web.errors import DocumentRefusal, document_entries, result_body
    from web.parameters import Parameters

    async with opened_engine(settings) as engine:
        await _load_if_older(engine)
        async with opened_directory(engine, settings) as directory:
            try:
                result = await directory.operations.run(Parameters(document, operation, variables), context=directory.context)
            except DocumentRefusal as refusal:
                return {"errors": document_entries(refusal)}
            return result_body(result)


@app.command()
def export_schema(
    output: Annotated[Path | None, typer.Option(help="File to write.", show_default="standard output")] = None,
) -> None:
    """Print the GraphQL schema in its definition language (SDL)."""
    from schema.build import sdl

    text = sdl()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


async def _load_if_older(engine: "Engine", *, force: bool = False) -> bool:
    """Load the shipped directory unless the graph holds it already; whether it was loaded."""
    from seeds.load import is_current, load_directory

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


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run *work* on a fast event loop. SIGINT and SIGTERM cancel it, so that the engine is closed on every way out.

    Raises CommandFailed, and typer.Exit after a signal.
    """
    from uvloop import new_event_loop

    from graph.errors import EngineSetupError, ServiceUnavailable
    from seeds.problems import SeedError

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
        except (EngineSetupError, ServiceUnavailable) as exc:
            raise CommandFailed(" ".join(str(exc).split())) from exc
        except SeedError as exc:
            # A line for each problem: whoever keeps the files reads them all.
            raise CommandFailed(str(exc)) from exc
