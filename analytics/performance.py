"""How single listings are looked at: visitors, rates, weeks, and homes like them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from analytics import measures
from analytics.answers import LISTING_DEFINITIONS, ActivityWeek, ListingMetrics, ListingMetricsAnswer, PeerMedians
from analytics.models import ListingActivity
from listings.models import Listing
from listings.search import with_ids

_LEAST_PEERS = 5
_MOST_PEERS = 60
_PEERS_APART = timedelta(days=122)
_LONGEST_COMPARED = 28  # days


class Day(NamedTuple):
    """One listing's visitors on one day."""

    date: date
    impressions: int
    views: int
    unique_viewers: int
    saves: int
    inquiries: int


def listing_metrics(listing_ids: Sequence[str], *, user: Any, today: date) -> ListingMetricsAnswer:
    """The metrics of these listings as far as this user may see them; the other ids are named as unknown."""
    homes, unknown = with_ids(listing_ids, visible_to=user)
    open_pks = set(
        open_to(Listing.objects.filter(pk__in=[home.pk for home in homes]), user).values_list("pk", flat=True)
    )
    closed = {home.listing_id for home in homes if home.pk not in open_pks}
    # As an id that does not exist would be named, in the order and spelling asked for.
    unknown += [each for each in dict.fromkeys(listing_ids) if {each.strip(), each.strip().upper()} & closed]
    homes = [home for home in homes if home.pk in open_pks]
    days = _days(home.pk for home in homes)
    return ListingMetricsAnswer(
        listings=[_metrics(home, days[home.pk], today) for home in homes],
        unknown_ids=unknown,
        definitions=LISTING_DEFINITIONS,
        notes=[_unknown(unknown)] if unknown else [],
    )


def open_to(listings: QuerySet[Listing], user: Any) -> QuerySet[Listing]:
    """Of these listings, those whose metrics this user may see.

    The listing's own agent, everyone of its office, and admins; demo listings are open to every signed-in user.
    """
    if user.role == "admin" or user.is_superuser:
        return listings
    own = Q(list_agent__user=user) | Q(list_office__members__user=user)
    return listings.filter(Q(source__is_demo=True) | own).distinct()


def _unknown(listing_ids: Sequence[str]) -> str:
    named = ", ".join(repr(each) for each in listing_ids)
    several = len(listing_ids) > 1
    return f"There {'are' if several else 'is'} no listing{'s' if several else ''} {named} to show metrics of."


def _days(listing_pks: Iterable[int]) -> dict[int, list[Day]]:
    rows = ListingActivity.objects.filter(listing__in=list(listing_pks)).order_by("date")
    days: dict[int, list[Day]] = defaultdict(list)
    for listing_pk, *values in rows.values_list("listing_id", *Day._fields):
        days[listing_pk].append(Day(*values))
    return days


def _metrics(home: Listing, days: Sequence[Day], today: date) -> ListingMetrics:
    reasons = {}
    if not days:
        counted = (
            "impressions",
            "pageViews",
            "uniqueViewers",
            "saves",
            "inquiries",
            "clickThroughRate",
            "conversionRate",
        )
        reasons = dict.fromkeys(counted, f"No visitors of {home.listing_id} have been recorded.")
    time_on_market = home.days_on_market(today)
    if time_on_market is None:
        lack = home.source.lacks.get("days_on_market")
        reasons["timeOnMarket"] = lack or "It is not known when this home came on the market."
    peers = _peers(home, days)
    if days and peers is None:
        reasons["peers"] = f"Fewer than {_LEAST_PEERS} comparable homes were on the market at the time."
    total = {name: sum(getattr(day, name) for day in days) if days else None for name in Day._fields[1:]}
    return ListingMetrics.model_validate(
        {
            "listing_id": home.listing_id,
            "address": home.shown_address,
            "status": home.standard_status,
            "from": days[0].date if days else None,
            "to": days[-1].date if days else None,
            "impressions": total["impressions"],
            "page_views": total["views"],
            "unique_viewers": total["unique_viewers"],
            "saves": total["saves"],
            "inquiries": total["inquiries"],
            "time_on_market": time_on_market,
            "click_through_rate": _click_through(days),
            "conversion_rate": _conversion(days),
            # A day's figures are complete when the day is over.
            "last_updated": datetime.combine(days[-1].date + timedelta(days=1), time.min, UTC) if days else None,
            "weekly": _weeks(days, today),
            "peers": peers,
            "reasons": reasons,
        }
    )


def _click_through(days: Sequence[Day]) -> Decimal | None:
    rate = measures.click_through_rate(sum(day.views for day in days), sum(day.impressions for day in days))
    return _tenth(rate)


def _conversion(days: Sequence[Day]) -> Decimal | None:
    rate = measures.conversion_rate(sum(day.inquiries for day in days), sum(day.unique_viewers for day in days))
    return _tenth(rate)


def _tenth(rate: float | Decimal | None) -> Decimal | None:
    return None if rate is None else Decimal(str(round(rate, 1)))


def _weeks(days: Sequence[Day], today: date) -> list[ActivityWeek]:
    weeks: dict[date, list[Day]] = defaultdict(list)
    for day in days:
        weeks[day.date - timedelta(days=day.date.weekday())].append(day)
    return [
        ActivityWeek(
            week=monday,
            page_views=sum(day.views for day in within),
            saves=sum(day.saves for day in within),
            inquiries=sum(day.inquiries for day in within),
            partial=len(within) < 7,
        )
        for monday, within in weeks.items()
    ]


def _peers(home: Listing, days: Sequence[Day]) -> PeerMedians | None:
    """Medians of comparable homes over as many first days as this one has had; None for fewer than five homes."""
    first_days = min(len(days), _LONGEST_COMPARED)
    if not first_days or home.on_market_date is None or days[0].date != home.on_market_date:
        return None
    alike = _alike(home)
    by_peer = _days(alike)
    # Homes that left sooner were looked at on fewer days, so they say nothing about this many.
    peers = [peer_days for peer_days in by_peer.values() if len(peer_days) >= first_days]
    if len(peers) < _LEAST_PEERS:
        return None
    rates = [rate for peer in peers if (rate := _click_through(peer)) is not None]
    conversions = [rate for peer in peers if (rate := _conversion(peer)) is not None]
    return PeerMedians(
        n=len(peers),
        days=first_days,
        page_views=measures.median([Decimal(sum(day.views for day in peer[:first_days])) for peer in peers]),
        own_page_views=sum(day.views for day in days[:first_days]),
        click_through_rate=_tenth(measures.median(rates)),
        conversion_rate=_tenth(measures.median(conversions)),
    )


def _alike(home: Listing) -> list[int]:
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
    return list(alike.exclude(pk=home.pk).order_by("-on_market_date", "pk").values_list("pk", flat=True)[:_MOST_PEERS])
