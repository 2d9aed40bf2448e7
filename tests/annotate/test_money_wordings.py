"""How minutes word how often a sum is paid, and that it is a rise or a cut: amount in pounds, period, change."""

from __future__ import annotations

import pytest

from minuteminer.annotate.money import find_money


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        (
            "Running costs had fallen from £8.1m to £6.7m per annum.",
            [(8100000, "year", None), (6700000, "year", None)],
        ),
        ("The grant rose from £40,000 a year to £52,000.", [(40000, "year", None), (52000, "year", None)]),
        (
            "Starting pay had been raised by £1,750 a year and was now £26,340.",
            [(1750, "year", "increase"), (26340, "year", None)],
        ),
        (
            "Income                             (£12.1m)\nUse of reserves                    (£2.25m)\n",
            [(-12100000, None, None), (-2250000, None, None)],
        ),
        ("Income\t(£12.1m)\nPay\t£3m", [(-12100000, None, None), (3000000, None, None)]),
        ("Workers with the Polish community (£18k)\nShops (£20k)", [(18000, None, None), (20000, None, None)]),
        ("The rent was £450 per month.", [(450, "month", None)]),
        ("The rent of the hall would be £450 a month, up from £420.", [(450, "month", None), (420, "month", None)]),
        ("The Clerk's salary was £12,400.", [(12400, "year", None)]),
        ("The post would cost £42,000 annually.", [(42000, "year", None)]),
        ("The annual cost was £42,000.", [(42000, "year", None)]),
        ("The annual running cost of the site was put at £42,000.", [(42000, "year", None)]),
        ("The allowance would be £300 per quarter.", [(300, "quarter", None)]),
        ("The fee was £75 per hour.", [(75, "hour", None)]),
        ("A day's hire was £75.", [(75, None, None)]),
        ("The charge went up by £5 to £80.", [(5, None, "increase"), (80, None, None)]),
        ("The charge was cut by £5 to £75.", [(5, None, "decrease"), (75, None, None)]),
        ("The charge was cut to £75.", [(75, None, None)]),
        ("There was a reduction of £5m in the grant.", [(5000000, None, "decrease")]),
        ("The grant had been reduced by £5m.", [(5000000, None, "decrease")]),
        ("The grant was £5m less than the year before.", [(5000000, None, "decrease")]),
        ("The grant was £5m lower.", [(5000000, None, "decrease")]),
        ("The grant was £5m higher than expected.", [(5000000, None, "increase")]),
        ("An extra £5m had been received.", [(5000000, None, "increase")]),
        ("An additional £5m was needed.", [(5000000, None, "increase")]),
        ("Costs had grown by £5m.", [(5000000, None, "increase")]),
        ("Savings of £5m had been made.", [(5000000, None, None)]),
        (
            "The precept would rise by £10 a year, or 19p a week.",
            [(10, "year", "increase"), (0.19, "week", "increase")],
        ),
        (
            "The precept would be raised by £10 to £250 for a Band D property.",
            [(10, None, "increase"), (250, None, None)],
        ),
        ("It would mean £10 more a year on a Band D home.", [(10, "year", "increase")]),
        ("The levy would fall from £3 to £2 a head.", [(3, None, None), (2, None, None)]),
        ("A cut of £200,000 a year was proposed.", [(200000, "year", "decrease")]),
        ("Members were paid £800 each year.", [(800, "year", None)]),
        ("It was let at £6,000 pa.", [(6000, "year", None)]),
        ("It was let at £6,000 p.a. for ten years.", [(6000, "year", None)]),
        ("The lease cost £6,000 every year.", [(6000, "year", None)]),
        ("£6,000 was paid yearly to the club.", [(6000, "year", None)]),
        ("The yearly payment was £6,000.", [(6000, "year", None)]),
        ("Spending was £6m in the first quarter.", [(6000000, None, None)]),
        ("Spending in 2018/19 was £6m.", [(6000000, None, None)]),
        ("The weekly rent was £80.", [(80, "week", None)]),
        ("Rent: £80 per week", [(80, "week", None)]),
        ("It would cost £1.2m over three years.", [(1200000, None, None)]),
        ("It would cost £1.2m a year over three years.", [(1200000, "year", None)]),
        ("The overspend had been reduced from £400,000 to £150,000.", [(400000, None, None), (150000, None, None)]),
        ("The deficit had widened by £2m.", [(2000000, None, "increase")]),
        ("The bill was to go up £4.", [(4, None, "increase")]),
        ("A £15 increase was proposed.", [(15, None, "increase")]),
        ("A £15 rise on Band D was proposed.", [(15, None, "increase")]),
        ("A rise of up to £15 was allowed.", [(15, None, "increase")]),
        ("The increase, £15 a year, was the highest allowed.", [(15, "year", "increase")]),
        ("He asked what the £15 would buy.", [(15, None, None)]),
        ("It would rise by between £10 and £15 a year.", [(10, "year", "increase")]),
        ("It dropped by almost £3m.", [(3000000, None, "decrease")]),
        ("Reserves would be drawn down by £3m.", [(3000000, None, "decrease")]),
        ("Reserves had risen £3m to £12m.", [(3000000, None, "increase"), (12000000, None, None)]),
        ("The grant had been cut by a third, or £3m.", [(3000000, None, "decrease")]),
        ("Pay would be £31,200 to £33,400 a year.", [(31200, "year", None)]),
        ("Each officer cost £52,000 a year.", [(52000, "year", None)]),
        ("It worked out at 40p a week for each household.", [(0.4, "week", None)]),
        ("Fees were doubled, from £20 to £40 a month.", [(20, "month", None), (40, "month", None)]),
        ("They were paid £12 an hour, £2 more than before.", [(12, "hour", None), (2, "hour", "increase")]),
        ("A sum of £3,000 had been saved on postage.", [(3000, None, None)]),
        ("The estimate had increased from £1.1m to £1.4m.", [(1100000, None, None), (1400000, None, None)]),
        (
            "Council tax would be £250 a year at Band D, £12 more than at present.",
            [(250, "year", None), (12, "year", "increase")],
        ),
        ("The policing part of the bill would be £250 for Band D.", [(250, None, None)]),
    ],
)
def test_a_sum_has_the_period_and_the_change_of_its_sentence(
    text: str, sums: list[tuple[float, str | None, str | None]]
) -> None:
    found = [(sum_.low_pence, sum_.period, sum_.change) for sum_ in find_money(text)]
    assert found == [(round(pounds * 100), period, change) for pounds, period, change in sums]


@pytest.mark.parametrize(
    "text",
    [
        "Advice and support: £1.02m (£0.98m)",
        "A worker for the port (£18k)\nA boat (£20k)",
        "Green schemes (£6.2m) were certain and  amber ones (£4.4m) likely.",
    ],
)
def test_brackets_in_running_words_are_no_minus(text: str) -> None:
    assert all(found.low_pence is not None and found.low_pence > 0 for found in find_money(text))
