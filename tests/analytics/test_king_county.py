"""Figures of King County through the tools, against plain SQL and Python over the file itself."""

from __future__ import annotations

import math
import statistics
from datetime import date

import pytest

from analytics.tools import get_listing_metrics, get_market_analysis
from listings.tools import find_listings
from realestate.tooling import ToolError
from tests.king_county import needs_king_county, prices

pytestmark = [pytest.mark.django_db, needs_king_county]

SALES_ONLY = "This source records sales only"


@pytest.fixture
def market(king_county, ana):
    def ask(area, **arguments):
        return get_market_analysis(area, user=ana, **arguments).model_dump(mode="json", by_alias=True)

    return ask


@pytest.fixture
def sold(king_county, ana):
    def ask(**arguments):
        page = find_listings(status="Sold", user=ana, **arguments)
        return page.model_dump(mode="json", by_alias=True)

    return ask


# --- Medians by zip code and month ------------------------------------------------------------------------------------
@pytest.mark.parametrize("postal_code", ["98103", "98004", "98115", "98039", "98178", "98052", "98001"])
def test_the_median_of_a_zip_code_over_the_whole_file(market, truth, postal_code):
    answer = market(postal_code, from_="2014-05", to="2015-05")

    known = prices(truth, "zipcode = ?", postal_code)
    assert answer["n"] == len(known)
    assert answer["medianPrice"] == statistics.median(known)


@pytest.mark.parametrize(
    ("postal_code", "month"),
    [("98103", "2014-07"), ("98103", "2015-04"), ("98115", "2014-06"), ("98038", "2014-12"), ("98042", "2015-02")],
)
def test_the_median_of_a_zip_code_in_a_month(market, truth, postal_code, month):
    answer = market(postal_code, from_=month, to=month)

    known = prices(truth, "zipcode = ? AND date LIKE ?", postal_code, month.replace("-", "") + "%")
    assert (answer["n"], answer["medianPrice"]) == (len(known), statistics.median(known))


@pytest.mark.parametrize("month", ["2014-05", "2014-10", "2015-01", "2015-05"])
def test_the_series_of_the_county_has_each_months_median_and_count(market, truth, month):
    series = {each["month"]: each for each in market("King County", from_="2014-05", to="2015-05")["series"]}

    known = prices(truth, "date LIKE ?", month.replace("-", "") + "%")
    assert series[month]["sold"] == len(known)
    assert series[month]["medianPrice"] == statistics.median(known)


def test_only_the_first_and_the_last_month_of_the_file_are_part(market):
    series = market("King County", from_="2014-05", to="2015-05")["series"]

    assert [month["month"] for month in series if month["partial"]] == ["2014-05", "2015-05"]
    assert len(series) == 13


# --- The county -------------------------------------------------------------------------------------------------------
def test_every_sale_of_the_file_is_counted(market):
    assert market("King County, WA", from_="2014-05", to="2015-05")["soldListings"] == 21_613


def test_the_average_price_of_the_county_is_exact_to_the_cent(market, truth):
    answer = market("King County", from_="2014-05", to="2015-05")

    (total,) = truth.execute("SELECT SUM(CAST(dollars AS INTEGER)) FROM sale").fetchone()
    assert answer["averagePrice"] == round(total / 21_613, 2) == 540_088.14


def test_the_price_per_square_foot_of_the_county_is_the_median_of_the_sales(market, truth):
    answer = market("King County", from_="2014-05", to="2015-05")

    rates = truth.execute("SELECT dollars / CAST(sqft_living AS REAL) FROM sale").fetchall()
    assert answer["pricePerSquareFoot"] == round(statistics.median(rate for (rate,) in rates), 2)


@pytest.mark.parametrize("postal_code", ["98004", "98103", "98118"])
def test_the_price_per_square_foot_of_a_zip_code(market, truth, postal_code):
    answer = market(postal_code, from_="2014-05", to="2015-05")

    rates = truth.execute(
        "SELECT dollars / CAST(sqft_living AS REAL) FROM sale WHERE zipcode = ?", [postal_code]
    ).fetchall()
    assert answer["pricePerSquareFoot"] == round(statistics.median(rate for (rate,) in rates), 2)


def test_days_limit_the_period(market, truth):
    answer = market("King County", from_="2014-07-04", to="2014-08-15")

    known = prices(truth, "date BETWEEN '20140704T000000' AND '20140815T000000'")
    assert (answer["n"], answer["medianPrice"]) == (len(known), statistics.median(known))


def test_the_change_compares_the_last_and_first_whole_months(market, truth):
    answer = market("98103", from_="2014-05", to="2015-05")

    before = statistics.median(prices(truth, "zipcode = '98103' AND date >= '20140601' AND date < '20140901'"))
    after = statistics.median(prices(truth, "zipcode = '98103' AND date >= '20150201' AND date < '20150501'"))
    assert answer["priceChange"] == round((after - before) / before * 100, 1)
    assert "so the season is part of the change" in answer["priceChangeBasis"]


def test_without_a_period_the_last_whole_months_of_the_file_are_taken(market, truth):
    answer = market("98115")

    known = prices(truth, "zipcode = '98115' AND date >= '20140601' AND date < '20150501'")
    assert answer["period"] == {"from": "2014-06-01", "to": "2015-04-30", "label": "June 2014 to April 2015"}
    assert (answer["n"], answer["medianPrice"]) == (len(known), statistics.median(known))
    assert answer["notes"][0].startswith("No sales are recorded in the last 12 months")


