"""What people get wrong is answered with a code, the value and the cause; nothing is masked."""

import pytest

from tests.asking import Asker

PATH = 'referralPaths(from: {slug: "%s"}, to: {actionField: RECOGNITION}, maxSteps: %d, first: %d) { paths { length } }'


@pytest.mark.parametrize(
    ("field", "code", "value", "message"),
    [
        (
            'nearestContacts(near: {postalCode: "00000"}) { nodes { actor { name } } }',
            "PLACE_NOT_FOUND",
            "00000",
            "There is no postal code '00000' in this directory.",
        ),
        (
            'nearestContacts(near: {postalCode: "2922"}) { nodes { actor { name } } }',
            "PLACE_NOT_FOUND",
            "2922",
            "'2922' is not a postal code: it needs five digits.",
        ),
        ('region(by: {key: "99999"}) { name }', "PLACE_NOT_FOUND", "99999", "There is no region with the key '99999'."),
        ('organizations(where: {region: {key: "77"}}) { totalCount }', "PLACE_NOT_FOUND", "77", "There is no region with the key '77'."),
        (
            'organizations(where: {NOT: {OR: [{region: {key: "77"}}]}}) { totalCount }',
            "PLACE_NOT_FOUND",
            "77",
            "There is no region with the key '77'.",
        ),
        (
            "nearestContacts(near: {point: {lat: 0, lon: 0}}) { totalCount }",
            "PLACE_NOT_FOUND",
            "0.0, 0.0",
            "0.0, 0.0 lies 5321 km from 79639 Grenzach-Wyhlen, the nearest place of this directory.",
        ),
        (
            'responsibleFor(place: {postalCode: "29221"}, actionField: TRAINING, situation: {age: -1}) { role }',
            "BAD_USER_INPUT",
            -1,
            "`age` goes from 0 to 120, not -1.",
        ),
        (
            "organizations(where: {ties: {some: {node: {ties: {some: {node: {contacts: {none: {}}}}}}}}}) { totalCount }",
            "BAD_USER_INPUT",
            5,
            "`where` may ask about related nodes over 4 steps, `ties` counting as two, not over 5.",
        ),
        ("organizations(first: -1) { totalCount }", "BAD_USER_INPUT", -1, "`first` must be between 0 and 100, not -1."),
        ("organizations(last: 101) { totalCount }", "BAD_USER_INPUT", 101, "`last` must be between 0 and 100, not 101."),
        ("organizations(first: 1, last: 1) { totalCount }", "BAD_USER_INPUT", 1, "Give `first` or `last`, not both."),
        ('organizations(after: "zzz") { nodes { name } }', "BAD_USER_INPUT", "zzz", "`after` is not a cursor of this directory: 'zzz'."),
        ('organizations(before: "WzJd") { nodes { name } }', "BAD_USER_INPUT", "WzJd", "`before` is not a cursor of this list: 'WzJd'."),
        (
            'organization(by: {slug: "ihk-fosa"}) { contacts(first: -2) { role } }',
            "BAD_USER_INPUT",
            -2,
            "`first` of `contacts` must be between 0 and 100, not -2.",
        ),
        (
            "nearestContacts(near: {point: {lat: 152.0, lon: 10.0}}) { nodes { actor { name } } }",
            "BAD_USER_INPUT",
            {"lat": 152.0, "lon": 10.0},
            "lat 152.0, lon 10.0 is not a point on the earth.",
        ),
        (
            'nearestContacts(near: {postalCode: "29221"}, maxDistanceKm: -1) { nodes { actor { name } } }',
            "BAD_USER_INPUT",
            -1,
            "`maxDistanceKm` can't be negative: -1.0.",
        ),
        (PATH % ("nobody", 5, 3), "BAD_USER_INPUT", "nobody", "There is no actor with the slug 'nobody'."),
        (PATH % ("jobcenter-celle", 9, 3), "BAD_USER_INPUT", 9, "`maxSteps` must be between 1 and 8, not 9."),
        (PATH % ("jobcenter-celle", 5, 0), "BAD_USER_INPUT", 0, "`first` of `referralPaths` must be between 1 and 10, not 0."),
    ],
)
async def test_bad_input_names_value_and_cause(ask: Asker, field: str, code: str, value: object, message: str) -> None:
    answer = await ask(f"{{ {field} }}")
    [(told, extensions)] = answer.errors
    assert (told, extensions["code"], extensions["value"], answer.statements) == (message, code, value, 0)


async def test_an_ambiguous_name_is_answered_with_its_candidates(ask: Asker) -> None:
    answer = await ask('{ responsibleFor(place: {name: "Neustadt"}, actionField: RECOGNITION) { role } }')
    [(message, extensions)] = answer.errors
    assert message == "'Neustadt' fits 13 places; please choose one."
    assert extensions["code"] == "AMBIGUOUS_PLACE"
    assert {"label": "Neustadt am Rübenberge (Region Hannover)", "regionKey": "03241012", "level": "MUNICIPALITY"} in extensions[
        "candidates"
    ]


async def test_a_slip_is_answered_with_the_name_that_was_meant(ask: Asker) -> None:
    answer = await ask('{ nearestContacts(near: {name: "Göttinegn"}) { nodes { actor { name } } } }')
    assert answer.errors[0][1]["suggestions"][0] in ("Göttingen", "Landkreis Göttingen")


async def test_an_id_of_nothing_is_null_and_so_is_a_foreign_one(ask: Asker) -> None:
    answer = await ask('{ nodes(ids: ["MTpPcmdhbml6YXRpb246bm9ib2R5", "MTpSZWdpb246MDMzNTE", "xx"]) { id ... on Region { label } } }')
    assert answer.data["nodes"] == [None, {"id": "MTpSZWdpb246MDMzNTE", "label": "Landkreis Celle"}, None]
    assert (answer.errors, answer.statements) == ([], 1)
    answer = await ask('{ node(id: "xyz") { id } organization(by: {id: "ü"}) { id } }')
    assert (answer.data, answer.errors, answer.statements) == ({"node": None, "organization": None}, [], 0)
