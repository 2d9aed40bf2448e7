"""One query against one index: the statements that count, order and rank its matches."""

from __future__ import annotations

from collections.abc import Sequence

from minuteminer.index.backend import Backend
from minuteminer.index.compile import Compiled, compile_query
from minuteminer.index.lookups import make_lookups
from minuteminer.index.match import Match
from minuteminer.queries import Query

_CHUNK = 1_000


class Asked:
    """A query with everything that is needed to run its statements."""

    def __init__(self, backend: Backend, query: Query) -> None:
        self.backend = backend
        self.query = query
        self.compiled: Compiled = compile_query(query, make_lookups(backend))
        self._sql = backend.match_sql(self.compiled.table)

    def _where(self, match: Match, low_id: int | None = None, *, every: bool = False) -> tuple[str, list[object]]:
        compiled, row = self.compiled, self._sql.row
        pieces = [self._sql.where] if self.query.boilerplate or every else [self._sql.where, f"({row} & 1) = 0"]
        parameters: list[object] = [self.backend.render(match)]
        low, high = max(compiled.low_id, low_id or 0), compiled.high_id
        if low > 0 or high < (1 << 63) - 1:
            pieces.append(f"{row} BETWEEN ? AND ?")
            parameters += [low, high]
        for condition in compiled.conditions:
            pieces.append(condition.sql.format(row=row))
            parameters += condition.parameters
        return " AND ".join(pieces), parameters

    def counts(self) -> tuple[int, int]:
        """How many rows match, and how many more that are left out as boilerplate."""
        where, parameters = self._where(self.compiled.match, every=True)
        boilerplate = f"coalesce(sum({self._sql.row} & 1), 0)"
        sql = " ".join(("SELECT count(*),", boilerplate, "FROM", self._sql.source, "WHERE", where))
        every, left_out = map(int, self.backend.rows(sql, parameters)[0])
        return (every, 0) if self.query.boilerplate else (every - left_out, left_out)

    def by_date(self, limit: int, offset: int, *, newest_first: bool = True) -> list[int]:
        """Ids of matches in the order of time."""
        where, parameters = self._where(self.compiled.match)
        order = "DESC" if newest_first else "ASC"
        row = self._sql.row
        sql = " ".join(
            ("SELECT", row, "FROM", self._sql.source, "WHERE", where, "ORDER BY", row, order, "LIMIT ? OFFSET ?")
        )
        return [identifier for (identifier,) in self.backend.rows(sql, [*parameters, limit, offset])]

    def by_match(self, match: Match, limit: int) -> list[int]:
        """Ids of the best matches of another match than the query's own, under the same conditions."""
        where, parameters = self._where(match)
        scored = [self.backend.render(match)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ?")
        )  # fmt: skip
        return [row[0] for row in self.backend.rows(sql, [*scored, *parameters, limit])]

    def terms_by_date(self, limit: int) -> list[tuple[int, str]]:
        """Ids and terms of the newest matches."""
        where, parameters = self._where(self.compiled.match)
        row, table = self._sql.row, self.compiled.table
        source = table if self._sql.source == table else f"{self._sql.source} JOIN {table} ON {table}.id = {row}"
        sql = " ".join(
            ("SELECT", row, ",", f"{table}.terms", "FROM", source, "WHERE", where, "ORDER BY", row, "DESC LIMIT ?")
        )
        return self.backend.rows(sql, [*parameters, limit])

    def by_rank(self, limit: int, offset: int, lowest: int | None) -> list[tuple[int, float]]:
        """Ids and word scores of the best matches among those with an id of at least `lowest`."""
        where, parameters = self._where(self.compiled.match, lowest)
        scored = [self.backend.render(self.compiled.words)] * self._sql.score_parameters
        sql = " ".join(
            ("SELECT", self._sql.row, ",", self._sql.score, "AS score FROM", self._sql.source, "WHERE", where,
             "ORDER BY score DESC,", self._sql.row, "DESC LIMIT ? OFFSET ?")
        )  # fmt: skip
        return self.backend.rows(sql, [*scored, *parameters, limit, offset])

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
