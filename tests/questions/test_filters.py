"""What `where` can ask: each operator of each kind of value, and each way of asking about what is related."""

import pytest

from tests.asking import Asker

CHAMBERS = "type: {in: [CHAMBER_IHK, CHAMBER_HWK]}"
IHK = "type: {eq: CHAMBER_IHK}"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        # related: at least one, none, all or there are none, exactly one
        (f"organizations(where: {{contacts: {{some: {{}}}}, {CHAMBERS}}})", 119),
        (f"organizations(where: {{contacts: {{single: {{role: {{eq: OFFICE}}}}}}, {CHAMBERS}}})", 119),
        (f"organizations(where: {{contacts: {{none: {{role: {{eq: OFFICE}}}}}}, {CHAMBERS}}})", 13),
        (f"organizations(where: {{responsibilities: {{some: {{role: {{eq: DECIDES}}}}}}, {IHK}}})", 3),
        (f"organizations(where: {{responsibilities: {{single: {{role: {{eq: DECIDES}}}}}}, {IHK}}})", 3),
        (f"organizations(where: {{responsibilities: {{none: {{role: {{eq: DECIDES}}}}}}, {IHK}}})", 76),
        (f"organizations(where: {{responsibilities: {{all: {{role: {{eq: ADVISES}}}}}}, {IHK}}})", 0),
        ("organizations(where: {events: {single: {participants: {gte: 100}}}})", 8),
        ('regions(where: {parent: {key: {eq: "033"}}, level: {eq: KREIS}})', 11),
        # days
        ('events(where: {startsOn: {gte: "2017-01-01", lt: "2018-01-01"}})', 2),
        ('events(where: {startsOn: {lte: "2018-01-31", gt: "2016-06-02"}})', 4),
        ('events(where: {startsOn: {in: ["2018-01-31", "2016-06-02"]}})', 2),
        ('events(where: {startsOn: {notIn: ["2018-01-31"]}})', 4),
        ('events(where: {startsOn: {ne: "2018-01-31"}})', 4),
        ("events(where: {startsOn: {isNull: true}})", 0),
        ('events(where: {NOT: {startsOn: {lte: "2018-01-31"}}})', 0),
        # text, in upper or lower case
        ('organizations(where: {name: {startsWith: "ihk f"}})', 11),
        ('organizations(where: {name: {endsWith: "CELLE"}})', 4),
        ('organizations(where: {name: {contains: "LÜNEBURG"}})', 6),
        ('organizations(where: {name: {ne: "IHK FOSA"}, type: {eq: RECOGNITION_BODY}})', 0),
        ('organizations(where: {slug: {notIn: ["ihk-fosa"]}, type: {eq: RECOGNITION_BODY}})', 0),
        # numbers
        ("regions(where: {population: {gte: 1000000}, level: {eq: KREIS}})", 5),
        ("regions(where: {areaKm2: {gt: 5000}, level: {eq: KREIS}})", 1),
        ("regions(where: {nuts: {isNull: true}, level: {eq: KREIS}})", 0),
        # nothing asked is everything; an empty OR asks nothing
        ("events(where: {})", 5),
        ("events(where: {OR: [], AND: [], startsOn: {}})", 5),
        ("events(where: {startsOn: null, name: {eq: null}})", 5),
    ],
)
async def test_a_filter_keeps_what_is_like_it(ask: Asker, asked: str, count: int) -> None:
    answer = await ask(f"{{ list: {asked} {{ totalCount }} }}")
    assert (answer.data["list"]["totalCount"], answer.statements, answer.errors) == (count, 1, [])
