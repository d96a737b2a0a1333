"""What a person who starts the service is told when Neo4j can't be used."""

from dataclasses import replace

import pytest

from graph.engine import EngineLimits
from graph.engines import EngineConfig, Neo4jConfig, open_engine
from graph.engines.server_process import free_port
from graph.errors import EngineSetupError


async def _told(config: EngineConfig) -> str:
    with pytest.raises(EngineSetupError) as caught:
        await open_engine(config)
    return str(caught.value)


async def test_a_wrong_password_is_named_without_showing_it(neo4j_config: Neo4jConfig) -> None:
    told = await _told(replace(neo4j_config, password="not-the-password"))
    assert told == f"Neo4j at {neo4j_config.uri} refused user 'neo4j': the password or the user name is wrong"


async def test_an_unknown_database_is_named(neo4j_config: Neo4jConfig) -> None:
    assert await _told(replace(neo4j_config, database="nowhere")) == f"Neo4j at {neo4j_config.uri} has no database 'nowhere'"


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
async def test_an_unreachable_server_is_named_in_one_line(scheme: str) -> None:
    uri = f"{scheme}://127.0.0.1:{free_port()}"
    told = await _told(Neo4jConfig(uri, password="some-password"))
    assert told.startswith(f"Neo4j at {uri} can't be reached: ")
    assert "\n" not in told


async def test_an_address_that_is_not_bolt_is_refused() -> None:
    told = await _told(Neo4jConfig("http://127.0.0.1:7474", password="some-password"))
    assert told == (
        "'http://127.0.0.1:7474' is not the address of a Neo4j server: "
        "it has to begin with one of bolt://, bolt+s://, bolt+ssc://, neo4j://, neo4j+s://, neo4j+ssc://"
    )


async def test_an_address_with_a_bad_port_is_refused() -> None:
    told = await _told(Neo4jConfig("bolt://127.0.0.1:many", password="some-password"))
    assert told.startswith("'bolt://127.0.0.1:many' is not the address of a Neo4j server: ")
    assert "\n" not in told


async def test_routing_works_as_well_as_a_direct_connection(neo4j_config: Neo4jConfig) -> None:
    engine = await open_engine(replace(neo4j_config, uri=neo4j_config.uri.replace("bolt://", "neo4j://")))
    assert await engine.read("RETURN 1 AS one ORDER BY one LIMIT 1") == [{"one": 1}]
    await engine.close()


async def test_plans_that_can_not_be_renewed_are_a_warning(neo4j_config: Neo4jConfig, caplog: pytest.LogCaptureFixture) -> None:
    engine = await open_engine(replace(neo4j_config, limits=EngineLimits(write_statement_s=0)))
    await engine.replan()
    await engine.close()
    (record,) = caplog.records
    assert record.getMessage().startswith(
        "Neo4j did not renew its statistics; the first answers may be slow: The database took longer than 0 s"
    )


def test_a_config_does_not_show_its_password() -> None:
    assert "secret-word" not in repr(Neo4jConfig("bolt://127.0.0.1:7687", password="secret-word"))
