"""How single listings are looked at: visitors, rates, weeks, and homes like them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from analytics.activity import Day, days_of, totals, weeks_of
from analytics.answers import LISTING_DEFINITIONS, ListingMetrics, ListingMetricsAnswer
from analytics.peers import Peers, peers_of
from listings.models import Listing, StandardStatus
from listings.search import with_ids

MINE = "mine"  # instead of ids: the person's own listings on offer, and those of their office
MOST_OWN = 20

_COUNTED = (
    "impressions", "pageViews", "uniqueViewers", "saves", "inquiries", "clickThroughRate", "conversionRate",
)  # fmt: skip


def listing_metrics(listing_ids: Sequence[str], *, user: Any, today: date) -> ListingMetricsAnswer:
    """The metrics of these listings as far as this user may see them; the other ids are named as unknown."""
    homes, unknown = homes_open_to(listing_ids, user)
    days = days_of(home.pk for home in homes)
    return ListingMetricsAnswer(
        listings=[metrics_of(home, days[home.pk], peers_of(home, today), today) for home in homes],
        unknown_ids=unknown,
        definitions=LISTING_DEFINITIONS,
        notes=[unknown_words(unknown)] if unknown else [],
    )


def homes_open_to(listing_ids: Sequence[str], user: Any) -> tuple[list[Listing], list[str]]:
    """(the homes with these ids whose metrics this user may see, the other ids in the spelling asked for)."""
    if [each.strip().lower() for each in listing_ids] == [MINE]:
        listing_ids = list(own_on_offer(user).values_list("listing_id", flat=True)[:MOST_OWN]) or [MINE]
    homes, unknown = with_ids(listing_ids, visible_to=user)
    open_pks = set(
        open_to(Listing.objects.filter(pk__in=[home.pk for home in homes]), user).values_list("pk", flat=True)
    )
    closed = {home.listing_id for home in homes if home.pk not in open_pks}
    # As an id that does not exist would be named, in the order and spelling asked for.
    unknown += [each for each in dict.fromkeys(listing_ids) if {each.strip(), each.strip().upper()} & closed]
    return [home for home in homes if home.pk in open_pks], unknown


def open_to(listings: QuerySet[Listing], user: Any) -> QuerySet[Listing]:
    """Of these listings, those whose metrics this user may see.

    The listing's own agent, everyone of its office, and admins; demo listings are open to every signed-in user.
    """
    if user.role == "admin" or user.is_superuser:
        return listings
    own = Q(list_agent__user=user) | Q(list_office__members__user=user)
    return listings.filter(Q(source__is_demo=True) | own).distinct()


def own_on_offer(user: Any) -> QuerySet[Listing]:
    """The user's and their office's listings that are for sale or under contract, newest first; of nobody else."""
    own = Q(list_agent__user=user) | Q(list_office__members__user=user)
    offered = (StandardStatus.ACTIVE, StandardStatus.ACTIVE_UNDER_CONTRACT, StandardStatus.PENDING)
    homes = Listing.objects.displayable().filter(own, standard_status__in=offered)
    return homes.distinct().order_by("-on_market_date", "listing_id")


def unknown_words(listing_ids: Sequence[str]) -> str:
    """Which ids there is nothing to say about."""
    if list(listing_ids) == [MINE]:
        return "No listing here is yours or your office's; name the ids of listings you may see figures of."
    named = ", ".join(repr(each) for each in listing_ids)
    several = len(listing_ids) > 1
    return f"There {'are' if several else 'is'} no listing{'s' if several else ''} {named} to show metrics of."


def metrics_of(home: Listing, days: Sequence[Day], peers: Peers, today: date) -> ListingMetrics:
    """One listing's metrics over these recorded days; what cannot be known is null with its reason."""
    reasons = {}
    if not days:
        reasons = dict.fromkeys(_COUNTED, f"No visitors of {home.listing_id} have been recorded.")
    time_on_market = home.days_on_market(today)
    if time_on_market is None:
        lack = home.source.lacks.get("days_on_market")
        reasons["timeOnMarket"] = lack or "It is not known when this home came on the market."
    if days and "peers" in peers.reasons:
        reasons["peers"] = peers.reasons["peers"]
    total = totals(days)
    counted = total._asdict() if days else dict.fromkeys(total._fields)
    return ListingMetrics.model_validate(
        {
            "listing_id": home.listing_id,
            "address": home.shown_address,
            "status": home.standard_status,
            "attribution": home.attribution,
            "from": days[0].date if days else None,
            "to": days[-1].date if days else None,
            "impressions": counted["impressions"],
            "page_views": counted["views"],
            "unique_viewers": counted["unique_viewers"],
            "saves": counted["saves"],
            "inquiries": counted["inquiries"],
            "time_on_market": time_on_market,
            "click_through_rate": total.click_through_rate,
            "conversion_rate": total.conversion_rate,
            "last_updated": _complete_until(days[-1].date, today) if days else None,
            "weekly": weeks_of(days),
            "peers": peers.medians if days else None,
            "reasons": reasons,
        }
    )


def _complete_until(day: date, today: date) -> datetime:
    """A day's figures are complete when the day is over; today's are as new as now."""
    return timezone.now() if day >= today else datetime.combine(day + timedelta(days=1), time.min, UTC)
