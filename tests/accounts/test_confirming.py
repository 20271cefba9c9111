"""Confirming an address: a mailed link, followed logged out, once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts import confirming
from accounts.confirming import LinkRefused, confirm, send_confirmation
from accounts.models import User
from realestate.models import OutboxMail

MIA = {"name": "Mia", "email": "mia@example.com", "password": "correct-horse-9"}


@pytest.fixture
def link(ana):
    """The path of the link mailed to Ana."""
    send_confirmation(ana)
    return re.findall(r"https?://[^/\s]+(/confirm-email/\S+)", OutboxMail.objects.get().text)[0]


def token_of(link: str) -> str:
    return link.split("/")[2]


def test_signing_up_on_the_page_mails_a_link(client, db):
    client.post("/signup/", MIA)

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.user, mail.purpose) == ("mia@example.com", User.objects.get(), "email-confirmation")
    assert "/confirm-email/" in mail.text
    assert "/confirm-email/" in mail.html
    assert User.objects.get().email_confirmed_at is None


def test_signing_up_by_the_api_mails_a_link(client, db):
    client.post("/auth/signup", MIA, content_type="application/json")

    assert OutboxMail.objects.get().purpose == "email-confirmation"


def test_a_refused_sign_up_mails_nothing(client, ana):
    client.post("/signup/", MIA | {"email": "ana@example.com"})

    assert not OutboxMail.objects.exists()


def test_the_link_confirms_for_somebody_who_is_not_logged_in(client, link, ana):
    assertContains(client.get(link), "Is <b>ana@example.com</b> your e-mail address?")
    assertContains(client.post(link), "Your e-mail address is confirmed.")

    ana.refresh_from_db()
    assert ana.email_confirmed_at is not None


def test_opening_the_link_confirms_nothing_yet(client, link, ana):
    client.get(link)

    ana.refresh_from_db()
    assert ana.email_confirmed_at is None


def test_the_link_changes_nothing_else(client, link, ana):
    before = User.objects.values().get()

    client.post(link)

    assert User.objects.values().get() | {"email_confirmed_at": None} == before
    assert "_auth_user_id" not in client.session


def test_the_link_works_once(client, link):
    client.post(link)
    confirmed_at = User.objects.get().email_confirmed_at

    assertContains(client.post(link), "This link has been used", status_code=410)
    assertContains(client.get(link), "This link has been used", status_code=410)
    assert User.objects.get().email_confirmed_at == confirmed_at


def test_the_link_dies_after_three_days(link, monkeypatch):
    monkeypatch.setattr(confirming, "LINK_LIVES", timedelta(0))

    with pytest.raises(LinkRefused, match="older than three days"):
        confirm(token_of(link))


def test_a_link_to_an_earlier_address_confirms_nothing(link, ana):
    User.objects.update(email="ana@elsewhere.example")

    with pytest.raises(LinkRefused, match="not complete"):
        confirm(token_of(link))


@pytest.mark.parametrize("token", ["x", "1", "0:a:b", "999999:a:b", "9" * 40 + ":a:b", "²:a:b", "-1:a:b"])
def test_a_made_up_link_is_refused_in_words(client, ana, token):
    answer = client.get(f"/confirm-email/{token}/")

    assertContains(answer, "This link is not complete.", status_code=410)


def test_one_persons_link_does_not_confirm_another(link, ana, eve):
    forged = token_of(link).replace(str(ana.pk), str(eve.pk), 1)

    with pytest.raises(LinkRefused):
        confirm(forged)


def test_the_profile_says_whether_the_address_is_confirmed(client, ana):
    client.force_login(ana)
    assertContains(client.get("/profile/"), "not confirmed yet")

    User.objects.update(email_confirmed_at=timezone.now())

    assertNotContains(client.get("/profile/"), "not confirmed yet")
    assertNotContains(client.get("/profile/"), "Send the link again")


def test_the_link_can_be_sent_again(client, ana):
    client.force_login(ana)

    answer = client.post("/profile/confirmation/", follow=True)

    assertContains(answer, "A link is on its way to ana@example.com.")
    assert OutboxMail.objects.get().to == "ana@example.com"


def test_the_link_is_sent_four_times_an_hour(client, ana):
    client.force_login(ana)
    [client.post("/profile/confirmation/") for _ in range(4)]

    answer = client.post("/profile/confirmation/")

    assertContains(answer, "Too many tries. Try again in 60 minutes.", status_code=429)
    assert OutboxMail.objects.count() == 4


def test_a_confirmed_address_is_not_mailed_again(client, ana):
    User.objects.update(email_confirmed_at=timezone.now())
    client.force_login(ana)

    assertRedirects(client.post("/profile/confirmation/"), "/profile/")

    assert not OutboxMail.objects.exists()


def test_json_says_whether_the_address_is_confirmed(client, ana):
    User.objects.update(email_confirmed_at=timezone.now())
    client.force_login(ana)

    assert client.get("/auth/profile").json()["user"]["emailConfirmed"] is True
