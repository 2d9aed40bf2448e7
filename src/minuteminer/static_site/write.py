"""Write a static site: in one pass over the items, into a folder that takes the place of the last one."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from importlib.resources import files
from pathlib import Path

from minuteminer.errors import NothingFoundError, UsageError
from minuteminer.index import Index
from minuteminer.index.streams import MatchedItem
from minuteminer.queries import Query
from minuteminer.static_site.pages import ListedItem, committee_page, heading_of, index_page, item_page
from minuteminer.static_site.search_files import SearchFiles
from minuteminer.views.words import day_in_words

# What the folder of an older site has, and no other folder.
_MARK = "search/about.js"
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def page_of(key: str) -> str:
    """The file of an item's page: its key in characters that every web space takes, and what tells it from others.

    >>> page_of("democracy.example.gov.uk:20894")
    'democracy.example.gov.uk-20894-292a2b.html'
    """
    return f"{_UNFIT.sub('-', key)[:80]}-{hashlib.sha256(key.encode()).hexdigest()[:6]}.html"


def write_site(index: Index, query: Query, output: Path) -> tuple[int, str]:
    """Write the pages of the items that a query finds to the folder `output`; returns how many, and the query in words.

    The same content gives the same files. Raises UsageError where the folder holds anything but an older site,
    NothingFoundError where nothing matches.
    """
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / _MARK).is_file())):
        raise UsageError(f"{output} holds something else than a site made by MinuteMiner; name a new folder")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as scratch:
        folder = Path(scratch) / "site"
        with index.steady():
            stream = index.stream(query)
            site = _Site(folder)
            for matched in stream.items:
                site.add(matched)
        if not site.count:
            raise NothingFoundError(" ".join([f"Nothing matches: {stream.echo}.", *stream.remarks]))
        site.finish(f"Chosen: {stream.echo}.")
        if output.exists():
            os.replace(output, Path(scratch) / "older")
        os.replace(folder, output)
    return site.count, stream.echo


class _Site:
    """A site that is being written."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._folder = folder
        for name in ("items", "committees"):
            (folder / name).mkdir(parents=True)
        self._search = SearchFiles(folder / "search")
        self._committees: dict[tuple[str, str], list[ListedItem]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._years: set[str] = set()

    def add(self, matched: MatchedItem) -> None:
        """Write the page of an item, and put it into the lists and the search."""
        committee = (matched.meeting.committee, matched.panel)
        number = self._numbers.setdefault(committee, len(self._numbers))
        page, heading = page_of(matched.key), heading_of(matched)
        (self._folder / "items" / page).write_text(item_page(matched, f"{number}.html"), encoding="utf-8")
        date = day_in_words(matched.meeting.date)
        listed = ListedItem(page=page, heading=heading, date=date, meeting=matched.meeting_key)
        self._committees.setdefault(committee, []).append(listed)
        self._search.add(matched, page, heading, number)
        if matched.meeting.date is not None:
            self._years.add(str(matched.meeting.date.year))
        self.count += 1

    def finish(self, about: str) -> None:
        """Write the lists, the first page, the search and what pages load."""
        rows = []
        for (name, panel), items in self._committees.items():
            page = f"{self._numbers[name, panel]}.html"
            written = committee_page(name, _newest_first(items))
            (self._folder / "committees" / page).write_text(written, encoding="utf-8")
            rows.append((name, page, len(items)))
        (self._folder / "index.html").write_text(index_page(rows, sorted(self._years), about=about), encoding="utf-8")
        self._search.finish()
        for name in ("site.css", "search.js"):
            (self._folder / name).write_bytes(files("minuteminer.static_site").joinpath(name).read_bytes())


def _newest_first(items: list[ListedItem]) -> list[ListedItem]:
    """Meetings newest first, the items of each in the order of the agenda."""
    meetings: dict[str, list[ListedItem]] = {}
    for item in items:
        meetings.setdefault(item.meeting, []).append(item)
    return [item for of_meeting in reversed(meetings.values()) for item in of_meeting]
