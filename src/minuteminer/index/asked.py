"""One query against one index: the statements that count, order and rank its matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import merge
from itertools import groupby, islice
from typing import TypeVar

from minuteminer.index import terms
from minuteminer.index.backend import Backend
from minuteminer.index.compile import compile_query
from minuteminer.index.conditions import NO_END, Branch, Condition, rows_of_figure
from minuteminer.index.lookups import make_lookups
from minuteminer.index.match import Match, has_words, is_broad, is_wide, titles_too
from minuteminer.index.wanted import Wanted, find_wanted
from minuteminer.queries import Query

T = TypeVar("T")
_CHUNK = 1_000
# Under a star with many words a count alone takes a second at a million paragraphs: it ends here, and says so.
WIDE_COUNT = 20_000
# Ranking reads every match. At a million passages a word that half of them hold takes over a second; the
# newest 5,000 matches take some hundredths, and what is ranked among them is said in the answer.
CANDIDATES = 5_000
# So many matches are read at once where all are wanted, oldest first.
_PAGE = 10_000
# A row of a word index as the database gives it, for thousands are read for a common word: id, title, terms, words.
Passage = tuple[int, str, str, str]


class Asked:
    """A query with everything that is needed to run its statements."""

    def __init__(self, backend: Backend, query: Query, *, ranked: bool = False) -> None:
        self.backend = backend
        self.query = query
        self.compiled = compile_query(query, make_lookups(backend))
        self.wide = is_wide(self.compiled.words)
        self._sql = backend.match_sql(self.compiled.table)
        # So many matches that the first of them are found by walking the rows themselves.
        self._dense = False
        self._probed: list[int] | None = None
        self._is_whole = False
        self._ranked = ranked and query.sort == "relevance"
        # The titles that meet a question for paragraphs, newest first, where they were found beside these.
        self.titles: list[int] | None = None
        self._passages: dict[int, Passage] = {}

    @cached_property
    def wanted(self) -> Wanted:
        """What is looked for in the words of a passage."""
        return find_wanted(self.backend, self.compiled)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The rows of the ids, in their order; what was read before is not read again."""
        if unread := [identifier for identifier in ids if identifier not in self._passages]:
            rows = self.backend.texts(self.compiled.table, "title, terms, words", unread)
            self._passages.update({row[0]: row for row in rows})
        return [self._passages[identifier] for identifier in ids if identifier in self._passages]

    def _where(
        self, branch: Branch, *, every: bool = False, bounds: tuple[int, int] | None = None
    ) -> tuple[str, list[object]]:
        row = self._sql.row
        matches = (self._sql.broad if is_broad(branch.match) else "") or self._sql.where
        pieces = [matches] if self.query.boilerplate or every else [matches, f"({row} & 1) = 0"]
        parameters: list[object] = [self.backend.render(branch.match)]
        low, high = bounds or self._bounds(branch)
        if low > 0 or high < NO_END:
            pieces.append(f"{row} BETWEEN ? AND ?")
            parameters += [low, high]
        for condition in branch.conditions:
            pieces.append(condition.sql.format(row=row))
            parameters += condition.parameters
        return " AND ".join(pieces), parameters

    def _bounds(self, branch: Branch) -> tuple[int, int]:
        return branch.low_id, min(branch.high_id, self.compiled.high_id)

    def newest(self) -> list[int]:
        """The newest 5,000 matches, newest first, boilerplate left out unless it is asked for."""
        every = self._probe()[:CANDIDATES]
        return every if self.query.boilerplate else [row_id for row_id in every if not row_id & 1]

    def _probe(self) -> list[int]:
        """The newest matches with boilerplate: all of them, or one more than the candidates."""
        if self._probed is None:
            found = self._all() if self._is_rare() else self._few()
            self._is_whole = found is not None
            self._probed = self.by_date(CANDIDATES + 1, 0, every=True) if found is None else found
            self._is_whole = self._is_whole or len(self._probed) <= CANDIDATES
        return self._probed

    def _is_rare(self) -> bool:
        """Whether all matches are to be ranked and can be taken as they come: to go backwards takes half more time."""
        if not self._ranked or len(self.compiled.branches) != 1 or self.compiled.alone:
            return False
        return self._most() <= CANDIDATES

    def _few(self) -> list[int] | None:
        """All matches, newest first, where one walk through them is quicker than two, of which one goes backwards.

        None where they are too many for that: where the words do not tell, the walk itself does after a few thousand.
        """
        if not self._sql.walked_once or self.compiled.alone:
            return None
        limit = self._sql.walked_once if self._most() <= self._sql.walked_once else CANDIDATES
        found: list[int] = []
        for branch in self.compiled.branches:
            where, parameters = self._where(branch, every=True)
            sql = " ".join(("SELECT", self._sql.row, "FROM", self._sql.source, "WHERE", where, "LIMIT ?"))
            found += [row_id for (row_id,) in self.backend.rows(sql, [*parameters, limit + 1])]
            if len(found) > limit:
                return None
        return sorted(set(found) if self.compiled.overlapping else found, reverse=True)

    def _most(self) -> int:
        """So many matches there can be at most, as far as the words tell."""
        most = self.wanted.most(self.compiled.words)
        return NO_END if most is None else most

    def _all(self) -> list[int]:
        """All matches, newest first. Titles that meet a question for paragraphs are found in the same walk."""
        (branch,) = self.compiled.branches
        with_titles = self.query.unit == "paragraph" and not self.query.as_of
        branch = replace(branch, match=titles_too(branch.match)) if with_titles else branch
        where, parameters = self._where(branch, every=True)
        sql = " ".join(("SELECT", self._sql.row, "FROM", self._sql.source, "WHERE", where))
        found = sorted((row_id for (row_id,) in self.backend.rows(sql, parameters)), reverse=True)
        if not with_titles:
            return found
        titles = {row_id for row_id, _, tags, _ in self.passages(found) if terms.TITLE in tags}
        self.titles = [row_id for row_id in found if row_id in titles]
        return [row_id for row_id in found if row_id not in titles]

    def counts(self) -> tuple[int, int]:
        """How many rows match, and how many more that are left out as boilerplate; at most `WIDE_COUNT` if wide."""
        probed = self._probe() if has_words(self.compiled.words) else []
        if self._is_whole:
            every, left_out = len(probed), sum(row_id & 1 for row_id in probed)
        else:
            every, left_out = self._count()
        return (every, 0) if self.query.boilerplate else (every - left_out, left_out)

    def _of_role(self) -> Condition | None:
        """What reads the rows of a figure of one role, which is all that is asked for; None for other questions."""
        if self.compiled.alone is None or not self._sql.by_role:
            return None
        return rows_of_figure(self.compiled.alone, *self._bounds(self.compiled.branches[0]))

    def _count(self) -> tuple[int, int]:
        if found := self._of_role():
            return self._counted(found.sql, found.parameters)
        if self.compiled.overlapping:
            return self._count_once()
        every = left_out = 0
        for branch in self.compiled.branches:
            where, parameters = self._where(branch, every=True)
            source, row = self._sql.source, self._sql.row
            if self.wide:
                inner = ("(SELECT", row, "AS id FROM", source, "WHERE", where, "LIMIT", str(WIDE_COUNT), ") AS counted")
                source, row, where = " ".join(inner), "counted.id", "1 = 1"
            sql = " ".join(("SELECT count(*), coalesce(sum(", row, "& 1), 0) FROM", source, "WHERE", where))
            ((found, marked),) = self.backend.rows(sql, parameters)
            every, left_out = every + int(found), left_out + int(marked)
        self._dense = self.wide and every >= WIDE_COUNT
        return every, left_out

    def _count_once(self) -> tuple[int, int]:
        """The same where a row may be in several branches."""
        parts, parameters = [], []
        for branch in self.compiled.branches:
            where, more = self._where(branch, every=True)
            limit = ("LIMIT", str(WIDE_COUNT)) if self.wide else ()
            inner = " ".join(("SELECT", self._sql.row, "AS id FROM", self._sql.source, "WHERE", where, *limit))
            parts.append(" ".join(("SELECT id FROM (", inner, ") AS part")))
            parameters += more
        return self._counted(" UNION ".join(parts), parameters)

    def _counted(self, rows: str, parameters: Sequence[object]) -> tuple[int, int]:
        sql = " ".join(("SELECT count(*), coalesce(sum(id & 1), 0) FROM (", rows, ") AS counted"))
        ((found, marked),) = self.backend.rows(sql, parameters)
        return int(found), int(marked)

    def by_date(self, limit: int, offset: int, *, newest_first: bool = True, every: bool = False) -> list[int]:
        """Ids of matches in the order of time."""
        wanted = limit + offset
        if of_role := self._of_role():
            return self._first_of(of_role, limit, offset, newest_first=newest_first, every=every)
        found = [self._in_slices(branch, wanted, newest_first, every) for branch in self.compiled.branches]
        return list(islice(_merged(found, reverse=newest_first), offset, wanted))

    def _first_of(self, rows: Condition, limit: int, offset: int, *, newest_first: bool, every: bool) -> list[int]:
        marked = "" if self.query.boilerplate or every else "AND (f.paragraph & 1) = 0"
        order = ("ORDER BY id", "DESC" if newest_first else "ASC", "LIMIT ? OFFSET ?")
        sql = " ".join((rows.sql, marked, *order))
        return [row_id for (row_id,) in self.backend.rows(sql, [*rows.parameters, limit, offset])]

    def _in_slices(self, branch: Branch, wanted: int, newest_first: bool, every: bool) -> list[int]:
        """The first matches of a branch in the order of time, from as few slices of the index as hold them."""
        by = self._sql.row if self._dense else self._sql.order
        order = ("ORDER BY", by, "DESC" if newest_first else "ASC", "LIMIT ?")
        found: list[int] = []
        for bounds in self.backend.slices(self.compiled.table, *self._bounds(branch), newest_first=newest_first):
            where, parameters = self._where(branch, every=every, bounds=bounds)
            sql = " ".join(("SELECT", self._sql.row, "FROM", self._sql.source, "WHERE", where, *order))
            found += [row_id for (row_id,) in self.backend.rows(sql, [*parameters, wanted - len(found)])]
            if len(found) >= wanted:
                break
        return found

    def in_order(self) -> Iterator[tuple[int, int]]:
        """Ids of all matches with the row of their item, in the order of ids: a page at a time, however many."""
        return _merged(map(self._branch_in_order, self.compiled.branches))

    def _branch_in_order(self, branch: Branch) -> Iterator[tuple[int, int]]:
        row, table = self._sql.row, self.compiled.table
        source = table if self._sql.source == table else f"{self._sql.source} JOIN {table} ON {table}.id = {row}"
        where, parameters = self._where(branch)
        sql = " ".join(
            ("SELECT", row, ",", f"{table}.item", "FROM", source, "WHERE", where, "AND", row, "> ? ORDER BY", row,
             "LIMIT ?")
        )  # fmt: skip
        last = -1
        while page := self.backend.rows(sql, [*parameters, last, _PAGE]):
            yield from page
            last = page[-1][0]

    def terms_by_date(self, limit: int) -> list[tuple[int, str]]:
        """Ids and terms of the newest matches, newest first."""
        ids = self._known(limit) or self.by_date(limit, 0)
        read = self._passages
        unread = [row_id for row_id in ids if row_id not in read]
        more = dict(self.backend.texts(self.compiled.table, "terms", unread)) if unread else {}
        return [(row_id, read[row_id][2] if row_id in read else more.get(row_id, "")) for row_id in ids]

    def _known(self, limit: int) -> list[int]:
        """The newest matches where they were all taken for ranking already; else none."""
        if self._probed is None or not self._is_whole:
            return []
        return [row_id for row_id in self._probed if self.query.boilerplate or not row_id & 1][:limit]

    def by_match(self, match: Match, limit: int) -> list[int]:
        """Ids of the best matches of another match than the query's own."""
        where, parameters = self._where(Branch(match=match))
        scored = [self.backend.render(match)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ?")
        )  # fmt: skip
        return [row_id for row_id, _ in self.backend.rows(sql, [*scored, *parameters, limit])]

    def owners(self, ids: Sequence[int]) -> dict[int, int]:
        """For each row the id of its item, or of its meeting where those are asked for."""
        found: dict[int, int] = {}
        owner, more = "p.item", ""
        if self.query.unit == "meeting":
            owner, more = "i.meeting", "JOIN item AS i ON i.id = p.item"
        for first in range(0, len(ids), _CHUNK):
            chunk = ids[first : first + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            sql = " ".join(
                ("SELECT p.id,", owner, "FROM", self.compiled.table, "AS p", more,
                 "WHERE p.id IN (", marks, ")")
            )  # fmt: skip
            found.update(self.backend.rows(sql, chunk))
        return found


def _merged(branches: Iterable[Iterable[T]], *, reverse: bool = False) -> Iterator[T]:
    """The rows of all branches in one order, each once."""
    branches = list(branches)
    if len(branches) == 1:
        # Most queries have one branch, in which every row stands once.
        return iter(branches[0])
    return (row for row, _ in groupby(merge(*branches, reverse=reverse)))  # type: ignore[type-var]
