"""What the cards of markets and visitors say, with and without figures."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from analytics.models import ListingActivity
from analytics.tools import get_listing_metrics, get_market_analysis


def card(name, answer):
    context = {"call": SimpleNamespace(pk=7), "result": answer.model_dump(mode="json", by_alias=True), "arguments": {}}
    return " ".join(render_to_string(f"tools/{name}.html", context).split())


@pytest.fixture
def year(sell):
    """Five sales a month in 2020, a thousand dollars dearer every month."""
    return [
        sell(date(2020, month, day), 400_000 + 1000 * month)
        for month in range(1, 13)
        for day in (1, 2, 3, 4, 31 if month == 12 else 5)
    ]


def test_the_market_card_leads_with_the_median_and_what_it_rests_on(ana, year):
    html = card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))

    assert '<span class="price">$406,500</span>' in html
    assert "Median of 60 sales, January 2020 to December 2020." in html


def test_the_market_card_draws_one_chart_that_is_told_in_words(ana, year):
    html = card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))

    assert html.count('<svg class="chart market-chart"') == 1
    assert "lowest $401,000 in January 2020, highest $412,000 in December 2020" in html


def test_the_market_card_has_the_months_in_a_table(ana, year):
    html = card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))

    assert '<th scope="row">June 2020</th><td>$406,000</td><td>$406,000</td><td>5</td>' in html


def test_the_market_card_says_why_a_figure_is_not_known(ana, year):
    html = card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))

    assert (
        '<span class="unknown" title="Homes for sale are counted today; January 2020 to December 2020 is past.">'
        "not known</span>"
    ) in html


def test_too_few_sales_are_a_sentence_and_no_chart(ana, sell):
    sell(date(2020, 5, 1), 400_000)

    html = card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))

    assert "Only 1 sale in Astoria, OR, May 2020; 5 are needed." in html
    assert "<svg" not in html


def test_no_card_carries_inline_styles(ana, year):
    assert "style=" not in card("getMarketAnalysis", get_market_analysis("Astoria", user=ana))


def test_the_metrics_card_goes_from_views_to_inquiries(admin, offer):
    home = offer(unparsed_address="7 Bay Road")
    ListingActivity.objects.create(
        listing=home, date=date(2026, 11, 9), impressions=400, views=40, unique_viewers=30, saves=4, inquiries=2
    )

    html = card("getListingMetrics", get_listing_metrics(["F1"], user=admin))

    assert "<b>40</b> views" in html
    assert "<b>4</b> saves" in html
    assert "<b>2</b> inquiries" in html
    assert "10.0%" in html


def test_the_metrics_card_names_ids_it_does_not_know(admin, offer):
    offer()

    html = card("getListingMetrics", get_listing_metrics(["F1", "F999"], user=admin))

    assert "No visitors of F1 have been recorded." in html
    assert "There is no listing &#x27;F999&#x27; to show metrics of." in html


def test_an_address_cannot_bring_markup(admin, offer):
    offer(unparsed_address="<script>alert(1)</script>")

    assert "<script>" not in card("getListingMetrics", get_listing_metrics(["F1"], user=admin))
