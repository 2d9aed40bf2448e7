"""Whatever is typed: an answer or one sentence, in bounded time, the same in both back ends."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minuteminer.errors import QueryError
from minuteminer.index import Index, open_index
from minuteminer.index.query import FIELDS, parse_query
from minuteminer.index.search import DEADLINE_S

PIECES = [
    "firearms", "budget", "the", "a", "*", "fire*", '"', "'", "(", ")", "-", "OR", "AND", "NOT", "NEAR(",
    "NEAR(a b, 2)",
    ",", ":", "..", ">", "<=", "£", "1e999", "0", "-1", "9" * 30, "2016", "2016-02-30", "'; DROP TABLE item; --", "+",
    "' OR 1=1 --", "UNION SELECT", "%", "_", "\\", "\x00", "\u200b", "\u202e", "\ud800", "\U0001f46e", "ﬁ", "²", "½",
    "{words} :", "words:", "terms:x", "rowid:1", "^", "~", "|", "&", "!", "<->", ":*", "$1", "%s", "?", "/*", "*/", "é",
    "x:any", "x:aside", "NULL", "\t", "\n", "ſ", "İ", "ß", "\u0301", "\u3000", "＂", "（", "）", "24/25", "a.b", "@",
]  # fmt: skip
COUNT = 2_000
# The back end stops a search by itself; what it was in the middle of may end, also on a machine with other work.
LIMIT_S = DEADLINE_S + 1


def hostile_queries(seed: int, count: int) -> Iterator[str]:
    """Seeded junk out of the pieces that query languages, SQL and Unicode trip over."""
    chance = random.Random(seed)
    for _ in range(count):
        pieces = chance.choices(PIECES, k=chance.randrange(1, 9))
        if chance.random() < 0.4:
            pieces.insert(chance.randrange(len(pieces)), f"{chance.choice(FIELDS)}:{chance.choice(PIECES)}")
        yield chance.choice(["", " "]).join(pieces)


def sentence(error: QueryError, query: str) -> str:
    """The error's one sentence; its place lies in the query."""
    assert str(error).endswith("."), query
    assert error.position is None or 0 <= error.position <= max(len(query), 1), query
    return str(error)


def answer(index: Index, query: str) -> list[int] | str:
    """The ids of all hits in their order, or the sentence of the error; any other exception fails the test."""
    began = time.perf_counter()
    try:
        results = index.search(query, limit=50)
    except QueryError as error:
        return sentence(error, query)
    assert time.perf_counter() - began < LIMIT_S, query
    assert results.echo
    return [hit.id for hit in results.hits]


def test_two_thousand_hostile_queries(index: Index) -> None:
    answers = [answer(index, query) for query in hostile_queries(1, COUNT)]
    assert sum(isinstance(one, list) for one in answers) > COUNT / 10
    assert index.search("firearms").total == 3


@pytest.fixture(scope="module")
def both(
    postgres: str, tmp_path_factory: pytest.TempPathFactory, made: SimpleNamespace
) -> Iterator[tuple[Index, Index]]:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA both_ends")
        address = f"{postgres}{'&' if '?' in postgres else '?'}options=-csearch_path%3Dboth_ends"
        with open_index(tmp_path_factory.mktemp("both") / "index.sqlite") as one, open_index(address) as other:
            for index in (one, other):
                made.put(index, *made.sample())
            yield one, other
        connection.execute("DROP SCHEMA both_ends CASCADE")


def test_hostile_queries_get_the_same_answer_in_both_back_ends(both: tuple[Index, Index]) -> None:
    for query in hostile_queries(2, 500):
        assert answer(both[0], query) == answer(both[1], query), query


words = st.sampled_from(
    ["firearms", "budget", "overtime", "the", "precept", "of", "officers", "knives", "lorry", "pcc", "wou*", "re*",
     '"the budget"', '"anti-social"', "NEAR(the budget, 3)", "behavior", "rise"]
)  # fmt: skip
fields = st.sampled_from(
    ["topic:firearms", "role:overtime", "kind:money", "kind:vote", "verb:note", "amount:>1m", "amount:<100k",
     "headcount:>=34", "fy:2016/17", "date:2016..2017", "committee:panel", "status:final", "vote:for>1", "vote:any"]
)  # fmt: skip
one_of = st.one_of(words, fields, st.tuples(words, fields).map("({0[0]} {0[1]})".format))
whole = st.sampled_from(
    ["", "in:resolution", "in:title", "in:note", "in:all", "boilerplate:yes", "asof:2018", "sort:date"]
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(words, words.map("-{}".format)), max_size=3),
    st.lists(
        st.tuples(st.sampled_from(["", "-"]), one_of, one_of).map("{0[0]}({0[1]} OR {0[2]})".format),
        max_size=2,
    ),
    st.lists(fields, max_size=2),
    whole,
)
def test_the_same_queries_give_the_same_hits_in_both_back_ends(
    both: tuple[Index, Index], plain: list[str], either: list[str], conditions: list[str], setting: str
) -> None:
    query = " ".join([*plain, *either, *conditions, setting])
    found = [answer(index, query) for index in both]
    assert found[0] == found[1]
    if isinstance(found[0], list):
        assert both[0].facets(query) == both[1].facets(query)
        assert both[0].search(query).left_out == both[1].search(query).left_out


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        sentence(error, text)
    else:
        assert query.conditions or "in:" in text.lower()


@pytest.mark.shared
def test_lists_of_naughty_strings(index: Index, shared: Path) -> None:
    lists = list((shared / "bad-input" / "minimaxir+big-list-of-naughty-strings").rglob("*.txt"))
    lines = [line for path in lists for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    assert len(lines) > 100
    for line in lines:
        answer(index, line)
