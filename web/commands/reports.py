"""`netzlotse reports`: what people reported as wrong, for coordinators; from the graph, or from the server that has it open."""

from datetime import datetime
from typing import Annotated, Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import typer

from web.commands.options import DataDir
from web.commands.running import EXIT_FAILED, CommandFailed, run_command
from web.directory import opened_engine
from web.pages.finder.reports import PATH, is_day
from web.settings import Settings, read_settings

_PATIENCE_S: Final = 30


def add_reports(app: typer.Typer) -> None:
    """Add the command of this module to *app*."""
    app.command("reports")(reports)


def reports(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    since: Annotated[str | None, typer.Option(help="Only from this day on, such as 2026-11-26.", show_default="all")] = None,
    close: Annotated[list[str] | None, typer.Option(help="Delete this report: it has been dealt with. May be given several times.")] = None,
    server: Annotated[
        str | None,
        typer.Option(help="Ask the server at this address, which has the graph open; it needs NETZLOTSE_REPORTS_TOKEN, the same for both."),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """What people reported as wrong, oldest first; --close deletes what has been dealt with. Exit code 1 for one that isn't there."""
    import orjson

    if since is not None and not is_day(since):
        raise typer.BadParameter(f"{since!r} is no day such as 2026-11-26", param_hint="--since")
    settings = read_settings(data_dir=data_dir)
    ids = tuple(close or ())
    if server is not None:
        found, missing = _asked(server, settings.reports_token.get_secret_value(), since=since or "", close=ids)
    else:
        found, missing = run_command(_read(settings, since=since or "", close=ids))
    if ids:
        for id_ in ids:
            typer.echo(f"There is no report {id_}." if id_ in missing else f"Closed: {id_}.", err=id_ in missing)
        if missing:
            raise typer.Exit(EXIT_FAILED)
    elif json:
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    else:
        typer.echo("\n".join(_told(report) for report in found) if found else "No reports.")


async def _read(settings: Settings, *, since: str, close: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[str]]:
    """The reports, or after closing some the ids that aren't there. Raises CommandFailed."""
    from graph.errors import EngineSetupError
    from graph.reports import close_report, stored_reports

    try:
        async with opened_engine(settings) as engine:
            missing = [id_ for id_ in close if not await close_report(engine, id_)]
            return ([] if close else await stored_reports(engine, most=settings.reports_kept, since=since)), missing
    except EngineSetupError as exc:
        hint = "" if settings.neo4j_uri else ". If a server runs on it, ask that: netzlotse reports --server http://127.0.0.1:8000"
        raise CommandFailed(f"{exc}{hint}") from exc


def _asked(server: str, token: str, *, since: str, close: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[str]]:
    """The same from a running server. Raises CommandFailed."""
    if urlsplit(server).scheme not in ("http", "https"):
        raise typer.BadParameter(f"{server!r} is no http address", param_hint="--server")
    if not token:
        raise CommandFailed("NETZLOTSE_REPORTS_TOKEN isn't set: the server gives reports only to who brings its token")
    base = server.rstrip("/") + PATH
    if close:
        return [], [id_ for id_ in close if _answer(f"{base}/{quote(id_, safe='')}/close", token, method="POST") is None]
    answer = _answer(f"{base}?{urlencode({'since': since})}" if since else base, token)
    if answer is None:
        raise CommandFailed(f"{server} gives no reports: set NETZLOTSE_REPORTS_TOKEN for the server, too")
    return answer["reports"], []


def _answer(address: str, token: str, *, method: str = "GET") -> dict[str, Any] | None:
    """The server's JSON; None for 404. Raises CommandFailed."""
    import orjson

    # Only http and https come here.
    request = Request(address, method=method, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    try:
        with urlopen(request, timeout=_PATIENCE_S) as response:  # noqa: S310
            body: dict[str, Any] = orjson.loads(response.read())
            return body
    except HTTPError as exc:
        if exc.code == 404:
            return None
        cause = {401: "the token isn't the server's"}.get(exc.code, f"status {exc.code}")
        raise CommandFailed(f"{address} refused: {cause}") from exc
    except (URLError, TimeoutError, orjson.JSONDecodeError) as exc:
        raise CommandFailed(f"{address} can't be asked: {getattr(exc, 'reason', exc)}") from exc


def _told(report: dict[str, Any]) -> str:
    """A report as a few lines of text."""
    when = datetime.fromisoformat(report["receivedAt"]).strftime("%Y-%m-%d %H:%M UTC")
    about = report["about"]
    who = f"{report['name'] or 'no longer recorded'} ({about})" if about else "an office that is missing"
    where = ", ".join(filter(None, (report["place"], report["actionField"], report["occupationGroup"])))
    lines = [f"{report['id']}  {when}  {report['field']}  {who}", *([f"    at: {where}"] if where else [])]
    return "\n".join([*lines, *(f"    > {line}" for line in report["comment"].splitlines())])
