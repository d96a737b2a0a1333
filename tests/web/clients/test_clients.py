"""What partners build with takes the schema and the answers: compilers, generators, linters and clients, at pinned versions."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type

from tests.web.browser.driving import needed
from tests.web.clients.conftest import EXAMPLES, HERE, run

Example = Callable[[str], Path]


async def test_relay_compiles_lists_and_ties_that_grow_page_by_page(example: Example) -> None:
    folder = example("relay")
    (folder / "src" / "__generated__").mkdir()
    await run(needed("node"), "node_modules/relay-compiler/cli.js", "relay.config.json", cwd=folder)
    made = {path.name.removesuffix(".graphql.ts") for path in (folder / "src" / "__generated__").iterdir()}
    assert made == {
        "ChamberListQuery",
        "ChamberList_chambers",
        "ChamberListPageQuery",
        "ChamberListTies_office",
        "ChamberListTiesPageQuery",
    }


async def test_generated_typescript_compiles_strictly_with_its_use(example: Example) -> None:
    folder = example("typescript")
    node = needed("node")
    await run(node, "node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.json", cwd=folder)
    assert "NearestQueryVariables" in (folder / "directory.ts").read_text(encoding="utf-8")
    await run(node, "node_modules/typescript/bin/tsc", "-p", ".", cwd=folder)
    # A type that lets everything through would compile, too.
    wrong = folder / "nearest.ts"
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("node.actor.name}", "node.actor.nam}"), encoding="utf-8")
    with pytest.raises(AssertionError, match="Property 'nam' does not exist"):
        await run(node, "node_modules/typescript/bin/tsc", "-p", ".", cwd=folder)


async def test_the_linters_rules_for_schemas_and_for_relay_hold(example: Example) -> None:
    folder = example("relay")
    shutil.copy(HERE / "eslint.config.mjs", folder)
    await run(needed("node"), "node_modules/eslint/bin/eslint.js", "--max-warnings=0", "schema.graphql", cwd=folder)


def test_every_connection_is_as_relay_specifies(schema: GraphQLSchema) -> None:
    connections = [type_ for name, type_ in schema.type_map.items() if name.endswith("Connection") and isinstance(type_, GraphQLObjectType)]
    assert len(connections) >= 14
    for connection in connections:
        assert str(connection.fields["pageInfo"].type) == "PageInfo!", connection.name
        edge: Any = get_named_type(connection.fields["edges"].type)
        assert (edge.name.endswith("Edge"), str(edge.fields["cursor"].type)) == (True, "String!"), connection.name
        assert "node" in edge.fields
    page_info: Any = schema.type_map["PageInfo"]
    assert {name: str(field.type) for name, field in page_info.fields.items()} == {
        "hasNextPage": "Boolean!",
        "hasPreviousPage": "Boolean!",
        "startCursor": "String",
        "endCursor": "String",
    }
    assert schema.query_type is not None
    assert list(schema.query_type.fields["node"].args) == ["id"]


async def test_apollo_joins_pages_and_asks_by_get_with_hashes_alone(example: Example, endpoint: str) -> None:
    told = json.loads(await run(needed("node"), "chambers.mjs", endpoint, "05", cwd=example("apollo")))
    assert len(told["names"]) == len(set(told["names"])) == 23
    # The hash first, which isn't known; the document once; and then hashes, one for each further page.
    assert [(sent["method"], sent["hasText"]) for sent in told["sent"]][:1] == [("GET", False)]
    assert [sent["hasText"] for sent in told["sent"]].count(True) <= 1
    assert [(sent["method"], sent["hasText"]) for sent in told["sent"]][2:] == [("GET", False)] * 4


async def test_the_python_client_reads_answers_pages_and_errors(endpoint: str) -> None:
    told = await run(sys.executable, str(EXAMPLES / "python_client.py"), endpoint.removesuffix("/graphql"), cwd=HERE)
    assert told.splitlines() == [
        "Landkreis Celle - Handwerkskammer Braunschweig-Lüneburg-Stade",
        "53 Jobcenter",
        "PLACE_NOT_FOUND - There is no postal code '00000' in this directory.",
    ]


async def test_curl_asks_by_a_hash_and_saves_what_it_has(endpoint: str) -> None:
    needed("curl")
    unknown, known, status = (await run(str(EXAMPLES / "curl.sh"), endpoint, cwd=HERE)).splitlines()
    assert json.loads(unknown)["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert json.loads(known)["data"]["responsibleFor"] == [{"actor": {"name": "Handwerkskammer Braunschweig-Lüneburg-Stade"}}]
    assert status == "304"
