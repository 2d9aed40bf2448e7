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

import minuteminer.parse as parse_room
from minuteminer.annotate.pipeline import annotate_many, rules_version
from minuteminer.annotate.taxonomy import load_taxonomy
from minuteminer.assemble import AssembledMeeting, Parsed, WebMeeting, assemble
from minuteminer.codec import decode, encode
from minuteminer.collect.archive import Archive, Fetch, open_archive
from minuteminer.collect.fetch import Fetcher
from minuteminer.collect.report import CollectReport
from minuteminer.collect.walk import Documents, collect_committee
from minuteminer.corrections.applying import accepted_by_item, apply_corrections, corrections_digest
from minuteminer.corrections.folder import load_corrections
from minuteminer.coverage import CoverageRow, listed_meetings, measure_coverage
from minuteminer.errors import ArchiveError, DocumentError, NothingFoundError, ParseError
from minuteminer.findings import AnnotatedDocument
from minuteminer.index import open_index
from minuteminer.index.derived import Derived, open_derived
from minuteminer.index.ids import item_key
from minuteminer.licences import load_licences
from minuteminer.models import AgendaItem, MeetingPage
from minuteminer.page_readers import is_read, read_page, type_of
from minuteminer.parse.reader import ModernGovReader
from minuteminer.redaction import load_redactions, redact
from minuteminer.settings import DataPaths

# Called with a step's name, how much is done, and how much there is (None if unknown).
Progress = Callable[[str, int, int | None], None]
# Called with each item version that is indexed, its annotation, and the key under which that is kept.
Watch = Callable[[AgendaItem, AnnotatedDocument, str], None]

# The index commits after this many items: what a kill may cost (some two seconds), and what a reader sees at once.
# A paragraph takes 147 µs of the processor with commits of 200 items, 113 with 1,000.
INDEX_BATCH = 1_000


def quiet(step: str, done: int, total: int | None) -> None:
    """A Progress that says nothing."""


def unwatched(item: AgendaItem, document: AnnotatedDocument, key: str) -> None:
    """A Watch that does nothing."""


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
    fetcher: Fetcher,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    documents: Documents = "minutes",
    other_hosts: tuple[str, ...] = (),
    revisit_all: bool = False,
    progress: Progress = quiet,
) -> CollectReport:
    """Collect one committee of one site into the archive; `site` is a base URL.

    Give the committees of one site the same `fetcher`, which keeps the pause between two requests and the budget.
    Old pages that hardly ever change are asked for again only now and then, unless `revisit_all`.
    Raises what `collect_committee` raises: NothingFoundError for an unknown committee, FetchError where not even
    the list of meetings could be had.
    """
    with open_archive(paths.archive) as archive:
        return collect_committee(
            site,
            committee_id,
            fetcher=fetcher,
            archive=archive,
            reader=ModernGovReader(),
            since=since,
            until=until,
            documents=documents,
            other_hosts=other_hosts,
            revisit_all=revisit_all,
            progress=progress,
        )


def parse_step(paths: DataPaths, *, progress: Progress = quiet) -> StepReport:
    """Parse every good page of the archive that this version of the parser has not parsed yet."""
    redactions = load_redactions(paths.redactions)
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        known = set(derived.keys("page"))
        fetches = [fetch for fetch in archive.fetches() if is_read(fetch)]
        done, failures = 0, []
        for number, fetch in enumerate(fetches, start=1):
            if page_key(fetch) not in known:
                try:
                    derived.put("page", page_key(fetch), encode(redact(read_page(archive, fetch), redactions)))
                    done += 1
                except (ParseError, ArchiveError) as error:
                    failures.append(Failure(step="parse", where=fetch.url, reason=str(error)))
            progress("parse", number, len(fetches))
    kept = len(fetches) - done - len(failures)
    return StepReport(step="parse", done=done, kept=kept, failures=tuple(failures))


def page_key(fetch: Fetch) -> str:
    """Under which key the store of intermediate results keeps a parsed page."""
    return f"{fetch.sequence}:{(fetch.sha256 or '')[:16]}:{parser_version()}"


def assembled_meetings(archive: Archive, derived: Derived) -> list[AssembledMeeting]:
    """All meetings with all versions of their items, from what `parse_step` left."""
    return assemble(_parsed_pages(archive, derived))


def _parsed_pages(archive: Archive, derived: Derived) -> Iterator[Parsed]:
    for fetch in archive.fetches():
        if is_read(fetch) and (data := derived.get("page", page_key(fetch))) is not None:
            page = decode(type_of(fetch), data)
            yield WebMeeting(page=page) if fetch.kind == "web_service" and isinstance(page, MeetingPage) else page


