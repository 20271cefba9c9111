"""The recorded sales and the homes on the market in one area, counted for the measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from analytics.market_months import SALE_COLUMNS, changed_in, closed, months_in, tallies_of, tally_of
from analytics.models import ChangedMonth, MarketMonth
from analytics.periods import Period, month_of
from analytics.tallies import Sale, Tallies
from listings import places
from listings.models import Listing, Source, StandardStatus
from listings.places import Place
from listings.search import SearchQuery, UnclearSearch, understand
from realestate.scopes import goes_outside

# What has another kind of price, or is no home.
NOT_HOMES = ("Residential Lease", "Commercial Lease", "Commercial Sale", "Business Opportunity", "Land", "Farm")
_ON_MARKET = (StandardStatus.ACTIVE, StandardStatus.PENDING, StandardStatus.ACTIVE_UNDER_CONTRACT)


@dataclass
class Market:
    """One area's market, for one property type or all, as one user may see it.

    counted: what is known of its sales by month. changed: the months, by first day, that are known from `homes` only.
    sources: of all the area's listings. coverage: for each of them the days from its first to its last sale anywhere.
    first_sale, last_sale: of this area; None when none is recorded.
    """

    place: Place
    homes: QuerySet[Listing]
    counted: QuerySet[MarketMonth]
    changed: set[date]
    sources: list[Source]
    coverage: list[Period]
    first_sale: date | None = None
    last_sale: date | None = None

    def sales(self, first: date, last: date) -> Tallies:
        """The sales closed in these days. Months that are whole and unchanged were counted, the others are now."""
        months = Period(first, last).months()
        counted = {month.first for month in months if first <= month.first and month.last <= last} - self.changed
        known = [tally_of(each) for each in self.counted.filter(month__in=counted)]
        spans = [
            Q(close_date__range=(max(first, month.first), min(last, month.last)))
            for month in months
            if month.first not in counted
        ]
        if not spans:
            return Tallies(known)
        rows = closed(self.homes).filter(reduce(or_, spans)).order_by().values_list(*SALE_COLUMNS)
        return Tallies([*known, *tallies_of(Sale(*row) for row in rows.iterator())])

    def count_on_market(self) -> tuple[int, int]:
        """How many homes are Active, and how many Pending or under contract, today."""
        offered = self.homes.filter(standard_status__in=_ON_MARKET).order_by()
        counts = Counter(dict(offered.values_list("standard_status").annotate(Count("pk"))))
        under_contract = counts[StandardStatus.PENDING] + counts[StandardStatus.ACTIVE_UNDER_CONTRACT]
        return counts[StandardStatus.ACTIVE], under_contract

    def is_whole(self, month: Period, today: date) -> bool:
        """Whether every sale of the month can be known: it is over, and no source begins or ends within it."""
        meeting = [period for period in self.coverage if period.meets(month)]
        return month.last < month_of(today).first and all(period.covers(month) for period in meeting)

    def is_covered(self, month: Period, today: date) -> bool:
        """Whether the month is whole and some source records it."""
        return self.is_whole(month, today) and any(period.covers(month) for period in self.coverage)

    def sources_of(self, sales: Tallies) -> list[Source]:
        """The sources that record these sales; all of the area's when there are no sales."""
        recording = sales.source_pks
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
    everything, counted = visible.filter(place.filters()), months_in(place)
    hidden = Source.objects.closed_to(Source.OutsideUse.FULL) if goes_outside(visible_to) else []
    sources = _sources(everything, counted, hidden)
    if property_type:
        kind = [each.q for each in understand(SearchQuery(property_type=property_type, status="Any")).conditions]
        homes, counted = everything.filter(*kind), counted.filter(*kind)
    else:
        homes, counted = (each.exclude(property_type__in=NOT_HOMES) for each in (everything, counted))
    changed = changed_in(place)
    market = Market(place, homes, counted.filter(source_id__in=[each.pk for each in sources]), changed, sources, [])
    market.coverage = _coverage(visible, sources)
    spans = _spans(market.counted, homes, changed)
    market.first_sale = min((first for first, _ in spans.values()), default=None)
    market.last_sale = max((last for _, last in spans.values()), default=None)
    return market


def _sources(homes: QuerySet[Listing], counted: QuerySet[MarketMonth], hidden: Sequence[int]) -> list[Source]:
    """The sources of these homes: whose sales were counted, or who have one of them."""
    counting = set(counted.order_by().values_list("source_id", flat=True).distinct())
    sources = Source.objects.exclude(pk__in=hidden).order_by("pk")
    return [each for each in sources if each.pk in counting or homes.filter(source=each).exists()]


def _coverage(visible: QuerySet[Listing], sources: Sequence[Source]) -> list[Period]:
    """From the first to the last sale of each source, wherever it was."""
    pks = [each.pk for each in sources]
    counted = MarketMonth.objects.filter(kind="state", source_id__in=pks)  # every sale lies in a state
    changed = set(ChangedMonth.objects.filter(source_id__in=pks).values_list("month", flat=True))
    spans = _spans(counted, visible.filter(source__in=pks), changed)
    return [Period(*spans[pk]) for pk in pks if pk in spans]


def _spans(
    counted: QuerySet[MarketMonth], homes: QuerySet[Listing], changed: Collection[date]
) -> dict[int, tuple[date, date]]:
    """The first and last day of each source's sales: as counted, and of the changed months from the homes."""
    unchanged = counted.exclude(month__in=changed).order_by().values_list("source_id")
    found = list(unchanged.annotate(Min("first_sale"), Max("last_sale")))
    if changed:
        months = reduce(or_, (Q(close_date__range=(each.first, each.last)) for each in map(month_of, changed)))
        sales = closed(homes).filter(months).order_by().values_list("source_id")
        found += sales.annotate(Min("close_date"), Max("close_date"))
    spans: dict[int, tuple[date, date]] = {}
    for pk, first, last in found:
        before = spans.get(pk, (first, last))
        spans[pk] = min(before[0], first), max(before[1], last)
    return spans


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
