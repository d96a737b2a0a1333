"""The directory says what it is."""

from tests.asking import Asker


async def test_the_directory_knows_its_version_its_counts_and_its_licences(ask: Asker) -> None:
    answer = await ask("{ directory { dataAsOf counts { type count } licences rateLimit { remaining } } }")
    found = answer.data["directory"]
    counts = {entry["type"]: entry["count"] for entry in found["counts"]}
    assert (answer.statements, found["dataAsOf"], found["rateLimit"]) == (1, "2026-11-23", None)
    assert (counts["CHAMBER_IHK"], counts["CHAMBER_HWK"], counts["JOBCENTER"], counts["Network"]) == (79, 53, 404, 2)
    assert found["licences"] == sorted(found["licences"])
    assert any(licence.startswith("CC BY 4.0") for licence in found["licences"])


async def test_the_version_alone_takes_no_statement(ask: Asker) -> None:
    answer = await ask("{ directory { dataAsOf } }")
    assert (answer.statements, answer.data["directory"]["dataAsOf"]) == (0, "2026-11-23")
