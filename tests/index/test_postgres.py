"""What PostgreSQL's index does in its own way: its word index divided by years, its large jobs, its older versions."""

from __future__ import annotations

import datetime
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minuteminer.index import Index, open_index, postgres_writing
from minuteminer.index.ids import newest_id
from minuteminer.index.match import pairs_of
from minuteminer.index.spans import cut_slices

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


def to_version_2(connection: psycopg.Connection[Any]) -> None:
    """The tables as they were before the word index stood apart."""
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
        assert index.schema_version == 3
        assert answers(index) == before
        assert index.check().problems == ()
