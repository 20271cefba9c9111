"""Markets of several areas side by side: one analysis each, over one period, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from analytics.answers import DEFINITIONS, AreaMarket, MarketAnalysis, MarketComparison, MarketDifference
from analytics.market import analyse_market
from listings.search import UnclearSearch

_TENTH = Decimal("0.1")
# (figure, label, unit). Differences are in percent too, but not where the figure is itself a percent.
_COMPARED = (
    ("median_price", "Median price", "dollars"),
    ("average_price", "Average price", "dollars"),
    ("price_per_square_foot", "Per square foot", "dollars"),
    ("price_change", "Price change", "percent"),
    ("average_time_on_market", "Days on market", "days"),
    ("sale_to_list", "Sale to list price", "percent"),
    ("months_of_supply", "Months of supply", "months"),
    ("sold_listings", "Homes sold", "count"),
)


def compare_markets(
    areas: Sequence[str], property_type: str | None, from_: str | None, to: str | None, *, visible_to: Any, today: date
) -> MarketComparison:
    """Each area as analyse_market gives it, and each figure's lowest and highest. Raises UnclearSearch.

    Without a period the areas are compared over the first one's usual period, so that all stand at the same time.
    """
    first = analyse_market(areas[0], property_type, from_, to, visible_to=visible_to, today=today)
    days = {"from_": str(first.period.from_), "to": str(first.period.to)}
    rest = [analyse_market(area, property_type, **days, visible_to=visible_to, today=today) for area in areas[1:]]
    markets = [first, *rest]
    names = [each.area for each in markets]
    if len(set(names)) < len(names):
        raise UnclearSearch(f"{' and '.join(areas)} mean the same place twice; name different areas.")
    return MarketComparison(
        property_type=first.property_type,
        period=first.period,
        areas=[
            AreaMarket.model_validate(
                each.model_dump(include=set(AreaMarket.model_fields) - {"reasons"}) | {"reasons": each.reasons}
            )
            for each in markets
        ],
        differences=[found for figure in _COMPARED if (found := _difference(*figure, markets))],
        definitions=DEFINITIONS,
        notes=list(dict.fromkeys(note for each in markets for note in each.notes)),
        sources=list({source.title: source for each in markets for source in each.sources}.values()),
    )


def _difference(figure: str, label: str, unit: str, markets: Sequence[MarketAnalysis]) -> MarketDifference | None:
    """From the lowest to the highest area; None where fewer than two areas know the figure."""
    known = [(value, each.area) for each in markets if (value := getattr(each, figure)) is not None]
    if len(known) < 2:
        return None
    (low, lowest), (high, highest) = min(known, key=lambda each: each[0]), max(known, key=lambda each: each[0])
    low, high = Decimal(low), Decimal(high)
    percent = (high - low) / low * 100 if unit != "percent" and low > 0 else None
    return MarketDifference(
        figure=label,
        unit=unit,
        lowest=lowest,
        highest=highest,
        difference=high - low,
        percent=None if percent is None else percent.quantize(_TENTH, ROUND_HALF_UP),
    )
