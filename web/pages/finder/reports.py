"""What people report as wrong: taken within bounds, and handed to coordinators who bring their token."""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from graph.engine import Engine
from graph.reports import Report, ReportsFull, close_report, store_report, stored_reports
from web.http.bearer import bears
from web.http.errors import refusal_response

PATH: Final = "/reports"


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that wait in the graph. *most*: so many at once; *days*: after so many one is dropped. counts: by what became of them."""

    engine: Engine
    most: int
    days: int
    counts: Counter[str] = field(default_factory=Counter)

    async def take(self, *, about: str | None, what: str, comment: str, where: dict[str, str]) -> None:
        """Keep what somebody reports. *where*: `place`, `action_field` and `occupation_group` at which it was noticed.

        Raises ReportsFull, BadUserInput, ServiceUnavailable.
        """
        now = datetime.now(UTC).replace(microsecond=0)
        report = Report(secrets.token_hex(4), now.isoformat(), about, what, comment, **where)
        try:
            await store_report(self.engine, report, most=self.most, oldest=(now - timedelta(days=self.days)).isoformat())
        except ReportsFull:
            self.counts["full"] += 1
            raise
        self.counts["kept"] += 1

    def readings(self) -> dict[str, float]:
        """Figures for /metrics."""
        return {f"reports_total:{what}": number for what, number in self.counts.items()}


def reports_routes(reports: Reports, *, token: str) -> list[BaseRoute]:
    """The paths for coordinators; none without a token, since what people write isn't for everybody."""
    if not token:
        return []
    ours = _ForCoordinators(reports, token)
    return [Route(PATH, ours.listed, methods=["GET"]), Route(f"{PATH}/{{id}}/close", ours.closed, methods=["POST"])]


@dataclass(frozen=True, slots=True)
class _ForCoordinators:
    reports: Reports
    token: str

    async def listed(self, request: Request) -> Response:
        """All reports, or those from the day `since` on, as JSON. Raises ServiceUnavailable."""
        if not bears(request, self.token):
            return _unknown()
        since = request.query_params.get("since", "")
        if since and not is_day(since):
            return refusal_response(f"since must be a day such as 2026-11-26, not {since!r}.", status=400, value=since)
        return _json({"reports": await stored_reports(self.reports.engine, most=self.reports.most, since=since)})

    async def closed(self, request: Request) -> Response:
        """Deletes one report. Raises ServiceUnavailable."""
        if not bears(request, self.token):
            return _unknown()
        id_ = request.path_params["id"]
        if not await close_report(self.reports.engine, id_):
            return refusal_response(f"There is no report {id_!r}.", status=404)
        return _json({"closed": id_})


def is_day(text: str) -> bool:
    """Whether *text* is an ISO date."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unknown() -> Response:
    return refusal_response("The reports need their token.", status=401, headers={"WWW-Authenticate": "Bearer"})


def _json(body: dict[str, Any]) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})
