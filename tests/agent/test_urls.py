"""Every route that takes an id: another user's is an unknown one, and nobody is asked to log in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.tokens import open_family
from agent import stream
from agent.models import Run, ToolCall
from agent.urls import urlpatterns
from tests.agent.asgi_client import fetch, in_loop
from tests.agent.conftest import ScriptedModel, play, request

UNKNOWN = "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"
PAGES = [
    ("GET", "/c/{conversation_id}/"),
    ("POST", "/c/{conversation_id}/"),
    ("GET", "/agents/tool-calls/{call_id}/card"),
    ("POST", "/c/{conversation_id}/rename/"),
    ("POST", "/c/{conversation_id}/delete/"),
    ("GET", "/messages/{message_id}/actions/"),
    ("POST", "/messages/{message_id}/retry/"),
    ("POST", "/messages/{message_id}/edit/"),
    ("POST", "/messages/{message_id}/feedback/"),
]
API = [
    ("GET", "/agents/runs/{run_id}"),
    ("POST", "/agents/runs/{run_id}/cancel"),
    ("GET", "/agents/conversations/{conversation_id}"),
    ("PATCH", "/agents/conversations/{conversation_id}"),
    ("DELETE", "/agents/conversations/{conversation_id}"),
    ("POST", "/agents/messages/{message_id}/feedback"),
    ("GET", "/agents/chat-history?conversationId={conversation_id}"),
]
RAW = [
    ("GET", "/agents/runs/{run_id}/events", None),
    ("POST", "/agents/chat-stream", {"userMessage": "Hi", "conversationId": "{conversation_id}"}),
    ("POST", "/agents/chat/stream", {"userMessage": "Hi", "conversationId": "{conversation_id}"}),
    ("POST", "/agents/messages/{message_id}/retry", {}),
    ("POST", "/agents/messages/{message_id}/edit", {"userMessage": "Hi"}),
    ("POST", "/agents/chat", {"userMessage": "Hi", "conversationId": "{conversation_id}"}),
]
WITHOUT_ID = [("GET", "/agents/conversations"), ("GET", "/agents/chat-history"), ("GET", "/agents/chat-history-stats")]


@pytest.fixture
def ids(ana, condo) -> dict[str, str]:
    """The ids of Ana's conversation, run and tool call, by the names they have in a route."""
    run = play(ScriptedModel([request("getListing", listingId="C1")], ["A condo."]), user=ana).run
    return {
        "conversation_id": str(run.conversation_id),
        "run_id": str(run.pk),
        "call_id": str(ToolCall.objects.get().pk),
        "message_id": str(run.answer_id),
    }


@pytest.fixture
def unknown() -> dict[str, str]:
    """Ids that nothing has, by the names they have in a route."""
    return dict.fromkeys(("conversation_id", "run_id", "call_id", "message_id"), UNKNOWN)


@pytest.fixture
def eves(eve) -> Client:
    """A stranger, with a session and with a token."""
    client = Client(headers={"authorization": f"Bearer {open_family(eve).access_token}"})
    client.force_login(eve)
    return client


def filled(body, ids):
    """The body with the ids in it."""
    return body and {name: value.format(**ids) for name, value in body.items()}


def test_the_table_names_every_route_with_an_id():
    routes = {"/" + re.sub(r"<uuid:(\w+)>", r"{\1}", str(each.pattern)) for each in urlpatterns}

    assert {route for route in routes if "{" in route} == {path.partition("?")[0] for _, path in PAGES + API} - {
        "/agents/chat-history"
    }


@pytest.mark.parametrize(("method", "path"), PAGES + API)
def test_a_strangers_id_is_an_unknown_one(eves, ids, unknown, method, path):
    theirs = eves.generic(method, path.format(**ids), b'{"title": "Mine"}')
    nothing = eves.generic(method, path.format(**unknown), b'{"title": "Mine"}')

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


@pytest.mark.parametrize(("method", "path"), PAGES)
def test_nobody_is_led_from_a_page_to_the_login(client, ids, method, path):
    answer = client.generic(method, path.format(**ids))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/")


@pytest.mark.parametrize(("method", "path"), API + WITHOUT_ID)
def test_nobody_is_401_at_the_api(client, ids, method, path):
    answer = client.generic(method, path.format(**ids), b"{}")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["success"] is False


@pytest.mark.parametrize(("method", "path", "body"), RAW)
def test_a_strangers_id_is_an_unknown_one_on_the_raw_routes_too(eve, ids, unknown, method, path, body):
    token = open_family(eve).access_token

    theirs = in_loop(fetch(method, path.format(**ids), token=token, body=filled(body, ids)))
    nothing = in_loop(fetch(method, path.format(**unknown), token=token, body=filled(body, unknown)))

    assert theirs.status == nothing.status == 404
    assert theirs.body == nothing.body
    assert Run.objects.count() == 1


@pytest.mark.parametrize(("method", "path", "body"), RAW)
def test_nobody_is_401_on_the_raw_routes(ids, method, path, body):
    answer = in_loop(fetch(method, path.format(**ids), body=filled(body, ids)))

    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert Run.objects.count() == 1


@pytest.mark.parametrize(("method", "path", "body"), RAW)
def test_the_raw_routes_are_answered_before_django(unknown, method, path, body):
    assert stream.route({"method": method, "path": path.format(**unknown)}) is not None


def test_nothing_of_anas_is_changed_by_a_stranger(eves, ids):
    eves.delete(f"/agents/conversations/{ids['conversation_id']}")
    eves.patch(f"/agents/conversations/{ids['conversation_id']}", b'{"title": "Mine"}')
    eves.post(f"/agents/runs/{ids['run_id']}/cancel")

    run = Run.objects.select_related("conversation").get()
    assert run.conversation.title == "A home?"
    assert run.cancel_requested is False
