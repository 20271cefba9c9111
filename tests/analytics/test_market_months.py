"""Sales counted by month: the same figures as from the sales themselves, whatever was written in between."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import call_command

from analytics import market_months, measures
from analytics.histogram import Histogram, median
from analytics.market import analyse_market
from analytics.models import ChangedMonth, MarketMonth
from listings import places
from listings.models import Listing, Source
from realestate.scopes import read_outside

TODAY = date(2026, 11, 15)


def change_at_random(drawn: random.Random, sell) -> None:
    """Sell, correct or take away some homes, one by one and many at once."""
    for _ in range(60):
        sell(
            date(2025, 6, 1) + timedelta(days=drawn.randrange(510)),
            drawn.randrange(200_000, 900_000, 2_500),
            living_area=drawn.choice([None, 1000, 1511, 1777, 2003]),
            postal_code=drawn.choice(["97103", "97121"]),
            property_sub_type=drawn.choice(["Condominium", "Single Family Residence"]),
            subdivision_name=drawn.choice(["", "Alderbrook"]),
        )
    pks = list(Listing.objects.values_list("pk", flat=True))
    Listing.objects.filter(pk__in=drawn.sample(pks, 10)).delete()
    Listing.objects.filter(pk__in=drawn.sample(pks, 10)).update(close_price=Decimal("333333.33"))
    Listing.objects.filter(pk__in=drawn.sample(pks, 10)).update(postal_code="97121", city="Warrenton")
    Listing.objects.filter(pk__in=drawn.sample(pks, 5)).update(close_date=date(2026, 3, 31), living_area=1234)
    Listing.objects.filter(pk__in=drawn.sample(pks, 5)).update(internet_entire_listing_display_yn=False)
    Listing.objects.filter(pk__in=drawn.sample(pks, 5)).update(standard_status="Withdrawn")
    places.forget()


def recounted(first: date, last: date, **where) -> tuple:
    """n, median, average and median a square foot, from every sale."""
    sales = [
        home
        for home in Listing.objects.displayable().filter(standard_status="Closed", **where)
        if first <= home.close_date <= last
    ]
    prices = [home.close_price for home in sales]
    per_foot = [
        measures.price_per_square_foot(home.close_price, home.living_area) for home in sales if home.living_area
    ]
    found = measures.median(prices), measures.average(prices), measures.median(per_foot)
    return len(sales), *(figure.quantize(Decimal("0.01"), ROUND_HALF_UP) for figure in found)


def analysed(area: str, ana, kind: str | None = None, span=("2025-11", "2026-10")) -> dict:
    return analyse_market(area, kind, *span, visible_to=ana, today=TODAY).model_dump()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("area", "where"),
    [
        ("Astoria, OR", {"city": "Astoria"}),
        ("97121", {"postal_code": "97121"}),
        ("Clatsop County", {"county_or_parish": "Clatsop County"}),
        ("Oregon", {"state_or_province": "OR"}),
        ("Alderbrook, Astoria", {"subdivision_name": "Alderbrook", "city": "Astoria"}),
    ],
)
def test_counted_months_give_what_a_recount_gives(sell, ana, seed, area, where):
    drawn = random.Random(seed)
    change_at_random(drawn, sell)
    market_months.count_changed()
    change_at_random(drawn, sell)
    market_months.count_changed()

    market = analysed(area, ana)

    figures = market["n"], market["median_price"], market["average_price"], market["price_per_square_foot"]
    assert figures == recounted(date(2025, 11, 1), date(2026, 10, 31), **where)
    assert not ChangedMonth.objects.exists()


@pytest.mark.parametrize("span", [("2025-11", "2026-10"), ("2025-08-17", "2026-09-09"), ("2026-02", "2026-03")])
@pytest.mark.parametrize("kind", [None, "condo", "house"])
def test_it_makes_no_difference_whether_months_are_counted(sell, offer, ana, kind, span):
    change_at_random(random.Random(5), sell)
    offer()
    from_sales = analysed("Clatsop County", ana, kind, span)

    market_months.count_changed()

    assert analysed("Clatsop County", ana, kind, span) == from_sales


def test_a_change_is_in_the_figures_before_it_is_counted(sell, ana):
    for price in (300_000, 310_000, 320_000, 330_000, 340_000):
        sell(date(2026, 5, 5), price)
    market_months.count_changed()
    Listing.objects.filter(close_price=340_000).update(close_price=100_000)

    assert analysed("Astoria, OR", ana)["median_price"] == 310_000


def test_a_saved_sale_is_counted_at_once(sell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sell(date(2026, 5, 5), 300_000)

    assert MarketMonth.objects.filter(kind="city", name="Astoria").count() == 1
    assert not ChangedMonth.objects.exists()


def test_all_months_can_be_counted_again(sell):
    sell(date(2026, 5, 5), 300_000)
    market_months.count_changed()
    MarketMonth.objects.all().delete()

    call_command("count_sales", "--all")

    assert MarketMonth.objects.filter(kind="state", name="OR").get().cents == 30_000_000


def test_what_may_not_leave_the_house_is_not_counted_for_a_reader_outside(sell, source, ana):
    other = Source.objects.create(name="open", title="Open", outside_use="full")
    for price in range(300_000, 305_000, 1_000):
        sell(date(2026, 5, 5), price, source=other)
        sell(date(2026, 5, 5), 900_000)
    market_months.count_changed()

    assert analysed("Astoria, OR", read_outside(ana))["median_price"] == 302_000


def test_the_middle_of_several_histograms_is_that_of_all_amounts():
    amounts = [[5, 1, 1, 9], [], [2, 2, 40], [7]]

    found = median([Histogram.from_bytes(Histogram.of(each).to_bytes()) for each in amounts])

    assert found == Decimal("3.5")
    assert median([]) is None
