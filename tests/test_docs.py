"""The documents hold: links lead somewhere, names exist, words are explained, and the README's answer is the answer."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from graph.errors import DirectoryError
from graph.vocabulary import Term
from tests.asking import Asker
from web.http.errors import COST_LIMIT_EXCEEDED, HTTP_CODES, PARSE_FAILED, PERSISTED_QUERY_NOT_FOUND, VALIDATION_FAILED

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/data/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
DOTTED = re.compile(r"`((?:web|schema|resolvers|graph|seeds)(?:\.[A-Za-z_]\w*)+)`")


OF_HTTP = {"NOT_FOUND", "METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"}
"""Refusals that say no more than their status."""
INNER = {"CONSTRAINT_VIOLATED", "REPORTS_FULL"}
"""Codes that no GraphQL answer carries: of writing, and of the reports' page."""
API_EXAMPLES = re.findall(r"```graphql\n(.*?)```\n+```json\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)


def block(language: str) -> str:
    """The README's one block in *language*."""
    [text] = re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def exists(dotted: str) -> bool:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        if (ROOT.joinpath(*parts[:length])).is_dir() or (ROOT.joinpath(*parts[:length]).with_suffix(".py")).is_file():
            found: object = import_module(".".join(parts[:length]))
            for name in parts[length:]:
                found = getattr(found, name, None)
            return found is not None
    return False


async def test_the_question_of_the_readme_gets_the_answer_of_the_readme(ask: Asker) -> None:
    answer = await ask(block("graphql"))
    assert answer.errors == []
    assert {"data": answer.data} == json.loads(block("json"))


@pytest.mark.parametrize(("question", "told"), API_EXAMPLES, ids=range(len(API_EXAMPLES)))
async def test_a_question_of_the_guide_to_the_api_gets_its_answer(ask: Asker, question: str, told: str) -> None:
    answer = await ask(question)
    errors = [{"message": message, "extensions": extensions} for message, extensions in answer.errors]
    assert {**({"errors": errors} if errors else {}), "data": answer.data} == json.loads(told)


def test_the_guide_to_the_api_has_examples_and_every_code() -> None:
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert guide.count("```graphql") == len(API_EXAMPLES) >= 7
    codes = (
        {error.code for error in DirectoryError.__subclasses__()} - INNER
        | set(HTTP_CODES.values()) - OF_HTTP
        | {PARSE_FAILED, VALIDATION_FAILED, COST_LIMIT_EXCEEDED, PERSISTED_QUERY_NOT_FOUND}
    )
    assert [code for code in sorted(codes) if f"| `{code}` |" not in guide] == []


def test_the_quick_start_is_two_commands_that_are_there() -> None:
    commands = block("sh").split()
    assert commands == ["scripts/serve", "scripts/test"]
    assert all((ROOT / command).is_file() for command in commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_repository_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_of_our_code_exist(document: Path) -> None:
    assert [name for name in DOTTED.findall(document.read_text(encoding="utf-8")) if not exists(name)] == []


def test_every_word_of_the_vocabularies_is_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = [word for terms in Term.__subclasses__() for word in (terms.__name__, *(term.value for term in terms))]
    assert [word for word in words if f"`{word}`" not in glossary] == []
