"""Bearer tokens: a user or 401, whatever the token holds."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import jwt
import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from accounts.authentication import BearerAuthentication
from accounts.models import RefreshFamily, User
from accounts.tokens import open_family, renew


def claims(user: User) -> dict:
    token = open_family(user).access_token
    return jwt.decode(token, options={"verify_signature": False})


def signed(claims: dict, key: str = settings.JWT_SIGNING_KEY) -> str:
    return jwt.encode(claims, key, algorithm="HS256")


def profile(client, token: str):
    return client.get("/auth/profile", headers={"Authorization": f"Bearer {token}"})


def test_a_token_we_signed_opens_the_door(client, ana):
    assert profile(client, signed(claims(ana))).status_code == 200


@pytest.mark.parametrize("user_id", ["nobody", ["1"], {"a": 1}, "\x00", 10**400, None, True, "1e3", ""])
def test_an_odd_user_id_is_unauthorized(client, ana, user_id):
    answer = profile(client, signed(claims(ana) | {"sub": user_id}))

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_token"


@pytest.mark.parametrize("expiry", [10**400, 10**18, -(10**18), 1e300, "tomorrow", ["1"], None, True])
def test_an_odd_expiry_is_unauthorized(client, ana, expiry):
    assert profile(client, signed(claims(ana) | {"exp": expiry})).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"family": "nonsense"},
        {"family": "\x00"},
        {"family": 5},
        {"family": ["0" * 32]},
        {"family": "0" * 32},
        {"aud": "doorstep-mcp"},
        {"aud": []},
        {"iss": "somebody-else"},
        {"iat": 10**400},
        {"nbf": 10**400},
        {"token_type": "refresh"},
        {"jti": None, "sub": None},
    ],
)
def test_a_token_with_an_odd_claim_is_unauthorized(client, ana, change):
    assert profile(client, signed(claims(ana) | change)).status_code == 401


def test_a_token_of_one_user_with_the_family_of_another_is_unauthorized(client, ana, eve):
    assert profile(client, signed(claims(ana) | {"family": claims(eve)["family"]})).status_code == 401


def test_a_token_signed_with_another_key_is_unauthorized(client, ana):
    assert profile(client, signed(claims(ana), settings.SECRET_KEY)).status_code == 401


def test_an_unsigned_token_is_unauthorized(client, ana):
    assert profile(client, jwt.encode(claims(ana), None, algorithm="none")).status_code == 401


def test_an_access_token_lives_fifteen_minutes(ana):
    token, opened = claims(ana), RefreshFamily.objects.get().rotated_at

    assert token["exp"] - int(opened.timestamp()) == 15 * 60


def test_an_expired_token_is_unauthorized(client, ana):
    just_now = int(timezone.now().timestamp()) - 1

    assert profile(client, signed(claims(ana) | {"exp": just_now})).status_code == 401


def test_a_token_made_where_the_clock_is_ahead_opens_the_door(client, ana, monkeypatch):
    first = open_family(ana)
    with monkeypatch.context() as ahead:
        later = timezone.now() + timedelta(minutes=5)
        ahead.setattr(timezone, "now", lambda: later)
        token = renew(first.refresh_token).access_token

    assert profile(client, token).status_code == 200


def test_a_token_of_an_ended_family_is_unauthorized(client, ana):
    token = signed(claims(ana))
    RefreshFamily.objects.all().end()

    assert profile(client, token).status_code == 401


def test_a_token_of_an_inactive_user_is_unauthorized(client, ana):
    token = signed(claims(ana))
    User.objects.update(is_active=False)

    assert profile(client, token).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer ...", "Bearer \u00ff", "Bearer " + "a" * 10_000])
def test_a_broken_header_is_unauthorized(client, ana, header):
    answer = client.get("/auth/profile", headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.json()["success"] is False


def test_a_plain_request_is_enough(ana):
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {open_family(ana).access_token}"})

    user, token = BearerAuthentication().authenticate(request)

    assert user == ana
    assert token["sub"] == str(ana.pk)


def test_headers_alone_are_enough(ana):
    request = SimpleNamespace(headers={"Authorization": f"Bearer {open_family(ana).access_token}"})

    user, _ = BearerAuthentication().authenticate(request)

    assert user == ana


def test_without_a_bearer_header_somebody_else_may_decide(ana):
    assert BearerAuthentication().authenticate(RequestFactory().get("/")) is None
    assert (
        BearerAuthentication().authenticate(RequestFactory().get("/", headers={"Authorization": "Basic eA=="})) is None
    )
