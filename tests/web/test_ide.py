"""The query editor: everything from our own host, and a plain form where it wasn't built."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from tests.web.conftest import Probe, client_of, probe_app
from web.ide import ide_routes

FOREIGN = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//""")


@pytest.fixture(params=["built", "plain"])
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """The editor's routes, with and without a build (here one of empty files: the real one is other people's code)."""
    if request.param == "built":
        for name in ("graphiql.js", "graphiql.css", "editor.worker.js"):
            (tmp_path / name).touch()
    async with client_of(Starlette(routes=ide_routes(tmp_path))) as client:
        yield client


async def test_the_page_and_all_it_names_come_from_our_own_host(editor: httpx.AsyncClient) -> None:
    page = await editor.get("/graphiql")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert FOREIGN.search(page.text) is None
    named = re.findall(r'(?:src|href)="(/graphiql/[^"]+)"', page.text)
    assert len(named) == 2
    for path in named:
        assert (await editor.get(path)).status_code == 200


async def test_the_policy_allows_no_foreign_and_no_inline_script(editor: httpx.AsyncClient) -> None:
    policy = dict(part.strip().split(" ", 1) for part in (await editor.get("/graphiql")).headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["connect-src"]) == ("'none'", "'self'", "'self'")
    assert policy["frame-ancestors"] == "'none'"


async def test_without_a_build_the_plain_form_says_how_to_get_the_editor(tmp_path: Path) -> None:
    async with client_of(Starlette(routes=ide_routes(tmp_path))) as client:
        page = (await client.get("/graphiql")).text
    assert "npm ci &amp;&amp; npm run build" in page
    assert '<form action="/graphql" method="get"' in page


@pytest.mark.parametrize("graphiql", [True, False])
async def test_the_root_leads_to_the_page_for_people_and_the_editor_can_be_switched_off(probe: Probe, graphiql: bool) -> None:
    async with client_of(probe_app(probe, graphiql=graphiql)) as client:
        response = await client.get("/")
        assert (response.status_code, response.headers["location"]) == (307, "/finder")
        assert {(await client.get(path)).status_code for path in ("/graphiql", "/graphiql/assets/plain.js")} == {200 if graphiql else 404}


async def test_files_outside_of_the_editor_are_not_served(editor: httpx.AsyncClient) -> None:
    for path in ("/graphiql/assets/../ide.py", "/graphiql/assets/%2e%2e/package.json", "/graphiql/assets/"):
        assert (await editor.get(path)).status_code == 404