def annotate_step(
    paths: DataPaths, *, taxonomy: Path | None = None, jobs: int = 1, progress: Progress = quiet
) -> StepReport:
    """Annotate every text that these rules have not annotated yet, in `jobs` processes; equal texts once."""
    version = rules_version(str(taxonomy) if taxonomy else None)
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        known = set(derived.keys("document"))
        texts = {
            _document_key(item, version): item.text
            for meeting in assembled_meetings(archive, derived)
            for item in meeting.items
        }
        missing = [key for key in texts if key not in known]
        failures = []
        for number, (key, data) in enumerate(_annotated(missing, texts, taxonomy, jobs), start=1):
            if isinstance(data, DocumentError):
                failures.append(Failure(step="annotate", where=texts[key][:60], reason=str(data)))
            else:
                derived.put("document", key, data)
            progress("annotate", number, len(missing))
    done = len(missing) - len(failures)
    return StepReport(step="annotate", done=done, kept=len(texts) - len(missing), failures=tuple(failures))


def _annotated(
    keys: list[str], texts: dict[str, str], taxonomy: Path | None, jobs: int
) -> Iterator[tuple[str, bytes | DocumentError]]:
    if jobs > 1:
        from minuteminer.batch.texts import annotate_texts

        return annotate_texts(((key, texts[key]) for key in keys), jobs=jobs, taxonomy=taxonomy)
    documents = annotate_many(((texts[key], {}) for key in keys), taxonomy=taxonomy)
    return ((key, encode(document)) for key, document in zip(keys, documents, strict=True))


def _document_key(item: AgendaItem, version: str) -> str:
    return f"{item.sha256}:{version}"


def identified(document: AnnotatedDocument, identity: str, item: AgendaItem) -> AnnotatedDocument:
    """The document under an item's own id: an annotation is kept by its text, which several items may share."""
    facts = tuple(replace(fact, id=identity + fact.id, item=identity) for fact in document.facts)
    return replace(document, id=identity, source=item.url, title=item.title, facts=facts)


def index_step(
    paths: DataPaths,
    *,
    taxonomy: Path | None = None,
    progress: Progress = quiet,
    watch: Watch = unwatched,
    into: Path | str | None = None,
) -> StepReport:
    """Put every item version that is annotated into the index, unless it is there already under these rules.

    `into` is another index than that of the data directory: a file, or a postgresql:// address.
    """
    version = rules_version(str(taxonomy) if taxonomy else None)
    corrections = accepted_by_item(load_corrections(paths.corrections))
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        meetings = assembled_meetings(archive, derived)
        versions = [(meeting, item) for meeting in meetings for item in meeting.items]
        done, failures = 0, list[Failure]()
        with open_index(into or paths.index) as index:
            topics = load_taxonomy(taxonomy)
            with index.writing():
                index.set_taxonomy({topic.id: topics.narrower(topic.id) for topic in topics})
                index.set_licences(load_licences(paths.licences))
                last = {item_key(item.site, item.item_id): item.version for _, item in versions}
                for key, number in index.forget_later_versions(last):
                    derived.delete("reported", f"{key}@{number}")
            for start, batch in _batches(versions, INDEX_BATCH):
                with index.writing():
                    for assembled, item in batch:
                        found = _document(derived, item, version)
                        if found is None:
                            failures.append(_not_annotated(item))
                            continue
                        accepted = corrections.get(item_key(item.site, item.item_id), ())
                        document, _ = apply_corrections(found, accepted)
                        reading = version + corrections_digest(accepted)
                        done += index.add(assembled.meeting, item, document, rules_version=reading)
                        watch(item, document, _document_key(item, version))
                progress("index", start + len(batch), len(versions))
    if versions and len(failures) == len(versions):
        raise NothingFoundError("no item is annotated yet; run `minuteminer annotate` first")
    kept = len(versions) - done - len(failures)
    return StepReport(step="index", done=done, kept=kept, failures=tuple(failures))


def _not_annotated(item: AgendaItem) -> Failure:
    reason = f"item {item.item_id} is not annotated; `minuteminer annotate` does it, or says why it cannot"
    return Failure(step="index", where=item.url or item.item_id, reason=reason)


def _document(derived: Derived, item: AgendaItem, version: str) -> AnnotatedDocument | None:
    """The annotation of an item under its own id; None where there is none under these rules."""
    data = derived.get("document", _document_key(item, version))
    if data is None:
        return None
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
    parse_step(paths)  # a page that this version of the parser has not read would count as missing
    with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
        return measure_coverage(listed_meetings(archive), assembled_meetings(archive, derived))
