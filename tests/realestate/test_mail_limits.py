"""How much may leave the house in one name, and that who wants no more mail gets none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from realestate import approvals, mail_limits
from realestate.api import ApiError
from realestate.models import Approval, OutboxMail, SuppressedAddress
from realestate.outbox import deliver
from realestate.tooling import ToolError, acting_as, all_tools, calling


@pytest.fixture(autouse=True)
def limited(settings):
    settings.THROTTLE = True


@pytest.fixture
def report(home):
    """Files a report of `user` to an address; the approval."""
    number = iter(range(1000))

    def file(user, to):
        with acting_as(user), calling(f"call-{next(number)}"):
            answer = all_tools()["sendListingReport"].call({"listingIds": ["L1"], "recipientEmail": to, "note": ""})
        return Approval.objects.get(pk=answer.approval_id)

    return file


@pytest.fixture
def send(report):
    """Files a report and says yes; the queued mail."""
    return lambda user, to: approvals.decide(report(user, to), "approve").outbox_mail


def refusal(approval):
    with pytest.raises(ApiError) as error:
        approvals.decide(approval, "approve")
    assert error.value.status_code == 429
    return error.value.message


def test_one_user_sends_so_many_a_day_and_the_next_one_still_waits(settings, ana, report, send):
    settings.MAIL_DAILY = 2
    ana.email_confirmed_at = timezone.now()
    ana.save()
    for each in "ab":
        send(ana, f"{each}@example.com")
    third = report(ana, "c@example.com")

    assert refusal(third) == "You have sent 2 mails within a day. Try again tomorrow."
    third.refresh_from_db()
    assert third.status == "pending"
    assert OutboxMail.objects.count() == 2


def test_yesterdays_mails_do_not_count(settings, ana, send):
    settings.MAIL_DAILY = 1
    send(ana, "ann@example.com")
    OutboxMail.objects.update(created_at=timezone.now() - mail_limits.DAY)

    assert send(ana, "ann@example.com").status == "queued"


def test_one_address_gets_so_many_from_one_user(ana, report, send):
    for _ in range(mail_limits.MOST_TO_ONE_ADDRESS):
        send(ana, "ann@example.com")

    said = refusal(report(ana, "ANN@example.com"))
    assert said == "ANN@example.com has had 5 mails from you within a day. Try again tomorrow."


def test_one_stranger_gets_so_many_from_all_together(ana, ben, eve, report, send):
    for user in (ana, ben):
        for _ in range(mail_limits.MOST_TO_ONE_ADDRESS):
            send(user, "ann@example.com")

    assert "many mails from Doorstep" in refusal(report(eve, "ann@example.com"))


def test_an_unconfirmed_account_writes_to_few_strangers_and_to_itself(ana, report, send):
    for each in "abc":
        send(ana, f"{each}@example.com")

    assert "Confirm your own address" in refusal(report(ana, "d@example.com"))
    assert send(ana, "a@example.com").status == "queued"
    assert send(ana, ana.email).status == "queued"


def test_a_flood_of_letters_stops_before_anybody_has_to_read_it(ana, report):
    for _ in range(mail_limits.MOST_WAITING):
        report(ana, "ann@example.com")

    with pytest.raises(ToolError, match="20 mails wait for your yes already"):
        report(ana, "ann@example.com")


def test_a_mail_carries_a_link_that_its_sender_does_not_see(ana, report, send, mail_server):
    letter = report(ana, "ann@example.com")
    deliver(approvals.decide(letter, "approve").outbox_mail.pk)

    (mail,) = mail_server.mails
    link = mail["List-Unsubscribe"].strip(" <>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.get_body(("plain",)).get_content()
    assert f'href="{link}"' in mail.get_body(("html",)).get_content()
    assert link not in letter.mail["text"] + letter.mail["html"]
    assert mail_limits.address_of(urlsplit(link).path.split("/")[-2]) == "ann@example.com"


def test_opening_the_link_asks_and_a_click_stops_all_mail(client, ana, report):
    path = urlsplit(mail_limits.stop_link("Ann@Example.com")).path

    asked = client.get(path).content.decode()
    assert "Nobody will be able to send homes to <b>ann@example.com</b>" in asked
    assert not SuppressedAddress.objects.exists()
    assert "Nobody can send mail to" in client.post(path).content.decode()
    assert client.post(path).status_code == 200

    with pytest.raises(ToolError, match="has asked for no more mail from Doorstep"):
        report(ana, "ANN@example.com")


def test_a_mail_programs_one_click_needs_no_page(db):
    path = urlsplit(mail_limits.stop_link("ann@example.com")).path

    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert mail_limits.is_suppressed("ann@example.com")


def test_a_letter_filed_before_the_wish_is_not_sent(ana, report, send, mail_server):
    waiting, queued = report(ana, "ann@example.com"), send(ana, "ann@example.com")
    mail_limits.suppress("ann@example.com")

    deliver(queued.pk)

    assert "no more mail" in refusal(waiting)
    queued.refresh_from_db()
    assert (queued.status, queued.error) == ("failed", "ann@example.com has asked for no more mail from Doorstep.")
    assert mail_server.mails == []


def test_nothing_readable_is_kept_of_the_address(db):
    mail_limits.suppress("ann@example.com")

    (row,) = SuppressedAddress.objects.values()
    assert re.fullmatch(r"[0-9a-f]{64}", row["address_hash"])


@pytest.mark.parametrize("token", ["x", "YW5uQGV4YW1wbGUuY29tOmZvcmdlZA", "%00", "é"])
def test_a_forged_link_stops_nothing(client, db, token):
    page = client.post(f"/mail/stop/{token}/")

    assert page.status_code == 400
    assert "This link is not complete" in page.content.decode()
    assert not SuppressedAddress.objects.exists()


def test_an_admin_finds_a_wish_by_its_address(admin_client):
    mail_limits.suppress("ann@example.com")
    mail_limits.suppress("bob@example.com")

    page = admin_client.get("/admin/realestate/suppressedaddress/?q=Ann@example.com").content.decode()

    assert "1 suppressed address" in page
