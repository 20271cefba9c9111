"""Slips of the hand, numbers in words, what is taken back, and that nothing said gets lost on the way."""

from __future__ import annotations

import pytest

from agent.llm.offline.accounting import unaccounted
from agent.llm.offline.amounts import normalised
from agent.llm.offline.typos import corrected
from tests.agent.offline_talk import VOCABULARY, Talk, home, page


@pytest.fixture
def talk():
    return Talk()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 bedrom hous undr 600k", "3 bedroom house under 600k"),
        ("avrage days on markt", "average days on market"),
        ("comapre them", "compare them"),
        ("chepest townhomse", "cheapest townhome"),
    ],
)
def test_a_misspelt_keyword_is_mended(typed, meant):
    assert corrected(typed, set()) == meant


@pytest.mark.parametrize(
    "text", ["a horse property", "the moose lodge", "ann@bedrom.example", "Marker Street", "paris"]
)
def test_what_is_a_word_of_its_own_is_left_alone(text):
    assert corrected(text, set()) == text


def test_a_word_of_the_apps_is_left_alone():
    assert corrected("homes in Hous", {"hous"}) == "homes in Hous"


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("condo ballard six fifty max", "condo ballard 650k max"),
        ("nothing built before nineteen ninety five", "nothing built before 1995"),
        ("at six point seven five percent", "at 6.75 percent"),
        ("six and a quarter percent", "6.25 percent"),
        ("twenty percent down over thirty years", "20 percent down over 30 years"),
        ("between six hundred and seven hundred thousand", "between 600 and 700,000"),
    ],
)
def test_numbers_in_words_become_digits(said, digits):
    assert normalised(said) == digits


SEATTLE = {"city": "Seattle, WA"}


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("seatle condos, can't go above 700k", SEATTLE | {"maxPrice": 700_000, "propertyType": ["condo"]}),
        ("condos in capital hill seattle", {"neighborhood": "Capitol Hill, Seattle, WA", "propertyType": ["condo"]}),
        ("Seattle, we don't want to spend more than 650k", SEATTLE | {"maxPrice": 650_000}),
        ("3 beds in Seattle, 850k", SEATTLE | {"minBedrooms": 3, "maxPrice": 850_000}),
        ("homes in the 600s in Seattle", SEATTLE | {"minPrice": 600_000, "maxPrice": 699_999}),
        ("3 bedrooms and under 600k in Seattle", SEATTLE | {"minBedrooms": 3, "maxPrice": 600_000}),
        ("we finally sold our boat, a house in Seattle please", SEATTLE | {"propertyType": ["house"]}),
        ("just 3 bedrooms in Seattle", SEATTLE | {"minBedrooms": 3, "maxBedrooms": 3}),
        ("houses from before 1940 in Seattle", SEATTLE | {"propertyType": ["house"], "maxYearBuilt": 1939}),
        ("what sold in Seattle since June 1 2026", SEATTLE | {"status": "Sold", "closedAfter": "2026-06-01"}),
        ("show me 5 condos in Seattle", SEATTLE | {"propertyType": ["condo"], "limit": 5}),
        ("not a condo, Seattle, max 650k under 3 acres", None),
        ("in Seattle no more than 10 years old... I mean built 2005 or newer", SEATTLE | {"minYearBuilt": 2005}),
    ],
)
def test_free_talk_is_read_as_meant(talk, question, arguments):
    talk.ask(question)

    name, made = talk.calls()[0]

    assert name == "findListings"
    assert made == arguments or (arguments is None and "excludePlaces" not in made)


@pytest.mark.parametrize(
    ("change", "arguments"),
    [
        ("price doesn't matter", SEATTLE | {"minBedrooms": 3, "features": ["garage"]}),
        ("raise my budget by 100k", SEATTLE | {"minBedrooms": 3, "maxPrice": 900_000, "features": ["garage"]}),
        ("garage is optional", SEATTLE | {"minBedrooms": 3, "maxPrice": 800_000}),
        ("it doesn't need a garage", SEATTLE | {"minBedrooms": 3, "maxPrice": 800_000}),
        ("make that 4", SEATTLE | {"minBedrooms": 4, "maxPrice": 800_000, "features": ["garage"]}),
        (
            "forget Seattle, do Bellevue",
            {"city": "Bellevue, WA", "minBedrooms": 3, "maxPrice": 800_000, "features": ["garage"]},
        ),
        (
            "got anything cheaper?",
            SEATTLE | {"minBedrooms": 3, "maxPrice": 800_000, "features": ["garage"], "sort": "price"},
        ),
    ],
)
def test_a_search_is_changed_as_people_say_it(talk, change, arguments):
    talk.ask("3 bedrooms in Seattle under 800k with a garage")
    talk.give(page(home("L001", 640_000), home("L002", 480_000)))

    talk.ask(change)

    assert talk.calls() == [("findListings", arguments)]


def test_a_lost_figure_and_a_lost_word_are_named():
    lost = unaccounted("homes in Seattle with a pool under 650k", VOCABULARY, [{"city": "Seattle, WA"}], "")

    assert lost == ["650,000", "pool"]


def test_what_is_searched_by_or_spoken_of_is_not_lost():
    arguments = [{"city": "Seattle, WA", "minPrice": 540_000, "maxPrice": 660_000, "minLotSize": 21_780}]
    question = "homes in Seattle around 600k on 0.5 acres with a pool"

    assert unaccounted(question, VOCABULARY, arguments, "There is no pool.") == []


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("what is escrow?", "Escrow is a neutral third party"),
        ("whats the difference between a condo and a townhouse", "With a condo you own"),
        ("What are closing costs exactly?", "Closing costs are"),
    ],
)
def test_words_of_the_trade_are_explained(talk, question, begins):
    assert talk.ask(question).text.startswith(begins)


def test_near_me_asks_where_that_is(talk):
    asked = talk.ask("anything under 600k near me?")
    talk.ask("Seattle")

    assert asked.text.startswith("Where is that?")
    assert talk.calls() == [("findListings", SEATTLE | {"maxPrice": 600_000})]
