"""How hosts are treated: one request at a time, gaps by a clock that cannot be set, no pause over an hour."""

from __future__ import annotations

import dataclasses
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from fault_server import drip, make_head, run_fault_server, whole

from minuteminer.collect.fetch import Fetcher, FetchSettings
from minuteminer.collect.politeness import HostGate, make_backoff, parse_retry_after
from minuteminer.errors import FetchError

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


class FakeTime:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("took_s", "gap_s"), [(0.1, 2.0), (1.9, 2.0), (6.0, 6.0)])
def test_the_gap_is_the_delay_or_what_the_server_took_and_a_little(took_s: float, gap_s: float) -> None:
    fake = FakeTime()
    gate = HostGate(delay_s=2.0, clock=fake.clock, sleep=fake.sleep)
    ends: list[float] = []
    starts: list[float] = []
    for _ in range(4):
        with gate.turn():
            starts.append(fake.now)
            fake.now += took_s
        ends.append(fake.now)
    gaps = [start - end for start, end in zip(starts[1:], ends, strict=False)]
    assert gaps == pytest.approx([1.05 * gap_s] * 3, rel=0.05)
    assert len(set(gaps)) == 3, "with jitter"


def test_c33_a_sleep_that_ends_early_is_slept_again() -> None:
    fake = FakeTime()
    gate = HostGate(delay_s=2.0, clock=fake.clock, sleep=lambda seconds: fake.sleep(seconds / 2 + 0.001))
    for _ in range(2):
        with gate.turn():
            start = fake.now
    assert start >= 102.0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NOW, NOW - timedelta(days=1)),
        (NOW, NOW + timedelta(days=1)),
        (datetime(2026, 10, 25, 1, 59, 59, tzinfo=LONDON), datetime(2026, 10, 25, 1, 0, fold=1, tzinfo=LONDON)),
        (datetime(2026, 3, 29, 0, 59, 59, tzinfo=LONDON), datetime(2026, 3, 29, 2, 0, tzinfo=LONDON)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
    ids=["back a day", "forward a day", "the hour that comes twice", "the hour that is left out", "new year"],
)
def test_c33_a_wall_clock_that_jumps_changes_no_gap(settings: FetchSettings, before: datetime, after: datetime) -> None:
    with run_fault_server(a=whole(), b=whole()) as server:
        fetcher = Fetcher(dataclasses.replace(settings, delay_s=0.2), clock=time.monotonic)
        with time_machine.travel(before, tick=True):
            fetcher.fetch(server.url("/a"), kind="meeting")
        with time_machine.travel(after, tick=True):
            began = time.perf_counter()
            page = fetcher.fetch(server.url("/b"), kind="meeting")
            assert 0.15 < time.perf_counter() - began < 1.0
    assert timedelta(0) <= page.fetched_at - after < timedelta(seconds=2)
    assert page.fetched_at.utcoffset() == timedelta(0)


def test_one_request_at_a_time_also_from_many_threads(settings: FetchSettings) -> None:
    with run_fault_server() as server:
        server.routes |= {f"/{number}": whole() for number in range(6)}
        fetcher = Fetcher(dataclasses.replace(settings, delay_s=0.05))
        fetcher.robots_rules(server.url("/"))
        threads = [
            threading.Thread(target=fetcher.fetch, args=(server.url(f"/{number}"),), kwargs={"kind": "meeting"})
            for number in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        moments = [moment for moment, _ in server.log]
    assert len(moments) == 7
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.05


def test_other_hosts_do_not_wait_for_a_slow_one(settings: FetchSettings) -> None:
    with run_fault_server() as slow, run_fault_server("127.0.0.2", page=whole()) as quick:
        slow.routes["/page"] = drip(b"a" * 100, pause_s=0.05, start=make_head(content_length=100))
        fetcher = Fetcher(dataclasses.replace(settings, max_tries=1))

        def fetch_slowly() -> None:
            with pytest.raises(FetchError):
                fetcher.fetch(slow.url("/page"), kind="meeting")

        thread = threading.Thread(target=fetch_slowly)
        thread.start()
        began = time.monotonic()
        fetcher.fetch(quick.url("/page"), kind="meeting")
        assert time.monotonic() - began < 0.5
        thread.join()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Mon, 04 May 2026 12:10:00 GMT", 600.0),
        ("Mon, 04 May 2026 12:10:00 -0000", 600.0),
        ("Mon, 04 May 2026 11:00:00 GMT", None),
        ("-5", None),
        ("abc", None),
        ("1.5", None),
        ("", None),
        ("9" * 40, None),
        ("\u0663", None),
        ("Mon, 99 May 2026 12:10:00 GMT", None),
    ],
)
def test_c2_retry_after_is_a_number_a_date_or_nothing(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


def test_c3_pauses_double_with_jitter_and_stay_bounded() -> None:
    pauses = [make_backoff(5.0, attempt) for attempt in range(1, 12)]
    assert [5 * 2**n <= pause <= 6.25 * 2**n for n, pause in enumerate(pauses[:4])] == [True] * 4
    assert max(pauses) <= 375


@pytest.mark.parametrize("budget", [{"max_requests": 3}, {"max_total_bytes": 4000}])
def test_a_budget_is_kept(settings: FetchSettings, budget: dict[str, int]) -> None:
    with run_fault_server() as server:
        server.routes |= {f"/{number}": whole() for number in range(9)}
        fetcher = Fetcher(dataclasses.replace(settings, **budget))  # type: ignore[arg-type]
        with pytest.raises(FetchError) as refusal:
            all(fetcher.fetch(server.url(f"/{number}"), kind="meeting") for number in range(9))
        assert refusal.value.kind == "budget"
        assert len(server.log) <= 3
