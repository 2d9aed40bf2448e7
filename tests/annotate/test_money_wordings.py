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
        ("An hourly rate of £14.20 was paid.", [(14.2, "hour", None)]),
        ("A monthly fee of £90 was charged.", [(90, "month", None)]),
        ("The annual grant of £45,000 had ended.", [(45000, "year", None)]),
        ("The annual budget was £145m.", [(145000000, "year", None)]),
        ("The county council's annual contribution of £30,000 would cease.", [(30000, "year", None)]),
        ("An annual saving of £300,000 was expected.", [(300000, "year", None)]),
        ("It would save £300,000 a year.", [(300000, "year", None)]),
        ("It would save £300,000 in a full year.", [(300000, "year", None)]),
        ("There had been a £3.3m cut in the grant.", [(3300000, None, "decrease")]),
        ("The grant had suffered a cut of £3.3m.", [(3300000, None, "decrease")]),
        ("£4m had been cut from the budget.", [(4000000, None, "decrease")]),
        ("They had to cut £4m from the budget.", [(4000000, None, "decrease")]),
        ("£4m would be taken out of the budget.", [(4000000, None, None)]),
        ("There was an uplift of £2m.", [(2000000, None, "increase")]),
        ("Another £2m would be needed.", [(2000000, None, None)]),
        ("£2m extra was found.", [(2000000, None, "increase")]),
        ("There was an underspend of £2m.", [(2000000, None, None)]),
        ("There was a shortfall of £2m.", [(2000000, None, None)]),
        ("The gap had widened from £2m to £3m.", [(2000000, None, None), (3000000, None, None)]),
        ("Reserves would fall by £4m to £12m.", [(4000000, None, "decrease"), (12000000, None, None)]),
        ("Reserves would fall by £4m, to £12m, by 2022.", [(4000000, None, "decrease"), (12000000, None, None)]),
        ("Reserves stood at £12m, down from £16m.", [(12000000, None, None), (16000000, None, None)]),
        ("Reserves stood at £12m, down £4m on the year.", [(12000000, None, None), (4000000, None, "decrease")]),
        ("Reserves stood at £12m, £4m lower than in May.", [(12000000, None, None), (4000000, None, "decrease")]),
        (
            "Reserves stood at £12m, which was £4m lower than in May.",
            [(12000000, None, None), (4000000, None, "decrease")],
        ),
        ("Overtime was overspent by £0.5m.", [(500000, None, "increase")]),
        (
            "The precept would be £238.57, an increase of £9.95 or 4.35%.",
            [(238.57, None, None), (9.95, None, "increase")],
        ),
        (
            "The precept of £238.57 represented an increase of £9.95.",
            [(238.57, None, None), (9.95, None, "increase")],
        ),
        ("He proposed to raise the precept by £10 for Band D.", [(10, None, "increase")]),
        ("The £10 rise would bring in £4m.", [(10, None, "increase"), (4000000, None, None)]),
        ("A rise of £10 would bring in £4m a year.", [(10, None, "increase"), (4000000, "year", None)]),
        ("A household in Band D would pay £10 more.", [(10, None, "increase")]),
        (
            "A household in Band D would pay an extra £10 a year, or 19p per week.",
            [(10, "year", "increase"), (0.19, "week", "increase")],
        ),
        ("It was 19p a week more for a Band D household.", [(0.19, "week", "increase")]),
        ("For Band D this meant £10 a year, less than 20p a week.", [(10, "year", None), (0.2, "week", None)]),
        ("The cost per officer was £52,000 a year.", [(52000, "year", None)]),
        ("Each PCSO cost about £33,000 per annum, including on-costs.", [(33000, "year", None)]),
        ("Guards were paid £14 an hour and dog handlers £18.", [(14, "hour", None), (18, None, None)]),
        ("The hire of the hall was £30 an evening.", [(30, None, None)]),
        ("A night's stay was £62 and the fare £40.", [(62, None, None), (40, None, None)]),
        ("Agency staff had cost £9,400 in the month.", [(9400, None, None)]),
        (
            "The service cost £1.2m a year to run, of which the force paid £0.4m.",
            [(1200000, "year", None), (400000, None, None)],
        ),
        (
            "The service cost £1.2m a year, £0.4m of it paid by the force.",
            [(1200000, "year", None), (400000, None, None)],
        ),
        ("Income from cameras was £2m, a fall of £0.3m.", [(2000000, None, None), (300000, None, "decrease")]),
        ("Income fell from £2.3m in 2018/19 to £2m in 2019/20.", [(2300000, None, None), (2000000, None, None)]),
        ("It would mean finding another £3m of savings a year.", [(3000000, "year", None)]),
        ("Savings of £3m a year had been found.", [(3000000, "year", None)]),
        ("Savings of £3m each year were needed until 2022.", [(3000000, "year", None)]),
        ("The rent had been cut from £40,000 to £31,000 a year.", [(40000, "year", None), (31000, "year", None)]),
        ("The rent went up from £40,000 a year to £44,000 a year.", [(40000, "year", None), (44000, "year", None)]),
        ("The lease was for ten years at £40,000, reviewed yearly.", [(40000, None, None)]),
        ("Rent: £40,000 per annum (previously £36,000)", [(40000, "year", None), (36000, None, None)]),
        ("Council tax would go up by 2.99%, or £7.11, at Band D.", [(7.11, None, "increase")]),
        ("Council tax would go up by 2.99% (£7.11 at Band D).", [(7.11, None, "increase")]),
        ("This was a rise of 2.99% (£7.11 a year).", [(7.11, "year", "increase")]),
        ("Raising it by £1 would yield £290,000.", [(1, None, "increase"), (290000, None, None)]),
        ("Every extra £1 on the precept would yield £290,000.", [(1, None, "increase"), (290000, None, None)]),
        ("The Commissioner had halved the sum to £45,000.", [(45000, None, None)]),
        ("It had been increased to £45,000.", [(45000, None, None)]),
        ("A budget of £45,000, increased from £40,000, was set.", [(45000, None, None), (40000, None, None)]),
        (
            "Staff costs were up £1.1m and premises costs down £0.2m.",
            [(1100000, None, "increase"), (200000, None, "decrease")],
        ),
        ("Pay: £88.4m (up £1.2m)", [(88400000, None, None), (1200000, None, "increase")]),
        ("The allowance would go from £800 to £920 a year.", [(800, "year", None), (920, "year", None)]),
        ("Members asked why £30,000 more was needed.", [(30000, None, "increase")]),
        ("No more than £30,000 was to be spent.", [(30000, None, None)]),
        ("£30,000 or more would be needed.", [(30000, None, None)]),
        ("A growth bid of £400,000 or more would have to be made.", [(400000, None, None)]),
        ("The bid for growth of £400,000 was refused.", [(400000, None, "increase")]),
        ("The subscription to the network, £1,200 a year, had lapsed.", [(1200, "year", None)]),
        ("It paid the trust £45,000 yearly.", [(45000, "year", None)]),
        ("They were fined £100 a day.", [(100, "day", None)]),
        ("He had been paid £60 a shift.", [(60, "shift", None)]),
        ("Rooms cost £55 a night.", [(55, "night", None)]),
        ("The grant, now £45,000 a year, would rise to £50,000.", [(45000, "year", None), (50000, None, None)]),
        ("The precept would rise by £10 a year to £248.57.", [(10, "year", "increase"), (248.57, "year", None)]),
        ("She would not raise it by more than £10.", [(10, None, "increase")]),
        ("With a rise of £10 or £15 the gap would close.", [(10, None, "increase"), (15, None, "increase")]),
        ("A rise of between £10 and £15 was considered.", [(10, None, "increase")]),
        ("The cost of borrowing would rise to £3m a year.", [(3000000, "year", None)]),
        ("The cost of borrowing would be £3m higher each year.", [(3000000, "year", "increase")]),
        ("Premises cost £2m less a year than in 2015.", [(2000000, "year", "decrease")]),
        ("Premises now cost £2m a year less.", [(2000000, "year", "decrease")]),
        (
            "The contract had been let for £2m, £300,000 less than budgeted.",
            [(2000000, None, None), (300000, None, "decrease")],
        ),
        ("The grant of £2m would fall to £1.8m.", [(2000000, None, None), (1800000, None, None)]),
        ("The grant had fallen £200,000 to £1.8m.", [(200000, None, "decrease"), (1800000, None, None)]),
        ("The grant had fallen by £200,000 since May.", [(200000, None, "decrease")]),
        ("The reduction in grant was £200,000.", [(200000, None, "decrease")]),
        ("A reduction in grant of £200,000 was announced.", [(200000, None, "decrease")]),
        ("The growth in pay of £1.4m was met from reserves.", [(1400000, None, "increase")]),
        ("The budget was increased by a further £1.4m.", [(1400000, None, "increase")]),
        ("Fees dropped from £30 to £25 per visit.", [(30, None, None), (25, None, None)]),
        ("The hourly charge rose from £30 to £32.", [(30, "hour", None), (32, "hour", None)]),
        ("Its annual cost rose from £30,000 to £32,000.", [(30000, "year", None), (32000, "year", None)]),
        ("Its annual cost was cut from £30,000 to £28,000.", [(30000, "year", None), (28000, "year", None)]),
        (
            "The Commissioner's salary was £86,700 and his deputy's £45,000.",
            [(86700, "year", None), (45000, "year", None)],
        ),
        ("The post was advertised at £62,000 to £68,000.", [(62000, None, None)]),
        (
            "A constable started on £24,000 and rose to £38,000 after seven years.",
            [(24000, "year", None), (38000, None, None)],
        ),
        ("A band D bill would be £251.33 a year, £4.83 a week.", [(251.33, "year", None), (4.83, "week", None)]),
        (
            "For Band A the rise would be £6.63 and for Band D £9.95.",
            [(6.63, None, "increase"), (9.95, None, "increase")],
        ),
        ("Band D would rise by £9.95 and Band H by £19.90.", [(9.95, None, "increase"), (19.9, None, "increase")]),
        ("A year's licence cost £147.", [(147, None, None)]),
        ("Some £3m of the £12m had been spent.", [(3000000, None, None), (12000000, None, None)]),
        ("They had lost £3m a year in grant.", [(3000000, "year", None)]),
        ("£3m in each of the next three years would have to be saved.", [(3000000, "year", None)]),
        ("£3m a year for three years had been promised.", [(3000000, "year", None)]),
        (
            "It cost £9m in 2018/19, £8m in 2019/20 and £7m in 2020/21.",
            [(9000000, None, None), (8000000, None, None), (7000000, None, None)],
        ),
        ("It would cost £400 per officer per year.", [(400, "year", None)]),
        ("It would cost £400 per year per officer.", [(400, "year", None)]),
        ("It would cost £400 for each officer each year.", [(400, "year", None)]),
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


