"""Keeping homes and searches: the tools, and what they share with the page."""

from __future__ import annotations

import pytest

from listings import saved
from listings.models import Listing, SavedListing, SavedSearch, StandardStatus
from listings.signals import listing_saved
from listings.tools import (
    delete_saved_search,
    list_saved_listings,
    list_saved_searches,
    save_listing,
    save_search,
    unsave_listing,
)
from realestate.tooling import ToolError


def test_a_home_is_kept_with_its_note(ana, house):
    answer = save_listing("l001", note="Ask about the roof", user=ana)

    assert answer.listing.listing_id == "L001"
    assert answer.note == "Ask about the roof"
    assert answer.already_saved is False
    assert answer.saved_listings == 1
    assert answer.url == "/saved/"


def test_a_home_saved_again_is_the_one_saved(ana, house):
    first = save_listing("L001", note="Ask about the roof", user=ana)

    again = save_listing("L001", user=ana)

    assert again.already_saved is True
    assert again.note == "Ask about the roof"
    assert again.saved_at == first.saved_at
    assert SavedListing.objects.count() == 1


def test_a_new_note_replaces_the_old_one(ana, house):
    save_listing("L001", note="Ask about the roof", user=ana)
    save_listing("L001", note="Roof is new", user=ana)

    assert SavedListing.objects.get().note == "Roof is new"


def test_saving_is_told_once(ana, house):
    heard = []

    def receive(sender, listing, user, request, **kwargs):
        heard.append((listing, user, request))

    listing_saved.connect(receive)
    save_listing("L001", user=ana)
    save_listing("L001", user=ana)
    listing_saved.disconnect(receive)

    assert heard == [(house, ana, None)]


def test_an_unknown_home_cannot_be_saved(ana, db):
    with pytest.raises(ToolError, match=r"There is no listing 'L404'\. Find ids with findListings\."):
        save_listing("L404", user=ana)


def test_a_hidden_home_cannot_be_saved(ana, house):
    Listing.objects.update(internet_entire_listing_display_yn=False)

    with pytest.raises(ToolError, match="There is no listing 'L001'"):
        save_listing("L001", user=ana)


def test_a_home_that_left_the_site_is_kept_but_not_shown(ana, house, condo):
    save_listing("L001", user=ana)
    save_listing("L002", user=ana)
    Listing.objects.filter(pk=house.pk).update(standard_status=StandardStatus.DELETE)

    answer = list_saved_listings(user=ana)

    assert [each.listing.listing_id for each in answer.listings] == ["L002"]
    assert answer.total == 1


def test_homes_are_given_latest_first(ana, house, condo):
    save_listing("L002", user=ana)
    save_listing("L001", note="The one", user=ana)

    answer = list_saved_listings(user=ana)

    assert [(each.listing.listing_id, each.note) for each in answer.listings] == [("L001", "The one"), ("L002", None)]


def test_everybody_has_homes_of_their_own(ana, eve, house):
    save_listing("L001", user=ana)

    assert list_saved_listings(user=eve).listings == []
    assert unsave_listing("L001", user=eve).removed is False
    assert SavedListing.objects.count() == 1


def test_a_home_is_removed_in_any_case(ana, house):
    save_listing("L001", user=ana)

    answer = unsave_listing("l001", user=ana)

    assert (answer.removed, answer.message) == (True, "l001 is no longer saved.")
    assert unsave_listing("L001", user=ana).message == "L001 was not saved."


def test_only_so_many_homes_are_kept(ana, house, condo, monkeypatch):
    monkeypatch.setattr(saved, "MOST_LISTINGS", 1)
    save_listing("L001", user=ana)

    with pytest.raises(ToolError, match=r"1 homes are saved, which is the most\. Remove one"):
        save_listing("L002", user=ana)
    assert save_listing("L001", note="still mine", user=ana).already_saved is True


def test_a_search_is_kept_as_it_was_understood(ana, house):
    answer = save_search(city="portland", max_price=900_000, features=["garages"], user=ana)

    assert answer.search_query == {
        "city": "Portland, OR",
        "maxPrice": 900_000,
        "features": ["garage"],
        "status": "Active",
    }
    assert answer.name == "In Portland, OR, at most $900,000, with garage, for sale"
    assert answer.in_words == "in Portland, OR, at most $900,000, with garage, for sale"
    assert (answer.total, answer.new_listings, answer.already_saved) == (1, 0, False)
    assert answer.url == f"/saved/searches/{answer.search_id}/"


