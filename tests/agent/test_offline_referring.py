"""What a question points at instead of saying it: preferences, the price of a sum, a home to find others like."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, home, page
from tests.agent.test_offline_acts import ALL

WISHES = {"email": "demo@example.com", "preferences": {
    "minPrice": None, "maxPrice": 800_000, "places": ["Seattle, WA"], "minBedrooms": 3, "minBathrooms": None,
    "propertyTypes": ["condo"]}}  # fmt: skip
SEARCH = {"city": "Seattle, WA", "maxPrice": 800_000, "minBedrooms": 3, "propertyType": ["condo"]}
L001 = home(
    "L001", 800_000, propertySubType="Single Family Residence", stateOrProvince="OR", publicRemarks="", yearBuilt=1926
)
ALIKE = {
    "city": "Portland, OR", "propertyType": ["house"], "minBedrooms": 2, "maxBedrooms": 4, "minPrice": 680_000,
    "maxPrice": 920_000,
}  # fmt: skip
FIGURES = {"annualIncome": 150_000, "downPayment": 60_000, "annualRatePercent": 6.5}
SUM = {
    "highestPrice": 613_738, "reason": "", "downPayment": 60_000, "loanAmount": 553_738, "monthlyPayment": 3_500,
    "parts": [], "limitedBy": "housing", "rule": "28/36.", "assumptions": [], "leftOut": [], "notes": [],
}  # fmt: skip


@pytest.fixture
def talk():
    return Talk(ALL)


@pytest.mark.parametrize(
    "question", ["use my preferences to find homes", "find homes for me", "homes that match my preferences"]
)
def test_a_search_by_preferences_reads_the_profile_first(talk, question):
    first = talk.ask(question)
    step = talk.give(WISHES)

    assert first == Requests([("getMyProfile", {})])
    assert step == Requests([("findListings", SEARCH)])
    assert "From your profile: 3+ bedrooms, up to $800,000; condo; Seattle, WA." in talk.give(page(home("L2", 1))).text


def test_what_the_question_says_counts_before_the_profile(talk):
    talk.ask("find homes in Kirkland under 600k with my preferences")

    step = talk.give(WISHES)

    assert step.calls[0][1] == {
        "city": "Kirkland, WA",
        "maxPrice": 600_000,
        "minBedrooms": 3,
        "propertyType": ["condo"],
    }


def test_within_my_budget_takes_only_the_price(talk):
    talk.ask("4 bed homes in Portland within my budget")

    step = talk.give(WISHES)

    expected = {"city": "Portland, OR", "minBedrooms": 4, "maxPrice": 800_000}
    assert step == Requests([("findListings", expected)])


def test_an_empty_profile_is_said_to_be_empty(talk):
    talk.ask("use my preferences to find homes")

    step = talk.give({"email": "demo@example.com", "preferences": {"places": [], "propertyTypes": []}})

    assert step.text.startswith("Your profile keeps nothing of what you look for yet.")


def test_for_me_beside_conditions_is_mere_courtesy(talk):
    assert talk.ask("find condos in Seattle for me").calls[0][0] == "findListings"


@pytest.mark.parametrize("question", ["my budget is 800k, remember that", "remember my budget is 800k"])
def test_a_budget_to_remember_is_no_search(talk, question):
    step = talk.ask(question)

    assert step == Requests([("updateMyProfile", {"maxPrice": 800_000})])
    assert "10 %" not in talk.give(WISHES).text


@pytest.mark.parametrize("question", ["homes like L001", "something similar to L001", "show me houses like L001"])
def test_homes_like_one_are_searched_around_it(talk, question):
    first = talk.ask(question)
    step = talk.give(L001)

    assert first == Requests([("getListing", {"listingId": "L001"})])
    assert step == Requests([("findListings", ALIKE)])


def test_the_home_itself_is_not_among_those_like_it(talk):
    talk.ask("homes like L001")
    talk.give(L001)

    step = talk.give(page(L001, home("L007", 790_000), total=12))

    assert step.text.startswith(
        "**11 homes for sale** fit: 2 to 4 bedrooms, $680,000 to $920,000, house, Portland, OR."
    )
    assert "(L001)" not in step.text
    assert "(L007)" in step.text
    assert "one bedroom and 15 % of the price either way" in step.text


def test_homes_like_one_but_cheaper_end_at_its_price(talk):
    talk.ask("homes like L001 but cheaper")

    step = talk.give(L001)

    assert step == Requests([("findListings", ALIKE | {"maxPrice": 800_000, "sort": "price"})])


def test_liking_a_home_is_no_search(talk):
    assert talk.ask("I like L001").calls == [("getListing", {"listingId": "L001"})]


def test_whether_a_home_can_be_afforded_compares_its_price(talk):
    first = talk.ask("can I afford L001 on 150k a year with 60k down at 6.5%")
    step = talk.give(L001, SUM)

    assert first == Requests([("getListing", {"listingId": "L001"}), ("calculateAffordability", FIGURES)])
    assert "**No, not by this sum**: L001, 123 Oak Street, Portland, at $800,000 is $186,262 over" in step.text


def test_missing_figures_of_what_can_be_afforded_are_asked_for(talk):
    asked = talk.ask("can I afford L001?")
    step = talk.ask("150k a year, 60k down, 6.5%")

    assert isinstance(asked, Say)
    assert "your income a year before tax" in asked.text
    assert step == Requests([("getListing", {"listingId": "L001"}), ("calculateAffordability", FIGURES)])


def test_a_named_price_can_be_afforded(talk):
    talk.ask("can I afford a 500k home on 150k a year with 60k down at 6.5%")

    assert talk.give(SUM).text.startswith("**Yes, by this sum**: a home at $500,000 is $113,738 under")


def test_homes_under_that_price_are_those_up_to_the_sum(talk):
    talk.ask("what can I afford with 150k income, 60k down at 6.5%")
    talk.give(SUM)

    assert talk.ask("homes under that price") == Requests([("findListings", {"maxPrice": 613_738})])


def test_homes_under_no_price_ask_for_one(talk):
    assert talk.ask("homes under that price").text.startswith("Up to which price?")


@pytest.mark.parametrize("question", ["performance of L001 and L002", "performance report for L001 and L002"])
def test_the_performance_of_listings_is_a_report(talk, question):
    assert talk.ask(question) == Requests([("generatePerformanceReport", {"listingIds": ["L001", "L002"]})])


@pytest.mark.parametrize("question", ["how is L001 doing", "analytics for L001", "how is L001 performing"])
def test_how_one_listing_does_is_told_by_its_figures(talk, question):
    assert talk.ask(question) == Requests([("getListingMetrics", {"listingIds": ["L001"]})])


def test_the_last_search_is_saved_after_other_tools(talk):
    talk.ask("Find me 3-bedroom homes in Portland under $900,000")
    talk.give(page(L001))
    talk.ask("can I afford L001 on 150k a year with 60k down at 6.5%")
    talk.give(L001, SUM)

    step = talk.ask("save this search")

    expected = {"city": "Portland, OR", "minBedrooms": 3, "maxPrice": 900_000}
    assert step == Requests([("saveSearch", expected)])


def test_saving_a_search_first_of_all_asks_what_to_save(talk):
    assert talk.ask("save this search").text.startswith("There is no search to save yet.")


def test_news_of_a_saved_search_are_promised_at_the_bell(talk):
    talk.ask("tell me when new condos come up in Seattle")

    kept = {"name": "Condos", "inWords": "condos in Seattle", "total": 2, "newListings": 0, "url": "/saved/"}

    assert "the bell at the top of the page tells of it within a minute; no e-mail is sent" in talk.give(kept).text
