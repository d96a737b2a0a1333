"""The report of a region: one file with everything in it, on both engines; and the command that writes it."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from graphql import GraphQLSchema
from typer.testing import CliRunner

from graph.engine import Engine
from graph.errors import PlaceNotFound
from resolvers.snapshot import Snapshot, take_snapshot
from schema.build import field_resolver
from schema.context import Context
from tests.asking import TODAY
from tests.web.test_exchange import netzlotse
from tests.web.test_map import MapPage
from web.app import create_operations
from web.cli import app
from web.pages.map.forms import MapQuestion
from web.pages.region_report.page import report_languages, report_text
from web.settings import read_settings

WORDS = Path(__file__).parents[2] / "web" / "pages" / "words" / "region_report"
LAND = MapQuestion(within="03", since="2018-01-01", lang="de")
ANYWHERE = re.compile(r"""(?:src|href|action|data|poster|srcset)\s*=\s*["']([^"'#][^"']*)["']|url\(\s*["']?([^)#"']+)|@import""")


@pytest.fixture(scope="module")
async def snapshot(directory: Engine) -> Snapshot:
    return await take_snapshot(directory)


async def made(question: MapQuestion, directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> str:
    operations = create_operations(schema, settings=read_settings(), field_resolver=field_resolver)
    return await report_text(
        question, operations=operations, context=lambda: Context(directory, snapshot, TODAY), made_on=TODAY.isoformat()
    )


async def test_a_land_has_map_matrix_gaps_changes_measures_and_sources(
    directory: Engine, snapshot: Snapshot, schema: GraphQLSchema, seen_answers: dict[tuple[str, bytes], tuple[str, bytes]]
) -> None:
    text = await made(LAND, directory, snapshot, schema)
    page = MapPage(text)
    said = " ".join(" ".join(page.words).split())
    assert "Netzbericht: Niedersachsen" in said
    assert f"aus Fassung {snapshot.version.version} der Daten" in said
    headings = (
        "Überblick",
        "Karte: Anerken",
        "Alle 13 Handlungsfelder",
        "Was sich seit 01.01.2018 geändert hat",
        "Lücken im Netz",
        "Netzwerkmaße",
        "Quellen",
    )
    assert [heading for heading in headings if heading not in said] == []
    # 45 Kreise on the map and in the matrix, whose four tables all stand open.
    assert page.classes("path", "kreis") == 45
    assert sum(page.classes("td", state) for state in ("have", "out", "none", "unk", "soft")) == 45 * 13
    assert text.count('<details class="fold" open>') == 4
    assert "Handwerkskammer Braunschweig-Lüneburg-Stade" in said
    assert "Anteil der kürzesten Wege zwischen zwei anderen" in said
    assert "© GeoBasis-DE / BKG 2016 (Daten verändert)" in said
    name, first = seen_answers.setdefault(("report", b""), (directory.name, text.encode()))
    assert text.encode() == first, f"{directory.name} reports otherwise than {name}"


async def test_the_file_asks_nothing_of_anybody(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    text = await made(LAND, directory, snapshot, schema)
    assert "<script" not in text
    assert "<link" not in text
    assert "default-src 'none'" in text
    asked = [one for found in ANYWHERE.findall(text) for one in found if one]
    # Only links to sources that a reader may follow.
    links = re.findall(r'<a href="(https?://[^"]+)" rel="noreferrer">', text)
    assert sorted(asked) == sorted(links)
    assert len(text.encode()) < 400_000


async def test_a_kreis_whose_data_carry_no_ranking_says_so(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    text = await made(MapQuestion(within="09780", lang="en"), directory, snapshot, schema)
    said = " ".join(" ".join(MapPage(text).words).split())
    assert "Network report: Landkreis Oberallgäu" in said
    assert '<html lang="en">' in text
    assert "geändert hat" not in text
    assert "für eine Rangfolge" in text


async def test_an_unknown_region_is_an_error(directory: Engine, snapshot: Snapshot, schema: GraphQLSchema) -> None:
    with pytest.raises(PlaceNotFound, match="There is no region with the key '99'"):
        await made(replace(LAND, within="99"), directory, snapshot, schema)


def test_both_languages_have_the_same_words() -> None:
    def keys(lang: str) -> set[str]:
        table = tomllib.loads((WORDS / f"{lang}.toml").read_text(encoding="utf-8"))
        return {f"{name}.{key}" for name, value in table.items() for key in (value if isinstance(value, dict) else ("",))}

    assert set(report_languages()) == {"de", "en"}
    assert keys("de") == keys("en")


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (["--region", "03", "--lang", "fr"], "'fr' is none of de, en"),
        (["--region", "03", "--since", "gestern"], "'gestern' is no day: write it as 2026-01-31"),
        (["--region", "03", "--field", "KOCHEN"], "'KOCHEN' is not one of"),
        ([], "Missing option '--region'"),
    ],
)
def test_a_wrong_option_is_a_usage_error(options: list[str], cause: str, tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["report", "--out", str(tmp_path / "r.html"), *options], env={"COLUMNS": "200", "TERM": "dumb"})
    assert (ended.exit_code, cause in " ".join(ended.output.split())) == (2, True), ended.output
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_file_or_says_in_one_line_why_not(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "report.html"
    code, said, problems = netzlotse("report", "--region", "Landkreis Celle", "--out", str(out), data_dir=data)
    assert (code, said.startswith(f"{out}: ")) == (0, True), problems
    assert "Netzbericht: Landkreis Celle" in out.read_text(encoding="utf-8")
    code, said, problems = netzlotse("report", "--region", "Niedersaxen", "--out", str(tmp_path / "no.html"), data_dir=data)
    [line] = problems.splitlines()
    assert (code, said) == (2, "")
    assert line.startswith("netzlotse: No place of this directory is called 'Niedersaxen'. Did you mean: ")
    assert "Niedersachsen" in line
    assert not (tmp_path / "no.html").exists()
    code, said, problems = netzlotse("report", "--region", "03351", "--out", str(tmp_path / "none" / "r.html"), data_dir=data)
    assert (code, said) == (2, "")
    assert problems == f"netzlotse: {tmp_path / 'none' / 'r.html'} can't be written: No such file or directory\n"
