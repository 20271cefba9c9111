"""What is no search, whatever words for homes it holds; and what somebody wants that no tool does."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, found, home, only_call, page

SEATTLE = {"city": "Seattle, WA"}

OUTSIDE = [
    "whats 2+2",
    "what is 12 * 4?",
    "tell me a joke",
    "write me a poem about houses",
    "write a listing description for L001",
    "what's the weather in Seattle",
    "who is the president",
]


@pytest.mark.parametrize("question", OUTSIDE)
def test_another_assistants_question_is_declined_at_once(question):
    step = Talk().ask(question)

    assert isinstance(step, Say)
    assert step.text.startswith("That is outside what I know")


def test_the_flat_earth_is_no_apartment():
    talk = Talk()

    talk.ask("is the earth flat")
    step = talk.give(found())

    assert isinstance(step, Say)
    assert step.text.startswith("That is outside what I know")


def test_what_a_house_comes_with_is_no_second_kind_of_home():
    assert only_call("house with land in Seattle") == ("findListings", SEATTLE | {"propertyType": ["house"]})


SAID = [
    ("call the agent", "I cannot contact anybody"),
    ("are you human", "I am the offline assistant"),
    ("who made you", "I am the offline assistant"),
    ("ok cool", "What should I look at next?"),
]


@pytest.mark.parametrize(("question", "words"), SAID)
def test_what_no_tool_does_is_said_plainly(question, words):
    step = Talk().ask(question)

    assert isinstance(step, Say)
    assert words in step.text


@pytest.mark.parametrize("question", ["show my listings", "how are our listings doing?"])
def test_the_tool_of_visitors_knows_whose_listings_they_are(question):
    assert only_call(question) == ("getListingMetrics", {"listingIds": ["mine"]})


MARKETS = [
    ("are houses getting more expensive in seattle?", [{"area": "Seattle, WA", "propertyType": "house"}]),
    ("is portland cheaper than seattle", [{"area": "Portland, OR"}, {"area": "Seattle, WA"}]),
    ("is it a good time to sell in kirkland", [{"area": "Kirkland, WA"}]),
]


@pytest.mark.parametrize(("question", "areas"), MARKETS)
def test_where_prices_go_is_a_question_about_the_market(question, areas):
    step = Talk().ask(question)

    assert step == Requests([("getMarketAnalysis", area) for area in areas])


def test_the_area_spoken_of_is_compared_with_another(talk_of_seattle):
    talk_of_seattle.ask("compare it with bellevue")

    areas = [arguments["area"] for _, arguments in talk_of_seattle.calls()]
    assert areas == ["Seattle, WA", "Bellevue, WA"]


@pytest.fixture
def talk_of_seattle():
    talk = Talk()
    talk.ask("how hot is Seattle")
    talk.give({"area": "Seattle, WA", "areaKind": "city", "n": 0, "period": {"label": "2026"}})
    return talk


VAGUE = [
    ("cheap houses in seattle", {"propertyType": ["house"], "sort": "price"}),
    ("something affordable in seattle", {"sort": "price"}),
    ("luxury condos in seattle", {"propertyType": ["condo"], "sort": "-price"}),
    ("big houses in seattle", {"propertyType": ["house"], "sort": "-livingArea"}),
    ("house with a big deck in seattle", {"propertyType": ["house"], "features": ["deck"]}),
    ("new listings in seattle", {"sort": "newest"}),
    ("anything in seattle cheaper than 500k", {"maxPrice": 500_000}),
]


@pytest.mark.parametrize(("question", "arguments"), VAGUE)
def test_an_adjective_without_an_amount_is_an_order(question, arguments):
    assert only_call(question) == ("findListings", SEATTLE | arguments)


def test_how_an_adjective_was_read_is_said():
    talk = Talk()

    talk.ask("cheap houses in seattle")
    talk.give(page(home("L001", 825_000)))

    assert "“cheap” names no amount, so these come cheapest first." in talk.answer()


def test_when_a_home_was_listed_is_not_when_it_sold():
    talk = Talk()

    talk.ask("homes listed in the last week in Seattle")

    assert talk.calls() == [("findListings", SEATTLE | {"sort": "newest"})]


@pytest.mark.parametrize("question", ["how is L001 performing vs similar", "how is my listing L001 doing"])
def test_one_listing_beside_its_like_is_its_visitor_figures(question):
    assert only_call(question) == ("getListingMetrics", {"listingIds": ["L001"]})


def test_the_size_of_a_garage_is_named_as_not_searched():
    talk = Talk()

    talk.ask("3 car garage in Seattle")
    talk.give(page(home("L001", 825_000)))

    assert "Not part of the search: how many cars the garage holds (3 car)." in talk.answer()
