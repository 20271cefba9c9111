"""What the figures of a market need of many sales: prices and ratios counted, days and parts added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from analytics.histogram import Histogram, median

_CENTS = 100
_PARTS = 10_000  # of a dollar for a square foot: fine enough that the cents of a median come out as from the sales


class Sale(NamedTuple):
    """One closed sale."""

    source_pk: int
    closed_on: date
    price: Decimal
    living_area: int | None
    list_price: Decimal | None
    listed_on: date | None
    contract_on: date | None
    left_on: date | None

    @property
    def days_on_market(self) -> int | None:
        """Days from coming on the market to the accepted offer, as Listing.days_on_market counts them."""
        until = self.contract_on or self.left_on or self.closed_on
        return None if self.listed_on is None else max(0, (until - self.listed_on).days)


@dataclass(frozen=True)
class Tally:
    """Sales of one source in some days of one month.

    prices: in cents. per_foot: in ten-thousandths of a dollar a square foot. days: on the market, added up over
    `days_known` sales. ratios: sale by list price, added up over `ratios_known` sales.
    """

    source_pk: int
    month: date
    first: date
    last: date
    prices: Histogram
    cents: int
    per_foot: Histogram
    days: int
    days_known: int
    ratios: Decimal
    ratios_known: int

    @property
    def count(self) -> int:
        """How many sales."""
        return self.prices.count


def tally(sales: Sequence[Sale]) -> Tally:
    """The tally of these sales, one or more, of one source and month."""
    cents = [round(sale.price * _CENTS) for sale in sales]
    days = [sale.days_on_market for sale in sales if sale.days_on_market is not None]
    ratios = [sale.price / sale.list_price for sale in sales if sale.list_price and sale.list_price > 0]
    closed = [sale.closed_on for sale in sales]
    return Tally(
        source_pk=sales[0].source_pk,
        month=closed[0].replace(day=1),
        first=min(closed),
        last=max(closed),
        prices=Histogram.of(cents),
        cents=sum(cents),
        per_foot=Histogram.of(
            (2 * each * _PARTS // _CENTS // sale.living_area + 1) // 2
            for each, sale in zip(cents, sales, strict=True)
            if sale.living_area
        ),
        days=sum(days),
        days_known=len(days),
        ratios=sum(ratios, Decimal(0)),
        ratios_known=len(ratios),
    )


class Tallies:
    """Several tallies as one. Amounts are dollars, days and percent; None where no sale knows them."""

    def __init__(self, tallies: Iterable[Tally]) -> None:
        self._tallies = list(tallies)

    def __len__(self) -> int:
        return sum(each.count for each in self._tallies)

    def within(self, first: date, last: date) -> Tallies:
        """Those of the sales closed in these days; a tally must not reach over either end."""
        return Tallies(each for each in self._tallies if first <= each.first and each.last <= last)

    @property
    def source_pks(self) -> set[int]:
        """The sources that record them."""
        return {each.source_pk for each in self._tallies}

    def median_price(self) -> Decimal | None:
        return _divided(median([each.prices for each in self._tallies]), _CENTS)

    def average_price(self) -> Decimal | None:
        count = len(self)
        return Decimal(sum(each.cents for each in self._tallies)) / (_CENTS * count) if count else None

    def sized(self) -> int:
        """How many sales know their living area."""
        return sum(each.per_foot.count for each in self._tallies)

    def median_price_per_square_foot(self) -> Decimal | None:
        return _divided(median([each.per_foot for each in self._tallies]), _PARTS)

    def timed(self) -> int:
        """How many sales know their days on the market."""
        return sum(each.days_known for each in self._tallies)

    def average_days_on_market(self) -> Decimal | None:
        known = self.timed()
        return Decimal(sum(each.days for each in self._tallies)) / known if known else None

    def listed(self) -> int:
        """How many sales know their last list price."""
        return sum(each.ratios_known for each in self._tallies)

    def sale_to_list(self) -> float | None:
        """The average of sale price by last list price, in percent."""
        known = self.listed()
        return float(sum((each.ratios for each in self._tallies), Decimal(0)) / known * 100) if known else None


def _divided(amount: Fraction | None, by: int) -> Decimal | None:
    return None if amount is None else Decimal(amount.numerator) / (amount.denominator * by)
