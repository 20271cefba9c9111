"""What happened to a demo home on the market: when it was offered, at what price, and how it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from listings.demo.homes import Home, weighted
from listings.demo.neighbourhoods import CITIES
from listings.models import StandardStatus as Status

MONTHS = 26  # so that the last twelve whole months have the same months a year before
# Closings by calendar month against the year's mean: few in winter, most in June.
SEASON = (0.68, 0.74, 0.95, 1.05, 1.2, 1.28, 1.2, 1.15, 1.02, 1.0, 0.9, 0.83)
YEARLY_RISE = 0.034  # prices, a year
_STATUS_SHARES = (
    (Status.ACTIVE, 0.135),
    (Status.ACTIVE_UNDER_CONTRACT, 0.01),
    (Status.PENDING, 0.055),
    (Status.COMING_SOON, 0.01),
    (Status.WITHDRAWN, 0.012),
    (Status.EXPIRED, 0.008),
)


@dataclass
class Offer:
    """One try to sell a home: dates, prices in whole dollars, and what was set on which day."""

    status: str
    listed_on: date | None = None  # None: not yet on the market
    contract_on: date | None = None
    closed_on: date | None = None
    left_on: date | None = None  # off the market without a sale
    close_price: int | None = None
    prices: list[tuple[date, int]] = field(default_factory=list)
    statuses: list[tuple[date, str]] = field(default_factory=list)


def plan(random: Random, count: int, today: date) -> list[tuple[int, str, date | None]]:
    """City index, status and day of closing for `count` homes, in mixed order.

    Closings are dealt out by city and month rather than drawn, so that every month of a city has sales to speak of.
    """
    planned: list[tuple[int, str, date | None]] = []
    for status, share in _STATUS_SHARES:
        cities = _dealt([city.active_share for city in CITIES], round(count * share))
        planned += [(city, status, None) for city in cities]
    months = [_month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    weights = [SEASON[month.month - 1] * (1.0 if index < MONTHS // 2 else 1.06) for index, month in enumerate(months)]
    weights[-1] *= today.day / 30
    for index, sold in enumerate(_counts([city.sold_share for city in CITIES], count - len(planned))):
        for month in _dealt(weights, sold):
            planned.append((index, Status.CLOSED, _day_in(random, months[month], today)))
    random.shuffle(planned)
    return planned


def draw_offer(random: Random, home: Home, status: str, closed_on: date | None, today: date) -> Offer:
    """How the home came on the market and where it stands now."""
    offer = Offer(status=status)
    if status == Status.COMING_SOON:
        announced = today - timedelta(days=random.randrange(1, 8))
        offer.prices = [(announced, asking(random, home, announced, today))]
        offer.statuses = [(announced, status)]
        return offer
    days = _days_on_market(random, home, status)
    if closed_on:
        offer.closed_on = closed_on
        offer.contract_on = closed_on - timedelta(days=random.randrange(21, 46))
        offer.listed_on = offer.contract_on - timedelta(days=days)
    elif status in (Status.PENDING, Status.ACTIVE_UNDER_CONTRACT):
        offer.contract_on = today - timedelta(days=random.randrange(1, 35))
        offer.listed_on = offer.contract_on - timedelta(days=days)
    elif status in (Status.WITHDRAWN, Status.EXPIRED):
        offer.left_on = today - timedelta(days=random.randrange(5, 300))
        offer.listed_on = offer.left_on - timedelta(days=180 if status == Status.EXPIRED else 30 + days)
    else:
        offer.listed_on = today - timedelta(days=days)
    off_market = offer.contract_on or offer.left_on or today
    offer.prices = _prices(random, home, offer.listed_on, off_market, today)
    offer.statuses = _statuses(offer)
    if closed_on:
        offer.close_price = _close_price(random, offer)
    return offer


def level(on: date, today: date) -> float:
    """Prices on a day against today's yearly mean: the yearly rise, and 2 % up in May, 2 % down in November."""
    years = (on - today).days / 365.25
    season = 0.02 * math.cos(2 * math.pi * (on.timetuple().tm_yday - 140) / 365.25)
    return (1 + YEARLY_RISE) ** years * (1 + season)


def asking(random: Random, home: Home, on: date, today: date) -> int:
    """A price as sellers write it: a little hopeful, and just under a round figure."""
    hoped = home.value * level(on, today) * random.gauss(1.012, 0.03)
    step = 25_000 if hoped > 1_200_000 else 10_000 if hoped > 450_000 else 5_000
    rounded = max(step, round(hoped / step) * step)
    return rounded - random.choice((0, 0, 50, 100, 1000, 1000))


def _counts(shares: list[float], total: int) -> list[int]:
    """Whole numbers that add up to total, as near to the shares as can be (largest remainder)."""
    exact = [share / sum(shares) * total for share in shares]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def _dealt(shares: list[float], total: int) -> list[int]:
    """Each index as often as its share of the total."""
    return [index for index, count in enumerate(_counts(shares, total)) for _ in range(count)]


def _month_before(today: date, back: int) -> date:
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _day_in(random: Random, month: date, today: date) -> date:
    next_month = _month_before(month, -1)
    last = min(next_month - timedelta(days=1), today - timedelta(days=1))
    return max(month, month + timedelta(days=random.randrange(max(1, (last - month).days + 1))))


def _days_on_market(random: Random, home: Home, status: str) -> int:
    if status in (Status.ACTIVE, Status.WITHDRAWN):
        return min(240, max(0, round(random.expovariate(1 / (home.city.pace_days * 1.9)))))
    return min(210, max(2, round(home.city.pace_days * random.lognormvariate(-0.15, 0.75))))


def _prices(random: Random, home: Home, listed_on: date, until: date, today: date) -> list[tuple[date, int]]:
    """The price as first asked, then a cut every three to six weeks for homes that wait; most sellers cut once."""
    prices = [(listed_on, asking(random, home, listed_on, today))]
    day = listed_on + timedelta(days=random.randrange(18, 45))
    while day < until and len(prices) < 4 and random.random() < 0.75:
        lower = prices[-1][1] * random.uniform(0.955, 0.985)
        prices.append((day, round(lower / 1000) * 1000))
        day += timedelta(days=random.randrange(21, 45))
    return prices


def _statuses(offer: Offer) -> list[tuple[date, str]]:
    statuses = [(offer.listed_on, Status.ACTIVE)]
    if offer.status == Status.ACTIVE_UNDER_CONTRACT:
        statuses.append((offer.contract_on, Status.ACTIVE_UNDER_CONTRACT))
    elif offer.contract_on:
        statuses.append((offer.contract_on, Status.PENDING))
    if offer.closed_on:
        statuses.append((offer.closed_on, Status.CLOSED))
    if offer.left_on:
        statuses.append((offer.left_on, offer.status))
    return statuses


def _close_price(random: Random, offer: Offer) -> int:
    """Homes that sell in the first days often get more than asked; those that wait, less."""
    days = (offer.contract_on - offer.listed_on).days
    ratio = random.gauss(1.018, 0.022) if days <= 8 else random.gauss(0.996, 0.014)
    if days > 40:
        ratio = random.gauss(0.972, 0.016)
    step = weighted(random, {1000: 5, 500: 3, 100: 2})
    return round(offer.prices[-1][1] * ratio / step) * step
