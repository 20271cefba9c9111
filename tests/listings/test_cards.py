"""The cards of the tools, as a conversation shows them."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from listings import tools


def card(name, result):
    wire = result.model_dump(mode="json", by_alias=True)
    return " ".join(render_to_string(f"tools/{name}.html", {"result": wire, "arguments": {}, "call": None}).split())


def test_card_of_a_search_shows_each_home_as_one_link(house, ana):
    shown = card("findListings", tools.find_listings(city="Portland", user=ana))

    assert '<a href="/listings/L001/">123 Oak Street</a>' in shown
    assert "$825,000" in shown
    assert "<span>3 bd</span> <span>2 ba</span> <span>1,840 sq ft</span> <span>built 1926</span>" in shown
    assert "For sale" in shown
    assert "Price cut $25,000" in shown
    assert "Listed by Maya Lind, Oak Realty, (503) 555-0100 · Data from Rose MLS" in shown
    assert 'width="400" height="300"' in shown


def test_card_of_many_homes_says_how_many_are_not_shown(make_home, ana):
    homes = [make_home(f"L{number}") for number in range(8)]

    shown = card("findListings", tools.find_listings(user=ana))

    assert len(homes) == 8
    assert shown.count("<article") == 6
    assert "Showing 6 of 8" in shown


def test_card_of_an_empty_search_says_what_to_give_up(house, ana):
    shown = card("findListings", tools.find_listings(max_price=1000, user=ana))

    assert "No home fits all of this." in shown
    assert "Without “at most $1,000”, 1 home fits." in shown
    assert "/listings/L001/" in shown


def test_comparison_emphasises_differences_and_the_best(house, condo, ana):
    shown = card("compareListings", tools.compare_listings(["L001", "L002", "L999"], user=ana))

    assert '<tr data-differs> <th scope="row">Price</th>' in shown
    assert "<strong>$450,000</strong>" in shown
    assert '<tr> <th scope="row">Status</th>' in shown
    assert "Not found, so not compared: L999." in shown


def test_home_without_facts_is_still_a_card(make_home, ana):
    make_home("L1", list_price=None, city="", unparsed_address="", flags=["bedrooms_implausible"])

    shown = card("getListing", tools.get_listing("L1", user=ana))

    assert "Price on request" in shown
    assert "Address not given" in shown
    assert "bedroom count looks wrong" in shown


def test_words_of_a_source_are_shown_as_text(make_home, ana):
    make_home("L1", unparsed_address="<img src=x onerror=alert(1)>")

    assert "<img src=x" not in card("getListing", tools.get_listing("L1", user=ana))


@pytest.mark.parametrize("text", ["portland", "Sellwood Village"])
def test_card_of_a_place_lookup_names_what_was_found(house, text):
    assert "Portland, OR" in card("findPlaces", tools.find_places(text))
