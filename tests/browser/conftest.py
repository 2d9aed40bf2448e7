"""A real browser before a real server on the sample: what a person does."""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from job_site import PANEL, SMALL, open_job_site
from minuteminer.index import open_index

# Where Debian, Ubuntu, Fedora and Google put it; MINUTEMINER_CHROMIUM names another.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOT_RUN = (
    "NOT RUN: the tests of the pages in a browser. No Chromium was found (looked for {names}, and for Playwright's "
    "own). Install one (Debian: apt-get install chromium), or name it in MINUTEMINER_CHROMIUM."
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the system's, else Playwright's own; without one the tests say that they were not run."""
    named = os.environ.get("MINUTEMINER_CHROMIUM")
    path = named or next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            # A container's root has no user namespaces for the sandbox; the pages are our own.
            opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.getuid() == 0 else [])
        except PlaywrightError as error:
            if path:
                raise
            pytest.skip(f"{NOT_RUN.format(names=', '.join(NAMES))} ({str(error).splitlines()[0]})")
        yield opened
        opened.close()


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[str]:
    """The address of a `minuteminer serve` of its own process over a data directory."""
    command = [sys.executable, "-m", "minuteminer", "serve", "--port", "0", "--data", str(data), "--rate", "0"]
    with subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://\S+?(?=/ )", line)
            assert found, line
            yield found.group()
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as collected on two days, between which draft minutes became final ones with other figures."""
    with open_job_site(tmp_path_factory.mktemp("served"), today=datetime.date(2024, 8, 20)) as made:
        made.write_job(PANEL, SMALL)
        for day in (datetime.date(2024, 8, 20), datetime.date(2024, 10, 20), datetime.date(2026, 11, 20)):
            made.site.today = day
            # The collector seldom asks again for what is old on its own clock.
            with time_machine.travel(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)):
                made.run()
        return made.paths.root


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    with serving(data) as found:
        yield found


OpenPage = Callable[..., Page]


def _is_mistake(said: ConsoleMessage) -> bool:
    """Whether the browser complains of the page; that a page's own status is 400 or 404 is none."""
    return said.type == "error" and not re.search(r"the server responded with a status of 40[04]", said.text)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open pages whose every complaint fails the test: script errors, blocked content, requests to other hosts."""
    complaints: list[str] = []
    contexts = []

    def opener(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: complaints.append(f"console: {said.text}") if _is_mistake(said) else None)
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))

        def check(request: Any) -> None:
            if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
                complaints.append(f"another host: {request.url}")

        page.on("request", check)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture(scope="session")
def changed_item(data: Path) -> str:
    """The key of an item that was published in two versions."""
    with open_index(data, read_only=True) as index:
        for hit in index.search("date:2024-07-12 in:item", limit=50).hits:
            if len(index.item(hit.item).versions) > 1:
                return hit.item
    raise AssertionError("no item of the sample has two versions")


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page at desktop size."""
    return open_page(viewport={"width": 1280, "height": 900})
