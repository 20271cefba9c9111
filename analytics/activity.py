"""The recorded visitors of listings: rows by day, their sums and rates, and weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from analytics import measures
from analytics.answers import ActivityWeek
from analytics.models import ListingActivity

COUNTED = ("impressions", "views", "unique_viewers", "saves", "inquiries")


class Day(NamedTuple):
    """One listing's visitors on one day."""

    date: date
    impressions: int
    views: int
    unique_viewers: int
    saves: int
    inquiries: int


class Totals(NamedTuple):
    """Sums over some days."""

    impressions: int = 0
    views: int = 0
    unique_viewers: int = 0
    saves: int = 0
    inquiries: int = 0

    @property
    def click_through_rate(self) -> Decimal | None:
        """In percent with one decimal, as the measures define it."""
        return tenth(measures.click_through_rate(self.views, self.impressions))

    @property
    def conversion_rate(self) -> Decimal | None:
        """In percent with one decimal, as the measures define it."""
        return tenth(measures.conversion_rate(self.inquiries, self.unique_viewers))


def days_of(
    listing_pks: Iterable[int], first: date | None = None, last: date | None = None
) -> defaultdict[int, list[Day]]:
    """The recorded days of each listing, oldest first; days on which nobody came have no row."""
    rows = ListingActivity.objects.filter(listing__in=list(listing_pks)).order_by("date")
    rows = rows.filter(date__gte=first) if first else rows
    rows = rows.filter(date__lte=last) if last else rows
    days: defaultdict[int, list[Day]] = defaultdict(list)
    for listing_pk, *values in rows.values_list("listing_id", *Day._fields):
        days[listing_pk].append(Day(*values))
    return days


def totals(days: Sequence[Day]) -> Totals:
    """The sums over these days."""
    return Totals(*(sum(getattr(day, name) for day in days) for name in COUNTED))


def weeks_of(days: Sequence[Day]) -> list[ActivityWeek]:
    """Weeks from Monday, from the first recorded day to the last; a week in which nobody came counts 0."""
    if not days:
        return []
    within: defaultdict[date, list[Day]] = defaultdict(list)
    for day in days:
        within[monday_of(day.date)].append(day)
    first, last = days[0].date, days[-1].date
    mondays = [monday_of(first) + timedelta(days=7 * week) for week in range((last - monday_of(first)).days // 7 + 1)]
    return [
        ActivityWeek(
            week=monday,
            page_views=sum(day.views for day in within[monday]),
            saves=sum(day.saves for day in within[monday]),
            inquiries=sum(day.inquiries for day in within[monday]),
            partial=monday < first or last < monday + timedelta(days=6),
        )
        for monday in mondays
    ]


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def tenth(rate: float | Decimal | None) -> Decimal | None:
    """A rate with one decimal."""
    return None if rate is None else Decimal(str(round(rate, 1)))
