"""Sums of money: phenomena 1 to 39 of minutes, each with its guard."""

from __future__ import annotations

from decimal import Decimal

import pytest

from minuteminer.annotate.money import find_money
from minuteminer.findings import Money

Sum = tuple[str, str, str]  # words, low and high in pounds


def sums(text: str) -> list[Sum]:
    """The words and both ends in pounds of every sum with a value."""
    return [
        (found.text, f"{Decimal(found.low_pence) / 100:f}", f"{Decimal(found.high_pence or 0) / 100:f}")
        for found in find_money(text)
        if found.low_pence is not None
    ]


def exact(words: str, pounds: str) -> Sum:
    return (words, pounds, pounds)


def one(text: str) -> Money:
    """The only sum of a text."""
    (found,) = find_money(text)
    return found


PHENOMENA: list[tuple[str, str, list[Sum]]] = [
    ("01-m", "The estate costs £38m to run.", [exact("£38m", "38000000")]),
    ("01-guard-metres", "A wall of 38m was built.", []),
    ("02-three-decimals", "a grant of £17.625m", [exact("£17.625m", "17625000")]),
    ("03-million-joined", "It cost £9million.", [exact("£9million", "9000000")]),
    ("03-million-spaced", "It cost £9 million.", [exact("£9 million", "9000000")]),
    ("03-million-on-next-line", "It cost £9\nmillion.", [exact("£9\nmillion", "9000000")]),
    ("04-k", "£64k for gates", [exact("£64k", "64000")]),
    ("05-capital-m", "a bid of £3.7M", [exact("£3.7M", "3700000")]),
    ("06-bn", "the £2.6bn national fund", [exact("£2.6bn", "2600000000")]),
    ("06-billion", "£2.6 billion", [exact("£2.6 billion", "2600000000")]),
    ("07-commas", "£318,906 was left.", [exact("£318,906", "318906")]),
    ("07-millions-behind-commas", "the £1,204m programme", [exact("£1,204m", "1204000000")]),
    ("08-pence", "a charge of £196.04", [exact("£196.04", "196.04")]),
    ("09-small", "raise it by £13", [exact("£13", "13")]),
    ("10-p", "7p a mile", [exact("7p", "0.07")]),
    ("10-word", "seven pence, or 35 pence", [exact("seven pence", "0.07"), exact("35 pence", "0.35")]),
    ("10-range", "10-15p a mile, or 8p to 9p", [("10-15p", "0.1", "0.15"), ("8p to 9p", "0.08", "0.09")]),
    ("10-guard-picture", "filmed in 1080p and 720p", []),
    ("11-words", "three million pounds", [exact("three million pounds", "3000000")]),
    ("11-thousand", "sixty thousand pounds", [exact("sixty thousand pounds", "60000")]),
    ("11-pounds-and-pence", "four pounds and twenty pence", [exact("four pounds and twenty pence", "4.2")]),
    ("12-half", "They had saved half a million.", [exact("half a million", "500000")]),
    ("12-quarter", "a quarter of a million pounds", [exact("a quarter of a million pounds", "250000")]),
    ("12-guard-people", "Half a million people came.", []),
    ("13-vulgar", "nearly £2¾m", [exact("£2¾m", "2750000")]),
    ("14-unit-once", "put at £6-8m", [("£6-8m", "6000000", "8000000")]),
    ("14-unit-once-spaced", "£1.5 to 2 million", [("£1.5 to 2 million", "1500000", "2000000")]),
    ("14-words-behind", "between 3 and 4 million pounds", [("3 and 4 million pounds", "3000000", "4000000")]),
    ("15-unit-twice", "£2.2m-£2.9m", [("£2.2m-£2.9m", "2200000", "2900000")]),
    ("15-to", "Bids of £3m to £4m came.", [("£3m to £4m", "3000000", "4000000")]),
    ("15-guard-falling", "£9m - £4m less than planned", [exact("£9m", "9000000"), exact("£4m", "4000000")]),
    ("16-between", "between £6 and £7", [("£6 and £7", "6", "7")]),
    ("16-guard-two-sums", "£6 and £7 were paid.", [exact("£6", "6"), exact("£7", "7")]),
    ("26-brackets", "Amber schemes (£3.3m) were likely.", [exact("£3.3m", "3300000")]),
    ("26-after-percentage", "a rise of 3% (£7.10)", [exact("£7.10", "7.1")]),
    ("28-minus", "a variance of -£27k", [exact("-£27k", "-27000")]),
    ("28-accountants-brackets", "The variance was (£310k).", [exact("(£310k)", "-310000")]),
    ("29-missing-unit", "savings of £5.4 were made", [exact("£5.4", "5.4")]),
    ("30-decimal-comma", "£3,5million", [exact("£3,5million", "3500000")]),
    ("31-run-into-word", "£8.2mover five years", [exact("£8.2m", "8200000")]),
    ("31-run-into-word-without-unit", "£6per head", [exact("£6", "6")]),
    ("32-scale-in-heading", "Grant (£000): 4,318", [exact("4,318", "4318000")]),
    (
        "32-scale-in-column",
        "Line | 2019/20 £m | Posts\nPay | 98.2 | 1,204\nFuel | (0.4) | 9",
        [exact("98.2", "98200000"), exact("(0.4)", "-400000")],
    ),
    (
        "32-scale-in-caption",
        "Figures in £000\n\nLine | 2019 | 2020\nPay | 1,200 | 1,300",
        [exact("1,200", "1200000"), exact("1,300", "1300000")],
    ),
    ("32-guard-prose", "Figures are in £000 and were right on 1 May.\n12 Members came.", []),
    ("34-cells", "A | £150.20\nD | £225.30", [exact("£150.20", "150.2"), exact("£225.30", "225.3")]),
    ("36-cut-short", "£19.6m of the reser", [exact("£19.6m", "19600000")]),
    ("37-vague", "It cost hundreds of thousands of pounds, or several million pounds.", []),
    ("37-vague-figures", "£100s of thousands", []),
    ("38-not-sterling", "14 million acres; 6 million calls", []),
    ("39-coin", "a twenty-pence piece, a £2 coin, a 50p piece and forged £20 notes", []),
    ("39-weight", "The bag weighed nine pounds. He bought two pounds of flour.", []),
    ("39-verb", "The force pounds the beat.", []),
    ("space-groups", "£140 000 was set aside.", [exact("£140 000", "140000")]),
    ("space-behind-sign", "£ 3,600 was set aside.", [exact("£ 3,600", "3600")]),
    ("full-stop-touching", "It was £4,000.The Panel agreed.", [exact("£4,000", "4000")]),
    ("elliptical", "The reserve held eight million, and no more.", [exact("eight million", "8000000")]),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in PHENOMENA], ids=[row[0] for row in PHENOMENA])
