"""Where lines, bars and labels of a chart go."""

from __future__ import annotations

import pytest

from analytics.charts import funnel, market_chart, short_dollars, sparkline


def month(name, median, sold=10, partial=False):
    return {"month": name, "medianPrice": median, "averagePrice": median, "sold": sold, "partial": partial}


def week(day, views, partial=False):
    return {"week": day, "pageViews": views, "saves": 0, "inquiries": 0, "partial": partial}


SPRING = [month("2026-03", 400_000), month("2026-04", 500_000, 20), month("2026-05", 450_000, 5, partial=True)]


def test_a_higher_median_is_drawn_higher():
    march, april, may = market_chart(SPRING).dots

    assert april.y < may.y < march.y


def test_the_line_goes_through_every_month():
    assert market_chart(SPRING).lines[0].count("L") == 2


def test_the_line_breaks_where_a_month_has_no_median():
    series = [*SPRING, month("2026-06", None, 2), month("2026-07", 450_000)]

    assert len(market_chart(series).lines) == 2


def test_bars_are_as_high_as_the_counts():
    heights = [bar.height for bar in market_chart(SPRING).bars]

    assert heights == [25.0, 50.0, 12.5]


def test_the_price_axis_has_round_steps_around_the_medians():
    assert [label.text for label in market_chart(SPRING).grid] == ["$400K", "$450K", "$500K"]


def test_a_point_says_what_it_stands_for():
    assert [dot.text for dot in market_chart(SPRING).dots][1:] == [
        "April 2026: median $500,000, 20 sold",
        "May 2026: median $450,000, 5 sold, part of the month",
    ]


def test_the_chart_is_told_in_words():
    assert market_chart(SPRING).words == (
        "Median sale price by month, lowest $400,000 in March 2026, highest $500,000 in April 2026, "
        "latest $450,000 in May 2026. Bars show how many homes were sold."
    )


@pytest.mark.parametrize(
    "series",
    [[], SPRING[:2], [*SPRING, *[month(f"2025-{number:02d}", None, 1) for number in range(1, 5)]]],
    ids=["nothing", "two months", "mostly gaps"],
)
def test_too_few_medians_draw_nothing(series):
    assert market_chart(series) is None


def test_equal_medians_are_a_flat_line():
    dots = market_chart([month(f"2026-0{number}", 400_000) for number in range(1, 4)]).dots

    assert len({dot.y for dot in dots}) == 1


def test_month_labels_name_the_year_once():
    series = [month(f"2025-{number:02d}", 400_000) for number in range(11, 13)] + [
        month(f"2026-{number:02d}", 400_000) for number in range(1, 3)
    ]

    assert [label.text for label in market_chart(series).months] == ["Nov 2025", "Dec", "Jan 2026", "Feb"]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (950, "$950"),
        (567_500, "$568K"),
        (999_499, "$999K"),
        (999_500, "$1M"),
        (1_250_000, "$1.25M"),
        (10_000_000, "$10M"),
    ],
)
def test_prices_on_an_axis_are_short(amount, text):
    assert short_dollars(amount) == text


def test_a_sparkline_reaches_from_no_views_to_the_most():
    dots = sparkline([week("2026-11-02", 0), week("2026-11-09", 40), week("2026-11-16", 20)]).dots

    assert [dot.y for dot in dots] == [42.0, 6.0, 24.0]


def test_one_week_is_no_sparkline():
    assert sparkline([week("2026-11-02", 10)]) is None


def test_a_funnel_is_drawn_on_one_scale():
    bars = funnel({"pageViews": 1000, "saves": 50, "inquiries": 10})

    assert [(bar.width, bar.text) for bar in bars] == [(300.0, "1,000"), (15.0, "50"), (3.0, "10")]


def test_a_funnel_without_views_is_empty():
    assert funnel({"pageViews": None, "saves": None, "inquiries": None}) == []
