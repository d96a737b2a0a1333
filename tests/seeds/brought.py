"""What the tests of import and export bring: small synthetic files, and the shipped world to hold them against."""

from pathlib import Path
from typing import Any, Final

from graph.engine import Engine, Writer
from seeds.checking.inspecting import inspect_files
from seeds.checking.report import Report
from seeds.exchange.world import World

TODAY: Final = "2026-11-23"
EXAMPLE: Final = Path(__file__).resolve().parents[2] / "docs" / "examples" / "musterstadt"
SOURCE: Final = "id,title\nliste,Eine Liste\n"
OFFICES: Final = (
    "slug,name,type,source\n"
    "muster-eins,Musterstelle Eins,INITIATIVE,liste\n"
    "muster-zwei,Musterstelle Zwei,INITIATIVE,liste\n"
    "muster-drei,Musterstelle Drei,INITIATIVE,liste\n"
)
LOCATION: Final = "owner,role,name,street,postal_code,city,lat,lon,source\n"


def files(folder: Path, **texts: str | bytes) -> Path:
    """*folder* with a CSV file for each of *texts*, and the source and three offices where those aren't given."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, text in {"source": SOURCE, "organization": OFFICES, **texts}.items():
        (folder / f"{stem}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def told(report: Report) -> list[tuple[str, int, str, str, str]]:
    """Each error as file, line, column, value and reason."""
    return [(p.file, p.line, p.field, p.value, p.cause) for p in sorted(report.findings.listed) if p.severity == "error"]


def looked_over(world: World, *paths: Path) -> list[tuple[str, int, str, str, str]]:
    """The errors of the files, held against *world*."""
    return told(inspect_files(list(paths), today=TODAY, world=world))


async def content(engine: Engine) -> dict[str, Any]:
    """Everything that an import could change: how much there is of each dataset, every digest, and the version."""
    nodes = await engine.read(
        "MATCH (n) WHERE n.dataset IS NOT NULL RETURN n.dataset AS d, count(n) AS n, min(n.digest) AS a, max(n.digest) AS b ORDER BY d"
    )
    edges = await engine.read(
        "MATCH ()-[t]->() WHERE t.dataset IS NOT NULL RETURN t.dataset AS d, count(t) AS n, min(t.digest) AS a ORDER BY d"
    )
    version = await engine.read("MATCH (v:DirectoryVersion) RETURN v{.*} AS v ORDER BY v.id LIMIT 1")
    return {"nodes": nodes, "edges": edges, "version": version}


async def without_datasets(engine: Engine, version: dict[str, Any]) -> None:
    """Take away everything that isn't shipped, and put the *version* back."""

    async def work(writer: Writer) -> None:
        await writer.run("MATCH ()-[t]->() WHERE t.dataset STARTS WITH 'muster' DELETE t")
        await writer.run("MATCH (n) WHERE n.dataset STARTS WITH 'muster' DETACH DELETE n")
        await writer.run("MATCH (v:DirectoryVersion {id: 'directory'}) SET v = $version", version=version)

    await engine.write(work)
