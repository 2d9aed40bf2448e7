"""One query against one index: the statements that count, order and rank its matches."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from itertools import islice

from minuteminer.index.backend import Backend
from minuteminer.index.compile import compile_query
from minuteminer.index.conditions import Branch
from minuteminer.index.lookups import make_lookups
from minuteminer.index.match import Match, is_wide
from minuteminer.queries import Query

_CHUNK = 1_000
# Under a star with many words a count alone takes a second at a million paragraphs: it ends here, and says so.
WIDE_COUNT = 20_000


class Asked:
    """A query with everything that is needed to run its statements. Its branches have no match in common."""

    def __init__(self, backend: Backend, query: Query) -> None:
        self.backend = backend
        self.query = query
        self.compiled = compile_query(query, make_lookups(backend))
        self.wide = is_wide(self.compiled.words)
        self._sql = backend.match_sql(self.compiled.table)

    def _where(self, branch: Branch, low_id: int | None = None, *, every: bool = False) -> tuple[str, list[object]]:
        compiled, row = self.compiled, self._sql.row
        pieces = [self._sql.where] if self.query.boilerplate or every else [self._sql.where, f"({row} & 1) = 0"]
        parameters: list[object] = [self.backend.render(branch.match)]
        low, high = max(compiled.low_id, low_id or 0), compiled.high_id
        if low > 0 or high < (1 << 63) - 1:
            pieces.append(f"{row} BETWEEN ? AND ?")
            parameters += [low, high]
        for condition in branch.conditions:
            pieces.append(condition.sql.format(row=row))
            parameters += condition.parameters
        return " AND ".join(pieces), parameters

    def counts(self) -> tuple[int, int]:
        """How many rows match, and how many more that are left out as boilerplate; at most `WIDE_COUNT` if wide."""
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
        return (every, 0) if self.query.boilerplate else (every - left_out, left_out)

    def by_date(self, limit: int, offset: int, *, newest_first: bool = True) -> list[int]:
        """Ids of matches in the order of time."""
        order, row = "DESC" if newest_first else "ASC", self._sql.row
        found = []
        for branch in self.compiled.branches:
            where, parameters = self._where(branch)
            sql = " ".join(("SELECT", row, "FROM", self._sql.source, "WHERE", where, "ORDER BY", row, order, "LIMIT ?"))
            found.append([row_id for (row_id,) in self.backend.rows(sql, [*parameters, limit + offset])])
        return list(islice(merge(*found, reverse=newest_first), offset, offset + limit))

    def terms_by_date(self, limit: int) -> list[tuple[int, str]]:
        """Ids and terms of the newest matches."""
        row, table = self._sql.row, self.compiled.table
        source = table if self._sql.source == table else f"{self._sql.source} JOIN {table} ON {table}.id = {row}"
        found = []
        for branch in self.compiled.branches:
            where, parameters = self._where(branch)
            sql = " ".join(
                ("SELECT", row, ",", f"{table}.terms", "FROM", source, "WHERE", where, "ORDER BY", row, "DESC LIMIT ?")
            )
            found.append(self.backend.rows(sql, [*parameters, limit]))
        return list(islice(merge(*found, reverse=True), limit))

    def by_rank(self, limit: int, offset: int, lowest: int | None) -> list[tuple[int, float]]:
        """Ids and word scores of the best matches among those with an id of at least `lowest`."""
        found = []
        for branch in self.compiled.branches:
            found.append(self._ranked(branch, self.compiled.words, limit + offset, lowest))
        best = merge(*found, key=lambda pair: (-pair[1], -pair[0]))
        return list(islice(best, offset, offset + limit))

    def by_match(self, match: Match, limit: int) -> list[int]:
        """Ids of the best matches of another match than the query's own."""
        return [row_id for row_id, _ in self._ranked(Branch(match=match), match, limit, None)]

    def _ranked(self, branch: Branch, words: Match, limit: int, lowest: int | None) -> list[tuple[int, float]]:
        where, parameters = self._where(branch, lowest)
        scored = [self.backend.render(words)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ?")
        )  # fmt: skip
        return self.backend.rows(sql, [*scored, *parameters, limit])

    def owners(self, ids: Sequence[int]) -> dict[int, int]:
        """For each row the id of its item, or of its meeting where those are asked for."""
        found: dict[int, int] = {}
        owner = "i.meeting" if self.query.unit == "meeting" else "p.item"
        for first in range(0, len(ids), _CHUNK):
            chunk = ids[first : first + _CHUNK]
            marks = ", ".join("?" * len(chunk))
            sql = " ".join(
                ("SELECT p.id,", owner, "FROM", self.compiled.table, "AS p JOIN item AS i ON i.id = p.item",
                 "WHERE p.id IN (", marks, ")")
            )  # fmt: skip
            found.update(self.backend.rows(sql, chunk))
        return found
