"""What the five source documents must answer: the acceptance list, on both engines, with pinned counts of statements."""

from tests.asking import Asker


def names(nodes: list[dict[str, str]]) -> list[str]:
    return [node["name"] for node in nodes]


async def test_integration_points_of_nrw_have_an_agency_and_a_jobcenter_as_carriers(ask: Asker) -> None:
    answer = await ask(
        """{ organizations(where: {type: {in: [INTEGRATION_POINT]}, region: {key: "05"}}, first: 100) {
          totalCount nodes { name carriers { ... on Organization { type } } } } }"""
    )
    found = answer.data["organizations"]
    assert (answer.statements, answer.errors) == (1, [])
    assert found["totalCount"] == 12
    assert {tuple(sorted(c["type"] for c in node["carriers"])) for node in found["nodes"]} == {("EMPLOYMENT_AGENCY", "JOBCENTER")}


async def test_for_a_craft_the_chamber_of_crafts_of_celle_is_responsible_though_another_is_nearer(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "29221"}, actionFields: [RECOGNITION], situation: {occupationGroup: CRAFT}, first: 3) {
          edges { distanceKm responsible role reason { code } node { actor { slug } } } } }"""
    )
    edges = answer.data["nearestContacts"]["edges"]
    assert (answer.statements, answer.errors) == (1, [])
    assert [(e["node"]["actor"]["slug"], e["distanceKm"], e["responsible"], e["reason"]["code"]) for e in edges] == [
        ("handwerkskammer-hannover", 37.48, False, "NEAR_NOT_RESPONSIBLE"),
        ("handwerkskammer-braunschweig-lueneburg-stade", 49.29, True, "RESPONSIBLE"),
        ("handwerkskammer-hildesheim-suedniedersachsen", 52.42, False, "NEAR_NOT_RESPONSIBLE"),
    ]


async def test_for_an_ihk_occupation_the_ihk_of_celle_advises(ask: Asker) -> None:
    answer = await ask(
        """{ nearestContacts(near: {postalCode: "29221"}, actionFields: [RECOGNITION], situation: {occupationGroup: IHK_OCCUPATION}, first: 3) {
          edges { responsible role reason { code } node { actor { slug } } } } }"""
    )
    edges = answer.data["nearestContacts"]["edges"]
    assert (answer.statements, answer.errors) == (1, [])
    assert [(e["node"]["actor"]["slug"], e["responsible"], e["role"], e["reason"]["code"]) for e in edges] == [
        ("ihk-hannover", False, "DECIDES", "NEAR_NOT_RESPONSIBLE"),
        ("ihk-braunschweig", False, "DECIDES", "NEAR_NOT_RESPONSIBLE"),
        ("ihk-lueneburg-wolfsburg", True, "ADVISES", "ADVISES_HERE"),
    ]


async def test_the_path_to_recognition_leads_by_the_chamber_that_advises_to_the_body_that_decides(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {slug: "jobcenter-celle"}, to: {actionField: RECOGNITION}, situation: {occupationGroup: IHK_OCCUPATION}) {
          paths { start { slug } length weakestVerifiedAt steps { position actor { slug } tie { type } legalBasis reason { code text }
            provenance { status source { title } } } } broken { reason { code } } } }"""
    )
    found = answer.data["referralPaths"]
    assert (answer.statements, answer.errors, found["broken"]) == (1, [], None)
    [path] = found["paths"]
    assert (path["start"]["slug"], path["length"]) == ("jobcenter-celle", 2)
    assert [(s["position"], s["actor"]["slug"], s["tie"]["type"], s["legalBasis"]) for s in path["steps"]] == [
        (1, "ihk-lueneburg-wolfsburg", "REFERS_TO", "§ 8 Abs. 1 Nr. 1 BQFG"),
        (2, "ihk-fosa", "DELEGATES_TO", "§ 8 Abs. 1 Nr. 1 BQFG in Verbindung mit § 10 IHKG"),
    ]
    assert all(s["reason"]["text"] and s["provenance"]["source"]["title"] for s in path["steps"])


