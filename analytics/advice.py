"""What a listing's figures suggest: a rule each, every one with the figures it rests on; nothing without figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from analytics.answers import ActivityWeek, ListingMetrics, PeerMedians, PricePosition
from analytics.report_answers import Recommendation
from listings.models import StandardStatus

MOST_FOR_ONE = 2
# A figure at or below this share of the median of comparable homes stands out.
_FAR_BELOW = Decimal("0.8")
_FAR_ABOVE_PERCENT = 10  # of the median price per square foot
_FADING_WEEKS = 4
_FADED_TO = Decimal("0.7")
# Rates of fewer are mostly chance.
_LEAST_IMPRESSIONS, _LEAST_VIEWERS, _LEAST_VIEWS_TO_FADE = 200, 30, 40
_FOR_SALE = (StandardStatus.ACTIVE, StandardStatus.COMING_SOON)


class _Finding(NamedTuple):
    """share: how much is left of what would be usual; the lowest is told first."""

    share: Decimal
    recommendation: str
    reason: str


def advice(metrics: ListingMetrics, price: PricePosition | None) -> tuple[list[Recommendation], str]:
    """At most two recommendations for a listing, the most telling first; or why there are none."""
    if metrics.status not in _FOR_SALE:
        return [], f"It is no longer offered ({metrics.status}), so nothing is recommended."
    if metrics.page_views is None:
        return [], metrics.reasons["pageViews"]
    found = [*_fading(metrics.weekly)]
    if metrics.peers:
        found += [*_seldom_opened(metrics), *_seldom_asked_about(metrics), *_seldom_seen(metrics.peers)]
        found += _dear(metrics, price) if price else []
    chosen = sorted(found)[:MOST_FOR_ONE]
    if not chosen:
        return [], metrics.reasons.get("peers") or f"No figure is far from those of {metrics.peers.n} comparable homes."
    return [
        Recommendation(listing_id=metrics.listing_id, recommendation=each.recommendation, reason=each.reason)
        for each in chosen
    ], ""


def _seldom_opened(metrics: ListingMetrics) -> list[_Finding]:
    peers = metrics.peers
    share = _share(peers.own_click_through_rate, peers.click_through_rate)
    if share is None or share > _FAR_BELOW or metrics.impressions < _LEAST_IMPRESSIONS:
        return []
    return [
        _Finding(
            share,
            "Look at what results show of it: the first picture, the price, and the line of facts.",
            f"Of 100 times it was shown in its first {peers.days} days its page was opened "
            f"{peers.own_click_through_rate} times; the median of {peers.n} comparable homes is "
            f"{peers.click_through_rate}.",
        )
    ]


def _seldom_asked_about(metrics: ListingMetrics) -> list[_Finding]:
    peers = metrics.peers
    share = _share(peers.own_conversion_rate, peers.conversion_rate)
    if share is None or share > _FAR_BELOW or metrics.unique_viewers < _LEAST_VIEWERS:
        return []
    return [
        _Finding(
            share,
            "Look at its own page: do the remarks, the pictures and the facts answer what buyers ask?",
            f"Of 100 visitors in its first {peers.days} days {peers.own_conversion_rate} inquired; the median of "
            f"{peers.n} comparable homes is {peers.conversion_rate}.",
        )
    ]


def _seldom_seen(peers: PeerMedians) -> list[_Finding]:
    share = _share(Decimal(peers.own_page_views), peers.page_views)
    if share is None or share > _FAR_BELOW or peers.page_views < _LEAST_VIEWS_TO_FADE:
        return []
    return [
        _Finding(
            share,
            "Look at how buyers find it: its price against round limits, and facts that searches ask for.",
            f"Its page was opened {peers.own_page_views:,} times in its first {peers.days} days; the median of "
            f"{peers.n} comparable homes is {peers.page_views:,.0f}.",
        )
    ]


def _dear(metrics: ListingMetrics, price: PricePosition) -> list[_Finding]:
    above, usual = price.difference_percent_per_square_foot, metrics.peers.time_on_market
    if above is None or above < _FAR_ABOVE_PERCENT or usual is None or (metrics.time_on_market or 0) <= usual:
        return []
    return [
        _Finding(
            100 / (100 + above),
            "Talk with the seller about the price.",
            f"It asks ${price.price_per_square_foot:,.0f} a square foot, {above}% above the median of {price.n} "
            f"comparable homes (${price.median_price_per_square_foot:,.0f}), and has been on the market "
            f"{metrics.time_on_market} days; those that found a buyer took {usual:,.0f} at the median.",
        )
    ]


def _fading(weekly: Sequence[ActivityWeek]) -> list[_Finding]:
    whole = [week.page_views for week in weekly if not week.partial]
    before, after = sum(whole[-2 * _FADING_WEEKS : -_FADING_WEEKS]), sum(whole[-_FADING_WEEKS:])
    if len(whole) < 2 * _FADING_WEEKS + 1 or before < _LEAST_VIEWS_TO_FADE or after > before * _FADED_TO:
        return []
    return [
        _Finding(
            Decimal(after) / before,
            "Bring it back to mind: new pictures, an open house, or a price that is news.",
            f"Page views fell from {before:,} in the {_FADING_WEEKS} whole weeks before to {after:,} in the last "
            f"{_FADING_WEEKS}.",
        )
    ]


def _share(own: Decimal | None, median: Decimal | None) -> Decimal | None:
    return own / median if own is not None and median else None
