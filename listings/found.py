"""The homes that fit some conditions: counted, measured and in order, by the database."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, OuterRef, QuerySet, Subquery, Value

from listings import distance, paging
from listings.conditions import RANGES, Condition, Range
from listings.models import Listing, Media, Source
from listings.query import SearchQuery

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Statistics:
    """Figures over every home that fits, not only the page shown. Dollars; null when no home has what it takes.

    A median of an even count is the mean of the two middle values. A home's price is what it sold for, else the
    list price.
    """

    count: int
    median_price: Decimal | None = None
    average_price: Decimal | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    median_price_per_square_foot: Decimal | None = None
    average_living_area: Decimal | None = None


class Found:
    """What a search asks of the homes this user may see."""

    def __init__(self, query: SearchQuery, visible_to: Any) -> None:
        self.query, self.visible_to = query, visible_to

    @functools.cached_property
    def sources(self) -> list[Source]:
        """All sources: a handful."""
        return list(Source.objects.order_by("pk"))

    def homes(self, conditions: Sequence[Condition], source: Source | None = None) -> QuerySet[Listing]:
        """Those that fit, in no order. source: only this one's."""
        base = Listing.objects.visible_to(self.visible_to)
        return limited(base.filter(source=source) if source else base, self.query, conditions)

    def statistics(self, conditions: Sequence[Condition]) -> Statistics:
        """Figures over all that fit."""
        return statistics(self.homes(conditions))

    def count(self, conditions: Sequence[Condition], at_most: int, source: Source | None = None) -> int:
        """How many fit; `at_most` when there are more."""
        return self.homes(conditions, source).order_by().values("pk")[:at_most].count()

    def page(self, conditions: Sequence[Condition], order: paging.Order, count: int) -> list[Listing]:
        """The first `count` homes behind the query's cursor, with all that a card shows."""
        return list(paging.after(for_display(paging.ordered(self.homes(conditions), order)), order, self.query)[:count])

    def nearest(
        self, conditions: Sequence[Condition], order: paging.Order, count: int, given_up: Condition | None
    ) -> list[Listing]:
        """The first `count` homes: by what lies nearest to the range that was given up, else in the search's order."""
        homes = for_display(paging.ordered(self.homes(conditions), order))
        if limit := range_of(given_up):
            by = F(limit.column).asc() if limit.lookup == "lte" else F(limit.column).desc()
            homes = homes.filter(**{f"{limit.column}__isnull": False}).order_by(by, "pk")
        return list(homes[:count])


def statistics(homes: QuerySet[Listing]) -> Statistics:
    """Figures over these homes, computed by the database in at most three queries."""
    figures = homes.order_by().aggregate(
        count=Count("pk"),
        priced=Count("price"),
        average_price=Avg("price"),
        min_price=Min("price"),
        max_price=Max("price"),
        average_living_area=Avg("living_area"),
    )
    priced, area = figures.pop("priced"), figures.pop("average_living_area")
    if not priced:
        return Statistics(count=figures["count"])
    sized = homes.filter(price__isnull=False, living_area__gt=0).annotate(
        price_per_square_foot=paging.PRICE_PER_SQUARE_FOOT
    )
    return Statistics(
        **figures | {"average_price": cents(figures["average_price"])},
        median_price=_median(homes.filter(price__isnull=False), "price", priced),
        median_price_per_square_foot=_median(sized, "price_per_square_foot"),
        average_living_area=None if area is None else Decimal(str(round(area, 1))),
    )


def for_display(homes: QuerySet[Listing]) -> QuerySet[Listing]:
    """Homes with all that `summaries.summary` reads, in one query and one more for the features."""
    shown = with_first_picture(homes).prefetch_related("features")
    return shown.select_related("source", "list_agent", "list_office")


def with_first_picture(homes: QuerySet[Listing]) -> QuerySet[Listing]:
    """Homes with the address of the first of their pictures."""
    first_picture = Media.objects.filter(listing=OuterRef("pk")).order_by("order").values("media_url")[:1]
    return homes.annotate(picture_url=Subquery(first_picture))


def range_of(condition: Condition | None) -> Range | None:
    """The range a condition is an end of; None for every other condition."""
    return next((limit for limit in RANGES if condition and limit.argument == condition.argument), None)


def limited(base: QuerySet[Listing], query: SearchQuery, conditions: Sequence[Condition]) -> QuerySet[Listing]:
    """Those of these homes that fit, with their distance."""
    if query.near:
        base = base.annotate(distance_miles=distance.miles_from(query.near))
    else:
        base = base.annotate(distance_miles=Value(None, output_field=FloatField()))
    return base.filter(*(condition.q for condition in conditions))


def _median(homes: QuerySet[Listing], column: str, count: int | None = None) -> Decimal | None:
    """The middle value, or the mean of the two middle ones; null for no homes."""
    count = homes.count() if count is None else count
    values = homes.order_by(column).values_list(F(column), flat=True)
    middle = [Decimal(str(value)) for value in values[(count - 1) // 2 : count // 2 + 1]] if count else []
    return cents(sum(middle) / len(middle)) if middle else None


def cents(amount: Decimal | float) -> Decimal:
    """Dollars to the cent."""
    return Decimal(str(amount)).quantize(_CENT, ROUND_HALF_UP)
