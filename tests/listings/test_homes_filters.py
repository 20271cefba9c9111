"""Money, areas and facts as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from listings.templatetags import homes


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (825000, "$825,000"),
        (Decimal("825000.00"), "$825,000"),
        (2108.5, "$2,108.50"),
        (-15000, "−$15,000"),
        (0, "$0"),
        (None, ""),
        ("abc", ""),
        (99999999999999999999, "$99,999,999,999,999,999,999"),
    ],
)
def test_money_has_cents_only_where_there_are_some(value, shown):
    assert homes.money(value) == shown


def test_small_lots_are_in_square_feet_and_large_ones_in_acres():
    assert homes.lot(4900) == "4,900 sq ft"
    assert homes.lot(54450) == "1.25 acres"
    assert homes.lot(43560) == "1 acre"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (None, "dollars", "not given"),
        (1, "days", "1 day"),
        (300, "dollarsPerMonth", "$300 a month"),
        (2.5, "count", "2.5"),
        (0, "dollarChange", "unchanged"),
        (5000, "dollarChange", "+$5,000"),
        ("Active", "status", "For sale"),
        (1926, "year", "1926"),
    ],
)
def test_compared_value_carries_its_unit(value, unit, shown):
    assert homes.in_unit(value, unit) == shown


def test_day_is_written_as_people_say_it():
    assert homes.day("2026-11-03") == "Nov 3, 2026"
