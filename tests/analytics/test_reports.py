"""Performance reports: what they add up to, what they advise and why, and that the page says the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from analytics.models import ListingActivity
from analytics.reports import performance_report
from analytics.tools import generate_performance_report
from realestate.tooling import ToolError

TODAY = date(2026, 11, 23)
LISTED = date(2026, 10, 5)  # a Monday, seven weeks before


@pytest.fixture
def put_up(offer):
    """Put a home on the market on LISTED and have it looked at every day until yesterday."""

    def put(views=4, *, days=49, impressions=40, unique=2, inquiries=1, **changes):
        values = {"on_market_date": LISTED, "list_price": Decimal(500_000), "living_area": 1000}
        home = offer(**values | changes)
        ListingActivity.objects.bulk_create(
            ListingActivity(
                listing=home,
                date=LISTED + timedelta(days=day),
                impressions=impressions,
                views=views(day) if callable(views) else views,
                unique_viewers=unique,
                saves=1,
                inquiries=inquiries,
            )
            for day in range(days)
        )
        return home

    return put


@pytest.fixture
def street(put_up):
    """Five ordinary homes, F1 to F5: 4 views of 40 impressions and 1 inquiry of 2 visitors a day."""
    return [put_up() for _ in range(5)]


def report(user, *listing_ids, from_=None, to=None, today=TODAY):
    return performance_report(listing_ids, from_, to, user=user, today=today)


def advised(answer):
    return [each.recommendation.split(":")[0] for each in answer.summary.recommendations]


def test_the_summary_adds_up_the_listings(admin, street):
    summary = report(admin, "F1", "F2").summary

    assert (summary.total_views, summary.total_inquiries) == (392, 98)
    assert summary.average_time_on_market == 49


def test_the_period_ends_yesterday_because_today_is_not_over(admin, street):
    ListingActivity.objects.create(listing=street[0], date=TODAY, views=1000)

    answer = report(admin, "F1")

    assert answer.period.to == date(2026, 11, 22)
    assert answer.listings[0].page_views == 196


def test_a_period_limits_views_and_not_the_comparison(admin, put_up, street):
    put_up(6)

    (home,) = report(admin, "F6", from_="2026-10-12", to="2026-10-18").listings

    assert home.page_views == 42
    assert (home.peers.days, home.peers.own_page_views, home.peers.page_views) == (14, 84, 56)


def test_a_report_of_a_past_period_counts_days_to_its_end(admin, street):
    answer = report(admin, "F1", to="2026-10-18")

    assert (answer.as_of, answer.listings[0].time_on_market) == (date(2026, 10, 19), 14)


def test_todays_figures_are_said_to_grow(admin, street):
    assert report(admin, "F1", to="2026-11-23").notes == ["23 November 2026 is not over, so its figures will grow."]


def test_a_period_backwards_is_refused(admin, street):
    with pytest.raises(ToolError, match="is after to"):
        generate_performance_report(["F1"], from_="2026-11-02", to="2026-11-01", user=admin)


def test_the_most_viewed_a_day_is_the_top_performer(admin, put_up, street):
    put_up(9, days=7)

    summary = report(admin, "F1", "F6").summary

    assert summary.top_performer == "F6"
    assert summary.top_performer_reason == "9.0 page views a day; next is F1 with 4.0."


def test_level_listings_have_no_top_performer(admin, street):
    summary = report(admin, "F1", "F2").summary

    assert (summary.top_performer, summary.top_performer_reason) == (
        None,
        "F1 and F2 are level at 4.0 page views a day.",
    )


def test_one_listing_is_not_the_top_of_anything(admin, street):
    assert report(admin, "F1").summary.top_performer is None


def test_the_same_question_has_the_same_report(admin, street):
    first, second, other = report(admin, "F1", "F2"), report(admin, "F1", "F2"), report(admin, "F2", "F1")

    assert first == second
    assert first.report_id != other.report_id


def test_unknown_and_foreign_ids_are_named_alike(eve, street):
    answer = report(eve, "F1", "F999")

    assert answer.listings == []
    assert answer.unknown_ids == ["F999", "F1"]


# --- Beside comparable homes --------------------------------------------------------------------------------------
def test_peers_are_matched_as_the_words_say(admin, put_up, street):
    put_up(bedrooms_total=3, city="Astoria")
    put_up(bedrooms_total=5)
    [put_up(bedrooms_total=each) for each in (2, 2, 3, 4, 4)]

    (home,) = report(admin, "F6").listings

    assert home.peers.n == 5
    assert home.peers.matched == (
        "Single Family Residence in Astoria, 2 to 4 bedrooms, on the market within 122 days of October 5, 2026, "
        "from the same source; the 60 newest at most"
    )


def test_a_home_that_left_sooner_is_no_peer(admin, put_up, street):
    put_up(off_market_date=LISTED + timedelta(days=27))
    put_up()

    assert report(admin, "F7").listings[0].peers.n == 5


def test_a_home_that_left_after_the_compared_days_is_a_peer(admin, put_up, street):
    put_up(off_market_date=LISTED + timedelta(days=28))
    put_up()

    assert report(admin, "F7").listings[0].peers.n == 6


def test_days_on_which_nobody_came_count_as_nothing(admin, put_up, street):
    quiet = put_up()
    ListingActivity.objects.filter(listing=quiet, date__lt=LISTED + timedelta(days=14)).delete()

    (home,) = report(admin, quiet.listing_id).listings

    assert (home.peers.days, home.peers.own_page_views, home.peers.page_views) == (28, 56, 112)


def test_before_visitors_were_recorded_there_is_no_comparison(admin, put_up, street):
    early = put_up()
    early.on_market_date = date(2026, 9, 1)
    early.save()

    assert report(admin, early.listing_id).listings[0].reasons["peers"] == (
        "Visitors were not recorded yet when this home came on the market."
    )


def test_the_price_stands_beside_its_peers(admin, put_up, street):
    put_up(list_price=Decimal(600_000), living_area=800)

    price = report(admin, "F6").listings[0].price_position

    assert (price.n, price.median_list_price, price.difference_percent) == (5, 500_000, 20)
    assert (price.price_per_square_foot, price.difference_percent_per_square_foot) == (750, 50)
    assert price.dearer_than == 5


# --- Advice -------------------------------------------------------------------------------------------------------
def test_a_home_like_the_others_gets_no_advice(admin, street, put_up):
    put_up()

    answer = report(admin, "F6")

    assert answer.summary.recommendations == []
    assert answer.listings[0].no_recommendations == "No figure is far from those of 5 comparable homes."


def test_a_home_seldom_opened_is_told_so_with_the_figures(admin, street, put_up):
    put_up(2)

    told = report(admin, "F6").summary.recommendations

    assert [each.listing_id for each in told] == ["F6", "F6"]
    assert told[1].reason == (
        "Of 100 times it was shown in its first 28 days its page was opened 5.0 times; "
        "the median of 5 comparable homes is 10.0."
    )


def test_a_home_seldom_asked_about_is_told_so(admin, street, put_up):
    put_up(inquiries=0)

    assert advised(report(admin, "F6")) == ["Look at its own page"]


def test_interest_that_fades_is_told(admin, put_up):
    put_up(lambda day: 6 if day < 36 else 1, days=70)

    answer = report(admin, "F1", today=date(2026, 12, 14))

    assert answer.summary.recommendations[0].reason == (
        "Page views fell from 138 in the 4 whole weeks before to 28 in the last 4."
    )


def test_a_dear_home_that_stays_is_told_so(admin, street, put_up):
    for home in street:
        home.standard_status, home.purchase_contract_date = "Pending", LISTED + timedelta(days=40)
        home.save()
    put_up(list_price=Decimal(700_000))

    answer = report(admin, "F6")

    assert advised(answer) == ["Talk with the seller about the price."]
    assert answer.summary.recommendations[0].reason == (
        "It asks $700 a square foot, 40.0% above the median of 5 comparable homes ($500), and has been on the market "
        "49 days; those that found a buyer took 40 at the median."
    )


def test_a_home_that_is_sold_gets_no_advice(admin, street, put_up):
    put_up(1, standard_status="Closed", status="Closed")

    answer = report(admin, "F6")

    assert answer.summary.recommendations == []
    assert answer.listings[0].no_recommendations == "It is no longer offered (Closed), so nothing is recommended."


def test_a_home_nobody_looked_at_gets_no_advice(admin, offer):
    offer()

    assert report(admin, "F1").listings[0].no_recommendations == "No visitors of F1 have been recorded."


def test_there_are_at_most_two_recommendations_for_one_listing(admin, street, put_up):
    put_up(1, inquiries=0, unique=2)

    assert len(report(admin, "F6").summary.recommendations) == 2


# --- The page -----------------------------------------------------------------------------------------------------
def test_the_page_shows_what_the_tool_answers(client, admin, street):
    client.force_login(admin)
    answer = generate_performance_report(["F1", "F2"], user=admin).model_dump(mode="json", by_alias=True)

    page = client.get(answer["url"])

    assert page.context["result"] == answer


def test_every_home_of_a_report_stands_with_its_attribution(client, admin, street):
    client.force_login(admin)

    page = client.get("/insights/reports/?ids=F1,F2").content.decode()

    assert page.count("Courtesy of the valley.") == 2


def test_the_page_takes_ids_with_commas_between(client, admin, street):
    client.force_login(admin)

    page = client.get("/insights/reports/?ids=F1,%20F2")

    assert [home["listingId"] for home in page.context["result"]["listings"]] == ["F1", "F2"]


def test_a_strangers_page_says_no_more_than_of_an_unknown_id(client, eve, street):
    client.force_login(eve)

    page = client.get("/insights/reports/?ids=F1").content.decode()

    assert "There is no listing &#x27;F1&#x27; to show metrics of." in page
    assert "Page views" not in page


def test_nobody_is_led_to_the_login(client, db):
    assert client.get("/insights/reports/?ids=F1")["Location"] == "/login/?next=/insights/reports/%3Fids%3DF1"


def test_a_wrong_day_is_said_on_the_page(client, admin, street):
    client.force_login(admin)

    page = client.get("/insights/reports/?ids=F1&from=soon")

    assert page.status_code == 400
    assert "write a month as 2026-03 or a day as 2026-03-31" in page.content.decode()


def test_the_page_asks_the_database_a_bounded_number_of_questions(
    client, admin, street, put_up, django_assert_num_queries
):
    put_up()
    client.force_login(admin)

    # Session, user; listings, features, open ones, days; and for each listing: alike, span, first days.
    with django_assert_num_queries(12):
        client.get("/insights/reports/?ids=F1,F2")


def test_the_card_holds_each_recommendation_with_its_reason(admin, street, put_up):
    put_up(2, unparsed_address="<b>7</b> Bay Road")
    result = report(admin, "F6").model_dump(mode="json", by_alias=True)

    html = " ".join(
        render_to_string("tools/generatePerformanceReport.html", {"result": result, "call": {"pk": 7}}).split()
    )

    assert "<b>7</b>" not in html
    assert "the median of 5 comparable homes is 10.0." in html
    assert "<td>56</td><td>112</td>" in html
    assert "style=" not in html
