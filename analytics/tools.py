"""How markets and listings are doing: the tools of this app."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from pydantic import Field

from analytics.answers import ListingMetricsAnswer, MarketAnalysis
from analytics.market import analyse_market
from analytics.performance import listing_metrics
from listings.search import UnclearSearch
from realestate.tooling import CurrentUser, ToolError, tool

Day = Annotated[str, Field(min_length=4, max_length=20)]


@tool(effect="read", title="Reading the market")
def get_market_analysis(
    area: Annotated[
        str,
        Field(
            description="One city, zip code, county, state or neighborhood, e.g. 'Seattle, WA', '98115', 'King County'",
            min_length=1,
            max_length=120,
        ),
    ],
    property_type: Annotated[
        str | None, Field(description="house, condo, townhouse ...; leave out for all homes", max_length=60)
    ] = None,
    from_: Annotated[
        Day | None, Field(description="First month or day, YYYY-MM or YYYY-MM-DD; leave out for the last 12 months")
    ] = None,
    to: Annotated[Day | None, Field(description="Last month or day, YYYY-MM or YYYY-MM-DD, included")] = None,
    *,
    user: CurrentUser,
) -> MarketAnalysis:
    """Prices, pace and supply of one area: medians, change, days on market, months of supply, a series by month.

    Use it for any question about a market, not for single homes. Figures come from recorded sales; state n and the
    period with them. A figure that is null is not known: say so with its entry in `reasons`, and never estimate it.
    """
    try:
        return analyse_market(area, property_type, from_, to, visible_to=user, today=timezone.localdate())
    except UnclearSearch as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Reading visitor figures")
def get_listing_metrics(
    listing_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=255)]],
        Field(description="One to 20 listingIds, e.g. ['L001']", min_length=1, max_length=20),
    ],
    *,
    user: CurrentUser,
) -> ListingMetricsAnswer:
    """How listings are looked at: page views, saves, inquiries, rates, weeks, and the median of comparable homes.

    Use it when a listing agent asks how a listing performs. Name every id in `unknownIds` to the person.
    """
    return listing_metrics(listing_ids, user=user, today=timezone.localdate())
