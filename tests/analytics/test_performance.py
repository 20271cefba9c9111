"""Metrics of single listings: what they add up to, and who may see them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from analytics.models import ListingActivity
from analytics.performance import listing_metrics
from listings.models import Member, Office

TODAY = date(2026, 11, 23)


@pytest.fixture
def home(offer):
    """A home with two weeks of visitors: 40 impressions, 4 views by 2 people, 1 save a day, 1 inquiry in all."""
    home = offer(on_market_date=date(2026, 11, 9), unparsed_address="7 Bay Road")
    visit(home, 14)
    ListingActivity.objects.filter(listing=home, date=date(2026, 11, 20)).update(inquiries=1)
    return home


def visit(home, days, views=4):
    ListingActivity.objects.bulk_create(
        ListingActivity(
            listing=home,
            date=date(2026, 11, 9 + day),
            impressions=40,
            views=views,
            unique_viewers=2,
            saves=1,
        )
        for day in range(days)
    )


@pytest.fixture
def office(source):
    return Office.objects.create(source=source, office_key="o", office_name="Bay Realty")


@pytest.fixture
def of_ben(home, ben, source, office):
    """The home, listed by ben of Bay Realty."""
    home.list_agent = Member.objects.create(source=source, office=office, user=ben, member_key="b")
    home.list_office = office
    home.save()
    return home


def metrics(user, *listing_ids):
    return listing_metrics(listing_ids, user=user, today=TODAY)


def test_figures_are_sums_over_the_days(admin, home):
    (figures,) = metrics(admin, home.listing_id).listings

    assert (figures.impressions, figures.page_views, figures.unique_viewers) == (560, 56, 28)
    assert (figures.saves, figures.inquiries) == (14, 1)


def test_rates_are_in_percent(admin, home):
    (figures,) = metrics(admin, home.listing_id).listings

    assert figures.click_through_rate == Decimal("10.0")
    assert figures.conversion_rate == Decimal("3.6")


def test_time_on_market_runs_to_today_while_a_home_is_for_sale(admin, home):
    assert metrics(admin, home.listing_id).listings[0].time_on_market == 14


def test_figures_are_as_new_as_the_end_of_their_last_day(admin, home):
    assert metrics(admin, home.listing_id).listings[0].last_updated == datetime(2026, 11, 23, tzinfo=UTC)


def test_weeks_begin_on_monday(admin, home):
    weeks = metrics(admin, home.listing_id).listings[0].weekly

    assert [(week.week, week.page_views, week.inquiries) for week in weeks] == [
        (date(2026, 11, 9), 28, 0),
        (date(2026, 11, 16), 28, 1),
    ]


def test_a_week_that_is_not_over_is_part(admin, offer):
    home = offer()
    visit(home, 10)

    assert [week.partial for week in metrics(admin, home.listing_id).listings[0].weekly] == [False, True]


def test_peers_are_compared_over_the_same_first_days(admin, home, offer):
    peers = [offer(on_market_date=date(2026, 11, 9)) for _ in range(5)]
    [visit(peer, 14, views) for peer, views in zip(peers, (2, 3, 6, 8, 9), strict=True)]

    compared = metrics(admin, home.listing_id).listings[0].peers

    assert (compared.n, compared.days) == (5, 14)
    assert (compared.page_views, compared.own_page_views) == (84, 56)
    assert compared.click_through_rate == Decimal("15.0")


def test_fewer_than_five_peers_are_no_comparison(admin, home):
    (figures,) = metrics(admin, home.listing_id).listings

    assert figures.peers is None
    assert figures.reasons["peers"] == "Fewer than 5 comparable homes were on the market at the time."


def test_a_home_nobody_looked_at_has_reasons_instead_of_zeros(admin, offer):
    (figures,) = metrics(admin, offer().listing_id).listings

    assert (figures.page_views, figures.click_through_rate, figures.last_updated) == (None, None, None)
    assert figures.reasons["pageViews"] == "No visitors of F1 have been recorded."


def test_an_unknown_id_is_named(admin, home):
    answer = metrics(admin, "F999", home.listing_id)

    assert answer.unknown_ids == ["F999"]
    assert answer.notes == ["There is no listing 'F999' to show metrics of."]
    assert len(answer.listings) == 1


def test_the_listings_own_agent_sees_its_metrics(ben, of_ben):
    assert len(metrics(ben, of_ben.listing_id).listings) == 1


def test_a_colleague_of_the_office_sees_its_metrics(eve, of_ben, source, office):
    Member.objects.create(source=source, office=office, user=eve, member_key="e")

    assert len(metrics(eve, of_ben.listing_id).listings) == 1


def test_mine_are_the_listings_of_the_agent_who_asks(ben, of_ben, home):
    answer = metrics(ben, "mine")

    assert [each.listing_id for each in answer.listings] == [of_ben.listing_id]
    assert answer.unknown_ids == []


def test_nobody_elses_listings_are_mine(admin, of_ben):
    answer = metrics(admin, "Mine")

    assert answer.listings == []
    assert answer.unknown_ids == ["mine"]
    assert answer.notes == [
        "No listing here is yours or your office's; name the ids of listings you may see figures of."
    ]


def test_an_agent_of_another_office_gets_the_answer_of_an_unknown_id(eve, of_ben, source):
    elsewhere = Office.objects.create(source=source, office_key="x", office_name="Other Realty")
    Member.objects.create(source=source, office=elsewhere, user=eve, member_key="e")

    hidden, unknown = metrics(eve, of_ben.listing_id), metrics(eve, "F999")

    assert hidden.listings == unknown.listings == []
    assert hidden.unknown_ids == ["F1"]
    assert hidden.notes == ["There is no listing 'F1' to show metrics of."]


def test_a_demo_listing_is_open_to_everyone_signed_in(ana, home, source):
    source.is_demo = True
    source.save()

    assert len(metrics(ana, home.listing_id).listings) == 1


def test_an_office_of_several_people_does_not_count_visitors_twice(ben, eve, of_ben, source, office):
    Member.objects.create(source=source, office=office, user=eve, member_key="e")
    Member.objects.create(source=source, office=office, user=ben, member_key="b2")

    (figures,) = metrics(ben, of_ben.listing_id).listings

    assert figures.page_views == 56
