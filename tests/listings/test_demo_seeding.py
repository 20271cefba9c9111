"""Seeding and removing the demo market, beside what is there already."""

from __future__ import annotations

from datetime import date

import pytest

from listings import demo
from listings.models import Listing, Source
from realestate.seeding import SeedOptions

THREE_HOMES = SeedOptions(listings=3, today=date(2026, 11, 23), random_seed=2026, write=lambda line: None)


def test_the_first_homes_belong_to_the_listing_agent_who_can_log_in(ben):
    demo.seed(THREE_HOMES)

    assert Listing.objects.get(listing_id="L001").list_agent.user == ben


def test_flushing_removes_the_market_and_nothing_else(condo_of_another_source):
    demo.seed(THREE_HOMES)

    demo.flush()

    assert list(Listing.objects.all()) == [condo_of_another_source]


@pytest.fixture
def condo_of_another_source(db):
    source = Source.objects.create(name="other", title="Another source")
    return Listing.objects.create(source=source, listing_key="1", listing_id="X1", standard_status="Active")
