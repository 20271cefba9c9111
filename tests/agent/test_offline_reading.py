"""What one question comes to, without any conversation before it: the tool and its exact arguments."""

from __future__ import annotations

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, only_call

PORTLAND, SEATTLE, BELLEVUE = {"city": "Portland, OR"}, {"city": "Seattle, WA"}, {"city": "Bellevue, WA"}
THREE = {"minBedrooms": 3}

SEARCHES = [
    ("Find me 3-bedroom homes in Portland under $900,000", PORTLAND | THREE | {"maxPrice": 900_000}),
    ("show me three bedroom homes in portland", PORTLAND | THREE),
    ("3+ bedrooms in Seattle", SEATTLE | {"minBedrooms": 3}),
    ("at least 3 bedrooms in Seattle", SEATTLE | {"minBedrooms": 3}),
    ("3 or more bedrooms in Seattle", SEATTLE | {"minBedrooms": 3}),
    ("more than 2 bedrooms in Seattle", SEATTLE | {"minBedrooms": 3}),
    ("fewer than 4 bedrooms in Seattle", SEATTLE | {"maxBedrooms": 3}),
    ("up to 3 bedrooms in Seattle", SEATTLE | {"maxBedrooms": 3}),
    ("3 or 4 bedrooms in Seattle", SEATTLE | {"minBedrooms": 3, "maxBedrooms": 4}),
    ("three- or four-bedroom homes in Seattle", SEATTLE | {"minBedrooms": 3, "maxBedrooms": 4}),
    ("between 2 and 4 beds in Seattle", SEATTLE | {"minBedrooms": 2, "maxBedrooms": 4}),
    ("studios in Seattle", SEATTLE | {"minBedrooms": 0, "maxBedrooms": 0}),
    ("one bedroom condo in Seattle", SEATTLE | {"minBedrooms": 1, "propertyType": ["condo"]}),
    ("3bd/2ba in Portland", PORTLAND | THREE | {"minBathrooms": 2}),
    ("three bedrooms, two bathrooms, Portland", PORTLAND | THREE | {"minBathrooms": 2}),
    ("homes in Portland with 2.5 baths", PORTLAND | {"minBathrooms": 2.5}),
    ("homes in Portland with two and a half baths", PORTLAND | {"minBathrooms": 2.5}),
    ("homes in Portland up to $900k", PORTLAND | {"maxPrice": 900_000}),
    ("homes in Portland, not more than 1.5 mil", PORTLAND | {"maxPrice": 1_500_000}),
    ("homes in Portland below 1.2M", PORTLAND | {"maxPrice": 1_200_000}),
    ("homes in Portland 700-800k", PORTLAND | {"minPrice": 700_000, "maxPrice": 800_000}),
    ("homes in Portland for less than half a million", PORTLAND | {"maxPrice": 500_000}),
    ("homes in Portland, six hundred fifty thousand tops", PORTLAND | {"maxPrice": 650_000}),
    ("homes in Portland between 500 and 750 thousand", PORTLAND | {"minPrice": 500_000, "maxPrice": 750_000}),
    ("homes in Portland from $500,000 to $750,000", PORTLAND | {"minPrice": 500_000, "maxPrice": 750_000}),
    ("homes in Portland around 600k", PORTLAND | {"minPrice": 540_000, "maxPrice": 660_000}),
    ("I have 350 to spend in Portland", PORTLAND | {"maxPrice": 350_000}),
    ("my budget is 450k, Portland", PORTLAND | {"maxPrice": 450_000}),
    ("homes in Portland over a million", PORTLAND | {"minPrice": 1_000_000}),
    ("homes in Portland 800k or more", PORTLAND | {"minPrice": 800_000}),
    ("homes in Portland max 750", PORTLAND | {"maxPrice": 750_000}),
    ("homes in Portland, at least 2,000 sq ft", PORTLAND | {"minLivingArea": 2_000}),
    ("homes in Portland 1500-2000 sqft", PORTLAND | {"minLivingArea": 1_500, "maxLivingArea": 2_000}),
    ("homes in Portland under 1,200 square feet", PORTLAND | {"maxLivingArea": 1_200}),
    ("homes in Portland on at least half an acre", PORTLAND | {"minLotSize": 21_780}),
    ("homes in Portland on 2 acres", PORTLAND | {"minLotSize": 87_120}),
    ("homes in Portland with a 5,000 sq ft lot", PORTLAND | {"minLotSize": 5_000}),
    ("homes in Portland built after 1990", PORTLAND | {"minYearBuilt": 1991}),
    ("homes in Portland built since 1990", PORTLAND | {"minYearBuilt": 1990}),
    ("homes in Portland built before 1940", PORTLAND | {"maxYearBuilt": 1939}),
    ("homes in Portland built between 1990 and 2005", PORTLAND | {"minYearBuilt": 1990, "maxYearBuilt": 2005}),
    ("homes in Portland not built before 1950", PORTLAND | {"minYearBuilt": 1950}),
    ("homes in Portland, not a studio", PORTLAND),
    ("homes in seattle wa", SEATTLE),
    ("how many homes are on the market in Seattle", SEATTLE | {"status": "Active", "limit": 1}),
    ("what was the highest sale in Seattle?", SEATTLE | {"status": "Sold", "sort": "-price", "limit": 3}),
    ("what is the average list price in Seattle", SEATTLE | {"status": "Active", "limit": 1}),
    ("anything but condos in Bellevue", BELLEVUE | {"propertyType": ["house", "townhouse", "duplex", "land"]}),
    ("homes in Portland built in the 1920s", PORTLAND | {"minYearBuilt": 1920, "maxYearBuilt": 1929}),
    ("homes in Portland newer than 10 years", PORTLAND | {"minYearBuilt": 2016}),
    ("homes in Portland less than 10 years old", PORTLAND | {"minYearBuilt": 2016}),
    ("condos or townhouses in Bellevue", BELLEVUE | {"propertyType": ["condo", "townhouse"]}),
    ("homes in Bellevue, not a condo", BELLEVUE | {"propertyType": ["house", "townhouse", "duplex", "land"]}),
    ("no condos or townhouses in Bellevue", BELLEVUE | {"propertyType": ["house", "duplex", "land"]}),
    ("homes in Bellevue with a garage and a view", BELLEVUE | {"features": ["garage", "view"]}),
    ("homes in Bellevue with a garage but no pool", BELLEVUE | {"features": ["garage"], "excludeFeatures": ["pool"]}),
    ("homes in Bellevue without HOA", BELLEVUE | {"features": ["no association fee"]}),
    ("condos in Bellevue with no HOA", BELLEVUE | {"propertyType": ["condo"], "features": ["no association fee"]}),
    ("homes in Bellevue with no stairs", BELLEVUE | {"features": ["single level"]}),
    ("Seattle or Bellevue, 3 bedrooms", {"city": ["Seattle, WA", "Bellevue, WA"]} | THREE),
    ("Portland or Seattle, 3 bedrooms", {"city": ["Portland, OR", "Seattle, WA"]} | THREE),
    ("homes in Portland, Oregon", PORTLAND),
    ("homes in 98115", {"postalCode": "98115"}),
    ("homes in 98115 or 98004", {"postalCode": ["98115", "98004"]}),
    ("homes in King County", {"county": "King County, WA"}),
    ("homes in Capitol Hill, Seattle", {"neighborhood": "Capitol Hill, Seattle, WA"}),
    ("View Ridge homes", {"neighborhood": "View Ridge, Seattle, WA"}),
    ("downtown condos in Portland", {"neighborhood": "Downtown, Portland, OR", "propertyType": ["condo"]}),
    ("homes anywhere in Washington", {"state": "WA"}),
    ("homes sold in March 2015 in Seattle", SEATTLE | {"closedAfter": "2015-03-01", "closedBefore": "2015-03-31"}),
    ("homes sold in Seattle in 2014", SEATTLE | {"closedAfter": "2014-01-01", "closedBefore": "2014-12-31"}),
    ("homes sold in Seattle since May 2014", SEATTLE | {"closedAfter": "2014-05-01"}),
    (
        "homes sold in Seattle in the last 6 months",
        SEATTLE | {"closedAfter": "2026-05-23", "closedBefore": "2026-11-23"},
    ),
    ("pending homes in Seattle", SEATTLE | {"status": "Pending"}),
    ("homes in Seattle sold or for sale", SEATTLE | {"status": "Any"}),
    ("what sold most expensive in 98004", {"postalCode": "98004", "status": "Sold", "sort": "-price", "limit": 3}),
    ("top five newest listings in Seattle", SEATTLE | {"sort": "newest", "limit": 5}),
    ("the three cheapest houses in Seattle", SEATTLE | {"propertyType": ["house"], "sort": "price", "limit": 3}),
    ("largest homes in Seattle first", SEATTLE | {"sort": "-livingArea"}),
    ("homes in Seattle sorted by price", SEATTLE | {"sort": "price"}),
    ("homes within 5 miles of 47.61, -122.33", {"near": {"latitude": 47.61, "longitude": -122.33, "miles": 5.0}}),
    (
        "how many homes with 4 bedrooms sold between $500,000 and $750,000",
        {"minBedrooms": 4, "minPrice": 500_000, "maxPrice": 750_000, "status": "Sold", "limit": 1},
    ),
    ("how many condos are there in Bellevue?", BELLEVUE | {"propertyType": ["condo"], "limit": 1}),
    ("median price of 3-bedroom homes in Seattle", SEATTLE | THREE | {"limit": 1}),
    ("average sale price of 3-bedroom homes in Seattle", SEATTLE | THREE | {"status": "Sold", "limit": 1}),
    ("3 bedrooms in a safe part of town in Seattle", SEATTLE | THREE),
    ("homes for Hispanic families in Seattle under 800k", SEATTLE | {"maxPrice": 800_000}),
    ("homes with good schools in Seattle", SEATTLE),
]


