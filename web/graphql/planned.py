"""graphql-core's executor, with plans where they fit."""

from typing import Any

from graphql import Executor, GraphQLOutputType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import AwaitableOrValue, Path

from web.graphql.checks import Unfit
from web.graphql.plan import Plan


class PlannedExecutor(Executor[None]):
    """Executes an operation as graphql-core does; what a root field has given, it completes by the document's *plan* if it can.

    Root fields, their arguments, their errors and their cancellation stay graphql-core's. Where a plan doesn't cover a field, or
    meets a value that isn't as declared, graphql-core completes what has been resolved already: no root field runs twice.
    """

    def __init__(self, *args: Any, plan: Plan | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._plan = plan

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: "GraphQLResolveInfo[Any]",
        path: Path,
        result: Any,
        position_context: None,
    ) -> AwaitableOrValue[Any]:
        """See `graphql.Executor`."""
        # Without a parent it is a root field; a type other than the field's own is graphql-core's way down through non-null.
        if path.prev is None and return_type is info.return_type:
            try:
                return self.complete_root(info, result)
            except (Unfit, KeyError):
                pass
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    def complete_root(self, info: "GraphQLResolveInfo[Any]", result: Any) -> Any:
        """The value of a root field by its plan. Raises `Unfit` or KeyError where there is none, or the value isn't as declared."""
        if self._plan is None:
            raise Unfit
        return self._plan.root(info.return_type, tuple(info.field_nodes), self.variable_values.coerced)(result)
