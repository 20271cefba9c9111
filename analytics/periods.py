"""Periods of days and the months in them: which are whole, which are only part."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_EARLIEST, _LATEST = 1900, 2100


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As people say it: "June 2014 to April 2015", "2 May 2014 to 27 May 2015", "June 2014"."""
        if self.first.day == 1 and self.last == month_end(self.last):
            first, last = f"{self.first:%B %Y}", f"{self.last:%B %Y}"
            return first if first == last else f"{first} to {last}"
        return f"{spoken(self.first)} to {spoken(self.last)}"

    def covers(self, other: Period) -> bool:
        """Whether every day of the other period is in this one."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def months(self) -> list[Period]:
        """The calendar months it touches, each from its first to its last day, oldest first."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            found.append(month_of(day))
            day = month_end(day) + timedelta(days=1)
        return found


def spoken(day: date) -> str:
    """2 May 2014."""
    return f"{day.day} {day:%B %Y}"


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_of(day: date) -> Period:
    """The calendar month the day is in."""
    return Period(day.replace(day=1), month_end(day))


def months_earlier(month: Period, count: int) -> Period:
    """The calendar month that many months before; a negative count is after."""
    number = month.first.year * 12 + month.first.month - 1 - count
    return month_of(date(number // 12, number % 12 + 1, 1))


def whole_months_before(today: date, count: int) -> Period:
    """The last `count` calendar months that are over."""
    this_month = month_of(today)
    return Period(months_earlier(this_month, count).first, this_month.first - timedelta(days=1))


def joined(months: Sequence[Period]) -> Period:
    """From the first of these months to the last one's end."""
    return Period(months[0].first, months[-1].last)


def parse_day(text: str, *, name: str, at_end: bool) -> date:
    """A day from YYYY-MM-DD, or the first (at_end: the last) day of YYYY-MM. ValueError says what is wrong."""
    try:
        if month := _MONTH.match(text.strip()):
            day = date(int(month[1]), int(month[2]), 1)
            day = month_end(day) if at_end else day
        else:
            day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{name} is {text[:40]!r}; write a month as 2026-03 or a day as 2026-03-31.") from None
    if not _EARLIEST <= day.year <= _LATEST:
        raise ValueError(f"{name} is {text[:40]!r}; years from {_EARLIEST} to {_LATEST} are understood.")
    return day
