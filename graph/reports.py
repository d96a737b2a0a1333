"""What people report as wrong, kept for coordinators: nodes of their own that no tie leads to and no question reads.

A report has no dataset, so loads and imports leave it alone; it isn't in the model, so no answer and no export holds it; and
the version of the directory stays as it is, since nothing that is answered changes.
"""

from dataclasses import dataclass
from typing import Any, Final, LiteralString

from graph.engine import Engine, Writer
from graph.errors import BadUserInput, DirectoryError
from graph.fields import MOST
from graph.reader import Reader

_DROP_OLD: Final[LiteralString] = "MATCH (r:Report) WHERE r.receivedAt < $oldest DETACH DELETE r"
_STANDING: Final[LiteralString] = """
CALL () { MATCH (r:Report) RETURN count(r) AS kept }
OPTIONAL MATCH (a:Actor {id: $about}) WHERE a.visibility = 'PUBLIC'
RETURN kept, a.id AS about ORDER BY about LIMIT 1
"""
_CREATE: Final[LiteralString] = """
CREATE (r:Report {id: $id, receivedAt: $receivedAt, about: $about, field: $field, comment: $comment, place: $place,
  actionField: $actionField, occupationGroup: $occupationGroup})
"""
_LIST: Final[LiteralString] = """
MATCH (r:Report) WHERE r.receivedAt >= $since WITH r ORDER BY r.receivedAt, r.id LIMIT $most
OPTIONAL MATCH (a:Actor {id: r.about})
WITH r, a.name AS name ORDER BY r.receivedAt, r.id
RETURN collect(r{.id, .receivedAt, .about, name: name, .field, .comment, .place, .actionField, .occupationGroup}) AS reports
"""
_CLOSE: Final[LiteralString] = "MATCH (r:Report {id: $id}) WITH r, r.id AS id DETACH DELETE r RETURN id ORDER BY id LIMIT 1"


class ReportsFull(DirectoryError):
    """So many reports are waiting that no more are taken until coordinators have closed some."""

    code = "REPORTS_FULL"


@dataclass(frozen=True, slots=True)
class Report:
    """*field* is a `ReportField`; *about* the slug of an actor, None for one that is missing. *received_at*: ISO 8601, UTC, seconds.

    *place*, *action_field* and *occupation_group* say where it was noticed; empty where that isn't known.
    """

    id: str
    received_at: str
    about: str | None
    field: str
    comment: str = ""
    place: str = ""
    action_field: str = ""
    occupation_group: str = ""


async def store_report(engine: Engine, report: Report, /, *, most: int, oldest: str) -> None:
    """Keep *report*, in one transaction that drops what came before the instant *oldest*.

    Raises ReportsFull when *most* are kept already (a few more, where several come at once), and BadUserInput for an actor that
    nobody may see.
    """

    async def work(writer: Writer) -> None:
        await writer.run(_DROP_OLD, oldest=oldest)
        standing = (await writer.run(_STANDING, about=report.about))[0]
        if standing["kept"] >= most:
            raise ReportsFull(f"{most} reports are waiting; no more are taken until some are closed.")
        if standing["about"] != report.about:
            raise BadUserInput(f"There is no actor with the slug {report.about!r}.", argument="office", value=report.about)
        await writer.run(
            _CREATE, id=report.id, receivedAt=report.received_at, about=report.about, field=report.field, comment=report.comment,
            place=report.place, actionField=report.action_field, occupationGroup=report.occupation_group,
        )  # fmt: skip

    await engine.write(work)


async def stored_reports(reader: Reader, /, *, most: int, since: str = "") -> list[dict[str, Any]]:
    """The reports that came on or after *since* (ISO), oldest first; `name` is the actor's, null if it has gone.

    *most*: how many are kept, so all of them, with the few more that may have come at once.
    """
    reports: list[dict[str, Any]] = (await reader.read(_LIST, since=since, most=most + MOST))[0]["reports"]
    return reports


async def close_report(engine: Engine, id_: str, /) -> bool:
    """Delete a report that has been dealt with; False if there is none with this id. Nothing of it is left."""

    async def work(writer: Writer) -> bool:
        return bool(await writer.run(_CLOSE, id=id_))

    return await engine.write(work)
