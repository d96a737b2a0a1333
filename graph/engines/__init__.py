"""The databases that can hold the directory, a file each. Only this room's files know which one is in use."""

from typing import TypeAlias

from graph.engine import Engine
from graph.engines.arcadedb import EmbeddedConfig, open_embedded
from graph.engines.neo4j import Neo4jConfig, open_neo4j

__all__ = ["EmbeddedConfig", "EngineConfig", "Neo4jConfig", "open_engine"]

EngineConfig: TypeAlias = EmbeddedConfig | Neo4jConfig


async def open_engine(config: EngineConfig, /) -> Engine:
    """The engine that *config* describes, ready to be asked; close it when done. Raises EngineSetupError with one clear line."""
    if isinstance(config, Neo4jConfig):
        return await open_neo4j(config)
    return await open_embedded(config)
