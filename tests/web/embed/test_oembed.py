"""/embed/v1/oembed: which links become frames, how large, and that nothing else gets into them."""

from collections.abc import AsyncGenerator
from html.parser import HTMLParser

import httpx
import pytest

from tests.web.conftest import Probe, client_of, probe_app

LINK = "http://directory/embed/v1/directory"
ONLY = f"Only addresses of {LINK} can be embedded, not "


@pytest.fixture
async def client(probe: Probe) -> AsyncGenerator[httpx.AsyncClient]:
    async with client_of(probe_app(probe)) as client:
        yield client


def attributes(html: str) -> dict[str, str | None]:
    """Those of the one element in *html*."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    [(tag, attrs)] = found
    assert tag == "iframe"
    return attrs


async def test_a_link_becomes_a_frame_of_the_same_question(client: httpx.AsyncClient) -> None:
    response = await client.get("/embed/v1/oembed", params={"url": f"{LINK}?region=03351&lang=tr&theme=dark", "format": "json"})
    body = response.json()
    html = body.pop("html")
    assert body == {
        "type": "rich",
        "version": "1.0",
        "title": "Netzlotse rehberi",
        "provider_name": "Netzlotse",
        "provider_url": "http://directory/",
        "cache_age": 86400,
        "width": 700,
        "height": 700,
    }
    frame = attributes(html)
    assert frame["src"] == f"{LINK}?lang=tr&region=03351&theme=dark"
    assert frame["title"] == "Netzlotse rehberi"
    assert (frame["width"], frame["height"], frame["loading"]) == ("700", "700", "lazy")
    assert "allow-scripts" in (frame["sandbox"] or "")
    assert "allow-same-origin" not in (frame["sandbox"] or "")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cache-control"] == "public, max-age=86400"


async def test_a_frame_is_no_larger_than_asked_for(client: httpx.AsyncClient) -> None:
    response = await client.get("/embed/v1/oembed", params={"url": LINK, "maxwidth": "500", "maxheight": "5000"})
    frame = attributes(response.json()["html"])
    assert (frame["width"], frame["height"], response.json()["width"]) == ("500", "700", 500)


async def test_nothing_of_a_link_but_the_question_gets_into_the_frame(client: httpx.AsyncClient) -> None:
    url = f'{LINK}?region="><script>alert(1)</script>&onload=alert(1)#fragment'
    response = await client.get("/embed/v1/oembed", params={"url": url})
    frame = attributes(response.json()["html"])
    assert frame["src"] == f"{LINK}?region=%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E"


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"url": "https://elsewhere.example/embed/v1/directory"}, 404, f"{ONLY}'https://elsewhere.example/embed/v1/directory'."),
        ({"url": "http://directory/finder"}, 404, f"{ONLY}'http://directory/finder'."),
        ({"url": "http://[bad"}, 404, f"{ONLY}'http://[bad'."),
        ({}, 404, f"{ONLY}''."),
        ({"url": LINK, "format": "xml"}, 501, "The format can be json, not 'xml'."),
        ({"url": LINK, "maxwidth": "wide"}, 400, "maxwidth must be a number of pixels from 200 on, not 'wide'."),
        ({"url": LINK, "maxwidth": "0" * 4500 + "9"}, 400, f"maxwidth must be a number of pixels from 200 on, not '{'0' * 40}'."),
        ({"url": LINK, "maxheight": "20"}, 400, "maxheight must be a number of pixels from 200 on, not '20'."),
    ],
)  # fmt: skip
async def test_what_cannot_be_framed_is_refused_with_its_cause(
    asked: dict[str, str], status: int, said: str, client: httpx.AsyncClient
) -> None:
    response = await client.get("/embed/v1/oembed", params=asked)
    assert (response.status_code, response.json()["errors"][0]["message"]) == (status, said)


async def test_the_page_says_where_its_frame_is_described(client: httpx.AsyncClient) -> None:
    # The probe's schema can't answer the list; the page that says so has the link as well.
    page = (await client.get("/embed/v1/directory", params={"region": "03351", "lang": "de"})).text
    link = 'href="http://directory/embed/v1/oembed?url=http%3A%2F%2Fdirectory%2Fembed%2Fv1%2Fdirectory%3Flang%3Dde%26region%3D03351&amp;format=json"'
    assert f'<link rel="alternate" type="application/json+oembed" {link} title="Verzeichnis von Netzlotse">' in page


@pytest.mark.parametrize("version", ["v1", "1.0.0"])
async def test_the_script_that_fits_frames_is_served_like_the_element(version: str, client: httpx.AsyncClient) -> None:
    response = await client.get(f"/embed/{version}/resize.js")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert response.headers["access-control-allow-origin"] == "*"
    assert ("immutable" in response.headers["cache-control"]) == (version == "1.0.0")
    assert "event.origin" not in response.text
