"""What the snapshot keeps to choose who is responsible: actors without a location, and what the database says since."""

from collections.abc import AsyncGenerator
from typing import Any, Final, LiteralString

import pytest

from graph.engine import Engine, Writer
from graph.tables import actor_portions
from resolvers.snapshot import take_snapshot
from tests.asking import Asker

_MADE: Final[LiteralString] = """MATCH (g:Region {id: '03351'})
CREATE (a:Actor:Organization {id: 'test-kept', name: 'Ohne Adresse', sortName: 'ohne adresse', typeName: 'Organization', type: 'INITIATIVE',
 visibility: 'PUBLIC', validFrom: '0001-01-01', validTo: '9999-12-31', dataset: 'test-kept'})
CREATE (r:Responsibility {id: 'test-kept.decides', typeName: 'Responsibility', role: 'DECIDES', actionFields: ['MOBILITY'], targetGroups: [],
 occupationGroups: [], legalRegimes: [], visibility: 'PUBLIC', validFrom: '2026-01-01', validTo: '9999-12-31', dataset: 'test-kept'})
CREATE (a)-[:HAS_RESPONSIBILITY]->(r) CREATE (r)-[:COVERS]->(g)"""
_REMOVED: Final[tuple[LiteralString, ...]] = (
    "MATCH (r:Responsibility {id: 'test-kept.decides'}) DETACH DELETE r",
    "MATCH (a:Actor {id: 'test-kept'}) DETACH DELETE a",
)
_HIDDEN: Final[LiteralString] = "MATCH (r:Responsibility {id: 'test-kept.decides'}) SET r.visibility = $visibility"
_ENDED: Final[LiteralString] = "MATCH (a:Actor {id: 'test-kept'}) SET a.validTo = $validTo"
ASKED: Final = """query ($asOf: Date) { responsibleFor(place: {regionKey: "03351"}, actionField: MOBILITY, asOf: $asOf) {
 role actor { slug } reason { code } alternatives { actor { slug } } } }"""
FOUND: Final[dict[str, Any]] = {"role": "DECIDES", "actor": {"slug": "test-kept"}, "reason": {"code": "RESPONSIBLE"}, "alternatives": []}
NOBODY: Final[dict[str, Any]] = {"role": None, "actor": None, "reason": {"code": "UNKNOWN"}, "alternatives": []}


async def run(engine: Engine, *statements: LiteralString, **parameters: Any) -> None:
    async def write(writer: Writer) -> None:
        for statement in statements:
            await writer.run(statement, **parameters)

    await engine.write(write)


@pytest.fixture
async def kept(ask: Asker) -> AsyncGenerator[Asker]:
    """Asks a snapshot with one more actor, which has no location; the session's own answers aren't held against these."""
    await run(ask.engine, _MADE)
    try:
        yield Asker(ask.engine, ask.schema, await take_snapshot(ask.engine), {})
    finally:
        await run(ask.engine, *_REMOVED)


async def test_who_has_no_location_is_responsible_too_from_the_day_on(kept: Asker) -> None:
    assert any("test-kept" in ids for ids in await actor_portions(kept.engine))
    assert (await kept(ASKED)).data == {"responsibleFor": [FOUND]}
    assert (await kept(ASKED, asOf="2026-01-01")).data == {"responsibleFor": [FOUND]}
    assert (await kept(ASKED, asOf="2025-12-31")).data == {"responsibleFor": [NOBODY]}


async def test_what_was_hidden_or_ended_since_the_snapshot_is_not_shown(kept: Asker) -> None:
    await run(kept.engine, _HIDDEN, visibility="INTERNAL")
    hidden = await kept(ASKED)
    assert (hidden.data, hidden.statements) == ({"responsibleFor": [NOBODY]}, 1)
    kept = Asker(kept.engine, kept.schema, kept.snapshot, {})
    await run(kept.engine, _HIDDEN, visibility="PUBLIC")
    await run(kept.engine, _ENDED, validTo="2026-11-23")
    assert (await kept(ASKED)).data == {"responsibleFor": [NOBODY]}
