"""An account that is deleted leaves nothing that was the person's, and says what stays."""

from __future__ import annotations

import asyncio

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from accounts.closing import Kept, close_account
from accounts.models import Session, User
from accounts.tokens import RefreshRefused, open_family, renew
from agent import runs
from agent.models import Conversation, Run, RunEvent
from listings.models import Member, Source
from realestate.database import in_database
from realestate.signals import account_closing
from tests.accounts.every_table import Rows, stays, tables_that_point_at, tables_that_say
from tests.llm_server import delta

RIGHT = {"password": "correct-horse-9"}


@pytest.fixture
def hers(ana):
    """A row of Ana's in every table that knows users."""
    return Rows(ana).fill()


@pytest.fixture
def listing_agent(ben):
    """Ben, whom the MLS feed lists as well."""
    source = Source.objects.create(name="mls", title="MLS")
    Member.objects.create(source=source, user=ben, member_key="B1", member_full_name="Benjamin O.")
    return ben


def erase(client, **body):
    return client.delete("/auth/account", body, content_type="application/json")


def test_the_factory_writes_the_address_into_the_tables(ana, hers):
    assert {"agent_message.text", "accounts_user.email", "realestate_outboxmail.to"} <= tables_that_say(ana.email)
    assert "admin_log.user_id" not in tables_that_point_at(ana.pk)
    assert "accounts_session.user_id" in tables_that_point_at(ana.pk)


def test_no_text_in_any_table_names_the_person_any_more(ana, hers):
    close_account(ana)

    assert tables_that_say("ana@example.com", "Ana Alvarez") == set()


def test_no_key_in_any_table_points_at_the_person_any_more(ana, hers):
    user_id = ana.pk

    close_account(ana)

    assert tables_that_point_at(user_id) == set()


def test_every_row_of_theirs_is_gone_and_the_others_stay(ana, hers):
    there = {model._meta.label: stays(model) for model in hers}

    close_account(ana)

    left = {model._meta.label: model._base_manager.filter(pk=row.pk).exists() for model, row in hers.items()}
    assert left == there


def test_the_rows_of_others_stay(ana, eve):
    Conversation.objects.create(user=ana)
    eves = Conversation.objects.create(user=eve)

    close_account(ana)

    assert list(Conversation.objects.all()) == [eves]


def test_what_stays_is_named(listing_agent):
    assert close_account(listing_agent) == [Kept("member", 1)]

    member = Member.objects.get()
    assert (member.user, member.member_full_name) == (None, "Benjamin O.")


def test_an_administrators_log_forgets_to_whom_it_was_done(ana, admin):
    conversation = Conversation.objects.create(user=ana, title="Homes for Ana Alvarez")
    entries = [
        LogEntry.objects.create(
            user=admin,
            content_type=ContentType.objects.get_for_model(type(thing)),
            object_id=str(thing.pk),
            object_repr=str(thing),
            action_flag=CHANGE,
            change_message="Ana Alvarez",
        )
        for thing in (ana, conversation, admin)
    ]

    close_account(ana)

    kept = [LogEntry.objects.get(pk=entry.pk) for entry in entries]
    assert [(each.object_id, each.object_repr) for each in kept] == [
        (None, "deleted account"),
        (None, "deleted account"),
        (str(admin.pk), "admin@example.com"),
    ]


class ClosingModel:
    """Says something, sees the account go, and talks on."""

    name = "closing"

    def __init__(self, user):
        self.user = user

    async def stream(self, messages, tools, tool_choice="auto"):
        yield delta("Looking. ")
        await in_database(close_account, self.user)
        yield delta("Never kept.")
        yield delta(finish="stop")


