"""Pure arithmetic of the market and of listings' performance; no ORM, no request, no rounding.

Every function says what its figure means, its unit, and what it does with nothing. Prices are Decimal US dollars.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

Direction = Literal["rising", "steady", "falling"]
CompetitionLevel = Literal["Low", "Medium", "High"]

# Fewer sales say more about the homes that happened to be sold than about the market.
LEAST_SALES = 5
LEAST_MONTHS_OF_CLOSINGS = 3
STEADY_PRICE_PERCENT = 2.0
STEADY_ACTIVITY_PERCENT = 10.0


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle value: half are lower, half are higher; for an even count the mean of the two middle ones.

    None for no values. In the values' own unit.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def average(values: Sequence[Decimal | int]) -> Decimal | None:
    """The sum divided by the count, in the values' own unit. None for no values."""
    return Decimal(sum(values)) / len(values) if values else None


def price_per_square_foot(price: Decimal, living_area: int) -> Decimal:
    """US dollars for one square foot of living area, land included in the price.

    Raises ValueError for an area that is not above 0.
    """
    if living_area <= 0:
        raise ValueError(f"living_area is {living_area}; it must be above 0")
    return price / living_area


def percent_change(before: Decimal, after: Decimal) -> float:
    """How much `after` is above `before`, in percent of `before`: 100 -> 103 is 3.0, 100 -> 95 is -5.0.

    Raises ValueError when `before` is not above 0.
    """
    if before <= 0:
        raise ValueError(f"before is {before}; it must be above 0")
    return float((after - before) / before * 100)


def sale_to_list(sales: Sequence[tuple[Decimal, Decimal]]) -> float | None:
    """The average of sale price by last list price, in percent: 101.5 is one and a half percent over asking.

    sales: (sale price, last list price) of each sale. None for no sales.
    Source: average sale-to-list ratio as in Redfin's data center, which gives it as a fraction.
    """
    ratios = [close_price / list_price for close_price, list_price in sales if list_price > 0]
    mean = average(ratios)
    return None if mean is None else float(mean * 100)


def months_of_supply(active: int, closed_by_month: Sequence[int]) -> float:
    """How long the homes now for sale would last at the recent pace.

    active: listings Active today. closed_by_month: closings per month, oldest first, 3 or more whole months.
    Returns months (4.0 is four months); inf when nothing closed.
    Raises ValueError for fewer than 3 months, because a single month is mostly noise.
    Source: months' supply as in NAR's existing-home sales release, not seasonally adjusted.
    """
    if len(closed_by_month) < LEAST_MONTHS_OF_CLOSINGS:
        raise ValueError(f"{len(closed_by_month)} months of closings; at least {LEAST_MONTHS_OF_CLOSINGS} are needed")
    closed = sum(closed_by_month)
    return active * len(closed_by_month) / closed if closed else math.inf


def competition_level(supply_months: float) -> CompetitionLevel:
    """How much buyers compete for homes: High under 3 months of supply, Medium up to 6, Low beyond.

    Source: five to six months is the usual word for a balanced market.
    """
    if supply_months < 3:
        return "High"
    return "Medium" if supply_months <= 6 else "Low"


def direction(change_percent: float, steady_within: float) -> Direction:
    """Which way something moves: steady while the change is no more than `steady_within` percent either way."""
    if abs(change_percent) <= steady_within:
        return "steady"
    return "rising" if change_percent > 0 else "falling"


def click_through_rate(views: int, impressions: int) -> float | None:
    """Of 100 times a listing was shown in results, how often its own page was opened; percent.

    None when it was never shown. Source: RESO InternetTracking, DetailedView by Impression.
    """
    return views / impressions * 100 if impressions else None


def conversion_rate(inquiries: int, unique_viewers: int) -> float | None:
    """Of 100 visitors who opened the page, how many inquired; percent.

    unique_viewers: visitors counted once a day. None when nobody looked.
    Source: RESO InternetTracking, SubmissionOfLeadForm and clicks on phone or e-mail by unique viewers.
    """
    return inquiries / unique_viewers * 100 if unique_viewers else None
