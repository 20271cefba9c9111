"""Conversations: what a question means after other questions and their results."""

from __future__ import annotations

import json

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, found, home, page

PORTLAND = {"city": "Portland, OR", "minBedrooms": 3, "maxPrice": 900_000}
TWO_HOMES = page(home("L009", 640_000), home("L004", 480_000), median=560_000)
MARKET = {
    "area": "Seattle, WA", "areaKind": "city", "propertyType": None, "n": 57, "soldListings": 57,
    "period": {"from": "2025-11-01", "to": "2026-10-31", "label": "November 2025 to October 2026"},
    "medianPrice": 1_059_500, "series": [], "reasons": {}, "notes": [],
}  # fmt: skip


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def after_search(talk):
    """Somebody searched in Portland and was shown two homes, newest first."""
    talk.ask("Find me 3-bedroom homes in Portland under $900,000")
    talk.give(TWO_HOMES)
    return talk


@pytest.fixture
def after_market(talk):
    """Somebody asked about the market of Seattle."""
    talk.ask("What's the market like in Seattle, WA?")
    talk.give(MARKET)
    return talk


REFINEMENTS = [
    ("only those with at least 2 bathrooms", PORTLAND | {"minBathrooms": 2}),
    ("with a garage", PORTLAND | {"features": ["garage"]}),
    ("without a pool", PORTLAND | {"excludeFeatures": ["pool"]}),
    ("no condos", PORTLAND | {"propertyType": ["house", "townhouse", "duplex", "land"]}),
    ("sort by price", PORTLAND | {"sort": "price"}),
    ("cheapest first", PORTLAND | {"sort": "price"}),
    ("under 700k", PORTLAND | {"maxPrice": 700_000}),
    ("at least 500k", PORTLAND | {"minPrice": 500_000}),
    ("over a million", {"city": "Portland, OR", "minBedrooms": 3, "minPrice": 1_000_000}),
    ("what about 4 bedrooms", {"city": "Portland, OR", "maxPrice": 900_000, "minBedrooms": 4}),
    ("4+ bedrooms", {"city": "Portland, OR", "maxPrice": 900_000, "minBedrooms": 4}),
    ("what about Bellevue instead", PORTLAND | {"city": "Bellevue, WA"}),
    ("in Bellevue", PORTLAND | {"city": "Bellevue, WA"}),
    ("Bellevue", PORTLAND | {"city": "Bellevue, WA"}),
    ("also in Bellevue", PORTLAND | {"city": ["Portland, OR", "Bellevue, WA"]}),
    ("cheaper ones", PORTLAND | {"sort": "price"}),
    ("bigger ones", PORTLAND | {"sort": "-livingArea"}),
    ("sold ones", PORTLAND | {"status": "Sold"}),
    ("the two cheapest", PORTLAND | {"sort": "price", "limit": 2}),
    ("how many of them have a view?", PORTLAND | {"features": ["view"], "limit": 1}),
    ("what is the median price?", PORTLAND | {"limit": 1}),
    ("any price", {"city": "Portland, OR", "minBedrooms": 3}),
    ("drop the price limit", {"city": "Portland, OR", "minBedrooms": 3}),
    ("show me 2-bedroom condos in Seattle", {"city": "Seattle, WA", "minBedrooms": 2,
                                             "propertyType": ["condo"]}),
    ("new search: condos in Seattle", {"city": "Seattle, WA", "propertyType": ["condo"]}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "arguments"), REFINEMENTS)
def test_a_search_is_changed_and_the_rest_of_it_stays(after_search, question, arguments):
    after_search.ask(question)

    assert after_search.calls() == [("findListings", arguments)]


def test_conditions_of_many_questions_add_up(after_search):
    after_search.ask("only those with at least 2 bathrooms")
    after_search.give(TWO_HOMES)
    after_search.ask("with a garage")
    after_search.give(TWO_HOMES)
    after_search.ask("and a view")

    arguments = PORTLAND | {"minBathrooms": 2, "features": ["garage", "view"]}
    assert after_search.calls() == [("findListings", arguments)]


def test_a_feature_is_dropped_by_its_name(after_search):
    after_search.ask("with a garage and a view")
    after_search.give(TWO_HOMES)

    after_search.ask("forget the garage")

    assert after_search.calls() == [("findListings", PORTLAND | {"features": ["view"]})]


