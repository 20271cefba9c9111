"""A host that asks its person itself: registration, consent, code with PKCE, renewal, and the end of it."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.utils import timezone

from accounts.models import ApiToken, OAuthClient, OAuthCode
from accounts.throttling import REGISTERED_CLIENTS
from tests.agent.asgi_client import fetch, in_loop
from tests.realestate.mcp_server.conftest import rpc

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
BACK = "http://127.0.0.1:7777/callback"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def post(path, **fields):
    return in_loop(fetch("POST", path, body=urlencode(fields).encode(), headers=FORM))


def register(**changes):
    metadata = {"client_name": "Claude", "redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    return in_loop(fetch("POST", "/oauth/register", body=json.dumps(metadata | changes).encode()))


@pytest.fixture
def client_id(db):
    return register().json()["client_id"]


def authorize(client_id, **changes):
    query = {"client_id": client_id, "redirect_uri": BACK, "response_type": "code", "state": "abc"}
    query |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "scope": "read send"}
    return in_loop(fetch("GET", "/oauth/authorize?" + urlencode(query | changes)))


def consented(client, client_id, **form):
    """What the client gets back once the person has answered the page."""
    page = authorize(client_id).headers["location"]
    answer = client.post(page, {"decision": "yes", "scopes": ["read"]} | form)
    return {name: value for name, (value,) in parse_qs(urlsplit(answer["Location"]).query).items()}


def collect(client_id, code, **changes):
    fields = {"grant_type": "authorization_code", "code": code, "client_id": client_id, "redirect_uri": BACK}
    return post("/oauth/token", **fields | {"code_verifier": VERIFIER} | changes)


@pytest.fixture
def pair(client, ana, client_id):
    """What Claude got after Ana's yes."""
    client.force_login(ana)
    return collect(client_id, consented(client, client_id)["code"]).json()


def renew(client_id, refresh_token):
    return post("/oauth/token", grant_type="refresh_token", refresh_token=refresh_token, client_id=client_id)


def test_the_metadata_says_how(settings):
    found = in_loop(fetch("GET", "/.well-known/oauth-authorization-server")).json()

    assert found["issuer"].rstrip("/") == settings.SITE_URL
    assert found["authorization_endpoint"] == f"{settings.SITE_URL}/oauth/authorize"
    assert found["token_endpoint"] == f"{settings.SITE_URL}/oauth/token"
    assert found["registration_endpoint"] == f"{settings.SITE_URL}/oauth/register"
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "none" in found["token_endpoint_auth_methods_supported"]


def test_a_yes_becomes_a_token_for_the_scopes_that_were_ticked(pair, home):
    assert (pair["token_type"], pair["scope"], pair["expires_in"]) == ("Bearer", "read", 3600)
    assert rpc("tools/list", token=pair["access_token"]).status == 200
    token = ApiToken.objects.get()
    assert (token.name, token.scopes, token.user.email) == ("Claude", ["read"], "ana@example.com")


def test_the_page_says_who_asks_and_where_the_answer_goes(client, ana, client_id):
    client.force_login(ana)

    page = client.get(authorize(client_id).headers["location"])

    assert "“Claude” asks to use Doorstep as <b>ana@example.com</b>" in page.content.decode()
    assert "127.0.0.1:7777" in page.content.decode()
    assert "form-action 'self' http://127.0.0.1:7777" in page.headers["Content-Security-Policy"]
    assert not OAuthCode.objects.exists()


def test_somebody_signed_out_logs_in_first(client, client_id):
    assert client.get(authorize(client_id).headers["location"])["Location"].startswith("/login/?next=/oauth/consent/")


def test_the_answer_carries_state_and_issuer(client, ana, client_id, settings):
    client.force_login(ana)

    back = consented(client, client_id)

    assert (back["state"], back["iss"]) == ("abc", settings.SITE_URL)


def test_a_no_gives_no_code(client, ana, client_id):
    client.force_login(ana)

    assert consented(client, client_id, decision="no")["error"] == "access_denied"
    assert not OAuthCode.objects.exists()


def test_a_page_nobody_asked_for_is_gone(client, ana):
    client.force_login(ana)

    assert client.post("/oauth/consent/made-up/", {"decision": "yes", "scopes": ["read"]}).status_code == 410


