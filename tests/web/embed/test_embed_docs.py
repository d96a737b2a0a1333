"""docs/embed.md holds: attributes, events, properties, parts and addresses are those that there are, and its examples work."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import Probe, client_of, probe_app
from web.embed.asked import HIDEABLE, read_asked
from web.embed.files import ELEMENT
from web.embed.framing import framed_policy
from web.embed.oembed import SANDBOX
from web.http.partners_file import read_partners

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")
TYPES = (ELEMENT / "integration-directory.d.ts").read_text(encoding="utf-8")
SOURCE = "".join(file.read_text(encoding="utf-8") for file in sorted((ELEMENT / "src").glob("*.[tc]s*")))


def section(title: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(r"^#{2,3} ", TEXT.partition(f"### {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_attributes_are_those_that_the_element_observes() -> None:
    [observed] = re.findall(r'observedAttributes =\s*"([^"]+)"', SOURCE)
    told = [
        name
        for row in section("Attributes").splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])
    ]
    assert sorted(told) == sorted(observed.split())


def test_the_events_are_those_that_are_declared() -> None:
    assert set(re.findall(r"`(integration-directory:\w+)`", section("Events"))) == set(re.findall(r'"(integration-directory:\w+)"', TYPES))


def test_the_properties_are_those_of_the_style_sheet() -> None:
    css = (ELEMENT / "src" / "directory.css").read_text(encoding="utf-8")
    known = set(re.findall(r"--idir-[a-z-]*[a-z]", css))
    assert set(re.findall(r"`(--idir-[a-z-]+)`", section("Looks"))) == known
    assert set(re.findall(r"--idir-[a-z-]*[a-z]", TEXT)) <= known


def test_the_parts_are_names_that_the_element_gives() -> None:
    parts = re.findall(r"`(\w+)`", section("Looks").partition("Parts")[2].partition(":")[2].partition("Nothing else")[0].partition("`:")[2])
    assert len(parts) == 24
    # `h("li.item", …)` makes an element with a class and a part of this name; a link's is its action.
    made = re.findall(r"[\"`](?:[a-z]+|h\$\{[^`]*?\})((?:\.[a-z]*(?:\$\{[^}]*\})?)+)[\"`]", SOURCE)
    named = {name for names in made for name in re.findall(r"\.([a-z]+)", names)}
    named |= set(re.findall(r"#button\(\"(\w+)\"", SOURCE)) | set(re.findall(r'action: "(\w+)" \| "(\w+)" \| "(\w+)"', TYPES)[0])
    assert [part for part in parts if part not in named] == []


async def test_every_address_answers_and_is_kept_as_long_as_is_said(probe: Probe) -> None:
    addresses = re.findall(r"^\| `([^`]+)`(?:, `([^`]+)`)? \|.*\| (.+) \|$", section("Addresses"), flags=re.MULTILINE)
    kept = {}
    async with client_of(probe_app(probe)) as client:
        for first, second, told in addresses:
            for address in filter(None, (first, second)):
                path = address.replace("url=…", "url=http://directory/embed/v1/directory")
                response = await client.get(path)
                # The probe's schema doesn't know what the pages ask.
                assert response.status_code in ({500} if path.endswith("/directory") else {200}), address
                kept[address] = (told, response.headers["cache-control"])
    assert "immutable" in kept["/embed/1.0.0/integration-directory.js"][1]
    assert kept["/embed/v1/integration-directory.js"] == ("an hour", "public, max-age=3600")
    assert kept["/embed/v1/oembed?url=…&format=json"] == ("a day", "public, max-age=86400")
    assert len(kept) == 7


def test_the_page_s_parameters_are_those_that_are_read() -> None:
    told = section("The page without JavaScript")
    [query] = re.findall(r"`/embed/v1/directory\?([a-z&-]+)`", told)
    given = dict.fromkeys(query.split("&"), "x") | {"plz": "29221", "q": "words"}
    asked = read_asked(given)
    assert (asked.text, asked.place, asked.region, asked.lang, asked.after, asked.unknown) == ("words", "29221", "x", "x", "x", ("x", "x"))
    assert read_asked({name.partition("=")[0]: "1" for name in re.findall(r"`(hide-[a-z]+=1)`", told)}).hidden == frozenset(HIDEABLE)
    assert f'sandbox="{SANDBOX}"' in told
    assert "netzlotse:height" in (ROOT / "web" / "embed" / "resize.js").read_text(encoding="utf-8")


def test_the_example_of_a_partner_s_file_is_one(tmp_path: Path) -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", operations, flags=re.DOTALL)
    file = tmp_path / "partners.toml"
    file.write_text(example, encoding="utf-8")
    assert "https://www.musterstadt.example" in framed_policy("", read_partners(file))


@pytest.mark.parametrize("language", ["html", "css"])
def test_the_examples_name_no_host_that_somebody_has(language: str) -> None:
    hosts = re.findall(r"https?://([a-z0-9.-]+)", "".join(re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)))
    assert set(hosts) <= {"verzeichnis.example"}
