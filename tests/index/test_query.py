"""The query language: what is read, how it is echoed, and how mistakes are told."""

from __future__ import annotations

import datetime

import pytest

from minuteminer.errors import QueryError
from minuteminer.index.echo import echo_query
from minuteminer.index.query import parse_query
from minuteminer.queries import All, Any, Dates, Field, Near, Not, Phrase, Range, Word


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("firearms", (Word(text="firearms"),)),
        ("Knife CRIME", (Word(text="knife"), Word(text="crime"))),
        ('"knife crime"', (Phrase(words=("knife", "crime")),)),
        ("“knife crime”", (Phrase(words=("knife", "crime")),)),
        ("anti-social", (Phrase(words=("anti", "social")),)),
        ("fire*", (Word(text="fire", prefix=True),)),
        ("a OR b", (Any(nodes=(Word(text="a"), Word(text="b"))),)),
        ("budget AND precept", (Word(text="budget"), Word(text="precept"))),
        ("budget -precept", (Word(text="budget"), Not(node=Word(text="precept")))),
        ("budget NOT precept", (Word(text="budget"), Not(node=Word(text="precept")))),
        ("NEAR(firearms officers, 5)", (Near(first="firearms", second="officers", distance=5),)),
        ("(a b) OR c", (Any(nodes=(All(nodes=(Word(text="a"), Word(text="b"))), Word(text="c"))),)),
        ("topic:cse", (Field(name="topic", value="cse"),)),
        ("topic:cse,firearms", (Any(nodes=(Field(name="topic", value="cse"), Field(name="topic", value="firearms"))),)),
        ('role:"firearms officer"', (Field(name="role", value="firearms officer"),)),
        ("fy:2016/17", (Field(name="fy", value="2016/17"),)),
        ("amount:>=100000", (Range(name="amount", low=10_000_000),)),
        ("amount:5m..10m", (Range(name="amount", low=500_000_000, high=1_000_000_000),)),
        ("amount:£1.5m", (Range(name="amount", low=150_000_000, high=150_000_000),)),
        ("headcount:>20", (Range(name="headcount", low=20.0, low_open=True),)),
        ("vote:against>0", (Range(name="vote_against", low=0.0, low_open=True),)),
        ("date:2016-04..2016-09", (Dates(start=datetime.date(2016, 4, 1), end=datetime.date(2016, 9, 30)),)),
    ],
)  # fmt: skip
def test_what_a_person_writes_becomes_conditions(text: str, conditions: tuple[object, ...]) -> None:
    assert parse_query(text).conditions == conditions


