"""What the words round a sum say of it, with the words that said it; and what was refused."""

from __future__ import annotations

import pytest

from minuteminer.annotate.lexicon import Row, load_lexicon
from minuteminer.annotate.money import find_money
from minuteminer.annotate.qualifiers import find_qualifier
from minuteminer.findings import Money, Rival


def one(text: str) -> Money:
    (found,) = find_money(text)
    return found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("the £190m pay budget", "budget"),
        ("a precept of £221.35", "precept"),
        ("a grant of £28,400", "grant"),
        ("£3m related to police officer overtime", "overtime"),
        ("savings of £2.7m", "saving"),
        ("general reserves of £6.3m", "reserve"),
        ("a surplus of £204,118", "surplus"),
        ("They were fined £800 each.", "fine"),
        ("A letter came from £40 away.", None),
    ],
)
def test_the_role_is_read_from_the_nearest_word_that_names_one(text: str, role: str | None) -> None:
    assert one(text).role == role


def test_two_sums_of_one_sentence_keep_their_own_roles() -> None:
    found = find_money("Of the £190m pay budget, £4m went on overtime.")
    assert [each.role for each in found] == ["budget", "overtime"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Overtime | £6,100 | £6,400", ["overtime", "overtime"]),
        ("| Heading | 2021/22 | 2022/23 |\n| Reserves | £2.0m | £1.4m |", ["reserve", "reserve"]),
        ("Overtime (£'000) | 6,100 | 6,400", ["overtime", "overtime"]),
        ("Year | Overtime | Pay\n2022 | £6,100 | £61,400", ["overtime", "pay"]),
        ("Item | 2021/22 | 2022/23\nStamps | £61 | £64", [None, None]),
    ],
)
def test_the_cells_of_a_row_have_the_role_of_its_head_or_of_their_column(text: str, roles: list[str | None]) -> None:
    assert [each.role for each in find_money(text)] == roles


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The balance was borrowed at £6,200 a day.", "cost"),
        ("The loan cost the force £6,200 a week.", "cost"),
        ("Loans of £6,200 a month fell due.", "cost"),
        ("Money was borrowed at £2m a year.", "cost"),
        ("The force borrowed £2m a year.", "debt"),
        ("It had borrowed £6.2m over 25 years.", "debt"),
    ],
)
def test_what_a_debt_costs_from_day_to_day_is_no_debt(text: str, role: str) -> None:
    assert one(text).role == role


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("£'000 | 2022/23 | 2023/24\nOvertime | 6,100 | 6,400\nOfficers (FTE) | 1,204 | 1,188", ["6,100", "6,400"]),
        ("Item | £000 | FTE | Posts\nPay | 61,400 | 1,200 | 1,210", ["61,400"]),
        ("Budget (£000)\n| Item | 2022 | FTE |\n| Police officers | 41,200 | 640 |", ["41,200"]),
        ("| £000 | 2022/23 | 2023/24 |\n| Pay | 610 | 640 |\n| Headcount | 88 | 90 |", ["610", "640"]),
        ("Estimates (£000)\nItem | 2022/23\nPCSOs | 120\nPCSO pay | 4,120", ["4,120"]),
        ("£000 | 2022/23\nCost per FTE | 41\nNumber of officers | 12,040", ["41"]),
    ],
)
def test_cells_that_count_people_are_not_scaled_to_sums(text: str, sums: list[str]) -> None:
    trace: list[Rival] = []
    assert [each.text for each in find_money(text, trace=trace)] == sums
    assert "money.table_unit" in {each.rule_id for each in trace} or "FTE | Posts" in text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("They asked for £50,000.", "asked"),
        ("£50,000 was approved.", "approved"),
        ("A grant of £28,400 was received.", "received"),
        ("£14,500 had been spent.", "spent"),
        ("£2m was promised.", "promised"),
        ("£2m stood there.", None),
    ],
)
def test_the_status_says_what_became_of_the_sum(text: str, status: str | None) -> None:
    assert one(text).status == status


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It did not receive the £2m.", True),
        ("£2m had not been spent.", True),
        ("It received £2m.", False),
        ("not counting overtime of £70,000", False),
        ("no more than £6k", False),
        ("not only £2m", False),
    ],
)
def test_a_denied_sum_is_negated_and_a_bound_is_not(text: str, negated: bool) -> None:
    assert one(text).negated is negated


def test_every_field_that_was_read_names_its_words() -> None:
    text = "A proposed grant of about £150,000 each year for four years was an increase."
    found = one(text)
    said = {each.reads: text[each.start_char : each.end_char] for each in found.evidence}
    assert said["role"] == "grant"
    assert said["status"] == "proposed"
    assert said["period"] == "each year"
    assert said["years"] == "four years"
    assert said["qualifier"].endswith("about")


def test_a_level_set_against_another_shares_its_period() -> None:
    first, second = find_money("It cost £31,000 a year, in comparison with £96,000 for the old one.")
    assert (first.period, second.period) == ("year", "year")


def test_a_rise_said_again_in_the_next_sentence_is_still_a_rise() -> None:
    found = find_money("There was an increase of £18.00 (8.1%) on the year before. This equated to £1.50 a month.")
    assert [each.change for each in found] == ["increase", "increase"]


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        ("a £2 coin", "money.coin"),
        ("a 50p piece", "money.coin"),
        ("The bag weighed nine pounds.", "money.guard"),
        ("several thousand pounds", "money.guard"),
        ("They walked three million paces.", "money.elliptical"),
        ("Cost (£000)", "money.scale"),
        ("It grew from £4m to £6m.", "money.range"),
    ],
)
def test_refused_readings_are_traced_with_their_reason(text: str, rule_id: str) -> None:
    trace: list[Rival] = []
    find_money(text, trace=trace)
    assert rule_id in [rival.rule_id for rival in trace]
    assert all(rival.kind == "money" and rival.reason and text[rival.start_char : rival.end_char] for rival in trace)


