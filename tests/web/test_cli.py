"""The command line as an operator meets it: help, answers, and one clear line with an exit code where something is wrong."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from graphql import build_schema as parse_sdl
from graphql import parse, print_schema, validate
from typer.testing import CliRunner

from schema.build import build_schema
from web.cli import app
from web.commands.terminal import example_query, ready_lines

COMMANDS = ("serve", "load", "status", "query", "export-schema", "import", "export", "check-data", "reports")
NETZLOTSE = (sys.executable, "-c", "import sys; sys.argv[0] = 'netzlotse'; from web.cli import main; main()")


@dataclass(frozen=True)
class Ended:
    code: int
    output: str
    problems: str


def environment(**settings: str) -> dict[str, str]:
    """Ours, without the NETZLOTSE_ variables of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NETZLOTSE_")} | settings


@asynccontextmanager
async def started(*arguments: str, **settings: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *NETZLOTSE,
        *arguments,
        env=environment(**settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def run(*arguments: str, **settings: str) -> Ended:
    async with started(*arguments, **settings) as process:
        output, problems = await asyncio.wait_for(process.communicate(), timeout=120)
        assert process.returncode is not None
        return Ended(process.returncode, output.decode(), problems.decode())


@pytest.fixture(scope="session")
async def loaded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data directory with the shipped directory in it."""
    data_dir = tmp_path_factory.mktemp("cli")
    ended = await run("load", "--data-dir", str(data_dir))
    assert ended.code == 0, ended.problems
    assert "version 1 of the directory is loaded" in ended.problems
    assert "loaded 100 %" in ended.problems
    return str(data_dir)


def test_help_names_every_command_and_every_command_explains_itself() -> None:
    runner = CliRunner()
    overview = runner.invoke(app, ["--help"])
    assert overview.exit_code == 0
    for command in COMMANDS:
        assert command in overview.output
        explained = runner.invoke(app, [command, "--help"])
        assert (explained.exit_code, "--help" in explained.output) == (0, True)


def test_the_exported_schema_is_the_schema(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["export-schema"])
    assert printed.exit_code == 0
    assert print_schema(parse_sdl(printed.output)) == print_schema(build_schema())
    written = tmp_path / "schema.graphql"
    assert CliRunner().invoke(app, ["export-schema", "--output", str(written)]).exit_code == 0
    assert written.read_text(encoding="utf-8") == printed.output


def test_the_query_that_is_offered_to_paste_is_valid() -> None:
    assert validate(build_schema(), parse(example_query())) == []
    assert "http://127.0.0.1:8000/graphiql" in ready_lines("http://127.0.0.1:8000", ide=True)
    assert "graphiql" not in ready_lines("http://127.0.0.1:8000", ide=False)
    assert "http://127.0.0.1:8000/finder" in ready_lines("http://127.0.0.1:8000", ide=False)


async def test_a_taken_port_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = await run("serve", "--port", str(port), "--data-dir", str(tmp_path))
    assert (ended.code, ended.output) == (2, "")
    assert ended.problems == (
        f"netzlotse: cannot listen on 127.0.0.1:{port}: Address already in use. Choose another port with --port or NETZLOTSE_PORT.\n"
    )


async def test_a_setting_of_the_wrong_type_is_one_line_and_exit_code_2() -> None:
    ended = await run("serve", NETZLOTSE_PORT="eight")
    assert (ended.code, ended.problems.count("\n")) == (2, 1)
    assert ended.problems.startswith("netzlotse: NETZLOTSE_PORT='eight': Input should be a valid integer")


async def test_an_unreachable_neo4j_is_one_line_and_exit_code_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    ended = await run("status", NETZLOTSE_NEO4J_URI=f"bolt://127.0.0.1:{port}")
    assert (ended.code, ended.problems.count("\n")) == (2, 1)
    assert ended.problems.startswith(f"netzlotse: Neo4j at bolt://127.0.0.1:{port} can't be reached: ")


async def test_an_unusable_data_directory_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    ended = await run("status", "--data-dir", str(tmp_path / "file"))
    assert (ended.code, ended.problems.count("\n")) == (2, 1)
    assert str(tmp_path / "file") in ended.problems


async def test_an_empty_directory_has_no_status(tmp_path: Path) -> None:
    ended = await run("status", "--data-dir", str(tmp_path))
    assert (ended.code, ended.problems) == (2, "netzlotse: The directory is empty: nothing has been loaded yet.\n")


async def test_a_start_that_may_not_load_says_that_there_is_nothing(tmp_path: Path) -> None:
    ended = await run("serve", "--port", "0", "--data-dir", str(tmp_path), NETZLOTSE_LOAD="false")
    assert (ended.code, ended.problems) == (2, "netzlotse: The directory is empty: nothing has been loaded yet.\n")


async def test_status_says_what_is_loaded_and_loading_again_writes_nothing(loaded: str) -> None:
    ended = await run("status", "--data-dir", loaded)
    assert ended.code == 0, ended.problems
    assert f"graph:        embedded in {loaded}\nversion:      1, loaded " in ended.output
    assert ended.output.endswith("shipped data: loaded\n")
    again = await run("load", "--data-dir", loaded)
    assert (again.code, again.output.startswith("The graph already holds the shipped directory; nothing to do")) == (0, True)


async def test_a_document_is_answered_without_a_server(loaded: str, tmp_path: Path) -> None:
    document = tmp_path / "q.graphql"
    document.write_text("query Q($slug: String!) { organization(by: {slug: $slug}) { name } }", encoding="utf-8")
    ended = await run("query", str(document), "--variables", '{"slug": "jobcenter-celle"}', "--data-dir", loaded)
    assert ended.code == 0, ended.problems
    assert json.loads(ended.output) == {"data": {"organization": {"name": "Jobcenter Celle"}}}


async def test_errors_of_a_document_are_printed_and_exit_code_1(loaded: str, tmp_path: Path) -> None:
    document = tmp_path / "q.graphql"
    document.write_text("{ nobody }", encoding="utf-8")
    ended = await run("query", str(document), "--data-dir", loaded)
    assert ended.code == 1
    assert json.loads(ended.output)["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("variables", ["{", "[]"])
async def test_variables_that_are_no_json_object_are_a_usage_error(tmp_path: Path, variables: str) -> None:
    document = tmp_path / "q.graphql"
    document.write_text("{ __typename }", encoding="utf-8")
    ended = await run("query", str(document), "--variables", variables)
    assert (ended.code, "--variables" in ended.problems, "Traceback" in ended.problems) == (2, True, False)


async def served_at(process: asyncio.subprocess.Process) -> str:
    """The address of the endpoint, once a started service says it."""
    assert process.stdout
    lines: list[str] = []
    while not lines or not lines[-1].startswith("  curl "):
        line = await asyncio.wait_for(process.stdout.readline(), timeout=60)
        assert line, "the service ended before it was ready"
        lines.append(line.decode())
    return next(line.split()[-1] for line in lines if line.startswith("GraphQL endpoint:"))


async def test_reports_are_read_and_closed_by_the_server_that_has_the_graph_open_and_without_one(loaded: str) -> None:
    token = {"NETZLOTSE_REPORTS_TOKEN": "told"}
    async with started("serve", "--port", "0", "--data-dir", loaded, **token) as process:
        server = (await served_at(process)).removesuffix("/graphql")
        async with httpx.AsyncClient() as client:
            for field in ("PHONE", "CLOSED"):
                given = {"office": "jobcenter-celle", "field": field, "comment": "Eine Zeile\nund noch eine", "place": "29221"}
                assert (await client.post(f"{server}/finder/report", data=given)).status_code == 303
        locked = await run("reports", "--data-dir", loaded)
        assert (locked.code, locked.problems.count("\n")) == (2, 1)
        assert "is in use by another process" in locked.problems
        assert "netzlotse reports --server" in locked.problems
        assert (
            "refused: the token isn't the server's" in (await run("reports", "--server", server, NETZLOTSE_REPORTS_TOKEN="other")).problems
        )
        assert "NETZLOTSE_REPORTS_TOKEN isn't set" in (await run("reports", "--server", server)).problems
        told = await run("reports", "--server", server, **token)
        first, second = json.loads((await run("reports", "--json", "--server", server, **token)).output)
        assert told.output.startswith(f"{first['id']}  ")
        assert "PHONE  Jobcenter Celle (jobcenter-celle)\n    at: 29221\n    > Eine Zeile\n    > und noch eine\n" in told.output
        closed = await run("reports", "--close", first["id"], "--close", "nobody", "--server", server, **token)
        assert (closed.code, closed.output, closed.problems) == (1, f"Closed: {first['id']}.\n", "There is no report nobody.\n")
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), timeout=60)
    # After the server has gone, from the graph itself.
    assert [report["id"] for report in json.loads((await run("reports", "--json", "--data-dir", loaded)).output)] == [second["id"]]
    assert (await run("reports", "--since", "2999-01-01", "--data-dir", loaded)).output == "No reports.\n"
    assert (await run("reports", "--since", "gestern", "--data-dir", loaded)).code == 2
    assert (await run("reports", "--close", second["id"], "--data-dir", loaded)).output == f"Closed: {second['id']}.\n"
    assert (await run("reports", "--data-dir", loaded)).output == "No reports.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_stop_signal_ends_the_service_and_its_child(loaded: str, number: signal.Signals) -> None:
    async with started("serve", "--port", "0", "--data-dir", loaded) as process:
        url = await served_at(process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        async with httpx.AsyncClient() as client:
            assert (await client.post(url, json={"query": "{ __typename }"})).json() == {"data": {"__typename": "Query"}}
        locked = await run("status", "--data-dir", loaded)
        assert (locked.code, locked.problems.count("\n")) == (2, 1)
        process.send_signal(number)
        await asyncio.wait_for(process.communicate(), timeout=60)
        assert process.returncode == 0
    assert len(children) == 1
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