def test_settings_hold_for_the_whole_query() -> None:
    query = parse_query("firearms in:resolution sort:-date asof:2016-09-30 boilerplate:yes")
    assert (query.unit, query.sort, query.as_of, query.boilerplate) == (
        "resolution", "-date", datetime.date(2016, 9, 30), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ("", "no word or condition", 0),
        ("&&& !!", "no word or condition", 0),
        ("firearms (budget", "never closed", 9),
        ("firearms) budget", "never opened", 8),
        ('firearms "budget', "quotation mark", 9),
        ("firearms OR", "both sides", None),
        ("OR firearms", "both sides", 0),
        ("()", "nothing to search for", 1),
        ("amount:lots", "“lots” is no number", 7),
        ("amount:", "needs a value", 0),
        ("date:2016-13", "no date", 5),
        ("date:2017..2016", "ends before it begins", 5),
        ("fy:2016/18", "no financial year", 3),
        ("colour:red", "no field “colour:”", 0),
        ("f*", "at least 2 letters", 0),
        ("NEAR(a b c)", "two different words", 0),
        ("a OR in:title", "whole query", 5),
        ("in:footnotes", "not known", 3),
        ("vote:maybe>1", "side and a number", 5),
        ("amount:>99999999999999999m", "no number", 7),
        ("amount:>999999999999999bn", "more money", 7),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(text: str, sentence: str, position: int | None) -> None:
    with pytest.raises(QueryError, match=sentence) as caught:
        parse_query(text)
    if position is not None:
        assert caught.value.position == position
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["a" * 501, "word " * 90, "(" * 17 + "a" + ")" * 17, "(" * 100_000])
def test_what_nobody_types_is_refused_in_words(text: str) -> None:
    with pytest.raises(QueryError):
        parse_query(text)


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("firearms", "paragraphs that mention firearms"),
        ("overtime amount:>1m", "paragraphs that mention overtime, with an amount more than £1,000,000"),
        ('topic:cse "knife crime" -london', "paragraphs that mention “knife crime” and not london, about cse"),
        ("amount:>100.5", "paragraphs, with an amount more than £100.50"),
        ("amount:<2k", "paragraphs, with an amount less than £2,000"),
        (
            "amount:<=2k -amount:>1m",
            "paragraphs, with an amount at most £2,000, not with an amount more than £1,000,000",
        ),
        ("headcount:>20 percent:<2.5", "paragraphs, with a headcount more than 20, with a percentage less than 2.5%"),
        ("firearms kind:money", "paragraphs that mention firearms, with a sum of money"),
        ("kind:resolution,note", "paragraphs, with a decision or with a post meeting note"),
        ("date:>2016", "paragraphs, from 1 January 2017 on"),
        ("verb:approve in:resolution sort:-date", "resolutions, where it was decided to approve, newest first"),
        (
            "role:overtime (amount:>1m OR headcount:>20)",
            "paragraphs, for overtime, with an amount more than £1,000,000 or with a headcount more than 20",
        ),
        ("firearms OR amount:>1m", "paragraphs, mentioning firearms or with an amount more than £1,000,000"),
        (
            "-(firearms amount:>1m) (date:2015-02-03 OR (budget kind:money))",
            "paragraphs, not (mentioning firearms and with an amount more than £1,000,000), "
            "on 3 February 2015 or (mentioning budget and with a sum of money)",
        ),
        ("budget vote:any", "paragraphs that mention budget, with a vote"),
        ("vote:unanimous", "paragraphs, with a unanimous vote"),
        ("headcount:10..20 fy:2016/17", "paragraphs, with a headcount from 10 to 20, of the financial year 2016/17"),
    ],
)
def test_a_query_is_echoed_in_plain_words(text: str, echo: str) -> None:
    assert echo_query(parse_query(text)) == echo


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("amount:>1 million", "amount:>1m"),
        ("amount:>=£2.5 bn", "amount:>=2.5bn"),
        ("-amount:<250 thousand precept", "-amount:<250k precept"),
        ("(amount:5 k OR firearms)", "(amount:5k OR firearms)"),
        ('amount:">1 million"', "amount:>1m"),
        ("amount:500k..2 million", "amount:500k..2m"),
        ("amount:..30 thousand", "amount:..30k"),
    ],
)
def test_a_sum_and_its_unit_may_stand_apart(typed: str, read: str) -> None:
    assert parse_query(typed).conditions == parse_query(read).conditions
    assert parse_query(typed).remarks == ()


@pytest.mark.parametrize("typed", ["amount:>1m million", 'amount:>1 "million"', "amount:>1 millions", "x amount: 1"])
def test_a_word_beside_a_sum_stays_a_word_where_it_is_no_unit_of_it(typed: str) -> None:
    if typed.endswith(": 1"):
        with pytest.raises(QueryError, match="needs a value right after the colon"):
            parse_query(typed)
    else:
        assert len(parse_query(typed).conditions) == 2


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("amount:1..2 million", "amount:1m..2m for millions"),
        ("amount:£10..30 thousand", "amount:£10k..30k for thousands"),
    ],
)
def test_a_range_with_a_unit_apart_is_remarked_upon(typed: str, advice: str) -> None:
    (remark,) = parse_query(typed).remarks
    assert remark.endswith(f"write {advice}.")


@pytest.mark.parametrize(
    ("asked", "sought"),
    [
        ("motion to veto", ["motion", "veto"]),
        ("have we decided on the precept before", ["decided", "precept", "before"]),
        ("who voted against the precept", ["voted", "against", "precept"]),
        ("the", ["the"]),
        ("of the", ["of", "the"]),
        ("office of the police and crime commissioner", "office of the police and crime commissioner".split()),
    ],
)
def test_small_words_of_a_sentence_are_not_insisted_on(asked: str, sought: list[str]) -> None:
    assert [node.text for node in parse_query(asked).conditions if isinstance(node, Word)] == sought


def test_small_words_are_kept_where_they_are_asked_for() -> None:
    assert parse_query('"motion to veto"').conditions == (Phrase(words=("motion", "to", "veto")),)
    assert parse_query("precept -the").conditions[1] == Not(node=Word(text="the"))


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("£13", 1300), ("£13.33", 1333), ("£258m", 25_800_000_000), ("£1.2 million", 120_000_000), ("£5,000", 500_000)],
)
def test_a_sum_is_sought_by_its_value(typed: str, pence: int) -> None:
    assert parse_query(f"precept {typed}").conditions[1] == Range(name="amount", low=pence, high=pence)


def test_a_percentage_is_no_amount() -> None:
    with pytest.raises(QueryError, match="percent:<3"):
        parse_query("amount:<3%")
