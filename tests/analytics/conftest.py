"""A small market whose figures can be worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from listings.models import Listing, Source


@pytest.fixture
def source(db):
    return Source.objects.create(name="valley", title="Valley listings", attribution="Courtesy of the valley.")


@pytest.fixture
def sell(source):
    """Record a sale in Astoria: 30 days on the market, 1,000 square feet, sold for 80 percent of the list price."""
    count = 0

    def record(closed_on, price, **changes):
        nonlocal count
        count += 1
        values = {
            "source": source,
            "listing_key": f"S{count}",
            "listing_id": f"S{count}",
            "standard_status": "Closed",
            "property_type": "Residential",
            "property_sub_type": "Single Family Residence",
            "close_price": Decimal(price),
            "list_price": Decimal(price) * Decimal("1.25"),
            "close_date": closed_on,
            "purchase_contract_date": closed_on - timedelta(days=30),
            "on_market_date": closed_on - timedelta(days=60),
            "living_area": 1000,
            "city": "Astoria",
            "county_or_parish": "Clatsop County",
            "state_or_province": "OR",
            "postal_code": "97103",
        }
        return Listing.objects.create(**values | changes)

    return record


@pytest.fixture
def offer(source):
    """Put a home in Astoria on the market."""
    count = 0

    def put_up(status="Active", **changes):
        nonlocal count
        count += 1
        values = {
            "source": source,
            "listing_key": f"F{count}",
            "listing_id": f"F{count}",
            "standard_status": status,
            "property_type": "Residential",
            "property_sub_type": "Single Family Residence",
            "list_price": Decimal(500_000),
            "on_market_date": date(2026, 11, 1),
            "city": "Astoria",
            "county_or_parish": "Clatsop County",
            "state_or_province": "OR",
            "postal_code": "97103",
        }
        return Listing.objects.create(**values | changes)

    return put_up
