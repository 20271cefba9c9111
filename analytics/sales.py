"""The recorded sales and the homes on the market in one area, as plain rows for the measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, QuerySet

from analytics.periods import Period, month_of
from listings import places
from listings.models import Listing, Source, StandardStatus
from listings.places import Place
from listings.search import SearchQuery, UnclearSearch, matching

# What has another kind of price, or is no home.
_NOT_HOMES = ("Residential Lease", "Commercial Lease", "Commercial Sale", "Business Opportunity", "Land", "Farm")
_COLUMNS = (
    "source_id",
    "close_date",
    "close_price",
    "living_area",
    "list_price",
    "on_market_date",
    "purchase_contract_date",
    "off_market_date",
)


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


@dataclass
class Market:
    """One area's market, for one property type or all, as one user may see it.

    sources: of all the area's listings. coverage: for each of them the days from its first to its last sale anywhere.
    first_sale, last_sale: of this area; None when none is recorded.
    """

    place: Place
    homes: QuerySet[Listing]
    sources: list[Source]
    coverage: list[Period]
    first_sale: date | None
    last_sale: date | None

    def sales(self, first: date, last: date) -> list[Sale]:
        """The sales closed in these days."""
        rows = _closed(self.homes).filter(close_date__range=(first, last)).order_by()
        return [Sale(*row) for row in rows.values_list(*_COLUMNS)]

    def count_on_market(self) -> tuple[int, int]:
        """How many homes are Active, and how many Pending or under contract, today."""
        counts = Counter(dict(self.homes.order_by().values_list("standard_status").annotate(Count("pk"))))
        under_contract = counts[StandardStatus.PENDING] + counts[StandardStatus.ACTIVE_UNDER_CONTRACT]
        return counts[StandardStatus.ACTIVE], under_contract

    def is_whole(self, month: Period, today: date) -> bool:
        """Whether every sale of the month can be known: it is over, and no source begins or ends within it."""
        meeting = [period for period in self.coverage if period.meets(month)]
        return month.last < month_of(today).first and all(period.covers(month) for period in meeting)

    def is_covered(self, month: Period, today: date) -> bool:
        """Whether the month is whole and some source records it."""
        return self.is_whole(month, today) and any(period.covers(month) for period in self.coverage)

    def sources_of(self, sales: Sequence[Sale]) -> list[Source]:
        """The sources that record these sales; all of the area's when there are no sales."""
        recording = {sale.source_pk for sale in sales}
        return [source for source in self.sources if not recording or source.pk in recording]

    def covered_spans(self) -> str:
        """The days sales are recorded for, in words: "2 May 2014 to 27 May 2015"."""
        return " and ".join(str(period) for period in sorted(self.coverage, key=lambda period: period.first))


def lacking(sources: Sequence[Source], *names: str) -> str | None:
    """Why none of these sources can know one of these fields, in their own words; None when one could."""
    reasons = [next((source.lacks[name] for name in names if name in source.lacks), None) for source in sources]
    return " ".join(dict.fromkeys(reasons)) if reasons and all(reasons) else None


def market_of(area: str, property_type: str | None, *, visible_to: Any) -> Market:
    """The market an area's name means. Raises UnclearSearch, naming what would work, when that is not one place."""
    place = _place(area)
    visible = Listing.objects.visible_to(visible_to)
    everything = visible.filter(place.filters())
    homes = everything.exclude(property_type__in=_NOT_HOMES)
    if property_type:
        query = SearchQuery(property_type=property_type, status="Any")
        homes = everything.filter(pk__in=matching(query, visible_to=visible_to).order_by().values("pk"))
    span = _closed(homes).order_by().aggregate(first=Min("close_date"), last=Max("close_date"))
    source_pks = everything.order_by().values_list("source_id", flat=True).distinct()
    sources = list(Source.objects.filter(pk__in=list(source_pks)).order_by("pk"))
    return Market(place, homes, sources, _coverage(visible, sources), span["first"], span["last"])


def _closed(homes: QuerySet[Listing]) -> QuerySet[Listing]:
    return homes.filter(
        standard_status=StandardStatus.CLOSED, close_date__isnull=False, close_price__isnull=False, close_price__gt=0
    )


def _coverage(visible: QuerySet[Listing], sources: Sequence[Source]) -> list[Period]:
    spans = (
        _closed(visible)
        .filter(source__in=sources)
        .order_by()
        .values_list("source_id")
        .annotate(first=Min("close_date"), last=Max("close_date"))
    )
    return [Period(first, last) for _, first, last in spans]


def _place(area: str) -> Place:
    found = places.resolve(area)
    if not found:
        similar = [place.label for place in places.suggestions(area)]
        advice = f" Did you mean {' or '.join(similar)}?" if similar else _covered()
        raise UnclearSearch(f"No place called {area[:60]!r} is known.{advice}")
    if len(found) > 1:
        labels = " or ".join(place.label for place in found[:5])
        raise UnclearSearch(f"{area[:60]!r} can mean {labels}. Say which, e.g. {found[0].label!r}.")
    if not found[0].listings:
        raise UnclearSearch(f"No homes or sales are loaded for {found[0].label}.{_covered()}")
    return found[0]


def _covered() -> str:
    """The places there is something to say about, most homes first."""
    names = [place.label for place in places.loaded_places() if place.kind in ("city", "county")]
    return f" There is data for {', '.join(names[:8])}." if names else " No listings are loaded at all."
