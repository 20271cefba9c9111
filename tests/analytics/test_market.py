"""Market figures of a small town, worked out by hand, and what is said when they cannot be known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.market import analyse_market
from listings.models import Source
from listings.search import UnclearSearch

TODAY = date(2026, 11, 23)


def analyse(user, area="Astoria, OR", property_type=None, from_=None, to=None, today=TODAY):
    return analyse_market(area, property_type, from_, to, visible_to=user, today=today)


@pytest.fixture
def year_of_sales(sell):
    """One sale a month for two years: 200,000 to 210,000 in the first, 300,000 to 310,000 in the second."""
    first = [sell(date(2024 + (9 + i) // 12, (9 + i) % 12 + 1, 1), 199_000 + 1000 * i) for i in range(1, 13)]
    second = [sell(date(2025 + (9 + i) // 12, (9 + i) % 12 + 1, 28), 299_000 + 1000 * i) for i in range(1, 13)]
    sell(date(2026, 11, 20), 900_000)
    return first + second


def test_the_usual_period_is_the_last_twelve_whole_months(ana, year_of_sales):
    answer = analyse(ana)

    assert (answer.period.from_, answer.period.to) == (date(2025, 11, 1), date(2026, 10, 31))
    assert answer.n == answer.sold_listings == 12


def test_the_median_is_that_of_the_sale_prices_of_the_period(ana, year_of_sales):
    assert analyse(ana).median_price == Decimal("305500.00")


def test_the_average_is_exact_to_the_cent(ana, sell):
    [sell(date(2026, 5, day), price) for day, price in ((1, 100), (2, 100), (3, 100), (4, 100), (5, 101), (6, 100))]

    assert analyse(ana).average_price == Decimal("100.17")


def test_the_price_per_square_foot_is_the_median_of_the_sales(ana, year_of_sales):
    assert analyse(ana).price_per_square_foot == Decimal("305.50")


def test_the_change_compares_the_same_months_of_the_year_before(ana, year_of_sales):
    answer = analyse(ana)

    assert answer.price_change == Decimal("48.7")
    assert answer.price_change_basis == (
        "Median of November 2025 to October 2026 (12 sales) against November 2024 to October 2025 (12 sales)."
    )
    assert (answer.trends.price_direction, answer.trends.market_activity) == ("rising", "steady")


def test_days_on_market_end_with_the_accepted_offer(ana, year_of_sales):
    assert analyse(ana).average_time_on_market == Decimal("30.0")


def test_sale_to_list_is_in_percent(ana, year_of_sales):
    assert analyse(ana).sale_to_list == Decimal("80.0")


def test_supply_is_homes_for_sale_at_the_pace_of_the_last_months(ana, year_of_sales, offer):
    [offer() for _ in range(4)]
    offer("Pending")
    offer("Active Under Contract")

    answer = analyse(ana)

    assert (answer.active_listings, answer.pending_listings) == (4, 2)
    assert (answer.months_of_supply, answer.competition_level) == (Decimal("4.0"), "Medium")
    assert answer.total_listings == 18


def test_the_present_month_is_part_and_never_compared(ana, year_of_sales):
    answer = analyse(ana, from_="2025-11", to="2026-11")

    assert answer.series[-1].month == "2026-11"
    assert answer.series[-1].partial
    assert not answer.series[0].partial
    assert answer.price_change == Decimal("48.7")
    assert answer.notes == [
        "Only part of November 2026 is covered; part months are in the figures but are not compared."
    ]


def test_a_month_cut_by_the_period_is_part(ana, year_of_sales):
    answer = analyse(ana, from_="2026-01-15", to="2026-06-30")

    assert [month.month for month in answer.series if month.partial] == ["2026-01"]


def test_a_month_in_which_the_source_begins_is_part(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in (2, 3, 4, 5, 6)]
    [sell(date(2026, 6, day), 100_000) for day in (1, 30)]

    assert [(month.month, month.partial) for month in analyse(ana).series] == [("2026-05", True), ("2026-06", False)]


def test_a_month_of_fewer_than_five_sales_has_no_median(ana, year_of_sales):
    assert {month.median_price for month in analyse(ana).series} == {None}
    assert {month.sold for month in analyse(ana).series} == {1}


def test_fewer_than_five_sales_give_counts_and_the_reason(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in (1, 2, 3, 4)]

    answer = analyse(ana)

    assert (answer.n, answer.median_price, answer.price_change) == (4, None, None)
    assert answer.reasons["medianPrice"] == (
        "Only 4 sales in Astoria, OR, November 2025 to October 2026; 5 are needed."
    )


def test_a_period_without_sales_says_which_days_the_data_cover(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in (2, 3, 4, 5, 6)]

    answer = analyse(ana, from_="2019-01", to="2019-12")

    assert answer.n == 0
    assert answer.median_price is None
    assert answer.series == []
    assert answer.reasons["medianPrice"] == (
        "No sales are recorded in Astoria, OR, January 2019 to December 2019. The data cover 2 May 2026 to 6 May 2026."
    )


def test_homes_for_sale_today_say_nothing_of_a_period_that_is_past(ana, year_of_sales, offer):
    offer()

    answer = analyse(ana, from_="2025-01", to="2025-12")

    assert answer.active_listings is None
    assert answer.reasons["monthsOfSupply"] == (
        "Homes for sale are counted today; January 2025 to December 2025 is past."
    )


def test_older_data_are_used_when_there_is_nothing_newer(ana, sell):
    [sell(date(2020, month, day), 100_000) for month in range(1, 13) for day in (1, 31 if month in (1, 12) else 28)]

    answer = analyse(ana)

    assert answer.period.label == "January 2020 to December 2020"
    assert answer.notes == [
        "No sales are recorded in the last 12 months, so these are the last whole months of the data: "
        "January 2020 to December 2020."
    ]


def test_what_the_source_lacks_is_the_reason(ana, sell, source):
    source.lacks = {"days_on_market": "The valley keeps no dates.", "list_price": "The valley keeps no list prices."}
    source.save()
    [sell(date(2026, 5, day), 100_000, on_market_date=None, list_price=None) for day in range(1, 7)]

    reasons = analyse(ana).reasons

    assert reasons["averageTimeOnMarket"] == "The valley keeps no dates."
    assert reasons["saleToList"] == "The valley keeps no list prices."


def test_a_lack_of_one_source_is_no_reason_for_the_sales_of_another(ana, sell):
    Source.objects.create(name="other", title="Other", lacks={"days_on_market": "Never."})
    [sell(date(2026, 5, day), 100_000) for day in range(1, 7)]

    assert "averageTimeOnMarket" not in analyse(ana).reasons


def test_land_and_rentals_are_no_homes(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in range(1, 6)]
    sell(date(2026, 5, 7), 5, property_type="Land", property_sub_type="Unimproved Land")
    sell(date(2026, 5, 8), 2, property_type="Residential Lease")

    assert analyse(ana).n == 5


def test_a_property_type_limits_the_market(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in range(1, 6)]
    [sell(date(2026, 6, day), 50_000, property_sub_type="Condominium") for day in range(1, 6)]

    answer = analyse(ana, property_type="condo")

    assert (answer.n, answer.median_price) == (5, 50_000)


def test_a_misspelt_place_is_said_to_have_been_corrected(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in range(1, 6)]

    assert analyse(ana, area="Astorai").notes[0] == "The area was read as Astoria, OR."


def test_a_hidden_listing_is_in_no_figure(ana, sell):
    [sell(date(2026, 5, day), 100_000) for day in range(1, 6)]
    sell(date(2026, 5, 20), 900_000, internet_entire_listing_display_yn=False)

    assert analyse(ana).n == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"area": "Zzyzxq"}, "No place called 'Zzyzxq' is known. There is data for Astoria, OR, Clatsop County, OR."),
        ({"area": "Chicago, IL"}, "No homes or sales are loaded for Chicago, IL. There is data for Astoria, OR"),
        ({"from_": "2026-05", "to": "2026-01"}, "from (2026-05-01) is after to (2026-01-31); give the earlier day"),
        ({"from_": "May"}, "from is 'May'; write a month as 2026-03 or a day as 2026-03-31."),
        ({"from_": "1950-01"}, "is longer than 10 years; ask for a shorter period."),
        ({"property_type": "castle in the air"}, "castle in the air"),
    ],
)
def test_what_cannot_be_answered_says_what_would_work(ana, sell, arguments, sentence):
    sell(date(2026, 5, 1), 100_000)

    with pytest.raises(UnclearSearch) as refusal:
        analyse(ana, **arguments)

    assert sentence in str(refusal.value)


def test_a_name_of_two_places_names_both(ana, sell):
    sell(date(2026, 5, 1), 100_000, subdivision_name="Old Town")
    sell(date(2026, 5, 1), 100_000, subdivision_name="Old Town", city="Salem", postal_code="97301")

    with pytest.raises(UnclearSearch, match=r"'Old Town' can mean Old Town, (Astoria|Salem), OR or Old Town, "):
        analyse(ana, area="Old Town")
