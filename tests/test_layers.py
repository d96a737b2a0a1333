"""The rooms' one direction, web → schema → resolvers → graph ← seeds, and their flat names."""

import ast
import importlib.util
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("web", "schema", "resolvers", "graph", "seeds")
NEVER = {
    "web": {"neo4j", "arcadedb"},
    "schema": {"neo4j", "arcadedb", "starlette", "web", "seeds"},
    "resolvers": {"strawberry", "graphql", "neo4j", "arcadedb", "starlette", "schema", "web", "seeds"},
    "graph": {"strawberry", "graphql", "starlette", "schema", "resolvers", "web", "seeds"},
    "seeds": {"strawberry", "graphql", "starlette", "schema", "resolvers", "web", "neo4j", "arcadedb"},
}
COMMAND_LINE = {Path("web/cli.py"), Path("web/commands/exchange.py"), Path("web/commands/running.py")}
"""The command line is the composition root: its files alone know every room, and may import `seeds` from `web`."""


def _imports(file: Path) -> set[tuple[str, int]]:
    """(top-level module, line) of every absolute import, wherever in the file it stands."""
    found: set[tuple[str, int]] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name.partition(".")[0], node.lineno) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative imports hide the room they come from"
            found.add(((node.module or "").partition(".")[0], node.lineno))
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_import_goes_against_the_direction_of_the_rooms(room: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for module, line in sorted(_imports(file))
        if module in NEVER[room]
    ]
    assert wrong == []


def test_only_the_command_line_knows_the_seeds() -> None:
    knowing = {file.relative_to(ROOT) for file in (ROOT / "web").rglob("*.py") if any(module == "seeds" for module, _ in _imports(file))}
    assert knowing <= COMMAND_LINE


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_s_flat_name_means_our_folder(room: str) -> None:
    spec = importlib.util.find_spec(room)
    assert spec is not None
    assert {Path(place).resolve() for place in spec.submodule_search_locations or ()} == {ROOT / room}


@pytest.mark.parametrize("room", ROOMS)
def test_no_installed_distribution_provides_a_room_s_name(room: str) -> None:
    assert set(packages_distributions().get(room, [])) <= {"netzlotse"}
