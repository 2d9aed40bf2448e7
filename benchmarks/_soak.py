"""Ten thousand pages with faults in a twentieth of the answers: each ends whole in the archive, or reported.

`make soak`, or `python -m benchmarks._soak PAGES`. The exit code is 1 if a page is neither, or is wrong.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks._stand_in import COMMITTEE, lasting_fault, make_corpus, run_stand_in
from minuteminer.collect.archive import Archive, open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.report import CollectReport
from minuteminer.collect.settings import FetchSettings
from minuteminer.collect.walk import collect_committee
from minuteminer.parse.address import find_id
from minuteminer.parse.reader import ModernGovReader

SHARE = 0.05
MAX_RUNS = 5


def memory_mb() -> float:
    """The most memory that this process had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Collect, check every page, print the figures; returns the exit code."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    settings = FetchSettings(allow_loopback=True, delay_s=0, backoff_s=0.01, read_timeout_s=2)
    memory: list[float] = []

    def progress(stage: str, done: int, total: int | None) -> None:
        if stage == "meetings" and total and done % max(1, total // 10) == 0:
            memory.append(memory_mb())
            print(f"  {done} of {total} meetings, {memory[-1]:.0f} MB", file=sys.stderr, flush=True)

    with (
        tempfile.TemporaryDirectory() as folder,
        run_stand_in(pages, SHARE) as site,
        open_archive(Path(folder)) as archive,
    ):
        began, reports = time.monotonic(), []
        while not reports or (reports[-1].stopped and len(reports) < MAX_RUNS):
            with closing(Fetcher(settings)) as fetcher:
                reports.append(
                    collect_committee(
                        site, COMMITTEE, fetcher=fetcher, archive=archive, reader=ModernGovReader(), progress=progress
                    )
                )
        seconds = time.monotonic() - began
        wrong = check(site, pages, archive, reports)
    asked, failed = sum(r.requests for r in reports), sum(len(r.failures) for r in reports)
    kept = sum(report.pages_new for report in reports)
    print(f"{kept} pages kept and {failed} reported, of {asked} requests in {seconds:.0f} s and {len(reports)} runs")
    print(f"{kept / seconds:.0f} pages/s; memory {memory[1]:.0f} MB after a tenth, {memory[-1]:.0f} MB at the end")
    for line in wrong[:20]:
        print(f"WRONG: {line}")
    print("every page is whole or reported" if not wrong else f"{len(wrong)} pages are neither whole nor reported")
    return 1 if wrong else 0


def check(site: str, pages: int, archive: Archive, reports: list[CollectReport]) -> list[str]:
    """What is wrong: a page that is neither kept whole nor reported, or kept where it cannot have come."""
    reader = ModernGovReader()
    texts: dict[str, str] = {}
    meetings: set[str] = set()
    wrong = [problem.reason for problem in archive.verify()]
    for fetch in archive.fetches():
        if fetch.kind == "item":
            texts[find_id(fetch.url, "id") or ""] = reader.item(archive.page(fetch)).text
        elif fetch.kind == "meeting":
            meetings.add(find_id(fetch.url, "mid") or "")
    reported = " ".join(failure.url for report in reports for failure in report.failures)
    for meeting in make_corpus(pages).meetings:
        if meeting.meeting_id not in meetings:
            if f"MId={meeting.meeting_id}" not in reported:
                wrong.append(f"meeting {meeting.meeting_id} is neither kept nor reported")
            continue  # its items are not known without it
        for item in meeting.items:
            address = f"mgAi.aspx?ID={item.item_id}"
            if item.item_id in texts:
                if texts[item.item_id].split() != item.minutes.split():
                    wrong.append(f"{address} is kept and not whole")
                if lasting_fault(address.lower(), SHARE):
                    wrong.append(f"{address} never answers well, and is kept")
            elif address.lower() not in reported.lower():
                wrong.append(f"{site}{address} is neither kept nor reported")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
