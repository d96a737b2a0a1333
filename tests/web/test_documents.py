"""What a document may ask for: hostile ones are refused with a code before they cost anything. Work is counted, not timed."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from graphql import build_schema, get_introspection_query, parse
from hypothesis import given, settings
from hypothesis import strategies as st

import web.graphql.documents
import web.graphql.limits
from web.graphql.documents import Documents
from web.graphql.limits import Limits
from web.http.errors import DocumentRefusal

SCHEMA = build_schema("""
type Query { a(n: Int, where: Where): Query b: Query list: [Query!]! name: String }
input Where { not: Where eq: Int }
""")


def documents(**limits: int) -> Documents:
    return Documents(SCHEMA, limits=Limits(**limits))


def refusal(source: str, **limits: int) -> DocumentRefusal:
    with pytest.raises(DocumentRefusal) as caught:
        documents(**limits).get(source)
    return caught.value


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Generator[list[int]]:
    """Counts the calls of a function of *module* while it does its work."""
    real = getattr(module, name)
    calls = [0]

    def counting(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, counting)
    yield calls


def fragment_bomb(levels: int) -> str:
    bodies = [f"fragment F{level} on Query {{ a {{ ...F{level + 1} }} b {{ ...F{level + 1} }} }}" for level in range(levels)]
    return f"{{ ...F0 }} {' '.join(bodies)} fragment F{levels} on Query {{ name }}"


def test_the_figures_are_those_of_the_document_with_its_fragments_written_out() -> None:
    document = documents().get("""
      query Q { x: a { name ...F } b { ... on Query { ...F } } }
      fragment F on Query { y: name z: list { name } }
    """)
    figures = document.figures
    assert (figures.fields, figures.aliases, figures.depth, figures.breadth, figures.root_fields) == (9, 5, 3, 3, 2)
    assert figures.repeats == 0


def test_the_figures_of_several_operations_are_added_up() -> None:
    figures = documents().get("query A { name b { name } } query B { a { name } name }").figures
    assert (figures.fields, figures.depth, figures.root_fields) == (6, 2, 2)


def test_repeated_fields_are_counted_as_the_pairs_they_form_at_every_level() -> None:
    assert documents().get("{ a { name } a { name } a { name } }").figures.repeats == 6 + 6
    assert documents().get("{ a { name } b { name } }").figures.repeats == 0


def test_a_document_is_parsed_and_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch, web.graphql.documents, "parse") as parsed:
        kept = documents()
        assert kept.get("{ name }") is kept.get("{ name }")
        assert parsed == [1]


def test_the_least_recently_used_document_is_dropped() -> None:
    kept = Documents(SCHEMA, limits=Limits(), size=2)
    first = kept.get("{ name }")
    kept.get("{ a { name } }")
    assert kept.get("{ name }") is first
    kept.get("{ b { name } }")
    assert len(kept) == 2
    assert kept.get("{ name }") is first


def test_documents_are_kept_up_to_so_much_weight_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.graphql.documents, "MAX_KEPT_WEIGHT", 100)
    kept = documents()
    sources = [f"{{ name }} #{number}{'.' * 30}" for number in range(4)]
    for source in sources:
        kept.get(source)
    assert len(kept) == 2
    for source in (sources[3], sources[2]):
        kept.get(source)
    assert (kept.hits, kept.misses) == (2, 4)


def test_a_refused_document_is_not_kept() -> None:
    kept = documents()
    for _ in range(2):
        with pytest.raises(DocumentRefusal):
            kept.get("{ nobody }")
    assert len(kept) == 0


def test_too_deep_is_refused_with_the_figures() -> None:
    refused = refusal("{ a " * 21 + "{ name }" + " }" * 21)
    assert refused.code == "COST_LIMIT_EXCEEDED"
    assert refused.extensions == {"figures": {"depth": {"value": 22, "limit": 20}}}
    assert str(refused) == "The document asks for too much: depth 22 (limit 20)."


def test_depth_is_counted_through_fragments() -> None:
    chain = " ".join(f"fragment F{n} on Query {{ a {{ ...F{n + 1} }} }}" for n in range(30))
    refused = refusal(f"{{ ...F0 }} {chain} fragment F30 on Query {{ name }}")
    assert refused.extensions["figures"] == {"depth": {"value": 31, "limit": 20}}


def test_a_hundred_thousand_levels_are_refused() -> None:
    assert refusal("{a" * 100_000, characters=1_000_000).code == "COST_LIMIT_EXCEEDED"
    assert refusal("{a" * 1_000).code == "COST_LIMIT_EXCEEDED"
    assert refusal("{ a(where: " + "{not: " * 500 + "{}" + "}" * 500 + ") { name } }").code == "COST_LIMIT_EXCEEDED"


def test_too_long_a_document_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch, web.graphql.documents, "parse") as parsed:
        refused = refusal("{ name }" + "#" * 50_000)
        assert refused.extensions == {"figures": {"characters": {"value": 50_008, "limit": 50_000}}}
        assert parsed == [0]


def test_ten_thousand_unknown_fields_are_refused_by_their_tokens() -> None:
    source = "{" + " ".join(f"u{n}" for n in range(10_000)) + "}"
    assert refusal(source, characters=1_000_000).code == "COST_LIMIT_EXCEEDED"


def test_unknown_fields_below_the_limits_give_at_most_twenty_errors() -> None:
    refused = refusal("{" + " ".join(f"u{n}" for n in range(400)) + "}", root_fields=400)
    assert (refused.code, len(refused.errors)) == ("GRAPHQL_VALIDATION_FAILED", web.graphql.documents.MAX_ERRORS + 1)


def test_ten_thousand_comments_are_refused() -> None:
    assert refusal("#\n" * 10_000 + "{ name }").code == "COST_LIMIT_EXCEEDED"


def test_too_many_aliases_of_a_root_field_are_refused() -> None:
    refused = refusal("{" + " ".join(f"a{n}: name" for n in range(300)) + "}")
    assert refused.extensions["figures"] == {"aliases": {"value": 300, "limit": 200}, "root_fields": {"value": 300, "limit": 25}}


def test_too_wide_a_selection_is_refused() -> None:
    refused = refusal("{ a {" + " name" * 501 + "} }")
    assert refused.extensions["figures"] == {"breadth": {"value": 501, "limit": 500}}


def test_a_fragment_bomb_of_40_levels_costs_one_measurement_for_each_selection_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch, web.graphql.limits, "_size") as sized, counted(monkeypatch, web.graphql.documents, "validate") as validated:
        refused = refusal(fragment_bomb(40))
    assert refused.code == "COST_LIMIT_EXCEEDED"
    assert refused.extensions["figures"]["fields"] == {"value": web.graphql.limits.CEILING, "limit": 4000}
    # 41 fragments, their 80 inner selection sets and the operation; only the cheap rules ran.
    assert (sized, validated) == ([122], [1])


def test_a_bomb_of_spreads_is_refused() -> None:
    bodies = " ".join(f"fragment F{n} on Query {{ {f'...F{n + 1} ' * 30} }}" for n in range(40))
    assert refusal(f"{{ ...F0 }} {bodies} fragment F40 on Query {{ name }}").code == "COST_LIMIT_EXCEEDED"


def test_overlapping_fields_are_refused_before_they_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = (
        "{ b {" + " a { name }" * 300 + "} }",
        "{ b {" + " a { a { name } }" * 200 + "} }",
        "{ b {" + " ".join(f"a(n: {n}) {{ name }}" for n in range(300)) + "} }",
        "{ b {"
        + " ".join(f"...F{n}" for n in range(90))
        + "} }"
        + " ".join(f"fragment F{n} on Query {{ a {{ name }} }}" for n in range(90)),
    )
    for source in sources:
        # The first validation of a document with fragments runs only the rules about fragments.
        with counted(monkeypatch, web.graphql.documents, "validate") as validated:
            refused = refusal(source)
            assert set(refused.extensions["figures"]) == {"repeats"}
            assert validated == [1 if "fragment" in source else 0]


def test_a_few_repeated_fields_are_merged() -> None:
    assert documents().get("{" + " a { name }" * 10 + "}").figures.repeats == 180


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{ ...A } fragment A on Query { ...A }", "Cannot spread fragment 'A' within itself."),
        (
            "{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }",
            "Cannot spread fragment 'A' within itself via 'B'.",
        ),
        ("{ ...Nobody }", "Unknown fragment 'Nobody'."),
        ("{ name } fragment A on Query { name }", "Fragment 'A' is never used."),
        ("{ ...A } fragment A on Query { name } fragment A on Query { name }", "There can be only one fragment named 'A'."),
        ("type T { a: Int }", "The 'T' definition is not executable."),
    ],
)
def test_fragments_that_cannot_be_measured_fail_validation(source: str, message: str) -> None:
    refused = refusal(source)
    assert (refused.code, str(refused)) == ("GRAPHQL_VALIDATION_FAILED", message)


def test_a_hundred_fragments_that_all_spread_each_other_fail_validation() -> None:
    bodies = " ".join(f"fragment F{n} on Query {{ {' '.join(f'...F{m}' for m in range(30))} }}" for n in range(30))
    assert refusal(f"{{ ...F0 }} {bodies}").code == "GRAPHQL_VALIDATION_FAILED"


def test_the_longest_chain_of_fragments_that_is_allowed_is_validated() -> None:
    chain = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(98))
    assert documents().get(f"{{ ...F0 }} {chain} fragment F98 on Query {{ name }}").figures.fields == 1
    longer = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(99))
    assert refusal(f"{{ ...F0 }} {longer} fragment F99 on Query {{ name }}").extensions["figures"] == {
        "definitions": {"value": 101, "limit": 100}
    }


def test_the_introspection_that_tools_send_is_within_the_limits() -> None:
    figures = documents().get(get_introspection_query(input_value_deprecation=True, specified_by_url=True)).figures
    assert figures.excess(Limits()) == {}


@given(
    st.recursive(
        st.just("name"),
        lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"b {{ {' '.join(parts)} }}"),
        max_leaves=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_the_figures_of_any_document_are_those_of_counting(selection: str) -> None:
    source = f"{{ {selection} }}"
    figures = web.graphql.limits.measure(parse(source), Limits())
    assert figures.fields == source.count("name") + source.count("b")
    assert figures.depth == max(depths(source))


def depths(source: str) -> Iterator[int]:
    depth = 0
    for character in source:
        depth += (character == "{") - (character == "}")
        yield depth
