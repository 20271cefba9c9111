"""The pages: log in, sign up, log out, profile."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import User

RIGHT = {"email": "ana@example.com", "password": "correct-horse-9"}
WRONG = {"email": "ana@example.com", "password": "wrong"}


def test_logging_in_leads_to_the_chat(client, ana):
    answer = client.post("/login/", RIGHT)

    assertRedirects(answer, "/")
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_logging_in_leads_to_the_page_that_asked_for_it(client, ana):
    assertRedirects(client.get("/profile/"), "/login/?next=/profile/")

    answer = client.post("/login/?next=/profile/", RIGHT | {"next": "/profile/"})

    assertRedirects(answer, "/profile/")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\x00//evil.example"],
)
def test_logging_in_never_leads_to_another_site(client, ana, target):
    answer = client.post("/login/", RIGHT | {"next": target})

    assertRedirects(answer, "/")


def test_logging_in_starts_a_new_session(client, ana):
    client.cookies["sessionid"] = "planted-by-somebody-else"

    client.post("/login/", RIGHT)

    assert client.cookies["sessionid"].value != "planted-by-somebody-else"


def test_the_session_cookie_is_out_of_reach_for_scripts(client, ana):
    cookie = client.post("/login/", RIGHT).cookies["sessionid"]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


def test_a_wrong_password_is_said_without_saying_what_is_wrong(client, ana):
    answer = client.post("/login/", WRONG)

    assertContains(answer, "The e-mail address or the password is wrong.")
    assertContains(answer, 'value="ana@example.com"')


def test_the_page_keeps_the_way_on_through_a_mistake(client, ana):
    answer = client.post("/login/", WRONG | {"next": "/profile/"})

    assertContains(answer, '<input type="hidden" name="next" value="/profile/">', html=True)
    assertContains(answer, "/signup/?next=%2Fprofile%2F")


def test_the_sixth_try_is_told_how_long_to_wait(client, ana):
    answers = [client.post("/login/", WRONG) for _ in range(6)]

    assertContains(answers[5], "Too many tries. Try again in 5 minutes.", status_code=429)
    assert answers[5]["Retry-After"] == "300"


def test_a_form_from_another_site_is_refused(ana):
    answer = Client(enforce_csrf_checks=True).post("/login/", RIGHT)

    assert answer.status_code == 403


def test_who_is_logged_in_already_goes_straight_on(client, ana):
    client.force_login(ana)

    assertRedirects(client.get("/login/"), "/")
    assertRedirects(client.get("/signup/?next=/profile/"), "/profile/")


def test_signing_up_makes_a_consumer_and_logs_in(client, db):
    answer = client.post("/signup/", {"name": "Mia", "email": "Mia@Example.com", "password": "correct-horse-9"})

    mia = User.objects.get(email="mia@example.com")
    assertRedirects(answer, "/")
    assert (mia.name, mia.role, mia.is_staff) == ("Mia", "consumer", False)
    assert client.session["_auth_user_id"] == str(mia.pk)


def test_signing_up_takes_no_role_from_the_form(client, db):
    fields = {"email": "mia@example.com", "password": "correct-horse-9", "role": "admin", "is_staff": "on"}

    client.post("/signup/", fields)

    assert User.objects.filter(role="consumer", is_staff=False).count() == 1


def test_a_weak_password_is_explained_at_its_field(client, db):
    answer = client.post("/signup/", {"email": "mia@example.com", "password": "password"})

    message = '<ul class="errorlist" id="id_password_error"><li>This password is too common.</li></ul>'
    assertContains(answer, message, html=True)
    assertContains(answer, 'aria-invalid="true"')


def test_a_taken_address_is_explained_at_its_field(client, ana):
    answer = client.post("/signup/", {"email": "ANA@example.com", "password": "correct-horse-9"})

    assertContains(answer, "There is an account with this e-mail address already.")


def test_every_field_has_a_label_and_tells_the_browser_what_it_is(client, db):
    answer = client.get("/signup/")

    assertContains(answer, '<label for="id_email">E-mail</label>', html=True)
    assertContains(answer, 'autocomplete="email"')
    assertContains(answer, 'autocomplete="new-password"')
    assertContains(answer, 'aria-describedby="id_password_helptext"')


def test_logging_out_ends_the_session(client, ana):
    client.force_login(ana)

    answer = client.post("/logout/")

    assertRedirects(answer, "/login/")
    assert "_auth_user_id" not in client.session


def test_a_link_cannot_log_anybody_out(client, ana):
    client.force_login(ana)

    assert client.get("/logout/").status_code == 405
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_the_profile_shows_who_i_am(client, ana):
    client.force_login(ana)

    answer = client.get("/profile/")

    assertContains(answer, "Ana Alvarez")
    assertContains(answer, "ana@example.com")
    assertContains(answer, "Consumer")


def test_a_name_can_be_changed(client, ana):
    client.force_login(ana)

    answer = client.post("/profile/", {"name": "Ana María"}, follow=True)

    assertContains(answer, "Your name is saved.")
    assert User.objects.get().name == "Ana María"


def test_a_refused_name_leaves_the_page_with_the_old_one(client, ana):
    client.force_login(ana)

    answer = client.post("/profile/", {"name": "Ana\nBcc: all"})

    assertContains(answer, "A name is one line of text.")
    assertContains(answer, "<h1>Ana Alvarez</h1>")


def test_the_profile_of_one_person_cannot_be_reached_by_another(client, ana, eve):
    client.force_login(eve)

    client.post("/profile/", {"name": "Changed", "id": ana.pk, "email": "eve2@example.com"})

    ana.refresh_from_db()
    eve.refresh_from_db()
    assert ana.name == "Ana Alvarez"
    assert (eve.name, eve.email) == ("Changed", "eve@example.com")
