"""What coordinators ask: the coverage of a region, and the gaps of the network; on both engines, with pinned counts of statements."""

from typing import Any

from tests.asking import TODAY, Asker

COUNTS = """query ($within: PlaceInput!) { coverage(within: $within) { rows { region { key } } columns cells { status } summary { status count } } }"""
CELLS = """query ($within: PlaceInput!) { coverage(within: $within) { cells {
  region { key } actionField status lastLookedAt actorCount actors(first: 5) { slug } advisers(first: 5) { slug } } } }"""


async def matrix(ask: Asker, key: str) -> dict[str, Any]:
    answer = await ask(COUNTS, within={"regionKey": key})
    assert (answer.statements, answer.errors) == (1, [])
    found: dict[str, Any] = answer.data["coverage"]
    counts = {one["status"]: one["count"] for one in found["summary"]}
    assert list(counts) == ["COVERED", "COVERED_FROM_OUTSIDE", "ABSENT", "UNKNOWN"]
    assert sum(counts.values()) == len(found["cells"]) == len(found["rows"]) * len(found["columns"])
    assert all([cell["status"] for cell in found["cells"]].count(status) == count for status, count in counts.items())
    return found


async def test_nordrhein_westfalen_has_53_rows_and_niedersachsen_45(ask: Asker) -> None:
    assert len((await matrix(ask, "05"))["rows"]) == 53
    assert len((await matrix(ask, "03"))["rows"]) == 45


async def test_the_country_has_400_rows_and_13_columns(ask: Asker) -> None:
    found = await matrix(ask, "DE")
    assert (len(found["rows"]), len(found["columns"]), len(found["cells"])) == (400, 13, 5200)
    # Nobody has recorded a look in vain, so nothing is absent: what isn't covered is unknown.
    assert found["summary"][2] == {"status": "ABSENT", "count": 0}


async def kreis(ask: Asker, key: str) -> dict[str, dict[str, Any]]:
    answer = await ask(CELLS, within={"regionKey": key})
    assert answer.statements == 1
    cells = answer.data["coverage"]["cells"]
    assert {cell["region"]["key"] for cell in cells} == {key}
    return {cell["actionField"]: cell for cell in cells}


def who(cell: dict[str, Any], part: str = "actors") -> list[str]:
    return [actor["slug"] for actor in cell[part]]


async def test_kreis_celle_is_covered_as_a_look_at_its_offices_says(ask: Asker) -> None:
    cells = await kreis(ask, "03351")
    # The Jobcenter sits in Celle; the Agentur has been that of the Lüneburger Heide since 2026, and sits in Lüneburg: so it comes second.
    for field in ("EMPLOYMENT", "SKILLS_ASSESSMENT", "ENTRY_QUALIFICATION"):
        assert (cells[field]["status"], who(cells[field])) == ("COVERED", ["jobcenter-celle", "agentur-fuer-arbeit-lueneburger-heide"])
    # Recognition: the chamber of crafts sits in Braunschweig and Lüneburg, IHK FOSA in Nürnberg; the IHK that advises covers nothing.
    assert (cells["RECOGNITION"]["status"], who(cells["RECOGNITION"]), who(cells["RECOGNITION"], "advisers")) == (
        "COVERED_FROM_OUTSIDE",
        ["handwerkskammer-braunschweig-lueneburg-stade", "ihk-fosa"],
        ["ihk-lueneburg-wolfsburg"],
    )
    # § 71 AufenthG gives each Kreis its immigration office; the one of Celle was derived from the law, and nobody has looked at it.
    assert (cells["LEGAL_STATUS"]["status"], cells["LEGAL_STATUS"]["lastLookedAt"]) == ("COVERED", None)
    # Who helps with mobility was never asked: that is no gap.
    assert (cells["MOBILITY"]["status"], cells["MOBILITY"]["actorCount"], cells["MOBILITY"]["lastLookedAt"]) == ("UNKNOWN", 0, None)
    # The alliance of the Land only advises on language, and its projects (SPRINT) have ended.
    assert (cells["LANGUAGE"]["status"], who(cells["LANGUAGE"], "advisers")) == ("UNKNOWN", ["buendnis-niedersachsen-packt-an"])