def test_tracing_changes_nothing() -> None:
    text = "A £2 coin, £4m to £6m, several thousand pounds and £1e9."
    assert find_money(text) == find_money(text, trace=[])


def fields_of(found: list[Money]) -> set[tuple[str, object]]:
    """Every field and value that was read of any of the sums."""
    names = ("change", "period", "per", "role", "status", "negated", "currency", "qualifier")
    return {(name, getattr(money, name)) for money in found for name in names}


READS = [
    row for row in load_lexicon("money_context") if row["reads"] in ("change", "role", "status") and row.get("value")
]


@pytest.mark.parametrize("row", READS, ids=lambda row: row.id)
def test_each_row_is_read_from_its_examples_and_not_from_its_counter_examples(row: Row) -> None:
    wanted = (row["reads"], row["value"])
    assert [example for example in row.examples if wanted not in fields_of(find_money(example))] == []
    assert [example for example in row.counter_examples if wanted in fields_of(find_money(example))] == []


PERIODS = [
    row
    for row in load_lexicon("money_context")
    if row["reads"] == "period" and row["kind"] not in ("not_before", "not_after")
]


@pytest.mark.parametrize("row", PERIODS, ids=lambda row: row.id)
def test_each_row_of_periods_reads_a_period_from_its_examples_alone(row: Row) -> None:
    assert all(any(money.period for money in find_money(example)) for example in row.examples)
    assert not any(money.period for example in row.counter_examples for money in find_money(example))


@pytest.mark.parametrize("row", load_lexicon("qualifiers"), ids=lambda row: row.id)
def test_each_row_of_qualifiers_is_read_from_its_examples_alone(row: Row) -> None:
    wanted = ("qualifier", row["value"])
    assert [example for example in row.examples if wanted not in fields_of(find_money(example))] == []
    assert [example for example in row.counter_examples if wanted in fields_of(find_money(example))] == []


def test_a_qualifier_reports_where_its_words_stand() -> None:
    text = "at a cost of (no more than £5k) each"
    start = text.index("£")
    qualifier, evidence = find_qualifier(text, start, start + 3)
    assert qualifier == "at_most"
    assert evidence is not None
    assert text[evidence.start_char : evidence.end_char] == "no more than"


CURRENCIES = [row for row in load_lexicon("money") if row["kind"] == "currency"]


@pytest.mark.parametrize("row", CURRENCIES, ids=lambda row: row.id)
def test_each_currency_is_read_from_its_examples_alone(row: Row) -> None:
    wanted = ("currency", row["code"])
    assert [example for example in row.examples if wanted not in fields_of(find_money(example))] == []
    assert [example for example in row.counter_examples if wanted in fields_of(find_money(example))] == []


MAGNITUDES = [row for row in load_lexicon("money") if row["kind"] == "magnitude"]


@pytest.mark.parametrize("row", MAGNITUDES, ids=lambda row: row.id)
def test_each_magnitude_scales_its_examples_alone(row: Row) -> None:
    def is_scaled(example: str) -> bool:
        return any((money.low_pence or 0) >= 100 * 10 ** row["power"] for money in find_money(example))

    assert [example for example in row.examples if not is_scaled(example)] == []
    assert [example for example in row.counter_examples if is_scaled(example)] == []


GUARD_KINDS = ("coin", "weight", "vague", "table_people", "table_unit")
GUARDS = [row for row in load_lexicon("money") if row["kind"] in GUARD_KINDS]


@pytest.mark.parametrize("row", GUARDS, ids=lambda row: row.id)
def test_each_guard_refuses_its_examples_alone(row: Row) -> None:
    assert [example for example in row.examples if find_money(example)] == []
    assert [example for example in row.counter_examples if not find_money(example)] == []


OTHERS = [row for row in load_lexicon("money") if row["kind"] in ("run_in", "elliptical")]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row.id)
def test_each_other_row_lets_its_examples_have_a_value(row: Row) -> None:
    def has_value(example: str) -> bool:
        return any(money.low_pence is not None for money in find_money(example))

    assert [example for example in row.examples if not has_value(example)] == []
    assert [example for example in row.counter_examples if has_value(example)] == []


LIKE_UNITS = next(row for row in load_lexicon("money") if row.id == "money.like_unit")


def test_a_word_that_only_looks_like_a_unit_leaves_no_value_and_an_ordinary_word_does() -> None:
    assert {each.low_pence for example in LIKE_UNITS.examples for each in find_money(example)} == {None}
    assert None not in {each.low_pence for example in LIKE_UNITS.counter_examples for each in find_money(example)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("It would cost £200,000 p.a. for 5 years.", 5),
        ("It would cost £300 p.w. over the next two years.", 2),
        ("It would cost £200,000 p.a. The ferry had run for 5 years.", None),
        ("It would cost £200,000 in all. for 5 years nothing was said.", None),
    ],
)
def test_the_point_of_a_shortened_period_ends_no_sentence(text: str, years: int | None) -> None:
    found = one(text)
    assert found.years == years
    assert bool(found.derived) == (found.years is not None and found.period == "year")
