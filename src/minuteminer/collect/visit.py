"""One page of a walk: asked for, read, judged, recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

from minuteminer.collect.addresses import make_canonical_url, make_clean_url, may_redirect, split_origin
from minuteminer.collect.answers import describe_mismatch
from minuteminer.collect.archive import Archive, Fetch, Outcome
from minuteminer.collect.fetch import Fetcher, SuspectPageError, Validators
from minuteminer.collect.report import Failure
from minuteminer.collect.runs import Run
from minuteminer.errors import ArchiveError, BlockedError, FetchError, ParseError
from minuteminer.models import PageKind, RawPage

Read = TypeVar("Read")

# A page that a firewall or an error template put in the place of the real one: its body is not worth keeping.
_NOT_CONTENT = frozenset({"blocked", "error_page", "empty"})
_OUTCOMES: dict[str, Outcome] = {"blocked": "blocked", "refused": "refused", "robots": "refused", "suspect": "suspect"}
RUNS_UNTIL_GONE = 3


class WalkStopped(Exception):
    """The rest of a walk makes no sense: the host has stopped us, or the budget is used up."""


class PageRefused(Exception):
    """A page that is what it should be and is still not ours, such as a meeting of another committee."""

    def __init__(self, reason: str, *, kind: str, outcome: Outcome = "refused") -> None:
        super().__init__(reason)
        self.kind = kind
        self.outcome: Outcome = outcome


@dataclass(slots=True)
class Counts:
    """Pages of a run by what came of them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    not_due: int = 0


