"""Ask the schema over a real engine, count the statements, and hold the engines' answers against each other."""

import inspect
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLSchema, parse, validate
from graphql.execution import execute_root_selection_set

from graph.engine import Engine
from graph.reader import Reader
from resolvers.snapshot import Snapshot
from schema.build import field_resolver, rows_of
from schema.context import Context
from tests.both_ways import BothWays
from web.graphql.plan import Plan

TODAY = date(2026, 11, 23)
"""The day of all tests: answers depend on it."""


@dataclass(frozen=True)
class Answer:
    """What came back. *statements*: how many the question took."""

    data: Any
    errors: list[tuple[str, dict[str, Any]]]
    statements: int


class Asker:
    """Asks one engine. *seen*: the bytes of each document on the engine that was asked before; they must be the same."""

    def __init__(self, engine: Engine, schema: GraphQLSchema, snapshot: Snapshot, seen: dict[tuple[str, bytes], tuple[str, bytes]]) -> None:
        self.engine = engine
        self.reader: Reader = engine
        self.schema = schema
        self.snapshot = snapshot
        self._seen = seen
        self._rows = rows_of(schema)
        self._documents: dict[str, tuple[DocumentNode, Plan]] = {}

    async def __call__(self, document: str, **variables: Any) -> Answer:
        """The answer to a valid *document*; a resolver's own fault is raised, not masked."""
        parsed, plan = self._prepared(document)
        before = self.engine.statements
        context = Context(self.reader, self.snapshot, TODAY)
        executor = BothWays.build(
            self.schema,
            parsed,
            context_value=context,
            raw_variable_values=variables,
            field_resolver=field_resolver,
            plan=plan,
        )
        assert isinstance(executor, BothWays), executor
        result = execute_root_selection_set(executor)
        result = await result if inspect.isawaitable(result) else result
        assert result.errors or not executor.by_core, f"no plan fits {executor.by_core} of {document}"
        errors = []
        for error in result.errors or ():
            if error.original_error is not None and not hasattr(error.original_error, "extensions"):
                raise error.original_error
            errors.append((error.message, dict(getattr(error.original_error, "extensions", {}))))
        self._compare(document, variables, result.data, errors)
        return Answer(result.data, errors, self.engine.statements - before)

    def _prepared(self, document: str) -> tuple[DocumentNode, Plan]:
        """As the service does, a document is parsed once: what is kept with it serves the next question."""
        if document not in self._documents:
            parsed = parse(document)
            assert validate(self.schema, parsed) == []
            self._documents[document] = parsed, Plan(self.schema, parsed, self._rows)
        return self._documents[document]

    def _compare(self, document: str, variables: dict[str, Any], data: Any, errors: list[Any]) -> None:
        key = (document, orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))
        name, answer = self._seen.setdefault(key, (self.engine.name, orjson.dumps([data, errors])))
        assert orjson.dumps([data, errors]) == answer, f"{self.engine.name} answers other bytes than {name}"