@pytest.mark.parametrize(("question", "arguments"), SEARCHES)
def test_a_search_is_read_exactly(question, arguments):
    sold = {"status": "Sold"} if {"closedAfter", "closedBefore"} & arguments.keys() else {}

    assert only_call(question) == ("findListings", arguments | sold)


OTHERS = [
    ("What's the market like in Seattle, WA?", "getMarketAnalysis", {"area": "Seattle, WA"}),
    ("how hot is Bellevue", "getMarketAnalysis", {"area": "Bellevue, WA"}),
    ("median price in 98115 by month", "getMarketAnalysis", {"area": "98115"}),
    ("average price per square foot in Capitol Hill", "getMarketAnalysis", {"area": "Capitol Hill, Seattle, WA"}),
    ("are prices going up in King County?", "getMarketAnalysis", {"area": "King County, WA"}),
    ("have prices in Portland gone up?", "getMarketAnalysis", {"area": "Portland, OR"}),
    ("how fast are homes in Bellevue selling", "getMarketAnalysis", {"area": "Bellevue, WA"}),
    ("list prices in 98115 compared with sale prices", "getMarketAnalysis", {"area": "98115"}),
    ("how many days do homes in Seattle stay on the market", "getMarketAnalysis", {"area": "Seattle, WA"}),
    ("how fast do homes sell in Seattle", "getMarketAnalysis", {"area": "Seattle, WA"}),
    ("months of supply in Washington", "getMarketAnalysis", {"area": "Washington"}),
    ("condo market in Portland", "getMarketAnalysis", {"area": "Portland, OR", "propertyType": "condo"}),
    (
        "average price in Portland in 2025",
        "getMarketAnalysis",
        {"area": "Portland, OR", "from": "2025-01-01", "to": "2025-12-31"},
    ),
    ("Show me analytics for listing L001", "getListingMetrics", {"listingIds": ["L001"]}),
    ("how many views does L001 have", "getListingMetrics", {"listingIds": ["L001"]}),
    ("metrics for L001 and L002", "getListingMetrics", {"listingIds": ["L001", "L002"]}),
    ("tell me about L002", "getListing", {"listingId": "L002"}),
    ("does L003 have a garage?", "getListing", {"listingId": "L003"}),
    ("homes within 2 miles of L001", "getListing", {"listingId": "L001"}),
    ("compare L001 and L004", "compareListings", {"listingIds": ["L001", "L004"]}),
    ("what is my profile", "getMyProfile", {}),
    ("homes in Boulder, CO under 1.2M", "findPlaces", {"text": "Boulder, CO"}),
    ("homes in Portland, ME", "findPlaces", {"text": "Portland, ME"}),
    ("how hot is Boulder", "findPlaces", {"text": "Boulder"}),
    (
        "what did homes in Seattle sell for last month?",
        "getMarketAnalysis",
        {"area": "Seattle, WA", "from": "2026-10-01", "to": "2026-10-31"},
    ),
    ("homes in Tigrad", "findPlaces", {"text": "Tigrad"}),
    ("homes in 97201", "findPlaces", {"text": "97201"}),
]


