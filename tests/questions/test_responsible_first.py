"""Who is responsible doesn't depend on whether the alternatives are asked for, of which then none is fetched."""

from typing import Any

import pytest

from tests.asking import Asker

ALONE = """query ($code: String!, $field: ActionField!, $situation: SituationInput) {
  responsibleFor(place: {postalCode: $code}, actionField: $field, situation: $situation) {
    region { key } role actor { slug } contact { phone website } reason { code text conditions }
  }
}"""
WITH_OTHERS = ALONE.replace("region {", "alternatives { role actor { slug } reason { code } } region {")
SITUATIONS: list[dict[str, Any] | None] = [
    None,
    {"occupationGroup": "CRAFT"},
    {"occupationGroup": "IHK_OCCUPATION", "legalRegime": "SGB_II", "age": 29},
    {"targetGroup": "TOLERATED", "age": 19},
    {"legalRegime": "SGB_III", "targetGroup": "YOUTH_U25", "age": 70},
]


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_who_is_responsible_is_the_same_with_and_without_alternatives(ask: Asker, situation: dict[str, Any] | None) -> None:
    others = 0
    for code in ("29221", "45127", "10115", "38820", "80331"):
        for field in ("RECOGNITION", "MATCHING", "LEGAL_STATUS", "TRAINING"):
            alone = await ask(ALONE, code=code, field=field, situation=situation)
            full = await ask(WITH_OTHERS, code=code, field=field, situation=situation)
            others += sum(len(answer.pop("alternatives")) for answer in full.data["responsibleFor"])
            assert alone.errors == full.errors == []
            assert alone.data == full.data
            assert (alone.statements, full.statements) == (1, 1)
    assert others > 20


OTHERS = '{{ responsibleFor(place: {{postalCode: "29221"}}, actionField: RECOGNITION{situation}) {{ {fields} }} }}'
SLUGS = "{ actor { slug } reason { code } }"


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        ("", [("ihk-fosa", "RESPONSIBLE"), ("ihk-lueneburg-wolfsburg", "ADVISES_ONLY")]),
        (
            ", situation: {occupationGroup: CRAFT}",
            [("ihk-fosa", "OTHER_SITUATION"), ("ihk-lueneburg-wolfsburg", "OTHER_SITUATION")],
        ),
    ],
)
async def test_as_many_others_are_shown_as_asked_the_likeliest_first(ask: Asker, situation: str, expected: list[tuple[str, str]]) -> None:
    fields = f"all: alternatives {SLUGS} one: alternatives(first: 1) {SLUGS} none: alternatives(first: 0) {SLUGS}"
    answer = await ask(OTHERS.format(situation=situation, fields=fields))
    (found,) = answer.data["responsibleFor"]
    assert [(other["actor"]["slug"], other["reason"]["code"]) for other in found["all"]] == expected
    assert (found["one"], found["none"], answer.statements) == (found["all"][:1], [], 1)


@pytest.mark.parametrize("size", [-1, 101])
async def test_more_others_than_a_list_holds_are_refused(ask: Asker, size: int) -> None:
    answer = await ask(OTHERS.format(situation="", fields=f"alternatives(first: {size}) {SLUGS}"))
    assert answer.errors == [
        (
            f"`first` of `alternatives` must be between 0 and 100, not {size}.",
            {"code": "BAD_USER_INPUT", "argument": "first", "value": size},
        )
    ]
