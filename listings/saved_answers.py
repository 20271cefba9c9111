"""What somebody keeps, as it goes over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from listings import saved
from listings.models import SavedListing, SavedSearch
from listings.summaries import ListingSummary, summary
from realestate.wire import WireModel


class SavedHome(WireModel):
    """A home that is kept."""

    listing: ListingSummary
    note: str | None
    saved_at: datetime


class SavedHomeAnswer(SavedHome):
    """A home that is kept now. alreadySaved: it was kept before. savedListings: how many homes are kept in all."""

    already_saved: bool
    saved_listings: int
    url: str  # the page with everything saved


class SavedHomes(WireModel):
    """The homes somebody keeps, the latest first. total: of all; a home that left the site is not counted."""

    listings: list[SavedHome]
    total: int
    url: str


class Search(WireModel):
    """A search that is kept.

    total: homes that fit now, exact up to 1,000, which then means "or more". newListings: of these, entered or changed
    since its owner last opened it. problem: why it cannot be run now. url: shows its homes.
    """

    search_id: str
    name: str
    in_words: str
    search_query: dict[str, Any]  # findListings' arguments
    total: int
    new_listings: int
    problem: str | None
    saved_at: datetime
    looked_at: datetime
    url: str


class SavedSearchAnswer(Search):
    """A search that is kept now. alreadySaved: the same conditions were kept before, so this is that search."""

    already_saved: bool


class SavedSearches(WireModel):
    """The searches somebody keeps, the latest first. total: of all."""

    searches: list[Search]
    total: int
    url: str


class Removed(WireModel):
    """What is kept no longer. removed: false when it was not kept."""

    removed: bool
    message: str


def home(kept: SavedListing) -> dict[str, Any]:
    """The fields of SavedHome. kept.listing: as `search.for_display` makes it, or with a few queries more."""
    return {"listing": summary(kept.listing), "note": kept.note or None, "saved_at": kept.saved_at}


def searched(kept: SavedSearch) -> dict[str, Any]:
    """The fields of Search; two queries for the counts."""
    fits = saved.fitting(kept)
    return {
        "search_id": str(kept.pk),
        "name": kept.saved_search_name,
        "in_words": kept.search_query_human_readable,
        "search_query": kept.search_query,
        "total": fits.total,
        "new_listings": fits.new,
        "problem": fits.problem or None,
        "saved_at": kept.saved_at,
        "looked_at": kept.looked_at,
        "url": kept.get_absolute_url(),
    }
