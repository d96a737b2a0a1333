"""Neo4j 5.26 or newer: a server that somebody else runs, alone or as a cluster."""

import logging
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, LiteralString, cast

from neo4j.exceptions import DriverError, Neo4jError

from graph.engine import BoltEngine, EngineLimits, bolt_driver
from graph.errors import DirectoryError, EngineSetupError, setup_error
from graph.indexing import FULLTEXT_INDEX, FULLTEXT_LABEL, Indexing

_log = logging.getLogger(__name__)

OLDEST: Final = (5, 26)
"""The first release with everything our statements use, and the LTS one."""

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_ONLY: Final = "given"
_PARAMETER: Final = re.compile(r"\$(\w+)")

_FULLTEXT_PROPERTIES: Final[LiteralString] = (
    "SHOW FULLTEXT INDEXES YIELD name, properties WHERE name = $name RETURN properties ORDER BY name LIMIT 1"
)
_AWAIT: Final[LiteralString] = "CALL db.awaitIndexes($seconds)"
_REPLAN: Final[LiteralString] = "CALL db.prepareForReplanning($seconds)"


@dataclass(frozen=True, slots=True)
class Neo4jConfig:
    """Where the server is. *uri*: `bolt://`, `neo4j://` (routing) or their `+s` forms."""

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"
    limits: EngineLimits = field(default_factory=EngineLimits)


class Neo4jEngine(BoltEngine):
    """See `graph.engine.Engine`."""

    name = "neo4j"

    def _sent(self, cypher: LiteralString, parameters: dict[str, Any]) -> tuple[LiteralString, dict[str, Any]]:
        return with_one_parameter(cypher), {_ONLY: parameters}

    async def prepare(self, *, indexing: Indexing | None = None) -> None:
        """See `Engine.prepare`. Returns when the indexes are filled."""
        wanted = indexing or Indexing.of_the_model()
        for statement in wanted.statements():
            await self.define(statement)
        await self._prepare_fulltext(wanted.fulltext)
        await self.define(_AWAIT, seconds=int(self.limits.write_statement_s))

    async def replan(self) -> None:
        """See `Engine.replan`. Without it, lists were sorted whole for minutes after a load, by plans made for the empty database."""
        try:
            await self.define(_REPLAN, seconds=int(self.limits.write_statement_s))
        except (DirectoryError, Neo4jError, DriverError) as error:
            _log.warning("Neo4j did not renew its statistics; the first answers may be slow: %s", str(error).splitlines()[0])

    async def _prepare_fulltext(self, properties: tuple[str, ...]) -> None:
        there = await self.define(_FULLTEXT_PROPERTIES, name=FULLTEXT_INDEX)
        if there and set(there[0]["properties"]) != set(properties):
            # an older release of the directory searched other properties; IF NOT EXISTS would keep its index
            await self.define(f"DROP INDEX {FULLTEXT_INDEX} IF EXISTS")
        columns = ", ".join(f"n.{name}" for name in properties)
        statement = (
            f"CREATE FULLTEXT INDEX {FULLTEXT_INDEX} IF NOT EXISTS FOR (n:{FULLTEXT_LABEL}) ON EACH [{columns}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'german'}}"
        )
        # names can't be parameters, and these are from graph.model
        await self.define(cast("LiteralString", statement))


@lru_cache(maxsize=1024)
def with_one_parameter(cypher: LiteralString) -> LiteralString:
    """The statement with all its parameters taken out of one, which is a map.

    Neo4j plans a statement anew for each kind of parameters: whether one is null, how many entries a list has or characters a text
    (none, one, up to 10, 100, …). Planning a path took 0.4 s each time. What is in a map it doesn't look at.
    """
    # The text stays our own; names that a document chose stand in backticks and hold no $.
    return cast("LiteralString", _PARAMETER.sub(rf"${_ONLY}.\1", cypher))


async def open_neo4j(config: Neo4jConfig, /) -> Neo4jEngine:
    """Connect and make sure that statements can run there.

    Raises EngineSetupError: not reachable, refused, no such database, too old, or a URI that isn't Bolt.
    """
    if config.uri.partition("://")[0] not in SCHEMES:  # the driver would try HTTP, too
        raise EngineSetupError(
            f"{config.uri!r} is not the address of a Neo4j server: it has to begin with one of {'://, '.join(SCHEMES)}://"
        )
    try:
        driver = bolt_driver(config.uri, user=config.user, password=config.password, limits=config.limits)
    except (DriverError, ValueError) as error:
        raise EngineSetupError(f"{config.uri!r} is not the address of a Neo4j server: {error}") from error
    engine = Neo4jEngine(driver, database=config.database, limits=config.limits)
    async with AsyncExitStack() as on_failure:
        on_failure.push_async_callback(engine.close)
        try:
            await engine.check()
            agent = (await driver.get_server_info()).agent
        except (Neo4jError, DriverError) as error:
            raise setup_error(error, uri=config.uri, user=config.user, database=config.database) from error
        except ValueError as error:  # a port that isn't one is found out here
            raise EngineSetupError(f"{config.uri!r} is not the address of a Neo4j server: {error}") from error
        _refuse_old(agent, uri=config.uri)
        on_failure.pop_all()
    return engine


def _refuse_old(agent: str, *, uri: str) -> None:
    product, _, version = agent.partition("/")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if product == "Neo4j" and numbers < OLDEST:
        raise EngineSetupError(f"Neo4j at {uri} is version {version}; the directory needs {'.'.join(map(str, OLDEST))} or newer")
