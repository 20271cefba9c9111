"""Homes of which a reader outside the house may know no more than that they are there: told as links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from listings.models import Listing
from realestate.wire import WireModel

MOST_LINKS = 10


class ListingLink(WireModel):
    """A home whose source allows a link to it and nothing more."""

    listing_id: str
    url: str
    attribution: str


class LinkedHomes(WireModel):
    """Homes that fit too, but may only be linked to. total: exact up to 1,000, which then means "or more"."""

    total: int
    links: list[ListingLink]


def linked_homes(homes: QuerySet[Listing], counted: int = 1_000) -> LinkedHomes | None:
    """Links to the first of these homes; None for none. Ordered by id: any other order would tell about the facts."""
    total = homes.order_by()[:counted].count()
    if not total:
        return None
    first = homes.select_related("source", "list_agent", "list_office").order_by("listing_id")[:MOST_LINKS]
    return LinkedHomes(total=total, links=[link_to(home) for home in first])


def link_to(home: Listing) -> ListingLink:
    """The link to a home with what must stand beside it."""
    return ListingLink(
        listing_id=home.listing_id, url=settings.SITE_URL + home.get_absolute_url(), attribution=home.attribution
    )


def links_among(listing_ids: Iterable[str], *, visible_to: Any) -> list[Listing]:
    """Those of these homes that this reader may only be given a link to."""
    wanted = {spelling for each in listing_ids for spelling in (each.strip(), each.strip().upper())}
    homes = Listing.objects.linkable_for(visible_to).filter(listing_id__in=wanted)
    return list(homes.select_related("source", "list_agent", "list_office").order_by("listing_id"))


def only_linked(homes: list[Listing]) -> str:
    """Why nothing is told of these homes, and where a person can read about them."""
    named = " ".join(f"{each.listing_id}: {each.url} ({each.attribution})." for each in map(link_to, homes))
    return f"Their source lets these homes be linked to, and nothing of them be told here. {named}" if homes else ""
