"""Homes like this one: for sale, in the same city, of the same kind, near in price."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import Abs

from listings import search
from listings.models import Listing, StandardStatus
from listings.summaries import ListingSummary, summary

_PRICE_SPREAD = Decimal("0.25")


def similar_homes(listing: Listing, *, visible_to: Any, count: int = 3) -> list[ListingSummary]:
    """Up to `count` homes for sale of its kind and city, within a quarter of its price, the nearest first."""
    if listing.price is None or not listing.city:
        return []
    spread = listing.price * _PRICE_SPREAD
    homes = Listing.objects.visible_to(visible_to).filter(
        standard_status=StandardStatus.ACTIVE,
        city=listing.city,
        state_or_province=listing.state_or_province,
        property_sub_type=listing.property_sub_type,
        price__range=(listing.price - spread, listing.price + spread),
    )
    nearest = homes.exclude(pk=listing.pk).order_by(Abs(F("price") - listing.price), "pk")
    return [summary(home) for home in search.for_display(nearest)[:count]]
