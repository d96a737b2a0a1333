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
