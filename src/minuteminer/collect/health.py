"""Whether a site is still as it was, and what it means when nothing came.

The canary is a page of each type that was good before: asked for again, it must still be read and still carry
the marks that all good pages of its type carry. What changed is said before it spoils data.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import Literal

from minuteminer.collect.archive import Archive, Fetch
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.page_reader import PageReader
from minuteminer.collect.report import CollectReport
from minuteminer.errors import BlockedError, FetchError, ParseError
from minuteminer.models import PageKind, RawPage

CanaryVerdict = Literal["as expected", "layout changed", "moved", "blocked", "failed"]
ZeroKind = Literal[
    "something came", "no meeting", "minutes not yet published", "moved", "layout changed", "blocked", "failed"
]

CANARY_KINDS: tuple[PageKind, ...] = ("meeting_list", "meeting", "item", "attendance")
# Marks are taken from this many of the latest good pages of a type; more would only make the check slower.
SHAPE_PAGES = 12
_MARK = re.compile(rb"""\b(class|id|summary)\s*=\s*["']\s*([^"']{1,80}?)\s*["']""", re.IGNORECASE)
_PRODUCT_NAME = re.compile(rb"mg[A-Z]\w+|modgov|WordSection\d*")
_UNREADABLE = frozenset({"unreadable", "wrong_page", "not_html", "other_product", "layout", "shrunk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """How one page type of a site is; `missing` are the marks that all good pages carried and this one lacks."""

    site: str
    kind: PageKind
    url: str
    verdict: CanaryVerdict
    reason: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroVerdict:
    """What it means that a collection brought nothing (or that it brought something); `alarm` calls for people."""

    kind: ZeroKind
    alarm: bool
    reason: str


def find_shape(page: RawPage) -> frozenset[str]:
    """The product's marks on a page: its class names, ids and table summaries, without their numbers.

    >>> from minuteminer.collect.health import find_shape
    >>> sorted(find_shape(RawPage(url="", final_url="", fetched_at=None, status=200, content_type="", headers=(),
    ...     body=b'<div id="modgov"><p class="mgAiTitleTxt x">', sha256="")))
    ['class mgAiTitleTxt', 'id modgov']
    """
    marks: set[str] = set()
    for attribute, value in _MARK.findall(page.body):
        name = attribute.lower().decode()
        if name == "summary":
            marks.add(f"summary {value.decode('latin-1')}")
        else:
            marks |= {f"{name} {word.decode()}" for word in value.split() if _PRODUCT_NAME.fullmatch(word)}
    return frozenset(marks)


def load_expected_shape(archive: Archive, site: str, kind: PageKind) -> frozenset[str]:
    """The marks that all of the latest good pages of a type carry; empty where there are none."""
    latest: deque[Fetch] = deque(archive.fetches(site=site, kind=kind), maxlen=SHAPE_PAGES)
    shapes = [find_shape(archive.page(fetch)) for fetch in latest]
    return frozenset.intersection(*shapes) if shapes else frozenset()


def check_canaries(site: str, *, fetcher: Fetcher, archive: Archive, reader: PageReader) -> tuple[Canary, ...]:
    """Ask for one known good page of each type again (at most four requests) and compare; nothing is stored.

    Types of which the archive has no good page are left out. A host that blocks us ends the check.
    """
    found: list[Canary] = []
    for kind in CANARY_KINDS:
        newest = deque(archive.fetches(site=site, kind=kind), maxlen=1)
        if newest:
            found.append(_check_canary(newest[0], fetcher, archive, reader))
            if found[-1].verdict == "blocked":
                break
    return tuple(found)


def _check_canary(known: Fetch, fetcher: Fetcher, archive: Archive, reader: PageReader) -> Canary:
    def make(verdict: CanaryVerdict, reason: str = "", missing: tuple[str, ...] = ()) -> Canary:
        return Canary(site=known.site, kind=known.kind, url=known.url, verdict=verdict, reason=reason, missing=missing)

    try:
        page = fetcher.fetch(known.url, kind=known.kind)
        _read(page, known.kind, reader)
    except BlockedError as problem:
        return make("blocked", str(problem))
    except FetchError as problem:
        return make("moved" if problem.kind in ("gone", "refused") else "failed", str(problem))
    except ParseError as problem:
        return make("blocked" if problem.kind == "blocked" else "layout changed", str(problem))
    missing = tuple(sorted(load_expected_shape(archive, known.site, known.kind) - find_shape(page)))
    if missing:
        return make("layout changed", f"it lacks what all good pages had: {', '.join(missing[:8])}", missing)
    return make("as expected")


def _read(page: RawPage, kind: PageKind, reader: PageReader) -> None:
    readers = {
        "meeting_list": reader.meeting_list,
        "meeting": reader.meeting,
        "item": reader.item,
        "attendance": reader.attendance,
    }
    readers[kind](page)


def judge_zero(report: CollectReport, archive: Archive, reader: PageReader) -> ZeroVerdict:
    """What a collection's outcome means: told apart by its failures, then by what its meetings say of themselves.

    "no meeting" and "minutes not yet published" are no alarm: there was nothing to come yet.
    """
    kinds = {failure.kind for failure in report.failures}
    words = report.failures[0].reason if report.failures else ""
    if report.stopped is not None or "blocked" in kinds:
        return ZeroVerdict(kind="blocked", alarm=True, reason=report.stopped or words)
    if not report.meetings_fetched and kinds & {"gone", "refused"}:
        return ZeroVerdict(kind="moved", alarm=True, reason=words)
    if kinds & _UNREADABLE:
        return ZeroVerdict(kind="layout changed", alarm=True, reason=words)
    if not report.meetings_fetched and kinds:
        return ZeroVerdict(kind="failed", alarm=True, reason=words)
    if not report.meetings_fetched:
        return ZeroVerdict(kind="no meeting", alarm=False, reason="; ".join(report.notes) or "no meeting is listed")
    pages = [
        reader.meeting(archive.page(fetch))
        for fetch in archive.fetches(site=report.site, kind="meeting")
        if fetch.committee_id == report.committee_id
    ]
    if not any(page.meeting.status in ("draft", "final") for page in pages):
        reason = f"{report.meetings_fetched} meetings, none of which has published its minutes"
        return ZeroVerdict(kind="minutes not yet published", alarm=False, reason=reason)
    return ZeroVerdict(kind="something came", alarm=False, reason=f"{report.meetings_fetched} meetings")
