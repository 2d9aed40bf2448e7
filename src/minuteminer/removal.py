"""Taking out what must not be there: a page with all that was made of it, or a name from all that is shown.

Each removal is noted before it begins, so that one that was interrupted is finished by the same command or by the
next run. What is left is a receipt, which holds none of the words.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from minuteminer.alerts import keep_alerts_quiet
from minuteminer.codec import decode, encode
from minuteminer.collect.addresses import make_canonical_url
from minuteminer.collect.archive import Archive, Fetch, open_archive
from minuteminer.errors import FetchError, NothingFoundError, ParseError, UsageError
from minuteminer.gains import GainsWatch
from minuteminer.index.derived import Derived, open_derived
from minuteminer.index.replace import replace_index
from minuteminer.jobs import Progress, annotate_step, assembled_meetings, index_step, page_key, parse_step, quiet
from minuteminer.models import AgendaItem, MeetingPage, PageKind
from minuteminer.page_readers import is_read, read_page, type_of
from minuteminer.parse.address import find_id
from minuteminer.redaction import Redactions, add_redaction, load_redactions, redact, redact_text
from minuteminer.run_lock import hold_lock
from minuteminer.settings import DataPaths

_LISTS: frozenset[PageKind] = frozenset({"committee_list", "committee", "meeting_list", "robots"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What was removed, or would be: the addresses of pages, or how many parsed pages held the words."""

    kind: str
    reason: str
    at: str
    urls: tuple[str, ...] = ()
    sha256s: tuple[str, ...] = ()
    pages_redacted: int = 0
    done: bool = True
    schema_version: int = 1


def withdraw(
    paths: DataPaths,
    url: str,
    *,
    reason: str,
    purge: bool,
    whole_meeting: bool = False,
    taxonomy: Path | None = None,
    progress: Progress = quiet,
) -> Removal:
    """Remove a page from the archive, its versions, the index and with it from all exports; it never comes back.

    A meeting goes with the pages of its items, its attendance and its documents. Without `purge` nothing is done,
    and the answer tells what would be. Raises UsageError for a page that is not in the archive, for a list, and for
    an item's page whose words stand on a meeting's page too, unless `whole_meeting`.
    """
    if not reason.strip():
        raise UsageError("a removal needs a reason; the receipt keeps it")
    at = _now()
    with hold_lock(paths.lock), open_archive(paths.archive) as archive:
        urls = _urls_of(archive, url, whole_meeting=whole_meeting)
        if not purge:
            return Removal(kind="withdraw", reason=reason, at=at, urls=urls, done=False)
        _begin(paths)
        receipts = archive.purge(*(one for one in urls if not archive.is_withdrawn(one)), reason=reason)
        archive.sync()
        digests = tuple(digest for receipt in receipts for digest in receipt.sha256s)
        _finish(paths, taxonomy, progress)
        removal = Removal(kind="withdraw", reason=reason, at=at, urls=urls, sha256s=digests)
        _keep_receipt(paths, removal)
    return removal


def redact_words(
    paths: DataPaths,
    text: str,
    *,
    item: str | None,
    reason: str,
    taxonomy: Path | None = None,
    progress: Progress = quiet,
) -> Removal:
    """Take words out of all texts that are read, of the index and the exports, now and in later runs.

    `item` is the key or id of the only item that is meant. The archived pages stay as the council published them.
    Raises UsageError where `text` holds no word.
    """
    if not reason.strip():
        raise UsageError("a redaction needs a reason; the list of redactions keeps it")
    with hold_lock(paths.lock):
        item_id = None if item is None else item.partition("@")[0].rpartition(":")[2]
        entry = add_redaction(paths.redactions, text, item_id=item_id, reason=reason)
        _begin(paths)
        changed = _finish(paths, taxonomy, progress)
        removal = Removal(kind="redact", reason=reason, at=entry.at, pages_redacted=changed)
        _keep_receipt(paths, removal)
    return removal


def finish_removals(paths: DataPaths, *, progress: Progress = quiet) -> None:
    """Finish a removal that was interrupted; to be called under the lock."""
    if _pending(paths).exists():
        _finish(paths, None, progress)


def _pending(paths: DataPaths) -> Path:
    return paths.root / "removal.pending"


def _begin(paths: DataPaths) -> None:
    _pending(paths).write_text(_now() + "\n", encoding="utf-8")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _finish(paths: DataPaths, taxonomy: Path | None, progress: Progress) -> int:
    """Make everything that is derived agree with archive and redactions; returns how many pages were redacted."""
    for leftover in (paths.archive / "aside").glob("*"):
        leftover.unlink()  # what a killed run was writing
    redactions = load_redactions(paths.redactions)
    changed = 0
    made = paths.derived.exists() or paths.index.exists()
    if made and (paths.archive / "ledger.sqlite").exists():
        parse_step(paths, progress=progress)  # what is rebuilt below is made of all pages, not only of those parsed
        with open_archive(paths.archive, read_only=True) as archive, open_derived(paths.derived) as derived:
            changed = _redact_pages(archive, derived, redactions)
            known = _drop_unused(archive, derived)
            derived.compact()
        _clean_reports(paths, redactions, known)
        if paths.index.exists():
            _rebuild_index(paths, taxonomy, progress)
    _pending(paths).unlink(missing_ok=True)
    return changed


def _redact_pages(archive: Archive, derived: Derived, redactions: Redactions) -> int:
    changed = 0
    for fetch in archive.fetches() if redactions.entries else ():
        if not is_read(fetch) or (data := derived.get("page", page_key(fetch))) is None:
            continue
        new = encode(redact(decode(type_of(fetch), data), redactions))
        if new != data:
            derived.put("page", page_key(fetch), new)
            changed += 1
    return changed


