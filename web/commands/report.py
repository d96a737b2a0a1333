"""The command `report`: what coordinators know of a region, as one file to send, print and keep."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.errors import AmbiguousPlace, DirectoryError, PlaceNotFound, ServiceUnavailable
from graph.vocabulary import ActionField
from web.commands.options import DataDir
from web.commands.running import CommandFailed, load_unless_others_do, run_command
from web.directory import opened_directory, opened_engine, today
from web.settings import Settings, read_settings

_PATIENCE_S: Final = 3_600.0

if TYPE_CHECKING:
    from web.pages.map.forms import MapQuestion


def add_report(app: typer.Typer) -> None:
    """Add the command of this module to *app*."""
    app.command("report")(report)


def report(
    region: Annotated[str, typer.Option(help="Official key (03, 03351), DE, or a name: 'Landkreis Celle'.")],
    out: Annotated[Path, typer.Option(help="File to write.", dir_okay=False)],
    since: Annotated[str | None, typer.Option(help="Compare with this day: 2026-01-01.", show_default="no comparison")] = None,
    as_of: Annotated[str | None, typer.Option(help="The day whose directory is reported.", show_default="today")] = None,
    field: Annotated[ActionField, typer.Option(help="The field of the large map.")] = ActionField.RECOGNITION,
    lang: Annotated[str, typer.Option(help="de or en.")] = "de",
    data_dir: DataDir = None,
) -> None:
    """Write a report on a region: map, matrix, gaps, changes, measures, sources. One HTML file, which fetches nothing.

    Exit code 2 where the region or the file can't be used.
    """
    from web.graphql.limits import CEILING
    from web.pages.map.forms import MapQuestion
    from web.pages.region_report.page import report_languages

    if lang not in report_languages():
        raise typer.BadParameter(f"{lang!r} is none of {', '.join(report_languages())}", param_hint="--lang")
    question = MapQuestion(within=region.strip(), field=field.value, since=_day(since, "--since"), as_of=_day(as_of, "--as-of"), lang=lang)
    # What a document may cost and take protects a service from its clients; here the operator asks.
    settings = read_settings(data_dir=data_dir).model_copy(update={"max_cost": CEILING, "request_timeout": _PATIENCE_S})
    text = run_command(_report(settings, question))
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise CommandFailed(f"{out} can't be written: {exc.strerror}") from exc
    typer.echo(f"{out}: {len(text.encode()):,} bytes")


def _day(text: str | None, option: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as exc:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2026-01-31", param_hint=option) from exc


async def _report(settings: Settings, question: "MapQuestion") -> str:
    from web.pages.region_report.page import report_text

    async with opened_engine(settings) as engine:
        await load_unless_others_do(engine, settings)
        async with opened_directory(engine, settings) as directory:
            made_on = today().isoformat()
            try:
                return await report_text(question, operations=directory.operations, context=directory.context, made_on=made_on)
            except ServiceUnavailable:
                raise
            except DirectoryError as exc:
                raise CommandFailed(_told(exc)) from exc


def _told(error: DirectoryError) -> str:
    """The error in one line, with what may have been meant."""
    if isinstance(error, PlaceNotFound) and error.suggestions:
        return f"{error} Did you mean: {', '.join(error.suggestions)}?"
    if isinstance(error, AmbiguousPlace):
        named = ", ".join(f"{one['label']} ({one.get('regionKey') or one.get('postalCode')})" for one in error.candidates)
        return f"{error} Candidates: {named}."
    return str(error)
