"""The sales of every area counted by month, kept up with whatever writes listings, and read for one place.

A change only notes its month (`analytics.changed_months`). `count_changed` counts the noted months again: after an
import, after the seed, after a listing was saved one by one, and from `manage.py count_sales`. A month that is noted
and not yet counted is left to its sales, so that no figure is ever old.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

from analytics.models import ChangedMonth, MarketMonth
from analytics.periods import month_of
from analytics.tallies import Histogram, Sale, Tally, tally
from listings.models import Listing, StandardStatus
from listings.places import Place
from listings.signals import import_finished

SALE_COLUMNS = (
    "source_id",
    "close_date",
    "close_price",
    "living_area",
    "list_price",
    "on_market_date",
    "purchase_contract_date",
    "off_market_date",
)
_NAMES = ("city", "county_or_parish", "state_or_province", "postal_code", "subdivision_name")
Area = tuple[str, str, str, str]  # kind, name, city, state
_BATCH = 500


def connect() -> None:
    """Count again what imports and single changes noted; once per process, however often it is called."""
    import_finished.connect(_after_import, dispatch_uid="count_sales_of_import")
    post_save.connect(_after_change, sender=Listing, dispatch_uid="count_saved_sale")
    post_delete.connect(_after_change, sender=Listing, dispatch_uid="count_deleted_sale")


def closed(homes: QuerySet[Listing]) -> QuerySet[Listing]:
    """Those of these homes whose sale counts: closed on a known day for a known price."""
    return homes.filter(
        standard_status=StandardStatus.CLOSED, close_date__isnull=False, close_price__isnull=False, close_price__gt=0
    )


def count_changed() -> int:
    """Count every noted month again, each in a transaction of its own; how many months those were."""
    months = list(ChangedMonth.objects.order_by("month").values_list("month", flat=True).distinct())
    for month in months:
        with transaction.atomic():
            _count(month)
    return len(months)


def months_in(place: Place) -> QuerySet[MarketMonth]:
    """What was counted of a place, under all its spellings; `Place.filters` says the same of listings."""
    found = MarketMonth.objects.filter(kind=place.kind, name__in=place.spellings or (place.name,))
    if place.kind == "neighborhood" and place.city:
        found = found.filter(city=place.city)
    if place.kind in ("city", "county", "neighborhood") and place.state:
        found = found.filter(state_or_province=place.state)
    return found


def changed_in(place: Place) -> set[date]:
    """The first days of the place's months that have to be counted from their sales."""
    return set(ChangedMonth.objects.filter(place.filters()).values_list("month", flat=True))


def tally_of(counted: MarketMonth) -> Tally:
    """What was counted."""
    return Tally(
        source_pk=counted.source_id,
        month=counted.month,
        first=counted.first_sale,
        last=counted.last_sale,
        prices=Histogram.from_bytes(bytes(counted.prices)),
        cents=counted.cents,
        per_foot=Histogram.from_bytes(bytes(counted.per_foot)),
        days=counted.days,
        days_known=counted.days_known,
        ratios=counted.ratios,
        ratios_known=counted.ratios_known,
    )


def tallies_of(sales: Iterable[Sale]) -> list[Tally]:
    """The tallies of these sales, one for each source and month."""
    grouped: dict[tuple[int, date], list[Sale]] = defaultdict(list)
    for sale in sales:
        grouped[sale.source_pk, sale.closed_on.replace(day=1)].append(sale)
    return [tally(each) for each in grouped.values()]


def _count(month: date) -> None:
    """Count the noted places of a month. The notes go first: on PostgreSQL that waits for changes under way."""
    noted = list(ChangedMonth.objects.filter(month=month).values("pk", *_NAMES))
    ChangedMonth.objects.filter(month=month, pk__in=[note["pk"] for note in noted]).delete()
    areas = {area for note in noted for area in _areas(*(note[name] for name in _NAMES))}
    period = month_of(month)
    rows = closed(Listing.objects.displayable()).filter(close_date__range=(period.first, period.last)).order_by()
    sales: dict[tuple[Area, int, str, str], list[Sale]] = defaultdict(list)
    for city, county, state, code, part, home_type, sub_type, *row in rows.values_list(
        *_NAMES, "property_type", "property_sub_type", *SALE_COLUMNS
    ).iterator(chunk_size=10_000):
        sale = Sale(*row)
        for area in _areas(city, county, state, code, part):
            if area in areas:
                sales[area, sale.source_pk, home_type, sub_type].append(sale)
    _forget(areas, month)
    MarketMonth.objects.bulk_create((_row(*key, each) for key, each in sales.items()), batch_size=_BATCH)


def _areas(city: str, county: str, state: str, postal_code: str, part: str) -> list[Area]:
    """The areas a home lies in. All homes lie in a state, if only in the one without a name."""
    areas = [("state", state, "", ""), ("postal_code", postal_code, "", ""), ("city", city, "", state)]
    areas += [("county", county, "", state), ("neighborhood", part, city, state)]
    return [area for area in areas if area[1] or area[0] == "state"]


def _forget(areas: set[Area], month: date) -> None:
    counted = MarketMonth.objects.filter(month=month).values_list("pk", "kind", "name", "city", "state_or_province")
    MarketMonth.objects.filter(pk__in=[pk for pk, *area in counted if tuple(area) in areas]).delete()


def _row(area: Area, source_pk: int, property_type: str, property_sub_type: str, sales: list[Sale]) -> MarketMonth:
    kind, name, city, state = area
    counted = tally(sales)
    return MarketMonth(
        source_id=source_pk,
        kind=kind,
        name=name,
        city=city,
        state_or_province=state,
        property_type=property_type,
        property_sub_type=property_sub_type,
        month=counted.month,
        first_sale=counted.first,
        last_sale=counted.last,
        prices=counted.prices.to_bytes(),
        cents=counted.cents,
        per_foot=counted.per_foot.to_bytes(),
        days=counted.days,
        days_known=counted.days_known,
        ratios=round(counted.ratios, 16),
        ratios_known=counted.ratios_known,
    )


def _after_import(**kwargs: Any) -> None:
    count_changed()


def _after_change(instance: Listing, **kwargs: Any) -> None:
    if ChangedMonth.objects.exists():
        transaction.on_commit(count_changed, robust=True)
