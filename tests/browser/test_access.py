"""The pages for everyone: WCAG 2.2 AA by axe-core, narrow screens, large letters, valid HTML."""

from __future__ import annotations

from collections.abc import Callable

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import OpenPage

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = {
    "start": "/",
    "results": "/search?q=firearms",
    "resolutions": "/search?q=in%3Aresolution",
    "figures": "/search?q=role%3Abudget+in%3Afact",
    "nothing found": "/search?q=firarms",
    "a mistake": "/search?q=amount%3A%3Elots",
    "committees": "/committees",
    "topics": "/topics",
    "a topic": "/topic/firearms",
    "register": "/register",
    "figures over time": "/trail?thing=officer+strength",
    "money": "/money",
    "coverage": "/coverage",
    "about": "/about",
    "accessibility": "/accessibility",
    "not found": "/nowhere",
    "report": "/report",
}
# Pages that are reached from others, by the link that leads to them.
FURTHER = {
    "item": ["#result-1 h3 a"],
    "meeting": ["#result-1 .mm-result__links a[href*='/meeting/']"],
    "committee": ["#result-1 .mm-result__links a[href*='/meeting/']", ".govuk-breadcrumbs a[href*='/committee/']"],
    "explanation": ["#result-1 h3 a", "#facts .mm-about__more a"],
    "correction": ["#result-1 h3 a", "#report"],
}
# Elements that reach over the right edge and are not meant to scroll by themselves: the first to look at.
WIDER_THAN_THE_PAGE = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(one => !one.closest('.mm-scroll, svg, .govuk-visually-hidden, .govuk-skip-link'))
  .map(one => one.outerHTML.slice(0, 120))"""
NAMES = [*PATHS, *FURTHER, "changes"]


Go = Callable[[Page, str], None]


@pytest.fixture
def go(address: str, changed_item: str) -> Go:
    """Open one of the pages."""

    def opened(page: Page, name: str) -> None:
        if name in PATHS:
            page.goto(address + PATHS[name])
        elif name == "changes":
            page.goto(f"{address}/changes/{changed_item}")
        else:
            page.goto(f"{address}/search?q=headcount%3A%3E20")
            for link in FURTHER[name]:
                page.locator(link).first.click()

    return opened


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(open_page: OpenPage, go: Go, name: str) -> None:
    page = open_page()
    go(page, name)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_has_to_be_scrolled_sideways(open_page: OpenPage, go: Go, name: str) -> None:
    page = open_page(device_scale_factor=2)
    go(page, name)
    # A narrow telephone; and 1280 px at 200 %, which is half as many CSS pixels, each twice as large.
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate(WIDER_THAN_THE_PAGE)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), wider[:5]


@pytest.mark.parametrize("name", NAMES)
def test_the_html_is_valid(open_page: OpenPage, go: Go, name: str) -> None:
    page = open_page(java_script_enabled=False)
    go(page, name)
    html = page.request.get(page.url, headers={"accept": "text/html"}).text()
    html5lib.HTMLParser(strict=True).parse(html)
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
