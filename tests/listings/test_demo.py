"""The demo market looks like a market, and is the same for everybody who seeds on the same day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db.models import Count, F, Q

from listings import demo
from listings.models import Listing, Media, Member, PriceChange, StatusChange
from realestate.seeding import SeedOptions

TODAY = date(2026, 11, 23)
STEERING = (
    r"family|families|safe|exclusive|school|quiet|perfect for|walking distance|church|neighbou?rhood|crime|"
    r"bachelor|master|retire|senior|young|couple|children|kids|desirable|prestig"
)


def options(listings=1800, today=TODAY):
    return SeedOptions(listings=listings, today=today, random_seed=2026, write=lambda line: None)


@pytest.fixture(scope="module")
def market(django_db_setup, django_db_blocker):
    """The whole demo market, drawn and written once for this module."""
    with django_db_blocker.unblock():
        demo.seed(options())
        yield Listing.objects.filter(source__name="demo")
        demo.flush()


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("listing_id", "address", "city", "postal_code", "price", "bedrooms", "baths"),
    [
        ("L001", "123 Oak Street", "Portland", "97201", 825_000, 3, 2),
        ("L002", "456 Pine Avenue", "Portland", "97205", 799_000, 4, 3),
        ("L003", "789 Maple Drive", "Seattle", "98101", 1_250_000, 5, 3.5),
    ],
)
def test_the_homes_that_examples_speak_of_are_for_sale(
    market, listing_id, address, city, postal_code, price, bedrooms, baths
):
    home = market.get(listing_id=listing_id)

    assert (home.unparsed_address, home.city, home.postal_code) == (address, city, postal_code)
    assert (home.list_price, home.bedrooms_total, home.bathrooms_total) == (price, bedrooms, baths)
    assert home.standard_status == "Active"


def test_most_homes_are_for_sale_under_contract_or_sold(market):
    assert market.count() == 1800
    assert market.filter(standard_status__in=["Active", "Pending", "Closed"]).count() >= 1500


def test_there_are_few_homes_in_the_rarer_states(market):
    counts = dict(market.values_list("standard_status").annotate(Count("pk")))

    assert counts["Coming Soon"] == 18
    assert counts["Withdrawn"] == 22
    assert counts["Expired"] == 14


@pytest.mark.parametrize("baths", [1, 2, 3])
def test_portland_has_three_bedroom_homes_under_900000_with_one_two_and_three_baths(market, baths):
    homes = market.filter(city="Portland", standard_status="Active", bedrooms_total=3, list_price__lt=900_000)

    assert homes.filter(bathrooms_total=baths).count() >= 3


@pytest.mark.parametrize("city", ["Portland", "Seattle", "Bellevue", "Kirkland", "Redmond"])
def test_every_whole_month_of_a_city_has_sales_to_speak_of(market, city):
    sales = market.filter(city=city, close_date__gte=date(2024, 12, 1), close_date__lt=date(2026, 11, 1))

    months = sales.values("close_date__year", "close_date__month").annotate(sold=Count("pk")).values_list("sold")

    assert len(months) == 23
    assert min(sold for (sold,) in months) >= 5


def test_dates_run_forward(market):
    disordered = market.filter(
        Q(on_market_date__gt=F("purchase_contract_date"))
        | Q(purchase_contract_date__gt=F("close_date"))
        | Q(close_date__gte=TODAY)
        | Q(on_market_date__gt=TODAY)
    )

    assert not disordered.exists()


def test_a_sold_home_has_a_sale_price_and_the_others_have_none(market):
    assert not market.filter(standard_status="Closed", close_price__isnull=True).exists()
    assert not market.exclude(standard_status="Closed").filter(close_price__isnull=False).exists()


def test_the_list_price_is_the_last_one_of_its_history(market):
    latest = {change.listing_id: change.list_price for change in PriceChange.objects.order_by("changed_on", "pk")}

    assert {home.pk: home.list_price for home in market} == latest


def test_the_status_is_the_last_one_of_its_history(market):
    latest = {row.listing_id: row.standard_status for row in StatusChange.objects.order_by("changed_on", "pk")}

    assert {home.pk: home.standard_status for home in market} == latest


def test_some_sellers_have_lowered_their_price(market):
    assert market.filter(list_price__lt=F("original_list_price")).count() > 200


def test_no_remark_speaks_of_people_or_of_the_area(market):
    remarks = market.values_list("public_remarks", flat=True)

    assert [text for text in remarks if re.search(STEERING, text, re.IGNORECASE)] == []


def test_remarks_have_two_to_four_sentences(market):
    counts = {len(re.findall(r"(?<!Mt)(?<!St)\.(?: |$)", home.public_remarks)) for home in market}

    assert counts <= {2, 3, 4}


def test_no_two_homes_share_an_address(market):
    assert market.values("unparsed_address").distinct().count() == 1800


def test_condominiums_pay_a_monthly_fee(market):
    condos = market.filter(property_sub_type="Condominium")

    assert condos.count() > 200
    assert not condos.filter(association_fee__isnull=True).exists()


def test_a_picture_is_a_path_of_its_own_home(market):
    pictures = list(Media.objects.filter(listing__listing_id="L002").values_list("media_url", flat=True))

    assert pictures[:2] == ["/listings/L002/picture.svg?order=0", "/listings/L002/picture.svg?order=1"]


def test_phone_numbers_ring_nowhere(market):
    phones = Member.objects.filter(source__name="demo").values_list("member_phone", flat=True)

    assert [phone for phone in phones if not re.fullmatch(r"\(\d{3}\) 555-01\d\d", phone)] == []


def test_seeding_again_changes_nothing_and_says_so(market):
    said = []
    again = SeedOptions(listings=1800, today=TODAY + timedelta(days=1), random_seed=1, write=said.append)

    demo.seed(again)

    assert said == ["Demo listings: already there."]
    assert market.count() == 1800


def test_the_same_day_and_seed_give_the_same_homes():
    first = demo.draw_market(options(listings=60))
    second = demo.draw_market(options(listings=60))

    assert first == second


def test_a_first_of_january_is_a_day_like_any_other():
    assert len(demo.draw_market(options(listings=200, today=date(2027, 1, 1)))) == 200
