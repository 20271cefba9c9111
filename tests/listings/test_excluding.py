"""Conditions that leave homes out: places, and more baths than wanted."""

from __future__ import annotations

import pytest

from listings.query import SearchQuery, UnclearSearch
from listings.results import applied_filters
from listings.search import matching, search


@pytest.fixture
def homes(make_home):
    """Homes in two neighbourhoods of Portland and in Astoria."""
    make_home("P1", subdivision_name="Sellwood", postal_code="97202", bathrooms_total=1)
    make_home("P2", subdivision_name="Alberta", postal_code="97211", bathrooms_total=2.5)
    make_home("A1", city="Astoria", postal_code="97103")


def found(**conditions):
    return set(matching(SearchQuery(**conditions), visible_to=None).values_list("listing_id", flat=True))


@pytest.mark.parametrize(
    ("places", "ids"),
    [
        (["Sellwood"], {"P2", "A1"}),
        (["Portland"], {"A1"}),
        (["97211"], {"P1", "A1"}),
        (["sellwood", "Astoria, OR"], {"P2"}),
        (["97211 (Portland, OR)"], {"P1", "A1"}),
    ],
)
def test_homes_in_these_places_are_left_out(homes, places, ids):
    assert found(exclude_places=places) == ids


def test_a_place_inside_the_place_wanted_is_left_out(homes):
    assert found(city=["Portland"], exclude_places=["Alberta"]) == {"P1"}


def test_each_place_is_a_condition_with_words(homes):
    conditions = search(SearchQuery(exclude_places=["Selwood", "97211"]), visible_to=None).conditions

    assert [each.words for each in conditions] == [
        "not in Sellwood, Portland, OR",
        "not in 97211 (Portland, OR)",
        "for sale",
    ]
    assert applied_filters(conditions)["excludePlaces"] == ["Sellwood, Portland, OR", "97211 (Portland, OR)"]


def test_a_corrected_place_is_said(homes):
    assert search(SearchQuery(exclude_places=["Selwood"]), visible_to=None).notes == [
        "'Selwood' was read as Sellwood, Portland, OR."
    ]


def test_an_unknown_place_is_named(homes):
    with pytest.raises(UnclearSearch, match=r"No place called 'Atlantisburg' is known \(excludePlaces\)"):
        found(exclude_places=["Atlantisburg"])


def test_more_baths_than_wanted_are_left_out(homes):
    assert found(max_bathrooms=2) == {"P1"}
    assert found(min_bathrooms=2.5, max_bathrooms=2.5) == {"P2"}


def test_nothing_fits_offers_the_place_again(homes):
    relaxed = search(SearchQuery(city=["Astoria"], exclude_places=["97103"]), visible_to=None).relaxed

    assert relaxed.best.words == "Without “not in 97103 (Astoria, OR)”, 1 home fits."
