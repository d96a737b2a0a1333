"""Who comes first of those that are stated for a region, held against ordering all of them one by one."""

from datetime import date
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.duties import duties_from
from resolvers.stated import Stated, likeliest

DAY = date(2026, 11, 23)
DAYS = ("0001-01-01", "2026-11-23", "2026-11-24", "9999-12-31")
ABOVE = [("town", 0), ("chamber-a", 1), ("chamber-b", 1), ("kreis", 3), ("nobody-s", 4), ("DE", 6)]
REGIONS = ("town", "chamber-a", "chamber-b", "kreis", "DE", "elsewhere")
FIELDS = ("TRAINING", "MATCHING", "MOBILITY")
OCCUPATIONS, REGIMES, TARGETS = ("CRAFT", "REGULATED"), ("SGB_II", "SGB_III"), ("COMPANIES", "TOLERATED")


class Part(NamedTuple):
    """A responsibility for one of its regions, in the order of the table's columns."""

    region: str
    actor: str
    id: str
    role: str
    actor_begin: str
    actor_end: str
    fields: list[str]
    occupations: list[str] | None
    regimes: list[str] | None
    targets: list[str] | None
    age_min: int | None
    age_max: int | None
    begin: str
    end: str


def some(words: tuple[str, ...]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(words), unique=True, max_size=2)


ages = st.none() | st.sampled_from((0, 18, 25))
begins, ends = st.sampled_from(DAYS[:3]), st.sampled_from((*DAYS[1:], DAYS[-1]))
stated = st.builds(
    lambda regions, *rest: [Part(region, *rest) for region in sorted(regions)],
    st.sets(st.sampled_from(REGIONS), min_size=1, max_size=3),
    st.sampled_from(("a", "a-b", "ab", "b")),
    st.sampled_from(tuple("1234567890")),
    st.sampled_from(("DECIDES", "PROVIDES", "ADVISES")),
    begins,
    ends,
    st.lists(st.sampled_from(FIELDS), unique=True, min_size=1, max_size=2),
    some(OCCUPATIONS),
    some(REGIMES),
    some(TARGETS),
    ages,
    ages,
    begins,
    ends,
)
situations = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "occupationGroup": st.none() | st.sampled_from(OCCUPATIONS),
        "legalRegime": st.none() | st.sampled_from(REGIMES),
        "targetGroup": st.none() | st.sampled_from(TARGETS),
        "age": st.none() | st.sampled_from((0, 17, 18, 25, 120)),
    },
)


def one_by_one(parts: list[Part], field: str, situation: dict[str, Any] | None) -> list[Stated]:
    known = situation or {}
    ranks = dict(ABOVE)

    def order(part: Part) -> tuple[Any, ...]:
        sets = (("occupationGroup", part.occupations), ("legalRegime", part.regimes), ("targetGroup", part.targets))
        age, aged = known.get("age"), part.age_min is not None or part.age_max is not None
        ruled_out = any(known.get(name) is not None and words and known[name] not in words for name, words in sets)
        if age is not None:
            ruled_out |= part.age_min is not None and age < part.age_min
            ruled_out |= part.age_max is not None and age > part.age_max
        open_ = sum(known.get(name) is None and bool(words) for name, words in sets) + (aged and age is None)
        return ruled_out, part.role == "ADVISES", ranks[part.region], open_, part.actor, part.id, part.region

    today = DAY.isoformat()
    holding = [
        part
        for part in parts
        if part.region in ranks and field in part.fields and part.actor_begin <= today < part.actor_end and part.begin <= today < part.end
    ]
    first: dict[str, Part] = {}
    for part in sorted(holding, key=order):
        first.setdefault(part.actor, part)
    return [Stated(part.id, part.region, order(part)[0]) for part in first.values()]


@settings(max_examples=300)
@given(
    st.lists(stated, max_size=12, unique_by=lambda rows: rows[0].id),
    st.sampled_from(FIELDS),
    situations,
    st.sampled_from((1, 3, 100)),
    st.randoms(use_true_random=False),
)
def test_who_comes_first_is_what_ordering_all_one_by_one_gives(
    drawn: list[list[Part]], field: str, situation: dict[str, Any] | None, most: int, chance: Any
) -> None:
    parts = [part for rows in drawn for part in rows]
    expected = one_by_one(parts, field, situation)[:most]
    chance.shuffle(parts)
    half = len(parts) // 2
    duties = duties_from({"duties": [parts[:half], parts[half:]]})
    assert likeliest(duties, ABOVE, field, situation, as_of=DAY, most=most) == expected


def part(region: str, actor: str, id_: str, **other: Any) -> Part:
    everybody = Part(region, actor, id_, "PROVIDES", DAYS[0], DAYS[3], ["TRAINING"], [], [], [], None, None, DAYS[0], DAYS[3])
    return everybody._replace(**other)


def test_of_those_that_a_situation_fits_the_deciding_and_the_nearest_come_first_and_the_ruled_out_last() -> None:
    duties = duties_from(
        {
            "duties": [
                [
                    part("DE", "a", "1"),
                    part("kreis", "b", "2", targets=["TOLERATED"]),
                    part("kreis", "c", "3", occupations=["CRAFT"]),
                    part("kreis", "d", "4"),
                    part("town", "e", "5", role="ADVISES"),
                    part("town", "f", "6", age_min=25),
                ]
            ]
        }
    )
    found = likeliest(duties, ABOVE, "TRAINING", {"targetGroup": "COMPANIES", "age": 18}, as_of=DAY, most=100)
    fitting = [Stated("4", "kreis", False), Stated("3", "kreis", False), Stated("1", "DE", False), Stated("5", "town", False)]
    assert found == [*fitting, Stated("6", "town", True), Stated("2", "kreis", True)]


def test_nothing_is_chosen_where_nothing_is_stated() -> None:
    assert likeliest(duties_from({}), ABOVE, "TRAINING", None, as_of=DAY, most=100) == []
    elsewhere = duties_from({"duties": [[part("elsewhere", "a", "1")]]})
    assert likeliest(elsewhere, ABOVE, "TRAINING", None, as_of=DAY, most=100) == []
    assert likeliest(elsewhere, [("elsewhere", 3)], "TRAINING", None, as_of=DAY, most=100) == [Stated("1", "elsewhere", False)]