def test_the_same_conditions_in_other_words_are_the_search_saved(ana, house, condo):
    first = save_search(city=["Portland", "Seattle"], user=ana)

    again = save_search(city=["Seattle, WA", "portland, or"], status="for sale", sort="price", user=ana)

    assert again.already_saved is True
    assert again.search_id == first.search_id
    assert SavedSearch.objects.count() == 1


def test_a_search_of_any_status_is_another_one(ana, house):
    save_search(city="Portland", user=ana)

    assert save_search(city="Portland", status="Any", user=ana).already_saved is False


def test_saving_again_under_a_name_renames(ana, house):
    save_search(city="Portland", user=ana)

    answer = save_search(" Near  work ", city="Portland", user=ana)

    assert (answer.name, answer.already_saved) == ("Near work", True)
    assert save_search(city="Portland", user=ana).name == "Near work"


def test_a_search_without_a_condition_is_not_saved(ana, house):
    with pytest.raises(ToolError, match="Give at least one condition to save"):
        save_search(status="Active", user=ana)


def test_a_search_that_is_unclear_is_not_saved(ana, house):
    with pytest.raises(ToolError, match="No place called 'Atlantisburg' is known"):
        save_search(city="Atlantisburg", user=ana)


def test_only_so_many_searches_are_kept(ana, house, monkeypatch):
    monkeypatch.setattr(saved, "MOST_SEARCHES", 1)
    save_search(city="Portland", user=ana)

    with pytest.raises(ToolError, match=r"1 searches are saved, which is the most\."):
        save_search(city="Portland", max_price=1, user=ana)
    assert save_search(city="Portland", user=ana).already_saved is True


def test_searches_are_listed_with_what_is_new(ana, make_home, house):
    save_search("Mine", city="Portland", user=ana)
    make_home("L009")

    answer = list_saved_searches(user=ana)

    (only,) = answer.searches
    assert (only.name, only.total, only.new_listings, only.problem) == ("Mine", 2, 1, None)
    assert answer.total == 1


def test_looking_makes_nothing_new(ana, make_home, house):
    save_search("Mine", city="Portland", user=ana)
    make_home("L009")

    saved.look(SavedSearch.objects.get())

    assert list_saved_searches(user=ana).searches[0].new_listings == 0


def test_a_search_whose_place_is_gone_says_so(ana, house):
    save_search(neighborhood="Sellwood", user=ana)
    SavedSearch.objects.update(search_query={"neighborhood": "Gone, Portland, OR"})

    (only,) = list_saved_searches(user=ana).searches

    assert only.total == 0
    assert "No place called 'Gone, Portland, OR' is known" in only.problem


def test_a_search_of_an_older_version_says_so(ana, house):
    save_search(city="Portland", user=ana)
    SavedSearch.objects.update(search_query={"colour": "red"})

    assert list_saved_searches(user=ana).searches[0].problem == "It cannot be read any more."


def test_a_strangers_search_cannot_be_removed(ana, eve, house):
    kept = save_search(city="Portland", user=ana)

    answer = delete_saved_search(kept.search_id, user=eve)

    assert (answer.removed, answer.message[:33]) == (False, "No saved search has the searchId ")
    assert SavedSearch.objects.count() == 1
    assert list_saved_searches(user=eve).searches == []


def test_a_search_is_removed(ana, house):
    kept = save_search("Mine", city="Portland", user=ana)

    assert delete_saved_search(kept.search_id, user=ana).message == "“Mine” is no longer saved."
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("search_id", ["", "12", "x" * 60, "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"])
def test_an_unknown_search_cannot_be_removed(ana, search_id):
    assert delete_saved_search(search_id, user=ana).removed is False


def test_what_somebody_kept_goes_with_them(ana, house):
    save_listing("L001", user=ana)
    save_search(city="Portland", user=ana)

    ana.delete()

    assert (SavedListing.objects.count(), SavedSearch.objects.count()) == (0, 0)
