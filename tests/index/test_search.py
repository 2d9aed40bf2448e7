"""What a search finds in the made-up minutes, and what it says about it."""

from __future__ import annotations

import datetime
import operator
from types import SimpleNamespace
from typing import Any

import pytest

from minuteminer.answers import MARK_END, MARK_START
from minuteminer.errors import QueryError, UsageError
from minuteminer.index import Index
from minuteminer.index.shown import results_as_text
from minuteminer.index.value_words import figure_in_words


def found(index: Index, query: str) -> list[tuple[str, str | None]]:
    """Item id and paragraph label of every hit, in order."""
    hits = index.search(query).hits
    return sorted(((hit.item.rpartition(":")[2], hit.label) for hit in hits), key=str)


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("firearms", [("101", "1."), ("101", "3."), ("103", None)]),
        ("firearm", [("101", "1."), ("101", "3."), ("103", None)]),
        ("firearms in:resolution", [("101", "3.")]),
        ("firearms in:note", [("103", None)]),
        ("firearms in:title", [("101", None)]),
        ("firearms -recruited", [("101", "3."), ("103", None)]),
        ('"firearms officers"', [("101", "1.")]),
        ('"officers firearms"', []),
        ("NEAR(officers firearms, 0)", [("101", "1.")]),
        ("NEAR(constable officers, 3)", []),
        ("recr*", [("101", "1.")]),
        ("lorry OR knives", [("103", "8."), ("105", "1.")]),
        ("(lorry OR knives) -queues", [("105", "1.")]),
        ("-firearms topic:firearms", [("101", "2.")]),
        ("amount:>100m OR headcount:>30", [("101", "1."), ("101", "2.")]),
        ("firearms (date:2015 OR date:2017)", [("103", None)]),
        ("firearms -date:2016", [("103", None)]),
        ("-(firearms OR date:2015) kind:money", [("101", "2.")]),
        ("-(firearms date:2016) topic:firearms", [("101", "2.")]),
        ("(role:overtime amount:>1m) OR (role:precept amount:<1m)", [("101", "2.")]),
        ("role:overtime (amount:>1m OR date:2015)", [("101", "2."), ("102", "(1)")]),
        ("topic:operation_stack", [("103", "8."), ("103", None)]),
        ("verb:approve", [("102", "(3)")]),
        ("verb:approve in:resolution", [("102", "(3)")]),
        ("date:2015", [("102", "(1)"), ("102", "(2)"), ("102", "(3)")]),
        ("date:2016-04-28 overtime", [("101", "2.")]),
        ("committee:scrutiny knives", [("105", "1.")]),
        ("panel:saltmarsh precept", [("102", "(1)"), ("102", "(3)")]),
        ("meeting:11 overtime", [("101", "2.")]),
        ("status:recruited", [("101", "1.")]),
    ],
)
def test_words_and_fields(index: Index, query: str, hits: list[tuple[str, str | None]]) -> None:
    assert found(index, query) == hits


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("amount:>=1.5m", [("101", "2."), ("102", "(1)")]),
        ("amount:>1.5m role:overtime", []),
        ("amount:5.5m", [("102", "(1)")]),
        ("amount:6m..7m", [("102", "(1)")]),
        ("amount:>6m date:2015", []),
        ("amount:<100k", [("102", "(1)")]),
        ("-amount:>1m overtime", []),
        ("headcount:>30", [("101", "1.")]),
        ('headcount:34 role:"firearms officer"', [("101", "1.")]),
        ('headcount:>34 role:"firearms officer"', []),
        ("vote:against>0", [("102", "(2)")]),
        ("vote:for=9 vote:against<=3", [("102", "(2)")]),
        ("vote:against>3", []),
        ("kind:vote", [("102", "(2)")]),
        ("kind:resolution date:2015", [("102", "(3)")]),
    ],
)
def test_numbers(index: Index, query: str, hits: list[tuple[str, str | None]]) -> None:
    assert found(index, query) == hits


def test_conditions_on_a_figure_hold_for_one_and_the_same_figure(index: Index) -> None:
    # Paragraph (1) of item 102 has £90,000 for overtime and a precept of £5m: not £5m for overtime.
    assert found(index, "role:overtime amount:>1m") == [("101", "2.")]
    assert found(index, "role:precept amount:>1m") == [("102", "(1)")]


@pytest.mark.parametrize(
    ("query", "item"),
    [
        ("antisocial", "103"), ("anti-social", "103"), ("bodyworn OR body-worn", "103"), ("knife", "105"),
        ("organize", "105"), ("neighborhood", "105"), ("police and crime commissioner", "105"),
        ('"police and crime commissioner"', "105"), ("lorries", "103"), ("queue", "103"),
    ],
)  # fmt: skip
def test_other_forms_of_a_word_are_found(index: Index, query: str, item: str) -> None:
    assert [hit.item.rpartition(":")[2] for hit in index.search(query).hits] == [item]


