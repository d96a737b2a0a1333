"""How a page asks the directory: a GraphQL document on the schema that partners use, within the same limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from starlette.requests import Request

from graph.errors import ServiceUnavailable
from web.graphql.answers import COST_PER_POINT, ContextFactory
from web.graphql.operations import Operations
from web.graphql.parameters import Parameters
from web.http.errors import DocumentRefusal, HttpRefusal, raised_by
from web.http.rate_limit import standing_of

_log = structlog.stdlib.get_logger("netzlotse.pages")

_RETRY_AFTER: Final = 5


@dataclass(frozen=True, slots=True)
class PageAsker:
    """Asks for the pages. context_factory makes `info.context` of a request."""

    operations: Operations
    context_factory: ContextFactory

    async def ask(
        self, document: str, variables: Mapping[str, Any], *, request: Request, operation: str | None = None
    ) -> Mapping[str, Any]:
        """The response's data. operation: its name, where the document holds several. Raises DirectoryError, HttpRefusal."""
        try:
            prepared = self.operations.prepare(Parameters(document, operation, dict(variables)), queries_only=True)
            accepted = self.operations.accept(prepared, context=lambda: self.context_factory(request))
        except DocumentRefusal as refusal:
            # The document is ours: whoever runs the service has set a limit below it.
            _log.error("page_refused", code=refusal.code, cause=str(refusal))
            raise HttpRefusal(f"This page asks for more than the service allows. {refusal}", status=500) from refusal
        # As at /graphql: what is dear costs the client more of its rate.
        if (standing := standing_of(request.scope)) is not None:
            standing.charge(accepted.cost // COST_PER_POINT)
        result = await self.operations.execute(accepted)
        for error in result.errors or ():
            raise raised_by(error)
        assert result.data is not None, "an operation without errors has data"
        return result.data


def seconds_to_wait(error: ServiceUnavailable | HttpRefusal) -> int:
    """After how many seconds it may be tried again. Raises *error* where waiting doesn't help, and so no page of ours can explain it."""
    if isinstance(error, ServiceUnavailable):
        return max(1, error.retry_after)
    if error.status != 503:
        raise error
    return int(error.headers.get("Retry-After", _RETRY_AFTER))
