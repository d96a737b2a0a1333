"""Completes each root value by its plan and by graphql-core, and holds the bytes against each other."""

from typing import Any

import orjson
from graphql import Executor, GraphQLOutputType, GraphQLResolveInfo
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import AwaitableOrValue, Path

from web.graphql.checks import Unfit
from web.graphql.planned import PlannedExecutor


class BothWays(PlannedExecutor):
    """*by_plan* and *by_core*: the response keys of the root fields that were completed so."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_plan: list[str] = []
        self.by_core: list[str] = []

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: "GraphQLResolveInfo[Any]",
        path: Path,
        result: Any,
        position_context: None,
    ) -> AwaitableOrValue[Any]:
        if path.prev is None and return_type is info.return_type:
            planned = self._planned(info, result)
            (self.by_core if planned is None else self.by_plan).append(str(path.key))
            core = Executor.complete_value(self, return_type, field_details_list, info, path, result, position_context)
            assert planned in (None, orjson.dumps(core)), f"the plan of {path.key} gives other bytes than graphql-core"
            return core
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)

    def _planned(self, info: "GraphQLResolveInfo[Any]", result: Any) -> bytes | None:
        try:
            return orjson.dumps(self.complete_root(info, result))
        except (Unfit, KeyError):
            return None
