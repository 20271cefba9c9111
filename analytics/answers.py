"""What the analytics tools answer, as it goes over the wire, and what each figure means."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from analytics.measures import CompetitionLevel, Direction
from realestate.wire import Number, WireModel

DEFINITIONS = {
    "medianPrice": "Half of the homes sold for less, half for more. US dollars, sale prices.",
    "averagePrice": "All sale prices added up, divided by their number. A few dear homes lift it.",
    "pricePerSquareFoot": "Median of sale price by living area, land included. US dollars.",
    "priceChange": "Change of the median price in percent; priceChangeBasis says what was compared.",
    "averageTimeOnMarket": "Average days from coming on the market to the accepted offer, of the homes sold.",
    "totalListings": "Homes sold in the period, and those for sale or under contract today.",
    "soldListings": "Homes whose sale closed in the period.",
    "activeListings": "Homes for sale today, without an accepted offer.",
    "pendingListings": "Homes with an accepted offer today, not yet closed.",
    "monthsOfSupply": "How long the homes for sale today would last at the pace of the period's last 12 months.",
    "saleToList": "Average of sale price by last list price, in percent; above 100 is over asking.",
    "competitionLevel": "Among buyers: High under 3 months of supply, Medium up to 6, Low beyond.",
    "priceDirection": "Steady within 2 percent either way.",
    "marketActivity": "Number of sales against the months compared; steady within 10 percent.",
}


class MarketPeriod(WireModel):
    """Both days included."""

    from_: date = Field(alias="from")
    to: date
    label: str


class MarketMonth(WireModel):
    """One month's sales; prices are null under 5 sales. partial: only some of its days are covered."""

    month: str
    median_price: Number | None
    average_price: Number | None
    sold: int
    partial: bool


class Trends(WireModel):
    """Which way prices and the number of sales move; null when they cannot be compared."""

    price_direction: Direction | None
    market_activity: Direction | None


class MarketSource(WireModel):
    """Where the figures come from."""

    title: str
    attribution: str


class MarketAnalysis(WireModel):
    """A figure that cannot be known is null, and `reasons` says why under its name. n is the number of sales."""

    area: str
    area_kind: str
    property_type: str | None
    period: MarketPeriod
    n: int
    median_price: Number | None
    average_price: Number | None
    price_per_square_foot: Number | None
    price_change: Number | None
    price_change_basis: str | None
    average_time_on_market: Number | None
    total_listings: int
    sold_listings: int
    active_listings: int | None
    pending_listings: int | None
    months_of_supply: Number | None
    sale_to_list: Number | None
    competition_level: CompetitionLevel | None
    trends: Trends
    series: list[MarketMonth]
    reasons: dict[str, str]
    definitions: dict[str, str]
    notes: list[str]
    sources: list[MarketSource]


LISTING_DEFINITIONS = {
    "impressions": "How often the listing was shown among results.",
    "pageViews": "How often its own page was opened.",
    "uniqueViewers": "Visitors of its page, each counted once a day.",
    "saves": "How often it was kept as a favorite.",
    "inquiries": "Forms sent, and clicks on the phone number or e-mail address.",
    "timeOnMarket": "Days from coming on the market to the accepted offer, or to today while there is none.",
    "clickThroughRate": "Page views for 100 times it was shown among results, however they came. Percent.",
    "conversionRate": "Of 100 visitors of its page, how many inquired. Percent.",
    "weeks": "Weeks begin on Monday; partial weeks lack days off the market or still to come.",
    "peers": "Homes of the same kind and city, within one bedroom, that came on the market within four months of it.",
}


class ActivityWeek(WireModel):
    """What visitors did in the week that begins on this Monday."""

    week: date
    page_views: int
    saves: int
    inquiries: int
    partial: bool


class PeerMedians(WireModel):
    """Medians of comparable homes beside this one's own figures, all over the first `days` days on the market.

    matched: how the homes were chosen. timeOnMarket: of those of them that found a buyer, in days.
    """

    n: int
    days: int
    matched: str
    page_views: Number
    own_page_views: int
    saves: Number
    own_saves: int
    inquiries: Number
    own_inquiries: int
    click_through_rate: Number | None
    own_click_through_rate: Number | None
    conversion_rate: Number | None
    own_conversion_rate: Number | None
    time_on_market: Number | None


class PricePosition(WireModel):
    """The list price beside those of the n comparable homes, US dollars; differences in percent of their median."""

    n: int
    list_price: Number
    median_list_price: Number
    difference_percent: Number
    price_per_square_foot: Number | None
    median_price_per_square_foot: Number | None
    difference_percent_per_square_foot: Number | None
    dearer_than: int


class ListingMetrics(WireModel):
    """How one listing is looked at. A figure that cannot be known is null, and `reasons` says why."""

    listing_id: str
    address: str
    status: str
    attribution: str
    from_: date | None = Field(alias="from")
    to: date | None
    impressions: int | None
    page_views: int | None
    unique_viewers: int | None
    saves: int | None
    inquiries: int | None
    time_on_market: int | None
    click_through_rate: Number | None
    conversion_rate: Number | None
    last_updated: datetime | None
    weekly: list[ActivityWeek]
    peers: PeerMedians | None
    reasons: dict[str, str]


class ListingMetricsAnswer(WireModel):
    """One entry for each listing; unknownIds are ids there is nothing to say about."""

    listings: list[ListingMetrics]
    unknown_ids: list[str]
    definitions: dict[str, str]
    notes: list[str]


class AreaMarket(WireModel):
    """One area's figures, as MarketAnalysis defines them; null with an entry in `reasons`."""

    area: str
    area_kind: str
    n: int
    median_price: Number | None
    average_price: Number | None
    price_per_square_foot: Number | None
    price_change: Number | None
    price_change_basis: str | None
    average_time_on_market: Number | None
    sold_listings: int
    active_listings: int | None
    pending_listings: int | None
    months_of_supply: Number | None
    sale_to_list: Number | None
    competition_level: CompetitionLevel | None
    reasons: dict[str, str]


class MarketDifference(WireModel):
    """How far the highest area is above the lowest: in the figure's unit, and in percent of the lowest.

    For figures that are percents themselves, `difference` is in percentage points and `percent` null.
    """

    figure: str
    unit: str
    lowest: str
    highest: str
    difference: Number
    percent: Number | None


class MarketComparison(WireModel):
    """Several areas over one period, each with its own number of sales n."""

    property_type: str | None
    period: MarketPeriod
    areas: list[AreaMarket]
    differences: list[MarketDifference]
    definitions: dict[str, str]
    notes: list[str]
    sources: list[MarketSource]
