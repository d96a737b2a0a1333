"""What a person who starts the service is told when Neo4j can't be used."""

from dataclasses import replace

import pytest

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


def test_a_config_does_not_show_its_password() -> None:
    assert "secret-word" not in repr(Neo4jConfig("bolt://127.0.0.1:7687", password="secret-word"))