@pytest.mark.parametrize(("question", "tool", "arguments"), OTHERS)
def test_other_questions_call_the_tool_that_knows(question, tool, arguments):
    assert only_call(question) == (tool, arguments)


def test_places_of_different_kinds_are_searched_one_by_one():
    talk = Talk()

    talk.ask("3 bedrooms in Kirkland or 98004")

    assert talk.calls() == [
        ("findListings", {"city": "Kirkland, WA"} | THREE),
        ("findListings", {"postalCode": "98004"} | THREE),
    ]


def test_several_areas_are_analysed_one_by_one():
    talk = Talk()

    talk.ask("Compare Seattle and Bellevue")

    assert talk.calls() == [
        ("getMarketAnalysis", {"area": "Seattle, WA"}),
        ("getMarketAnalysis", {"area": "Bellevue, WA"}),
    ]


ANSWERED = [
    ("hello", "Hello."),
    ("Thanks!", "You are welcome."),
    ("what can you do?", "offline assistant"),
    ("What's 2 + 2?", "outside what I know"),
    ("email these to bob@example.com", "Which homes should the report hold?"),
    ("mortgage on 500k at 6%", "how much you would put down"),
    ("should I buy now?", "yours to decide"),
    ("Which neighborhoods are mostly white?", "fair-housing law"),
    ("where are the safest areas", "do not rate areas as safe"),
    ("what's the market like?", "Which area"),
    ("downtown condos", "Which downtown do you mean: Downtown, Seattle, WA; or Downtown, Portland, OR?"),
    ("show more", "no list to go on with yet"),
    ("the second one", "no list to count in yet"),
    ("compare them", "no two homes to compare yet"),
    ("", "outside what I know"),
    ("¦¦ \x00 \ud800 ☃", "outside what I know"),
]


@pytest.mark.parametrize(("question", "words"), ANSWERED)
def test_what_needs_no_tool_is_answered_at_once(question, words):
    step = Talk().ask(question)

    assert isinstance(step, Say)
    assert words in step.text


def test_a_tool_that_is_not_there_is_never_called():
    step = Talk(tools=frozenset({"findListings"})).ask("What's the market like in Seattle?")

    assert isinstance(step, Say)
    assert "not available here" in step.text


def test_an_unknown_place_goes_to_the_search_where_nothing_looks_places_up():
    step = Talk(tools=frozenset({"findListings"})).ask("homes in Boulder, CO")

    assert step == Requests([("findListings", {"city": "Boulder, CO"})])
