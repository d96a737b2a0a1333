"""Partner websites: what their file may say, whose requests are whose, and what that changes."""

from pathlib import Path

import pytest

from tests.web.conftest import Probe, client_of, probe_app
from web.http.partners_file import PartnersError, read_partners

TOWN = """
[musterstadt]
origins = ["https://www.musterstadt.example"]
region = "03351"
key = "musterstadt-2026-key"
rate_limit = 5
"""


def listed(folder: Path, text: str = TOWN) -> Path:
    file = folder / "partners.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\norigins = [", "partners.toml: Invalid value (at end of document)"),
        ("a = 1\n", "line 1, a: is no table; begin it with [a]"),
        ("\n[A b]\n", "partners.toml: Expected ']' at the end of a table declaration (at line 2, column 4)"),
        ("\n[Town]\nkey='0123456789abcdef'", "line 2, Town: 'Town' is no name: small letters, digits and hyphens, at most 40"),
        ("[a]\n\norigin = []\n", "line 3, a: origin isn't known; there are key, origins, rate_limit, region"),
        ("[a]\norigins = 'https://a.example'\n", "line 2, a: origins must be a list such as [\"https://www.example.org\"], not 'https://a.example'"),
        ("[a]\norigins = ['a.example']\n", "line 2, a: origins 'a.example' is no origin such as https://www.example.org"),
        ("[a]\norigins = ['*']\n", "line 2, a: origins can't be *; list the website's own"),
        ("[a]\nregion = 3351\nkey = '0123456789abcdef'\n", "line 2, a: region must be the key of a region, such as 03351, not 3351"),
        ("[a]\n# short\nkey = 'secret'\n", "line 3, a: key must be 16 to 100 letters, digits, hyphens and underscores, not …"),
        ("[a]\nregion = '03351'\n", "line 1, a: has neither origins nor a key, so nothing would ever be its"),
        ("[a]\norigins = ['https://a.example']\nrate_limit = 9\n", "line 3, a: rate_limit needs a key, by which requests are known"),
        ("[a]\nkey = '0123456789abcdef'\nrate_limit = 0\n", "line 3, a: rate_limit must be a whole number from 1 to 1000000, not 0"),
        ("[a]\nkey='0123456789abcdef'\n[b]\nkey='0123456789abcdef'\n", "line 4, b: key is that of a, too; each partner needs its own"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_partner_and_cause(text: str, said: str, tmp_path: Path) -> None:
    file = listed(tmp_path, text)
    with pytest.raises(PartnersError) as told:
        read_partners(file)
    assert str(told.value).startswith(str(file))
    assert str(told.value).endswith(said)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PartnersError, match=r"cannot read .*/nowhere\.toml"):
        read_partners(tmp_path / "nowhere.toml")


@pytest.mark.parametrize("by_header", [True, False])
async def test_a_key_brings_its_own_rate_counted_apart(by_header: bool, probe: Probe, tmp_path: Path) -> None:
    headers = {"X-Netzlotse-Partner": "musterstadt-2026-key"} if by_header else {}
    asked = {"query": "{ hello }"} | ({} if by_header else {"partner": "musterstadt-2026-key"})
    async with client_of(probe_app(probe, rate_limit=1, rate_window=3600, partners=listed(tmp_path))) as client:
        known = [await client.get("/graphql", params=asked, headers=headers) for _ in range(6)]
        without = [await client.get("/graphql", params={"query": "{ hello }"}) for _ in range(2)]
    assert [response.status_code for response in known] == [200] * 5 + [429]
    assert known[0].headers["ratelimit-policy"] == '"requests";q=5;w=3600'
    assert known[5].json()["errors"][0]["message"].startswith("Too many requests: 5 in 3600 s are allowed.")
    assert [response.status_code for response in without] == [200, 429]
    assert without[0].headers["ratelimit-policy"] == '"requests";q=1;w=3600'


async def test_a_key_that_nobody_has_is_refused_and_not_repeated(probe: Probe, tmp_path: Path) -> None:
    async with client_of(probe_app(probe, partners=listed(tmp_path))) as client:
        response = await client.get("/graphql", params={"query": "{ hello }", "partner": "musterstadt-2025-key"})
        page = await client.get("/finder", params={"partner": "musterstadt-2025-key", "lang": "de", "place": "29221"})
    assert (response.status_code, response.json()["errors"][0]["message"]) == (401, "The partner key muster… isn't known.")
    assert "musterstadt-2025-key" not in response.text
    assert page.status_code == 401
    assert "Der Schlüssel dieser Website ist nicht bekannt." in page.text
    assert 'class="btn" href="/finder?lang=de&amp;place=29221"' in page.text


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://www.musterstadt.example", 200), ("https://elsewhere.example", 403), ("null", 200), ("http://directory", 200)],
)
async def test_a_key_is_for_the_pages_of_its_website(origin: str, status: int, probe: Probe, tmp_path: Path) -> None:
    async with client_of(probe_app(probe, partners=listed(tmp_path))) as client:
        asked = {"query": "{ hello }", "partner": "musterstadt-2026-key"}
        response = await client.get("/graphql", params=asked, headers={"Origin": origin})
    assert response.status_code == status
    if status == 403:
        message = "The key of musterstadt isn't for pages of 'https://elsewhere.example'."
        assert response.json()["errors"][0]["message"] == message


async def test_a_partner_s_pages_may_read_where_only_listed_origins_may(probe: Probe, tmp_path: Path) -> None:
    async with client_of(probe_app(probe, cors_origins="https://a.example", partners=listed(tmp_path))) as client:
        allowed = {}
        for origin in ("https://a.example", "https://www.musterstadt.example", "https://b.example"):
            response = await client.post("/graphql", json={"query": "{ hello }"}, headers={"Origin": origin})
            allowed[origin] = response.headers.get("access-control-allow-origin")
    assert allowed == {
        "https://a.example": "https://a.example",
        "https://www.musterstadt.example": "https://www.musterstadt.example",
        "https://b.example": None,
    }