def test_boilerplate_is_left_out_counted_and_one_switch_away(index: Index) -> None:
    results = index.search("firearms")
    assert (results.total, results.left_out) == (3, 1)
    assert index.search("firearms boilerplate:yes").total == 4
    assert [hit.boilerplate for hit in index.search("apologies boilerplate:yes").hits] == [True]


def test_a_hit_shows_where_it_is_from_and_the_figure(index: Index) -> None:
    (hit,) = index.search("role:overtime amount:>1m").hits
    assert hit.date == datetime.date(2016, 4, 28)
    assert (hit.committee, hit.title, hit.number, hit.label) == (
        "Saltmarsh Police and Crime Panel", "Firearms uplift", "1.", "2.",
    )  # fmt: skip
    assert [figure.text for figure in hit.figures] == ["£1.5m"]
    assert hit.url == "https://democracy.saltmarsh.example/ieListDocuments.aspx?CId=7&MId=11#AI101"


def test_a_number_from_a_column_in_thousands_says_what_it_means(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("205", "Monitoring").say("Vehicles | 2,850 | £3.3m")
    made.put(index, minutes.money("2,850", 2_850_000).money("£3.3m", 3_300_000))
    (hit,) = index.search("vehicles amount:>1m").hits
    assert [figure_in_words(figure) for figure in hit.figures] == ["2,850 = £2,850,000", "£3.3m"]


def test_a_snippet_marks_the_found_words_in_the_original_text(index: Index) -> None:
    (hit,) = index.search('"firearms officers"').hits
    assert hit.snippet.replace(MARK_START, "[").replace(MARK_END, "]") == (
        "1. The Chief Constable said that 34 more [firearms officers] would be recruited."
    )


def test_a_resolution_and_a_title_lift_a_hit_and_the_score_says_so(index: Index) -> None:
    first = index.search("firearms").hits[0]
    assert (first.label, first.score.resolution > 1, first.score.title > 1) == ("3.", True, True)  # type: ignore[union-attr]


@pytest.mark.parametrize(("sort", "days"), [("date", [2015, 2016]), ("-date", [2016, 2015])])
def test_sorting_by_date(index: Index, sort: str, days: list[int]) -> None:
    hits = index.search(f"overtime sort:{sort}").hits
    assert [hit.date.year for hit in hits if hit.date] == days


def test_financial_years_are_told_apart_by_how_they_are_known(index: Index) -> None:
    hits = {hit.label: hit for hit in index.search("fy:2016/17 date:2016").hits}
    assert (hits["2."].financial_years, hits["2."].financial_year_inferred) == (("2016/17",), False)
    assert (hits["1."].financial_years, hits["1."].financial_year_inferred) == (("2016/17",), True)
    assert index.search("fy:2014/15").total == 3


def test_the_year_of_a_title_goes_before_that_of_the_meetings_day(index: Index, made: SimpleNamespace) -> None:
    meeting = made.make_meeting("77", datetime.date(2025, 2, 4))
    minutes = made.Minutes("770", "Proposed Precept and Budget 2025/26", meeting=meeting)
    minutes.say("The precept be supported.", "1.").say("The precept of 2024/25 had been lower.", "2.")
    made.put(index, minutes)
    assert [hit.label for hit in index.search("precept supported fy:2024/25").hits] == []
    (hit,) = index.search("precept supported fy:2025/26").hits
    assert (hit.financial_years, hit.financial_year_inferred) == (("2025/26",), False)
    (other,) = index.search("precept lower fy:2024/25").hits
    assert other.label == "2."


def test_hits_of_a_financial_year_say_how_it_is_known(index: Index, made: SimpleNamespace) -> None:
    meeting = made.make_meeting("77", datetime.date(2025, 2, 4))
    titled = made.Minutes("770", "Budget 2025/26", meeting=meeting).say("The precept of the estuary.", "1.")
    untold = made.Minutes("771", "Estuary", meeting=meeting).say("The estuary in 2023/24 was wide.", "1.")
    made.put(index, titled)
    made.put(index, untold.say("The estuary was deep.", "2."))
    said = {
        year: "".join(words for words, _ in results_as_text(index.search(f"estuary in:paragraph fy:{year}")))
        for year in ("2023/24", "2024/25", "2025/26")
    }
    assert "financial year 2023/24 (stated)\n" in said["2023/24"]
    assert "financial year 2024/25 (by the day of the meeting, no year is printed)\n" in said["2024/25"]
    assert "financial year 2025/26 (stated in the title)\n" in said["2025/26"]
    assert "financial year" not in "".join(words for words, _ in results_as_text(index.search("estuary")))


def test_a_likely_misspelling_gets_did_you_mean(index: Index) -> None:
    assert index.search("firarms").remarks == ("“firarms” occurs nowhere. Did you mean firearms?",)


def test_an_unknown_value_is_never_an_empty_answer_without_a_word(index: Index) -> None:
    (remark,) = index.search("topic:firarms").remarks
    assert remark == "Nothing in this index has topic:firarms. There are: firearms."
    assert "Saltmarsh Scrutiny Committee" in index.search("committee:nowhere").remarks[0]


def test_a_topic_finds_its_narrower_topics(index: Index) -> None:
    assert found(index, "topic:vehicles") == [("103", "8."), ("103", None)]
    with index.writing():
        index.set_taxonomy({"violence": ["knife_crime", "firearms"], "crime": ["violence"]})
    assert {item for item, _ in found(index, "topic:crime")} == {"101", "105"}


def test_pages_of_hits_do_not_overlap(index: Index) -> None:
    everything = [hit.id for hit in index.search("date:2015..2017").hits]
    pages = [hit.id for start in range(0, 8, 2) for hit in index.search("date:2015..2017", limit=2, offset=start).hits]
    assert pages == everything[:8]
    with pytest.raises(UsageError):
        index.search("overtime", limit=10**6)


def test_facets_count_and_exclude(index: Index) -> None:
    facets = {facet.name: dict(facet.values) for facet in index.facets("date:2015..2017")}
    assert facets["year"] == {"2015": 3, "2016": 3, "2017": 3}
    assert facets["committee"] == {"Saltmarsh Police and Crime Panel": 6, "Saltmarsh Scrutiny Committee": 3}
    assert facets["role"] == {"overtime": 2, "budget": 1, "precept": 1, "firearms officer": 1}
    assert facets["verb"] == {"approve": 1, "note": 1, "support": 1}
    without = {facet.name: dict(facet.values) for facet in index.facets("date:2015..2017 -topic:firearms")}
    assert without["year"] == {"2015": 3, "2017": 3}


def test_hidden_characters_do_not_hide_words(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("201", "Hidden").say("The bud\u00adget and \ufb01re\u200bwall; ｂｒｏａｄ caf\u00e9."))
    for word in ("budget", "firewall", "broad", "cafe", "café"):
        assert "201" in {item for item, _ in found(index, word)}, word
    (hit,) = index.search("firewall").hits
    assert f"{MARK_START}\ufb01re\u200bwall{MARK_END}" in hit.snippet


def test_a_very_long_paragraph_is_searched_to_its_end(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("202", "Long").say("filler " * 20_000 + "needle at the end", "9."))
    (hit,) = index.search("needle").hits
    assert (hit.label, len(hit.text) <= 16_000, len(hit.snippet) < 500) == ("9.", True, True)


def test_text_outside_all_paragraphs_is_searched_too(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("203", "Gap")
    minutes.text = "A preface about zebras.\n\n"
    made.put(index, minutes.say("The first paragraph.", "1."))
    assert found(index, "zebras") == [("203", None)]


def test_marks_in_the_source_cannot_pretend_to_be_found_words(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("204", "Marks").say("A \x02fake\x03 mark and a genuine giraffe."))
    (hit,) = index.search("giraffe").hits
    assert hit.snippet.count(MARK_START) == 1
    assert MARK_START not in hit.text


def test_a_snippet_is_one_line_without_gaps(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("206", "Gaps").say("Seen:  a  pygmy\n\nhippopotamus \u00a0 in the\tpond."))
    (hit,) = index.search('"pygmy hippopotamus"').hits
    assert hit.snippet == f"Seen: a {MARK_START}pygmy hippopotamus{MARK_END} in the pond."


def test_a_search_that_takes_too_long_is_stopped_with_words(index: Index, made: SimpleNamespace) -> None:
    made.put(index, *[made.Minutes(str(n), "Many").say("common words " * 40) for n in range(300, 400)])
    with pytest.raises(QueryError, match="took too long"):
        index.search("common OR words OR wo* OR co*", deadline_s=-1)
    assert index.search("common").total == 100


def test_hits_are_not_lost_where_no_time_is_left_for_advice(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []
    backend_deadline = type(index._backend).deadline

    def deadline(self: Any, seconds: float) -> Any:
        left.append(seconds)
        return backend_deadline(self, seconds if len(left) == 1 else -1)

    monkeypatch.setattr(type(index._backend), "deadline", deadline)
    found = index.search("firearms", deadline_s=3)
    assert (found.total, len(found.hits)) == (3, 3)
    assert left[0] == 3 > left[1]


def test_what_no_database_stores_is_replaced_and_the_rest_is_found(index: Index, made: SimpleNamespace) -> None:
    minutes = made.Minutes("205", "Odd\x00 title").say("A pelican\x00 and a lone \ud800 half.").money("pelican", 5)
    made.put(index, minutes)
    (hit,) = index.search("pelican half").hits
    assert (hit.title, hit.text) == ("Odd\ufffd title", "A pelican\ufffd and a lone \ufffd half.")
    assert [figure.text for figure in hit.figures] == ["pelican"]
    fact = index.item("205").facts[0]
    assert index.item("205").item.text[fact.start_char : fact.end_char] == "pelican"


def test_items_and_meetings_are_found_by_their_best_paragraph(index: Index) -> None:
    items = index.search("firearms in:item")
    assert [(hit.item.rpartition(":")[2], hit.label, hit.matches) for hit in items.hits] == [
        ("101", "3.", 2), ("103", None, 1),
    ]  # fmt: skip
    assert (items.total, items.hits[0].unit) == (2, "item")
    meetings = index.search("in:meeting date:2015..2017 sort:date")
    assert [(hit.meeting_id, hit.matches) for hit in meetings.hits] == [("10", 3), ("11", 3), ("12", 3)]
    assert index.search("firearms in:item", limit=1, offset=1).hits[0].item.endswith(":103")


@pytest.mark.parametrize("role", ["", "role:grant "])
def test_every_bound_of_an_amount_is_exact(index: Index, made: SimpleNamespace, role: str) -> None:
    # Magnitudes decide most of it, and the ends must not be theirs: amounts just round powers of ten.
    ranges = [
        (size + step, size + step + wide) for size in (10, 100, 10_000) for step in (-1, 0, 1) for wide in (0, 95)
    ]
    minutes = made.Minutes("960", "Amounts", meeting=made.make_meeting("30", datetime.date(2019, 5, 1)))
    for low, high in ranges:
        minutes.say(f"Between £{low} and £{high}.", f"{low}-{high}").money(
            f"£{low} and £{high}", low, high, role="grant"
        )
    made.put(index, minutes)

    def labels(condition: str) -> set[str | None]:
        return {hit.label for hit in index.search(f"{role}date:2019 amount:{condition}", limit=100).hits}

    signs = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
    for bound in (0, 9, 10, 11, 99, 100, 101, 150, 9_999, 10_000, 10_001):
        for sign, compare in signs.items():
            wanted = {f"{low}-{high}" for low, high in ranges if compare(high if ">" in sign else low, bound)}
            assert labels(f"{sign}{bound}") == wanted, (sign, bound)
        assert labels(f"={bound}") == {f"{low}-{high}" for low, high in ranges if low <= bound <= high}, bound


def test_a_star_with_too_many_words_says_which_were_searched_for(index: Index, made: SimpleNamespace) -> None:
    made.put(index, made.Minutes("970", "Stars").say(" ".join(f"zz{n}" for n in range(60)) + " zz1 zz1"))
    results = index.search("zz*")
    assert results.total == 1
    assert results.remarks == ("60 words begin with “zz”; the 50 most frequent were searched for.",)
    assert index.search("firear*").remarks == ()
    assert index.search("nothinglikeit*").total == 0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("in:fact role:overtime", ["£1.5m", "£90,000"]),
        ("in:fact amount:>1m sort:date", ["£5m to £6m", "£1.5m", "£258m"]),
        ("in:fact overtime amount:>2m", ["£258m", "£5m to £6m"]),
        ("in:fact headcount:>30", ["34 more firearms officers"]),
        ("in:fact kind:vote", ["9 votes to 3"]),
        ("in:fact vote:against>0", ["9 votes to 3"]),
        ("in:fact verb:approve", ["AGREED that the precept be approved."]),
        ("in:fact date:2015", ["£5m to £6m", "£90,000", "9 votes to 3", "AGREED that the precept be approved."]),
        ("in:fact knives", []),
    ],
)
def test_a_fact_can_be_the_unit_of_the_answer(index: Index, query: str, words: list[str]) -> None:
    results = index.search(query)
    assert sorted(hit.figures[0].text for hit in results.hits) == sorted(words)
    assert results.total == len(words)


def test_a_fact_comes_with_its_words_marked_in_its_paragraph(index: Index) -> None:
    (hit,) = index.search("in:fact role:overtime amount:>1m").hits
    assert (hit.unit, hit.kind, hit.label, hit.item.rpartition(":")[2]) == ("fact", "money", "2.", "101")
    assert hit.snippet.startswith(f"2. Overtime had cost {MARK_START}£1.5m{MARK_END}, and")
    assert index.item("101").item.text[hit.start_char : hit.end_char] == "£1.5m"
    assert index.fact(hit.figures[0].fact_id)[1].text == "£1.5m"
    second = index.search("in:fact date:2015", limit=1, offset=1)
    assert ([one.figures[0].text for one in second.hits], second.total) == (["£90,000"], 4)
