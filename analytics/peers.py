"""Homes to compare a listing with: how they are matched, and the medians of their first days on the market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DateField, F, Max, Min, Sum
from django.db.models.functions import Cast

from analytics import measures
from analytics.activity import COUNTED, Totals, tenth
from analytics.answers import PeerMedians, PricePosition
from analytics.models import ListingActivity
from listings.models import Listing, StandardStatus

LEAST_PEERS = 5
_MOST_PEERS = 60
_PEERS_APART = timedelta(days=122)
_LONGEST_COMPARED = 28  # days
_NO_START = "It is not known when this home came on the market."
_READ = (
    "standard_status", "list_price", "living_area", "on_market_date", "off_market_date", "close_date",
    "purchase_contract_date",
)  # fmt: skip


@dataclass(frozen=True)
class Peers:
    """What comparable homes say about one listing; None with its reason where there are too few of them."""

    medians: PeerMedians | None
    price: PricePosition | None
    reasons: dict[str, str]


def peers_of(home: Listing, today: date) -> Peers:
    """A listing beside homes like it: the same first days on the market, and the asking price."""
    if home.on_market_date is None:
        return Peers(None, None, dict.fromkeys(("peers", "pricePosition"), _NO_START))
    alike = _alike(home)
    medians, reason = _medians(home, alike, today)
    price, price_reason = _price_position(home, alike)
    reasons = {"peers": reason} if reason else {}
    return Peers(medians, price, reasons | ({"pricePosition": price_reason} if price_reason else {}))


def matched_how(home: Listing) -> str:
    """How the peers of this home are chosen, in words."""
    kind = home.property_sub_type or "Home"
    rooms = ""
    if home.bedrooms_total is not None:
        rooms = f", {max(0, home.bedrooms_total - 1)} to {home.bedrooms_total + 1} bedrooms"
    came = home.on_market_date
    return (
        f"{kind} in {home.city or 'the same place'}{rooms}, on the market within {_PEERS_APART.days} days of "
        f"{came:%B} {came.day}, {came.year}, from the same source; the {_MOST_PEERS} newest at most"
    )


def _medians(home: Listing, alike: Sequence[Listing], today: date) -> tuple[PeerMedians | None, str]:
    """Medians over as many first days as this home has had, and why there are none."""
    span = ListingActivity.objects.filter(listing__in=[home.pk, *(each.pk for each in alike)]).aggregate(
        first=Min("date"), last=Max("date")
    )
    if span["first"] is None or span["first"] > home.on_market_date:
        return None, "Visitors were not recorded yet when this home came on the market."
    until = min(span["last"], today)
    days = min(_days_recorded(home, until), _LONGEST_COMPARED)
    if days < 1:
        return None, "This home has not been on the market for a whole day yet."
    # Homes that left sooner were looked at on fewer days, so they say nothing about this many.
    fair = [each for each in alike if each.on_market_date >= span["first"] and _days_recorded(each, until) >= days]
    if len(fair) < LEAST_PEERS:
        return None, f"Fewer than {LEAST_PEERS} comparable homes were on the market at the time."
    first_days = _first_days([home.pk, *(each.pk for each in fair)], days)
    own, others = first_days.get(home.pk, Totals()), [first_days.get(each.pk, Totals()) for each in fair]
    left = [taken for each in fair if (taken := _days_to_offer(each)) is not None]
    return PeerMedians(
        n=len(fair),
        days=days,
        matched=matched_how(home),
        page_views=_median(each.views for each in others),
        own_page_views=own.views,
        saves=_median(each.saves for each in others),
        own_saves=own.saves,
        inquiries=_median(each.inquiries for each in others),
        own_inquiries=own.inquiries,
        click_through_rate=tenth(_median(each.click_through_rate for each in others)),
        own_click_through_rate=own.click_through_rate,
        conversion_rate=tenth(_median(each.conversion_rate for each in others)),
        own_conversion_rate=own.conversion_rate,
        time_on_market=_median(left) if len(left) >= LEAST_PEERS else None,
    ), ""


def _first_days(listing_pks: Iterable[int], days: int) -> dict[int, Totals]:
    """The sums of each listing's first days on the market, added up by the database."""
    # The sum of a date and a duration is a time on SQLite, where "2026-11-09" sorts before "2026-11-09 00:00:00".
    end = Cast(F("listing__on_market_date") + timedelta(days=days), DateField())
    rows = (
        ListingActivity.objects.filter(listing__in=list(listing_pks))
        .filter(date__gte=F("listing__on_market_date"), date__lt=end)
        .order_by()
        .values_list("listing_id")
        .annotate(*(Sum(name) for name in COUNTED))
    )
    return {listing_pk: Totals(*sums) for listing_pk, *sums in rows}


def _price_position(home: Listing, alike: Sequence[Listing]) -> tuple[PricePosition | None, str]:
    if not home.list_price:
        return None, "No list price is known for this home."
    priced = [each.list_price for each in alike if each.list_price]
    if len(priced) < LEAST_PEERS:
        return None, f"Fewer than {LEAST_PEERS} comparable homes have a list price."
    median = measures.median(priced)
    by_area = [
        measures.price_per_square_foot(each.list_price, each.living_area)
        for each in alike
        if each.list_price and each.living_area
    ]
    own_by_area = measures.price_per_square_foot(home.list_price, home.living_area) if home.living_area else None
    known = own_by_area is not None and len(by_area) >= LEAST_PEERS
    median_by_area = measures.median(by_area) if known else None
    return PricePosition(
        n=len(priced),
        list_price=home.list_price,
        median_list_price=median,
        difference_percent=tenth(measures.percent_change(median, home.list_price)),
        price_per_square_foot=None if own_by_area is None else round(own_by_area, 2),
        median_price_per_square_foot=None if median_by_area is None else round(median_by_area, 2),
        difference_percent_per_square_foot=tenth(measures.percent_change(median_by_area, own_by_area))
        if known
        else None,
        dearer_than=sum(price < home.list_price for price in priced),
    ), ""


def _alike(home: Listing) -> list[Listing]:
    listed = home.on_market_date
    alike = Listing.objects.displayable().filter(
        source=home.source,
        city=home.city,
        state_or_province=home.state_or_province,
        property_sub_type=home.property_sub_type,
        on_market_date__range=(listed - _PEERS_APART, listed + _PEERS_APART),
    )
    if home.bedrooms_total is not None:
        alike = alike.filter(bedrooms_total__range=(max(0, home.bedrooms_total - 1), home.bedrooms_total + 1))
    return list(alike.exclude(pk=home.pk).order_by("-on_market_date", "pk").only(*_READ)[:_MOST_PEERS])


def _days_recorded(home: Listing, until: date) -> int:
    """How many days this home was on the market while visitors were recorded, from its first day on."""
    left = home.off_market_date or home.close_date
    last = min(until, left - timedelta(days=1)) if left else until
    return (last - home.on_market_date).days + 1


def _days_to_offer(home: Listing) -> int | None:
    taken = home.standard_status in (
        StandardStatus.CLOSED, StandardStatus.PENDING, StandardStatus.ACTIVE_UNDER_CONTRACT
    )  # fmt: skip
    return home.days_on_market(home.on_market_date) if taken else None


def _median(values: Iterable[Decimal | int | None]) -> Decimal | None:
    return measures.median([Decimal(value) for value in values if value is not None])
