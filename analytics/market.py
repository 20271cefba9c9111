"""START HERE for market figures: one area and period -> every figure with what it rests on, or why it is not known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from analytics import measures
from analytics.answers import DEFINITIONS, MarketAnalysis, MarketMonth, MarketPeriod, MarketSource, Trends
from analytics.measures import LEAST_SALES
from analytics.periods import Period, joined, month_of, months_earlier, parse_day, whole_months_before
from analytics.sales import Market, lacking, market_of
from analytics.tallies import Tallies
from listings.models import Source
from listings.search import UnclearSearch

USUAL_MONTHS = 12
MOST_MONTHS = 120
_FEWEST_MONTHS_TO_COMPARE = 6
_COMPARED = 3  # months at either end of a period without a year before
# What needs sales in the period.
_FIGURES = (
    "averagePrice", "medianPrice", "pricePerSquareFoot", "averageTimeOnMarket", "saleToList", "priceChange", "trends",
    "monthsOfSupply", "competitionLevel",
)  # fmt: skip
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")


def analyse_market(
    area: str,
    property_type: str | None,
    from_: str | None,
    to: str | None,
    *,
    visible_to: Any,
    today: date,
) -> MarketAnalysis:
    """The market of an area as this user may see it. Raises UnclearSearch with what would work.

    from_, to: YYYY-MM or YYYY-MM-DD; without them the last 12 whole months, or the last of older data.
    """
    market = market_of(area, property_type, visible_to=visible_to)
    return _Analysis(market, property_type, today, *_period(market, from_, to, today)).answer()


@dataclass(frozen=True)
class Comparison:
    """Two spans of whole months set side by side. season: whether they are different times of the year."""

    before: Period
    after: Period
    season: bool


def comparison(months: Sequence[Period], market: Market, today: date) -> Comparison | None:
    """What a period's end is compared with; None when there is nothing it can fairly be compared with.

    The last 12 whole months of the period and the same months a year before, if these are recorded. Otherwise the
    last three whole months and the first three, when there are six or more: the season is then part of the change.
    """
    recent = months[-USUAL_MONTHS:]
    year_before = [months_earlier(month, 12) for month in recent]
    if recent and all(market.is_covered(month, today) for month in year_before):
        return Comparison(joined(year_before), joined(recent), season=False)
    if len(months) >= _FEWEST_MONTHS_TO_COMPARE:
        return Comparison(joined(months[:_COMPARED]), joined(months[-_COMPARED:]), season=True)
    return None


def _period(market: Market, from_: str | None, to: str | None, today: date) -> tuple[Period, list[str]]:
    """The period asked for, or the usual one, and what has to be said about the choice."""
    if not from_ and not to:
        return _usual_period(market, today)
    try:
        last = parse_day(to, name="to", at_end=True) if to else None
        first = parse_day(from_, name="from", at_end=False) if from_ else None
    except ValueError as error:
        raise UnclearSearch(str(error)) from None
    if first is None:
        first = months_earlier(month_of(last), USUAL_MONTHS - 1).first
    if last is None:
        last = max(month_of(first).last, whole_months_before(today, 1).last)
    if first > last:
        raise UnclearSearch(f"from ({first}) is after to ({last}); give the earlier day as from.")
    period = Period(first, last)
    if len(period.months()) > MOST_MONTHS:
        raise UnclearSearch(f"{period} is longer than {MOST_MONTHS // 12} years; ask for a shorter period.")
    return period, []


def _usual_period(market: Market, today: date) -> tuple[Period, list[str]]:
    usual = whole_months_before(today, USUAL_MONTHS)
    if market.last_sale is None or market.last_sale >= usual.first:
        return usual, []
    months = Period(market.first_sale, market.last_sale).months()
    whole = [month for month in months if market.is_covered(month, today)][-USUAL_MONTHS:]
    period = joined(whole or months)
    these = "the last whole months of the data" if whole else "what there is"
    note = f"No sales are recorded in the last 12 months, so these are {these}: {period}."
    return period, [note]


@dataclass
class _Analysis:
    """One analysis in the making: every figure that cannot be given leaves its reason."""

    market: Market
    property_type: str | None
    today: date
    period: Period
    notes: list[str]
    reasons: dict[str, str] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def answer(self) -> MarketAnalysis:
        months = self.period.months()
        whole = [month for month in months if self.period.covers(month) and self.market.is_covered(month, self.today)]
        compared = comparison(whole, self.market, self.today)
        sales = self.market.sales(self.period.first, self.period.last)
        self.sources = self.market.sources_of(sales)
        place, reason = self.market.place, self._too_few(len(sales))
        if place.guessed:
            self.notes.insert(0, f"The area was read as {place.label}.")
        series = [self._month(month, sales, month not in whole) for month in months]
        change, basis, activity = self._changes(None if reason else compared, sales)
        active, pending = self._on_market()
        supply = self._supply(active, whole, sales)
        # Said last, because without sales nothing else matters.
        self.reasons |= {name: reason for name in _FIGURES if reason}
        return MarketAnalysis(
            area=place.label,
            area_kind=place.kind,
            property_type=self.property_type,
            period=MarketPeriod.model_validate(
                {"from": self.period.first, "to": self.period.last, "label": str(self.period)}
            ),
            n=len(sales),
            total_listings=len(sales) + (active or 0) + (pending or 0),
            sold_listings=len(sales),
            active_listings=active,
            pending_listings=pending,
            **self._prices(sales, enough=not reason),
            price_change=change,
            price_change_basis=basis,
            average_time_on_market=self._time_on_market(sales, enough=not reason),
            sale_to_list=self._sale_to_list(sales, enough=not reason),
            months_of_supply=supply,
            competition_level=None if supply is None else measures.competition_level(supply),
            trends=Trends(
                price_direction=None if change is None else measures.direction(change, measures.STEADY_PRICE_PERCENT),
                market_activity=activity,
            ),
            series=_without_empty_ends(series),
            reasons=self.reasons,
            definitions=DEFINITIONS,
            notes=self._all_notes(months, whole, sales),
            sources=[MarketSource(title=each.title, attribution=each.attribution) for each in self.sources],
        )

    # --- What the sales say -------------------------------------------------------------------------------------------
    def _too_few(self, count: int) -> str:
        """Why no figure is given for so few sales; "" when there are enough."""
        if count >= LEAST_SALES:
            return ""
        where, market = self.market.place.label, self.market
        if market.last_sale is None:
            unknown_type = self.property_type and lacking(self.sources, "property_type", "property_sub_type")
            return unknown_type or f"No sales are recorded in {where}."
        if count:
            return f"Only {count} sale{'s' if count > 1 else ''} in {where}, {self.period}; {LEAST_SALES} are needed."
        return f"No sales are recorded in {where}, {self.period}. The data cover {market.covered_spans()}."

    def _prices(self, sales: Tallies, *, enough: bool) -> dict[str, Decimal | None]:
        if not enough:
            return {"average_price": None, "median_price": None, "price_per_square_foot": None}
        sized = sales.sized() >= LEAST_SALES
        if not sized:
            self.reasons["pricePerSquareFoot"] = "The living area is not known for enough of these sales."
        return {
            "average_price": _rounded(sales.average_price(), _CENT),
            "median_price": _rounded(sales.median_price(), _CENT),
            "price_per_square_foot": _rounded(sales.median_price_per_square_foot(), _CENT) if sized else None,
        }

    def _time_on_market(self, sales: Tallies, *, enough: bool) -> Decimal | None:
        if not enough:
            return None
        if sales.timed() < LEAST_SALES:
            lack = lacking(self.sources, "days_on_market", "on_market_date")
            self.reasons["averageTimeOnMarket"] = lack or "The days on the market are known for too few of these sales."
            return None
        return _rounded(sales.average_days_on_market(), _TENTH)

    def _sale_to_list(self, sales: Tallies, *, enough: bool) -> Decimal | None:
        if not enough:
            return None
        if sales.listed() < LEAST_SALES:
            lack = lacking(self.sources, "list_price")
            self.reasons["saleToList"] = lack or "The list price is known for too few of these sales."
            return None
        return _rounded(sales.sale_to_list(), _TENTH)

    def _month(self, month: Period, sales: Tallies, partial: bool) -> MarketMonth:
        sold = sales.within(month.first, month.last)
        enough = len(sold) >= LEAST_SALES
        return MarketMonth(
            month=f"{month.first:%Y-%m}",
            median_price=_rounded(sold.median_price(), _CENT) if enough else None,
            average_price=_rounded(sold.average_price(), _CENT) if enough else None,
            sold=len(sold),
            partial=partial,
        )

    def _changes(
        self, compared: Comparison | None, sales: Tallies
    ) -> tuple[Decimal | None, str | None, measures.Direction | None]:
        """Change of the median price in percent, what it compares, and the direction of the number of sales."""
        if compared is None:
            self._leave_changes("There are too few whole months of data to compare.")
            return None, None, None
        after = sales.within(compared.after.first, compared.after.last)
        if self.period.covers(compared.before):
            before = sales.within(compared.before.first, compared.before.last)
        else:
            before = self.market.sales(compared.before.first, compared.before.last)
        if min(len(before), len(after)) < LEAST_SALES:
            self._leave_changes(
                f"{compared.after} has {len(after)} sales and {compared.before} {len(before)}; "
                f"both need {LEAST_SALES} to be compared."
            )
            return None, None, None
        basis = (
            f"Median of {compared.after} ({len(after):,} sales) against {compared.before} ({len(before):,} sales)"
            + (", two times of the year, so the season is part of the change." if compared.season else ".")
        )
        change = measures.percent_change(before.median_price(), after.median_price())
        sold = measures.percent_change(Decimal(len(before)), Decimal(len(after)))
        return _rounded(change, _TENTH), basis, measures.direction(sold, measures.STEADY_ACTIVITY_PERCENT)

    def _leave_changes(self, reason: str) -> None:
        self.reasons |= dict.fromkeys(("priceChange", "trends"), reason)

    # --- What is on the market now ------------------------------------------------------------------------------------
    def _on_market(self) -> tuple[int | None, int | None]:
        """Homes Active and under contract today, when the period reaches to last month and the sources know."""
        reason = lacking(self.sources, "status_changes")
        if not reason and not self._reaches_today():
            reason = f"Homes for sale are counted today; {self.period} is past."
        if reason:
            self.reasons |= dict.fromkeys(("activeListings", "pendingListings"), reason)
            return None, None
        return self.market.count_on_market()

    def _supply(self, active: int | None, whole: Sequence[Period], sales: Tallies) -> Decimal | None:
        """Months of supply at the pace of the period's last whole months, when these reach to the present."""
        recent = whole[-USUAL_MONTHS:]
        if active is None:
            reason = self.reasons["activeListings"]
        elif len(recent) < measures.LEAST_MONTHS_OF_CLOSINGS:
            reason = f"This needs {measures.LEAST_MONTHS_OF_CLOSINGS} or more whole months of sales."
        else:
            closed = [len(sales.within(month.first, month.last)) for month in recent]
            supply = measures.months_of_supply(active, closed)
            if sum(closed) >= LEAST_SALES and not math.isinf(supply):
                return _rounded(supply, _TENTH)
            reason = f"Fewer than {LEAST_SALES} homes were sold in these months."
        self.reasons |= dict.fromkeys(("monthsOfSupply", "competitionLevel"), reason)
        return None

    def _reaches_today(self) -> bool:
        return self.period.last >= whole_months_before(self.today, 1).last

    def _all_notes(self, months: Sequence[Period], whole: Sequence[Period], sales: Tallies) -> list[str]:
        part = [month for month in months if month not in whole and sales.within(month.first, month.last)]
        notes = list(self.notes)
        if part:
            names = " and ".join(f"{month.first:%B %Y}" for month in part[:4])
            notes.append(f"Only part of {names} is covered; part months are in the figures but are not compared.")
        return notes


def _without_empty_ends(series: list[MarketMonth]) -> list[MarketMonth]:
    """The months from the first with a sale to the last with one."""
    sold = [place for place, month in enumerate(series) if month.sold]
    return series[sold[0] : sold[-1] + 1] if sold else []


def _rounded(value: Decimal | float | None, step: Decimal) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(step, ROUND_HALF_UP)
