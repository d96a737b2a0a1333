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
        # ties, seen from the actor that has them: 76 of 79 chambers of industry leave recognition to the IHK FOSA
        ('organizations(where: {ties: {some: {type: {eq: DELEGATES_TO}, direction: OUT, node: {slug: {eq: "ihk-fosa"}}}}})', 76),
        ('organizations(where: {ties: {some: {type: {eq: DELEGATES_TO}, direction: IN, node: {slug: {eq: "ihk-fosa"}}}}})', 0),
        ('organizations(where: {slug: {eq: "ihk-fosa"}, ties: {some: {type: {eq: DELEGATES_TO}, direction: IN}}})', 1),
        ('organizations(where: {ties: {some: {OR: [{direction: IN}, {type: {eq: DELEGATES_TO}}], node: {slug: {eq: "ihk-fosa"}}}}})', 76),
        (f"organizations(where: {{ties: {{none: {{direction: OUT, type: {{eq: DELEGATES_TO}}}}}}, {IHK}}})", 3),
        (f"organizations(where: {{ties: {{all: {{OR: [{{direction: IN}}, {{NOT: {{type: {{eq: DELEGATES_TO}}}}}}]}}}}, {IHK}}})", 3),
        (f"organizations(where: {{ties: {{single: {{direction: OUT, type: {{eq: DELEGATES_TO}}}}}}, {IHK}}})", 76),
        ('organizations(where: {type: {eq: JOBCENTER}, ties: {some: {node: {name: {startsWith: "Handwerkskammer Braunschweig"}}}}})', 19),
        ('organizations(where: {ties: {some: {legalBasis: {contains: "SGB II"}, node: {slug: {eq: "jobcenter-celle"}}}}})', 1),
        ("organizations(where: {type: {eq: JOBCENTER}, ties: {none: {}}})", 0),
        # how sure it is, where it comes from, what is computed, texts in several languages
        ("organizations(where: {provenance: {status: {eq: VERIFIED}}, type: {eq: CHAMBER_HWK}})", 53),
        ("organizations(where: {NOT: {provenance: {status: {eq: VERIFIED}}}, type: {eq: INTEGRATION_POINT}})", 12),
        ("organizations(where: {provenance: {verifiedAt: {isNull: true}}, type: {eq: INTEGRATION_POINT}})", 12),
        ('organizations(where: {provenance: {source: {title: {contains: "fosa"}}}, type: {eq: RECOGNITION_BODY}})', 1),
        ('actors(where: {provenance: {validTo: {lte: "2030-01-01"}}})', 1),
        ('projects(where: {status: {eq: ENDED}}, asOf: "2017-06-01")', 0),
        ('projects(where: {status: {eq: RUNNING}}, asOf: "2017-06-01")', 13),
        ("programmes(where: {recordedProjects: {gt: 0}})", 2),
        ('projects(where: {description: {contains: "PRAKTIK"}}, asOf: "2017-06-01")', 2),
        ('projects(where: {NOT: {description: {isNull: true}}}, asOf: "2017-06-01")', 13),
        ('projects(where: {description: {isNull: true}}, asOf: "2017-06-01")', 0),
        # nothing asked is everything, null asks nothing; of no alternatives none holds
        ("events(where: {})", 5),
        ("events(where: {AND: [], startsOn: {}})", 5),
        ("events(where: {OR: []})", 0),
        ("events(where: {NOT: {OR: []}})", 5),
        # what is missing is not this, and none of these
        ('regions(where: {level: {eq: LAND}, nuts: {ne: "DE1"}})', 15),
        ('regions(where: {level: {eq: MUNICIPALITY}, nuts: {ne: "DE1"}, parent: {key: {eq: "03351"}}})', 20),
        ('regions(where: {level: {eq: MUNICIPALITY}, nuts: {notIn: ["DE1"]}, parent: {key: {eq: "03351"}}})', 20),
        ('regions(where: {level: {eq: MUNICIPALITY}, NOT: {nuts: {in: ["DE1"]}}, parent: {key: {eq: "03351"}}})', 20),
        ("events(where: {startsOn: null, name: {eq: null}})", 5),
    ],
)
async def test_a_filter_keeps_what_is_like_it(ask: Asker, asked: str, count: int) -> None:
    answer = await ask(f"{{ list: {asked} {{ totalCount }} }}")
    assert (answer.data["list"]["totalCount"], answer.statements, answer.errors) == (count, 1, [])


async def test_hundreds_of_alternatives_are_no_chain_too_long(ask: Asker) -> None:
    document = "query ($where: [OrganizationWhere!]) { organizations(where: {OR: $where}) { totalCount } }"
    asked = [{"slug": {"eq": f"nobody-{number}"}} for number in range(300)]
    answer = await ask(document, where=[*asked, {"slug": {"eq": "jobcenter-celle"}}])
    assert (answer.data, answer.errors) == ({"organizations": {"totalCount": 1}}, [])
