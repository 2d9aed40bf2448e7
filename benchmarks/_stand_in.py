"""A council site with as many pages as are wanted, in a process of its own, for `collecting` and the soak.

`python -m benchmarks._stand_in PAGES SHARE` prints its address, and ends when its standard input does. SHARE of the
answers are faults that a second try survives; a tenth as many addresses never answer well.
"""

from __future__ import annotations

import contextlib
import datetime
import random
import subprocess
import sys
from collections.abc import Iterator

from minuteminer.samplesite import open_sample_site
from minuteminer.samplesite.corpus import SampleCommittee, SampleCorpus, SampleItem, SampleMeeting, Stage
from minuteminer.samplesite.generator import generate_item
from minuteminer.samplesite.switches import Fault

COMMITTEE = "7"
ITEMS = 7
FIRST_DAY = datetime.date(2001, 1, 8)
# What a second try survives. Refusals stop a host for good, which is another test.
PASSING = ("http_500", "http_503", "short_body", "cut_body", "hang")
LASTING = ("error_page", "cut_body", "http_500")
SEED = 7


def make_corpus(pages: int) -> SampleCorpus:
    """An invented council whose meetings have a page each, and one for each of seven long items."""
    committee = SampleCommittee(committee_id=COMMITTEE, name="Wold Police and Crime Panel")
    meetings = tuple(_make_meeting(number) for number in range(max(1, pages // (ITEMS + 1))))
    return SampleCorpus(site_title="Wold Council", notice="", committees=(committee,), meetings=meetings)


def _make_meeting(number: int) -> SampleMeeting:
    day = FIRST_DAY + datetime.timedelta(days=5 * number)
    items = tuple(
        SampleItem(
            item_id=str(100_000 + number * ITEMS + place), agenda_number=f"{place + 1}", number=f"{place + 1}.",
            title=f"Report {number}-{place}", minutes=generate_item(number * ITEMS + place, words=600).text,
        )
        for place in range(ITEMS)
    )  # fmt: skip
    return SampleMeeting(
        meeting_id=str(10_000 + number), agenda_id=str(50_000 + number), committee_id=COMMITTEE,
        at=datetime.datetime.combine(day, datetime.time(10)), items=items,
        life=(Stage(begins=day, status="final"),),
    )  # fmt: skip


def lasting_fault(address: str, share: float) -> str | None:
    """The fault that an address always shows, if it is one of those."""
    dice = random.Random(f"{SEED} {address.lower()}")
    if address.lower().startswith(("mgai", "ielistdocuments")) and dice.random() < share / 10:
        return dice.choice(LASTING)
    return None


def main() -> None:
    """Serve until standard input ends."""
    pages, share = int(sys.argv[1]), float(sys.argv[2])
    dice = random.Random(SEED)
    with open_sample_site(today=datetime.date(2026, 3, 1)) as site:
        site.corpus = make_corpus(pages)

        def faults_at(address: str) -> dict[str, Fault]:
            site.requests.clear()  # its memory is not what is measured
            name = lasting_fault(address, share)
            if name is None and address != "robots.txt" and dice.random() < share:
                name = dice.choice(PASSING)
            return {name: Fault(name=name, value="0.05" if name == "hang" else "")} if name else {}

        site.faults_at = faults_at  # type: ignore[method-assign]
        print(site.base_url, flush=True)
        sys.stdin.read()


@contextlib.contextmanager
def run_stand_in(pages: int, share: float = 0.0) -> Iterator[str]:
    """The address of a stand-in in another process while the block runs."""
    command = [sys.executable, "-m", "benchmarks._stand_in", str(pages), str(share)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


if __name__ == "__main__":
    main()
