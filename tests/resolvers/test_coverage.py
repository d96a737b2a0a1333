"""The coverage matrix, held against its definition cell by cell."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from graph.errors import BadUserInput
from graph.gazetteer import RegionEntry
from resolvers.coverage.matrix import Cell, Coverage, Question
from resolvers.places.gazetteer import Gazetteer
from resolvers.terms import FIELDS
from tests.resolvers.small_country import DAY, DISTRICTS, KREISE, actor, gazetteer, mark, part, seat, stakes

LANGUAGE, TRAINING = "LANGUAGE", "TRAINING"
REGIONS = ("DE", "01", "02", *KREISE, *DISTRICTS)
SPANS = [("0001-01-01", "9999-12-31"), ("2020-01-01", "2026-11-23"), ("2026-11-23", "2027-01-01"), ("2026-11-24", "9999-12-31")]
Row = list[Any]


def cells_of(
    rows: Sequence[str] = KREISE, fields: Sequence[str] = (LANGUAGE,), types: Sequence[str] = (), day: date = DAY, **made: list[Row]
) -> dict[tuple[str, str], Cell]:
    coverage = Coverage(stakes(**made), gazetteer())
    found = coverage.made(Question(tuple(rows), tuple(fields), tuple(types), day))
    assert [(cell.region, cell.field) for cell in found] == [(row, field) for row in rows for field in fields]
    return {(cell.region, cell.field): cell for cell in found}


def inside(region: str, kreis: str) -> bool:
    """Whether a Kreis lies in a region, by the definition of the small country."""
    return region == "DE" or kreis.startswith(region) or kreis in DISTRICTS.get(region, ())


def by_definition(row: str, field: str, made: dict[str, list[Row]], types: Sequence[str]) -> tuple[str, set[str], set[str]]:
    """Status, actors and advisers of a cell, as docs/coverage.md says it."""
    day = DAY.isoformat()
    here = {a[0] for a in made["actors"] if a[3] <= day < a[4] and (not types or a[2] in types)}
    seated = {s[0] for s in made["seats"] if s[2] <= day < s[3] and inside(row, s[1][:5])}
    parts = [p for p in made["parts"] if p[2] <= day < p[3] and p[0] in here and field in p[5]]
    statuses, actors, advisers = [], set(), set()
    for kreis in (kreis for kreis in KREISE if inside(row, kreis)):
        covering = {p[0] for p in parts if p[4] != "ADVISES" and inside(p[1], kreis)}
        advisers |= {p[0] for p in parts if p[4] == "ADVISES" and inside(p[1], kreis)}
        actors |= covering
        looks = [(m[2], m[5] == "SOMEBODY") for m in made["marks"] if m[1] == [field] and m[2] <= day and inside(m[0], kreis)]
        if covering:
            statuses.append("COVERED" if covering & seated else "COVERED_FROM_OUTSIDE")
        else:
            statuses.append("ABSENT" if looks and not max(looks)[1] else "UNKNOWN")
    weakest = max(statuses, key=("COVERED", "COVERED_FROM_OUTSIDE", "UNKNOWN", "ABSENT").index)
    return weakest, actors, advisers - actors


@pytest.mark.parametrize("seed", range(200))
def test_every_cell_is_what_its_definition_says(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"a{n:02}" for n in range(chance.randint(1, 14))]
    made: dict[str, list[Row]] = {
        "actors": [actor(name, chance.choice(["JOBCENTER", "CHURCH", "Project"]), chance.choice(SPANS)) for name in names],
        "parts": [
            part(
                chance.choice(names),
                chance.choice(REGIONS),
                *chance.sample(FIELDS[:4], chance.randint(1, 3)),
                role=chance.choice(["DECIDES", "PROVIDES", "ADVISES"]),
                days=chance.choice(SPANS),
            )
            for _ in range(chance.randint(0, 12))
        ],
        "seats": [seat(name, chance.choice(KREISE), days=chance.choice(SPANS)) for name in names for _ in range(chance.randint(0, 2))],
        "marks": [
            mark(
                chance.choice(REGIONS),
                chance.choice(FIELDS[:4]),
                chance.choice(["2025-01-01", "2026-11-23", "2026-12-01"]),
                found=chance.random() < 0.3,
            )
            for _ in range(chance.randint(0, 8))
        ],
    }
    types = chance.choice([(), ("JOBCENTER",), ("CHURCH", "JOBCENTER")])
    rows = [*KREISE, "01", "02", "DE", "ihk-two"]
    found = cells_of(rows, FIELDS[:4], types, DAY, **made)
    for (row, field), cell in found.items():
        ids = sorted(names)
        assert (cell.status, {ids[a] for a in cell.actors}, {ids[a] for a in cell.advisers}) == by_definition(row, field, made, types), (
            row,
            field,
        )


def test_who_sits_there_covers_it_and_who_sits_elsewhere_covers_it_from_outside() -> None:
    found = cells_of(
        actors=[actor("near"), actor("wide")],
        parts=[part("near", "01001", LANGUAGE), part("wide", "01", LANGUAGE)],
        seats=[seat("near", "01001"), seat("wide", "01002")],
    )
    assert [cell.status for cell in found.values()] == [
        "COVERED",
        "COVERED",
        "COVERED_FROM_OUTSIDE",
        "COVERED_FROM_OUTSIDE",
        *["UNKNOWN"] * 4,
    ]
    assert found["01001", LANGUAGE].actors == (0, 1)


def test_those_that_are_seated_there_come_first() -> None:
    found = cells_of(
        actors=[actor("a"), actor("b")], parts=[part("a", "01", LANGUAGE), part("b", "01", LANGUAGE)], seats=[seat("b", "01001")]
    )
    assert found["01001", LANGUAGE].actors == (1, 0)
    assert found["01002", LANGUAGE].actors == (0, 1)


def test_who_only_advises_is_named_and_covers_nothing() -> None:
    cell = cells_of(actors=[actor("a")], parts=[part("a", "01001", LANGUAGE, role="ADVISES")], seats=[seat("a", "01001")])[
        "01001", LANGUAGE
    ]
    assert (cell.status, cell.actors, cell.advisers) == ("UNKNOWN", (), (0,))


def test_nobody_is_absent_only_where_somebody_has_looked() -> None:
    found = cells_of(actors=[], marks=[mark("01", LANGUAGE, "2026-01-01"), mark("02001", LANGUAGE, "2026-01-02", found=True)])
    assert [cell.status for cell in found.values()] == [*["ABSENT"] * 4, *["UNKNOWN"] * 4]
    assert [date.fromordinal(cell.looked).isoformat() if cell.looked else None for cell in found.values()] == [
        *["2026-01-01"] * 4,
        "2026-01-02",
        *[None] * 3,
    ]


def test_a_later_look_overrules_an_earlier_one_and_one_of_the_future_does_not_count() -> None:
    marks = [mark("01001", LANGUAGE, "2025-01-01"), mark("01", LANGUAGE, "2026-01-01", found=True), mark("01001", LANGUAGE, "2026-11-24")]
    assert cells_of(actors=[], marks=marks)["01001", LANGUAGE].status == "UNKNOWN"
    assert cells_of(actors=[], marks=marks, day=date(2025, 6, 1))["01001", LANGUAGE].status == "ABSENT"
    assert cells_of(actors=[], marks=marks, day=date(2026, 11, 24))["01001", LANGUAGE].status == "ABSENT"


def test_the_last_look_of_a_field_is_not_that_of_another_field() -> None:
    found = cells_of(
        fields=(LANGUAGE, TRAINING),
        actors=[actor("a")],
        parts=[
            part("a", "01001", LANGUAGE, verified="2026-02-03"),
            part("a", "01001", TRAINING),
            part("a", "01001", TRAINING, role="ADVISES", verified="2026-05-05"),
        ],
    )
    assert (found["01001", LANGUAGE].looked, found["01001", TRAINING].looked) == (date(2026, 2, 3).toordinal(), 0)


def test_a_municipality_inherits_from_its_kreis() -> None:
    coverage = Coverage(stakes(actors=[actor("a")], parts=[part("a", "01001", LANGUAGE)], seats=[seat("a", "01001")]), gazetteer())
    rows = coverage.rows(coverage.gazetteer.place({"regionKey": "01"}), "MUNICIPALITY")
    assert rows == ("01001001", "01002001", "01003001", "01004001")
    assert [cell.status for cell in coverage.made(Question(rows, (LANGUAGE,), (), DAY))] == ["COVERED", "UNKNOWN", "UNKNOWN", "UNKNOWN"]


@pytest.mark.parametrize(
    ("within", "level", "rows"),
    [
        ("01", "KREIS", KREISE[:4]),
        ("01002", "KREIS", ("01002",)),
        ("01002001", "KREIS", ("01002",)),
        ("01002001", "MUNICIPALITY", ("01002001",)),
        ("ihk-two", "KREIS", DISTRICTS["ihk-two"]),
        ("02", "CHAMBER_DISTRICT", ("ihk-two",)),
        ("DE", "LAND", ("01", "02")),
        ("01001", "LAND", ("01",)),
    ],
)
def test_rows_are_the_regions_of_a_level_in_a_place(within: str, level: str, rows: Sequence[str]) -> None:
    coverage = Coverage(stakes(actors=[]), gazetteer())
    assert coverage.rows(coverage.gazetteer.place({"regionKey": within}), level) == tuple(rows)


def test_a_matrix_has_at_most_500_rows() -> None:
    towns = [RegionEntry(f"01001{n:03}", "MUNICIPALITY", f"T{n}", f"T{n}", None, None, None, 50.0, 9.0, "01001", ()) for n in range(501)]
    kreis = RegionEntry("01001", "KREIS", "K", "Kreis K", None, None, 1, 50.0, 9.0, None, ())
    coverage = Coverage(stakes(actors=[]), Gazetteer([kreis, *towns], []))
    with pytest.raises(BadUserInput, match=r"Kreis K has 501 regions of this level; at most 500 are shown\.") as refused:
        coverage.rows(coverage.gazetteer.place({"regionKey": "01001"}), "MUNICIPALITY")
    assert refused.value.extensions["value"] == "MUNICIPALITY"


async def test_many_who_ask_the_same_wait_for_one_computation() -> None:
    coverage = Coverage(stakes(actors=[actor("a")]), gazetteer())
    asked = Question(KREISE, FIELDS, (), DAY)
    one, *others = await asyncio.gather(*(coverage.cells(asked) for _ in range(5)))
    assert all(other is one for other in others)
    assert await coverage.cells(asked) is one
