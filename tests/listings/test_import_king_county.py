"""The real file: 21,613 sales of King County, every row accounted for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count

from listings.importers.importing import import_file
from listings.models import Listing, Source
from tests.king_county import SALES_FILE, needs_king_county

pytestmark = [pytest.mark.django_db, needs_king_county]


def bring_in(**options):
    problems = []
    counts = import_file(SALES_FILE, quarantine=lambda line, reason: problems.append((line, reason)), **options)
    return counts, problems


@pytest.fixture(scope="module")
def first_import(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield bring_in()
        Source.objects.filter(name="king-county").delete()


@pytest.fixture
def sales(first_import):
    return Listing.objects.filter(source__name="king-county")


def test_every_row_becomes_a_listing(first_import, sales):
    counts, problems = first_import

    assert str(counts) == "created 21,613, updated 0, unchanged 0, quarantined 0"
    assert problems == []
    assert sales.filter(standard_status="Closed").count() == 21_613


def test_importing_again_changes_nothing(first_import):
    counts, _ = bring_in()

    assert str(counts) == "created 0, updated 0, unchanged 21,613, quarantined 0"


def test_a_dry_run_prints_the_same_counts(first_import):
    counts, _ = bring_in(dry_run=True)

    assert counts.unchanged == 21_613


def test_a_price_in_exponent_form_is_read_as_a_number(sales):
    # Written 1.225e+006 in the file.
    assert sales.get(listing_key="7237550310-20140512").close_price == Decimal("1225000.00")


def test_a_parcel_number_keeps_its_leading_zeros(sales):
    assert sales.filter(parcel_number="0114101516").count() == 1


def test_a_sale_is_known_by_parcel_and_day(sales):
    sale = sales.get(listing_key="7129300520-20141013")

    assert sale.listing_id == "7129300520-20141013"
    assert sale.parcel_number == "7129300520"
    assert sale.close_date == date(2014, 10, 13)


def test_a_home_sold_again_is_two_listings_of_one_parcel(sales):
    again = sales.values("parcel_number").annotate(sold=Count("pk")).filter(sold__gt=1)

    assert again.filter(sold=2).count() == 175
    assert again.filter(sold=3).count() == 1


def test_a_sale_has_no_list_price_and_no_days_on_the_market(sales):
    assert not sales.filter(list_price__isnull=False).exists()
    assert not sales.filter(on_market_date__isnull=False).exists()


def test_city_county_and_state_follow_from_the_zip_code(sales):
    sale = sales.get(listing_key="7129300520-20141013")

    assert (sale.city, sale.county_or_parish, sale.state_or_province) == ("Seattle", "King County", "WA")


def test_baths_are_counted_in_quarters(sales):
    assert sales.get(listing_key="6414100192-20141209").bathrooms_total == Decimal("2.25")


def test_the_house_with_33_bedrooms_is_kept_and_doubted(sales):
    house = sales.get(parcel_number="2402100895")

    assert house.bedrooms_total == 33
    assert house.flags == ["bedrooms_implausible"]
    assert [sale for sale in sales.only("flags") if "bedrooms_implausible" in sale.flags] == [house]


@pytest.mark.parametrize(
    ("flag", "count"),
    [
        ("bedrooms_zero", 13),
        ("bathrooms_zero", 10),
        ("sold_before_year_built", 12),
        ("lot_smaller_than_living_area", 789),
    ],
)
def test_doubtful_rows_are_flagged(sales, flag, count):
    assert sum(flag in flags for flags in sales.values_list("flags", flat=True)) == count


def test_163_homes_are_at_the_water(sales):
    assert sales.filter(features__name="waterfront").count() == 163


def test_what_has_no_field_is_kept_as_it_came(sales):
    raw = sales.get(listing_key="6414100192-20141209").raw

    assert raw == {
        "waterfront": "0",
        "view": "0",
        "condition": "3",
        "grade": "7",
        "sqft_above": "2170",
        "sqft_basement": "400",
        "yr_renovated": "1991",
        "sqft_living15": "1690",
        "sqft_lot15": "7639",
    }


def test_the_source_says_what_it_cannot_know(first_import):
    source = Source.objects.get(name="king-county")

    assert source.lacks["list_price"] == "This source records sales only, so there is no list price."
    assert source.last_imported_at is not None


def test_a_changed_listing_is_set_right_by_the_next_import(sales):
    sales.filter(listing_key="7129300520-20141013").update(close_price=1)

    counts, _ = bring_in()

    assert str(counts) == "created 0, updated 1, unchanged 21,612, quarantined 0"
    assert sales.get(listing_key="7129300520-20141013").close_price == 221_900
