# ruff: noqa: E501  (a table of questions reads best one a line)
"""What the assistant does beside searching: mail, keep, remember, reckon, report and estimate."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, home, page

ALL = frozenset(
    {"findListings", "getListing", "findPlaces", "getMarketAnalysis", "compareMarkets", "getMyProfile", "getListingMetrics",
     "updateMyProfile", "sendListingReport", "saveSearch", "saveListing", "unsaveListing", "listSavedListings",
     "listSavedSearches", "deleteSavedSearch", "calculateMortgage", "calculateAffordability", "estimateValue",
     "generatePerformanceReport", "compareListings"}
)  # fmt: skip
WAITS = {"status": "approval_required", "approvalId": "a1", "url": "/profile/approvals/a1/"}
ANN = "ann@example.com"


@pytest.fixture
def talk():
    return Talk(ALL)


@pytest.fixture
def after_search(talk):
    talk.ask("3 bed homes in Portland")
    talk.give(page(home("L009", 640_000), home("L004", 480_000)))
    return talk


ALONE = [
    ("what would L001 cost me a month with 20 % down at 6.5 %?", "calculateMortgage",
     {"listingId": "L001", "downPaymentPercent": 20, "annualRatePercent": 6.5}),
    ("monthly payment on 650k with 100k down at 6.25% for 15 years", "calculateMortgage",
     {"price": 650_000, "downPayment": 100_000, "annualRatePercent": 6.25, "years": 15}),
    ("what can I afford with 140k income, 60k down at 6.5%", "calculateAffordability",
     {"annualIncome": 140_000, "downPayment": 60_000, "annualRatePercent": 6.5}),
    ("Send L001 and L002 to ann@example.com", "sendListingReport",
     {"listingIds": ["L001", "L002"], "recipientEmail": ANN}),
    ("email L001 to ann@example.com with the note: Look at 2 Baths!", "sendListingReport",
     {"listingIds": ["L001"], "recipientEmail": ANN, "note": "Look at 2 Baths!"}),
    ("email these to me and L001", "getMyProfile", {}),
    ("save L003", "saveListing", {"listingId": "L003"}),
    ("remove L003 from my saved homes", "unsaveListing", {"listingId": "L003"}),
    ("show my saved homes", "listSavedListings", {}),
    ("show my saved searches", "listSavedSearches", {"limit": 25}),
    ("save a search for condos in Seattle", "saveSearch", {"city": "Seattle, WA", "propertyType": ["condo"]}),
    ("remember my budget is 800k", "updateMyProfile", {"maxPrice": 800_000}),
    ("set my budget to 700k", "updateMyProfile", {"maxPrice": 700_000}),
    ("payment on 500k, 20% dwn, 6.5, 30 yr", "calculateMortgage",
     {"price": 500_000, "downPaymentPercent": 20, "annualRatePercent": 6.5, "years": 30}),
    ("forget my places", "updateMyProfile", {"places": []}),
    ("what do you know about me", "getMyProfile", {}),
    ("Generate a performance report for L001, L002 and L003", "generatePerformanceReport",
     {"listingIds": ["L001", "L002", "L003"]}),
    ("performance report on all my listings for October 2026", "generatePerformanceReport",
     {"listingIds": ["mine"], "from": "2026-10-01", "to": "2026-10-31"}),
    ("how are L001 and L002 doing, with recommendations", "generatePerformanceReport", {"listingIds": ["L001", "L002"]}),
    ("what is L005 worth", "estimateValue", {"listingId": "L005"}),
    ("estimate the value of a 3 bed 2 bath 1800 sq ft house in 98115", "estimateValue",
     {"livingArea": 1800, "bedrooms": 3, "bathrooms": 2, "propertyType": "house", "postalCode": "98115"}),
    ("compare the market in Seattle and Portland", "compareMarkets", {"areas": ["Seattle, WA", "Portland, OR"]}),
    ("homes in Seattle but not in Capitol Hill", "findListings",
     {"city": "Seattle, WA", "excludePlaces": ["Capitol Hill, Seattle, WA"]}),
    ("homes in Seattle with at most 2 baths", "findListings", {"city": "Seattle, WA", "maxBathrooms": 2}),
    ("homes in Seattle mentioning 'sunroom'", "findListings", {"city": "Seattle, WA", "keywords": "sunroom"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "tool", "arguments"), ALONE)
def test_a_question_alone_comes_to_one_call(talk, question, tool, arguments):
    assert talk.ask(question) == Requests([(tool, arguments)])


def test_several_addresses_are_a_request_each(talk):
    step = talk.ask("mail L001 to ann@example.com and bob@example.com")

    assert [arguments["recipientEmail"] for _, arguments in step.calls] == [ANN, "bob@example.com"]


def test_homes_shown_last_are_mailed(after_search):
    step = after_search.ask("send those homes to ann@example.com")

    assert step == Requests([("sendListingReport", {"listingIds": ["L009", "L004"], "recipientEmail": ANN})])


def test_mail_to_me_goes_to_the_address_of_the_profile(after_search):
    after_search.ask("email these to me")

    step = after_search.give({"email": "demo@example.com"})

    assert step.calls[0][1]["recipientEmail"] == "demo@example.com"


def test_a_mail_that_waits_is_not_said_to_be_sent(talk):
    talk.ask("Send L001 to ann@example.com")

    step = talk.give(WAITS)

    assert "waits for your yes" in step.text
    assert "Nothing has been sent yet" in step.text


def test_a_yes_in_words_sends_nothing(talk):
    talk.ask("Send L001 to ann@example.com")
    talk.give(WAITS)

    step = talk.ask("yes")

    assert step.text.startswith("A yes in words does not send it")


ASKED_BACK = [
    ("send L001 to my wife", "I do not guess one", "jane@example.com", "sendListingReport",
     {"listingIds": ["L001"], "recipientEmail": "jane@example.com"}),
    ("what would L001 cost me a month with 20% down?", "I do not guess one", "6.5", "calculateMortgage",
     {"listingId": "L001", "downPaymentPercent": 20, "annualRatePercent": 6.5}),
    ("mortgage on 500k at 6%", "how much you would put down", "50k", "calculateMortgage",
     {"price": 500_000, "annualRatePercent": 6, "downPayment": 50_000}),
    ("what is my house worth", "living area", "1500 sq ft in 98115", "estimateValue",
     {"livingArea": 1500, "propertyType": "house", "postalCode": "98115"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asked", "answer", "tool", "arguments"), ASKED_BACK)
def test_what_is_missing_is_asked_for_and_completes_the_question(talk, question, asked, answer, tool, arguments):
    back = talk.ask(question)
    step = talk.ask(answer)

    assert isinstance(back, Say)
    assert asked in back.text
    assert step == Requests([(tool, arguments)])


def test_this_search_is_saved_under_the_name_given(after_search):
    step = after_search.ask("save that as Family homes")

    conditions = {"city": "Portland, OR", "minBedrooms": 3}
    assert step == Requests([("saveSearch", {"name": "Family homes"} | conditions)])


def test_the_second_one_is_saved(after_search):
    assert after_search.ask("save the second one") == Requests([("saveListing", {"listingId": "L004"})])


def test_a_long_line_of_listings_is_read_at_once(talk):
    talk.ask("how are L001 and L002 and L003 and L004 and L005 and L006 selling, roughly")

    assert talk.next() is not None
