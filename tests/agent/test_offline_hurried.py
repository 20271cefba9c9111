"""Questions typed in a hurry: missing apostrophes, shorthand, signs and slashes."""

from __future__ import annotations

import pytest

from agent.llm.offline.spelling import spelt_out
from tests.agent.offline_talk import Talk, home, only_call, page

PORTLAND, SEATTLE = {"city": "Portland, OR"}, {"city": "Seattle, WA"}
NOT_CONDO = ["house", "townhouse", "duplex", "land"]

HURRIED = [
    ("homes in portland <500k", PORTLAND | {"maxPrice": 500_000}),
    ("homes in portland <= 500k", PORTLAND | {"maxPrice": 500_000}),
    ("homes in portland >500k", PORTLAND | {"minPrice": 500_000}),
    ("i dont want a condo in seattle", SEATTLE | {"propertyType": NOT_CONDO}),
    ("seattle, under a mil", SEATTLE | {"maxPrice": 1_000_000}),
    ("seattle between 5 and 6 hundred thousand", SEATTLE | {"minPrice": 500_000, "maxPrice": 600_000}),
    ("seattle 3/2", SEATTLE | {"minBedrooms": 3, "minBathrooms": 2}),
    ("seattle 4x2.5", SEATTLE | {"minBedrooms": 4, "minBathrooms": 2.5}),
    ("1/2 acre in seattle", SEATTLE | {"minLotSize": 21_780}),
    ("seattle w/ garage w/o pool", SEATTLE | {"features": ["garage"], "excludeFeatures": ["pool"]}),
    ("homes in seattle for 900k", SEATTLE | {"maxPrice": 900_000}),
    ("what can i afford with 750k in seattle", SEATTLE | {"maxPrice": 750_000}),
    ("homes in seattle under 2000", SEATTLE | {"maxPrice": 2_000_000}),
    ("half a mil or less in portland", PORTLAND | {"maxPrice": 500_000}),
    ("between six and eight hundred thousand, seattle", SEATTLE | {"minPrice": 600_000, "maxPrice": 800_000}),
    ("seattle under .8m", SEATTLE | {"maxPrice": 800_000}),
    ("seattle, lot over 5000 sqft", SEATTLE | {"minLotSize": 5_000}),
    ("plz find me homes in seattle rn", SEATTLE),
]  # fmt: skip


@pytest.mark.parametrize(("question", "arguments"), HURRIED)
def test_hurried_words_are_read_as_meant(question, arguments):
    assert only_call(question) == ("findListings", arguments)


def test_a_budget_said_anew_is_a_limit():
    talk = Talk()
    talk.ask("homes in Seattle under 900k")
    talk.give(page(home("L001", 825_000), home("L002", 799_000)))

    talk.ask("make it 1.2 million")

    assert talk.calls() == [("findListings", SEATTLE | {"maxPrice": 1_200_000})]


def test_homes_outside_a_place_are_not_searched_inside_it():
    talk = Talk()

    talk.ask("houses outside portland")
    talk.give(page(home("L001", 825_000)))

    assert "fits: house, not in Portland, OR." in talk.answer()


@pytest.mark.parametrize("question", ["whats the cheapest home in seattle", "im lookin for a home in seattle plz"])
def test_missing_apostrophes_are_not_named_as_unused(question):
    talk = Talk()

    talk.ask(question)
    talk.give(page(home("L001", 825_000), home("L002", 799_000)))

    assert "could not use" not in talk.answer()


def test_a_single_capital_is_left_to_be_a_name():
    assert spelt_out("U District") == "U District"
