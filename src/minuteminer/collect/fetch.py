"""Fetch one page whole, politely, or say in words why not.

    fetcher = Fetcher(FetchSettings(contact="research@a-council.example"))
    page = fetcher.fetch("https://democracy.a-council.example/mgListCommittees.aspx", kind="committee_list")

One request at a time per host, starts at least two seconds apart, robots.txt obeyed, no disguise: a host that
says no is left alone for the rest of the run.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from minuteminer.collect.addresses import make_clean_url, may_redirect, split_origin
from minuteminer.collect.answers import BrokenTry, SuspectPageError, judge_answer
from minuteminer.collect.guard import BrokenExchangeError, Resolver, resolve_host
from minuteminer.collect.politeness import Breaker, Clock, HostGate, Sleep, make_backoff
from minuteminer.collect.robots import MAX_ROBOTS_BYTES, RobotsRules, forbid_all, judge_robots
from minuteminer.collect.settings import FetchSettings
from minuteminer.collect.transport import Answer, Transport
from minuteminer.errors import BlockedError, FetchError
from minuteminer.models import PageKind, RawPage

__all__ = ["FetchSettings", "Fetcher", "HostTotals", "SuspectPageError", "Validators"]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SLOW_KINDS = frozenset({"document", "web_service"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask "has it changed?": the ETag and Last-Modified of the stored page."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """As request headers."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(slots=True, kw_only=True)
class HostTotals:
    """What was asked of one host so far; `bytes` as they came over the wire."""

    requests: int = 0
    bytes: int = 0
    waited_s: float = 0.0
    robots: str = ""
    stopped: str | None = None
    retry_after_s: float | None = None


@dataclass(slots=True)
class _Host:
    transport: Transport
    totals: HostTotals
    breaker: Breaker = field(default_factory=Breaker)
    rules: RobotsRules | None = None


