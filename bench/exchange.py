"""How long an import of 100,000 synthetic rows takes and how much memory its process needs, read, compared and written.

    python -m bench.exchange [--rows 100000]

The engine is a fresh embedded graph in a temporary directory; its own process isn't counted.
"""

import argparse
import asyncio
import csv
import resource
import tempfile
import time
from pathlib import Path

from graph.engines import EmbeddedConfig, open_engine
from seeds.exchange.importing import import_files
from seeds.loading.load import load_directory


def write_files(folder: Path, rows: int) -> None:
    """Half of the rows are organizations of places that don't exist, the other half their locations in Celle."""
    with (folder / "organization.csv").open("w", newline="", encoding="utf-8") as organizations:
        writer = csv.writer(organizations)
        writer.writerow(("slug", "name", "type", "description_de", "source"))
        for number in range(rows // 2):
            writer.writerow((f"musterstelle-{number}", f"Musterstelle {number}", "INITIATIVE", "Erfunden für eine Messung.", "muster"))
    with (folder / "location.csv").open("w", newline="", encoding="utf-8") as locations:
        writer = csv.writer(locations)
        writer.writerow(("owner", "role", "street", "postal_code", "city", "source"))
        for number in range(rows // 2):
            writer.writerow((f"musterstelle-{number}", "HEAD_OFFICE", f"Musterweg {number}", "29221", "Celle", "muster"))
    (folder / "source.csv").write_text("id,title\nmuster,Synthetische Liste\n", encoding="utf-8")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        folder.mkdir()
        write_files(folder, rows)
        engine = await open_engine(EmbeddedConfig(Path(name) / "data"))
        try:
            await engine.prepare()
            await load_directory(engine)
            print(f"the shipped directory is loaded: peak {peak_mb():.0f} MB")
            for apply in (False, True, True):
                began = time.perf_counter()
                report = await import_files(engine, [folder], dataset="muster", today="2026-11-23", apply=apply)
                print(f"{report.as_text().splitlines()[0]}; {time.perf_counter() - began:.1f} s, peak {peak_mb():.0f} MB")
        finally:
            await engine.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    asyncio.run(main(parser.parse_args().rows))
