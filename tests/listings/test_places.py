"""Place names -> what to search."""

from __future__ import annotations

import pytest

from listings import places
from listings.models import Listing


def labels(found):
    return [place.label for place in found]


def test_zip_code_says_city_county_and_state():
    place = places.from_zip("98115")

    assert (place.city, place.county, place.state) == ("Seattle", "King County", "WA")


def test_zip_plus_four_is_its_zip_code():
    assert places.from_zip("97202-1234").city == "Portland"


@pytest.mark.parametrize("code", ["00000", "9811", "", "98115x", "9٨115"])
def test_what_is_no_zip_code_belongs_to_nothing(code):
    assert places.from_zip(code) is None


@pytest.mark.parametrize(
    "text", ["portland", "Portland, OR", "PORTLAND or", "portland oregon", "Portland, Oregon, USA"]
)
def test_city_is_found_however_it_is_written(house, text):
    assert labels(places.resolve(text)) == ["Portland, OR"]


def test_misspelt_city_is_corrected_and_says_so(house):
    [place] = places.resolve("Portlnd")

    assert (place.label, place.guessed) == ("Portland, OR", True)


def test_known_place_is_never_read_as_another(make_home):
    make_home("L1", city="Renton", state_or_province="WA")

    assert "Renton, WA" not in labels(places.resolve("Reston"))


def test_short_names_are_not_corrected(make_home):
    make_home("L1", city="Kent", state_or_province="WA")

    assert "Kent, WA" not in labels(places.resolve("Kens"))


def test_loaded_listings_decide_between_namesakes(house):
    [place] = places.resolve("Portland")

    assert (place.state, place.listings) == ("OR", 1)


def test_two_loaded_namesakes_are_both_candidates(house, make_home):
    make_home("L9", city="Portland", state_or_province="ME")

    assert sorted(labels(places.resolve("Portland"))) == ["Portland, ME", "Portland, OR"]


def test_state_chooses_between_namesakes_even_without_listings(house):
    [place] = places.resolve("Portland, ME")

    assert (place.state, place.listings) == ("ME", 0)


def test_county_needs_its_word_where_a_city_has_the_name(make_home):
    make_home("L1", city="Clark", county_or_parish="Clark County", state_or_province="NJ")

    assert places.resolve("Clark")[0].kind == "city"
    assert places.resolve("Clark County, NJ")[0].kind == "county"


def test_county_is_found_when_its_source_leaves_out_the_word(make_home):
    make_home("L1", county_or_parish="Multnomah")

    assert labels(places.resolve("Multnomah County")) == ["Multnomah County, OR"]


def test_neighborhood_is_found_in_its_city(house):
    assert labels(places.resolve("sellwood, portland, or")) == ["Sellwood, Portland, OR"]


def test_neighborhood_of_two_cities_is_ambiguous_until_the_city_is_named(make_home):
    make_home("L1", subdivision_name="Downtown")
    make_home("L2", subdivision_name="Downtown", city="Seattle", state_or_province="WA")

    assert len(places.resolve("Downtown")) == 2
    assert labels(places.resolve("Downtown, Seattle")) == ["Downtown, Seattle, WA"]


@pytest.mark.parametrize(
    ("text", "label"), [("WA", "Washington"), ("oregon", "Oregon"), ("West Virginia", "West Virginia")]
)
def test_state_is_found_by_name_and_code(db, text, label):
    assert labels(places.resolve(text)) == [label]


@pytest.mark.parametrize(("text", "label"), [("nyc", "New York, NY"), ("St. Louis, MO", "Saint Louis, MO")])
def test_everyday_names_are_understood(db, text, label):
    assert labels(places.resolve(text)) == [label]


@pytest.mark.parametrize("text", ["", "  ", "xyzzyq", "'; DROP TABLE", "🏠" * 200])
def test_nonsense_is_no_place(house, text):
    assert places.resolve(text) == []


def test_filters_find_the_listings_of_a_place_whatever_their_spelling(make_home):
    make_home("L1", city="Portland")
    make_home("L2", city="PORTLAND")

    [place] = places.resolve("portland")

    assert Listing.objects.filter(place.filters()).count() == 2


def test_listing_added_later_is_known_at_once(house, make_home):
    assert places.resolve("Sellwood")[0].listings == 1

    make_home("L7", subdivision_name="Sellwood")

    assert places.resolve("Sellwood")[0].listings == 2


def test_homes_that_may_not_be_shown_give_no_place(make_home):
    make_home("L1", subdivision_name="Secret Hollow", internet_entire_listing_display_yn=False)

    assert places.resolve("Secret Hollow") == []
