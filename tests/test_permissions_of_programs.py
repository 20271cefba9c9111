"""What an API token opens, scope by scope, on every surface: pages, REST, chat, MCP. Nothing of anybody else's."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.api_tokens import create_token
from agent.models import Conversation
from realestate.mcp_server import door, oauth
from tests.agent.asgi_client import fetch, in_loop
from tests.realestate.mcp_server.conftest import rpc
from tests.test_permissions import RAW, ROUTES, ROWS, Row, _json, ids, people, with_message

__all__ = ["ids", "people"]  # fixtures

SCOPES = ["read", "write", "send", "all"]
READ = (200, 403, 403, 200)  # by SCOPES
WRITE = (403, 200, 403, 200)
CHAT = (403, 403, 403, 200)  # a question may use any tool
SHUT = (401,) * 4
OPEN = (200,) * 4


def allowed(statuses: tuple[int, ...], status: int) -> tuple[int, ...]:
    return tuple(status if each == 200 else each for each in statuses)


# What Ana's tokens get of what is Ana's, by (method, path); conversations are those that a program began.
PROGRAMS = {
    ("GET", "/metrics"): (403,) * 4,
    ("POST", "/auth/signup"): (400,) * 4,
    ("POST", "/auth/login"): (400,) * 4,
    ("POST", "/auth/signin"): (400,) * 4,
    ("POST", "/auth/refresh"): (400,) * 4,
    ("POST", "/auth/signout"): SHUT,
    ("GET", "/auth/profile"): READ,
    ("GET", "/auth/export"): SHUT,
    ("DELETE", "/auth/account"): SHUT,
    ("GET", "/approvals/"): SHUT,
    ("GET", "/approvals/{approval_id}"): SHUT,
    ("POST", "/approvals/{approval_id}"): SHUT,
    ("GET", "/api/schema/"): OPEN,
    ("GET", "/api/docs/"): OPEN,
    ("GET", "/api/tools/"): READ,
    ("POST", "/api/tools/{name}"): READ,  # getMyProfile
    ("GET", "/api/listings/"): OPEN,
    ("GET", "/api/listings/{listing_id}/"): (404,) * 4,  # its source lets it be linked to, no more
    ("GET", "/agents/runs/{run_id}"): READ,
    ("POST", "/agents/runs/{run_id}/cancel"): WRITE,
    ("GET", "/agents/conversations"): READ,
    ("GET", "/agents/conversations/{conversation_id}"): READ,
    ("PATCH", "/agents/conversations/{conversation_id}"): WRITE,
    ("DELETE", "/agents/conversations/{conversation_id}"): allowed(WRITE, 204),
    ("POST", "/agents/messages/{message_id}/feedback"): WRITE,
    ("GET", "/agents/chat-history"): READ,
    ("GET", "/agents/chat-history?conversationId={conversation_id}"): READ,
    ("GET", "/agents/chat-history-stats"): (403,) * 4,
    ("POST", "/agents/chat-stream"): CHAT,
    ("POST", "/agents/chat/stream"): CHAT,
    ("POST", "/agents/chat"): CHAT,
    ("POST", "/agents/messages/{message_id}/retry"): CHAT,
    ("POST", "/agents/messages/{message_id}/edit"): CHAT,
    ("GET", "/agents/runs/{run_id}/events?after=1"): allowed(READ, 204),
}
REST = [row for row in ROWS if hasattr(ROUTES[row.path.partition("?")[0]], "cls")]
STREAMS = [row for row in RAW if row.path not in ("/sse/health", "/events/?user={user_id}")]  # endless ones
PAGES = [row for row in ROWS if row not in REST]
OWN = [
    row for row in REST + STREAMS if "_id}" in row.path and "listing_id" not in row.path and "approval" not in row.path
]


def name(row: Row) -> str:
    return f"{row.method} {row.path}"


@pytest.fixture
def by_a_program(ids):
    """Ana's conversation is one that a program of hers began."""
    Conversation.objects.update(outside=True)
    return ids


def token_of(person: Any, scope: str) -> str:
    return create_token(person, scope, ["read", "write", "send"] if scope == "all" else [scope])[0]


def status_of(row: Row, ids: dict[str, str], secret: str) -> tuple[int, bytes]:
    """What a request with this token gets."""
    path = row.path.format(**with_message(row, ids))
    if row in RAW:
        body = row.body and {key: value.format(**ids) for key, value in row.body.items()}
        answer = in_loop(fetch(row.method, path, token=secret, body=body))
        return answer.status, answer.body
    answer = Client().generic(
        row.method, path, _json(row.body), "application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    return answer.status_code, answer.content


def test_no_route_is_left_out():
    assert {(row.method, row.path) for row in REST + STREAMS} == set(PROGRAMS)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("row", REST + STREAMS, ids=name)
def test_a_token_opens_what_its_scopes_say(people, by_a_program, row, scope):
    status, _ = status_of(row, by_a_program, token_of(people["ana"], scope))

    assert status == PROGRAMS[row.method, row.path][SCOPES.index(scope)]


@pytest.mark.parametrize("row", PAGES, ids=name)
def test_no_page_opens_to_a_token(people, ids, row):
    secret = token_of(people["ana"], "all")
    path = row.path.format(**with_message(row, ids))

    answer = getattr(Client(), row.method.lower())(path, row.body or {}, headers={"Authorization": f"Bearer {secret}"})

    assert answer.status_code == row.statuses[0]  # what nobody gets


@pytest.mark.parametrize("row", OWN, ids=name)
def test_a_strangers_token_finds_nothing(people, by_a_program, row):
    secret = token_of(people["eve"], "all")
    unknown = {key: str(uuid.uuid4()) if key.endswith("_id") else value for key, value in by_a_program.items()}

    theirs, nothing = status_of(row, by_a_program, secret), status_of(row, unknown, secret)

    assert theirs[0] == 404
    assert theirs == nothing


@pytest.mark.parametrize("row", OWN, ids=name)
def test_a_program_finds_nothing_that_people_were_told_in_our_pages(people, ids, row):
    assert status_of(row, ids, token_of(people["ana"], "all"))[0] == 404


@pytest.mark.parametrize("path", [*door.PATHS, *(f"{oauth.PREFIX}{each}" for each in ("token", "register", "revoke"))])
def test_a_session_opens_no_door_for_programs(people, path):
    browser = Client()
    browser.force_login(people["ana"])
    cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in browser.cookies.items())

    answer = in_loop(fetch("POST", path, body=b"{}", headers={"cookie": cookie, "Content-Type": "application/json"}))

    assert answer.status in (400, 401)


@pytest.mark.parametrize("tool", ["getListingMetrics", "generatePerformanceReport"])
@pytest.mark.parametrize("person", ["ana", "eve"])
def test_figures_of_anothers_listing_are_those_of_an_unknown_one_over_mcp(people, ids, person, tool):
    secret = token_of(people[person], "all")

    def said(listing_id: str) -> bytes:
        return rpc("tools/call", {"name": tool, "arguments": {"listingIds": [listing_id]}}, token=secret).body

    assert said("X1").replace(b"X1", b"X9") == said("X9")


def test_anothers_saved_search_cannot_be_removed_over_mcp(people, ids):
    call = {"name": "deleteSavedSearch", "arguments": {"searchId": ids["search_id"]}}

    answer = rpc("tools/call", call, token=token_of(people["eve"], "all")).json()

    assert answer["result"]["structuredContent"]["removed"] is False