class Fetcher:
    """Fetches from any number of hosts, each treated on its own.

    `recall_robots` gives a stored robots.txt (address → page) for when a site's own cannot be had;
    `remember_robots` is handed each one that came; `say` is told, in words, what is waited for. `clock`, `sleep`
    and `resolve` are for tests.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = time.sleep,
        resolve: Resolver = resolve_host,
    ) -> None:
        self.settings = settings
        self.recall_robots: Callable[[str], RawPage | None] = lambda _url: None
        self.remember_robots: Callable[[RawPage], None] = lambda _page: None
        self.say: Callable[[str], None] = lambda _text: None
        self._clock, self._sleep, self._resolve = clock, sleep, resolve
        self._hosts: dict[tuple[str, int], _Host] = {}
        self._gates: dict[str, HostGate] = {}

    def fetch(self, url: str, *, kind: PageKind, validators: Validators | None = None) -> RawPage:
        """The page at `url`, whole. With `validators` the answer may be status 304 and an empty body.

        Raises BlockedError when the host does not want us (and for every later page of that host),
        SuspectPageError for a page that came but cannot be whole, FetchError for the rest: its `kind` is
        failed, gone (404, 410), refused, robots, too_large or budget.
        """
        clean = make_clean_url(url, url)
        self.settings.check_host(split_origin(clean)[1])
        return self._fetch_with_tries(clean, kind, validators)

    def stop_host(self, url: str, reason: str, retry_after_s: float | None = None) -> None:
        """Leave the host of `url` alone for the rest of the run."""
        host = self._host(url)
        host.breaker.open(reason, retry_after_s)
        host.totals.stopped, host.totals.retry_after_s = host.breaker.reason, host.breaker.retry_after_s

    def totals(self) -> dict[str, HostTotals]:
        """What was asked of each host so far, by `host:port`."""
        for (name, _), host in self._hosts.items():
            host.totals.waited_s = round(self._gates[name].waited_s, 3) if name in self._gates else 0.0
        return {f"{name}:{port}": host.totals for (name, port), host in self._hosts.items()}

    def robots_rules(self, url: str) -> RobotsRules:
        """The robots rules of the host of `url`, fetched at first need."""
        host = self._host(url)
        if host.rules is None:
            host.rules = self._fetch_rules(url)
            host.totals.robots = host.rules.decision
            self._gate(url).delay_s = max(self.settings.delay_s, host.rules.crawl_delay_s)
        return host.rules

    def close(self) -> None:
        """Close every connection."""
        for host in self._hosts.values():
            host.transport.close()

    def _host(self, url: str) -> _Host:
        _, name, port = split_origin(url)
        if (name, port) not in self._hosts:
            transport = Transport(
                user_agent=self.settings.agent(),
                allow_loopback=self.settings.allow_loopback,
                ca_file=self.settings.ca_file,
                proxy=self.settings.proxy,
                resolve=self._resolve,
            )
            self._hosts[name, port] = _Host(transport, HostTotals())
        return self._hosts[name, port]

    def _gate(self, url: str) -> HostGate:
        name = split_origin(url)[1]
        if name not in self._gates:
            self._gates[name] = HostGate(delay_s=self.settings.delay_s, clock=self._clock, sleep=self._sleep)
        return self._gates[name]

    def _fetch_with_tries(self, url: str, kind: PageKind, validators: Validators | None) -> RawPage:
        breaker = self._host(url).breaker
        tries = self.settings.max_tries
        attempt = 1
        while True:
            self._refuse_if_stopped(url)
            try:
                page = self._follow(url, kind, validators)
            except BrokenTry as broken:
                if not broken.again or attempt >= min(tries, broken.tries or tries):
                    raise self._give_up(url, broken, attempt) from None
                pause_s = self._pause(url, broken, attempt)
                attempt += 1
                left = min(tries, broken.tries or tries)
                self.say(f"{url}: {broken}; asked again in {pause_s:.0f} s (try {attempt} of {left})")
                self._sleep(pause_s)
            else:
                breaker.count_success()
                return page

    def _pause(self, url: str, broken: BrokenTry, attempt: int) -> float:
        if broken.wait_s is None:
            return make_backoff(self.settings.backoff_s, attempt)
        if broken.wait_s > self.settings.max_retry_after_s:
            self.stop_host(url, f"asked to be left alone for {broken.wait_s:.0f} seconds", broken.wait_s)
            self._refuse_if_stopped(url)
        return broken.wait_s

    def _give_up(self, url: str, broken: BrokenTry, attempt: int) -> FetchError:
        breaker = self._host(url).breaker
        words = f"{url}: {broken}" + (f" ({attempt} tries)" if attempt > 1 else "")
        if broken.kind == "blocked":
            self.stop_host(url, str(broken), broken.wait_s)
            return BlockedError(
                f"{words}. The host is left alone for the rest of this run", url=url, retry_after_s=broken.wait_s
            )
        if broken.kind == "failed" and broken.again:
            breaker.count_failure()
            self._host(url).totals.stopped = breaker.reason
        if broken.page is not None:
            return SuspectPageError(words, url=url, page=broken.page)
        return FetchError(words, url=url, kind=broken.kind)

    def _refuse_if_stopped(self, url: str) -> None:
        breaker = self._host(url).breaker
        if breaker.reason is not None:
            raise BlockedError(
                f"{url} was not asked for: {split_origin(url)[1]} is left alone for the rest of this run, "
                f"because {breaker.reason}",
                url=url,
                retry_after_s=breaker.retry_after_s,
            )

    def _follow(self, url: str, kind: PageKind, validators: Validators | None) -> RawPage:
        here = url
        for _ in range(self.settings.max_redirects + 1):
            if kind != "robots":
                self._check_robots(url, here)
            answer = self._ask(here, kind, validators.headers() if validators else {})
            if answer.status not in REDIRECTS:
                return judge_answer(url, here, kind, answer, self.settings)
            here = self._redirect_target(url, here, answer)
        raise BrokenTry(f"more than {self.settings.max_redirects} redirects, the last to {here}", again=False)

    def _check_robots(self, url: str, here: str) -> None:
        rules = self.robots_rules(here)
        if not rules.allows(here):
            kind = "failed" if rules.unreachable else "robots"
            words = rules.decision if rules.unreachable else f"the site's {rules.decision}; it disallows this page"
            raise FetchError(f"{here} may not be fetched: {words}", url=url, kind=kind)

    def _redirect_target(self, url: str, here: str, answer: Answer) -> str:
        target = make_clean_url(here, answer.header("location") or "about:blank")
        if not may_redirect(here, target, self.settings.allowed_hosts):
            raise FetchError(
                f"{url} redirects to {target}, which is another site; refused. If the site has moved, use its new "
                "address; if it has a second host, name that in the allowed hosts",
                url=url,
                kind="refused",
            )
        self.settings.check_host(split_origin(target)[1])
        if urlsplit(target).path.lower().endswith("/mgerror.aspx"):
            raise BrokenTry(
                "the site sends us to its error page (mgError.aspx): no such page", kind="gone", again=False
            )
        return target

    def _ask(self, url: str, kind: PageKind, headers: dict[str, str]) -> Answer:
        host, slow = self._host(url), kind in SLOW_KINDS
        total_s = self.settings.document_timeout_s if slow else self.settings.page_timeout_s
        max_bytes = self.settings.max_document_bytes if slow else self.settings.max_page_bytes
        with self._gate(url).turn():
            self._count_request(url, host.totals)
            try:
                answer = host.transport.exchange(
                    url,
                    headers=headers,
                    connect_timeout_s=self.settings.connect_timeout_s,
                    read_timeout_s=total_s if slow else min(self.settings.read_timeout_s, total_s),
                    total_timeout_s=total_s,
                    max_bytes=MAX_ROBOTS_BYTES if kind == "robots" else max_bytes,
                    start_is_enough=kind == "robots",
                )
            except BrokenExchangeError as broken:
                raise BrokenTry(str(broken), kind=broken.kind, again=broken.again, tries=broken.tries) from None
        host.totals.bytes += len(answer.raw)
        return answer

    def _count_request(self, url: str, totals: HostTotals) -> None:
        if not self.settings.allows_time(datetime.datetime.now().time()):
            raise FetchError(
                f"{url} was not asked for: it is outside the hours that are set; the next run goes on here",
                url=url,
                kind="budget",
            )
        spent = self.totals().values()
        bounds = (
            ("requests", self.settings.max_requests, sum(host.requests for host in spent)),
            ("bytes", self.settings.max_total_bytes, sum(host.bytes for host in spent)),
        )
        for name, bound, used in bounds:
            if bound is not None and used >= bound:
                raise FetchError(
                    f"{url} was not asked for: the budget of {bound:,} {name} is used up; the next run goes on here",
                    url=url,
                    kind="budget",
                )
        totals.requests += 1

    def _fetch_rules(self, url: str) -> RobotsRules:
        parts = urlsplit(url)
        robots_url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        try:
            page = self._fetch_with_tries(robots_url, "robots", None)
        except FetchError as problem:
            if problem.kind in ("budget", "refused"):
                raise
            if problem.kind == "gone":
                return judge_robots(404, b"")
            stored = self.recall_robots(robots_url)
            return judge_robots(stored.status, stored.body) if stored is not None else forbid_all(str(problem))
        self.remember_robots(page)
        return judge_robots(page.status, page.body)
