"""Approvals and mail in the admin: read, sent again, never changed, never opened."""

from __future__ import annotations

import pytest

from realestate.models import Approval, OutboxMail
from realestate.tooling import acting_as, all_tools


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def approval(ana, home):
    with acting_as(ana):
        all_tools()["sendListingReport"].call({"listingIds": ["L1"], "recipientEmail": "ann@example.com"})
    return Approval.objects.get()


@pytest.fixture
def failed(ana, approval):
    return OutboxMail.objects.create(
        user=ana, approval=approval, purpose="report", to="ann@example.com", subject="Homes", text="Hi", status="failed"
    )


def again(desk, mail):
    return desk.post(
        "/admin/realestate/outboxmail/", {"action": "send_again", "_selected_action": [mail.pk]}, follow=True
    ).content.decode()


def test_approvals_are_listed_with_what_became_of_them(desk, approval):
    page = desk.get("/admin/realestate/approval/").content.decode()

    assert "1 home from Ana Alvarez" in page
    assert '<td class="field-state">pending</td>' in page


@pytest.mark.parametrize("model", ["approval", "outboxmail"])
def test_nothing_can_be_added(desk, model):
    assert desk.get(f"/admin/realestate/{model}/add/").status_code == 403


def test_an_approval_cannot_be_given_here(desk, approval):
    desk.post(f"/admin/realestate/approval/{approval.pk}/change/", {"decision": "approved"})

    approval.refresh_from_db()
    assert approval.status == "pending"


def test_a_mail_is_shown_without_its_words(desk, ana):
    mail = OutboxMail.objects.create(user=ana, purpose="password-reset", to=ana.email, subject="Reset", text="secret")

    page = desk.get(f"/admin/realestate/outboxmail/{mail.pk}/change/").content.decode()

    assert "ana@example.com" in page
    assert "secret" not in page


def test_a_failed_mail_is_queued_again(desk, failed):
    page = again(desk, failed)

    failed.refresh_from_db()
    assert "1 queued again." in page
    assert failed.status == "queued"


def test_a_sent_mail_is_left_alone(desk, failed):
    OutboxMail.objects.update(status="sent")

    page = again(desk, failed)

    failed.refresh_from_db()
    assert "0 queued again. 1 left as they are" in page
    assert failed.status == "sent"
