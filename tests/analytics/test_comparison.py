"""Markets side by side: the same figures as alone, over one period, and how far apart."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from analytics.tools import compare_markets, get_market_analysis
from realestate.tooling import ToolError


@pytest.fixture
def two_towns(sell):
    """Ten sales at 400,000 in Astoria and five at 500,000 in Seaside, in May 2020."""
    [sell(date(2020, 5, day), 400_000) for day in range(1, 11)]
    [sell(date(2020, 5, day), 500_000, city="Seaside", postal_code="97138") for day in range(1, 6)]


def ask(ana, *areas, **more):
    return compare_markets(list(areas), user=ana, **{"from_": "2020-05", "to": "2020-05"} | more)


def test_each_area_has_the_figures_it_has_alone(ana, two_towns):
    answer = ask(ana, "Astoria, OR", "Seaside, OR")
    alone = get_market_analysis("Seaside, OR", from_="2020-05", to="2020-05", user=ana)

    assert [(each.area, each.n, each.median_price) for each in answer.areas] == [
        ("Astoria, OR", 10, 400_000),
        ("Seaside, OR", 5, 500_000),
    ]
    assert answer.areas[1].price_per_square_foot == alone.price_per_square_foot
    assert answer.areas[1].reasons == alone.reasons


def test_differences_name_the_lowest_and_the_highest(ana, two_towns):
    (median, *_) = ask(ana, "Seaside, OR", "Astoria, OR").differences

    assert (median.figure, median.lowest, median.highest) == ("Median price", "Astoria, OR", "Seaside, OR")
    assert (median.difference, median.percent) == (100_000, 25)


def test_a_figure_that_only_one_area_knows_is_not_compared(ana, two_towns, sell):
    sell(date(2020, 5, 1), 900_000, city="Warrenton", postal_code="97146")

    answer = ask(ana, "Astoria, OR", "Warrenton, OR")

    assert answer.areas[1].median_price is None
    assert answer.areas[1].reasons["medianPrice"] == "Only 1 sale in Warrenton, OR, May 2020; 5 are needed."
    assert [each.figure for each in answer.differences] == ["Homes sold"]


def test_without_a_period_all_areas_take_the_first_ones(ana, two_towns):
    answer = ask(ana, "Astoria, OR", "Seaside, OR", from_=None, to=None)

    assert answer.period.label == "May 2020"
    assert [each.n for each in answer.areas] == [10, 5]


def test_the_same_place_twice_is_refused(ana, two_towns):
    with pytest.raises(ToolError, match="mean the same place twice; name different areas"):
        ask(ana, "Astoria", "Astoria, OR")


def test_an_unknown_place_is_named(ana, two_towns):
    with pytest.raises(ToolError, match="No place called 'Zzyzxq' is known"):
        ask(ana, "Astoria", "Zzyzxq")


def test_the_card_has_a_column_for_each_area(ana, two_towns):
    result = ask(ana, "Astoria, OR", "Seaside, OR").model_dump(mode="json", by_alias=True)

    html = " ".join(
        render_to_string("tools/compareMarkets.html", {"result": result, "call": SimpleNamespace(pk=1)}).split()
    )

    assert '<th scope="col">Astoria, OR</th><th scope="col">Seaside, OR</th>' in html
    assert "<td><b>$400,000</b></td><td><b>$500,000</b></td>" in html
    assert "The median of Seaside, OR is 25% above that of Astoria, OR." in html
