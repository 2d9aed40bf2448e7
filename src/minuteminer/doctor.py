"""Whether archive and index are sound and agree, and what to do where they do not."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from minuteminer.collect.archive import open_archive
from minuteminer.errors import MinuteMinerError
from minuteminer.index import open_index
from minuteminer.index.derived import open_derived
from minuteminer.index.ids import item_key
from minuteminer.jobs import assembled_meetings
from minuteminer.settings import DataPaths

# A night's run of a large council brings some hundred megabytes at most.
FREE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, whether it is well, and in words what was seen or what to do."""

    what: str
    ok: bool
    words: str


def examine(paths: DataPaths) -> tuple[Finding, ...]:
    """Look at the disk, the archive, the index and their agreement; nothing is changed."""
    if not paths.root.is_dir():
        return (Finding(what="data", ok=False, words=f"there is no data directory {paths.root}; name it with --data"),)
    free = shutil.disk_usage(paths.root).free
    disk = Finding(what="disk", ok=free >= FREE_BYTES, words=f"{free / 1e9:.1f} GB free where {paths.root} lies")
    return (disk, _archive(paths), _index(paths), _agreement(paths))


def _archive(paths: DataPaths) -> Finding:
    try:
        with open_archive(paths.archive, read_only=True) as archive:
            problems = archive.verify()
            count = sum(1 for _ in archive.kept())
    except MinuteMinerError as error:
        return Finding(what="archive", ok=False, words=str(error))
    if problems:
        first = problems[0]
        words = f"{len(problems)} problems, the first: {first.reason}. Restore the archive from a copy"
        return Finding(what="archive", ok=False, words=words)
    return Finding(what="archive", ok=True, words=f"{count} page versions, every digest holds")


def _index(paths: DataPaths) -> Finding:
    try:
        with open_index(paths.index, read_only=True) as index:
            check = index.check()
    except MinuteMinerError as error:
        return Finding(what="index", ok=False, words=str(error))
    if check.problems:
        words = f"{check.problems[0]}. Move {paths.index} away and run `minuteminer index`: the archive holds all"
        return Finding(what="index", ok=False, words=words)
    return Finding(what="index", ok=True, words=f"{check.items} items, {check.paragraphs} paragraphs")


def _agreement(paths: DataPaths) -> Finding:
    """Every item version that the archive tells of is in the index with the same text."""
    what = "agreement"
    try:
        with (
            open_archive(paths.archive, read_only=True) as archive,
            open_derived(paths.derived) as derived,
            open_index(paths.index, read_only=True) as index,
        ):
            wanted = [item for meeting in assembled_meetings(archive, derived) for item in meeting.items]
            missing = 0
            for item in wanted:
                try:
                    found = index.item(f"{item_key(item.site, item.item_id)}@{item.version}")
                except MinuteMinerError:
                    missing += 1
                else:
                    missing += found.item.sha256 != item.sha256 or found.item.text != item.text
    except MinuteMinerError as error:
        return Finding(what=what, ok=False, words=f"not looked at: {error}")
    if missing:
        words = f"{missing} of {len(wanted)} item versions are missing or other in the index; run `minuteminer index`"
        return Finding(what=what, ok=False, words=words)
    return Finding(what=what, ok=True, words=f"all {len(wanted)} item versions of the archive are in the index")
