"""Estimates from comparable sales: the arithmetic, and what it does with odd or few sales."""

from __future__ import annotations

import math

import pytest

from analytics.valuation import MOST_COMPARABLES, Home, estimate, fit, weighted_median


def sale(price, **changes):
    return Home(2000, 5000, 2.0, 3, 1990, 1.0, 0.2)._replace(**changes), price


def test_homes_that_are_all_alike_are_worth_what_they_sold_for():
    found = estimate(Home(2000, 5000, 2.0, 3, 1990), [sale(500_000) for _ in range(20)])

    assert found.value == pytest.approx(500_000)
    assert found.low < 500_000 < found.high


def test_adjustments_lead_from_the_sale_to_the_adjusted_price():
    pool = [sale(400_000 + 100 * area, living_area=area) for area in range(1500, 2500, 25)]

    found = estimate(Home(2600, 6000, 2.5, 4, 2010), pool)

    best = found.comparables[0]
    assert pool[best.place][1] + sum(best.adjustments.values()) == pytest.approx(best.price)
    assert best.adjustments["livingArea"] > 0


def test_the_size_coefficient_is_found_in_many_sales():
    pool = [sale(1000 * area**0.8, living_area=area) for area in range(1000, 3000, 5)]

    assert fit(pool)["livingArea"] == pytest.approx(0.8, abs=0.02)


def test_the_trend_is_found_and_brings_old_sales_to_today():
    pool = [sale(500_000 * math.exp(-0.01 * month), sold_months=float(month)) for month in range(12) for _ in range(20)]

    assert fit(pool)["time"] == pytest.approx(0.01, abs=0.002)
    assert estimate(Home(2000, 5000, 2.0, 3, 1990), pool).value == pytest.approx(500_000, rel=0.01)


def test_one_odd_price_moves_nothing():
    pool = [sale(500_000 + 1000 * place) for place in range(-10, 11)]

    odd = [*pool[:-1], sale(50_000_000)]
    assert estimate(Home(2000), odd).value == pytest.approx(estimate(Home(2000), pool).value, rel=0.01)


def test_few_sales_keep_to_the_stated_coefficients():
    pool = [sale(500_000, living_area=1000), sale(500_000, living_area=3000), sale(500_000)]

    assert fit(pool)["livingArea"] == pytest.approx(0.55, abs=0.08)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_sales_are_no_estimate(count):
    assert estimate(Home(2000), [sale(500_000)] * count) is None


def test_what_is_not_known_is_not_adjusted_for():
    pool = [sale(500_000, lot_size=None, year_built=None) for _ in range(5)]

    assert set(estimate(Home(2200, 5000, None, None, 1990), pool).comparables[0].adjustments) == {"time", "livingArea"}


def test_the_nearest_and_most_alike_are_chosen():
    pool = [sale(900_000, miles=5.0) for _ in range(50)] + [sale(500_000) for _ in range(MOST_COMPARABLES)]

    assert min(each.place for each in estimate(Home(2000, 5000, 2.0, 3, 1990), pool).comparables) == 50


@pytest.mark.parametrize(
    ("values", "middle"),
    [([(1, 1), (2, 1), (3, 1)], 2), ([(1, 1), (2, 1)], 1.5), ([(1, 1), (9, 8)], 8), ([(5, 1)], 5)],
)
def test_the_weighted_median_is_where_half_of_the_weight_is_reached(values, middle):
    assert weighted_median(values) == pytest.approx(middle, abs=0.2)
