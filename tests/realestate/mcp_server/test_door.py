"""Who may come in by /mcp, from where, and what a session of somebody else is worth."""

from __future__ import annotations

import asyncio
import json

import pytest
from django.utils import timezone

from accounts.api_tokens import create_token
from accounts.models import ApiToken
from accounts.throttling import CALLS_BY_TOKEN
from accounts.tokens import open_family
from realestate import database
from tests.agent.asgi_client import fetch, in_loop, open_exchange
from tests.realestate.mcp_server.conftest import rpc

FIND = {"name": "findListings", "arguments": {"city": "Portland"}}


def test_a_token_opens_the_door(token, home):
    answer = rpc("tools/call", FIND, token=token)

    assert answer.status == 200
    assert answer.json()["result"]["structuredContent"]["listings"][0]["listingId"] == "L1"


def test_without_a_token_it_says_where_to_get_one(db, settings):
    answer = rpc("tools/list")

    assert (answer.status, answer.json()["error"]["code"]) == (401, "not_authenticated")
    where = f'resource_metadata="{settings.SITE_URL}/.well-known/oauth-protected-resource/mcp"'
    assert where in answer.headers["www-authenticate"]
    assert "invalid_token" not in answer.headers["www-authenticate"]


@pytest.mark.parametrize("path", ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"])
def test_the_metadata_names_the_resource_and_who_gives_tokens(settings, path):
    answer = in_loop(fetch("GET", path))

    assert answer.json()["resource"] == f"{settings.SITE_URL}/mcp"
    assert answer.json()["authorization_servers"] == [settings.SITE_URL]
    assert answer.json()["scopes_supported"] == ["read", "write", "send"]


def test_a_web_token_and_a_refresh_token_open_nothing(ana):
    pair = open_family(ana)

    assert [rpc("tools/list", token=each).status for each in (pair.access_token, pair.refresh_token)] == [401, 401]


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now()}])
def test_a_dead_token_opens_nothing(token, change):
    ApiToken.objects.update(**change)

    answer = rpc("tools/list", token=token)

    assert answer.status == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_a_token_that_calls_too_often_must_wait(token):
    for _ in range(CALLS_BY_TOKEN.tries):
        CALLS_BY_TOKEN.count(str(ApiToken.objects.get().pk))

    answer = rpc("tools/list", token=token)

    assert (answer.status, answer.json()["error"]["code"]) == (429, "too_many_calls")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def test_blanks_around_a_header_are_none_of_it(token, home):
    assert rpc("tools/call", FIND, token=token, headers={"Mcp-Name": "  findListings  "}).status == 200


def test_another_host_is_refused(token):
    assert rpc("tools/list", token=token, headers={"host": "evil.example.com"}).status == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("https://evil.example.com", 403),
        ("null", 403),
        ("https://inspector.example.com", 200),
    ],
)
def test_a_page_of_another_origin_is_refused_unless_it_is_named(token, settings, origin, status):
    settings.MCP_ORIGINS = ["https://inspector.example.com"]

    assert rpc("tools/list", token=token, headers={"origin": origin}).status == status


def test_a_large_body_is_refused(token):
    body = b" " * 300_000
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}

    assert in_loop(fetch("POST", "/mcp", token=token, body=body, headers=headers)).status == 413


def legacy(method, params=None, *, token, session="", number=1):
    """One request in the protocol's older form, with a session."""
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if session:
        headers |= {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25"}
    body = {"jsonrpc": "2.0", "method": method, "params": params or {}} | ({"id": number} if number else {})
    return open_exchange("POST", "/mcp", token=token, body=json.dumps(body).encode(), headers=headers)


async def session_of(token):
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    begun = legacy("initialize", hello, token=token)
    await begun.task
    session = begun.headers["mcp-session-id"]
    await legacy("notifications/initialized", token=token, session=session, number=0).task
    return session


def result_of(exchange):
    (line,) = [each for each in exchange.body.decode().splitlines() if each.startswith('data: {"')]
    return json.loads(line.removeprefix("data: "))["result"]


def test_a_session_serves_its_own_token_alone(ana, eve, token, home):
    theirs = create_token(eve, "Claude", ["read"])[0]
    another = create_token(ana, "Another", ["read"])[0]

    async def through():
        session = await session_of(token)
        mine = legacy("tools/call", FIND, token=token, session=session)
        await mine.task
        refused = [legacy("tools/call", FIND, token=each, session=session) for each in (theirs, another)]
        await asyncio.gather(*(each.task for each in refused))
        return mine, [each.status for each in refused]

    mine, refused = in_loop(through())

    assert result_of(mine)["structuredContent"]["listings"][0]["listingId"] == "L1"
    assert refused == [404, 404]


def test_two_sessions_at_once_each_act_as_their_own_user(ana, eve, token):
    theirs = create_token(eve, "Claude", ["read"])[0]
    who = {"name": "getMyProfile", "arguments": {}}

    async def through():
        sessions = {each: await session_of(each) for each in (token, theirs)}
        calls = [
            legacy("tools/call", who, token=each, session=sessions[each], number=number)
            for number, each in enumerate((token, theirs) * 5, 1)
        ]
        await asyncio.gather(*(each.task for each in calls))
        return [result_of(each)["structuredContent"]["email"] for each in calls]

    assert in_loop(through()) == ["ana@example.com", "eve@example.com"] * 5


def test_a_session_ends_with_its_token(token):
    async def through():
        session = await session_of(token)
        await database.in_database(ApiToken.objects.all().revoke)
        after = legacy("tools/list", token=token, session=session)
        await after.task
        return after.status

    assert in_loop(through()) == 401