def test_starting_over_forgets_what_came_before(after_search):
    after_search.ask("start over")
    after_search.ask("with a garage")

    assert after_search.calls() == [("findListings", {"features": ["garage"]})]


def test_a_new_search_says_what_it_leaves_behind(after_search):
    after_search.ask("show me condos in Seattle")
    step = after_search.give(TWO_HOMES)

    assert "This is a new search, without what you asked for before (3+ bedrooms, up to $900,000)." in step.text


def test_the_two_cheapest_of_a_whole_list_are_compared_at_once(after_search):
    after_search.ask("compare the two cheapest")

    assert after_search.calls() == [("compareListings", {"listingIds": ["L004", "L009"]})]


def test_the_two_cheapest_of_a_part_of_the_list_are_searched_first(talk):
    talk.ask("Find me 3-bedroom homes in Portland under $900,000")
    talk.give(page(home("L009", 640_000), home("L004", 480_000), total=41))
    talk.ask("compare the two cheapest")

    searched = talk.calls()
    compared = talk.give(page(home("L031", 399_000), home("L032", 410_000), total=41))

    assert searched == [("findListings", PORTLAND | {"sort": "price", "limit": 2})]
    assert compared == Requests([("compareListings", {"listingIds": ["L031", "L032"]})])


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("compare them", ["L009", "L004"]),
        ("compare the first and the second", ["L009", "L004"]),
        ("compare the second one with L007", ["L007", "L004"]),
        ("which one is bigger?", ["L009", "L004"]),
    ],
)
def test_a_comparison_takes_the_homes_pointed_at(after_search, question, ids):
    after_search.ask(question)

    assert after_search.calls() == [("compareListings", {"listingIds": ids})]


@pytest.mark.parametrize(
    ("question", "listing_id"),
    [
        ("the second one", "L004"),
        ("tell me about the first", "L009"),
        ("the last one", "L004"),
        ("number 2", "L004"),
        ("tell me about the cheapest", "L004"),
        ("tell me more about L009", "L009"),
    ],
)
def test_one_home_is_pointed_at_by_its_place_in_the_list(after_search, question, listing_id):
    after_search.ask(question)

    assert after_search.calls() == [("getListing", {"listingId": listing_id})]


def test_it_is_the_home_spoken_of_last(after_search):
    after_search.ask("the second one")
    after_search.give(home("L004", 480_000, publicRemarks="Quiet."))
    after_search.ask("show me analytics for it")

    assert after_search.calls() == [("getListingMetrics", {"listingIds": ["L004"]})]


def test_homes_near_a_listing_that_was_shown_need_no_look_up(after_search):
    after_search.ask("start over: homes within 2 miles of L004")

    near = {"latitude": 45.512, "longitude": -122.683, "miles": 2.0}
    assert after_search.calls() == [("findListings", {"near": near})]


def test_homes_near_a_listing_not_shown_yet_look_it_up_first(talk):
    talk.ask("homes within 2 miles of L001")

    step = talk.give(home("L001", 825_000, publicRemarks="Corner."))

    near = {"latitude": 45.512, "longitude": -122.683, "miles": 2.0}
    assert step == Requests([("findListings", {"near": near})])


def test_more_goes_on_behind_the_last_home(talk):
    talk.ask("homes in Seattle")
    talk.give(page(home("L001", 825_000), total=30, nextCursor="abc"))
    talk.ask("show more")

    assert talk.calls() == [("findListings", {"city": "Seattle, WA", "cursor": "abc"})]


def test_more_than_all_is_said_to_be_all(after_search):
    step = after_search.ask("show more")

    assert step == Say("That was all: 2 homes in this search. Change a condition to see others.")


def test_a_name_of_several_towns_is_asked_back_and_the_answer_understood(talk):
    talk.ask("homes in Springfield under 500k")
    asked = talk.give(found(("Springfield, IL", "IL"), ("Springfield, OR", "OR")))
    talk.ask("the Oregon one")

    assert asked.text == "Which Springfield do you mean: Springfield, IL; or Springfield, OR?"
    assert talk.calls() == [("findListings", {"city": "Springfield, OR", "maxPrice": 500_000})]


