"""The commands for files, as people run them: the worked example of the documents, and clear ends where something is wrong."""

import json
import os
import re
import shlex
import sys
from pathlib import Path
from subprocess import run as run_process

import pytest
from typer.testing import CliRunner

from graph.vocabulary import OrganizationType
from seeds.shipped.directory import read_rows
from web.cli import app

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "bring-your-own-data.md").read_text(encoding="utf-8")
NETZLOTSE = (sys.executable, "-c", "import sys; sys.argv[0] = 'netzlotse'; from web.cli import main; main()")


def netzlotse(*arguments: str, data_dir: Path) -> tuple[int, str, str]:
    """Exit code, output and problems of a command over the embedded graph in *data_dir*."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NETZLOTSE_")}
    environment["NETZLOTSE_DATA_DIR"] = str(data_dir)
    ended = run_process([*NETZLOTSE, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def steps() -> list[tuple[list[str], str, str]]:
    """The commands of the guide, each with the form and the text of the answer that the guide shows below it."""
    found = re.findall(r"```sh\n\.venv/bin/netzlotse ([^\n]*)\n```\n```(text|json)\n(.*?)```", GUIDE, re.DOTALL)
    return [(shlex.split(command), form, answer) for command, form, answer in found]


def test_the_guide_s_example_runs_as_it_says(tmp_path: Path) -> None:
    assert [command[0] for command, _, _ in steps()] == ["check-data", "import", "import", "query", "import", "query"]
    loaded = netzlotse("load", data_dir=tmp_path)
    assert loaded[0] == 0, loaded[2]
    for command, form, answer in steps():
        code, output, problems = netzlotse(*command, data_dir=tmp_path)
        assert code == 0, problems
        assert (json.loads(output) if form == "json" else output) == (json.loads(answer) if form == "json" else answer)
    code, output, problems = netzlotse(
        "export", "--format", "csv", "--out", str(tmp_path / "out"), "--dataset", "musterstadt", data_dir=tmp_path
    )
    assert (code, "Not in the files" in output) == (0, False), problems
    code, output, _ = netzlotse("import", str(tmp_path / "out"), "--dataset", "musterstadt", "--json", "-", data_dir=tmp_path)
    assert (code, json.loads(output)["totals"]) == (0, {"added": 0, "changed": 0, "unchanged": 10, "removed": 0, "rejected": 0})


def test_the_guide_s_files_and_its_wrong_postal_code_are_those_of_the_example(tmp_path: Path) -> None:
    folder = ROOT / "docs" / "examples" / "musterstadt"
    for text in re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL):
        assert text in [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "examples").glob("*/*.csv")]
    for path in folder.glob("*.csv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8").replace("29225", "2922"), encoding="utf-8")
    ended = CliRunner().invoke(app, ["check-data", str(tmp_path), "--json", str(tmp_path / "report.json")])
    assert (ended.exit_code, "Traceback" in ended.output) == (1, False)
    line = "location.csv, line 3, column postal_code: '2922': a postal code has five digits"
    assert line in GUIDE
    assert line in ended.output
    assert json.loads((tmp_path / "report.json").read_text())["rejected"][0]["line"] == 3


def test_check_data_of_what_is_shipped_ends_well() -> None:
    ended = CliRunner().invoke(app, ["check-data"])
    assert (ended.exit_code, ended.output.splitlines()[-1].endswith(" rows checked: 0 errors, 3 warnings")) == (0, True)


@pytest.mark.parametrize("name", ["shipped", "Böse", "", "a b"])
def test_a_name_that_no_dataset_may_have_is_a_usage_error(name: str) -> None:
    ended = CliRunner().invoke(app, ["import", "somewhere.csv", "--dataset", name])
    assert (ended.exit_code, "can't name a dataset" in " ".join(ended.output.split())) == (2, True)


def test_the_offices_of_the_document_are_those_of_the_data() -> None:
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    told = {kind: (int(count), int(seen)) for kind, count, seen in re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", text, re.MULTILINE)}
    offices = [row for row in read_rows()[0]["organization"] if row["type"] in told]
    counted = {
        kind: (sum(row["type"] == kind for row in offices), sum(row["type"] == kind and bool(row["verified_at"]) for row in offices))
        for kind in told
    }
    assert set(told) <= {term.value for term in OrganizationType}
    assert counted == told
