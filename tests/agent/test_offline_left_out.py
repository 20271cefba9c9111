# ruff: noqa: E501  (a table of questions reads best one a line)
"""Places somebody does not want: left out of the search, never searched instead, never dropped silently."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests
from tests.agent.offline_talk import Talk, home, only_call, page
from tests.agent.test_offline_answers import MARKET

HILL, RIDGE, DOWNTOWN = "Capitol Hill, Seattle, WA", "View Ridge, Seattle, WA", "Downtown, Seattle, WA"
SEATTLE = {"city": "Seattle, WA"}

LEFT_OUT = [
    ("anywhere in Seattle but Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("anywhere in Seattle but in Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("homes in Seattle but not in Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("homes in Seattle, not Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("homes in Seattle except 98115", SEATTLE | {"excludePlaces": ["98115"]}),
    ("homes in Seattle other than Downtown", SEATTLE | {"excludePlaces": [DOWNTOWN]}),
    ("homes in Portland but not downtown", {"city": "Portland, OR", "excludePlaces": ["Downtown, Portland, OR"]}),
    ("homes in Seattle excluding Capitol Hill, View Ridge, and Downtown", SEATTLE | {"excludePlaces": [HILL, RIDGE, DOWNTOWN]}),
    ("homes in seattle not in capitol hill or in view ridge", SEATTLE | {"excludePlaces": [HILL, RIDGE]}),
    ("homes in Seattle apart from Capitol Hill and View Ridge", SEATTLE | {"excludePlaces": [HILL, RIDGE]}),
    ("homes in Seattle that aren't in Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("homes in Seattle, skip Capitol Hill", SEATTLE | {"excludePlaces": [HILL]}),
    ("homes not in Capitol Hill, Seattle", SEATTLE | {"excludePlaces": [HILL]}),
    ("anywhere with 3 beds under 900k in Seattle but Capitol Hill",
     SEATTLE | {"minBedrooms": 3, "maxPrice": 900_000, "excludePlaces": [HILL]}),
    ("everywhere but Seattle", {"excludePlaces": ["Seattle, WA"]}),
    ("homes in Seattle, but in Capitol Hill", {"neighborhood": HILL}),
]  # fmt: skip


@pytest.fixture
def talk():
    return Talk()


@pytest.mark.parametrize(("question", "arguments"), LEFT_OUT)
def test_a_place_that_is_not_wanted_is_left_out(question, arguments):
    assert only_call(question) == ("findListings", arguments)


def test_a_but_that_compares_leaves_nothing_out(talk):
    step = talk.ask("Seattle is nice but Portland is cheaper")

    assert [arguments for _, arguments in step.calls] == [{"area": "Seattle, WA"}, {"area": "Portland, OR"}]


def test_an_unknown_place_is_not_searched_and_said_not_to_be_left_out(talk):
    talk.ask("homes in Seattle but not in Narnia")
    talk.give({"places": [], "similar": []})

    assert talk.calls() == [("findListings", SEATTLE)]
    assert "Not part of the search: leaving out Narnia (I know no such place)." in talk.give(page(home("L001", 1))).text


def test_not_one_of_two_places_leaves_the_other(talk):
    talk.ask("homes in Seattle or Kirkland")
    talk.give(page(home("L001", 825_000)))

    assert talk.ask("not Kirkland") == Requests([("findListings", SEATTLE)])


def test_a_place_left_out_before_can_be_asked_for_again(talk):
    talk.ask("homes in Seattle but not Capitol Hill")
    talk.give(page(home("L001", 825_000)))

    assert talk.ask("what about Capitol Hill") == Requests([("findListings", {"neighborhood": HILL})])


def test_a_market_says_that_it_covers_what_should_be_left_out(talk):
    talk.ask("market in Seattle but not in Capitol Hill")

    step = talk.give(MARKET)

    assert f"leaving out {HILL}: an area's figures are of all of it" in step.text
