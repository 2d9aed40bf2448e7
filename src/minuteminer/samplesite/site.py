"""A running sample site as its user sees it: where it is, what day it believes in, which faults it shows, who came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

from minuteminer.samplesite.corpus import SampleCorpus
from minuteminer.samplesite.switches import Fault, applies, make_switches


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedRequest:
    """One request that came: when (seconds of a monotonic clock), how, what for, from whom."""

    at_s: float
    method: str
    path: str
    user_agent: str


class SampleSite:
    """A running sample site. `today` and `switches` may be set while it runs; `requests` is what was asked.

    Not frozen like our values: it is a machine with a clock and levers.
    """

    def __init__(
        self, corpus: SampleCorpus, today: datetime.date | None, switches: tuple[Fault, ...], prefix: str
    ) -> None:
        self.corpus = corpus
        self.today = today
        self.prefix = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"
        self.base_url = ""
        self.requests: list[LoggedRequest] = []
        self.stopping = Event()
        self._switches = switches
        self._shown: dict[Fault, int] = {}
        self._lock = Lock()

    @property
    def switches(self) -> tuple[Fault, ...]:
        """The faults that are on."""
        return self._switches

    @switches.setter
    def switches(self, given: Iterable[Fault] | Mapping[str, Any] | None) -> None:
        with self._lock:
            self._switches = make_switches(given)
            self._shown.clear()

    def log(self, request: LoggedRequest) -> None:
        """Note a request."""
        with self._lock:
            self.requests.append(request)

    def faults_at(self, address: str) -> dict[str, Fault]:
        """The faults that show in the answer to an address, by name; those of limited number are counted down."""
        with self._lock:
            found = {}
            for fault in self._switches:
                shown = self._shown.get(fault, 0)
                if applies(fault, address) and (not fault.times or shown < fault.times):
                    self._shown[fault] = shown + 1
                    found[fault.name] = fault
            return found
