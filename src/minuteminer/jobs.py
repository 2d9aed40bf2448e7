"""The flow: collect → parse → annotate → index over a data directory, each step only over what changed.

Every step can be killed at any point and run again: the archive and the stores it writes are transactional, and
what was done is known by content and by the version of the rules that did it.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import minuteminer.parse as parse_room
from minuteminer.annotate.pipeline import annotate_many, rules_version
from minuteminer.annotate.taxonomy import load_taxonomy
from minuteminer.assemble import AssembledMeeting, AttendancePage, Parsed, assemble
from minuteminer.codec import decode, encode
from minuteminer.collect.addresses import is_loopback_host
from minuteminer.collect.archive import Archive, Fetch, open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.panels import find_panel
from minuteminer.collect.politeness import MIN_DELAY_S
from minuteminer.collect.report import CollectReport
from minuteminer.collect.settings import FetchSettings
from minuteminer.collect.walk import Documents, collect_committee
from minuteminer.coverage import CoverageRow, listed_meetings, measure_coverage
from minuteminer.errors import NothingFoundError, ParseError, UsageError
from minuteminer.findings import AnnotatedDocument
from minuteminer.index import open_index
from minuteminer.index.derived import Derived, open_derived
from minuteminer.index.ids import item_key
from minuteminer.models import AgendaItem, MeetingPage
from minuteminer.parse.address import find_id
from minuteminer.parse.reader import ModernGovReader
from minuteminer.settings import DataPaths

# Called with a step's name, how much is done, and how much there is (None if unknown).
Progress = Callable[[str, int, int | None], None]

# Texts go through spaCy this many at a time, so that memory stays flat over any number of them.
ANNOTATION_BATCH = 64
# The index commits after this many items: what a kill may cost, and what a reader sees at once.
INDEX_BATCH = 200


def quiet(step: str, done: int, total: int | None) -> None:
    """A Progress that says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A page or item that a step could not do, and why."""

    step: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReport:
    """What one step did: `done` anew, `kept` from before, `total` there now."""

    step: str
    done: int
    kept: int
    failures: tuple[Failure, ...] = ()

    @property
    def total(self) -> int:
        """All that there is after the step."""
        return self.done + self.kept


@cache
def parser_version() -> str:
    """A digest of the parser's own files: what another version parsed is parsed again."""
    folder = Path(parse_room.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def collect_step(
    paths: DataPaths,
    site: str,
    committee_id: str,
    *,
    settings: FetchSettings,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    documents: Documents = "minutes",
    revisit_all: bool = False,
    progress: Progress = quiet,
) -> CollectReport:
    """Collect one committee of one site into the archive; `site` is a base URL.

    Old pages that hardly ever change are asked for again only now and then, unless `revisit_all`.
    Raises what `collect_committee` raises: NothingFoundError for an unknown committee, FetchError where not even
    the list of meetings could be had.
    """
    with open_archive(paths.archive) as archive:
        return collect_committee(
            site,
            committee_id,
            fetcher=Fetcher(settings),
            archive=archive,
            reader=ModernGovReader(),
            since=since,
            until=until,
            documents=documents,
            revisit_all=revisit_all,
            progress=progress,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A committee of a site."""

    site: str
    committee_id: str


def source_for(site: str, committee_id: str | None) -> Source:
    """What to collect: `site` is a base URL, or the name of a panel from the list, whose committee is known.

    Raises UsageError where the name is unknown, or where no committee is given and none is known.
    """
    if "://" in site:
        if committee_id is None:
            raise UsageError(f"{site}: which committee? Give its number with --committee (`minuteminer probe {site}`)")
        return Source(site=site, committee_id=committee_id)
    panel = find_panel(site)
    committee_id = committee_id or panel.current_committee_id
    if committee_id is None:
        raise UsageError(f"{panel.name}: its committee number on {panel.base_url} is not known; give --committee ID")
    return Source(site=panel.base_url, committee_id=committee_id)


def settings_for(
    site: str,
    *,
    contact: str = "",
    delay_s: float | None = None,
    max_requests: int | None = None,
    max_bytes: int | None = None,
) -> FetchSettings:
    """How to fetch from `site`: two seconds between requests, except that this machine's own servers need no wait."""
    loopback = is_loopback_host(urlsplit(site).hostname or "")
    if delay_s is None:
        delay_s = 0.0 if loopback else MIN_DELAY_S
    return FetchSettings(
        contact=contact,
        delay_s=delay_s,
        allow_loopback=loopback,
        max_requests=max_requests,
        max_total_bytes=max_bytes,
    )


def parse_step(paths: DataPaths, *, progress: Progress = quiet) -> StepReport:
    """Parse every good page of the archive that this version of the parser has not parsed yet."""
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        known = set(derived.keys("page"))
        fetches = [fetch for fetch in archive.fetches() if fetch.kind in _PARSERS]
        done, failures = 0, []
        for number, fetch in enumerate(fetches, start=1):
            if _page_key(fetch) not in known:
                try:
                    derived.put("page", _page_key(fetch), _parsed(archive, fetch))
                    done += 1
                except ParseError as error:
                    failures.append(Failure(step="parse", where=fetch.url, reason=str(error)))
            progress("parse", number, len(fetches))
    kept = len(fetches) - done - len(failures)
    return StepReport(step="parse", done=done, kept=kept, failures=tuple(failures))


def _page_key(fetch: Fetch) -> str:
    return f"{fetch.sequence}:{(fetch.sha256 or '')[:16]}:{parser_version()}"


def _read_attendance(reader: ModernGovReader, archive: Archive, fetch: Fetch) -> AttendancePage:
    page = archive.page(fetch)
    return AttendancePage(site=fetch.site, meeting_id=find_id(page.url, "id"), attendees=reader.attendance(page))


_PARSERS: dict[str, tuple[type, Callable[[ModernGovReader, Archive, Fetch], Parsed]]] = {
    "meeting": (MeetingPage, lambda reader, archive, fetch: reader.meeting(archive.page(fetch))),
    "item": (AgendaItem, lambda reader, archive, fetch: reader.item(archive.page(fetch))),
    "attendance": (AttendancePage, _read_attendance),
}


def _parsed(archive: Archive, fetch: Fetch) -> bytes:
    return encode(_PARSERS[fetch.kind][1](ModernGovReader(), archive, fetch))


def assembled_meetings(archive: Archive, derived: Derived) -> list[AssembledMeeting]:
    """All meetings with all versions of their items, from what `parse_step` left."""
    return assemble(_parsed_pages(archive, derived))


def _parsed_pages(archive: Archive, derived: Derived) -> Iterator[Parsed]:
    for fetch in archive.fetches():
        if fetch.kind in _PARSERS and (data := derived.get("page", _page_key(fetch))) is not None:
            page: Parsed = decode(_PARSERS[fetch.kind][0], data)
            yield page


def annotate_step(paths: DataPaths, *, taxonomy: Path | None = None, progress: Progress = quiet) -> StepReport:
    """Annotate every text that these rules have not annotated yet; equal texts are annotated once."""
    version = rules_version(str(taxonomy) if taxonomy else None)
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        known = set(derived.keys("document"))
        texts = {
            _document_key(item, version): item.text
            for meeting in assembled_meetings(archive, derived)
            for item in meeting.items
        }
        missing = [key for key in texts if key not in known]
        for number, (key, document) in enumerate(_annotated(missing, texts, taxonomy), start=1):
            derived.put("document", key, encode(document))
            progress("annotate", number, len(missing))
    return StepReport(step="annotate", done=len(missing), kept=len(texts) - len(missing))


def _annotated(
    keys: list[str], texts: dict[str, str], taxonomy: Path | None
) -> Iterator[tuple[str, AnnotatedDocument]]:
    documents = annotate_many(((texts[key], {}) for key in keys), taxonomy=taxonomy)
    return zip(keys, documents, strict=True)


def _document_key(item: AgendaItem, version: str) -> str:
    return f"{item.sha256}:{version}"


def identified(document: AnnotatedDocument, identity: str, item: AgendaItem) -> AnnotatedDocument:
    """The document under an item's own id: an annotation is kept by its text, which several items may share."""
    facts = tuple(replace(fact, id=identity + fact.id, item=identity) for fact in document.facts)
    return replace(document, id=identity, source=item.url, title=item.title, facts=facts)


def index_step(paths: DataPaths, *, taxonomy: Path | None = None, progress: Progress = quiet) -> StepReport:
    """Put every item version that is annotated into the index, unless it is there already under these rules."""
    version = rules_version(str(taxonomy) if taxonomy else None)
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        meetings = assembled_meetings(archive, derived)
        versions = [(meeting, item) for meeting in meetings for item in meeting.items]
        done = 0
        with open_index(paths.index) as index:
            topics = load_taxonomy(taxonomy)
            with index.writing():
                index.set_taxonomy({topic.id: topics.narrower(topic.id) for topic in topics})
            for start, batch in _batches(versions, INDEX_BATCH):
                with index.writing():
                    for assembled, item in batch:
                        document = _document(derived, item, version)
                        done += index.add(assembled.meeting, item, document, rules_version=version)
                progress("index", start + len(batch), len(versions))
    return StepReport(step="index", done=done, kept=len(versions) - done)


def _document(derived: Derived, item: AgendaItem, version: str) -> AnnotatedDocument:
    data = derived.get("document", _document_key(item, version))
    if data is None:
        raise NothingFoundError(
            f"item {item.item_id} ({item.url}) is not annotated yet; run `minuteminer annotate` first"
        )
    return identified(decode(AnnotatedDocument, data), f"{item_key(item.site, item.item_id)}@{item.version}", item)


def _batches(
    items: list[tuple[AssembledMeeting, AgendaItem]], size: int
) -> Iterator[tuple[int, list[tuple[AssembledMeeting, AgendaItem]]]]:
    rest: Iterable[tuple[AssembledMeeting, AgendaItem]] = iter(items)
    start = 0
    while batch := list(islice(rest, size)):
        yield start, batch
        start += len(batch)


def coverage_rows(paths: DataPaths) -> tuple[CoverageRow, ...]:
    """What was collected of what the sites list, by committee and year."""
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        return measure_coverage(listed_meetings(archive), assembled_meetings(archive, derived))
