"""What a performance report says, as it goes over the wire."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from analytics.answers import LISTING_DEFINITIONS, ListingMetrics, MarketPeriod, PricePosition
from realestate.wire import Number, WireModel

REPORT_DEFINITIONS = LISTING_DEFINITIONS | {
    "totalViews": "Page views of all listings in the period, added up.",
    "totalInquiries": "Inquiries of all listings in the period, added up.",
    "averageTimeOnMarket": "Average days on the market of the listings for which they are known.",
    "topPerformer": "The listing with the most page views for each day recorded, when several have figures.",
    "pricePosition": "List price beside those of the comparable homes; per square foot where the areas are known.",
    "recommendations": "At most two a listing, only where a figure is far from the comparable homes', with its reason.",
}


class Recommendation(WireModel):
    """Something to look at for one listing, and the figures that say so."""

    listing_id: str
    recommendation: str
    reason: str


class ReportSummary(WireModel):
    """All listings together. topPerformer is a listingId; null with its reason when it cannot be said."""

    total_views: int
    total_inquiries: int
    average_time_on_market: Number | None
    top_performer: str | None
    top_performer_reason: str
    recommendations: list[Recommendation]


class ReportedListing(ListingMetrics):
    """One listing's metrics in the period, its price beside comparable homes', and why nothing is recommended."""

    list_price: Number | None
    views_per_day: Number | None
    price_position: PricePosition | None
    no_recommendations: str


class PerformanceReport(WireModel):
    """How listings did in a period. The same ids and period give the same reportId; `url` shows the same figures."""

    report_id: str
    url: str
    period: MarketPeriod
    as_of: date = Field(description="Days on the market are counted to this day")
    summary: ReportSummary
    listings: list[ReportedListing]
    unknown_ids: list[str]
    definitions: dict[str, str]
    notes: list[str]
