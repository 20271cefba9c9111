"""What the insights page shows of listings: whose they are, and one line of figures each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from analytics.activity import COUNTED, Totals
from analytics.models import ListingActivity
from analytics.performance import open_to, own_on_offer
from listings.models import Listing, StandardStatus

MOST_SHOWN = 20
# What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class ListingLine:
    """One listing with the sums of all its recorded days."""

    listing: Listing
    totals: Totals | None
    time_on_market: int | None


@dataclass(frozen=True)
class ListingTable:
    """own: whether these are the user's or their office's listings, else demo listings to look at. more: how many."""

    own: bool
    lines: list[ListingLine]
    more: int


def listing_table(user: Any, today: date) -> ListingTable:
    """The newest listings this user may see figures of: their own and their office's, else those of the demo."""
    mine = own_on_offer(user)
    is_own = mine.exists()
    offered = (StandardStatus.ACTIVE, StandardStatus.ACTIVE_UNDER_CONTRACT, StandardStatus.PENDING)
    shown = open_to(Listing.objects.displayable().filter(standard_status__in=offered), user)
    homes = mine if is_own else shown.filter(source__is_demo=True)
    page = list(homes.order_by("-on_market_date", "listing_id").select_related("source")[:MOST_SHOWN])
    sums = _sums(home.pk for home in page)
    lines = [ListingLine(home, sums.get(home.pk), home.days_on_market(today)) for home in page]
    return ListingTable(is_own, lines, max(0, homes.count() - len(page)))


def listings_csv(table: ListingTable) -> str:
    """The table as a file for a spreadsheet, one row a listing."""
    heading = [
        "listingId", "address", "status", "listPrice", "timeOnMarket", "impressions", "pageViews", "uniqueViewers",
        "saves", "inquiries", "clickThroughRate", "conversionRate",
    ]  # fmt: skip
    rows = []
    for line in table.lines:
        home, sums = line.listing, line.totals
        figures = [*sums, sums.click_through_rate, sums.conversion_rate] if sums else [None] * 7
        rows.append(
            [home.listing_id, home.shown_address, home.standard_status, home.list_price, line.time_on_market, *figures]
        )
    return as_csv(heading, rows)


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV; nothing for null, and text that a spreadsheet would run is quoted with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _sums(listing_pks: Iterable[int]) -> dict[int, Totals]:
    rows = ListingActivity.objects.filter(listing__in=list(listing_pks)).order_by().values_list("listing_id")
    return {listing_pk: Totals(*sums) for listing_pk, *sums in rows.annotate(*(Sum(name) for name in COUNTED))}
