"""Families of sentences: times of sales, homes picked out of a list, and what must never become a condition."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Say
from tests.agent.offline_talk import Talk, home, only_call, page
from tests.agent.test_offline_acts import ALL

SEATTLE = {"city": "Seattle, WA"}
TIMES = [
    ("in the second half of last year", "2025-07-01", "2025-12-31"),
    ("in the first three months of 2026", "2026-01-01", "2026-03-31"),
    ("in the last two months of 2025", "2025-11-01", "2025-12-31"),
    ("between june and august", "2026-06-01", "2026-08-31"),
    ("last summer", "2026-06-01", "2026-08-31"),
    ("in Q3", "2026-07-01", "2026-09-30"),
]


@pytest.mark.parametrize(("said", "first", "last"), TIMES)
def test_a_time_of_sales_is_read_to_the_day(said, first, last):
    _, arguments = only_call(f"homes sold in Seattle {said}")

    assert (arguments["closedAfter"], arguments["closedBefore"]) == (first, last)


def test_a_time_that_runs_on_has_no_end():
    assert only_call("market in Seattle starting January 2025") == (
        "getMarketAnalysis",
        {"area": "Seattle, WA", "from": "2025-01-01"},
    )


NO_PRICE = [
    "condo in Seattle with HOA under 400",
    "condo in Seattle, dues below $500 a month",
    "condo in Seattle with property tax under 8000 a year",
    "condo in Seattle, no more than $250 a month in fees",
]


@pytest.mark.parametrize("question", NO_PRICE)
def test_a_fee_is_no_price_and_is_named(question):
    talk = Talk()

    talk.ask(question)

    assert talk.calls() == [("findListings", SEATTLE | {"propertyType": ["condo"]})]
    talk.give(page(home("L001", 500_000)))
    assert "Not part of the search" in talk.answer()


def test_what_somebody_tells_of_oneself_still_names_the_place():
    assert only_call("We have been looking at Seattle. Two bathrooms") == (
        "findListings",
        SEATTLE | {"minBathrooms": 2},
    )


def test_a_feature_with_or_without_is_no_condition():
    assert only_call("condo in Seattle with or without a garage") == (
        "findListings",
        SEATTLE | {"propertyType": ["condo"]},
    )


@pytest.fixture
def three_homes():
    talk = Talk(ALL)
    talk.ask("homes in Seattle")
    talk.give(page(home("L009", 640_000), home("L004", 480_000), home("L007", 520_000)))
    return talk


PICKED = [
    ("save the second cheapest", "saveListing", "L007"),
    ("save the cheaper of the first two", "saveListing", "L004"),
    ("tell me about the middle one", "getListing", "L004"),
    ("tell me about the second to last one", "getListing", "L004"),
    ("what is the second from the bottom worth?", "estimateValue", "L004"),
]


@pytest.mark.parametrize(("question", "tool", "listing_id"), PICKED)
def test_one_home_is_picked_out_of_those_shown(three_homes, question, tool, listing_id):
    three_homes.ask(question)

    assert three_homes.calls() == [(tool, {"listingId": listing_id})]


def test_the_other_of_two_is_the_one_not_spoken_of(three_homes):
    three_homes.ask("the cheaper of the first two")
    three_homes.give(home("L004", 480_000, publicRemarks="Bright."))

    three_homes.ask("what about the other one")

    assert three_homes.calls() == [("getListing", {"listingId": "L009"})]


def test_same_but_another_place_replaces_the_place(three_homes):
    three_homes.ask("same but Portland")

    assert three_homes.calls() == [("findListings", {"city": "Portland, OR"})]


def test_what_a_payment_buys_is_asked_back_instead_of_taken_for_a_price():
    step = Talk(ALL).ask("what would 3000 a month buy me at 6.5% with 80k down")

    assert isinstance(step, Say)
    assert step.needs == "loan"
