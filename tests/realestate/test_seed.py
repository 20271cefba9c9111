"""`manage.py seed` fills an empty installation once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analytics.models import ListingActivity
from listings.models import Listing

pytestmark = pytest.mark.django_db


def seed(*arguments):
    output = StringIO()
    call_command("seed", *arguments, stdout=output)
    return output.getvalue()


def test_seed_makes_as_many_homes_as_asked_for():
    seed("--listings", "40", "--today", "2026-11-23")

    assert Listing.objects.count() == 40


def test_seed_makes_visitors_only_for_days_on_the_market():
    seed("--listings", "40", "--today", "2026-11-23")

    first = ListingActivity.objects.filter(listing__listing_id="L001").earliest("date")
    assert first.date == Listing.objects.get(listing_id="L001").on_market_date


def test_seed_counts_no_visitors_today_because_today_is_not_over():
    seed("--listings", "40", "--today", "2026-11-23")

    assert not ListingActivity.objects.filter(date__gte="2026-11-23").exists()


def test_seed_twice_is_seed_once():
    seed("--listings", "20")

    said = seed("--listings", "20")

    assert "Demo listings: already there." in said
    assert "Demo activity: already there." in said
    assert Listing.objects.count() == 20


def test_seed_with_flush_starts_over():
    seed("--listings", "20")

    seed("--listings", "30", "--flush")

    assert Listing.objects.count() == 30


def test_seed_refuses_fewer_homes_than_the_examples_need():
    with pytest.raises(CommandError, match="--listings is 2; the demo market needs at least 3 homes"):
        seed("--listings", "2")
