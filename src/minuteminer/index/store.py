"""The index as its users see it, over either database."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType

from minuteminer.answers import Check, Facet, Hit, IndexedItem, Precedent, RegisterRow, Results, Stats, Sum, Trail
from minuteminer.errors import UsageError
from minuteminer.findings import AnnotatedDocument, Fact
from minuteminer.index import cite as citing
from minuteminer.index import listings, years
from minuteminer.index.asked import Asked
from minuteminer.index.backend import Backend
from minuteminer.index.facets import NAMES, find_facets
from minuteminer.index.items import find_fact, find_item, find_named
from minuteminer.index.kept import keep
from minuteminer.index.licences import set_licences
from minuteminer.index.population import Listed, find_population
from minuteminer.index.published import Published
from minuteminer.index.query import parse_query
from minuteminer.index.search import DEADLINE_S, answer
from minuteminer.index.stats import find_check, find_stats
from minuteminer.index.streams import MatchedItem, Stream, open_stream
from minuteminer.index.writing import Writer
from minuteminer.models import AgendaItem, Meeting
from minuteminer.queries import Query

# A register of many years reads far more than a page of hits.
LONG_DEADLINE_S = 60.0


class Index:
    """An open index; made by `open_index`. May be used from several threads, one at a time."""

    def __init__(self, backend: Backend, *, schema_version: int) -> None:
        self._backend = backend
        self._schema_version = schema_version
        self._lock = threading.RLock()
        self._writer: Writer | None = None

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def schema_version(self) -> int:
        """The version of the tables."""
        return self._schema_version

    def close(self) -> None:
        """Close the connection."""
        self._backend.close()

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One writing transaction: durable when the block ends, nothing of it if it ends with an error."""
        with self._lock, self._backend.transaction():
            if self._writer is not None:
                raise UsageError("The index is being written already; end that block first.")
            self._writer = Writer(backend=self._backend)
            try:
                self._writer.begin()
                yield self._writer
                self._writer.end()
            finally:
                self._writer = None

    def add(self, meeting: Meeting, item: AgendaItem, document: AnnotatedDocument, *, rules_version: str = "") -> bool:
        """Index one version of an item, inside `with index.writing()`; False if the very same is there already.

        A newer version takes the place of the older, which stays for questions as of an earlier day.
        """
        return self._open_writer().add(meeting, item, document, rules_version)

    def withdraw(self, key: str, *, on: datetime.date | None = None) -> bool:
        """Take an item out of the answers from the day `on` (today); False if it was not there."""
        return self._open_writer().withdraw(key, on or datetime.datetime.now(datetime.UTC).date())

    def forget_later_versions(self, last: Mapping[str, int]) -> list[tuple[str, int]]:
        """Take out the items with versions after their `last`, inside `with index.writing()`; then add them again."""
        return self._open_writer().forget_later_versions(last)

    def set_taxonomy(self, narrower: Mapping[str, Iterable[str]]) -> None:
        """Store which topics are narrower than which, inside `with index.writing()`."""
        self._open_writer().set_taxonomy(narrower)

    def set_licences(self, licences: Mapping[str, str]) -> None:
        """Store under which licence the minutes of each site stand, inside `with index.writing()`."""
        self._open_writer()
        set_licences(self._backend, licences)

    def _open_writer(self) -> Writer:
        if self._writer is None:
            raise UsageError("Open a block with index.writing() before changing the index.")
        return self._writer

    def has(self, key: str, sha256: str, rules_version: str = "") -> bool:
        """Whether a version of an item with this content, annotated by these rules, is in the index and current."""
        sql = "SELECT 1 FROM item WHERE key = ? AND sha256 = ? AND rules_version = ? AND current = 1"
        with self._lock:
            return bool(self._backend.rows(sql, (key, sha256, rules_version)))

    def search(
        self,
        query: str | Query,
        *,
        limit: int = 20,
        offset: int = 0,
        recency: bool = False,
        deadline_s: float = DEADLINE_S,
    ) -> Results:
        """Answer a query. Raises QueryError for a mistake in it, with its place."""
        with self._lock:
            asked = Asked(self._backend, parse_query(query) if isinstance(query, str) else query, ranked=True)
            return answer(asked, limit=limit, offset=offset, deadline_s=deadline_s, recency=recency)

    def search_with_facets(
        self,
        query: str,
        names: Sequence[str] = NAMES,
        *,
        limit: int = 20,
        offset: int = 0,
        deadline_s: float = DEADLINE_S,
    ) -> tuple[Results, tuple[Facet, ...]]:
        """What `search` and `facets` answer, for which the matches are taken once."""
        with self._lock:
            asked = Asked(self._backend, parse_query(query), ranked=True)
            found = answer(asked, limit=limit, offset=offset, deadline_s=deadline_s)
            return found, find_facets(asked, names, deadline_s=deadline_s)

    def stream(self, query: str | Query) -> Stream:
        """All that a query finds, item by item, oldest first, with bounded memory; for files.

        A `Query` without conditions finds everything. Read it inside `with index.steady()` where others may write.
        """
        with self._lock:
            opened = open_stream(self._backend, parse_query(query) if isinstance(query, str) else query)
        return replace(opened, items=self._one_by_one(opened.items))

    def _one_by_one(self, items: Iterator[MatchedItem]) -> Iterator[MatchedItem]:
        while True:
            with self._lock:
                item = next(items, None)
            if item is None:
                return
            yield item

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within the block all that is read is of one state of the index, whatever others write meanwhile."""
        with self._backend.steady():
            yield

    def facets(
        self, query: str | Query, names: Sequence[str] = NAMES, *, deadline_s: float = DEADLINE_S
    ) -> tuple[Facet, ...]:
        """How the matches of a query divide by committee, year, topic, verb, kind and role."""
        with self._lock:
            asked = Asked(self._backend, parse_query(query) if isinstance(query, str) else query)
            return find_facets(asked, names, deadline_s=deadline_s)

    def item(self, key: str) -> IndexedItem:
        """An item by its key, `key@2`, or the site's bare id where that is unique."""
        with self._lock:
            return find_item(self._backend, key)

    def fact(self, fact_id: str) -> tuple[IndexedItem, Fact]:
        """A fact with the item that it stands in."""
        with self._lock:
            return find_fact(self._backend, fact_id)

    def register(
        self,
        *,
        panel: str | None = None,
        start: datetime.date | None = None,
        end: datetime.date | None = None,
        query: str | Query | None = None,
        deadline_s: float = LONG_DEADLINE_S,
    ) -> tuple[RegisterRow, ...]:
        """The clauses of a panel's resolutions from `start` to `end`, oldest first; `query` narrows them."""
        from minuteminer.index.register import find_register

        narrowed = parse_query(query) if isinstance(query, str) else query
        with self._lock, self._backend.deadline(deadline_s):
            return find_register(self._backend, panel=panel, start=start, end=end, query=narrowed)

    def precedents(
        self, text_or_item: str, *, limit: int = 10, deadline_s: float = LONG_DEADLINE_S
    ) -> tuple[Precedent, ...]:
        """Resolutions like a text, or earlier ones like those of an item; likest first."""
        from minuteminer.index.precedents import find_precedents

        with self._lock, self._backend.deadline(deadline_s):
            return find_precedents(self._backend, text_or_item, limit=limit)

    def trail(
        self,
        thing: str,
        *,
        panel: str | None = None,
        start: datetime.date | None = None,
        end: datetime.date | None = None,
        deadline_s: float = LONG_DEADLINE_S,
    ) -> Trail:
        """Every value of one thing over time, oldest first, and what was left out with the reasons."""
        from minuteminer.index.trail import find_trail

        with self._lock, self._backend.deadline(deadline_s):
            return find_trail(self._backend, thing, panel=panel, start=start, end=end)

    def sum(self, query: str | Query, *, deadline_s: float = LONG_DEADLINE_S) -> Sum:
        """The sum of the money that a query finds, with what was refused and why."""
        from minuteminer.index.sums import find_sum

        with self._lock, self._backend.deadline(deadline_s):
            return find_sum(self._backend, query)

    def cite(self, name: str, style: str = "plain") -> str:
        """A citation of an item (key or id) or of a fact (its id)."""
        with self._lock:
            return citing.cite(*find_named(self._backend, name), style=style)

    def published(self, *, deadline_s: float = DEADLINE_S) -> Published:
        """The lists for programs: everything page by page, what is new, what changed."""
        return Published(self._backend, self._lock, deadline_s=deadline_s)

    def population(self) -> tuple[Listed, ...]:
        """The items in force that have a text, with what divides a sample of them."""
        with self._lock:
            return find_population(self._backend)

    def committees(self) -> tuple[listings.CommitteeRow, ...]:
        """Every committee with how many of its meetings are in the index."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return keep(self._backend, "committees", listings.find_committees)

    def committee(self, key: str) -> listings.CommitteeRow:
        """One committee, by the panel and the site's committee id: `democracy.example.gov.uk:311`."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return listings.find_committee(self._backend, key)

    def meetings(
        self,
        committee_key: str | None = None,
        *,
        limit: int = listings.MAX_MEETINGS,
        after: tuple[str, str] | None = None,
    ) -> tuple[listings.MeetingRow, ...]:
        """The meetings of a committee, or of all, newest first; those after a day and a key."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return listings.find_meetings(self._backend, committee_key, limit=limit, after=after)

    def meeting(self, key: str) -> listings.MeetingListing:
        """A meeting with its items, by the panel and the site's meeting id: `democracy.example.gov.uk:5451`."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return listings.find_meeting(self._backend, key)

    def decided(self, hits: Iterable[Hit]) -> dict[int, listings.DecidedBy]:
        """What was decided in the passages of hits, by the id of the hit; those without a decision are left out."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return listings.find_decided(self._backend, hits)

    def topics(self) -> tuple[years.TopicRow, ...]:
        """Every topic with how many items are about it, most frequent first."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return keep(self._backend, "topics", years.find_topics)

    def topic_years(self, topics: Sequence[str]) -> tuple[years.TopicYear, ...]:
        """For every year, oldest first, how many items are about any of the topics, and of how many."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return years.find_topic_years(self._backend, topics)

    def meeting_years(self) -> tuple[years.MeetingsOfYear, ...]:
        """The meetings of every committee and year, and how many of them have minutes."""
        with self._lock, self._backend.deadline(DEADLINE_S):
            return years.find_meeting_years(self._backend)

    def check(self) -> Check:
        """Look for damage: of the file, and of the word indexes against the rows."""
        with self._lock:
            return find_check(self._backend, self._schema_version)

    def stats(self) -> Stats:
        """How much the index holds."""
        with self._lock:
            return find_stats(self._backend)
