"""Charts as geometry: bars begin at nought, dots keep the order of time, and words say it all."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minuteminer.answers import PartialSum, Sum, Trail, TrailPoint
from minuteminer.index.years import TopicYear
from minuteminer.views.charts import HEIGHT, WIDTH, Chart, Column, DatedSeries, DatedValue, column_chart, time_chart
from minuteminer.views.figures import money_chart, money_rows, topic_charts, topic_rows, trail_chart, trail_rows


def day(year: int, month: int = 1) -> datetime.date:
    return datetime.date(year, month, 1)


def series(*values: DatedValue) -> list[DatedSeries]:
    return [DatedSeries(words="people", values=values)]


def test_bars_stand_on_the_floor_and_rise_with_their_values() -> None:
    chart = column_chart(
        [Column(name="2024", values=(2.0,)), Column(name="2025", values=(4.0,))], name="x", title="Items", unit="count"
    )
    low, high = chart.bars
    assert low.y + low.height == pytest.approx(chart.floor)
    assert high.height == pytest.approx(2 * low.height, abs=0.2)
    assert [tick.words for tick in chart.y_ticks] == ["0", "1", "2", "3", "4"]
    assert low.words == "2024: 2"


def test_a_line_far_from_nought_says_where_its_axis_begins() -> None:
    values = [DatedValue(date=day(year), low=number, high=number, words=f"{number}") for year, number in
              ((2024, 2184.0), (2025, 2252.0))]  # fmt: skip
    chart = time_chart(series(*values), name="x", title="Officers", unit="count")
    assert "The vertical axis begins at 2,160" in chart.description
    assert chart.dots[0].y > chart.dots[1].y


def test_values_on_one_day_and_no_values_at_all_are_drawn_too() -> None:
    one = DatedValue(date=day(2024), low=1.0, high=3.0, words="1 to 3")
    assert time_chart(series(one), name="x", title="t", unit="count").dots[0].low_y > 0
    empty = time_chart([], name="x", title="t", unit="count")
    assert (empty.dots, empty.description) == ((), "No values.")
    assert column_chart([], name="x", title="t", unit="count").bars == ()


def inside(chart: Chart) -> bool:
    places = [(bar.x, bar.y) for bar in chart.bars] + [(bar.x + bar.width, bar.y + bar.height) for bar in chart.bars]
    places += [(dot.x, y) for dot in chart.dots for y in (dot.y, dot.low_y)]
    return all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)


@settings(max_examples=50)
@given(numbers=st.lists(st.floats(0, 1e13), min_size=1, max_size=30))
def test_nothing_is_drawn_outside_the_picture(numbers: list[float]) -> None:
    columns = [Column(name=str(place), values=(number,)) for place, number in enumerate(numbers)]
    assert inside(column_chart(columns, name="x", title="t", unit="pence"))
    values = [
        DatedValue(date=day(1990 + place), low=0.0, high=number, words="") for place, number in enumerate(numbers)
    ]
    assert inside(time_chart(series(*values), name="x", title="t", unit="pence"))


@settings(max_examples=50)
@given(numbers=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_values_below_nought_are_inside_too(numbers: list[float]) -> None:
    values = [DatedValue(date=day(2000 + place), low=one, high=one, words="") for place, one in enumerate(numbers)]
    assert inside(time_chart(series(*values), name="x", title="t", unit="percent"))


def part(year: str | None, role: str | None, pence: int) -> PartialSum:
    return PartialSum(financial_year=year, role=role, low_pence=pence, high_pence=pence, count=1)


def made_sum(*parts: PartialSum) -> Sum:
    return Sum(low_pence=None, high_pence=None, parts=parts, remarks=(), added=(), refused=(), echo="")


def test_money_stands_by_year_and_role_and_small_roles_are_put_together() -> None:
    roles = ["budget", "grant", "saving", "cost", "pay", "fee", "fine", None]
    found = made_sum(*(part("2024/25", role, 100 * (9 - place)) for place, role in enumerate(roles)))
    chart = money_chart(found)
    assert chart is not None
    assert chart.legend == ("budget", "grant", "saving", "cost", "pay", "other roles")
    assert len(chart.bars) == 6
    assert len(money_rows(found)) == 8  # the table keeps them apart


def test_money_without_a_year_is_in_the_table_and_in_no_picture() -> None:
    found = made_sum(part(None, "grant", 500))
    assert money_chart(found) is None
    assert money_rows(found)[0].year == "year not stated"


def test_a_topic_is_drawn_as_counts_and_as_share() -> None:
    years = (TopicYear(year="2024", items=1, of=4), TopicYear(year="2025", items=0, of=0))
    counts, shares = topic_charts(years, "Firearms")
    assert [bar.words for bar in counts.bars] == ["2024: 1", "2025: 0"]
    assert [bar.words for bar in shares.bars] == ["2024: 25%", "2025: 0%"]
    assert [row.share for row in topic_rows(years)] == ["25%", "0%"]
    assert topic_charts((TopicYear(year="2024", items=0, of=4),), "Firearms") == ()


def test_money_for_different_things_is_summed_up_in_no_sentence() -> None:
    of_one = money_chart(made_sum(part("2024/25", "grant", 500), part("2025/26", "grant", 700)))
    of_two = money_chart(made_sum(part("2024/25", "grant", 500), part("2025/26", "saving", 700)))
    assert of_one is not None
    assert of_two is not None
    assert of_one.description == "From 2024/25 (£5) to 2025/26 (£7)."
    assert of_two.description == "From 2024/25 to 2025/26."


def point(year: int | None, count: float, *, fte: bool = False, status: str | None = None) -> TrailPoint:
    return TrailPoint(
        date=day(year) if year else None, low=count, high=count, unit="count", text=f"{count}", role=None,
        measure="strength", qualifier="exact", committee="", title="", label=None, passage="", item="", url="",
        fte=fte, status=status,
    )  # fmt: skip


def test_undated_values_of_a_trail_are_in_no_picture() -> None:
    assert trail_chart(Trail(thing="x", points=(point(None, 1.0),), left_out=())) is None


def test_people_full_time_equivalents_and_promises_are_joined_by_no_line() -> None:
    points = (
        point(2022, 2210, status="promised"), point(2023, 2184), point(2024, 2231), point(2026, 2252),
        point(2026, 2218.6, fte=True),
    )  # fmt: skip
    chart = trail_chart(Trail(thing="strength", points=points, left_out=()))
    assert chart is not None
    (line,) = chart.lines
    assert len(line.split()) == 3
    assert chart.legend == ("People", "Full-time equivalents", "People, only asked for or promised (not joined)")
    assert chart.marks == ("circle", "square", "ring")
    assert sorted(dot.mark for dot in chart.dots) == ["circle", "circle", "circle", "ring", "square"]
    assert "People: From 2,184 in January 2023 to 2,252 in January 2026" in chart.description
    assert "Full-time equivalents: 2,218.6 in January 2026." in chart.description
    counted = [row.counted for row in trail_rows(points)]
    assert counted == ["people, promised", "people", "people", "people", "full-time equivalents"]


def test_values_of_one_sort_have_no_legend() -> None:
    chart = trail_chart(Trail(thing="strength", points=(point(2023, 2184), point(2024, 2231)), left_out=()))
    assert chart is not None
    assert (chart.legend, len(chart.lines)) == ((), 1)
    assert chart.description.startswith("From 2,184 in January 2023")
