"""The commands that bring files in, take them out and look them over: `import`, `export` and `check-data`."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from graph.vocabulary import OrganizationType
from web.commands.options import DataDir
from web.commands.running import EXIT_FAILED, CommandFailed, load_unless_others_do, run_command
from web.directory import opened_engine, today
from web.settings import Settings, read_settings

if TYPE_CHECKING:
    from seeds.checking.report import Report
    from seeds.exchange.exporting import Exported
    from seeds.exchange.importing import Told


ExportFormat = Literal["csv", "yaml", "json", "hsds", "hsds-tabular", "geojson"]

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the report as JSON to this file; - is standard output.")]
Dataset = Annotated[str | None, typer.Option(help="Name of the dataset.", show_default="from the first path")]
HsdsType = Annotated[
    OrganizationType | None,
    typer.Option(help="Type of organizations that state none: Open Referral has no field for it.", show_default=False),
]


def add_exchange(app: typer.Typer) -> None:
    """Add the commands of this module to *app*."""
    app.command("import")(import_)
    app.command("export")(export)
    app.command("check-data")(check_data)


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files (.csv, .yaml, .json) or folders of them; a folder with datapackage.json.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write what the report says; without it, nothing is written.")] = False,
    json: JsonFile = None,
    dataset: Dataset = None,
    organization_type: HsdsType = None,
    data_dir: DataDir = None,
) -> None:
    """Bring your own list: CSV, YAML, JSON or Open Referral (HSDS 3). Says what would change; --apply does it, all or nothing.

    The files are a dataset: what they don't hold any more is removed from it, and no other dataset is touched. Exit code 1 when
    anything is rejected.
    """
    from seeds.exchange.importing import dataset_of
    from seeds.rows.spelling import slug_of

    name = dataset if dataset is not None else dataset_of(paths)
    if name != slug_of(name) or name == "shipped" or not name:
        raise typer.BadParameter(
            f"{name!r} can't name a dataset: small letters, digits and hyphens, and not 'shipped'", param_hint="--dataset"
        )
    type_ = organization_type.value if organization_type else None
    _tell(run_command(_import(read_settings(data_dir=data_dir), paths, name, apply=apply, organization_type=type_)), json)


async def _import(settings: Settings, paths: list[Path], dataset: str, *, apply: bool, organization_type: str | None) -> "Report":
    from seeds.exchange.importing import import_files

    async with opened_engine(settings) as engine:
        await load_unless_others_do(engine, settings)
        with _progress() as told:
            return await import_files(
                engine, paths, dataset=dataset, today=today().isoformat(), apply=apply, organization_type=organization_type, told=told
            )


def export(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made when missing.", file_okay=False)],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="csv, yaml and json hold everything; hsds is JSON, hsds-tabular a data package.")
    ],
    dataset: Annotated[str | None, typer.Option(help="Only this dataset.", show_default="all")] = None,
    internal: Annotated[bool, typer.Option("--internal", help="Also what isn't public. For copies that stay in the house.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Write the directory as files. What they can't hold is listed in LOSSES.txt, and here."""
    exported = run_command(_export(read_settings(data_dir=data_dir), out, form, dataset, internal=internal))
    for name, count in exported.rows.items():
        typer.echo(f"{out / name}: {count}")
    if exported.losses:
        typer.echo("Not in the files (LOSSES.txt):")
    for line in exported.losses:
        typer.echo(f"- {line}")


async def _export(settings: Settings, out: Path, form: ExportFormat, dataset: str | None, *, internal: bool) -> "Exported":
    from seeds.exchange.exporting import export as export_files

    async with opened_engine(settings) as engine:
        await load_unless_others_do(engine, settings)
        try:
            return await export_files(engine, out, form, today=today().isoformat(), dataset=dataset, internal=internal)
        except OSError as exc:
            raise CommandFailed(f"{out} can't be written to: {exc.strerror}") from exc


def check_data(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders, as for import.", show_default="the shipped data")] = None,
    json: JsonFile = None,
    organization_type: HsdsType = None,
) -> None:
    """Look data over without a database: references, duplicates, points outside their Kreis, dates, sources, districts, reviews due.

    Warnings are for people; exit code 1 when there is an error.
    """
    from seeds.checking.inspecting import inspect_files, inspect_shipped
    from seeds.rows.problems import SeedError

    type_, day = organization_type.value if organization_type else None, today().isoformat()
    try:
        report = inspect_files(paths, today=day, organization_type=type_) if paths else inspect_shipped(today=day)
    except SeedError as exc:
        raise CommandFailed(str(exc)) from exc
    _tell(report, json, checked=True)


def _tell(report: "Report", file: Path | None, *, checked: bool = False) -> None:
    """Print *report* and write it to *file*, and end with an exit code that says whether there are errors."""
    import orjson

    if file is not None:
        body = orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2) + b"\n"
        if str(file) == "-":
            sys.stdout.buffer.write(body)
        else:
            try:
                file.write_bytes(body)
            except OSError as exc:
                raise CommandFailed(f"{file} can't be written: {exc.strerror}") from exc
    if str(file) != "-":
        typer.echo(report.as_check() if checked else report.as_text(), nl=False)
    if report.has_errors:
        raise typer.Exit(EXIT_FAILED)


@contextmanager
def _progress() -> Generator["Told"]:
    """A bar on standard error for each part of an import; on anything but a terminal nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from seeds.exchange.importing import Told

    if not sys.stderr.isatty():
        yield Told()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        reading, comparing, writing = (bars.add_task(name, total=None) for name in ("Reading", "Comparing", "Writing"))
        yield Told(
            reading=lambda done, total: bars.update(reading, completed=done, total=total),
            comparing=lambda done, total: bars.update(comparing, completed=done, total=total),
            writing=lambda done, total: bars.update(writing, completed=done, total=total),
        )
