"""What later questions mean: undo, months, one home spoken of, places by name alone, addresses."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, found, home, only_call, page

SEATTLE = {"city": "Seattle, WA"}
HOMES = page(home("L001", 525_000), home("L002", 599_000), home("L003", 650_000))


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def after_search(talk):
    """Three homes in Seattle are on the page."""
    talk.ask("homes in Seattle under 700k")
    talk.give(HOMES)
    return talk


@pytest.fixture
def after_sales(talk):
    """Sales of May 2014 were counted."""
    talk.ask("homes sold in Seattle in may 2014")
    talk.give(HOMES)
    return talk


def test_undo_goes_back_one_change(after_search):
    after_search.ask("with a garage")
    after_search.give(HOMES)

    after_search.ask("undo that")

    assert after_search.calls() == [("findListings", SEATTLE | {"maxPrice": 700_000})]


def test_undo_twice_goes_back_two_changes(after_search):
    after_search.ask("with a garage")
    after_search.give(HOMES)
    after_search.ask("and a view")
    after_search.give(HOMES)
    after_search.ask("undo")
    after_search.give(HOMES)

    after_search.ask("undo")

    assert after_search.calls() == [("findListings", SEATTLE | {"maxPrice": 700_000})]


def test_undo_of_the_first_search_says_there_is_none_before(after_search):
    step = after_search.ask("go back")

    assert step == Say("There is no earlier search to go back to. Tell me what to change.")


def test_any_condition_keeps_the_place_alone(after_search):
    after_search.ask("drop all conditions")

    assert after_search.calls() == [("findListings", SEATTLE)]


def test_a_month_belongs_to_the_year_spoken_of(after_sales):
    after_sales.ask("and in june")

    sold = {"status": "Sold", "closedAfter": "2014-06-01", "closedBefore": "2014-06-30"}
    assert after_sales.calls() == [("findListings", SEATTLE | sold)]


MONTHS = [
    ("homes sold in Seattle in december", {"closedAfter": "2025-12-01", "closedBefore": "2025-12-31"}),
    ("homes sold in Seattle since march", {"closedAfter": "2026-03-01"}),
    ("homes sold in Seattle before march", {"closedBefore": "2026-02-28"}),
]


@pytest.mark.parametrize(("question", "days"), MONTHS)
def test_a_month_without_a_year_is_the_last_there_was(question, days):
    assert only_call(question) == ("findListings", SEATTLE | {"status": "Sold"} | days)


def test_may_is_a_verb_where_no_preposition_makes_it_a_month():
    assert only_call("may i see homes in Seattle") == ("findListings", SEATTLE)


def test_how_many_in_another_place_counts_the_same_kind(talk):
    talk.ask("how many 3 bedroom homes are in Bellevue")
    talk.give(HOMES)

    talk.ask("how many in Kirkland")

    assert talk.calls() == [("findListings", {"city": "Kirkland, WA", "minBedrooms": 3, "limit": 1})]


FACTS = [
    "how old is it",
    "does it have a garage",
    "who is the agent",
    "how many bedrooms does it have",
    "is it pending",
]


@pytest.mark.parametrize("question", FACTS)
def test_a_question_about_the_cheapest_home_shown_is_about_that_home(after_search, question):
    after_search.ask("whats the cheapest one")
    after_search.give(HOMES)

    after_search.ask(question)

    assert after_search.calls() == [("getListing", {"listingId": "L001"})]


def test_it_among_many_homes_is_asked_back(after_search):
    step = after_search.ask("does it have a pool")

    assert step == Say("Which home do you mean? Name its id, for example L001, or say “the first one”.")


def test_one_fact_is_answered_without_the_whole_sheet(talk):
    talk.ask("how old is L001")
    step = talk.give(home("L001", 525_000, yearBuilt=1926, publicRemarks="Bright.", notRecorded={}))

    assert step.text.startswith("**Built: 1926.**")
    assert "Bright" not in step.text
    assert "could not use" not in step.text


REDUCED = [(-16_000, "reduced by $16,000"), (0, "unchanged"), (5_000, "raised by $5,000")]


@pytest.mark.parametrize(("change", "words"), REDUCED)
def test_how_a_price_moved_is_answered(talk, change, words):
    talk.ask("has L001 been reduced")
    step = talk.give(home("L001", 525_000, priceChange=change, publicRemarks="", notRecorded={}))

    assert step.text.startswith(f"**Price since it was listed: {words}.**")


def test_the_bigger_home_is_named_first(talk):
    talk.ask("compare L001 and L002, which is bigger")
    areas = {"fact": "livingArea", "label": "Living area", "unit": "squareFeet", "values": [1_840, 2_260],
             "differs": True, "best": [1]}  # fmt: skip
    step = talk.give({"listings": [home("L001", 1), home("L002", 2)], "facts": [areas], "unknown": []})

    assert step.text.startswith("**L002 has the most living area**: 2,260 sq ft.")


@pytest.mark.parametrize("question", ["boise", "vancouver, wa"])
def test_a_place_said_alone_is_searched_though_it_has_no_homes(talk, question):
    talk.ask(question)
    talk.give(found(("Somewhere, ID", "ID"), listings=0))

    assert talk.calls() == [("findListings", {"city": "Somewhere, ID"})]


def test_a_state_code_said_alone_is_the_state(talk):
    assert talk.ask("WA") == Requests([("findListings", {"state": "WA"})])


def test_a_correction_that_was_not_used_is_not_told(talk):
    talk.ask("3 bedrooms wantsy")
    talk.give(found(("Watts, OK", "OK"), listings=0, corrected=True))
    step = talk.give(HOMES)

    assert "Watts" not in step.text


ADDRESSES = ["home near 123 oak street in Seattle", "456 SW 5th Ave Seattle", "12 Martin Luther King Blvd, Seattle"]


@pytest.mark.parametrize("question", ADDRESSES)
def test_the_number_of_a_street_is_no_price(question):
    assert only_call(question) == ("findListings", SEATTLE)


@pytest.mark.parametrize("question", ["homes in Seattle 55+", "55 + community in Seattle", "55 plus homes in Seattle"])
def test_a_community_for_seniors_is_no_price_and_no_offence(question):
    assert only_call(question) == ("findListings", SEATTLE | {"features": ["senior community"]})


@pytest.mark.parametrize("question", ["no jews please in Seattle", "many blacks in Seattle?"])
def test_who_may_live_there_is_no_condition(talk, question):
    talk.ask(question)
    step = talk.give(HOMES)

    assert "fair-housing law" in step.text
    assert "could not use" not in step.text


def test_a_price_change_is_one_sentence_with_its_periods_and_counts(talk):
    talk.ask("price trend in Seattle")
    basis = "Median of June 2026 (20 sales) against June 2025 (12 sales)."
    step = talk.give({"area": "Seattle, WA", "priceChange": 6.4, "priceChangeBasis": basis, "n": 20})

    said = "Prices in Seattle, WA rose **6.4 %**, by the median of June 2026 (20 sales) against June 2025 (12 sales)."
    assert step.text.split("\n")[0] == said


@pytest.fixture
def after_two_sheets(talk):
    """Two homes were described."""
    talk.ask("show L002 and L003")
    talk.give(*[home(id_, 525_000, publicRemarks="", notRecorded={}) for id_ in ("L002", "L003")])
    return talk


def test_the_first_of_two_homes_described_is_the_first_named(after_two_sheets):
    after_two_sheets.ask("the first one")

    assert after_two_sheets.calls() == [("getListing", {"listingId": "L002"})]


def test_two_homes_described_can_be_compared(after_two_sheets):
    after_two_sheets.ask("compare them")

    assert after_two_sheets.calls() == [("compareListings", {"listingIds": ["L002", "L003"]})]


def test_is_there_asks_about_the_home_just_described(talk):
    talk.ask("tell me about L001")
    talk.give(home("L001", 525_000, publicRemarks="", notRecorded={}))

    talk.ask("is there a basement")

    assert talk.calls() == [("getListing", {"listingId": "L001"})]


def test_a_market_question_without_a_place_keeps_the_period_and_kind(talk):
    talk.ask("median condo price in Seattle in 2025")
    talk.give({"area": "Seattle, WA", "areaKind": "city", "n": 0, "period": {"label": "2025"}})

    talk.ask("by month")

    year = {"from": "2025-01-01", "to": "2025-12-31"}
    assert talk.calls() == [("getMarketAnalysis", {"area": "Seattle, WA", "propertyType": "condo"} | year)]