async def test_a_craft_leads_to_the_chamber_of_crafts_in_one_step(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {slug: "jobcenter-celle"}, to: {actionField: RECOGNITION}, situation: {occupationGroup: CRAFT}) {
          paths { steps { actor { slug } } } } }"""
    )
    assert (answer.statements, answer.errors) == (1, [])
    assert [[s["actor"]["slug"] for s in p["steps"]] for p in answer.data["referralPaths"]["paths"]] == [
        ["handwerkskammer-braunschweig-lueneburg-stade"]
    ]


async def test_a_path_ends_at_an_ihk_that_decides_itself(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {slug: "jobcenter-region-hannover"}, to: {actionField: RECOGNITION}, situation: {occupationGroup: IHK_OCCUPATION}) {
          paths { steps { actor { slug } } } } }"""
    )
    assert [[s["actor"]["slug"] for s in p["steps"]] for p in answer.data["referralPaths"]["paths"]] == [["ihk-hannover"]]


async def test_from_duisburg_an_internship_is_found_by_the_matching_project(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {place: {postalCode: "47051"}}, to: {actionField: INTERNSHIP}) {
          paths { steps { actor { slug ... on Project { coordinators { slug } } } tie { type } reason { code } } } } }"""
    )
    assert answer.statements == 2
    paths = answer.data["referralPaths"]["paths"]
    assert [[s["actor"]["slug"] for s in p["steps"]] for p in paths] == [
        ["agentur-fuer-arbeit-duisburg", "matching-projekt"],
        ["integration-point-duisburg", "matching-projekt"],
        ["jobcenter-duisburg", "matching-projekt"],
    ]
    assert [(s["tie"], s["reason"]["code"]) for s in paths[2]["steps"]] == [
        (None, "RESPONSIBLE_FOR_PLACE"),
        ({"type": "REFERS_TO"}, "REFERS_TO"),
    ]
    assert paths[0]["steps"][1]["actor"]["coordinators"] == [{"slug": "niederrheinische-ihk-duisburg-wesel-kleve"}]


async def test_the_moderators_are_declared_as_24_and_recorded_as_the_directory_knows_them(ask: Asker) -> None:
    answer = await ask(
        """{ programmes(where: {name: {contains: "Integrationsmoderator"}}) { nodes {
          name status declaredProjects recordedProjects budgetEur regions { key } declared { region { key } min max } } } }"""
    )
    assert answer.statements == 1
    assert answer.data["programmes"]["nodes"] == [
        {
            "name": "Überbetriebliche Integrationsmoderatorinnen und -moderatoren",
            "status": "ENDED",
            "declaredProjects": 24,
            "recordedProjects": 7,
            "budgetEur": 3_000_000,
            "regions": [{"key": key} for key in ("031", "032", "033", "034")],
            "declared": [{"region": {"key": key}, "min": 5, "max": 7} for key in ("031", "032", "033", "034")],
        }
    ]


async def test_the_alliance_has_its_members_its_number_and_its_conferences(ask: Asker) -> None:
    answer = await ask(
        """{ networks(where: {name: {contains: "packt an"}}) { nodes {
          members { name } contacts { role phone name } events { startsOn participants } locations { street postalCode city } } } }"""
    )
    [network] = answer.data["networks"]["nodes"]
    assert names(network["members"]) == [
        "Deutscher Gewerkschaftsbund",
        "Evangelische Kirche in Niedersachsen",
        "Katholische Kirche in Niedersachsen",
        "Niedersächsische Landesregierung",
        "Unternehmerverbände Niedersachsen",
    ]
    assert network["contacts"] == [{"role": "OFFICE", "phone": "0511-120-6909", "name": None}]
    assert network["events"] == [{"startsOn": "2016-06-02", "participants": 500}, {"startsOn": "2016-08-29", "participants": None}]
    assert network["locations"] == [{"street": "Planckstr. 2", "postalCode": "30169", "city": "Hannover"}]


async def test_the_conference_in_bottrop_is_found_by_its_day(ask: Asker) -> None:
    answer = await ask(
        """{ events(where: {startsOn: {eq: "2018-01-31"}}) { totalCount nodes {
          participants participantsNote place { city } organizers { name } funders { name } } } }"""
    )
    assert answer.data["events"]["totalCount"] == 1
    [event] = answer.data["events"]["nodes"]
    assert (event["participants"], event["place"]["city"]) == (170, "Bottrop")
    assert {"IHK NRW", "unternehmer nrw", "Westdeutscher Handwerkskammertag"} <= set(names(event["organizers"]))
    assert names(event["funders"]) == ["Europäischer Sozialfonds", "Landesregierung Nordrhein-Westfalen"]


async def test_events_are_found_by_their_series(ask: Asker) -> None:
    answer = await ask(
        """{ events(where: {series: {name: {contains: "Migration und Arbeitsmarktintegration"}}}) { nodes { startsOn participants series { name } } } }"""
    )
    assert answer.data["events"]["nodes"] == [
        {"startsOn": "2017-02-15", "participants": 90, "series": {"name": "Migration und Arbeitsmarktintegration"}}
    ]


async def test_the_declaration_of_duisburg_names_its_fields_and_its_extension(ask: Asker) -> None:
    answer = await ask("{ agreements { nodes { actionFields otherFieldsDeclared extendedBy { name } members { slug } } } }")
    [agreement] = answer.data["agreements"]["nodes"]
    assert {"LANGUAGE", "SKILLS_ASSESSMENT", "RECOGNITION", "WORK_READINESS"} <= set(agreement["actionFields"])
    assert (agreement["otherFieldsDeclared"], names(agreement["extendedBy"])) == (3, ["Matching-Projekt"])
    assert len(agreement["members"]) == 13


async def test_the_integration_act_is_in_force_since_august_2016(ask: Asker) -> None:
    answer = await ask('{ legalInstrument(by: {slug: "integrationsgesetz"}) { shortName inForceFrom } }')
    assert answer.data["legalInstrument"] == {"shortName": "3+2-Regelung", "inForceFrom": "2016-08-06"}


async def test_before_their_start_and_after_their_end_the_moderators_lead_nowhere(ask: Asker) -> None:
    document = """query ($day: Date!) {
      programmes(where: {name: {contains: "Integrationsmoderator"}}, asOf: $day) { totalCount }
      projects(where: {programme: {name: {contains: "Integrationsmoderator"}}}, asOf: $day) { totalCount }
      referralPaths(from: {slug: "jobcenter-goettingen"}, to: {actionField: MATCHING}, asOf: $day) { paths { length } } }"""
    counts = {}
    for day in ("2016-05-01", "2018-01-01", "2019-06-01"):
        data = (await ask(document, day=day)).data
        counts[day] = (data["programmes"]["totalCount"], data["projects"]["totalCount"], len(data["referralPaths"]["paths"]))
    assert counts == {"2016-05-01": (0, 0, 0), "2018-01-01": (1, 7, 1), "2019-06-01": (1, 0, 0)}


async def test_on_the_day_of_the_celle_event_the_agency_of_celle_still_answers(ask: Asker) -> None:
    document = """query ($day: Date) { organization(by: {slug: "agentur-fuer-arbeit-celle"}, asOf: $day) { name successors { slug } } }"""
    assert (await ask(document, day="2017-02-15")).data["organization"]["name"] == "Agentur für Arbeit Celle"
    assert (await ask(document)).data["organization"] is None


async def test_from_a_place_a_way_leads_to_the_office_of_that_place(ask: Asker) -> None:
    answer = await ask(
        """{ referralPaths(from: {place: {postalCode: "29221"}}, to: {actionField: LEGAL_STATUS}, first: 10) {
          paths { steps { actor { slug } } warnings { code } } } }"""
    )
    paths = answer.data["referralPaths"]["paths"]
    assert {path["steps"][-1]["actor"]["slug"] for path in paths} == {"auslaenderbehoerde-landkreis-celle"}
    assert all("OTHER_DISTRICT" not in [warning["code"] for warning in path["warnings"]] for path in paths)
