"""How markets and listings are doing: the tools of this app."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from analytics import comparison
from analytics.answers import ListingMetricsAnswer, MarketAnalysis, MarketComparison
from analytics.borrowing import Costs, affordable_price, monthly_cost
from analytics.comparables import Described, estimate_described, estimate_listing
from analytics.estimate_answers import ValueEstimate
from analytics.market import analyse_market
from analytics.mortgage_answers import AffordabilityAnswer, MortgageAnswer
from analytics.performance import listing_metrics
from analytics.report_answers import PerformanceReport
from analytics.reports import MOST_LISTINGS, performance_report
from listings.search import UnclearSearch
from realestate.tooling import CurrentUser, ToolError, tool

Day = Annotated[str, Field(min_length=4, max_length=20)]
Dollars = Annotated[float, Field(ge=0, le=999_999_999_999)]
Percent = Annotated[float, Field(ge=0, le=100)]
Rate = Annotated[float, Field(ge=0, le=25)]
Years = Annotated[int, Field(ge=1, le=40)]


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


@tool(effect="read", title="Comparing markets")
def compare_markets(
    areas: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=120)]],
        Field(description="Two to four areas, e.g. ['Seattle, WA', 'Bellevue, WA']", min_length=2, max_length=4),
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
) -> MarketComparison:
    """The markets of two to four areas side by side over one period, each figure with its highest and lowest.

    Use it whenever markets are compared, instead of getMarketAnalysis for each. Same definitions; state each area's n.
    """
    try:
        return comparison.compare_markets(areas, property_type, from_, to, visible_to=user, today=timezone.localdate())
    except UnclearSearch as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Reading visitor figures")
def get_listing_metrics(
    listing_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=255)]],
        Field(
            description="One to 20 listingIds, e.g. ['L001'], or ['mine']: their own listings",
            min_length=1,
            max_length=20,
        ),
    ],
    *,
    user: CurrentUser,
) -> ListingMetricsAnswer:
    """How listings are looked at: page views, saves, inquiries, rates, weeks, and the median of comparable homes.

    Use it when a listing agent asks how a listing performs. Name every id in `unknownIds` to the person.
    """
    return listing_metrics(listing_ids, user=user, today=timezone.localdate())


@tool(effect="read", title="Writing the report")
def generate_performance_report(
    listing_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=255)]],
        Field(
            description="One to 20 listingIds, e.g. ['L001','L002'], or ['mine']: their own",
            min_length=1,
            max_length=MOST_LISTINGS,
        ),
    ],
    from_: Annotated[
        Day | None, Field(description="First day, YYYY-MM-DD or YYYY-MM; leave out for all recorded")
    ] = None,
    to: Annotated[
        Day | None, Field(description="Last day, YYYY-MM-DD or YYYY-MM, included; yesterday when left out")
    ] = None,
    *,
    user: CurrentUser,
) -> PerformanceReport:
    """A performance report of listings: totals, each one's visitors beside comparable homes, price position, advice.

    Use it when a listing agent asks for a report on one or several listings. Give recommendations only as they stand
    in `summary`, each with its reason; name every id in `unknownIds`. `url` is a page with the same figures.
    """
    try:
        return performance_report(listing_ids, from_, to, user=user, today=timezone.localdate())
    except ValueError as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Working out the payment")
def calculate_mortgage(
    annual_rate_percent: Annotated[
        Rate, Field(description="Interest rate in percent a year, the person's own, e.g. 6.5; ask for it, never guess")
    ],
    listing_id: Annotated[
        str | None, Field(description="A listingId; its price, tax and fee are used", min_length=1, max_length=255)
    ] = None,
    price: Annotated[Dollars | None, Field(description="US dollars, instead of a listing's price")] = None,
    down_payment: Annotated[Dollars | None, Field(description="US dollars; or downPaymentPercent")] = None,
    down_payment_percent: Annotated[Percent | None, Field(description="Percent of the price, e.g. 20")] = None,
    years: Annotated[Years | None, Field(description="Term of the loan; 30 when left out")] = None,
    property_tax_annual: Annotated[
        Dollars | None, Field(description="Dollars a year, instead of the listing's")
    ] = None,
    insurance_annual: Annotated[Dollars | None, Field(description="Home insurance, dollars a year")] = None,
    association_fee_monthly: Annotated[
        Dollars | None, Field(description="Dollars a month, instead of the listing's")
    ] = None,
    mortgage_insurance_percent: Annotated[
        Rate | None, Field(description="Mortgage insurance in percent of the loan a year, e.g. 0.6")
    ] = None,
    by_year: Annotated[bool, Field(description="Also what is paid and owed year by year")] = False,
    *,
    user: CurrentUser,
) -> MortgageAnswer:
    """What a home costs a month: payment to the cent, its parts, total interest. Use it for any monthly cost.

    Needs a listingId or a price, a down payment, and the person's interest rate. Name what is in `leftOut`, and where
    each assumption comes from. It is no loan offer.
    """
    try:
        return monthly_cost(
            listing_id=listing_id,
            price=_exact(price),
            down_payment=_exact(down_payment),
            down_payment_percent=_exact(down_payment_percent),
            annual_rate_percent=Decimal(str(annual_rate_percent)),
            years=years,
            costs=Costs(
                tax_annual=_exact(property_tax_annual),
                insurance_annual=_exact(insurance_annual),
                fee_monthly=_exact(association_fee_monthly),
                insurance_percent=_exact(mortgage_insurance_percent),
            ),
            by_year=by_year,
            user=user,
        )
    except ValueError as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Working out what is affordable")
def calculate_affordability(
    annual_income: Annotated[Dollars, Field(description="All buyers' income before tax, dollars a year")],
    down_payment: Annotated[Dollars, Field(description="US dollars at hand for the purchase")],
    annual_rate_percent: Annotated[
        Rate, Field(description="Interest rate in percent a year, the person's own, e.g. 6.5; ask for it, never guess")
    ],
    years: Annotated[Years | None, Field(description="Term of the loan; 30 when left out")] = None,
    monthly_debts: Annotated[
        Dollars | None, Field(description="Other debts' payments, dollars a month: car, cards, student loans")
    ] = None,
    property_tax_percent: Annotated[Rate | None, Field(description="Property tax, percent of the price a year")] = None,
    insurance_annual: Annotated[Dollars | None, Field(description="Home insurance, dollars a year")] = None,
    association_fee_monthly: Annotated[Dollars | None, Field(description="Association fee, dollars a month")] = None,
    mortgage_insurance_percent: Annotated[
        Rate | None, Field(description="Mortgage insurance, percent of the loan a year; counted under 20 % down")
    ] = None,
    housing_percent: Annotated[
        Percent | None, Field(description="Most of the income for the home, percent; 28 when left out")
    ] = None,
    debt_percent: Annotated[
        Percent | None, Field(description="Most of the income for home and debts, percent; 36 when left out")
    ] = None,
) -> AffordabilityAnswer:
    """The highest price an income carries by the 28/36 guideline. Never a promise of credit.

    Use it for "what can I afford". Name the rule, what limits the price, and what is in `leftOut`.
    """
    try:
        return affordable_price(
            annual_income=Decimal(str(annual_income)),
            down_payment=Decimal(str(down_payment)),
            annual_rate_percent=Decimal(str(annual_rate_percent)),
            years=years,
            monthly_debts=_exact(monthly_debts),
            costs=Costs(
                tax_percent=_exact(property_tax_percent),
                insurance_annual=_exact(insurance_annual),
                fee_monthly=_exact(association_fee_monthly),
                insurance_percent=_exact(mortgage_insurance_percent),
            ),
            housing_percent=_exact(housing_percent),
            debt_percent=_exact(debt_percent),
        )
    except ValueError as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Estimating the value")
def estimate_value(
    listing_id: Annotated[
        str | None, Field(description="A listingId; or describe the home instead", min_length=1, max_length=255)
    ] = None,
    living_area: Annotated[
        int | None, Field(description="Square feet; needed without listingId", ge=100, le=100_000)
    ] = None,
    latitude: Annotated[float | None, Field(description="Degrees north; with longitude", ge=-90, le=90)] = None,
    longitude: Annotated[float | None, Field(description="Degrees east, negative in the US", ge=-180, le=180)] = None,
    postal_code: Annotated[str | None, Field(description="Zip code, where no point is known", max_length=10)] = None,
    city: Annotated[str | None, Field(description="City, where nothing nearer is known", max_length=120)] = None,
    bedrooms: Annotated[int | None, Field(description="Bedrooms", ge=0, le=100)] = None,
    bathrooms: Annotated[float | None, Field(description="2.5 is two full and a half bath", ge=0, le=100)] = None,
    year_built: Annotated[int | None, Field(description="Year it was built", ge=1600, le=2100)] = None,
    lot_size: Annotated[int | None, Field(description="Lot, square feet", ge=0, le=1_000_000_000)] = None,
    property_type: Annotated[str | None, Field(description="house, condo, townhouse ...", max_length=60)] = None,
    *,
    user: CurrentUser,
) -> ValueEstimate:
    """What a home might sell for: a range from comparable sales, each with its adjustments. Not an appraisal.

    Use it for "what is it worth" or "is the price right". Give the range, n and the date, and say that it is not an
    appraisal. Where it is null, give the reason and never a figure of your own.
    """
    today = timezone.localdate()
    try:
        if listing_id:
            return estimate_listing(listing_id, user=user, today=today)
        if (latitude is None) != (longitude is None):
            raise ToolError("latitude and longitude belong together; give both or neither.")
        home = Described(
            living_area=living_area,
            near=None if latitude is None else (latitude, longitude),
            city=city or "",
            postal_code=postal_code or "",
            property_type=property_type or "",
            bedrooms=bedrooms,
            bathrooms=_exact(bathrooms),
            year_built=year_built,
            lot_size=lot_size,
        )
        return estimate_described(home, user=user, today=today)
    except (UnclearSearch, ValueError) as error:
        raise ToolError(str(error)) from None


def _exact(number: float | None) -> Decimal | None:
    """The number as it was written: 6.1 stays 6.1."""
    return None if number is None else Decimal(str(number))
