"""The directories that are measured, each made once and kept under .cache/bench: the shipped one, and synthetic ones of any size."""

import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.asking import resident_mb
from bench.synthetic import NODES_OF_AN_OFFICE, load_synthetic
from graph.engine import Engine, EngineLimits
from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from graph.engines.arcadedb import EmbeddedEngine
from seeds.loading.load import load_directory
from tests.neo4j_server import running_neo4j

FOLDER: Final = Path(__file__).resolve().parent.parent / ".cache" / "bench"
ENGINES: Final = ("arcadedb", "neo4j")
_PATIENCE: Final = EngineLimits(read_s=300, write_statement_s=300)
_PASSWORD: Final = "only-on-loopback"
# As an operator would run it; the script's own options are for a quick start and leave out the compiler that makes fast code.
_JAVA: Final = "-Xmx2g"


@dataclass(frozen=True, slots=True)
class Database:
    """A directory that is open. *bolt*: how anything that speaks Bolt reaches it; *server_pid*: the process that holds it."""

    engine: Engine
    bolt: Neo4jConfig
    server_pid: int

    @property
    def server_mb(self) -> float:
        """How much memory the process holds now."""
        return resident_mb(self.server_pid)


@asynccontextmanager
async def opened(name: str, nodes: int | None = None) -> AsyncGenerator[Database]:
    """The shipped directory, or a synthetic one with so many *nodes*, in the engine *name*; made if it isn't there yet."""
    folder = FOLDER / f"{name}-{nodes or 'shipped'}"
    async with AsyncExitStack() as stack:
        if name == "neo4j":
            bolt, pid = await stack.enter_async_context(running_neo4j(folder, password=_PASSWORD, limits=_PATIENCE, java_options=_JAVA))
            engine: Engine = await open_engine(bolt)
        else:
            embedded = await open_engine(EmbeddedConfig(folder, limits=_PATIENCE))
            assert isinstance(embedded, EmbeddedEngine)
            password = (folder / "password").read_text(encoding="ascii").strip()
            uri, inside = f"bolt://127.0.0.1:{embedded.port}", EmbeddedConfig(folder).database
            engine, bolt, pid = embedded, Neo4jConfig(uri, user="root", password=password, database=inside), embedded.server_pid
        stack.push_async_callback(engine.close)
        began = time.perf_counter()
        if nodes is None:
            await engine.prepare()
            await load_directory(engine)
        elif await load_synthetic(engine, offices=nodes // NODES_OF_AN_OFFICE):
            print(f"{name}, {nodes} nodes: loaded in {time.perf_counter() - began:.0f} s", flush=True)
        yield Database(engine, bolt, pid)