def test_a_neighborhood_of_two_cities_is_asked_back(talk):
    talk.ask("condos in downtown under 500k")
    talk.ask("Portland")

    arguments = {"neighborhood": "Downtown, Portland, OR", "propertyType": ["condo"], "maxPrice": 500_000}
    assert talk.calls() == [("findListings", arguments)]


def test_a_misspelt_place_is_corrected_and_that_is_said(talk):
    searched = talk.ask("homes in Portlnd")
    answered = talk.give(TWO_HOMES)

    assert searched == Requests([("findListings", {"city": "Portland, OR"})])
    assert "“Portlnd” was read as Portland, OR." in answered.text


def test_an_unknown_place_is_not_guessed(talk):
    talk.ask("homes in Zzyzxville under 500k")
    asked = talk.give({"places": [], "similar": []})
    talk.ask("Seattle")

    assert asked.text.startswith("I do not know a place called “Zzyzxville”.")
    assert talk.calls() == [("findListings", {"city": "Seattle, WA", "maxPrice": 500_000})]


def test_a_market_question_without_an_area_is_completed_by_the_next_answer(talk):
    talk.ask("What's the market like?")
    talk.ask("Seattle")

    assert talk.calls() == [("getMarketAnalysis", {"area": "Seattle, WA"})]


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("and in Bellevue?", {"area": "Bellevue, WA"}),
        ("what about 98004", {"area": "98004"}),
        ("for condos?", {"area": "Seattle, WA", "propertyType": "condo"}),
        ("in 2025", {"area": "Seattle, WA", "from": "2025-01-01", "to": "2025-12-31"}),
        ("and the price per square foot?", {"area": "Seattle, WA"}),
    ],
)
def test_a_market_question_is_asked_again_with_what_changes(after_market, question, arguments):
    after_market.ask(question)

    assert after_market.calls() == [("getMarketAnalysis", arguments)]


def test_homes_there_are_homes_in_the_area_spoken_of(after_market):
    after_market.ask("show me homes there")

    assert after_market.calls() == [("findListings", {"city": "Seattle, WA"})]


def test_the_market_of_the_last_search_needs_no_place(after_search):
    after_search.ask("how is the market there?")

    assert after_search.calls() == [("getMarketAnalysis", {"area": "Portland, OR"})]


def test_yes_gives_up_what_the_tool_advised(talk):
    advice = {"best": {"without": ["maxPrice"], "words": "Without “at most $900,000”, 2 homes fit.", "total": 2,
                       "suggested": {}}, "listings": [], "others": []}  # fmt: skip
    talk.ask("Find me 3-bedroom homes in Portland under $900,000")
    talk.give(page(relaxed=advice))
    talk.ask("yes please")

    assert talk.calls() == [("findListings", {"city": "Portland, OR", "minBedrooms": 3})]


def test_an_error_of_a_tool_is_passed_on_without_its_advice_to_models(talk):
    talk.ask("tell me about L999")
    step = talk.give({"error": "There is no listing 'L999'. Find ids with findListings."})

    assert step.text == "There is no listing 'L999'.\n\nName another id, or search for homes first."


def test_a_result_cut_to_fit_the_transcript_still_counts(talk):
    talk.ask("homes in Seattle")
    whole = json.dumps(page(home("L001", 825_000), home("L002", 799_000), total=30))
    talk.give({"cut": "The first characters", "text": whole[: whole.index('"appliedFilters"')]})
    talk.ask("the second one")

    assert talk.calls() == [("getListing", {"listingId": "L002"})]


def test_without_tools_it_answers_with_what_it_has(talk):
    talk.ask("compare the two cheapest homes in Portland")
    talk.give(page(home("L031", 399_000), home("L032", 410_000), total=41))

    step = talk.next(may_call=False)

    assert "**$399,000**" in step.text
    assert "I had to stop before everything was looked up." in step.text


def test_without_tools_and_without_results_it_says_so(talk):
    talk.ask("homes in Seattle")

    step = talk.next(may_call=False)

    assert step == Say("I had to stop before everything was looked up. Ask again, perhaps in two smaller questions.")


@pytest.mark.parametrize(
    "content", ["not json", "[1, 2]", '"text"', "{}", '{"total": 5}', '{"cut": "x", "text": "[[["}']
)
def test_a_broken_result_breaks_nothing(talk, content):
    talk.ask("homes in Seattle")
    talk.give(page())
    talk.messages[-1]["content"] = content

    assert isinstance(talk.next(), Say)
