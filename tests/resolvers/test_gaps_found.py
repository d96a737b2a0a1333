"""What was found and isn't recorded is a to-do, until somebody records it or looks again."""

import random

import pytest

from resolvers.gaps.found import found_not_recorded
from resolvers.gaps.gap import Gap
from resolvers.gaps.uncovered import uncovered
from resolvers.terms import FIELDS
from tests.resolvers.small_country import KREISE, actor, mark, part, view

LANGUAGE, TRAINING = "LANGUAGE", "TRAINING"
DAYS = ("2025-01-01", "2026-01-01", "2026-11-23", "2026-11-24")


def keys(gaps: list[Gap]) -> list[str]:
    return sorted(gap.key.partition(":")[2] for gap in gaps)


@pytest.mark.parametrize("seed", range(200))
def test_a_cell_is_absent_a_todo_or_neither_as_its_last_look_says(seed: int) -> None:
    chance = random.Random(seed)
    marks = [
        mark(chance.choice(["DE", "01", "02", *KREISE]), chance.choice(FIELDS[:3]), chance.choice(DAYS), found=chance.random() < 0.5)
        for _ in range(chance.randint(1, 12))
    ]
    covered = {(chance.choice(KREISE), chance.choice(FIELDS[:3])) for _ in range(chance.randint(0, 12))}
    seen = view(actors=[actor("a")], parts=[part("a", *cell) for cell in covered], marks=marks)
    absent, todo = set(), set()
    for kreis in KREISE:
        for term in FIELDS[:3]:
            looks = [m for m in marks if m[1] == [term] and m[2] <= "2026-11-23" and (m[0] == "DE" or kreis.startswith(m[0]))]
            if looks and (kreis, term) not in covered:
                day, found = max((m[2], m[5] == "SOMEBODY") for m in looks)
                if not found:
                    absent.add(f"{kreis}:{term}")
                else:
                    # The one that is nearest to the Kreis decides among those alike.
                    [region, *_] = sorted(
                        {m[0] for m in looks if (m[2], m[5]) == (day, "SOMEBODY")}, key=lambda key: (key != "DE", len(key))
                    )[::-1]
                    todo.add(f"{region}:{term}")
    assert keys(uncovered(seen)) == sorted(absent)
    assert keys(list(found_not_recorded(seen))) == sorted(todo)


def test_a_todo_says_what_was_found_where_and_what_closes_it() -> None:
    [gap] = found_not_recorded(
        view(
            actors=[actor("a")],
            parts=[part("a", "01", LANGUAGE, role="ADVISES")],
            marks=[mark("01001", LANGUAGE, "2026-01-02", found=True, note="Sprachcafé der Bücherei")],
        )
    )
    assert (gap.region, gap.score, gap.severity, gap.actors, gap.actor_count) == ("01001", 1, "HIGH", (0,), 1)
    assert gap.places == {"01001", "01", "DE", "ihk-one"}
    assert gap.reason == {
        "code": "FOUND_NOT_RECORDED",
        "text": "Am 2026-01-02 gesucht und jemanden gefunden: Deutsch lernen in Region 01001. Niemand ist dafür erfasst. "
        "Vermerkt ist: Sprachcafé der Bücherei",
    }
    assert gap.closes == "Eintragen, wer gefunden wurde, mit Ort, Ansprechstelle und Zuständigkeit (Quelle: Eine Liste)."


def test_a_todo_for_a_land_shrinks_with_each_kreis_that_is_recorded() -> None:
    def todo(*recorded: str) -> list[tuple[float, str, str]]:
        parts = [part("a", kreis, LANGUAGE) for kreis in recorded]
        seen = view(actors=[actor("a")], parts=parts, marks=[mark("01", LANGUAGE, "2026-01-02", found=True)])
        return [(gap.score, gap.severity, gap.reason["text"].split(". ")[1]) for gap in found_not_recorded(seen)]

    assert todo() == [(4, "HIGH", "In 4 von 4 Kreisen ist niemand dafür erfasst.")]
    assert todo("01001", "01002") == [(2, "MEDIUM", "In 2 von 4 Kreisen ist niemand dafür erfasst.")]
    assert todo("01001", "01002", "01003") == [(1, "LOW", "In 1 von 4 Kreisen ist niemand dafür erfasst.")]
    assert todo(*KREISE[:4]) == []


def test_a_town_has_its_own_todo() -> None:
    seen = view(actors=[actor("a")], marks=[mark("01001001", LANGUAGE, "2026-01-02", found=True)])
    assert keys(list(found_not_recorded(seen))) == ["01001001:LANGUAGE"]
    recorded = view(actors=[actor("a")], parts=[part("a", "01001", LANGUAGE)], marks=[mark("01001001", LANGUAGE, "2026-01-02", found=True)])
    assert list(found_not_recorded(recorded)) == []


def test_a_mark_that_is_withdrawn_or_comes_later_says_nothing() -> None:
    withdrawn = mark("01001", LANGUAGE, "2026-01-02", found=True, days=("0001-01-01", "2026-11-23"))
    assert list(found_not_recorded(view(actors=[], marks=[withdrawn, mark("01002", TRAINING, "2026-11-24", found=True)]))) == []