@pytest.mark.parametrize(
    "changes",
    [{"code_verifier": "w" * 64}, {"redirect_uri": "http://127.0.0.1:7777/other"}, {"code": "made-up"}],
)
def test_a_code_alone_is_worth_nothing(client, ana, client_id, changes):
    client.force_login(ana)
    code = consented(client, client_id)["code"]

    answer = collect(client_id, **{"code": code} | changes)

    assert answer.status == 400
    assert not ApiToken.objects.exists()


def test_a_code_works_once_and_for_a_minute(client, ana, client_id):
    client.force_login(ana)
    code, late = consented(client, client_id)["code"], consented(client, client_id)["code"]
    OAuthCode.objects.filter(pk=OAuthCode.objects.latest("pk").pk).update(expires_at=timezone.now())

    assert [collect(client_id, each).status for each in (code, code, late)] == [200, 400, 400]


def test_a_code_is_for_the_client_that_asked(client, ana, client_id):
    client.force_login(ana)
    other = register(client_name="Other").json()["client_id"]

    assert collect(other, consented(client, client_id)["code"]).status == 400


def test_without_pkce_there_is_no_page(client_id):
    without = authorize(client_id, code_challenge="")
    plain = authorize(client_id, code_challenge_method="plain")

    assert "error=invalid_request" in without.headers["location"]
    assert "error=invalid_request" in plain.headers["location"]


def test_an_address_that_was_not_registered_is_never_led_to(client_id):
    answer = authorize(client_id, redirect_uri="https://evil.example.com/")

    assert answer.status == 400
    assert "location" not in answer.headers


def test_a_token_for_elsewhere_is_not_given(client_id):
    assert "error=invalid_target" in authorize(client_id, resource="https://elsewhere.example/mcp").headers["location"]


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "http://example.com/callback", "data:text/html,x", "https://a.example/#x"]
)
def test_an_unsafe_address_is_not_registered(db, uri):
    assert register(redirect_uris=[uri]).status == 400
    assert not OAuthClient.objects.exists()


@pytest.mark.parametrize("uri", ["https://claude.ai/api/mcp/auth_callback", "cursor://anysphere.cursor-mcp/oauth"])
def test_web_and_desktop_hosts_are(client, ana, uri):
    client.force_login(ana)
    client_id = register(redirect_uris=[uri]).json()["client_id"]
    page = authorize(client_id, redirect_uri=uri).headers["location"]

    answer = client.post(page, {"decision": "yes", "scopes": ["read"]})

    assert answer["Location"].startswith(f"{uri}?code=")


def test_not_endlessly_many_clients_are_registered(db):
    for _ in range(REGISTERED_CLIENTS.tries):
        REGISTERED_CLIENTS.count("127.0.0.1")

    assert register().status == 429


def test_a_client_that_wants_a_secret_needs_it(client, ana):
    client.force_login(ana)
    made = register(token_endpoint_auth_method="client_secret_post").json()
    code = consented(client, made["client_id"])["code"]

    assert collect(made["client_id"], code, client_secret="guess").status == 401
    assert collect(made["client_id"], code, client_secret=made["client_secret"]).status == 200
    assert made["client_secret"] not in json.dumps(list(OAuthClient.objects.values()), default=str)


def test_a_renewal_gives_another_pair_and_ends_the_old(pair, client_id):
    fresh = renew(client_id, pair["refresh_token"]).json()

    assert rpc("tools/list", token=pair["access_token"]).status == 401
    assert rpc("tools/list", token=fresh["access_token"]).status == 200
    assert ApiToken.objects.count() == 1


def test_a_refresh_token_used_twice_ends_everything(pair, client_id):
    fresh = renew(client_id, pair["refresh_token"]).json()

    assert renew(client_id, pair["refresh_token"]).status == 400
    assert rpc("tools/list", token=fresh["access_token"]).status == 401
    assert renew(client_id, fresh["refresh_token"]).status == 400


def test_an_access_token_lives_an_hour(pair, client_id):
    ApiToken.objects.update(access_until=timezone.now() - timedelta(seconds=1))

    assert rpc("tools/list", token=pair["access_token"]).status == 401
    assert renew(client_id, pair["refresh_token"]).status == 200


def test_a_token_that_is_put_out_on_the_page_cannot_be_renewed(client, pair, client_id):
    client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert renew(client_id, pair["refresh_token"]).status == 400


def test_a_client_can_give_its_token_back(pair, client_id):
    answer = post("/oauth/revoke", token=pair["access_token"], client_id=client_id, client_secret="")

    assert answer.status == 200
    assert rpc("tools/list", token=pair["access_token"]).status == 401
