"""A region's network in figures, on both engines, with pinned counts of statements."""

from tests.asking import Asker

COUNTS = """query ($within: PlaceInput) { networkMeasures(within: $within) {
  actorCount isolatedCount tieCount verifiedTieCount density componentCount components(first: 100) { actorCount }
  betweenness { carries reason { code } entries(first: 100) { rank share } } brokerage { carries entries(first: 100) { rank pairs outside sectors } } } }"""
RANKED = """query ($within: PlaceInput) { networkMeasures(within: $within) {
  components(first: 1) { actorCount actors(first: 3) { slug name } }
  betweenness { entries(first: 3) { rank actor { slug } } }
  brokerage { entries(first: 3) { pairs actor { slug actionFields } } } } }"""


async def test_the_figures_of_niedersachsen_add_up_and_take_no_statement(ask: Asker) -> None:
    answer = await ask(COUNTS, within={"regionKey": "03"})
    assert (answer.statements, answer.errors) == (0, [])
    found = answer.data["networkMeasures"]
    actors, ties = found["actorCount"], found["tieCount"]
    assert sum(part["actorCount"] for part in found["components"]) == actors - found["isolatedCount"]
    assert len(found["components"]) == found["componentCount"]
    assert found["density"] == round(2 * ties / (actors * (actors - 1)), 6)
    assert 0 < found["verifiedTieCount"] <= ties
    assert (found["betweenness"]["carries"], found["betweenness"]["reason"]) == (True, None)
    shares = [entry["share"] for entry in found["betweenness"]["entries"]]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 for share in shares)
    pairs = [entry["pairs"] for entry in found["brokerage"]["entries"]]
    assert pairs == sorted(pairs, reverse=True)
    assert all(0 <= entry["outside"] <= entry["pairs"] for entry in found["brokerage"]["entries"])


async def test_who_is_ranked_is_shown_by_one_statement(ask: Asker) -> None:
    answer = await ask(RANKED, within={"regionKey": "03"})
    assert (answer.statements, answer.errors) == (1, [])
    found = answer.data["networkMeasures"]
    assert [entry["rank"] for entry in found["betweenness"]["entries"]] == [1, 2, 3]
    # The chamber of crafts that serves the most Kreise of the Land, and so joins their Jobcenter with its Agenturen.
    assert found["brokerage"]["entries"][0]["actor"]["slug"] == "handwerkskammer-braunschweig-lueneburg-stade"
    assert len(found["components"][0]["actors"]) == 3


async def test_a_kreis_with_few_actors_ranks_nobody_and_says_why(ask: Asker) -> None:
    answer = await ask(
        """{ networkMeasures(within: {regionKey: "03351"}, types: [JOBCENTER]) {
          actorCount tieCount density componentCount components { actorCount }
          betweenness { carries reason { code text } entries { share } } brokerage { carries reason { code } entries { pairs actor { slug } } } } }"""
    )
    assert (answer.statements, answer.errors) == (0, [])
    assert answer.data["networkMeasures"] == {
        "actorCount": 1,
        "tieCount": 0,
        "density": None,
        "componentCount": 0,
        "components": [],
        "betweenness": {
            "carries": False,
            "reason": {
                "code": "TOO_FEW_ACTORS",
                "text": "Nur 0 Akteure sind verbunden; für eine Rangfolge müssen es mindestens 10 sein.",
            },
            "entries": [],
        },
        "brokerage": {"carries": False, "reason": {"code": "TOO_FEW_ACTORS"}, "entries": []},
    }


async def test_the_network_of_a_past_day_is_another_one(ask: Asker) -> None:
    text = "query ($day: Date) { networkMeasures(asOf: $day) { actorCount tieCount } }"
    then, now = [(await ask(text, day=day)).data["networkMeasures"] for day in ("2016-05-01", None)]
    # The agencies merged in 2026, and the projects of the Integrationsmoderatoren have come and gone.
    assert then["tieCount"] < now["tieCount"]


async def test_more_than_a_list_may_hold_is_refused(ask: Asker) -> None:
    answer = await ask("{ networkMeasures { betweenness { entries(first: 101) { share } } } }")
    [(message, extensions)] = answer.errors
    assert (message, extensions["code"]) == ("`first` of `entries` must be between 0 and 100, not 101.", "BAD_USER_INPUT")
