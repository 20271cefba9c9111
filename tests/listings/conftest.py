"""Homes every listings test may ask for."""

from __future__ import annotations

from datetime import date

import pytest

from listings.models import Listing, ListingFeature, Member, Office, Source


@pytest.fixture
def source(db):
    """A source with its attribution."""
    return Source.objects.create(name="rmls", title="Rose MLS", attribution="Data from Rose MLS")


@pytest.fixture
def office(source):
    """A brokerage office."""
    return Office.objects.create(
        source=source, office_key="O1", office_name="Oak Realty", office_phone="(503) 555-0100"
    )


@pytest.fixture
def maya(source, office):
    """The listing agent of the house."""
    return Member.objects.create(source=source, office=office, member_key="M1", member_full_name="Maya Lind")


@pytest.fixture
def make_home(source):
    """Makes a home from the fields given; the rest is a plain house in Portland."""

    def make(listing_id, features=(), **fields):
        plain = {
            "source": source,
            "listing_key": listing_id,
            "standard_status": "Active",
            "property_type": "Residential",
            "property_sub_type": "Single Family Residence",
            "list_price": 500_000,
            "city": "Portland",
            "county_or_parish": "Multnomah County",
            "state_or_province": "OR",
            "postal_code": "97202",
        }
        home = Listing.objects.create(listing_id=listing_id, **plain | fields)
        ListingFeature.objects.bulk_create(ListingFeature(listing=home, name=name) for name in features)
        return home

    return make


@pytest.fixture
def house(make_home, maya, office):
    """A house in Sellwood, Portland, for $825,000."""
    return make_home(
        "L001",
        ["garage", "fireplace"],
        list_price=825_000,
        original_list_price=850_000,
        on_market_date=date(2026, 11, 1),
        unparsed_address="123 Oak Street",
        subdivision_name="Sellwood",
        latitude=45.4650,
        longitude=-122.6530,
        bedrooms_total=3,
        bathrooms_total=2,
        living_area=1840,
        lot_size_square_feet=4900,
        year_built=1926,
        public_remarks="A quiet house.",
        list_agent=maya,
        list_office=office,
    )


@pytest.fixture
def condo(make_home):
    """A condominium in Seattle for $450,000."""
    return make_home(
        "L002",
        ["elevator", "view"],
        list_price=450_000,
        on_market_date=date(2026, 11, 10),
        unparsed_address="9 Pine Avenue #1207",
        property_sub_type="Condominium",
        city="Seattle",
        county_or_parish="King County",
        state_or_province="WA",
        postal_code="98101",
        subdivision_name="Downtown",
        latitude=47.6110,
        longitude=-122.3350,
        bedrooms_total=1,
        bathrooms_total=1,
        living_area=720,
        year_built=2007,
    )


@pytest.fixture
def sold_house(make_home):
    """A house in Portland that closed at $610,000 on June 30, 2026."""
    return make_home(
        "L003",
        list_price=599_000,
        close_price=610_000,
        standard_status="Closed",
        on_market_date=date(2026, 5, 1),
        purchase_contract_date=date(2026, 5, 21),
        close_date=date(2026, 6, 30),
        bedrooms_total=4,
        living_area=2000,
    )