async def test_duisburg_is_covered_as_a_look_at_its_offices_says(ask: Asker) -> None:
    cells = await kreis(ask, "05112")
    # The Integration Point in Duisburg offers early language courses (source document 003); the municipal centre coordinates, so advises.
    assert (cells["LANGUAGE"]["status"], who(cells["LANGUAGE"])) == ("COVERED", ["integration-point-duisburg"])
    assert "kommunales-integrationszentrum-stadt-duisburg" in who(cells["LANGUAGE"], "advisers")
    # The Matching-Projekt has no location of its own, so it covers from outside, though the IHK that coordinates it sits there.
    for field in ("INTERNSHIP", "MATCHING"):
        assert (cells[field]["status"], who(cells[field])) == ("COVERED_FROM_OUTSIDE", ["matching-projekt"])
    # The chamber of crafts sits in Düsseldorf; the Niederrheinische IHK sits in Duisburg, but only advises on recognition.
    assert (cells["RECOGNITION"]["status"], who(cells["RECOGNITION"])) == (
        "COVERED_FROM_OUTSIDE",
        ["handwerkskammer-duesseldorf", "ihk-fosa"],
    )
    assert who(cells["RECOGNITION"], "advisers")[0] == "niederrheinische-ihk-duisburg-wesel-kleve"
    assert cells["EMPLOYER_ADVICE"]["status"] == "COVERED"
    assert cells["SOCIAL_COUNSELLING"]["status"] == "UNKNOWN"


async def test_only_the_asked_types_and_fields_count(ask: Asker) -> None:
    answer = await ask(
        """{ coverage(within: {regionKey: "03351"}, types: [CHAMBER_HWK], actionFields: [EMPLOYMENT, RECOGNITION]) {
          columns cells { status actors { slug } } } }"""
    )
    assert answer.data["coverage"] == {
        "columns": ["RECOGNITION", "EMPLOYMENT"],
        "cells": [
            {"status": "COVERED_FROM_OUTSIDE", "actors": [{"slug": "handwerkskammer-braunschweig-lueneburg-stade"}]},
            {"status": "UNKNOWN", "actors": []},
        ],
    }


NEAREST = """query ($within: PlaceInput!, $group: OccupationGroup) {
  coverage(within: $within, actionFields: [RECOGNITION], occupationGroup: $group) { within { label regionKey regions { label } }
    cells { status actors { slug } nearest { actor { slug } region { label } lat lon distanceKm } } } }"""


async def test_each_cell_names_the_nearest_seat_of_those_who_cover_it(ask: Asker) -> None:
    answer = await ask(NEAREST, within={"name": "Landkreis Celle"}, group="CRAFT")
    found = answer.data["coverage"]
    assert (answer.statements, answer.errors) == (1, [])
    assert found["within"] == {"label": "Landkreis Celle", "regionKey": "03351", "regions": [{"label": "Landkreis Celle"}]}
    [cell] = found["cells"]
    # IHK FOSA recognizes no crafts. The chamber sits in Braunschweig and Lüneburg, and Braunschweig is nearer to Celle.
    assert [actor["slug"] for actor in cell["actors"]] == ["handwerkskammer-braunschweig-lueneburg-stade"]
    nearest = cell["nearest"]
    assert (nearest["actor"]["slug"], nearest["region"]["label"]) == ("handwerkskammer-braunschweig-lueneburg-stade", "Braunschweig")
    assert (nearest["lat"], nearest["lon"]) == (52.2647, 10.5233)
    # From the middle of the Kreis by people, which lies a little north of the town.
    assert nearest["distanceKm"] == 53.27


async def test_for_occupations_of_industry_another_body_is_nearest(ask: Asker) -> None:
    [cell] = (await ask(NEAREST, within={"regionKey": "05112"}, group="IHK_OCCUPATION")).data["coverage"]["cells"]
    # IHK FOSA in Nürnberg is the only one that decides.
    assert (cell["status"], [actor["slug"] for actor in cell["actors"]]) == ("COVERED_FROM_OUTSIDE", ["ihk-fosa"])
    assert (cell["nearest"]["region"]["label"], round(cell["nearest"]["distanceKm"] / 10)) == ("Nürnberg", 38)


async def test_where_nobody_covers_or_nobody_sits_nothing_is_nearest(ask: Asker) -> None:
    answer = await ask(
        """{ coverage(within: {regionKey: "05112"}, actionFields: [MATCHING, MOBILITY]) { cells { status nearest { lat } } } }"""
    )
    # The Matching-Projekt has no location of its own; who helps with mobility was never asked.
    assert (answer.statements, answer.data["coverage"]["cells"]) == (
        0,
        [{"status": "COVERED_FROM_OUTSIDE", "nearest": None}, {"status": "UNKNOWN", "nearest": None}],
    )


