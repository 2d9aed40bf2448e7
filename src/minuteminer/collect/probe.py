"""What a site offers: whether it is ModernGov, its committees, its rules for robots, its web service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from minuteminer.collect.addresses import make_site
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.page_reader import PageReader, reading
from minuteminer.errors import BlockedError, FetchError, ParseError
from minuteminer.models import Committee

# What the product leaves in every page it makes.
PRODUCT_MARKS = (b"ssMgStyles.css", b"mg.jqueryaddons", b'id="modgov"', b"$ModernGov")
# The page types that a collection needs, and what is lost without each.
NEEDED_PAGES = {
    "ieListMeetings.aspx": "the lists of meetings",
    "ieListDocuments.aspx": "meetings",
    "mgAi.aspx": "full texts of items that are cut",
    "mgMeetingAttendance.aspx": "attendance",
    "ieDecisionDetails.aspx": "decisions",
    "documents/": "documents",
    "mgWebService.asmx": "the web service",
}
_WEB_SERVICE_ROOT = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>)?\s*<committees[\s>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was found out about a site.

    `marks` are the product's traces on its pages; `disallowed` the page types that robots.txt keeps us from, in
    words; `problems` what could not be found out and why. `delay_s` is the pause that will be kept. `reached`
    is False where the site or its robots.txt did not answer: nothing else was asked of it then.
    """

    site: str
    reached: bool
    moderngov: bool
    marks: tuple[str, ...]
    committees: tuple[Committee, ...]
    robots: str
    disallowed: tuple[str, ...]
    delay_s: float
    web_service: Literal["answers", "off", "not asked"]
    problems: tuple[str, ...] = ()


def probe_site(url: str, *, fetcher: Fetcher, reader: PageReader) -> Probe:
    """Ask a site three things (robots.txt, its committees, its web service), politely.

    A site that is no ModernGov, refuses us or does not answer is described by the result, not by an error; only
    an address that is none raises FetchError, and settings that do not fit the host UsageError.
    """
    site = make_site(url)
    problems: list[str] = []
    rules = fetcher.robots_rules(site)
    disallowed = tuple(words for page, words in NEEDED_PAGES.items() if not rules.allows(site + page))
    marks: tuple[str, ...] = ()
    committees: tuple[Committee, ...] = ()
    try:
        page = fetcher.fetch(f"{site}mgListCommittees.aspx?bcr=1", kind="committee_list")
        marks = tuple(mark.decode() for mark in PRODUCT_MARKS if mark in page.body)
        committees = reading(reader, "committee_list", reader.committee_list)(page)
    except (FetchError, ParseError) as problem:
        problems.append(str(problem))
    web_service = _ask_web_service(site, fetcher, problems)
    return Probe(
        site=site,
        reached=not rules.unreachable,
        moderngov=bool(marks) or web_service == "answers",
        marks=marks,
        committees=committees,
        robots=rules.decision,
        disallowed=disallowed,
        delay_s=max(fetcher.settings.delay_s, rules.crawl_delay_s),
        web_service=web_service,
        problems=tuple(problems),
    )


def _ask_web_service(site: str, fetcher: Fetcher, problems: list[str]) -> Literal["answers", "off", "not asked"]:
    try:
        page = fetcher.fetch(f"{site}mgWebService.asmx/GetCommittees", kind="web_service")
    except BlockedError as problem:
        problems.append(str(problem))
        return "not asked"
    except FetchError as problem:
        return "not asked" if problem.kind == "robots" else "off"
    return "answers" if _WEB_SERVICE_ROOT.match(page.body) else "off"
