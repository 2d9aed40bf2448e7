"""What PostgreSQL's index does in its own way: its word index divided by years, its large jobs, its older versions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.errors import SlowQueryError
from minuteminer.index import Index, open_index, postgres_writing
from minuteminer.index.asked import Asked
from minuteminer.index.backend import MatchSql
from minuteminer.index.ids import newest_id
from minuteminer.index.match import ANYTHING, And, Match, Or, Term, Without, is_broad, pairs_of, render_tsquery
from minuteminer.index.migrations import latest
from minuteminer.index.postgres import PostgresBackend
from minuteminer.index.query import parse_query
from minuteminer.index.spans import cut_slices
from minuteminer.queries import Phrase, Word

DAYS = st.dates(datetime.date(1980, 1, 1), datetime.date(2060, 12, 31)).map(newest_id)
# A pair of words that both stand in a passage, but not side by side, must not be found as a phrase.
ASKED = (
    "firearms",
    '"firearms officers"',
    '"officers firearms"',
    "over*",
    "role:overtime amount:>1m",
    "in:title budget",
)


@given(DAYS, DAYS, DAYS, st.booleans())
def test_slices_make_up_the_whole_range_each_part_once_from_the_end_that_is_asked_for(
    one: int, other: int, newest: int, newest_first: bool
) -> None:
    low, high = sorted((one, other))
    slices = list(cut_slices(low, high, newest, newest_first=newest_first))
    if newest_first:
        slices.reverse()
    assert (slices[0][0], slices[-1][1]) == (low, high)
    assert all(before[1] + 1 == after[0] for before, after in pairwise(slices))
    assert len(slices) <= 5


@given(st.lists(st.sampled_from(["fire", "panel", "the", "2016"]), min_size=2))
def test_the_neighbours_of_a_phrase_are_among_those_of_every_passage_that_holds_it(words: list[str]) -> None:
    passage = ["before", *words, "after"]
    assert pairs_of(words) <= pairs_of(passage)


def answers(index: Index) -> list[Any]:
    return [[(hit.item, hit.label, hit.text) for hit in index.search(text).hits] for text in ASKED]


def schema_of(address: str) -> set[str]:
    with psycopg.connect(address) as connection:
        indexes = connection.execute("SELECT tablename, indexname FROM pg_indexes WHERE schemaname = current_schema()")
        references = connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' "
            "AND connamespace = current_schema()::regnamespace"
        )
        return {f"{table} {name}" for found in (indexes, references) for table, name in found.fetchall()}


def test_a_large_job_into_an_empty_index_leaves_the_same_index(
    empty_postgres: str, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_index(empty_postgres) as index:
        before = schema_of(empty_postgres)
        monkeypatch.setattr(postgres_writing, "_LARGE", 1)
        made.put(index, *made.sample())
        assert schema_of(empty_postgres) == before
        large = answers(index)
        assert all(map(len, large[:2]))
        assert index.check().problems == ()
    with psycopg.connect(empty_postgres, autocommit=True) as connection:
        (schema,) = connection.execute("SELECT current_schema()").fetchone() or ("",)
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    monkeypatch.setattr(postgres_writing, "_LARGE", 10**9)
    with open_index(empty_postgres) as index:
        made.put(index, *made.sample())
        assert answers(index) == large


def fail_halfway(index: Index, made: SimpleNamespace) -> None:
    with index.writing() as writer:
        for minutes in made.sample():
            index.add(*minutes.built())
        writer.flush()
        raise RuntimeError("halfway")


def test_of_a_large_job_that_fails_nothing_is_left(
    empty_postgres: str, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_writing, "_LARGE", 1)
    with open_index(empty_postgres) as index:
        before = schema_of(empty_postgres)
        with pytest.raises(RuntimeError, match="halfway"):
            fail_halfway(index, made)
        assert schema_of(empty_postgres) == before
        assert index.search("firearms").total == 0
        made.put(index, *made.sample())
        assert index.search("firearms").total == 3


AMOUNTS = st.sampled_from(["<0", ">=0", "<=90k", ">90k", ">1m", "1.5m", "1m..2m", "5.5m..7m", "<10m", ">9m"])
COUNTS = st.sampled_from([">0", "<34", ">=34", "34", "20..40", ">34"])
FIGURES = st.one_of(
    st.tuples(st.sampled_from(["overtime", "budget", "precept", "grant"]), AMOUNTS).map(
        "role:{0[0]} amount:{0[1]}".format
    ),
    st.tuples(st.sampled_from(["police officer", "firearms officer"]), COUNTS).map(
        'role:"{0[0]}" headcount:{0[1]}'.format
    ),
)
SETTINGS = st.sampled_from(
    ["", "date:2016", "date:2015..2016", "-date:2016", "boilerplate:yes", "sort:date", "in:item", "in:meeting",
     "in:fact", "in:resolution", "in:all", "asof:2020-02-01", "amount:<8m", "kind:money", "firearms",
     "status:recruited"]
)  # fmt: skip


@pytest.fixture(scope="module")
def with_versions(postgres: str, made: SimpleNamespace) -> Iterator[Index]:
    """The sample, an item of which an older version is kept, one that was withdrawn, and one of formalities."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA with_versions")
        with open_index(f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3Dwith_versions") as index:
            made.put(index, *made.sample())
            for item, title, versions in (
                ("201", "Pay", 2),
                ("202", "Vans", 1),
                ("203", "Declarations of interest", 1),
            ):
                for version in range(1, versions + 1):
                    minutes = made.Minutes(item, title, version=version)
                    minutes.say(f"Overtime cost £{version}m, then £9m, for 40 constables.", "1.")
                    minutes.money(f"£{version}m", version * 1_000_000, role="overtime")
                    minutes.money("£9m", 9_000_000, role="overtime").headcount("40 constables", 40)
                    made.put(index, minutes)
            with index.writing() as writer:
                writer.withdraw("democracy.saltmarsh.example:202", datetime.date(2020, 3, 1))
            yield index
        connection.execute("DROP SCHEMA with_versions CASCADE")


@settings(max_examples=150, deadline=None)
@given(FIGURES, SETTINGS, st.integers(0, 2))
def test_the_index_of_figures_finds_what_the_word_index_finds(
    with_versions: Index, figures: str, setting: str, offset: int
) -> None:
    query = f"{figures} {setting}"
    by_figures = with_versions.search(query, limit=2, offset=offset)
    with pytest.MonkeyPatch.context() as patch:
        plain = PostgresBackend.match_sql
        patch.setattr(PostgresBackend, "match_sql", lambda self, table: without_roles(plain(self, table)))
        by_words = with_versions.search(query, limit=2, offset=offset)
    assert replace(by_figures, took_ms=0) == replace(by_words, took_ms=0)


def without_roles(sql: MatchSql) -> MatchSql:
    return replace(sql, by_role=False)


def test_the_newest_figures_of_a_role_are_read_from_their_index_alone(with_versions: Index) -> None:
    statements: list[str] = []
    plain = PostgresBackend.rows

    def noted(self: PostgresBackend, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        statements.append(sql)
        return plain(self, sql, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PostgresBackend, "rows", noted)
        assert with_versions.search("role:overtime amount:>1m").total == 2
    assert not any("paragraph_match" in sql for sql in statements)


MATCHES = st.recursive(
    st.sampled_from([Word(text="fire"), Term(text="kind:money"), ANYTHING, Phrase(words=("fire", "arms"))]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple).map(lambda matches: And(matches=matches)),
        st.lists(inner, max_size=3).map(tuple).map(lambda matches: Or(matches=matches)),
        inner.map(lambda match: Without(match=match)),
    ),
    max_leaves=6,
)


@given(MATCHES)
def test_every_question_to_the_word_index_asks_for_something_that_a_row_must_hold(
    with_versions: Index, match: Match
) -> None:
    # What an empty row would meet is looked for by reading the index from end to end.
    asked = backend_of(with_versions).rows("SELECT ''::tsvector @@ ?::tsquery", (render_tsquery(match),))
    assert asked == [(False,)]


@pytest.mark.parametrize(
    "query", ["-overtime", "date:2016", "-(overtime OR -budget)", "overtime OR -budget", "in:all -w"]
)
def test_a_question_that_nearly_every_row_meets_is_not_answered_by_reading_the_words_of_them_all(
    with_versions: Index, query: str
) -> None:
    compiled = Asked(backend_of(with_versions), parse_query(query)).compiled
    assert [is_broad(branch.match) for branch in compiled.branches] == [True]
    assert with_versions.search(query).total


def limit_of(index: Index) -> str:
    return str(backend_of(index).rows("SHOW statement_timeout")[0][0])


def backend_of(index: Index) -> PostgresBackend:
    backend = index._backend
    assert isinstance(backend, PostgresBackend)
    return backend


def test_a_time_limit_holds_for_its_block_and_for_nothing_else(with_versions: Index) -> None:
    backend = backend_of(with_versions)
    with backend.deadline(5):
        assert limit_of(with_versions) == "5s"
        with backend.deadline(2):
            assert limit_of(with_versions) == "2s"
        assert limit_of(with_versions) == "5s"
    assert limit_of(with_versions) == "0"
    with_versions.search("overtime", deadline_s=3)
    with with_versions.writing():
        assert limit_of(with_versions) == "0"


def test_a_time_limit_holds_after_a_transaction_that_was_undone(with_versions: Index) -> None:
    backend = backend_of(with_versions)
    with pytest.raises(RuntimeError, match="5s"), with_versions.steady(), backend.deadline(5):
        raise RuntimeError(limit_of(with_versions))
    with backend.deadline(5):
        assert limit_of(with_versions) == "5s"
    with pytest.raises(SlowQueryError), with_versions.steady(), backend.deadline(0.05):
        backend.rows("SELECT pg_sleep(1)")
    assert limit_of(with_versions) == "0"


def to_version_2(connection: psycopg.Connection[Any]) -> None:
    """The tables as they were before the word index stood apart."""
    connection.execute("DROP INDEX money_role, headcount_role, item_retired")
    for table in ("paragraph", "resolution"):
        for statement in (
            f"ALTER TABLE {table} ADD COLUMN vector TSVECTOR",
            f"UPDATE {table} SET vector = array_to_tsvector(ARRAY(SELECT ':' || term "  # noqa: S608
            "FROM unnest(string_to_array(terms, ' ')) AS split (term))) || "
            "(SELECT string_agg('''' || word || ''':' || place, ' ')::tsvector "
            "FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS split (word, place))",
            f"ALTER TABLE {table} ALTER COLUMN vector SET NOT NULL",
            f"DROP TABLE {table}_match",
            f"DROP FUNCTION {table}_vector_of",
            f"DROP TABLE {table}_vector",
            f"CREATE INDEX {table}_vector ON {table} USING gin (vector)",
        ):
            connection.execute(statement.encode())
    connection.execute("UPDATE setting SET value = '2' WHERE name = 'schema'")


def test_an_index_of_version_2_answers_as_before(empty_postgres: str, made: SimpleNamespace) -> None:
    with open_index(empty_postgres) as index:
        made.put(index, *made.sample())
        before = answers(index)
    with psycopg.connect(empty_postgres) as connection:
        to_version_2(connection)
    with open_index(empty_postgres) as index:
        assert index.schema_version == latest("postgres")
        assert answers(index) == before
        assert index.check().problems == ()