@pytest.mark.parametrize(
    ("text", "printed", "pounds"),
    [
        ("The variance was £(2.3)m at the quay.", "£(2.3)m", -2_300_000),
        ("The variance was £(310)k.", "£(310)k", -310_000),
        ("It ended at £(1.5) million.", "£(1.5) million", -1_500_000),
        ("It ended at £(440,000) in March.", "£(440,000)", -440_000),
        ("It ended at £(2.3) more than planned.", "£(2.3)", -2.3),
    ],
)
def test_the_unit_behind_a_bracket_scales_the_minus_in_it(text: str, printed: str, pounds: float) -> None:
    (found,) = find_money(text)
    assert (found.text, found.low_pence) == (printed, round(pounds * 100))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Each lamp would cost £10-15,000.", 10_000, 15_000),
        ("Each lamp would cost £2–3,000 a year.", 2_000, 3_000),
        ("Each lamp would cost 10-15,000 pounds.", 10_000, 15_000),
        ("Grants were of £50-10,000.", 50, 10_000),
        ("Grants were of £250-1,000.", 250, 1_000),
        ("Grants were of £1-1,000.", 1, 1_000),
        ("Fares were £10.50-15,000 in all.", 10.5, 15_000),
    ],
)
def test_thousands_reach_back_where_the_first_figure_would_come_near(text: str, low: float, high: float) -> None:
    (found,) = find_money(text)
    assert (found.low_pence, found.high_pence) == (low * 100, high * 100)


def test_a_figure_with_a_sign_of_its_own_is_taken_as_it_is_printed() -> None:
    (found,) = find_money("Grants were of £10-£15,000.")
    assert (found.low_pence, found.high_pence) == (1000, 1_500_000)