def _drop_unused(archive: Archive, derived: Derived) -> set[str]:
    """Delete what no page in the archive stands behind; returns the addresses of the items that are there."""
    pages = {page_key(fetch) for fetch in archive.fetches()}
    items = [item for meeting in assembled_meetings(archive, derived) for item in meeting.items]
    texts = {item.sha256 for item in items}
    for key in derived.keys("page"):
        if key not in pages:
            derived.delete("page", key)
    for key in derived.keys("document"):
        if key.partition(":")[0] not in texts:
            derived.delete("document", key)
    return {item.url for item in items}


def _rebuild_index(paths: DataPaths, taxonomy: Path | None, progress: Progress) -> None:
    aside = paths.index.with_name("index-new.sqlite")
    for ending in ("", "-wal", "-shm"):
        aside.with_name(aside.name + ending).unlink(missing_ok=True)
    annotate_step(paths, taxonomy=taxonomy, progress=progress)
    with open_derived(paths.derived) as derived:
        watch = GainsWatch(derived)
        report = index_step(paths, taxonomy=taxonomy, progress=progress, watch=watch.see, into=aside)
        if report.failures:
            # The index of before stays: nothing may vanish from it but what is taken out.
            raise NothingFoundError(report.failures[0].reason)
        watch.settle(known_only=True)  # what we took out ourselves is no news
    replace_index(aside, paths.index)
    keep_alerts_quiet(paths)


def _clean_reports(paths: DataPaths, redactions: Redactions, known: set[str]) -> None:
    """Reports quote the words of silent edits: only those of items that are still there may stay."""
    for path in paths.reports.glob("*.json") if paths.reports.is_dir() else ():
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            edits = record["gains"]["silent_edits"]
        except (ValueError, KeyError, TypeError):
            continue
        gone = [edit["url"] for edit in edits if edit["url"] not in known]
        record["gains"]["silent_edits"] = [edit for edit in edits if edit["url"] in known]
        record["problems"] = [
            problem for problem in record["problems"] if not any(problem.find(url) >= 0 for url in gone)
        ]
        text = redact_text(json.dumps(record, indent=1, ensure_ascii=False), redactions) + "\n"
        aside = path.with_name(f"{path.name}.part")
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)


def _keep_receipt(paths: DataPaths, removal: Removal) -> None:
    folder = paths.root / "receipts"
    folder.mkdir(exist_ok=True)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    content = json.dumps(asdict(removal), indent=1, ensure_ascii=False)
    (folder / f"{stamp}-{removal.kind}.json").write_text(f"{content}\n", encoding="utf-8")


def _urls_of(archive: Archive, url: str, *, whole_meeting: bool) -> tuple[str, ...]:
    history = archive.history(url)
    if not history:
        raise UsageError(f"{url} is not in the archive; give the address of a page as `show` or the site tells it")
    kind = history[-1].kind
    if kind in _LISTS:
        raise UsageError(f"{url} is a list: without it the site's meetings could not be found any more")
    meetings = [fetch for fetch in archive.kept() if fetch.kind == "meeting"]
    if kind == "meeting":
        key = make_canonical_url(url)
        same = [fetch for fetch in meetings if fetch.canonical_url == key]
        return _meeting_urls(archive, url, same) if same else (url,)
    if kind == "item":
        item_id = find_id(url, "id")
        holding = [fetch for fetch in meetings if item_id in {item.item_id for item in _items(archive, fetch)}]
        if holding and not whole_meeting:
            raise UsageError(
                f"the words of {url} stand on {holding[-1].url} too, with {len(_items(archive, holding[-1])) - 1} "
                "other items; withdraw that page, or say --whole-meeting"
            )
        if holding:
            return _meeting_urls(archive, holding[-1].url, holding)
    return (url,)


def _meeting_urls(archive: Archive, url: str, versions: list[Fetch]) -> tuple[str, ...]:
    """All pages of a meeting that are in the archive."""
    found = {url}
    items: set[str] = set()
    meetings: set[str] = set()
    for page in _pages(archive, versions):
        items |= {item.item_id for item in page.items}
        meetings.add(page.meeting.meeting_id)
        links = (*page.meeting.documents, *(link for item in page.items for link in item.documents))
        found |= {link.url for link in links if _is_kept(archive, link.url)}
    for fetch in archive.kept():
        belongs = {"item": items, "attendance": meetings}.get(fetch.kind)
        if belongs is not None and fetch.site == versions[-1].site and _own_id(fetch) in belongs:
            found.add(fetch.url)
    return tuple(sorted({make_canonical_url(one): one for one in sorted(found)}.values()))


def _is_kept(archive: Archive, url: str) -> bool:
    try:
        return bool(archive.history(url))
    except FetchError:
        return False  # a restricted document has no address


def _own_id(fetch: Fetch) -> str | None:
    try:
        return find_id(fetch.url, "id")
    except ParseError:
        return None


def _items(archive: Archive, fetch: Fetch) -> tuple[AgendaItem, ...]:
    return next((page.items for page in _pages(archive, [fetch])), ())


def _pages(archive: Archive, fetches: list[Fetch]) -> Iterator[MeetingPage]:
    for fetch in fetches:
        try:
            page = read_page(archive, fetch)
        except (ParseError, NothingFoundError):
            continue
        if isinstance(page, MeetingPage):
            yield page
