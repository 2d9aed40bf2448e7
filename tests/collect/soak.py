"""Collect many pages from a server that spoils one answer in twenty, and see that every page is whole or reported.

    python tests/collect/soak.py --pages 10000 --faults 0.05

Prints the figures as JSON; ends with status 1 if a page is neither whole nor reported, or memory has grown.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from fault_server import Answer, FaultServer, bad_answers, chunked, send, whole
from made_site import MadeReader, MadeSite, make_html

from minuteminer.collect.archive import open_archive
from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.walk import collect_committee

ITEMS_PER_MEETING = 3
MEETINGS_PER_LIST = 15
FILLER = "The Panel noted the report of the Commissioner and asked for figures by district. " * 40
# These hold the collector up until its deadline, so that they come seldom.
SLOW = ("head dripped", "body dripped")


def make_site(pages: int) -> MadeSite:
    """A site with about so many pages."""
    site = MadeSite(server=None)  # type: ignore[arg-type]
    names = [str(1000 + number) for number in range(pages // (1 + ITEMS_PER_MEETING))]
    for number, name in enumerate(names):
        texts = tuple(f"{position}. Meeting {name}. {FILLER}" for position in range(ITEMS_PER_MEETING))
        site.add_meeting(name, f"{2000 + number % 20}-0{1 + number % 9}-1{number % 10}", texts=texts)
    for start in range(0, len(names), MEETINGS_PER_LIST):
        later = f"ieListMeetings.aspx?CommitteeId=7&D={start + MEETINGS_PER_LIST}"
        more = {"earlier": later} if start + MEETINGS_PER_LIST < len(names) else {}
        site.lists[str(start) if start else "7"] = site.list_page(names[start : start + MEETINGS_PER_LIST], **more)
    return site


def serve(pages: int, faults: float, seed: int, port: multiprocessing.Queue[int]) -> None:
    """Serve the site, spoiling answers at random; runs in a process of its own."""
    site, dice = make_site(pages), random.Random(seed)

    def answer(address: str) -> Answer:
        parts = urlsplit(address)
        data = site._find(parts.path.lower(), parts.query)
        if data is None:
            return whole(b"", "404 Not Found")
        page = make_html(data, volatile=str(dice.random()))
        if dice.random() < faults:
            bad = bad_answers(page)
            name = dice.choice(list(bad))
            return bad[dice.choice(list(bad))] if name in SLOW and dice.random() < 0.9 else bad[name]
        return whole(page) if dice.random() < 0.5 else send(chunked(page))

    server = FaultServer(otherwise=answer)
    port.put(server.port)
    while True:
        time.sleep(1)
        server.log.clear()
        server.heads.clear()


def count_handles() -> int:
    """Open file handles of this process."""
    return len(os.listdir("/proc/self/fd"))


def soak(pages: int, faults: float, seed: int) -> dict[str, object]:
    """The figures of one soak."""
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(pages, faults, seed, port), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{port.get(timeout=60)}/"
    settings = FetchSettings(
        contact="soak@wold.example", delay_s=0, backoff_s=0.01, page_timeout_s=2, read_timeout_s=1, allow_loopback=True
    )
    memory: list[int] = []

    def watch(_stage: str, done: int, total: int | None) -> None:
        if total and done in (total // 2, total):
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder)) as archive:
        handles = count_handles()
        report = collect_committee(
            base, "7", fetcher=Fetcher(settings), archive=archive, reader=MadeReader(), progress=watch
        )
        site, reader = make_site(pages), MadeReader()
        good = {fetch.canonical_url: fetch for fetch in archive.fetches() if fetch.kind != "robots"}
        wrong = 0
        for fetch in good.values():
            parts = urlsplit(fetch.url)
            data = json.loads(json.dumps(site._find(parts.path.lower(), parts.query)))
            wrong += reader._data(archive.page(fetch)) != data
        # This site has no web service; it was asked for a meeting that could not be had.
        reported = {failure.url for failure in report.failures if "mgWebService" not in failure.url}
        wanted = 1 + len(site.lists) + len(site.meetings) + len(site.items)
        # A full text is only known of where its meeting's page was had.
        meetings = {url.rpartition("mid=")[2] for url in good if "mid=" in url}
        behind = ITEMS_PER_MEETING * len(set(site.meetings) - meetings)
        lost = wanted - len(good) - len(reported) - behind
        damaged = len(archive.verify())
        kinds = Counter(row.outcome for row in archive.fetches(good_only=False))
        server.terminate()
        return {
            "pages": wanted, "whole": len(good), "reported": len(reported), "behind_those": behind,
            "lost": lost, "wrong": wrong,
            "damaged": damaged, "requests": report.requests, "outcomes": dict(kinds), "stopped": report.stopped,
            "seconds": report.seconds, "memory_kb_halfway_and_at_the_end": memory,
            "file_handles_before_and_after": [handles, count_handles()],
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--faults", type=float, default=0.05, help="share of answers that are spoiled")
    parser.add_argument("--seed", type=int, default=4)
    arguments = parser.parse_args()
    figures = soak(arguments.pages, arguments.faults, arguments.seed)
    print(json.dumps(figures, indent=1))
    memory = figures["memory_kb_halfway_and_at_the_end"]
    assert isinstance(memory, list)
    sound = not (figures["lost"] or figures["wrong"] or figures["damaged"] or figures["stopped"])
    sys.exit(0 if sound and memory[-1] < 1.1 * memory[0] else 1)


if __name__ == "__main__":
    main()