def test_phenomenon(text: str, expected: list[Sum]) -> None:
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("about £3m", "approx"),
        ("some £3m", "approx"),
        ("nearly £3m", "approx"),
        ("c£3m", "approx"),
        ("c.£3m", "approx"),
        ("£3m or so", "approx"),
        ("in the region of £3m", "approx"),
        ("up to £70,000", "at_most"),
        ("no more than £6k", "at_most"),
        ("just under £2m", "less_than"),
        ("in excess of £4m", "more_than"),
        ("at least £4m", "at_least"),
        ("£4m or more", "at_least"),
        ("between £4m and £5m", "between"),
        ("£4m", "exact"),
        ("He thought it over. £4m was spent.", "exact"),
    ],
    ids=lambda value: f"17-18-{value}",
)
def test_a_hedge_or_bound_is_read_and_left_out_of_the_span(text: str, qualifier: str) -> None:
    found = one(text)
    assert found.qualifier == qualifier
    assert found.text.startswith("£")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("£17 a year", "year"),
        ("each year £17", "year"),
        ("£17 p.a.", "year"),
        ("£17 per annum", "year"),
        ("£2 a month", "month"),
        ("31p a week", "week"),
        ("£60-a-day", "day"),
        ("£18/hour", "hour"),
        ("an annual cost of £2m", "year"),
        ("£70,000 funding each year", "year"),
        ("£4 million annually", "year"),
        ("The salary would be £71,000 for three days a week.", "year"),
        ("Its Treasurer was paid £64,500.", "year"),
        ("A typical bill would be £231.10.", "year"),
        ("£3m was spent a year ago.", None),
        ("It could use up £3m in a month.", None),
        ("£3m was moved so that nobody waits more than a week.", None),
        ("The contractor was paid £64,500.", None),
    ],
    ids=lambda value: f"19-{value}",
)
def test_the_period_is_read_on_either_side(text: str, period: str | None) -> None:
    assert one(text).period == period