async def test_two_days_are_compared(ask: Asker) -> None:
    answer = await ask(
        """{ coverage(within: {regionKey: "03351"}, actionFields: [LANGUAGE], since: "2018-01-01") {
          cells { status } changes { region { key } actionField before now came { slug } went { slug } } } }"""
    )
    # SPRINT and SPRINT dual ran then, and have ended.
    assert (answer.statements, answer.data["coverage"]["cells"]) == (1, [{"status": "UNKNOWN"}])
    [change] = answer.data["coverage"]["changes"]
    assert (change["region"], change["before"], change["now"], change["came"]) == ({"key": "03351"}, "COVERED_FROM_OUTSIDE", "UNKNOWN", [])
    assert [actor["slug"] for actor in change["went"]] == ["sprint", "sprint-dual"]


async def test_counts_alone_take_no_statement(ask: Asker) -> None:
    answer = await ask("""{ coverage(within: {postalCode: "29221"}) { summary { count } } networkGaps { totalCount nodes { kind } } }""")
    assert (answer.statements, answer.errors) == (0, [])
    assert sum(one["count"] for one in answer.data["coverage"]["summary"]) == 13


async def test_a_day_to_compare_with_must_not_be_later(ask: Asker) -> None:
    answer = await ask("""{ coverage(within: {regionKey: "05"}, since: "2027-01-01") { columns } }""")
    [(message, extensions)] = answer.errors
    assert message == f"`since` must not be later than the asked day: 2027-01-01 is after {TODAY}."
    assert (extensions["code"], extensions["value"]) == ("BAD_USER_INPUT", "2027-01-01")


async def test_too_many_rows_are_refused(ask: Asker) -> None:
    answer = await ask("""{ coverage(within: {regionKey: "DE"}, level: MUNICIPALITY) { columns } }""")
    [(message, extensions)] = answer.errors
    assert message == "Deutschland has 9814 regions of this level; at most 500 are shown."
    assert extensions["code"] == "BAD_USER_INPUT"


async def test_of_24_declared_moderator_projects_7_are_recorded(ask: Asker) -> None:
    answer = await ask(
        """{ networkGaps(within: {regionKey: "03"}, kinds: [DECLARED_NOT_RECORDED]) {
          totalCount nodes { kind severity score region { key } actors { slug } reason { code text } closes } } }"""
    )
    found = answer.data["networkGaps"]
    assert (answer.statements, answer.errors, found["totalCount"]) == (1, [], 4)
    whole, *regional = found["nodes"]
    assert (whole["severity"], whole["score"], whole["region"]["key"]) == ("HIGH", 17, "03")
    assert whole["actors"] == [{"slug": "ueberbetriebliche-integrationsmoderatorinnen-und-moderatoren"}]
    assert whole["reason"] == {
        "code": "DECLARED_MORE",
        "text": "Überbetriebliche Integrationsmoderatorinnen und -moderatoren gibt 24 Projekte an, erfasst sind 7.",
    }
    # Each of the four ÄrL declares 5 to 7; Weser-Ems has its five.
    assert [(gap["region"]["key"], gap["score"]) for gap in regional] == [("033", 5), ("031", 4), ("032", 4)]


async def test_the_gaps_come_in_pages_the_gravest_first(ask: Asker) -> None:
    document = """query ($after: String) { networkGaps(within: {regionKey: "05"}, first: 25, after: $after) {
      totalCount edges { cursor node { kind severity score region { key } actors(first: 2) { slug } actorCount } } pageInfo { hasNextPage endCursor } } }"""
    seen: list[dict[str, Any]] = []
    asked: dict[str, Any] = {}
    while True:
        answer = await ask(document, **asked)
        found = answer.data["networkGaps"]
        assert (answer.statements, answer.errors) == (1, [])
        seen += [edge["node"] for edge in found["edges"]]
        if not found["pageInfo"]["hasNextPage"]:
            break
        asked = {"after": found["pageInfo"]["endCursor"]}
    assert len(seen) == found["totalCount"] > 25
    order = ("HIGH", "MEDIUM", "LOW")
    assert [order.index(gap["severity"]) for gap in seen] == sorted(order.index(gap["severity"]) for gap in seen)
    assert {gap["kind"] for gap in seen} == {"MISSING_TIE", "SINGLE_POINT_OF_FAILURE", "DISTANCE_DESERT", "ONLY_ONE_CONTACT"}


