"""The insights page and its files: whose listings, which market, and what a spreadsheet gets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.models import ListingActivity
from analytics.tools import get_market_analysis
from listings import places
from listings.models import Member, Office


@pytest.fixture
def market(sell):
    """Five sales at 400,000 in Astoria in May 2020."""
    [sell(date(2020, 5, day), 400_000) for day in range(1, 6)]
    places.forget()


@pytest.fixture
def home(offer):
    home = offer(unparsed_address="7 Bay Road")
    ListingActivity.objects.create(
        listing=home, date=date(2026, 11, 9), impressions=400, views=40, unique_viewers=20, saves=4, inquiries=1
    )
    return home


@pytest.fixture
def bens(home, ben, source):
    """The home, offered by ben's office."""
    home.list_office = Office.objects.create(source=source, office_key="o", office_name="Bay Realty")
    home.save()
    Member.objects.create(source=source, office=home.list_office, user=ben, member_key="b")
    return home


def lines(page):
    return [line.listing.listing_id for line in page.context["table"].lines]


def test_the_market_of_the_page_is_the_tools(client, ana, market):
    client.force_login(ana)

    page = client.get("/insights/?area=Astoria")

    assert page.context["result"] == get_market_analysis("Astoria", user=ana).model_dump(mode="json", by_alias=True)
    assert b"$400,000" in page.content


def test_without_an_area_the_city_with_most_homes_is_shown(client, ana, market):
    client.force_login(ana)

    assert client.get("/insights/").context["area"] == "Astoria, OR"


def test_an_unknown_area_is_said_on_the_page(client, ana, market, home):
    client.force_login(ana)

    page = client.get("/insights/?area=Zzyzxq")

    assert page.status_code == 400
    assert b"No place called &#x27;Zzyzxq&#x27; is known." in page.content


def test_an_empty_installation_says_so(client, ana):
    client.force_login(ana)

    page = client.get("/insights/")

    assert b"No listings are loaded yet" in page.content
    assert b"There are no listings whose figures you may see." in page.content


def test_an_agent_sees_the_offices_listings_with_their_sums(client, ben, bens, offer):
    offer()
    client.force_login(ben)

    page = client.get("/insights/")

    assert lines(page) == ["F1"]
    assert b'<h2 id="listings">Your listings</h2>' in page.content
    assert b"<td>40</td><td>4</td><td>1</td>" in page.content


def test_others_see_demo_listings_only(client, ana, bens, source):
    client.force_login(ana)
    assert lines(client.get("/insights/")) == []

    source.is_demo = True
    source.save()

    assert lines(client.get("/insights/")) == ["F1"]


def test_nobody_is_led_to_the_login(client, db):
    for address in ("/insights/", "/insights/market.csv", "/insights/listings.csv", "/insights/reports/"):
        assert client.get(address)["Location"] == f"/login/?next={address}"


def test_the_listings_file_has_the_pages_figures(client, ben, bens):
    client.force_login(ben)

    file = client.get("/insights/listings.csv")

    assert file["Content-Disposition"] == 'attachment; filename="listings.csv"'
    heading, row = file.content.decode().splitlines()
    assert heading.endswith("impressions,pageViews,uniqueViewers,saves,inquiries,clickThroughRate,conversionRate")
    assert row.startswith("F1,7 Bay Road,Active,500000.00,")
    assert row.endswith(",400,40,20,4,1,10.0,5.0")


def test_a_cell_cannot_be_a_formula(client, ben, bens):
    bens.unparsed_address = '=HYPERLINK("http://evil.example")'
    bens.list_price = Decimal(-1)
    bens.save()
    client.force_login(ben)

    row = client.get("/insights/listings.csv").content.decode().splitlines()[1]

    assert row.startswith('F1,"\'=HYPERLINK(""http://evil.example"")",Active,-1.00,')


def test_the_market_file_has_the_months(client, ana, market):
    client.force_login(ana)

    file = client.get("/insights/market.csv?area=Astoria")

    assert file.content.decode().splitlines() == [
        "month,medianPrice,averagePrice,sold,partial",
        "2020-05,400000.00,400000.00,5,True",
    ]


@pytest.mark.parametrize("query", ["", "?area=Zzyzxq", "?area=Astoria&from=soon"])
def test_a_market_file_that_cannot_be_made_says_why(client, ana, market, query):
    client.force_login(ana)

    answer = client.get(f"/insights/market.csv{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode().endswith((".", "2026-03-31."))


def test_the_page_asks_the_database_a_bounded_number_of_questions(client, ben, bens, market, django_assert_num_queries):
    client.force_login(ben)

    with django_assert_num_queries(19):
        client.get("/insights/?area=Astoria")
