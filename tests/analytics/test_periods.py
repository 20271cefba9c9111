"""Months, whole and part, and how people write them."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.periods import Period, month_of, months_earlier, parse_day, whole_months_before


def test_the_last_twelve_whole_months_leave_out_the_present_one():
    assert whole_months_before(date(2026, 11, 23), 12) == Period(date(2025, 11, 1), date(2026, 10, 31))


def test_on_the_first_of_a_month_the_month_before_is_whole():
    assert whole_months_before(date(2026, 3, 1), 1) == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_months_earlier_crosses_years():
    assert months_earlier(month_of(date(2026, 1, 15)), 13) == Period(date(2024, 12, 1), date(2024, 12, 31))


def test_a_period_touches_its_part_months():
    months = Period(date(2014, 5, 27), date(2014, 7, 2)).months()

    assert [month.first for month in months] == [date(2014, 5, 1), date(2014, 6, 1), date(2014, 7, 1)]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2014, 6, 1), date(2015, 4, 30), "June 2014 to April 2015"),
        (date(2014, 6, 1), date(2014, 6, 30), "June 2014"),
        (date(2014, 5, 2), date(2015, 5, 27), "2 May 2014 to 27 May 2015"),
    ],
)
def test_a_period_is_said_in_months_when_these_are_whole(first, last, words):
    assert str(Period(first, last)) == words


@pytest.mark.parametrize(
    ("text", "at_end", "day"),
    [
        ("2024-02", False, date(2024, 2, 1)),
        ("2024-02", True, date(2024, 2, 29)),
        ("2024-02-10", True, date(2024, 2, 10)),
    ],
)
def test_a_month_or_a_day_is_understood(text, at_end, day):
    assert parse_day(text, name="to", at_end=at_end) == day


@pytest.mark.parametrize("text", ["2024-13", "2024-02-30", "last year", "02/2024", ""])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"from is '.*'; write a month as 2026-03 or a day as 2026-03-31"):
        parse_day(text, name="from", at_end=False)


def test_a_year_far_off_is_refused():
    with pytest.raises(ValueError, match="years from 1900 to 2100"):
        parse_day("0001-01", name="from", at_end=False)