async def test_what_breaks_without_an_office_is_named_for_those_whom_it_cuts_off(ask: Asker) -> None:
    document = """query ($within: PlaceInput) { networkGaps(within: $within, kinds: [SINGLE_POINT_OF_FAILURE], first: 100) {
      nodes { actors(first: 1) { slug } reason { code text } } } }"""

    async def texts(key: str) -> dict[str, str]:
        nodes = (await ask(document, within={"regionKey": key})).data["networkGaps"]["nodes"]
        return {gap["actors"][0]["slug"]: gap["reason"]["text"] for gap in nodes if gap["reason"]["code"] == "ONLY_ACTOR_BETWEEN"}

    celle = await texts("03351")
    # Both plan the event series with the Jobcenter, and no other tie of theirs is recorded.
    assert celle["jobcenter-celle"].startswith("Fällt Jobcenter Celle weg, sind vom übrigen Netz (")
    assert celle["jobcenter-celle"].endswith(" abgeschnitten (2): Landkreis Celle, Stadt Celle.")
    # Without IHK FOSA the chambers and all who refer to them fall apart; München's are cut off, so it is named there.
    assert "ihk-fosa" in await texts("09162")


async def test_nothing_is_due_until_its_day_has_come(ask: Asker) -> None:
    document = """query ($asOf: Date) { networkGaps(kinds: [DUE_FOR_REVIEW], asOf: $asOf) { totalCount nodes { severity score } } }"""
    assert (await ask(document, asOf="2026-11-23")).data["networkGaps"]["totalCount"] == 0
    later = (await ask(document, asOf="2027-03-31")).data["networkGaps"]
    assert later["totalCount"] > 0
    assert [gap["score"] for gap in later["nodes"]] == sorted((gap["score"] for gap in later["nodes"]), reverse=True)


async def test_a_cursor_of_another_list_is_refused(ask: Asker) -> None:
    answer = await ask("""{ networkGaps(after: "WzJd") { totalCount } }""")
    [(message, extensions)] = answer.errors
    assert message == "`after` is not a cursor of this list: 'WzJd'."
    assert (extensions["code"], extensions["value"]) == ("BAD_USER_INPUT", "WzJd")


async def test_the_network_of_a_land_is_counted_by_kinds(ask: Asker) -> None:
    answer = await ask(
        """{ networkOverview(within: {regionKey: "03"}) { actorCount tieCount kinds { type count } flows { source target leading count } } }"""
    )
    found = answer.data["networkOverview"]
    assert (answer.statements, answer.errors) == (0, [])
    kinds = {kind["type"]: kind["count"] for kind in found["kinds"]}
    # One of each for a Kreis; the chambers of Bremen don't reach into Niedersachsen.
    assert {kinds[name] for name in ("JOBCENTER", "IMMIGRATION_OFFICE")} == {45}
    assert (kinds["CHAMBER_HWK"], kinds["REGIONAL_DIRECTORATE"], sum(kinds.values())) == (6, 1, found["actorCount"])
    assert sum(flow["count"] for flow in found["flows"]) == found["tieCount"]
    # Braunschweig and Hannover decide themselves; the other five have handed recognition over to IHK FOSA, which sits elsewhere.
    [handed] = [flow for flow in found["flows"] if (flow["source"], flow["target"]) == ("CHAMBER_IHK", "RECOGNITION_BODY")]
    assert (handed["leading"], handed["count"], kinds.get("RECOGNITION_BODY")) == (True, 5, None)


async def test_the_network_of_the_country_holds_everybody_and_every_tie(ask: Asker) -> None:
    answer = await ask("""{ networkOverview { actorCount tieCount } actors(first: 0) { totalCount } }""")
    assert answer.data["networkOverview"]["actorCount"] == answer.data["actors"]["totalCount"]
    assert answer.data["networkOverview"]["tieCount"] > 5_000


async def test_the_network_is_that_of_the_asked_day(ask: Asker) -> None:
    document = """query ($asOf: Date) { networkOverview(within: {regionKey: "03"}, asOf: $asOf) { kinds { type count } } }"""
    kinds = (await ask(document, asOf="2017-06-01")).data["networkOverview"]["kinds"]
    # The moderators' projects of 2017 to 2019, SPRINT and IHAFA.
    assert next(kind["count"] for kind in kinds if kind["type"] == "PROJECT") > 5
