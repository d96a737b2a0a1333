"""The command `netzlotse`, and the composition root: the one place that knows every room, the seeds included."""

import asyncio
import gc
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from web.address import AddressTaken, listen
from web.commands.exchange import add_exchange
from web.commands.options import DataDir
from web.commands.report import add_report
from web.commands.reports import add_reports
from web.commands.running import EXIT_FAILED, EXIT_UNUSABLE, CommandFailed, load_if_older, load_unless_others_do, run_command
from web.commands.terminal import ready_lines
from web.directory import behind_app, opened_directory, opened_engine, opened_traces
from web.graphql.trusted import TrustedDocumentsError
from web.http.partners_file import PartnersError, read_partners
from web.settings import Settings, SettingsError, read_settings

app = typer.Typer(
    name="netzlotse",
    help="Netzlotse: who is responsible, who is near, who refers to whom. A directory of integration and recognition contacts.\n\n"
    "Settings come from options or from environment variables NETZLOTSE_… (NETZLOTSE_NEO4J_URI uses Neo4j instead of the embedded graph).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what an operator can put right ends in one line on standard error and an exit code, no traceback."""
    try:
        app()
    except (SettingsError, TrustedDocumentsError, PartnersError, AddressTaken, CommandFailed) as exc:
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
    # A mistake in the file is told before a database has started.
    read_partners(settings.partners)
    with listen(settings.host, settings.port) as listener:
        run_command(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    """Open, load if need be, and serve until told to stop."""
    from web.app import create_app
    from web.server import serve as serve_app

    address, port = listener.getsockname()[:2]
    url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
    # Importing the schema takes a second, in which the database starts.
    importing = asyncio.create_task(asyncio.to_thread(import_module, "schema.build"))
    async with opened_engine(settings) as engine:
        await load_unless_others_do(engine, settings)
        await importing
        with opened_traces(settings) as tracer:
            async with opened_directory(engine, settings, tracer) as directory:
                web_app = create_app(directory.operations, settings=settings, behind=behind_app(directory))
                if tracer is not None:
                    from web.http.traces import TracedApp

                    web_app = TracedApp(web_app, tracer)
                # What is there now stays: collections that look at it again would each hold everybody up for 0.1 s.
                gc.collect()
                gc.freeze()
                await serve_app(
                    web_app,
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
    run_command(_load(settings, force=force))


async def _load(settings: Settings, *, force: bool) -> None:
    async with opened_engine(settings) as engine:
        if not await load_if_older(engine, force=force):
            typer.echo("The graph already holds the shipped directory; nothing to do (--force compares and loads again).")


@app.command()
def status(data_dir: DataDir = None) -> None:
    """Say which engine is used, which version of the directory it holds, and whether that is the shipped one."""
    run_command(_status(read_settings(data_dir=data_dir)))


async def _status(settings: Settings) -> None:
    from graph.version import current_version
    from seeds.loading.load import is_current

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
    body = run_command(_query(read_settings(data_dir=data_dir), document.read(), variables=values, operation=operation))
    typer.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2))
    if "errors" in body:
        raise typer.Exit(EXIT_FAILED)


async def _query(settings: Settings, document: str, *, variables: dict[str, Any], operation: str | None) -> dict[str, Any]:
    """The response of one document, its errors included."""
    from web.graphql.parameters import Parameters
    from web.http.errors import DocumentRefusal, document_entries, result_body

    async with opened_engine(settings) as engine:
        await load_unless_others_do(engine, settings)
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


add_exchange(app)
add_report(app)
add_reports(app)
