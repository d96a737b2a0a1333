"""The element's build: the committed script is what its sources give, and its types are what pages can use."""

import json
from pathlib import Path

from tests.web.browser.driving import installed, needed, run
from web.embed.files import ELEMENT

PAGE = """
import "./integration-directory.js";
const element = document.createElement("integration-directory");
element.addEventListener("integration-directory:results", ({ detail: { total, shown } }) => console.log((total ?? 0) + shown));
element.addEventListener("integration-directory:select", (event) => {
  if (event.detail.action === "phone") event.preventDefault();
});
const done: Promise<void> = element.refresh();
// @ts-expect-error: no such action
element.addEventListener("integration-directory:select", (event) => event.detail.action === "fax");
"""


async def test_the_committed_script_is_what_its_sources_give(tmp_path: Path) -> None:
    await installed(ELEMENT)
    await run(needed("node"), "build.mjs", str(tmp_path), folder=ELEMENT)
    committed = {file.name: file.read_bytes() for file in (ELEMENT / "build").iterdir() if file.is_file()}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == committed, "run npm ci && npm run build in web/embed/element"


async def test_pages_in_typescript_know_the_element_its_method_and_its_events(tmp_path: Path) -> None:
    await installed(ELEMENT)
    (tmp_path / "page.ts").write_text(PAGE, encoding="utf-8")
    (tmp_path / "integration-directory.d.ts").write_bytes((ELEMENT / "build" / "integration-directory.d.ts").read_bytes())
    options = {"strict": True, "noEmit": True, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "types": []}
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["page.ts"]}), encoding="utf-8")
    await run(needed("node"), str(ELEMENT / "node_modules" / "typescript" / "bin" / "tsc"), folder=tmp_path)
