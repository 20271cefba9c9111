"""Who may ask and read: bodies, tokens, sessions, limits, and other people's ids."""

from __future__ import annotations

import pytest

from agent import runs
from agent.models import Conversation
from tests.agent.asgi_client import events_path, fetch, in_loop
from tests.agent.conftest import ScriptedModel, play
from tests.llm_server import text


@pytest.mark.parametrize(
    ("body", "field", "status"),
    [
        (b"", None, 400),
        (b"[]", None, 400),
        (b'{"userMessage": ', None, 400),
        (b"\xff\xfe", None, 400),
        ({}, "userMessage", 400),
        ({"userMessage": ""}, "userMessage", 400),
        ({"userMessage": " \x00 "}, "userMessage", 400),
        ({"userMessage": 5}, "userMessage", 400),
        ({"userMessage": "a" * 4001}, "userMessage", 400),
        ({"userMessage": "Hello", "userId": 1}, "userId", 400),
        ({"userMessage": "Hello", "conversationId": "nope"}, "conversationId", 404),
        ({"userMessage": "Hello", "conversationId": 7}, "conversationId", 404),
        ({"userMessage": "Hello", "conversationId": "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"}, "conversationId", 404),
    ],
)
def test_a_wrong_body_is_refused_by_field_before_anything_is_stored(token, body, field, status):
    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body=body))

    assert answer.status == status
    assert answer.json()["success"] is False
    assert answer.json()["error"].get("field") == field
    assert Conversation.objects.count() == 0


def test_a_body_over_64_kb_is_refused(token):
    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body=b" " * 65_537))

    assert answer.status == 413


@pytest.mark.parametrize("authorization", ["Bearer nonsense", "Basic YTpi", "Bearer", "\u00ff"])
def test_a_wrong_token_is_401_in_the_one_error_shape(db, authorization):
    answer = in_loop(
        fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"}, headers={"authorization": authorization})
    )

    assert answer.status == 401
    assert answer.json()["error"]["code"] == "not_authenticated"


def test_a_host_that_is_not_ours_is_refused(db):
    answer = in_loop(fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"}, headers={"host": "evil.example"}))

    assert answer.status == 400
    assert answer.json()["error"]["code"] == "wrong_host"


def test_nobody_is_401(db):
    assert in_loop(fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"})).status == 401


def session_headers(client, **more: str) -> dict[str, str]:
    """The cookies of a logged-in test client, as a browser sends them."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"cookie": cookies} | more


@pytest.fixture
def browser(client, ana):
    """Ana's browser: a session and a CSRF cookie."""
    client.force_login(ana)
    client.get("/profile/")
    return client


def test_a_session_needs_its_csrf_token(browser):
    answer = in_loop(fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"}, headers=session_headers(browser)))

    assert answer.status == 403
    assert answer.json()["error"]["code"] == "csrf_failed"


def test_a_session_with_its_csrf_token_may_ask(browser, model):
    model.script(text("Hello."))
    headers = session_headers(browser, **{"x-csrftoken": browser.cookies["csrftoken"].value})

    answer = in_loop(fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"}, headers=headers))

    assert answer.status == 200


def test_a_foreign_origin_is_refused(browser):
    token = browser.cookies["csrftoken"].value
    headers = session_headers(browser, origin="https://evil.example", **{"x-csrftoken": token})

    answer = in_loop(fetch("POST", "/agents/chat-stream", body={"userMessage": "Hi"}, headers=headers))

    assert answer.status == 403


def test_a_session_may_read_its_stream(browser, ended_run):
    answer = in_loop(fetch("GET", events_path(ended_run), headers=session_headers(browser)))

    assert answer.status == 200


def test_a_second_question_is_409_with_the_open_run(ana, token):
    run = runs.start_run(Conversation.objects.create(user=ana), "First?")
    body = {"userMessage": "Second?", "conversationId": str(run.conversation_id)}

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body=body))

    assert answer.status == 409
    assert answer.json()["error"]["runId"] == str(run.pk)


def test_open_runs_per_user_are_limited(ana, token, settings):
    settings.AGENT_OPEN_RUNS, settings.THROTTLE = 1, True
    runs.start_run(Conversation.objects.create(user=ana), "First?")

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "Second?"}))

    assert answer.status == 429
    assert answer.headers["retry-after"] == "5"


def test_tokens_per_day_are_limited_with_the_time_they_come_back(ana, token, settings):
    settings.AGENT_DAILY_TOKENS, settings.THROTTLE = 10, True
    play(ScriptedModel(["Hello."]), user=ana)

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "Again?"}))

    assert answer.status == 429
    assert answer.json()["error"]["code"] == "daily_limit"
    assert 0 < int(answer.headers["retry-after"]) <= 86_400


def test_throttle_off_lifts_the_limits(ana, token, settings, model):
    settings.AGENT_OPEN_RUNS, settings.THROTTLE = 1, False
    model.script(text("Hello."))
    runs.start_run(Conversation.objects.create(user=ana), "First?")

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "Second?"}))

    assert answer.status == 200


def test_a_stranger_finds_no_such_run(ended_run, eves_token):
    assert in_loop(fetch("GET", events_path(ended_run), token=eves_token)).status == 404


def test_a_stranger_finds_no_such_conversation(ended_run, eves_token):
    body = {"userMessage": "Hi", "conversationId": str(ended_run.conversation_id)}

    assert in_loop(fetch("POST", "/agents/chat-stream", token=eves_token, body=body)).status == 404
