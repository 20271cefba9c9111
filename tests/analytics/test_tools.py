"""The tools as a model sees them: names, refusals, and answers in camelCase."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.tools import get_listing_metrics, get_market_analysis
from realestate.tooling import ToolError, all_tools


@pytest.fixture
def astoria(sell):
    return [sell(date(2020, month, 1), 100_000 + month) for month in range(1, 13)]


def test_the_market_tool_has_the_arguments_of_the_contract():
    assert list(all_tools()["getMarketAnalysis"].parameters["properties"]) == ["area", "propertyType", "from", "to"]


def test_the_metrics_tool_has_the_arguments_of_the_contract():
    assert list(all_tools()["getListingMetrics"].parameters["properties"]) == ["listingIds"]


def test_the_market_answer_has_the_names_of_the_contract(ana, astoria):
    answer = get_market_analysis("Astoria, OR", user=ana).model_dump(mode="json", by_alias=True)

    assert {
        "averagePrice", "medianPrice", "pricePerSquareFoot", "priceChange", "averageTimeOnMarket", "totalListings",
        "soldListings", "pendingListings", "monthsOfSupply", "saleToList", "competitionLevel", "trends", "series", "n",
        "period", "reasons",
    } <= set(answer)  # fmt: skip
    assert answer["period"]["from"] == "2020-01-01"
    assert answer["trends"] == {"priceDirection": None, "marketActivity": None}


def test_every_figure_that_is_null_has_its_reason(ana, astoria):
    answer = get_market_analysis("Astoria, OR", from_="2019-01", to="2019-12", user=ana)

    figures = answer.model_dump(mode="json", by_alias=True)
    unknown = {name for name, value in figures.items() if value is None} - {"propertyType", "priceChangeBasis"}
    assert unknown <= set(figures["reasons"])
    assert len(unknown) == 10


def test_an_unknown_place_is_a_sentence_for_the_model(ana, astoria):
    with pytest.raises(ToolError, match="No place called 'Zzyzxq' is known"):
        get_market_analysis("Zzyzxq", user=ana)


def test_the_metrics_answer_has_the_names_of_the_contract(admin, astoria):
    answer = get_listing_metrics(["S1"], user=admin).model_dump(mode="json", by_alias=True)

    assert {
        "pageViews", "saves", "inquiries", "timeOnMarket", "clickThroughRate", "conversionRate", "lastUpdated"
    } <= set(answer["listings"][0])  # fmt: skip
    assert answer["definitions"]["conversionRate"] == "Of 100 visitors of its page, how many inquired. Percent."