@dataclass(slots=True)
class Visitor:
    """Visits pages for one run: each at most once, each recorded, whatever comes of it.

    `other_hosts` (`host` or `host:port`) serve the same site; links to them are followed on the site's own.
    """

    site: str
    committee_id: str
    fetcher: Fetcher
    archive: Archive
    run: Run
    fingerprint: Callable[[RawPage], str]
    other_hosts: tuple[str, ...] = ()
    counts: Counts = field(default_factory=Counts)
    failures: list[Failure] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def visit(
        self, base: str, href: str, kind: PageKind, read: Callable[[RawPage], Read], *, due: bool = True
    ) -> Read | None:
        """What `read` makes of the page, or None if it cannot be had (the failure is noted and recorded).

        A page that this run has already, or that is not `due`, is read from the archive. Raises WalkStopped.
        """
        try:
            url = self._make_url(base, href)
            self._check_home(url)
        except FetchError as refusal:
            self.failures.append(Failure(url=refusal.url, kind=refusal.kind, reason=str(refusal)))
            return None
        key = make_canonical_url(url)
        stored, damaged = self._find_stored(url)
        been_there = key in self._seen
        self._seen.add(key)
        if stored is not None and (been_there or key in self.run.done):
            return self._read_stored(stored, read)
        if been_there or self.archive.is_withdrawn(url):
            return None
        if stored is not None and not due:
            self.counts.not_due += 1
            return self._read_stored(stored, read)
        return self._fetch(url, kind, read, stored, restore=damaged)

    def has_seen(self, base: str, href: str) -> bool:
        """Whether this walk has been to a page."""
        try:
            return make_canonical_url(self._make_url(base, href)) in self._seen
        except FetchError:
            return False

    def read_earlier(self, base: str, href: str, read: Callable[[RawPage], Read]) -> Read | None:
        """What `read` makes of the stored good version of a page, None if there is none that can be read."""
        try:
            stored = self.archive.latest(self._make_url(base, href))
            return read(self.archive.page(stored)) if stored is not None else None
        except (FetchError, ArchiveError, ParseError):
            return None  # visiting it says what is wrong

    def last_seen(self, base: str, href: str) -> Fetch | None:
        """The last visit that found a page good, changed or not."""
        try:
            return self.archive.last_seen(self._make_url(base, href))
        except FetchError:
            return None

    def _find_stored(self, url: str) -> tuple[Fetch | None, bool]:
        """The stored good version if its body is sound, and whether there is one whose body is not."""
        stored = self.archive.latest(url)
        if stored is None:
            return None, False
        try:
            self.archive.page(stored)
        except ArchiveError as damage:
            self._note(url, "damaged", f"{damage}. It is fetched anew")
            return None, True
        return stored, False

    def is_withdrawn(self, base: str, href: str) -> bool:
        """Whether a page was withdrawn from the archive."""
        try:
            return self.archive.is_withdrawn(self._make_url(base, href))
        except FetchError:
            return False

    def is_elsewhere(self, base: str, href: str) -> bool:
        """Whether a link leads away from the site."""
        try:
            return not self._is_at_home(self._make_url(base, href))
        except FetchError:
            return True

    def _check_home(self, url: str) -> None:
        if not self._is_at_home(url):
            raise FetchError(
                f"{url} is on another site than {self.site}; not asked for. If it is the same site's second host, "
                "name it in the allowed hosts",
                url=url,
                kind="refused",
            )

    def _is_at_home(self, url: str) -> bool:
        return may_redirect(self.site, url, self.fetcher.settings.allowed_hosts)

    def _make_url(self, base: str, href: str) -> str:
        """The address to ask for: on the site's own scheme and host where the link means the same site."""
        url = make_clean_url(base, href)
        scheme, host, port = split_origin(url)
        _, site_host, site_port = split_origin(self.site)
        plain = (scheme, host, port) == ("http", site_host, 80) and site_port == 443
        if plain or {host, f"{host}:{port}"} & set(self.other_hosts):
            home = urlsplit(self.site)
            return urlunsplit((home.scheme, home.netloc, *urlsplit(url)[2:]))
        return url

    def _read_stored(self, stored: Fetch, read: Callable[[RawPage], Read]) -> Read | None:
        try:
            return read(self.archive.page(stored))
        except (ParseError, PageRefused) as problem:
            self._note(stored.url, getattr(problem, "kind", "unreadable"), f"stored page: {problem}")
            return None

    def _fetch(
        self, url: str, kind: PageKind, read: Callable[[RawPage], Read], stored: Fetch | None, *, restore: bool
    ) -> Read | None:
        try:
            page = self.fetcher.fetch(url, kind=kind, validators=_validators(stored))
        except FetchError as problem:
            self._fail(url, kind, problem)
            return None
        if page.status == 304 and stored is not None:
            self._record(page, kind)
            return self._read_stored(stored, read)
        return self._judge(page, kind, read, restore=restore)

    def _judge(self, page: RawPage, kind: PageKind, read: Callable[[RawPage], Read], *, restore: bool) -> Read | None:
        try:
            result = read(page)
            fingerprint = self.fingerprint(page)
        except ParseError as problem:
            self._note(page.url, problem.kind, str(problem))
            if problem.kind == "blocked":
                self._record(page, kind, outcome="blocked", reason=str(problem))
                self.fetcher.stop_host(page.url, f"it answers with a challenge ({problem})")
                raise WalkStopped(f"blocked: {problem}") from None
            outcome: Outcome = "failed" if problem.kind in _NOT_CONTENT else "suspect"
            self._record(page, kind, outcome=outcome, reason=str(problem))
            return None
        except PageRefused as refusal:
            self._note(page.url, refusal.kind, str(refusal))
            self._record(page, kind, outcome=refusal.outcome, reason=str(refusal))
            return None
        self._record(page, kind, fingerprint=fingerprint, outcome="ok" if restore else None)
        return result

    def _record(
        self,
        page: RawPage,
        kind: PageKind,
        *,
        fingerprint: str | None = None,
        outcome: Outcome | None = None,
        reason: str = "",
    ) -> None:
        recorded = self.archive.record(
            page,
            kind=kind,
            site=self.site,
            committee_id=self.committee_id,
            fingerprint=fingerprint,
            outcome=outcome,
            reason=reason or describe_mismatch(page),
            run_id=self.run.run_id,
        )
        if recorded.outcome == "unchanged":
            self.counts.unchanged += 1
        elif recorded.outcome == "ok" and recorded.changed:
            self.counts.changed += 1
        elif recorded.outcome == "ok":
            self.counts.new += 1

    def _fail(self, url: str, kind: PageKind, problem: FetchError) -> None:
        if problem.kind == "budget":
            raise WalkStopped(f"budget: {problem}")
        self._note(url, problem.kind, str(problem))
        if isinstance(problem, SuspectPageError):
            self._record(problem.page, kind, outcome="suspect", reason=str(problem))
            return
        outcome = _OUTCOMES.get(problem.kind, "failed")
        if problem.kind == "gone" and self._was_gone_before(url):
            outcome = "gone"
        self.archive.record_failure(
            url,
            kind=kind,
            site=self.site,
            committee_id=self.committee_id,
            outcome=outcome,
            reason=str(problem),
            run_id=self.run.run_id,
        )
        if isinstance(problem, BlockedError):
            raise WalkStopped(f"blocked: {problem}")

    def _was_gone_before(self, url: str) -> bool:
        """Whether the page was missing in each of the last runs too, so that this is the third in a row."""
        last = self.archive.history(url)[-(RUNS_UNTIL_GONE - 1) :]
        missing = [row for row in last if row.outcome == "gone" or "no such page" in row.reason]
        return len(missing) == RUNS_UNTIL_GONE - 1

    def _note(self, url: str, kind: str, reason: str) -> None:
        self.failures.append(Failure(url=url, kind=kind, reason=reason))


def _validators(stored: Fetch | None) -> Validators | None:
    if stored is None:
        return None
    headers = dict(stored.headers)
    validators = Validators(etag=headers.get("etag", ""), last_modified=headers.get("last-modified", ""))
    return validators if validators.headers() else None
