"""Arithmetic with literal figures."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from analytics import measures


@pytest.mark.parametrize(
    ("values", "middle"),
    [
        ([], None),
        ([3], 3),
        ([1, 9, 2], 2),
        ([1, 2, 3, 10], Decimal("2.5")),
        ([Decimal("1.10"), Decimal("1.20")], Decimal("1.15")),
    ],
)
def test_the_median_is_the_middle_or_the_mean_of_the_two_middle_values(values, middle):
    assert measures.median([Decimal(value) for value in values]) == middle


def test_the_average_of_nothing_is_nothing():
    assert measures.average([]) is None


def test_the_average_is_exact():
    assert measures.average([Decimal("100.10"), Decimal("100.20")]) == Decimal("100.15")


def test_a_price_per_square_foot_needs_an_area():
    with pytest.raises(ValueError, match="living_area is 0; it must be above 0"):
        measures.price_per_square_foot(Decimal(500_000), 0)


@pytest.mark.parametrize(
    ("before", "after", "change"), [(100, 103, 3.0), (100, 95, -5.0), (80, 80, 0.0), (50, 100, 100.0)]
)
def test_a_change_is_in_percent_of_what_was_before(before, after, change):
    assert measures.percent_change(Decimal(before), Decimal(after)) == change


def test_a_change_from_nothing_is_refused():
    with pytest.raises(ValueError, match="before is 0"):
        measures.percent_change(Decimal(0), Decimal(5))


def test_sale_to_list_is_the_average_of_the_ratios_in_percent():
    assert measures.sale_to_list([(Decimal(110), Decimal(100)), (Decimal(190), Decimal(200))]) == 102.5


def test_sale_to_list_of_no_sales_is_not_known():
    assert measures.sale_to_list([]) is None


def test_twelve_homes_at_three_a_month_last_four_months():
    assert measures.months_of_supply(12, [2, 3, 4]) == 4.0


def test_homes_last_for_ever_where_none_is_sold():
    assert measures.months_of_supply(12, [0, 0, 0]) == math.inf


def test_two_months_of_closings_are_too_few_for_a_supply():
    with pytest.raises(ValueError, match="2 months of closings; at least 3 are needed"):
        measures.months_of_supply(12, [2, 3])


@pytest.mark.parametrize(
    ("supply", "level"),
    [(0.0, "High"), (2.9, "High"), (3.0, "Medium"), (6.0, "Medium"), (6.1, "Low"), (math.inf, "Low")],
)
def test_few_months_of_supply_are_much_competition(supply, level):
    assert measures.competition_level(supply) == level


@pytest.mark.parametrize(("change", "way"), [(2.0, "steady"), (-2.0, "steady"), (2.1, "rising"), (-2.1, "falling")])
def test_a_small_change_is_steady(change, way):
    assert measures.direction(change, 2.0) == way


def test_click_through_is_views_of_a_hundred_impressions():
    assert measures.click_through_rate(30, 400) == 7.5


def test_click_through_of_a_listing_never_shown_is_not_known():
    assert measures.click_through_rate(0, 0) is None


def test_conversion_is_inquiries_of_a_hundred_viewers():
    assert measures.conversion_rate(3, 60) == 5.0


def test_conversion_without_viewers_is_not_known():
    assert measures.conversion_rate(0, 0) is None
