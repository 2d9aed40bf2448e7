"""A cap on memory: the usual one is enough, and one that is not ends in words with the archive whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from made_site import MadeSite
from pytest_httpserver import HTTPServer
from werkzeug import Response

from minuteminer.collect.archive import open_archive

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not cap a process's memory so")

# Argument 3 is the cap in megabytes; with a plus, what may come on top of what the program takes by itself.
CAPPED = """
import resource, sys
from pathlib import Path
from made_site import MadeReader
from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.walk import collect_committee
import minuteminer.cli as cli
base, folder, cap = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
fetcher = Fetcher(FetchSettings(delay_s=0, allow_loopback=True))
fetcher.robots_rules(base)  # its threads are started now
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if cap[0] == "+" else 0
resource.setrlimit(resource.RLIMIT_AS, (taken + int(cap) * 1_000_000,) * 2)

def collect(**_):
    with open_archive(folder) as archive:
        report = collect_committee(base, "7", fetcher=fetcher, archive=archive, reader=MadeReader())
    print(report.pages_new, len(report.failures))

cli.app = collect
cli.main()
"""


def run_capped(base: str, folder: Path, cap: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CAPPED, base, str(folder), cap]
    here = {"PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=here)


def test_c34_three_hundred_pages_fit_into_a_quarter_of_a_gigabyte(httpserver: HTTPServer, scratch: Path) -> None:
    site = MadeSite(httpserver)
    site.add_meeting("101", "2019-02-05", texts=tuple(f"{number}. Noted. " * 40 for number in range(300)))
    site.lists["7"] = site.list_page(["101"])
    ran = run_capped(site.start(), scratch / "archive", "256")
    assert (ran.returncode, ran.stderr) == (0, "")
    pages, failures = map(int, ran.stdout.split())
    assert pages > 300
    assert failures == 0


def test_c34_a_cap_that_is_too_low_ends_in_words_and_leaves_the_archive_whole(
    httpserver: HTTPServer, scratch: Path
) -> None:
    site = MadeSite(httpserver)
    site.add_meeting("101", "2019-02-05")
    site.lists["7"] = site.list_page(["101"])
    large = b"<html>" + b"<p>more</p>" * 700_000 + b"</html>"
    site.overrides["/ieListDocuments.aspx?CId=7&MId=101"] = Response(large, content_type="text/html")
    ran = run_capped(site.start(), scratch / "archive", "+6")
    assert ran.returncode == 1
    assert "not enough memory. What was done is kept" in ran.stderr
    assert "Traceback" not in ran.stderr
    with open_archive(scratch / "archive", read_only=True) as archive:
        assert archive.verify() == []
        assert [fetch.kind for fetch in archive.fetches()][-1:] == ["meeting_list"]
