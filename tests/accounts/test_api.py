"""The JSON calls under /auth."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.tokens import open_family

PASSWORD = "correct-horse-9"


def post(client, path, body, **headers):
    return client.post(path, body, content_type="application/json", **headers)


def test_sign_up_makes_a_consumer_and_signs_them_in(client, db):
    answer = post(client, "/auth/signup", {"email": "Mia@Example.com", "password": PASSWORD, "name": "Mia"})

    mia = User.objects.get()
    assert answer.status_code == 201
    assert answer.json()["success"] is True
    assert answer.json()["user"] == {
        "id": mia.pk,
        "email": "mia@example.com",
        "name": "Mia",
        "role": "consumer",
        "emailConfirmed": False,
    }
    assert set(answer.json()) == {"success", "user", "access_token", "refresh_token"}


def test_sign_up_refuses_a_role_by_name(client, db):
    answer = post(client, "/auth/signup", {"email": "mia@example.com", "password": PASSWORD, "role": "admin"})

    assert answer.status_code == 400
    assert answer.json() == {
        "success": False,
        "error": {
            "code": "unknown_field",
            "message": "There is no field 'role'. This call takes: name, email, password.",
            "field": "role",
        },
    }
    assert not User.objects.exists()


def test_a_taken_address_is_a_conflict_whatever_its_case(client, ana):
    answer = post(client, "/auth/signup", {"email": "ANA@example.com", "password": PASSWORD})

    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "email_taken"


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"email": "mia"}, "email", "Enter a valid email address."),
        ({"email": None}, "email", "email must be text."),
        ({"email": ["mia@example.com"]}, "email", "email must be text."),
        ({"email": "mia\u0000@example.com"}, "email", "Enter a valid email address."),
        ({"email": "m" * 300 + "@example.com"}, "email", "Ensure this value has at most 254 characters (it has 312)."),
        ({"password": "short-1"}, "password", "This password is too short. It must contain at least 8 characters."),
        ({"password": "password"}, "password", "This password is too common."),
        ({"password": "mia@example.com"}, "password", "The password is too similar to the email."),
        ({"password": 12345678}, "password", "password must be text."),
        ({"password": "a\u0000bcdefgh-9"}, "password", "Null characters are not allowed."),
        ({"name": "Mia\nBcc: all"}, "name", "A name is one line of text."),
    ],
)
def test_sign_up_names_the_field_that_is_wrong(client, db, fields, field, message):
    answer = post(client, "/auth/signup", {"email": "mia@example.com", "password": PASSWORD} | fields)

    assert answer.status_code == 400
    assert answer.json()["error"] == {"code": "invalid", "message": message, "field": field}


@pytest.mark.parametrize("path", ["/auth/signup", "/auth/login", "/auth/signin", "/auth/refresh"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"5",
        b'"text"',
        b"{",
        b"[" * 50_000,
        b'{"email": "\\ud800"}',
        b"\xff\xfe",
        b'{"\\u0000": 1}',
    ],
)
def test_a_body_that_is_no_object_is_a_bad_request(client, db, path, body):
    answer = client.post(path, body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["success"] is False


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "a/b/c;;=", ""])
def test_the_body_is_json_whatever_its_content_type_says(client, ana, content_type):
    body = '{"email": "ana@example.com", "password": "correct-horse-9"}'

    answer = client.post("/auth/login", body, content_type=content_type)

    assert answer.status_code == 200


def test_a_body_of_many_megabytes_is_refused(client, db):
    answer = client.post("/auth/login", b'{"email": "' + b"a" * 3_000_000 + b'"}', content_type="application/json")

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize("path", ["/auth/login", "/auth/signin"])
def test_log_in_gives_a_pair_that_opens_the_profile(client, ana, path):
    tokens = post(client, path, {"email": " Ana@Example.com ", "password": PASSWORD}).json()

    answer = client.get("/auth/profile", headers={"Authorization": f"Bearer {tokens['access_token']}"})

    user = {"id": ana.pk, "email": "ana@example.com", "name": "Ana Alvarez", "role": "consumer"}
    user["emailConfirmed"] = False
    assert tokens["user"] == user
    assert answer.json() == {"success": True, "user": user}


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, ana):
    wrong = post(client, "/auth/login", {"email": "ana@example.com", "password": "wrong"})
    unknown = post(client, "/auth/login", {"email": "nobody@example.com", "password": "wrong"})

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.content == unknown.content


def test_an_inactive_user_cannot_log_in(client, ana):
    User.objects.update(is_active=False)

    answer = post(client, "/auth/login", {"email": "ana@example.com", "password": PASSWORD})

    assert answer.status_code == 401


def test_token_answers_are_kept_by_no_cache(client, ana):
    answer = post(client, "/auth/login", {"email": "ana@example.com", "password": PASSWORD})

    assert answer["Cache-Control"] == "no-store"


def test_a_refresh_gives_a_new_pair(client, ana):
    first = open_family(ana)

    answer = post(client, "/auth/refresh", {"refresh_token": first.refresh_token})

    assert answer.status_code == 200
    assert answer.json()["refresh_token"] != first.refresh_token
    assert answer.json()["access_token"] != first.access_token


def test_a_wrong_refresh_token_is_unauthorized(client, db):
    answer = post(client, "/auth/refresh", {"refresh_token": "nonsense"})

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_token"


def test_signing_out_ends_the_family_at_once(client, ana):
    pair = open_family(ana)
    bearer = {"Authorization": f"Bearer {pair.access_token}"}

    answer = client.post("/auth/signout", headers=bearer)

    assert answer.json() == {"success": True}
    assert client.get("/auth/profile", headers=bearer).status_code == 401
    assert post(client, "/auth/refresh", {"refresh_token": pair.refresh_token}).status_code == 401


def test_signing_out_leaves_other_devices_signed_in(client, ana):
    here, elsewhere = open_family(ana), open_family(ana)

    client.post("/auth/signout", headers={"Authorization": f"Bearer {here.access_token}"})

    answer = client.get("/auth/profile", headers={"Authorization": f"Bearer {elsewhere.access_token}"})
    assert answer.status_code == 200


def test_the_profile_takes_a_session_too(client, ana):
    client.force_login(ana)

    assert client.get("/auth/profile").json()["user"]["email"] == "ana@example.com"


def test_the_profile_is_for_nobody_without_a_credential(client, db):
    answer = client.get("/auth/profile")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.json()["error"]["code"] == "not_authenticated"


def test_the_sixth_wrong_log_in_has_to_wait(client, ana):
    wrong = {"email": "ana@example.com", "password": "wrong"}
    answers = [post(client, "/auth/login", wrong) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 401, 429]
    assert answers[5].json()["error"]["code"] == "too_many_tries"
    assert 290 <= int(answers[5]["Retry-After"]) <= 300


def test_an_unknown_address_has_to_wait_just_the_same(client, db):
    wrong = {"email": "nobody@example.com", "password": "wrong"}
    answers = [post(client, "/auth/login", wrong) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 401, 429]
