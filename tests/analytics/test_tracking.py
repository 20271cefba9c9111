"""What real pages add to the figures, what they leave out, and that nothing is lost or kept."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory
from django.utils import timezone

from analytics import tracking
from analytics.models import ListingActivity, SeenViewer, ViewerSalt
from analytics.tools import generate_performance_report, get_listing_metrics
from listings.models import Listing, Member, Office
from listings.signals import inquiry_made, listing_saved, listing_viewed

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def browser(agent=FIREFOX, **headers):
    return Client(headers={"user-agent": agent, **headers})


@pytest.fixture
def home(offer):
    return offer(unparsed_address="7 Bay Road")


@pytest.fixture(autouse=True)
def _no_salt_of_another_test():
    tracking._salts.clear()


def counted(home):
    """impressions, views, unique viewers, clicks, saves, inquiries of today."""
    row = ListingActivity.objects.filter(listing=home, date=timezone.localdate()).first()
    return row and (row.impressions, row.views, row.unique_viewers, row.clicks, row.saves, row.inquiries)


def test_results_count_an_impression_of_each_home(home, offer):
    other = offer()

    browser().get("/listings/?city=Astoria")

    assert counted(home) == counted(other) == (1, 0, 0, 0, 0, 0)


def test_every_opening_is_a_view_and_a_visitor_counts_once_a_day(home):
    visitor = browser()
    [visitor.get("/listings/F1/") for _ in range(3)]

    assert counted(home) == (0, 3, 1, 0, 0, 0)


def test_another_browser_at_the_same_address_is_another_visitor(home):
    browser().get("/listings/F1/")
    browser("Mozilla/5.0 (Macintosh) Safari/605.1").get("/listings/F1/")

    assert counted(home) == (0, 2, 2, 0, 0, 0)


def test_a_page_opened_from_results_is_a_click_too(home):
    browser().get("/listings/F1/", headers={"referer": "http://testserver/listings/?city=Astoria"})

    assert counted(home) == (0, 1, 1, 1, 0, 0)


def test_saving_and_asking_count_without_a_page(home, ana):
    listing_saved.send(Listing, listing=home, user=ana)
    inquiry_made.send(Listing, listing=home, request=None, user=None)

    assert counted(home) == (0, 0, 0, 0, 1, 1)


def test_the_tools_figures_are_what_the_pages_did(home, ana, admin):
    visitor, signed_in = browser(), browser()
    signed_in.force_login(ana)
    [visitor.get("/listings/?city=Astoria") for _ in range(4)]
    [each.get("/listings/F1/") for each in (visitor, visitor, signed_in)]
    inquiry_made.send(Listing, listing=home, request=None, user=ana)
    listing_saved.send(Listing, listing=home, user=ana)

    (figures,) = get_listing_metrics(["F1"], user=admin).listings

    assert (figures.impressions, figures.page_views, figures.unique_viewers) == (4, 3, 2)
    assert (figures.saves, figures.inquiries) == (1, 1)
    assert (figures.click_through_rate, figures.conversion_rate) == (75, 50)
    assert figures.last_updated <= timezone.now()


def test_a_report_to_today_has_the_same_figures(home, admin):
    browser().get("/listings/F1/")

    (reported,) = generate_performance_report(["F1"], to=str(timezone.localdate()), user=admin).listings

    assert (reported.page_views, reported.unique_viewers) == (1, 1)


# --- Who is left out ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0 Safari/537.36",
        "curl/8.5.0",
        "python-requests/2.32",
        "Baiduspider+(+http://www.baidu.com/search/spider.htm)",
    ],
)
def test_programs_are_not_counted(home, agent):
    browser(agent).get("/listings/F1/")
    browser(agent).get("/listings/?city=Astoria")

    assert counted(home) is None


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    ],
)
def test_peoples_browsers_are_counted(home, agent):
    browser(agent).get("/listings/F1/")

    assert counted(home) == (0, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    "headers", [{"sec-purpose": "prefetch;prerender"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}]
)
def test_a_page_fetched_ahead_is_not_counted(home, headers):
    browser(**headers).get("/listings/F1/")

    assert counted(home) is None


def test_a_head_request_is_not_counted(home):
    browser().head("/listings/F1/")

    assert counted(home) is None


def test_a_page_that_is_not_there_is_not_counted(home):
    browser().get("/listings/F999/")

    assert ListingActivity.objects.count() == 0


@pytest.fixture
def office(source):
    return Office.objects.create(source=source, office_key="o", office_name="Bay Realty")


def test_the_listings_own_agent_is_not_counted(home, offer, ben, source, office):
    Listing.objects.filter(pk=home.pk).update(
        list_agent=Member.objects.create(source=source, office=None, user=ben, member_key="b")
    )
    other, agent = offer(), browser()
    agent.force_login(ben)

    agent.get("/listings/?city=Astoria")
    agent.get("/listings/F1/", headers={"referer": "http://testserver/listings/"})
    listing_saved.send(Listing, listing=home, user=ben)

    assert counted(home) is None
    assert counted(other) == (1, 0, 0, 0, 0, 0)


def test_the_staff_of_its_office_is_not_counted(home, eve, source, office):
    Listing.objects.filter(pk=home.pk).update(list_office=office)
    Member.objects.create(source=source, office=office, user=eve, member_key="e")
    staff = browser()
    staff.force_login(eve)

    staff.get("/listings/F1/")

    assert counted(home) is None


# --- Who they were is not kept ------------------------------------------------------------------------------------
def test_a_visitors_hash_says_nothing_and_changes_with_the_day(home, ana):
    request = RequestFactory().get("/", headers={"user-agent": FIREFOX})
    request.user = ana

    today = tracking.viewer_of(request, date(2026, 11, 23))
    tomorrow = tracking.viewer_of(request, date(2026, 11, 24))

    assert today != tomorrow
    assert len(today) == 32


def test_visitors_and_salts_of_past_days_are_deleted_with_the_first_view_of_a_day(home):
    yesterday = timezone.localdate() - timedelta(days=1)
    SeenViewer.objects.create(listing=home, date=yesterday, viewer="a" * 32)
    ViewerSalt.objects.create(date=yesterday, salt=b"s" * 32)

    browser().get("/listings/F1/")

    assert [each.date for each in SeenViewer.objects.all()] == [timezone.localdate()]
    assert [each.date for each in ViewerSalt.objects.all()] == [timezone.localdate()]


def test_processes_share_the_days_salt(home):
    request = RequestFactory().get("/", headers={"user-agent": FIREFOX})
    listing_viewed.send(Listing, listing=home, request=_signed_out(request))
    tracking._salts.clear()  # as in another process
    listing_viewed.send(Listing, listing=home, request=_signed_out(request))

    assert counted(home) == (0, 2, 1, 0, 0, 0)


def _signed_out(request):
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sessions.backends.db import SessionStore

    request.user, request.session = AnonymousUser(), SessionStore()
    return request


# --- Cost and failure ---------------------------------------------------------------------------------------------
def test_a_page_of_results_costs_one_statement(home, offer, django_assert_num_queries):
    homes = [home, *(offer() for _ in range(23))]
    request = _signed_out(RequestFactory().get("/", headers={"user-agent": FIREFOX}))

    with django_assert_num_queries(3):  # a savepoint, the upsert, its release
        tracking.count_shown(Listing, [each.pk for each in homes], request)

    assert {counted(each) for each in homes} == {(1, 0, 0, 0, 0, 0)}


def test_a_view_costs_two_statements(home, django_assert_num_queries):
    request = _signed_out(RequestFactory().get("/", headers={"user-agent": FIREFOX}))
    tracking.count_viewed(Listing, home, request)

    with django_assert_num_queries(6):  # two savepoints, the visitor, the upsert
        tracking.count_viewed(Listing, home, request)


def test_a_page_is_shown_when_counting_fails(home, caplog):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE analytics_seenviewer")

    page = browser().get("/listings/F1/")

    assert page.status_code == 200
    assert b"7 Bay Road" in page.content
    assert "count_viewed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_views_at_the_same_moment_are_all_counted(home):
    together, failed = threading.Barrier(8), []

    def look():
        try:
            request = _signed_out(RequestFactory().get("/", headers={"user-agent": FIREFOX}))
            together.wait(30)
            for _ in range(10):
                tracking.count_viewed(Listing, home, request)
                tracking.count_shown(Listing, [home.pk], request)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(8)]
    [each.start() for each in threads]
    [each.join(60) for each in threads]

    assert failed == []
    assert counted(home) == (80, 80, 1, 0, 0, 0)
