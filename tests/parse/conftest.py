"""What tests of parsing share: answers of a site made from bytes or from a page beside the tests."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from minuteminer.models import RawPage

PAGES = Path(__file__).parent / "pages"
SITE = "https://democracy.brackshire.example/moderngov/"
Answer = Callable[..., RawPage]


@pytest.fixture(scope="session")
def pages() -> Path:
    """The folder of pages written for these tests, in the product's shape."""
    return PAGES


@pytest.fixture(scope="session")
def answer() -> Answer:
    """Makes a site's answer: `answer(body, "mgAi.aspx?ID=3")`, or with the name of a file in `pages`."""

    def make(
        body: bytes | str, address: str = "", *, status: int = 200, content_type: str = "text/html", led_to: str = ""
    ) -> RawPage:
        if isinstance(body, str):
            body = (PAGES / body).read_bytes() if body.endswith((".html", ".xml")) else body.encode()
        url = address if "://" in address else SITE + address
        return RawPage(
            url=url, final_url=SITE + led_to if led_to else url, fetched_at=datetime.datetime.now(datetime.UTC),
            status=status, content_type=content_type, headers=(), body=body, sha256=hashlib.sha256(body).hexdigest(),
        )  # fmt: skip

    return make
