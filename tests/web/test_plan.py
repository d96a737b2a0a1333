"""A compiled plan gives the bytes that graphql-core gives, whatever the document and whatever the rows."""

from random import Random
from typing import Any

import orjson
import pytest
from graphql import Executor, execute_root_selection_set, parse, validate
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from schema.build import build_schema, field_resolver, rows_of
from tests.both_ways import BothWays
from tests.web.random_documents import FAULTS, Answering, Writer
from web.graphql.documents import Documents
from web.graphql.limits import Limits
from web.graphql.plan import Plan
from web.graphql.planned import PlannedExecutor

SCHEMA = build_schema()
ROWS = rows_of(SCHEMA)
assert SCHEMA.query_type
for _field in SCHEMA.query_type.fields.values():
    # What a root field gives is the test's to say.
    _field.resolve = field_resolver


def answer(ast: Any, root: dict[str, Any], executor_class: Any, **options: Any) -> tuple[bytes, Any]:
    executor = executor_class.build(
        SCHEMA, ast, root_value=root, raw_variable_values={"yes": True}, field_resolver=field_resolver, **options
    )
    assert isinstance(executor, Executor), executor
    result: Any = execute_root_selection_set(executor)
    return orjson.dumps([result.data, [error.formatted for error in result.errors or ()]]), executor


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(random=st.randoms(use_true_random=False), faults=st.booleans())
def test_any_document_gets_the_same_bytes_by_its_plan_as_by_graphql_core(random: Random, faults: bool) -> None:
    document = Writer(SCHEMA, random).document()
    answering = Answering(SCHEMA, document, random, yes=True, rows=ROWS, faults=faults)
    assume(validate(SCHEMA, answering.ast) == [])
    root = answering.root()
    plan = Plan(SCHEMA, answering.ast, ROWS)
    by_core, _ = answer(answering.ast, root, Executor)
    assert answer(answering.ast, root, PlannedExecutor, plan=plan)[0] == by_core
    both = answer(answering.ast, root, BothWays, plan=plan)[1]
    event(f"fields by plan: {bool(both.by_plan)}, by graphql-core: {bool(both.by_core)}, errors: {bool(both.collected_errors.errors)}")
    if not answering.spoilt:
        assert both.by_core == [], "rows as declared are the plan's"


LISTED = parse("""query ($yes: Boolean!) {
  second: organizations { nodes { __typename ...Named type contacts { role } } }
  first: node(id: "x") { ...Named ... on Region { level } }
  unasked: directory @skip(if: $yes) { version }
}
fragment Named on Node { id ... on Organization { name } }""")


def rows(**changed: Any) -> dict[str, Any]:
    organization = {"contacts": [{"role": "OFFICE"}], "type": "JOBCENTER", "name": "Jobcenter", "id": "1", **changed}
    return {"first": {":type": "Region", "level": "KREIS", "id": "2"}, "second": {"nodes": [organization]}}


def test_keys_follow_the_document_in_whatever_order_rows_come() -> None:
    body, both = answer(LISTED, rows(), BothWays, plan=Plan(SCHEMA, LISTED, ROWS))
    assert both.by_plan == ["second", "first"]
    assert both.by_core == []
    assert body == (
        b'[{"second":{"nodes":[{"__typename":"Organization","id":"1","name":"Jobcenter","type":"JOBCENTER","contacts":[{"role":"OFFICE"}]}]},'
        b'"first":{"id":"2","level":"KREIS"}},[]]'
    )


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_what_is_not_as_declared_is_graphql_core_s_to_judge(fault: Any) -> None:
    plan = Plan(SCHEMA, LISTED, ROWS)
    for field in ("id", "type", "contacts"):
        root = rows(**{field: fault})
        by_core, _ = answer(LISTED, root, Executor)
        assert answer(LISTED, root, PlannedExecutor, plan=plan)[0] == by_core


def test_a_root_field_is_asked_once_even_where_its_plan_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def resolve(root: Any, info: Any, **_: Any) -> Any:
        asked.append(info.path.key)
        return root[info.path.key]

    assert SCHEMA.query_type
    monkeypatch.setattr(SCHEMA.query_type.fields["organizations"], "resolve", resolve)
    body, both = answer(LISTED, rows(type=None), BothWays, plan=Plan(SCHEMA, LISTED, ROWS))
    assert asked == ["second"]
    assert both.by_core == ["second"]
    assert orjson.loads(body)[0] is None
    assert orjson.loads(body)[1] == [
        {
            "message": "Cannot return null for non-nullable field Organization.type.",
            "locations": [{"line": 2, "column": 55}],
            "path": ["second", "nodes", 0, "type"],
        }
    ]


def test_introspection_is_graphql_core_s() -> None:
    document = parse('{ __type(name: "Region") { name } __typename }')
    body, both = answer(document, {}, BothWays, plan=Plan(SCHEMA, document, ROWS))
    assert body == b'[{"__type":{"name":"Region"},"__typename":"Query"},[]]'
    assert (both.by_plan, both.by_core) == (["__typename"], ["__type"])


def test_a_document_is_compiled_once_for_each_set_of_conditions() -> None:
    document = Documents(SCHEMA, limits=Limits(), rows=ROWS).get(
        "query ($yes: Boolean!) { directory { version @skip(if: $yes) dataAsOf } }"
    )
    plan = document.plan
    assert plan is not None
    nodes = tuple(document.ast.definitions[0].selection_set.selections)  # type: ignore[attr-defined]
    assert SCHEMA.query_type
    type_ = SCHEMA.query_type.fields["directory"].type
    row = {"version": 3, "dataAsOf": "2026-11-23"}
    without, whole = plan.root(type_, nodes, {"yes": True}), plan.root(type_, nodes, {"yes": False})
    assert (without(row), whole(row)) == ({"dataAsOf": "2026-11-23"}, row)
    assert plan.root(type_, nodes, {"yes": True}) is without


def test_without_known_rows_there_is_no_plan() -> None:
    assert Documents(SCHEMA, limits=Limits()).get("{ directory { version } }").plan is None
