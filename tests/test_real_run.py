"""A whole job over pages that a real council site gave, served on this machine under their own addresses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from minuteminer.index import open_index
from minuteminer.jobs import coverage_rows
from minuteminer.run_job import run_job
from minuteminer.settings import data_paths

pytestmark = pytest.mark.shared

# Of the meetings in the list these pages are there; the site says of all others that there is no such page.
PAGES = {
    "mglistcommittees.aspx": "CommitteeStructure.html",
    "ielistmeetings.aspx": "BrowseMeetings.html",
    "10221": "Agenda_151.html",
    "10220": "Agenda_412.html",
    "10219": "Agenda_Irrelevant.html",
}


class RealSite:
    """Serves the pages of a folder; `instead` stands in the place of one of them."""

    def __init__(self, folder: Path) -> None:
        site = self
        self.folder = folder
        self.instead: dict[str, bytes] = {}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, body = site.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                if status == 302:
                    self.send_header("Location", "/mgError.aspx")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def answer(self, path: str) -> tuple[int, bytes]:
        parts = urlsplit(path)
        name = parts.path.strip("/").lower()
        query = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
        key = query.get("mid", "") if name == "ielistdocuments.aspx" else name
        if key == "ielistmeetings.aspx" and "act" in query:
            return 302, b""
        if key in self.instead:
            return 200, self.instead[key]
        if key in PAGES:
            return 200, (self.folder / PAGES[key]).read_bytes()
        return (404, b"") if name == "robots.txt" else (302, b"")


@pytest.fixture
def real_site(shared: Path) -> Iterator[RealSite]:
    site = RealSite(shared / "fixtures" / "moderngov" / "kingston")
    yield site
    site.server.shutdown()
    site.server.server_close()


def test_a_run_over_real_pages_keeps_what_is_good_and_reports_the_rest(
    real_site: RealSite, shared: Path, tmp_path: Path
) -> None:
    paths, job = data_paths(tmp_path / "data"), tmp_path / "real.toml"
    job.write_text(f'[source]\nsite = "{real_site.url}"\ncommittees = ["711"]\ndocuments = "none"\n', encoding="utf-8")
    first = run_job(job, paths)
    assert first.exit_code == 3
    (collected,) = first.collected
    assert collected.meetings_listed == 15
    assert collected.meetings_fetched == 2
    kinds = [failure.kind for failure in collected.failures]
    assert kinds.count("other_committee") == 1
    assert kinds.count("gone") >= 12
    with open_index(paths.index, read_only=True) as index:
        items = index.stats().items
        assert items == 12
        assert index.search("community safety").total > 0
    rows = coverage_rows(paths)
    assert sum(row.listed for row in rows) == 15
    assert sum(row.cancelled for row in rows) >= 1

    trick = (shared / "fixtures" / "moderngov" / "failures" / "javascript-redirect-as-200.html").read_bytes()
    real_site.instead["10221"] = trick  # a script in the place of a page, with status 200
    second = run_job(job, paths)
    assert second.exit_code in (3, 4)
    assert second.gains.items_changed == second.gains.items_new == 0
    with open_index(paths.index, read_only=True) as index:
        assert index.stats().items == items