def test_a_city_is_all_its_zip_codes(market, truth):
    answer = market("Redmond, WA", from_="2014-05", to="2015-05")

    known = prices(truth, "zipcode IN ('98052', '98053')")
    assert (answer["n"], answer["medianPrice"]) == (len(known), statistics.median(known))


# --- Counts by condition ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "condition"),
    [
        ({"min_bedrooms": 5}, "CAST(bedrooms AS INTEGER) >= 5"),
        ({"min_bedrooms": 3, "max_bedrooms": 3, "postal_code": "98103"}, "bedrooms = '3' AND zipcode = '98103'"),
        ({"max_price": 250_000, "min_bathrooms": 2}, "dollars <= 250000 AND CAST(bathrooms AS REAL) >= 2"),
        ({"min_price": 1_000_000, "max_price": 1_225_000}, "dollars BETWEEN 1000000 AND 1225000"),
        ({"features": ["waterfront"]}, "waterfront = '1'"),
        (
            {"features": ["basement"], "postal_code": "98115"},
            "CAST(sqft_basement AS INTEGER) > 0 AND zipcode = '98115'",
        ),
        ({"min_living_area": 5000}, "CAST(sqft_living AS INTEGER) >= 5000"),
        ({"min_year_built": 2014}, "CAST(yr_built AS INTEGER) >= 2014"),
        (
            {"closed_after": date(2014, 12, 24), "closed_before": date(2014, 12, 31)},
            "date BETWEEN '20141224T000000' AND '20141231T000000'",
        ),
        ({"min_lot_size": 43_560, "county": "King County"}, "CAST(sqft_lot AS INTEGER) >= 43560"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_search_finds_as_many_sales_as_the_file_has(sold, truth, arguments, condition):
    page = sold(**arguments)

    known = prices(truth, condition)
    assert page["total"] == len(known)
    assert page["statistics"]["medianPrice"] == statistics.median(known)


def test_a_circle_holds_the_sales_within_its_miles(sold, truth):
    page = sold(near={"latitude": 47.6205, "longitude": -122.3493, "miles": 1.5})

    def miles(latitude, longitude):
        a, b = math.radians(47.6205), math.radians(latitude)
        across = math.radians(longitude + 122.3493)
        haversine = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
        return 2 * 3958.7613 * math.asin(math.sqrt(haversine))

    everywhere = truth.execute("SELECT CAST(lat AS REAL), CAST(long AS REAL) FROM sale").fetchall()
    assert page["total"] == sum(miles(*point) <= 1.5 for point in everywhere)


def test_a_home_sold_again_is_found_as_two_sales(sold, truth):
    page = sold(postal_code="98002", sort="price", limit=25)

    (resold,) = truth.execute("SELECT COUNT(*) - COUNT(DISTINCT id) FROM sale WHERE zipcode = '98002'").fetchone()
    assert page["total"] == len(prices(truth, "zipcode = '98002'"))
    assert resold > 0


def test_the_dearest_sale_comes_first(sold, truth):
    page = sold(county="King County", sort="-price", limit=1)

    (dearest,) = truth.execute("SELECT MAX(dollars) FROM sale").fetchone()
    assert page["listings"][0]["closePrice"] == dearest == 7_700_000


# --- What the file cannot know ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ("averageTimeOnMarket", f"{SALES_ONLY}, so it is not known how long a home was on the market."),
        ("saleToList", f"{SALES_ONLY}, so there is no list price."),
        ("pendingListings", f"{SALES_ONLY}, so nothing is known of a home before it was sold."),
        ("monthsOfSupply", f"{SALES_ONLY}, so nothing is known of a home before it was sold."),
        ("competitionLevel", f"{SALES_ONLY}, so nothing is known of a home before it was sold."),
    ],
)
def test_what_sales_alone_cannot_tell_is_null_with_the_reason(market, figure, reason):
    answer = market("Seattle, WA")

    assert answer[figure] is None
    assert answer["reasons"][figure] == reason


def test_2019_is_not_in_the_file(market):
    answer = market("Seattle, WA", from_="2019-01", to="2019-12")

    assert (answer["n"], answer["medianPrice"], answer["series"]) == (0, None, [])
    assert answer["reasons"]["medianPrice"] == (
        "No sales are recorded in Seattle, WA, January 2019 to December 2019. The data cover 2 May 2014 to 27 May 2015."
    )


def test_portland_is_not_in_the_file(market):
    with pytest.raises(
        ToolError, match=r"No homes or sales are loaded for Portland, OR\. There is data for King County"
    ):
        market("Portland, OR")


def test_types_of_houses_are_not_in_the_file(market):
    answer = market("Seattle, WA", property_type="condo")

    assert answer["n"] == 0
    assert answer["reasons"]["medianPrice"] == (
        "This source records house sales without saying what type of house was sold."
    )


def test_nobody_has_looked_at_a_recorded_sale(king_county, admin):
    (figures,) = get_listing_metrics(["7129300520-20141013"], user=admin).listings

    assert figures.page_views is None
    assert figures.reasons["timeOnMarket"] == f"{SALES_ONLY}, so it is not known how long a home was on the market."


def test_visitors_of_a_recorded_sale_are_nobody_elses_business(king_county, ana):
    answer = get_listing_metrics(["7129300520-20141013"], user=ana)

    assert answer.unknown_ids == ["7129300520-20141013"]