def test_a_run_that_is_writing_ends_and_leaves_nothing(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    async def through():
        await runs.drive(run, ClosingModel(ana))

    asyncio.run(through())

    assert not Run.objects.exists()
    assert not RunEvent.objects.exists()
    assert not User.objects.exists()


def test_a_row_stored_meanwhile_only_makes_it_try_again(ana):
    tries = []

    def interfere(**_):
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError("a row stored meanwhile")

    account_closing.connect(interfere)
    try:
        close_account(ana)
    finally:
        account_closing.disconnect(interfere)

    assert len(tries) == 2
    assert not User.objects.exists()


def test_an_account_that_cannot_be_deleted_can_be_used_again(ana):
    def interfere(**_):
        raise IntegrityError("again and again")

    account_closing.connect(interfere)
    try:
        with pytest.raises(IntegrityError):
            close_account(ana)
    finally:
        account_closing.disconnect(interfere)

    ana.refresh_from_db()
    assert ana.is_active


def test_the_api_deletes_and_names_what_stays(client, listing_agent):
    pair = open_family(listing_agent)
    bearer = {"Authorization": f"Bearer {pair.access_token}"}

    answer = Client(headers=bearer).delete("/auth/account", RIGHT, content_type="application/json")

    assert answer.json() == {"success": True, "kept": [{"name": "member", "count": 1}]}
    assert client.get("/auth/profile", headers=bearer).status_code == 401
    with pytest.raises(RefreshRefused):
        renew(pair.refresh_token)


def test_every_browser_of_theirs_is_signed_out(client, ana):
    elsewhere = Client()
    elsewhere.force_login(ana)
    client.force_login(ana)

    erase(client, **RIGHT)

    assertRedirects(elsewhere.get("/profile/"), "/login/?next=/profile/")
    assert not Session.objects.filter(user__isnull=False).exists()


def test_a_wrong_password_deletes_nothing(client, ana):
    client.force_login(ana)

    answer = erase(client, password="wrong")

    assert answer.status_code == 403
    assert answer.json()["error"] == {
        "code": "wrong_password",
        "message": "This is not the password of this account. Nothing was deleted.",
        "field": "password",
    }
    assert User.objects.get().is_active


@pytest.mark.parametrize("body", [{}, {"password": None}, {"password": 5}, {"password": "x", "userId": 1}, []])
def test_a_body_without_a_password_is_a_bad_request(client, ana, body):
    client.force_login(ana)

    answer = client.delete("/auth/account", body, content_type="application/json")

    assert answer.status_code == 400
    assert User.objects.exists()


def test_the_sixth_wrong_password_has_to_wait(client, ana):
    client.force_login(ana)
    [erase(client, password="wrong") for _ in range(5)]

    assert erase(client, **RIGHT).status_code == 429
    assert User.objects.exists()


def test_a_session_needs_its_csrf_token(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    assert erase(client, **RIGHT).status_code == 403
    assert User.objects.exists()


def test_nobody_deletes_nothing(client, ana):
    assert erase(client, **RIGHT).status_code == 401
    assert User.objects.exists()


def test_the_page_says_what_goes_and_what_stays(client, listing_agent):
    client.force_login(listing_agent)

    answer = client.get("/profile/delete/")

    assertContains(answer, "ben@example.com")
    assertContains(answer, '<li class="number">1 member</li>', html=True)


def test_the_page_deletes_and_leads_to_the_log_in(client, ana):
    client.force_login(ana)

    answer = client.post("/profile/delete/", RIGHT, follow=True)

    assertRedirects(answer, "/login/")
    assertContains(answer, "Your account and everything that was yours is deleted.")
    assert not User.objects.exists()


def test_the_page_wants_the_right_password(client, ana):
    client.force_login(ana)

    assertContains(client.post("/profile/delete/", {"password": "wrong"}), "This is not your password.")
    assert User.objects.exists()


def test_the_page_is_for_those_who_are_signed_in(client, ana):
    assertRedirects(client.post("/profile/delete/", RIGHT), "/login/?next=/profile/delete/")
    assert User.objects.exists()


def test_an_administrator_deletes_by_the_same_way(client, ana, admin):
    seen = []
    account_closing.connect(lambda user, **_: seen.append(user), weak=False, dispatch_uid="test")
    client.force_login(admin)
    try:
        client.post(f"/admin/accounts/user/{ana.pk}/delete/", {"post": "yes"})
    finally:
        account_closing.disconnect(dispatch_uid="test")

    assert seen == [ana]
    assert list(User.objects.all()) == [admin]


def test_the_address_is_free_again(client, ana):
    User.objects.update(email_confirmed_at=timezone.now())
    close_account(ana)

    answer = client.post("/auth/signup", {"email": "ana@example.com", **RIGHT}, content_type="application/json")

    assert answer.status_code == 201
    assert answer.json()["user"]["emailConfirmed"] is False