def test_20_the_same_rise_at_two_periods_is_two_sums() -> None:
    first, second = find_money("It would rise by £36 per annum, or £3 per month.")
    assert (first.period, first.change) == ("year", "increase")
    assert (second.period, second.change) == ("month", "increase")


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("£219.40 for a Band D home", "Band D property"),
        ("£146.27 in Band A", "Band A property"),
        ("a typical band D bill of £219.40", "Band D property"),
        ("£219.40 for a Band D equivalent property", "Band D property"),
        ("£38,000 for each recruit", "recruit"),
        ("£610 a meeting", "meeting"),
        ("£30 per household", "household"),
        ("The band struck up and £30 was given.", None),
        ("Band D paid for a yield of £4.1m.", None),
    ],
    ids=lambda value: f"21-23-35-{value}",
)
def test_what_it_is_paid_for_is_read(text: str, per: str | None) -> None:
    assert one(text).per == per


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("up by £16", "increase"),
        ("an increase of £16", "increase"),
        ("The rise would be £16.", "increase"),
        ("an additional £16,000", "increase"),
        ("£1.4m more than last year", "increase"),
        ("a £5 a year council tax increase", "increase"),
        ("an increase of 2%, equivalent to £4.20", "increase"),
        ("cut by £3m", "decrease"),
        ("a £3m reduction", "decrease"),
        ("£40,000 less than before", "decrease"),
        ("The Panel backed the precept at £14.", "increase"),
        ("cut to £3m", None),
        ("£3m or more", None),
        ("A requirement of £3m, 4% more than before.", None),
        ("a further £3,900 was owed", None),
        ("savings of £3m", None),
        ("Each £1 on Band D counts.", None),
    ],
    ids=lambda value: f"24-{value}",
)
def test_a_change_is_read_from_the_words_that_govern_the_sum(text: str, change: str | None) -> None:
    assert one(text).change == change


def test_25_of_a_level_and_a_rise_only_the_rise_is_a_change() -> None:
    assert [found.change for found in find_money("The precept went to £221.35, a rise of £8.64.")] == [None, "increase"]
    assert [found.change for found in find_money("a need of £98.2m, an increase of £4.1m")] == [None, "increase"]


def test_27_both_figures_of_a_correction_are_read_with_their_own_periods() -> None:
    found = find_money("The rise should read £9 per year rather than £9 per week.")
    assert [each.period for each in found] == ["year", "week"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bill moved from £201.10 to £214.70.", ["£201.10", "£214.70"]),
        ("The gap grew from £4m to £6m.", ["£4m", "£6m"]),
        ("The budget was cut by £4m to £250m.", ["£4m", "£250m"]),
        ("Grants from £400 to £1,900 were made.", ["£400 to £1,900"]),
        ("Prices range from £4m to £6m.", ["£4m to £6m"]),
    ],
)
def test_from_a_to_b_is_two_levels_where_a_verb_of_change_governs_it_and_a_range_otherwise(
    text: str, expected: list[str]
) -> None:
    assert [found.text for found in find_money(text)] == expected


def test_a_sum_paid_for_years_has_a_total_and_its_formula() -> None:
    found = one("She gave £150,000 each year for four years to the centre.")
    assert (found.low_pence, found.period, found.years) == (15_000_000, "year", 4)
    assert [(each.total_pence, each.formula) for each in found.derived] == [(60_000_000, "£150,000 a year × 4 years")]


def test_a_total_over_years_is_not_multiplied() -> None:
    found = one("a contract of £1.8m over three years")
    assert (found.years, found.period, found.derived) == (3, None, ())


def test_a_band_table_gives_each_cell_its_band_and_the_column_of_rises_its_change() -> None:
    found = find_money("Band | Policing element | Change\nA | £150.20 | £6.10\nD | £225.30 | £9.15")
    assert [each.per for each in found] == ["Band A property"] * 2 + ["Band D property"] * 2
    assert [each.change for each in found] == [None, "increase", None, "increase"]
    assert {each.period for each in found} == {"year"}


def test_sums_set_beside_a_rise_of_the_precept_are_options_for_it() -> None:
    text = "With an increase of £7 for Band D posts would go. With £11 they could be kept. Parking cost £12 a day."
    assert [found.change for found in find_money(text)] == ["increase", "increase", None]


def test_a_level_in_millions_takes_the_one_before_it_along() -> None:
    assert [m.low_pence for m in find_money("Costs rose from £90 to £95 million.")] == [9_000_000_000, 9_500_000_000]
    assert [m.low_pence for m in find_money("It rose from £90 to £5 million.")] == [9_000, 500_000_000]


def test_up_before_a_sum_is_a_rise_and_up_to_a_bound() -> None:
    assert [m.change for m in find_money("The budget was £250.5m, up £13.2m.")] == [None, "increase"]
    assert [m.change for m in find_money("Grants of up to £500 were made.")] == [None]
    assert [m.change for m in find_money("It would make up £2m of the gap.")] == [None]
