"""Notifications: found by every process, heard once, read by their owner only."""

from __future__ import annotations

import http.client
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tokens import open_family
from listings import saved
from listings.models import Listing, SavedSearch
from listings.query import SearchQuery
from realestate import notifications, saved_news
from realestate.models import Notification
from tests.agent.asgi_client import fetch, in_loop, open_exchange
from tests.servers import Server, events, running


def test_the_oldest_beyond_200_go(ana):
    for number in range(203):
        notifications.notify(ana.pk, "mail_sent", f"Sent {number}", "/")

    assert ana.notifications.count() == 200
    assert ana.notifications.order_by("pk").first().text == "Sent 3"


def test_what_is_older_than_30_days_goes(ana, monkeypatch):
    notifications.notify(ana.pk, "mail_sent", "Old", "/")
    Notification.objects.update(created_at=timezone.now() - timedelta(days=31))
    notifications.notify(ana.pk, "mail_sent", "New", "/")
    monkeypatch.setattr(notifications, "_forgotten_at", float("-inf"))

    notifications.forget_old()

    assert [each.text for each in ana.notifications.all()] == ["New"]


def test_the_page_shows_mine_and_costs_one_query_of_its_own(client, ana, eve, django_assert_num_queries):
    notifications.notify(ana.pk, "mail_sent", "Sent to ann@example.com", "/")
    notifications.notify(eve.pk, "mail_sent", "Eve's own", "/")
    client.force_login(ana)

    with django_assert_num_queries(3):  # session, user, notifications
        page = client.get("/profile/notifications/").content.decode()

    assert "Sent to ann@example.com" in page
    assert "Eve&#x27;s own" not in page
    assert 'data-unread="1"' in page


def test_all_are_marked_as_read_without_a_script(client, ana):
    notifications.notify(ana.pk, "mail_sent", "One", "/")
    notifications.notify(ana.pk, "mail_sent", "Two", "/")
    client.force_login(ana)

    client.post("/profile/notifications/")

    assert notifications.unread(ana.pk) == 0


def test_nobody_marks_anothers_as_read(client, ana, eve):
    notifications.notify(ana.pk, "mail_sent", "One", "/")
    client.force_login(eve)

    client.post("/profile/notifications/", {"read": ana.notifications.get().pk})

    assert notifications.unread(ana.pk) == 1


def test_the_stream_of_another_person_is_refused(ana, eve):
    answer = in_loop(fetch("GET", f"/events/?user={ana.pk}", token=open_family(eve).access_token))

    assert answer.status == 403


def test_a_stream_resumes_after_the_last_event_and_holds_only_what_is_mine(ana, eve):
    for owner, text in ((ana, "One"), (eve, "Eve's"), (ana, "Two")):
        notifications.notify(owner.pk, "mail_sent", text, "/")
    first = ana.notifications.order_by("pk").first().pk

    token = open_family(ana).access_token

    async def read():
        headers = {"Last-Event-ID": str(first)}
        exchange = open_exchange("GET", "/events/", token=token, headers=headers)
        await exchange.until(lambda each: b"event: unread" in each.body)
        await exchange.cut()
        return exchange

    body = in_loop(read()).body.decode()

    assert [data.get("text") for _, name, data in events(body) if name == "notification"] == ["Two"]
    assert events(body)[-1][2] == {"unread": 2}


@pytest.fixture
def search(ana, home):
    """Ana's saved search, an hour old; the home was there before."""
    kept, _ = saved.save_search(ana, SearchQuery(city=["Portland"]), name="Portland")
    ago = timezone.now() - timedelta(hours=1)
    SavedSearch.objects.update(saved_at=ago, looked_at=ago, matched_until=ago)
    Listing.objects.update(modification_timestamp=ago - timedelta(days=1))
    return kept


def test_a_new_home_is_told_of_once(ana, home, search):
    Listing.objects.update(modification_timestamp=timezone.now() - timedelta(minutes=1))

    saved_news.tell()
    saved_news.tell()

    told = ana.notifications.get()
    assert (told.kind, told.text) == ("saved_search_hit", "1 new home for \u201cPortland\u201d")
    assert told.url == f"/saved/searches/{search.pk}/"


def listen(server: Server, token: str, connections: list) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/events/", None, {"Authorization": f"Bearer {token}"})
    connections.append(connection)
    connections.append(connection.getresponse())
    return connections[-1]


def until(response: http.client.HTTPResponse, name: str) -> dict:
    """The next event of this name."""
    found = ""
    while line := response.readline().decode():
        if line.startswith("event: "):
            found = line[7:].strip()
        elif line.startswith("data: ") and found == name:
            return json.loads(line[6:])
    raise AssertionError("the stream ended")


@pytest.mark.server
@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_another_process_hears_of_a_mail_and_stops_quickly(kind, tmp_path):
    connections = []
    with running(kind, tmp_path, homes=20) as server:
        token = server.sign_up()
        other = Server("uvicorn", tmp_path, SITE_URL=server.url)
        other.start()
        heard = listen(other, token, connections)
        until(heard, "unread")
        body = {"listingIds": ["L001"], "recipientEmail": "ann@example.com"}
        _, asked = server.request("POST", "/api/tools/sendListingReport", body, token=token)
        server.request("POST", f"/approvals/{asked['approvalId']}", {"decision": "approve"}, token=token)
        decided, sent = until(heard, "notification"), until(heard, "notification")
        listen(server, token, connections)
        seconds = max(server.terminate(), other.terminate())
        for each in connections:
            each.close()

    assert (decided["kind"], decided["read"], sent["kind"]) == ("approval_decided", True, "mail_sent")
    assert sent["unread"] == 1
    assert seconds < 10
