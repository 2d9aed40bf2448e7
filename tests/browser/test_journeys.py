"""What an officer does on the pages, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from minuteminer.corrections.folder import load_corrections
from minuteminer.settings import data_paths

from .conftest import OpenPage


def search(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/")
    page.get_by_label("Search the minutes").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()


def total(page: Page) -> int:
    found = re.search(r"[\d,]+", page.locator("#total").inner_text())
    return int(found.group().replace(",", "")) if found else 0


def test_search_filter_and_open_the_paragraph(page: Page, address: str) -> None:
    search(page, address, "firearms")
    expect(page.locator("#echo")).to_contain_text("firearms", ignore_case=True)
    before = total(page)
    assert before > 3
    year = page.locator("#filter-year input").first
    year.check()
    page.locator("#apply-filters").click()
    assert 0 < total(page) < before
    tags = page.get_by_role("group", name="Selected filters")
    expect(tags).to_be_visible()
    tags.get_by_role("link", name="Remove the filter").first.click()
    assert total(page) == before
    page.locator("#result-1 h3 a").click()
    assert "/item/" in page.url
    assert "#" in page.url
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_found_words_are_marked(page: Page, address: str) -> None:
    search(page, address, '"firearms officers"')
    assert page.locator("#result-1 mark").all_inner_texts()
    assert "firearms" in " ".join(page.locator("#result-1 mark").all_inner_texts()).lower()


def test_a_fact_and_its_words_lead_to_each_other(page: Page, address: str) -> None:
    search(page, address, "headcount:>1000")
    page.locator("#result-1 h3 a").click()
    fact = page.locator("a.mm-fact").first
    words = fact.inner_text()
    fact.click()
    about = page.locator(":target")
    expect(about).to_be_in_viewport()
    expect(about).to_contain_text(words)
    about.locator(".mm-about__words a").click()
    expect(page.locator(":target")).to_be_attached()
    page.locator("#facts .mm-about__more a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why this was read")


def test_copy_a_citation(open_page: OpenPage, address: str) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    search(page, address, "precept in:resolution")
    page.locator("#result-1").get_by_text("Copy citation").click()
    page.locator("#result-1").get_by_role("button", name="Copy to clipboard").click()
    expect(page.locator("#result-1 [role=status]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Police and Crime Panel" in copied
    assert "http" in copied


def test_follow_a_search_in_a_feed(page: Page, address: str) -> None:
    search(page, address, "precept in:resolution")
    feed = page.request.get(address + (page.locator("#follow").get_attribute("href") or ""))
    assert feed.ok
    assert "application/atom+xml" in feed.headers["content-type"]
    assert feed.text().count("<entry>") >= 1


def test_download_the_results(page: Page, address: str, tmp_path: Path) -> None:
    search(page, address, "precept in:resolution")
    rows = total(page)
    with page.expect_download() as started:
        page.locator("#download-csv").click()
    file = tmp_path / "results.csv"
    started.value.save_as(file)
    import csv

    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.DictReader(opened))) == rows


def test_a_mistake_is_one_sentence_at_its_place(page: Page, address: str) -> None:
    search(page, address, "amount:>lots firearms")
    summary = page.locator("#mistake")
    expect(summary).to_be_visible()
    expect(page.locator("#q")).to_have_value("amount:>lots firearms")
    assert page.title().startswith("Error")


def test_no_results_say_what_was_searched_and_what_is_near(page: Page, address: str) -> None:
    search(page, address, "firarms")
    expect(page.locator("#total")).to_have_text("No matches")
    expect(page.locator("#no-results")).to_contain_text("What is searched")
    expect(page.locator(".mm-remark").first).to_contain_text("firearms")


def test_say_what_is_wrong(page: Page, address: str, data: Path) -> None:
    search(page, address, "headcount:>1000")
    page.locator("#result-1 h3 a").click()
    words = page.locator("a.mm-fact").first.inner_text()
    page.locator("#report").click()
    page.get_by_label("The words that were read wrongly").fill(words)
    page.get_by_label("What is wrong").fill("It was one more.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert any(one.remark == "It was one more." for one in load_corrections(data_paths(data).corrections))


def test_the_keyboard_alone_is_enough(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(6):
        if page.locator("#q").evaluate("field => field === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("firearms in:resolution")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_be_visible()
    first = page.locator("#result-1 h3 a")
    for _ in range(80):
        if first.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()
    outline = first.evaluate("link => getComputedStyle(link).outlineStyle + getComputedStyle(link).boxShadow")
    assert outline != "nonenone"  # where the focus is can be seen
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/register", "/trail?thing=officer+strength", "/topic/firearms", "/coverage", "/money"]
)
def test_every_picture_has_its_table(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    for number in range(page.locator("figure svg[role=img]").count()):
        expect(page.locator("figure svg[role=img]").nth(number)).to_be_visible()
    assert page.locator("table tbody tr").count() >= 1


def test_everything_works_without_script(open_page: OpenPage, address: str, data: Path) -> None:
    page = open_page(java_script_enabled=False)
    search(page, address, "firearms")
    page.locator("#filter-year input").first.check()
    page.locator("#apply-filters").click()
    assert total(page) > 0
    page.locator("#result-1").get_by_text("Copy citation").click()
    expect(page.locator("#result-1 textarea")).to_be_visible()
    expect(page.locator("#result-1").get_by_role("button", name="Copy to clipboard")).to_be_hidden()
    page.locator("#result-1 h3 a").click()
    page.locator("a.mm-fact").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator("#report").click()
    page.get_by_label("What is wrong").fill("Sent without script.")
    page.get_by_label("The words that were read wrongly").fill("of the")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_pages_of_results_lead_on_and_back(page: Page, address: str) -> None:
    search(page, address, "the Panel noted OR agreed OR police")
    pages = page.get_by_role("navigation", name="Pages of results")
    expect(pages).to_be_visible()
    pages.get_by_role("link", name="Next").click()
    assert "page 2" in page.title()
    pages.get_by_role("link", name="Previous").click()
    assert "page 1" in page.title()
    page.goto(page.url + "&page=900000")
    assert page.locator("#result-1").count() == 1  # a page that is no more leads to the first
