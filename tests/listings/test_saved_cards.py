"""The cards of what is saved, as a conversation shows them."""

from __future__ import annotations

from django.template.loader import render_to_string

from listings.tools import list_saved_listings, list_saved_searches, save_listing, save_search


def card(name, answer):
    return render_to_string(f"tools/{name}.html", {"result": answer.model_dump(mode="json", by_alias=True)})


def test_a_saved_home_is_shown_with_its_note(ana, house):
    shown = card("saveListing", save_listing("L001", note="Ask about <the roof>", user=ana))

    assert "123 Oak Street" in shown
    assert "Ask about &lt;the roof&gt;" in shown
    assert '<a href="/saved/">1 saved home</a>' in shown


def test_a_saved_search_is_a_link_with_how_many_fit(ana, house):
    answer = save_search("Near <work>", city="Portland", user=ana)

    shown = card("saveSearch", answer)

    assert f'<a href="{answer.url}">Near &lt;work&gt;</a>' in shown
    assert "1 home now" in shown
    assert "In Portland, OR, for sale" in shown


def test_a_search_saved_again_says_so(ana, house):
    save_search(city="Portland", user=ana)

    assert "Saved already" in card("saveSearch", save_search(city="Portland", user=ana))


def test_saved_searches_say_what_is_new(ana, house, make_home):
    save_search("Mine", city="Portland", user=ana)
    make_home("N1")

    shown = card("listSavedSearches", list_saved_searches(user=ana))

    assert "<b>1</b> saved search<" in shown
    assert "1 new" in shown
    assert "2 homes now" in shown


def test_saved_homes_offer_a_comparison(ana, house, condo):
    save_listing("L001", user=ana)
    save_listing("L002", user=ana)

    shown = card("listSavedListings", list_saved_listings(user=ana))

    assert "<b>2</b> saved homes" in shown
    assert 'data-next="Compare L002 and L001"' in shown


def test_nothing_saved_is_said(ana):
    assert "No saved homes yet." in card("listSavedListings", list_saved_listings(user=ana))
    assert "No saved searches yet." in card("listSavedSearches", list_saved_searches(user=ana))
