"""The static site in a browser, from `file://`: what a reader does who has a folder and no server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from minuteminer.export.files import query_of
from minuteminer.index import open_index
from minuteminer.static_site.write import write_site

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static") / "public"
    with open_index(data / "index.sqlite", read_only=True) as index:
        write_site(index, query_of(None), folder)
    return folder


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page that has said nothing wrong and asked no other host when the test is over."""
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert said == []
    assert all(url.startswith("file:") for url in asked)


def search(page: Page, site: Path, query: str) -> list[str]:
    page.goto((site / "index.html").as_uri())
    page.fill("#q", query)
    page.click("form button")
    expect(page.locator("#results p").first).to_have_text(re.compile("found|first:"))
    return [hit.inner_text() for hit in page.query_selector_all(".hit")]


def test_a_search_finds_passages_newest_first_and_leads_to_the_words(reader: Page, site: Path) -> None:
    hits = search(reader, site, "firearms officers")
    assert len(hits) >= 3
    dates = [reader.locator(".hit .meta").nth(place).inner_text()[:10] for place in range(len(hits))]
    assert dates == sorted(dates, reverse=True)
    assert all("firearms" in hit.lower() for hit in hits)
    reader.locator(".hit a", has_text="Recruitment of firearms officers").first.click()
    assert reader.locator("h1").inner_text().endswith("Recruitment of firearms officers")
    assert reader.locator("a.fact").count() > 3


def test_phrases_prefixes_and_exclusions(reader: Page, site: Path) -> None:
    every = search(reader, site, "firearms officers")
    phrase = search(reader, site, '"firearms officers"')
    assert 0 < len(phrase) <= len(every)
    assert all("firearms officers" in hit.lower() for hit in phrase)
    without = search(reader, site, "firearms officers -recruitment")
    assert without
    assert not [hit for hit in without if "recruitment" in hit.lower().partition("\n")[2].partition("paragraph")[2]]
    assert search(reader, site, "recruit*")
    assert search(reader, site, "zeppelin") == []
    assert reader.locator("#results p").first.inner_text() == "Nothing was found."


def test_a_search_can_be_linked_to_and_narrowed(reader: Page, site: Path) -> None:
    reader.goto((site / "index.html").as_uri() + "?q=precept&year=2024&decisions=1")
    reader.wait_for_selector(".hit")
    assert reader.locator(".hit .meta").first.inner_text().startswith("2024")
    assert reader.input_value("#q") == "precept"


def test_without_scripts_the_lists_lead_to_every_item(browser: Browser, site: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((site / "index.html").as_uri())
        assert "The search needs JavaScript" in page.inner_text("main")
        page.locator("main ul a").first.click()
        page.locator("main ul a").first.click()
        assert page.locator("table").count() <= 1
        assert page.locator("h1").count() == 1


def test_axe_finds_nothing_on_a_search_an_item_and_a_list(reader: Page, site: Path) -> None:
    search(reader, site, "firearms officers")
    addresses = [reader.url, *(next((site / name).glob("*.html")).as_uri() for name in ("items", "committees"))]
    for address in addresses:
        if address != reader.url:
            reader.goto(address)
        found = Axe().run(reader, options={"preload": False, "runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, found.generate_report()
