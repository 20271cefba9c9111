"""One query -> one queryset, its figures, one page, and advice when none fits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from listings import search as searching
from listings.distance import miles_between, miles_from
from listings.models import Listing
from listings.query import Near, SearchQuery, UnclearSearch
from listings.results import listing_page
from listings.search import search


def ids(results):
    return [home.listing_id for home in results.listings]


def found(**conditions):
    return sorted(ids(search(SearchQuery(**conditions), visible_to=None)))


def test_search_without_conditions_finds_what_is_for_sale(house, condo, sold_house):
    assert found() == ["L001", "L002"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Sold", ["L003"]), ("closed", ["L003"]), ("ACTIVE", ["L001"]), ("Any", ["L001", "L003"]), ("Pending", [])],
)
def test_status_is_read_as_people_say_it(house, sold_house, status, expected):
    assert found(status=status) == expected


def test_reso_key_of_a_status_is_understood(make_home):
    make_home("L1", standard_status="Active Under Contract")

    assert found(status="ActiveUnderContract") == ["L1"]


@pytest.mark.parametrize("status", ["Any", "Active"])
def test_hidden_homes_are_never_found(make_home, status):
    make_home("L1", internet_entire_listing_display_yn=False)
    make_home("L2", standard_status="Delete")
    make_home("L3", standard_status="Incomplete")

    assert found(status=status) == []


@pytest.mark.parametrize(
    "conditions",
    [
        {"city": "portland"},
        {"city": ["Portland, OR", "Bend, OR"]},
        {"county": "multnomah county"},
        {"state": "Oregon"},
        {"postal_code": "97202"},
        {"neighborhood": "sellwood"},
        {"min_price": 825_000, "max_price": 825_000},
        {"min_bedrooms": 3},
        {"min_bathrooms": 2},
        {"min_living_area": 1840},
        {"min_lot_size": 4900},
        {"max_year_built": 1926},
        {"property_type": "house"},
        {"property_type": ["single family", "land"]},
        {"property_type": "SingleFamilyResidence"},
        {"features": ["Garage", "fire place"]},
        {"exclude_features": ["lift"]},
        {"near": Near(latitude=45.5, longitude=-122.65, miles=3)},
    ],
)
def test_each_condition_finds_the_house_and_not_the_condo(house, condo, conditions):
    assert found(**conditions) == ["L001"]


def test_price_of_a_sold_home_is_what_it_sold_for(sold_house):
    assert found(status="Sold", min_price=605_000) == ["L003"]


def test_closing_dates_are_inclusive_and_mean_sold(sold_house):
    assert found(closed_after=date(2026, 6, 30), closed_before=date(2026, 6, 30)) == ["L003"]
    assert found(closed_after=date(2026, 7, 1)) == []


def test_place_under_the_wrong_argument_is_used_and_noted(house):
    results = search(SearchQuery(city="97202"), visible_to=None)

    assert ids(results) == ["L001"]
    assert results.notes == ["97202 (Portland, OR) is a zip code and was searched as one."]


def test_namesake_cities_are_asked_back(house, make_home):
    make_home("L9", city="Portland", state_or_province="ME")

    with pytest.raises(UnclearSearch, match="'portland' can mean Portland, ME"):
        search(SearchQuery(city="portland"), visible_to=None)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"city": "Xyzzyville"}, "No place called 'Xyzzyville' is known"),
        ({"state": "Cascadia"}, "'Cascadia' is no US state"),
        ({"status": "haunted"}, "'haunted' is no status"),
        ({"status": "Delete"}, "'Delete' is no status"),
        ({"property_type": "spaceship"}, "'spaceship' is no known kind of home"),
        ({"sort": "random"}, "'random' is no order"),
        ({"sort": "distance"}, "needs near"),
        ({"min_price": 2, "max_price": 1}, "minPrice 2 is above maxPrice 1"),
    ],
)
def test_what_cannot_be_understood_is_said(house, conditions, message):
    with pytest.raises(UnclearSearch, match=message):
        search(SearchQuery(**conditions), visible_to=None)


def test_unknown_feature_is_said_and_never_ignored(house):
    results = search(SearchQuery(features=["wine cave"]), visible_to=None)

    assert results.total == 0
    assert "'wine cave'" in results.notes[0]


def test_median_of_an_even_count_is_the_mean_of_the_middle_two(make_home):
    make_home("L1", list_price=100_000)
    make_home("L2", list_price=200_000)
    make_home("L3", list_price=401_000)
    make_home("L4", list_price=900_000)

    figures = search(SearchQuery(), visible_to=None).statistics

    assert figures.median_price == Decimal("300500.00")
    assert (figures.average_price, figures.min_price, figures.max_price) == (400_250, 100_000, 900_000)


def test_median_of_an_odd_count_is_the_middle_one(make_home):
    make_home("L1", list_price=100_000)
    make_home("L2", list_price=200_000)
    make_home("L3", list_price=900_000)

    assert search(SearchQuery(), visible_to=None).statistics.median_price == 200_000


def test_statistics_cover_all_matches_not_only_the_page(house, condo):
    results = search(SearchQuery(limit=1), visible_to=None)

    assert (len(results.listings), results.total, results.statistics.count) == (1, 2, 2)


def test_price_per_square_foot_leaves_out_homes_without_an_area(make_home):
    make_home("L1", list_price=300_000, living_area=1000)
    make_home("L2", list_price=300_000, living_area=None)
    make_home("L3", list_price=300_000, living_area=0)

    assert search(SearchQuery(), visible_to=None).statistics.median_price_per_square_foot == 300


def test_figures_of_nothing_are_null(db):
    figures = search(SearchQuery(), visible_to=None).statistics

    assert (figures.count, figures.median_price, figures.average_price) == (0, None, None)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price", ["L002", "L001"]),
        ("-price", ["L001", "L002"]),
        ("newest", ["L002", "L001"]),
        ("oldest", ["L001", "L002"]),
        ("-livingArea", ["L001", "L002"]),
        ("bedrooms", ["L002", "L001"]),
        ("pricePerSquareFoot", ["L001", "L002"]),
        ("yearBuilt", ["L001", "L002"]),
    ],
)
def test_homes_come_in_the_order_asked_for(house, condo, sort, expected):
    assert ids(search(SearchQuery(sort=sort), visible_to=None)) == expected


def test_pages_show_every_home_once_with_ties_and_unknown_values(make_home):
    make_home("L1", list_price=300_000)
    make_home("L2", list_price=300_000)
    make_home("L3", list_price=None)
    make_home("L4", list_price=300_000)
    make_home("L5", list_price=None)

    first = search(SearchQuery(sort="price", limit=2), visible_to=None)
    second = search(SearchQuery(sort="price", limit=2, cursor=first.next_cursor), visible_to=None)
    third = search(SearchQuery(sort="price", limit=2, cursor=second.next_cursor), visible_to=None)

    assert [ids(first), ids(second), ids(third)] == [["L1", "L2"], ["L4", "L3"], ["L5"]]
    assert third.next_cursor is None


def test_pages_by_distance_follow_on(make_home):
    make_home("L1", latitude=45.51, longitude=-122.6)
    make_home("L2", latitude=45.52, longitude=-122.6)
    circle = Near(latitude=45.5, longitude=-122.6, miles=5)

    first = search(SearchQuery(near=circle, limit=1), visible_to=None)
    second = search(SearchQuery(near=circle, limit=1, cursor=first.next_cursor), visible_to=None)

    assert [ids(first), ids(second)] == [["L1"], ["L2"]]


@pytest.mark.parametrize("sort", ["newest", "pricePerSquareFoot", "-bathrooms"])
def test_second_page_follows_whatever_the_kind_of_value(house, condo, sort):
    first = search(SearchQuery(sort=sort, limit=1), visible_to=None)
    second = search(SearchQuery(sort=sort, limit=1, cursor=first.next_cursor), visible_to=None)

    assert sorted(ids(first) + ids(second)) == ["L001", "L002"]


def test_cursor_of_another_search_is_refused(house, condo):
    first = search(SearchQuery(limit=1), visible_to=None)

    with pytest.raises(UnclearSearch, match="belongs to another search"):
        search(SearchQuery(limit=1, min_bedrooms=1, cursor=first.next_cursor), visible_to=None)


@pytest.mark.parametrize("cursor", ["x", "🏠", "W10", "WyJhIiwgIngiLCAiMSIsIDFd", "bnVsbA"])
def test_broken_cursor_is_refused(house, cursor):
    with pytest.raises(UnclearSearch, match="not one this search gave"):
        search(SearchQuery(cursor=cursor), visible_to=None)


def test_distance_equals_the_plain_haversine(condo):
    [home] = search(SearchQuery(near=Near(latitude=47.70, longitude=-122.20, miles=20)), visible_to=None).listings

    assert home.distance_miles == pytest.approx(miles_between(47.70, -122.20, 47.6110, -122.3350), abs=1e-9)
    assert home.distance_miles == pytest.approx(8.7915, abs=0.0001)


def test_circle_ends_at_its_radius(condo):
    inside = Near(latitude=47.70, longitude=-122.20, miles=8.792)
    outside = Near(latitude=47.70, longitude=-122.20, miles=8.791)

    assert found(near=inside) == ["L002"]
    assert found(near=outside) == []


def test_circle_reaches_over_the_date_line(make_home):
    make_home("L1", latitude=52.0, longitude=179.99)

    assert found(near=Near(latitude=52.0, longitude=-179.99, miles=2)) == ["L1"]


def test_withheld_address_is_not_found_by_a_circle(make_home):
    make_home("L1", latitude=45.5, longitude=-122.6, internet_address_display_yn=False)

    assert found(near=Near(latitude=45.5, longitude=-122.6, miles=1)) == []


def test_nothing_fits_says_which_single_condition_to_give_up(house, condo):
    relaxed = search(SearchQuery(city="Portland", max_price=700_000), visible_to=None).relaxed

    assert relaxed.best.words == "Without “at most $700,000”, 1 home fits."
    assert relaxed.best.suggested == {"maxPrice": 825_000}
    assert [home.listing_id for home in relaxed.listings] == ["L001"]


def test_pair_is_given_up_when_no_single_condition_helps(house):
    relaxed = search(SearchQuery(max_price=100, min_bedrooms=9), visible_to=None).relaxed

    assert [condition.argument for condition in relaxed.best.given_up] == ["maxPrice", "minBedrooms"]


def test_status_is_given_up_when_only_sold_homes_fit(sold_house):
    relaxed = search(SearchQuery(city="Portland"), visible_to=None).relaxed

    assert relaxed.best.words == "Without “for sale”, 1 home fits."


def test_nothing_is_relaxed_when_there_is_nothing_at_all(db):
    assert search(SearchQuery(min_bedrooms=2), visible_to=None).relaxed is None


def test_source_that_lacks_a_field_is_named(make_home, source):
    source.lacks = {"property_sub_type": "County records give no type."}
    source.save()
    make_home("L1", property_sub_type="")

    results = search(SearchQuery(property_type="condo"), visible_to=None)

    assert results.notes == [
        "Rose MLS: 1 home fits the rest but cannot be chosen, because this source does not record what “a condo” asks "
        "for. County records give no type."
    ]


def test_total_beyond_what_is_counted_is_a_lower_bound(house, condo, monkeypatch):
    monkeypatch.setattr(searching, "COUNTED", 1)

    results = search(SearchQuery(), visible_to=None)

    assert (results.total, results.total_is_lower_bound) == (1, True)


def test_amounts_beyond_any_column_find_nothing_and_break_nothing(house):
    assert found(min_bedrooms=1_000_000_000) == []
    assert found(min_price=999_999_999_999) == []
    assert found(min_bathrooms=999.99) == []


def test_search_takes_few_queries(house, condo, django_assert_max_num_queries):
    search(SearchQuery(city="Portland"), visible_to=None)

    with django_assert_max_num_queries(8):
        search(SearchQuery(city="Portland", features=["garage"]), visible_to=None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"min_bedrooms": 3, "max_bedrooms": 3}, ["3 bedrooms", "for sale"]),
        ({"min_bedrooms": 2, "max_bedrooms": 4}, ["2 to 4 bedrooms", "for sale"]),
        ({"min_price": 500000, "max_price": 750000}, ["$500,000 to $750,000", "for sale"]),
        ({"min_bedrooms": 3, "max_price": 900000}, ["at most $900,000", "3 or more bedrooms", "for sale"]),
    ],
)
def test_the_ends_of_a_range_are_said_as_one(ana, arguments, words):
    assert listing_page(search(SearchQuery(**arguments), visible_to=ana)).applied_in_words == words


def test_a_home_without_a_point_is_at_no_distance(make_home):
    make_home("L1", latitude=None, longitude=-122.3)

    homes = Listing.objects.annotate(miles=miles_from(Near(latitude=47.6, longitude=-122.3, miles=5)))

    assert homes.get().miles is None
