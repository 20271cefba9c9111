"""Telling of homes that are new for a saved search: each once, whoever asks, whatever changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from listings import saved
from listings.models import Listing, SavedSearch, SavedSearchMatch
from listings.query import SearchQuery


@pytest.fixture
def search(ana, house):
    """Ana's saved search for homes in Portland up to $900,000; it was saved an hour ago, after the house came in."""
    kept, _ = saved.save_search(ana, SearchQuery(city=["Portland"], max_price=900_000))
    hour_ago = timezone.now() - timedelta(hours=1)
    SavedSearch.objects.update(saved_at=hour_ago, looked_at=hour_ago, matched_until=hour_ago)
    Listing.objects.update(modification_timestamp=hour_ago - timedelta(days=1))
    return kept


def found(seconds=60, **options):
    """What is new when everything has been quiet for so long."""
    now = timezone.now() + timedelta(seconds=seconds)
    return [
        (each.user.email, each.search.saved_search_name, [home.listing_id for home in each.listings], each.count)
        for each in saved.new_matches(now=now, **options)
    ]


NAME = "In Portland, OR, at most $900,000, for sale"


def test_without_news_nothing_is_told_and_two_queries_asked(search, django_assert_num_queries):
    found()

    with django_assert_num_queries(2):
        assert found() == []


def test_a_new_home_that_fits_is_told_once(search, make_home):
    make_home("N1")

    assert found() == [("ana@example.com", NAME, ["N1"], 1)]
    assert found() == []


def test_a_home_told_of_once_is_not_told_again_when_it_changes(search, make_home):
    home = make_home("N1")
    found()

    home.list_price = 450_000
    home.save()

    assert found() == []


def test_a_home_that_comes_to_fit_is_told(search, make_home):
    home = make_home("N1", list_price=950_000)
    assert found() == []

    home.list_price = 890_000
    home.save()

    assert found() == [("ana@example.com", NAME, ["N1"], 1)]


def test_homes_that_do_not_fit_or_are_hidden_are_not_told(search, make_home):
    make_home("N1", city="Salem")
    make_home("N2", internet_entire_listing_display_yn=False)
    make_home("N3", standard_status="Pending")

    assert found() == []


def test_what_was_there_when_it_was_saved_is_not_new(ana, house):
    saved.save_search(ana, SearchQuery(city=["Portland"]))

    assert found() == []


def test_an_import_is_waited_for(search, make_home):
    make_home("N1")

    assert found(seconds=2) == []
    assert len(found(seconds=6)) == 1


def test_a_home_committed_late_is_told_too(search, make_home):
    make_home("N2")
    found()

    late = make_home("N1")
    Listing.objects.filter(pk=late.pk).update(modification_timestamp=timezone.now() - timedelta(minutes=10))
    make_home("N3", city="Salem")

    assert found() == [("ana@example.com", NAME, ["N1"], 1)]


def test_another_process_that_is_quicker_tells_of_it_alone(search, make_home):
    make_home("N1")
    stale = SavedSearch.objects.select_related("user").get()
    assert len(found()) == 1

    assert saved._record(stale, timezone.now()) == []


def test_everybody_is_told_of_their_own(search, eve, make_home):
    hour_ago = timezone.now() - timedelta(hours=1)
    saved.save_search(eve, SearchQuery(city=["Portland"]), name="Eve's")
    SavedSearch.objects.filter(user=eve).update(saved_at=hour_ago, matched_until=hour_ago)
    make_home("N1")

    assert {user for user, *_ in found()} == {"ana@example.com", "eve@example.com"}


def test_of_many_homes_the_latest_are_shown_and_all_recorded(search, make_home):
    for number in range(5):
        make_home(f"N{number}")

    assert found(shown=2) == [("ana@example.com", NAME, ["N4", "N3"], 5)]
    assert SavedSearchMatch.objects.count() == 5


def test_a_search_nobody_understands_any_more_holds_nobody_up(search, eve, make_home):
    SavedSearch.objects.update(search_query={"city": "Gone, XX"})
    make_home("N1")

    assert found() == []
    assert SavedSearch.objects.get().matched_until >= Listing.objects.get(listing_id="N1").modification_timestamp


def test_only_so_many_searches_are_looked_through_at_a_time(search, ana, make_home):
    kept, _ = saved.save_search(ana, SearchQuery(max_price=900_000))
    hours_ago = timezone.now() - timedelta(hours=2)
    SavedSearch.objects.filter(pk=kept.pk).update(saved_at=hours_ago, matched_until=hours_ago)
    make_home("N1")

    assert [name for _, name, *_ in found(most_searches=1)] == ["At most $900,000, for sale"]
    assert [name for _, name, *_ in found(most_searches=1)] == [NAME]
