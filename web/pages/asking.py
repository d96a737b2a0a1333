"""How a page asks the directory: a GraphQL document on the schema that partners use, within the same limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import GraphQLError
from starlette.requests import Request

from graph.errors import DirectoryError, ServiceUnavailable
from web.graphql.answers import COST_PER_POINT, ContextFactory
from web.graphql.operations import Operations
from web.graphql.parameters import Parameters
from web.http.errors import HttpRefusal
from web.http.rate_limit import standing_of

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
        prepared = self.operations.prepare(Parameters(document, operation, dict(variables)), queries_only=True)
        accepted = self.operations.accept(prepared, context=lambda: self.context_factory(request))
        # As at /graphql: what is dear costs the client more of its rate.
        if (standing := standing_of(request.scope)) is not None:
            standing.charge(accepted.cost // COST_PER_POINT)
        result = await self.operations.execute(accepted)
        for error in result.errors or ():
            raise _cause(error)
        assert result.data is not None, "an operation without errors has data"
        return result.data


def _cause(error: GraphQLError) -> Exception:
    """What a field raised; an error of GraphQL's own is a fault of ours."""
    return error.original_error if isinstance(error.original_error, DirectoryError) else error


def seconds_to_wait(error: ServiceUnavailable | HttpRefusal) -> int:
    """After how many seconds it may be tried again. Raises *error* where waiting doesn't help, and so no page of ours can explain it."""
    if isinstance(error, ServiceUnavailable):
        return max(1, error.retry_after)
    if error.status != 503:
        raise error
    return int(error.headers.get("Retry-After", _RETRY_AFTER))
