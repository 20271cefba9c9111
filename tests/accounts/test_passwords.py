"""A new password: by the old one, or by a mailed link that works once and tells nobody who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import RefreshFamily, Session, User
from accounts.passwords import PasswordChanged, send_reset, set_password
from accounts.throttling import TooManyTries
from accounts.tokens import RefreshRefused, open_family, renew
from realestate.models import OutboxMail

NEW = "plain-otter-71"
CHANGE = {"old_password": "correct-horse-9", "new_password1": NEW, "new_password2": NEW}
CHOSEN = {"new_password1": NEW, "new_password2": NEW}


def reset_link(email: str = "ana@example.com") -> str:
    send_reset(email, address="192.0.2.1")
    return re.findall(r"https?://[^/\s]+(/password-reset/\S+)", OutboxMail.objects.get().text)[0]


@pytest.fixture
def link(ana):
    """The path of a reset link mailed to Ana."""
    return reset_link()


@pytest.fixture
def form_page(client, link):
    """Where the link leads: the token is in the session now."""
    return client.get(link)["Location"]


def test_a_changed_password_is_the_one_that_counts(client, ana):
    client.force_login(ana)

    assertRedirects(client.post("/profile/password/", CHANGE), "/profile/#main")

    ana.refresh_from_db()
    assert ana.check_password(NEW)


def test_changing_keeps_this_browser_and_ends_the_others(client, ana):
    elsewhere = Client()
    elsewhere.force_login(ana)
    client.force_login(ana)

    client.post("/profile/password/", CHANGE)

    assert client.get("/profile/").status_code == 200
    assertRedirects(elsewhere.get("/profile/"), "/login/?next=/profile/")
    assert Session.objects.filter(user=ana).count() == 1


def test_changing_gives_this_browser_another_session_key(client, ana):
    client.force_login(ana)
    before = client.cookies["sessionid"].value

    client.post("/profile/password/", CHANGE)

    assert client.cookies["sessionid"].value != before


def test_changing_ends_every_refresh_family_and_nobody_elses(client, ana, eve):
    hers, eves = open_family(ana), open_family(eve)
    client.force_login(ana)

    client.post("/profile/password/", CHANGE)

    with pytest.raises(RefreshRefused, match="has ended"):
        renew(hers.refresh_token)
    bearer = {"Authorization": f"Bearer {hers.access_token}"}
    assert Client().get("/auth/profile", headers=bearer).status_code == 401
    assert renew(eves.refresh_token)


def test_the_current_password_is_needed(client, ana):
    client.force_login(ana)

    answer = client.post("/profile/password/", CHANGE | {"old_password": "wrong"})

    assertContains(answer, "Your old password was entered incorrectly.")
    ana.refresh_from_db()
    assert ana.check_password("correct-horse-9")


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("password", "password", "This password is too common."),
        (NEW, "another-otter-71", "The two password fields didn’t match."),
        ("x7-" * 100, "x7-" * 100, "Ensure this value has at most 256 characters (it has 300)."),
        ("ana@example.com", "ana@example.com", "The password is too similar to the email."),
    ],
)
def test_a_bad_new_password_is_explained(client, ana, first, second, message):
    client.force_login(ana)

    answer = client.post("/profile/password/", CHANGE | {"new_password1": first, "new_password2": second})

    assertContains(answer, message)


def test_an_open_browser_is_no_place_to_try_passwords(client, ana):
    client.force_login(ana)
    wrong = CHANGE | {"old_password": "wrong"}
    answers = [client.post("/profile/password/", wrong) for _ in range(5)]

    refused = client.post("/profile/password/", CHANGE)

    assert [answer.status_code for answer in answers] == [200] * 5
    assertContains(refused, "Too many tries. Try again in 5 minutes.", status_code=429)
    assert refused["Retry-After"] == "300"


def test_a_stranger_cannot_change_it(client, ana):
    assertRedirects(client.post("/profile/password/", CHANGE), "/login/?next=/profile/password/")


def test_a_forgotten_password_is_asked_for_by_address(client, ana):
    answer = client.post("/password-reset/", {"email": "Ana@Example.com"})

    mail = OutboxMail.objects.get()
    assertRedirects(answer, "/password-reset/sent/")
    assert (mail.to, mail.user, mail.purpose) == ("ana@example.com", ana, "password-reset")
    assert mail.subject == "Choose a new password · Doorstep"


def test_mail_shows_nothing_that_was_typed_in_as_a_name(ana):
    User.objects.update(name="Click http://evil.example")

    send_reset("ana@example.com", address="192.0.2.1")

    mail = OutboxMail.objects.get()
    assert "evil" not in mail.text + mail.html + mail.subject


def test_the_link_is_of_this_site_and_in_both_bodies(settings, ana):
    settings.SITE_URL = "https://doorstep.example"

    link = reset_link()

    mail = OutboxMail.objects.get()
    assert f"https://doorstep.example{link}" in mail.text
    assert f'href="https://doorstep.example{link}"' in mail.html


def test_an_unknown_address_is_told_the_same_and_gets_no_mail(client, ana):
    known = client.post("/password-reset/", {"email": "ana@example.com"}, follow=True)
    unknown = Client().post("/password-reset/", {"email": "nobody@example.com"}, follow=True)

    assert known.content == unknown.content
    assert OutboxMail.objects.get().to == "ana@example.com"


@pytest.mark.parametrize("address", ["nobody@example.com", "asleep@example.com", "keyless@example.com"])
def test_the_same_work_is_done_for_every_address(ana, django_user_model, address):
    django_user_model.objects.create_user("asleep@example.com", "correct-horse-9", is_active=False)
    django_user_model.objects.create_user("keyless@example.com", None)
    with CaptureQueriesContext(connection) as known:
        send_reset("ana@example.com", address="192.0.2.1")
    with CaptureQueriesContext(connection) as unknown:
        send_reset(address, address="192.0.2.1")

    shapes = [[each["sql"].split()[0] for each in queries] for queries in (known, unknown)]
    assert shapes[0] == shapes[1]
    assert shapes[0].count("INSERT") == 1
    assert OutboxMail.objects.get().user == ana


def test_the_link_sets_a_password_once(client, form_page, link, ana):
    assertRedirects(client.post(form_page, CHOSEN), "/login/")

    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assertContains(client.post(form_page, CHOSEN), "This link no longer works")
    assertContains(Client().get(link), "This link no longer works")


def test_the_token_is_not_in_the_address_of_the_form(form_page, link):
    token = link.rstrip("/").split("/")[-1]

    assert token not in form_page


def test_two_who_use_one_link_at_once_set_one_password(ana):
    stale = User.objects.get()
    set_password(ana, NEW, by_mail=True)

    with pytest.raises(PasswordChanged):
        set_password(stale, "another-otter-72", by_mail=True)
    assert User.objects.get().check_password(NEW)


def test_the_link_dies_after_an_hour(client, ana, settings, monkeypatch):
    later = timezone.now().replace(tzinfo=None) + timedelta(seconds=3602)
    link = reset_link()
    monkeypatch.setattr(default_token_generator, "_now", lambda: later)

    assertContains(client.get(link), "This link no longer works")


@pytest.mark.parametrize("part", ["/password-reset/x/y-z/", "/password-reset/MA/c0ffee-0123/"])
def test_a_made_up_link_opens_nothing(client, ana, part):
    assertContains(client.get(part), "This link no longer works")


def test_a_reset_ends_sessions_and_families_and_confirms_the_address(client, ana):
    open_family(ana)
    elsewhere = Client()
    elsewhere.force_login(ana)
    form_page = client.get(reset_link())["Location"]

    client.post(form_page, CHOSEN)

    ana.refresh_from_db()
    assert not RefreshFamily.objects.open().exists()
    assert not Session.objects.filter(user=ana).exists()
    assert ana.email_confirmed_at is not None


def test_a_log_in_meanwhile_makes_the_link_useless(client, form_page, ana):
    Client().post("/login/", {"email": "ana@example.com", "password": "correct-horse-9"})

    assertContains(client.post(form_page, CHOSEN), "This link no longer works")


def test_one_address_is_mailed_three_times_an_hour(ana):
    [send_reset("ana@example.com", address=f"192.0.2.{number}") for number in range(3)]

    with pytest.raises(TooManyTries):
        send_reset(" ANA@example.com", address="192.0.2.9")
    assert OutboxMail.objects.count() == 3


def test_an_unknown_address_has_to_wait_just_the_same(db):
    [send_reset("nobody@example.com", address=f"192.0.2.{number}") for number in range(3)]

    with pytest.raises(TooManyTries):
        send_reset("nobody@example.com", address="192.0.2.9")


def test_one_client_asks_for_twenty_addresses_an_hour(db):
    [send_reset(f"nobody{number}@example.com", address="192.0.2.1") for number in range(20)]

    with pytest.raises(TooManyTries):
        send_reset("somebody@example.com", address="192.0.2.1")


def test_who_asks_too_often_is_told_on_the_page(client, ana):
    [client.post("/password-reset/", {"email": "ana@example.com"}) for _ in range(3)]

    answer = client.post("/password-reset/", {"email": "ana@example.com"})

    assertContains(answer, "Too many tries. Try again in 60 minutes.", status_code=429)


def test_signing_out_everywhere_ends_this_browser_too(client, ana, eve):
    client.force_login(ana)
    elsewhere, eves = Client(), Client()
    elsewhere.force_login(ana)
    eves.force_login(eve)
    family = open_family(ana)

    assertRedirects(client.post("/profile/sign-out-everywhere/"), "/login/")

    assert client.get("/profile/").status_code == elsewhere.get("/profile/").status_code == 302
    assert eves.get("/profile/").status_code == 200
    with pytest.raises(RefreshRefused):
        renew(family.refresh_token)


def test_a_session_knows_whose_it_is_from_the_log_in_on(client, ana):
    client.get("/login/")
    client.post("/login/", {"email": "ana@example.com", "password": "correct-horse-9"})

    assert Session.objects.get().user == ana
