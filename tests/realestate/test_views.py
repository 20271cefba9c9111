"""The pages where a person says yes or no."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from realestate.models import Approval, OutboxMail
from realestate.tooling import acting_as, all_tools


@pytest.fixture
def waiting(ana, home):
    """A report that waits for ana's yes."""
    with acting_as(ana):
        all_tools()["sendListingReport"].call({"listingIds": ["L1"], "recipientEmail": "ann@example.com", "note": "Hi"})
    return Approval.objects.get()


@pytest.fixture
def page(waiting):
    return f"/profile/approvals/{waiting.pk}/"


def test_the_list_shows_what_waits_and_what_was_decided(client, ana, waiting):
    client.force_login(ana)
    before = client.get("/profile/approvals/").content.decode()
    Approval.objects.update(decision="rejected", decided_at=timezone.now())
    after = client.get("/profile/approvals/").content.decode()

    assert "ann@example.com" in before
    assert 'value="approve"' in before
    assert "not sent, you said no" in after
    assert 'value="approve"' not in after


def test_the_list_costs_three_queries_however_long_it_is(client, ana, waiting, django_assert_num_queries):
    client.force_login(ana)
    for number in range(5):
        copied = Approval.objects.get(pk=waiting.pk)
        copied.pk, copied.call_id = uuid.uuid4(), f"copy-{number}"
        copied.save(force_insert=True)

    with django_assert_num_queries(3):  # session, user, approvals
        client.get("/profile/approvals/")


def test_the_page_shows_the_whole_mail(client, ana, waiting, page):
    client.force_login(ana)

    text = client.get(page).content.decode()

    assert "1 Elm Street" in text
    assert "Courtesy of Demo MLS" in text


def test_send_sends_and_says_so(client, ana, waiting, page, mail_server):
    client.force_login(ana)

    # A test's transaction never commits, so that only the view's own waiting sends it.
    answer = client.post(page, {"decision": "approve"}, follow=True)

    assert [mail["To"] for mail in mail_server.mails] == ["ann@example.com"]
    assert "Sent." in answer.content.decode()


def test_dont_send_sends_nothing(client, ana, waiting, page, mail_server):
    client.force_login(ana)

    answer = client.post(page, {"decision": "reject"}, follow=True)

    assert "It will not be sent." in answer.content.decode()
    assert mail_server.mails == []


def test_an_expired_one_says_what_to_do(client, ana, waiting, page):
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(ana)

    answer = client.post(page, {"decision": "approve"}, follow=True)

    assert "Ask for it again" in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_an_unknown_outcome_has_a_button_to_send_it_again(client, ana, waiting, page, mail_server):
    client.force_login(ana)
    mail_server.behaviour["data"] = "vanish"
    shown = client.post(page, {"decision": "approve"}, follow=True).content.decode()
    mail_server.behaviour["data"] = "accept"

    client.post(page, {"decision": "again"})

    assert 'value="again"' in shown
    assert "Perhaps sent" in shown
    assert len(mail_server.mails) == 2
    assert Approval.objects.get().status == "done"


def test_a_sent_mail_is_not_sent_again_by_a_forged_button(client, ana, waiting, page, mail_server):
    client.force_login(ana)
    client.post(page, {"decision": "approve"})

    client.post(page, {"decision": "again"})

    assert len(mail_server.mails) == 1


def test_after_deciding_it_leads_back_to_where_one_was(client, ana, waiting, page):
    client.force_login(ana)

    assert client.post(page, {"decision": "reject", "next": "/c/1/"}).url == "/c/1/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_never_leads_elsewhere(client, ana, waiting, page, address):
    client.force_login(ana)

    assert client.post(page, {"decision": "reject", "next": address}).url == page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(client, eve, waiting, page, method):
    client.force_login(eve)

    assert getattr(client, method)(page, {"decision": "approve"}).status_code == 404
    assert "ann@example.com" not in client.get("/profile/approvals/").content.decode()
    assert Approval.objects.get().status == "pending"


def test_nobody_is_asked_to_log_in(client, waiting, page):
    assert client.get(page).url == f"/login/?next={page}"
    assert client.get("/profile/approvals/").url == "/login/?next=/profile/approvals/"
