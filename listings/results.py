"""The answer of a search as it goes over the wire."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from listings.conditions import Condition, in_words
from listings.linked import LinkedHomes
from listings.relaxing import Relaxed, Way
from listings.search import Results
from listings.summaries import ListingSummary, summary
from realestate.wire import Number, WireModel


class PriceStatistics(WireModel):
    """Figures over every match. Dollars; price is what it sold for, else the list price; null when none has it."""

    count: int
    median_price: Number | None
    average_price: Number | None
    min_price: Number | None
    max_price: Number | None
    median_price_per_square_foot: Number | None
    average_living_area: Number | None


class GivenUp(WireModel):
    """Without these conditions, `total` homes fit (1000 means 1000 or more).

    suggested: the nearest value that finds a home, by argument.
    """

    without: list[str]
    words: str
    total: int
    suggested: dict[str, Any]


class RelaxedSearch(WireModel):
    """What to give up, as nothing fits all conditions: the easiest way with its nearest homes, and other ways."""

    best: GivenUp
    listings: list[ListingSummary]
    others: list[GivenUp]


class ListingPage(WireModel):
    """Homes that fit. total is exact up to 10,000; beyond, totalIsLowerBound is true.

    linked: homes that fit too and may only be linked to; neither total nor statistics count them.
    """

    total: int
    total_is_lower_bound: bool = False
    statistics: PriceStatistics
    listings: list[ListingSummary]
    applied_filters: dict[str, Any]
    applied_in_words: list[str]
    sort: str
    notes: list[str]
    relaxed: RelaxedSearch | None = None
    next_cursor: str | None = None
    linked: LinkedHomes | None = None


def listing_page(results: Results) -> ListingPage:
    """These results for the wire."""
    today = timezone.localdate()
    figures = results.statistics
    return ListingPage(
        total=results.total,
        total_is_lower_bound=results.total_is_lower_bound,
        statistics=PriceStatistics(**{name: getattr(figures, name) for name in PriceStatistics.model_fields}),
        listings=[summary(listing, today) for listing in results.listings],
        applied_filters=applied_filters(results.conditions),
        applied_in_words=in_words(results.conditions),
        sort=results.order.name,
        notes=results.notes,
        relaxed=_relaxed(results.relaxed),
        next_cursor=results.next_cursor,
        linked=results.linked,
    )


def applied_filters(conditions: list[Condition]) -> dict[str, Any]:
    """What was understood, by argument: {"city": "Portland, OR", "features": ["garage"], "status": "Active"}."""
    applied: dict[str, Any] = {}
    for condition in conditions:
        if condition.argument in ("features", "excludeFeatures", "excludePlaces"):
            applied.setdefault(condition.argument, []).append(condition.value)
        else:
            applied[condition.argument] = condition.value
    return applied


def _relaxed(relaxed: Relaxed | None) -> RelaxedSearch | None:
    if relaxed is None:
        return None
    return RelaxedSearch(
        best=_given_up(relaxed.best),
        listings=[summary(listing) for listing in relaxed.listings],
        others=[_given_up(way) for way in relaxed.others],
    )


def _given_up(way: Way) -> GivenUp:
    return GivenUp(
        without=[condition.argument for condition in way.given_up],
        words=way.words,
        total=way.total,
        suggested=way.suggested,
    )
