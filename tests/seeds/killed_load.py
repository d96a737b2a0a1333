"""Run as a program: load a graph and be killed in the middle, the embedded server, too.

    python -m tests.seeds.killed_load KIND PLACE PASSWORD STEPS

Prints nothing; ends by SIGKILL after STEPS written nodes and edges.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from graph.engines import EmbeddedConfig, Neo4jConfig, open_engine
from graph.engines.arcadedb import EmbeddedEngine
from seeds.loading.load import load_graph
from tests.seeds.hand_made import DATASET, offices


async def main(kind: str, place: str, password: str, steps: int) -> None:
    """Load 400 offices, each another than before."""
    engine = await open_engine(Neo4jConfig(place, password=password) if kind == "neo4j" else EmbeddedConfig(Path(place)))

    def kill(done: int, _total: int) -> None:
        if done >= steps:
            if isinstance(engine, EmbeddedEngine):
                os.kill(engine.server_pid, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    await load_graph(engine, offices(400, name="new"), mark="killed", dataset=DATASET, progress=kill)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
