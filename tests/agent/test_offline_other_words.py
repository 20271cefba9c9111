"""The same in other words: bounds turned round, asides, numbers alone, two requests, and nothing that gets lost."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Say
from tests.agent.offline_talk import Talk, home, only_call, page

SEATTLE, PORTLAND = {"city": "Seattle, WA"}, {"city": "Portland, OR"}
HOMES = page(home("L001", 700_000), home("L002", 800_000), home("L003", 900_000))

SEARCHES = [
    ("homes in Seattle, none above 800k", SEATTLE | {"maxPrice": 800_000}),
    ("homes in Seattle that won't cost me more than 800 grand", SEATTLE | {"maxPrice": 800_000}),
    ("Seattle...garage...700k or less", SEATTLE | {"maxPrice": 700_000, "features": ["garage"]}),
    (
        "Seattle, at least 1,200 but no more than 1,800 sq ft",
        SEATTLE | {"minLivingArea": 1_200, "maxLivingArea": 1_800},
    ),
    ("Seattle, 2 beds minimum, 3 at most", SEATTLE | {"minBedrooms": 2, "maxBedrooms": 3}),
    ("Seattle 3 bedrooms max 750k", SEATTLE | {"minBedrooms": 3, "maxPrice": 750_000}),
    ("Seattle, 3 bedrooms, no more no less", SEATTLE | {"minBedrooms": 3, "maxBedrooms": 3}),
    ("Seattle under three fifty thousand", SEATTLE | {"maxPrice": 350_000}),
    ("Seattle for a million two at most", SEATTLE | {"maxPrice": 1_200_000}),
    ("a studio or 1 bedroom in Seattle", SEATTLE | {"minBedrooms": 0, "maxBedrooms": 1}),
    ("Seattle, everything on one floor", SEATTLE | {"features": ["single level"]}),
    ("Seattle homes, cheapest to priciest", SEATTLE | {"sort": "price"}),
    ("homes in Seattle sorted by year, oldest first", SEATTLE | {"sort": "yearBuilt"}),
    ("homes just sold in Seattle", SEATTLE | {"status": "Sold"}),
    ("neither condos nor apartments in Seattle", SEATTLE | {"propertyType": ["house", "townhouse", "duplex", "land"]}),
    ("Seattle, since 2005 construction", SEATTLE | {"minYearBuilt": 2_005}),
    ("We're moving from Portland, need a garage in Seattle", SEATTLE | {"features": ["garage"]}),
    ("homes in 98115 Seattle", {"city": "Seattle, WA", "postalCode": "98115"}),
]


@pytest.fixture
def talk():
    return Talk()


@pytest.fixture
def after_condos(talk):
    """Condos in Seattle with two bedrooms up to $700,000 are on the page."""
    talk.ask("condos in Seattle, 2 bedrooms, up to 700k")
    talk.give(HOMES)
    return talk


CONDOS = SEATTLE | {"propertyType": ["condo"], "minBedrooms": 2, "maxPrice": 700_000}


@pytest.mark.parametrize(("said", "arguments"), SEARCHES)
def test_a_search_in_other_words(said, arguments):
    assert only_call(said) == ("findListings", arguments)


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("make that 650", CONDOS | {"maxPrice": 650_000}),
        ("what if I only need 1?", CONDOS | {"minBedrooms": 1}),
        ("exactly 2, not more", CONDOS | {"maxBedrooms": 2}),
        ("cap it at 600k", CONDOS | {"maxPrice": 600_000}),
        ("cheaper ones first", CONDOS | {"sort": "price"}),
        ("drop the bedroom count", {name: value for name, value in CONDOS.items() if name != "minBedrooms"}),
        ("not condos, townhouses", CONDOS | {"propertyType": ["townhouse"]}),
        ("with a bigger budget, say 900k", CONDOS | {"maxPrice": 900_000}),
    ],
)
def test_a_change_in_other_words(after_condos, said, arguments):
    after_condos.ask(said)

    assert after_condos.calls() == [("findListings", arguments)]


def test_a_number_that_could_be_several_things_is_asked_about(after_condos):
    step = after_condos.ask("make that 90")

    assert isinstance(step, Say)
    assert "What should be 90" in step.text


def test_a_time_that_is_not_of_sales_is_named_and_not_searched_by(talk):
    talk.ask("3 bedrooms in Seattle in June")

    assert talk.calls() == [("findListings", SEATTLE | {"minBedrooms": 3})]
    assert "the time June 2026" in talk.give(HOMES).text


def test_an_order_that_no_call_follows_is_named(talk):
    talk.ask("tell me about L001 with 3 bedrooms")

    assert "This does not go by “3+ bedrooms”" in talk.give(home("L001", 700_000)).text


def test_homes_match_with_a_feature_so_that_the_sentence_is_not_taken_for_steering(talk):
    talk.ask("a garage in Seattle")

    assert talk.give(page()).text.startswith("**No homes for sale** match: with garage")
