"""King County in plain words: the offline assistant's figures against plain SQL over the file itself."""

from __future__ import annotations

import statistics

import pytest

from agent.llm.offline import OfflineModel
from tests.agent.conftest import play
from tests.king_county import needs_king_county, prices

pytestmark = [pytest.mark.django_db, needs_king_county]


@pytest.fixture
def said(king_county, ana):
    """What the assistant answers to a question."""
    return lambda question: play(OfflineModel(), user=ana, question=question).text


COUNTS = [
    (
        "how many homes with 4 bedrooms sold between $500,000 and $750,000",
        "bedrooms >= 4 AND dollars BETWEEN 500000 AND 750000",
    ),
    ("How many homes sold in 98103?", "zipcode = '98103'"),
    ("how many waterfront homes have been sold", "waterfront = 1"),
    ("how many homes over 5,000 sq ft sold", "sqft_living >= 5000"),
    ("number of homes with at least 3 bathrooms sold in 98052", "bathrooms >= 3 AND zipcode = '98052'"),
    ("how many homes sold in march 2015?", "substr(date, 1, 6) = '201503'"),
    (
        "how many 5+ bedroom homes in 98006 sold for more than a million",
        "bedrooms >= 5 AND zipcode = '98006' AND dollars >= 1e6",
    ),
    ("how many sales were there in 98118 under 300k", "zipcode = '98118' AND dollars <= 300000"),
    ("how many homes in 98115 with 2 or 3 bedrooms were sold", "zipcode = '98115' AND bedrooms BETWEEN 2 AND 3"),
    ("count the homes built before 1910 that sold in 98122", "yr_built < 1910 AND zipcode = '98122'"),
]


@pytest.mark.parametrize(("question", "condition"), COUNTS)
def test_a_count_asked_in_plain_words(said, truth, question, condition):
    assert f"{len(prices(truth, condition)):,} " in said(question)


PRICES = [
    ("what was the most expensive home sold in 98004?", "zipcode = '98004'", max),
    ("cheapest home sold in 98178", "zipcode = '98178'", min),
    ("most expensive waterfront home sold", "waterfront = 1", max),
    (
        "median price of homes sold in 98112 in 2014",
        "zipcode = '98112' AND substr(date, 1, 4) = '2014'",
        statistics.median,
    ),
]


@pytest.mark.parametrize(("question", "condition", "figure"), PRICES)
def test_a_price_asked_in_plain_words(said, truth, question, condition, figure):
    assert f"${figure(prices(truth, condition)):,.0f}" in said(question)


def test_medians_by_month_are_told_month_by_month(said, truth):
    answer = said("median price in 98115 by month")

    months = [f"2014{month:02}" for month in range(6, 13)] + [f"2015{month:02}" for month in range(1, 5)]
    medians = [statistics.median(prices(truth, "zipcode = '98115' AND substr(date, 1, 6) = ?", m)) for m in months]
    assert [f"${median:,.0f}" in answer for median in medians] == [True] * 11


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("how many days on market do homes in 98115 take", "sales only"),
        ("what is the average list price in 98103", "sales only"),
        ("what was the median price in 98115 in 2019", "2019"),
        ("how many homes sold in Portland", "Portland"),
    ],
)
def test_what_the_file_cannot_know_is_declined_with_the_reason(said, question, reason):
    assert reason in said(question)
