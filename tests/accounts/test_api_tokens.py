"""API tokens: made on the profile page, shown once, limited by scope, and never a way to say yes for a person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.api_tokens import MOST_TOKENS, create_token, hash_of, user_of_token
from accounts.exporting import export
from accounts.models import ApiToken
from accounts.passwords import set_password
from accounts.throttling import CALLS_BY_TOKEN
from accounts.tokens import open_family


@pytest.fixture
def reading(ana):
    """Ana's token that may read."""
    return create_token(ana, "Editor", ["read"])[0]


def call(client, secret, method="get", path="/api/tools/", **more):
    return getattr(client, method)(path, headers={"Authorization": f"Bearer {secret}"}, **more)


def make(client, **fields):
    return client.post("/profile/tokens/", {"name": "Claude", "scopes": ["read", "send"], "days": "90"} | fields)


def test_a_token_is_shown_once_and_kept_as_a_hash(client, ana):
    client.force_login(ana)

    page = make(client)

    (secret,) = re.findall(r"doorstep_[\w-]{43}", page.content.decode())
    token = ApiToken.objects.get()
    assert token.token_hash == hash_of(secret)
    assert (token.name, token.scopes, token.hint) == ("Claude", ["read", "send"], secret[-4:])
    assert timedelta(days=89) < token.expires_at - timezone.now() < timedelta(days=91)
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert secret not in client.get("/profile/tokens/").content.decode()
    assert secret not in export(ana).decode()


def test_a_token_may_work_until_it_is_revoked(client, ana):
    client.force_login(ana)

    make(client, days="0")

    assert ApiToken.objects.get().expires_at is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["admin"]}, {"days": "100000"}])
def test_a_wrong_form_makes_no_token(client, ana, wrong):
    client.force_login(ana)

    assert make(client, **wrong).status_code == 200
    assert not ApiToken.objects.exists()


def test_a_person_has_a_limit_of_tokens(client, ana):
    client.force_login(ana)
    for number in range(MOST_TOKENS):
        create_token(ana, f"Token {number}", ["read"])

    assert "Revoke one that you no longer use" in make(client).content.decode()
    assert ApiToken.objects.count() == MOST_TOKENS


def test_a_token_speaks_for_its_user_and_says_when(client, ana, reading):
    assert call(client, reading, path="/auth/profile").json()["user"]["email"] == "ana@example.com"
    assert timezone.now() - ApiToken.objects.get().last_used_at < timedelta(seconds=30)


def test_a_revoked_token_opens_nothing(client, ana, reading):
    client.force_login(ana)
    client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/")
    client.logout()

    answer = call(client, reading)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_opens_nothing(client, ana, reading):
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert call(client, reading).status_code == 401


@pytest.mark.parametrize("secret", ["doorstep_", "doorstep_" + "x" * 43, "doorstep_\x00", "doorstep_" + "é" * 43])
def test_a_token_nobody_made_opens_nothing(client, db, secret):
    assert call(client, secret).status_code == 401


def test_a_closed_account_opens_nothing(ana, reading):
    ana.is_active = False
    ana.save()

    assert user_of_token(reading) is None


def test_another_password_ends_every_token(ana, reading):
    set_password(ana, "another-horse-9")

    assert user_of_token(reading) is None


def test_a_stranger_cannot_revoke_it(client, eve, reading):
    client.force_login(eve)

    assert client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert user_of_token(reading)


def test_a_token_lists_the_tools_of_its_scopes(client, ana, reading):
    writing = create_token(ana, "Saver", ["write"])[0]

    assert {each["effect"] for each in call(client, reading).json()["tools"]} == {"read"}
    assert call(client, writing).status_code == 403


@pytest.mark.parametrize(
    ("scope", "tool", "body", "status"),
    [
        ("read", "getMyProfile", {}, 200),
        ("read", "updateMyProfile", {"maxPrice": 900_000}, 403),
        ("read", "sendListingReport", {"listingIds": ["L9"], "recipientEmail": "a@example.com"}, 403),
        ("write", "updateMyProfile", {"maxPrice": 900_000}, 200),
        ("write", "getMyProfile", {}, 403),
        ("send", "sendListingReport", {"listingIds": ["L9"], "recipientEmail": "a@example.com"}, 400),
        ("send", "updateMyProfile", {"maxPrice": 900_000}, 403),
    ],
)
def test_a_tool_takes_its_scope(client, ana, scope, tool, body, status):
    secret = create_token(ana, "One scope", [scope])[0]

    answer = call(client, secret, "post", f"/api/tools/{tool}", data=body, content_type="application/json")

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["error"]["code"] == "insufficient_scope"
        assert answer.json()["error"]["scope"] in ("read", "write", "send")


@pytest.mark.parametrize("path", ["/approvals/", "/auth/export"])
def test_what_is_for_people_does_not_open_to_a_token(client, ana, path):
    secret = create_token(ana, "Everything", ["read", "write", "send"])[0]

    assert call(client, secret, path=path).status_code == 401


def test_a_token_that_calls_too_often_must_wait(client, ana, reading):
    for _ in range(CALLS_BY_TOKEN.tries):
        CALLS_BY_TOKEN.count(str(ApiToken.objects.get().pk))

    answer = call(client, reading)

    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many_calls")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_web_token_still_has_every_scope(client, ana):
    answer = call(client, open_family(ana).access_token)

    assert {each["effect"] for each in answer.json()["tools"]} == {"read", "write", "external"}
