"""The streams: who may, the bytes, resuming after every event, pings, the end."""

from __future__ import annotations

import asyncio
import json

import pytest

from accounts.tokens import open_family
from agent import runs
from agent.eventlog import eventlog
from agent.frames import Reader, heartbeat
from agent.llm import choose
from agent.models import Conversation, Run
from tests.agent.asgi_client import Exchange, fetch, open_exchange
from tests.agent.conftest import ScriptedModel, play, request
from tests.llm_server import calls, text


def in_loop(coroutine):
    """Run the test's coroutine, then close the model's connections in the same loop."""

    async def through():
        try:
            return await coroutine
        finally:
            await asyncio.gather(*runs._driving.values(), return_exceptions=True)
            await choose.close()

    return asyncio.run(through())


@pytest.fixture
def token(ana) -> str:
    """Ana's access token."""
    return open_family(ana).access_token


@pytest.fixture
def eves_token(eve) -> str:
    """A stranger's access token."""
    return open_family(eve).access_token


@pytest.fixture
def model(llm_server, settings):
    """The local server as the configured model."""
    settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_TOOL_MODEL = llm_server.url, "writer", "chooser"
    return llm_server


@pytest.fixture
def ended_run(ana, condo) -> Run:
    """A run of seven events that has ended."""
    model = ScriptedModel(["Looking. ", request("getListing", listingId="C1")], ["A ", "condo."])
    return play(model, user=ana).run


def events_path(run: Run, query: str = "") -> str:
    return f"/agents/runs/{run.pk}/events{query}"


def test_a_posted_question_streams_its_run(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A ", "condo."))

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "C1?"}))

    run = Run.objects.get()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache, no-transform"
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["x-run-id"] == str(run.pk)
    assert answer.headers["x-conversation-id"] == str(run.conversation_id)
    assert answer.body.startswith(b"retry: 3000\n: ")
    assert [frame.split(b"\n")[1] for frame in answer.frames][-1] == b"event: done"


def test_frames_have_an_id_a_name_and_one_line_of_json(ana, token):
    run = play(ScriptedModel(['Zwei\r\nLinien \u2028 "so"']), user=ana).run

    answer = in_loop(fetch("GET", events_path(run), token=token))

    lines = answer.frames[1].decode().split("\n")
    assert lines[0] == "id: 2"
    assert lines[1] == "event: content"
    assert json.loads(lines[2].removeprefix("data: ")) == {"chunk": 'Zwei\r\nLinien \u2028 "so"', "step": 1}
    assert b"\r" not in answer.body


def test_the_other_spelling_of_the_route_streams_too(model, token):
    model.script(text("Hello."))

    answer = in_loop(fetch("POST", "/agents/chat/stream", token=token, body={"userMessage": "Hello"}))

    assert answer.frames[-1].split(b"\n")[1] == b"event: done"


def test_a_client_that_prefers_json_gets_the_run_to_follow(model, token):
    model.script(text("Hello."))

    answer = in_loop(
        fetch(
            "POST",
            "/agents/chat-stream",
            token=token,
            body={"userMessage": "Hello"},
            headers={"accept": "application/json"},
        )
    )

    run = Run.objects.get()
    assert answer.status == 202
    assert answer.json() == {"success": True, "runId": str(run.pk), "conversationId": str(run.conversation_id)}


def test_plain_chat_answers_when_the_run_has_ended(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A ", "condo."))

    answer = in_loop(fetch("POST", "/agents/chat", token=token, body={"userMessage": "C1?"})).json()

    assert answer["success"] is True
    assert answer["message"] == "A condo."
    assert answer["status"] == "completed"
    assert [call["name"] for call in answer["toolCalls"]] == ["getListing"]


def test_the_tool_model_chooses_and_the_other_model_writes(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A condo."))

    in_loop(fetch("POST", "/agents/chat", token=token, body={"userMessage": "C1?"}))

    assert [sent["model"] for sent in model.requests] == ["chooser", "writer"]


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


@pytest.mark.parametrize("run_id", ["nope", "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1", "%00"])
def test_an_unknown_run_is_404(token, run_id):
    assert in_loop(fetch("GET", f"/agents/runs/{run_id}/events", token=token)).status == 404


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "", "9" * 40])
def test_after_must_be_a_whole_number(ended_run, token, after):
    answer = in_loop(fetch("GET", events_path(ended_run, f"?after={after}"), token=token))

    assert answer.status == 400
    assert answer.json()["error"]["field"] == "after"


def test_the_end_of_an_ended_run_is_204(ended_run, token):
    assert in_loop(fetch("GET", events_path(ended_run, "?after=7"), token=token)).status == 204
    assert in_loop(fetch("GET", events_path(ended_run, "?after=900"), token=token)).status == 204


def test_the_header_wins_over_the_query(ended_run, token):
    answer = in_loop(fetch("GET", events_path(ended_run, "?after=1"), token=token, headers={"last-event-id": "5"}))

    assert [frame.split(b"\n")[0] for frame in answer.frames] == [b"id: 6", b"id: 7"]


def test_another_method_is_405(token):
    assert in_loop(fetch("GET", "/agents/chat-stream", token=token)).status == 405
    assert in_loop(fetch("DELETE", "/agents/chat", token=token)).status == 405


class Piecewise(ScriptedModel):
    """Says many pieces, each committed before the next, so that every piece is an event of its own."""

    def __init__(self, run: Run, pieces: int) -> None:
        super().__init__([f"word{n} " for n in range(pieces)])
        self._run = run

    async def stream(self, messages, tools, tool_choice="auto"):
        async for chunk in super().stream(messages, tools, tool_choice):
            yield chunk
            await asyncio.sleep(0)
            await eventlog.flushed(eventlog.live[self._run.pk])


async def cut_after(run: Run, token: str, k: int) -> bytes:
    """Read k events, lose the connection, resume by Last-Event-ID; all frames as they came."""
    first = open_exchange("GET", events_path(run), token=token)
    await first.until(lambda e: len(e.frames) >= k)
    await first.cut()
    seen = first.frames[:k]
    rest = await fetch("GET", events_path(run), token=token, headers={"last-event-id": str(k)})
    return b"".join(seen + rest.frames)


def test_a_300_event_run_cut_after_every_event_gives_the_same_bytes(ana, token):
    run = runs.start_run(Conversation.objects.create(user=ana), "A long answer?")

    async def through() -> tuple[bytes, list[bytes]]:
        task = runs.drive(run, Piecewise(run, 298))
        whole = open_exchange("GET", events_path(run), token=token)
        cut = [asyncio.create_task(cut_after(run, token, k)) for k in range(1, 300)]
        await task
        await whole.task
        return b"".join(whole.frames), [await each for each in cut]

    whole, resumed = in_loop(through())

    run.refresh_from_db()
    assert run.last_seq == 300
    assert set(resumed) == {whole}


def test_a_reader_after_the_end_gets_the_same_bytes_from_the_database(ana, token):
    run = runs.start_run(Conversation.objects.create(user=ana), "A long answer?")

    async def through() -> tuple[Exchange, Exchange]:
        task = runs.drive(run, Piecewise(run, 20))
        live = await fetch("GET", events_path(run), token=token)
        await task
        return live, await fetch("GET", events_path(run), token=token)

    live, stored = in_loop(through())

    assert live.frames == stored.frames
    assert len(live.frames) == 22


def test_closing_the_tab_does_not_stop_the_run(model, token, ana):
    model.script(text("A ", "whole ", "answer."))

    async def through() -> None:
        exchange = open_exchange("POST", "/agents/chat-stream", token=token, body={"userMessage": "Hello"})
        await exchange.until(lambda e: len(e.frames) >= 1)
        await exchange.cut()

    in_loop(through())

    run = Run.objects.get()
    assert run.status == "completed"
    assert run.answer.text == "A whole answer."


def test_a_silent_stream_is_pinged_without_an_id(ana, token, settings):
    settings.SSE_KEEPALIVE = 100
    run = runs.start_run(Conversation.objects.create(user=ana), "Slow?")

    async def through() -> Exchange:
        go_on = asyncio.Event()
        task = runs.drive(run, ScriptedModel([go_on, "Done."]))
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = open_exchange("GET", events_path(run), token=token)
        await exchange.until(lambda e: b"event: ping\ndata: {}\n\n" in e.body)
        go_on.set()
        await task
        beat.cancel()
        await exchange.task
        return exchange

    answer = in_loop(through())

    assert len(answer.frames) == 3
    assert not Reader.open


def test_a_stream_ends_after_its_time_between_two_events(ana, token, settings):
    settings.SSE_TIMEOUT, settings.SSE_KEEPALIVE = 100, 100
    run = runs.start_run(Conversation.objects.create(user=ana), "Slow?")

    async def through() -> Exchange:
        go_on = asyncio.Event()
        task = runs.drive(run, ScriptedModel([go_on, "Done."]))
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = await fetch("GET", events_path(run), token=token)
        go_on.set()
        await task
        beat.cancel()
        return exchange

    answer = in_loop(through())

    assert answer.ended
    assert [frame.split(b"\n")[1] for frame in answer.frames] == [b"event: thinking"]


def test_the_health_stream_says_ready_then_beats(settings):
    settings.SSE_KEEPALIVE = 100

    async def through() -> Exchange:
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = open_exchange("GET", "/sse/health")
        await exchange.until(lambda e: b"event: ping" in e.body)
        beat.cancel()
        return await exchange.cut()

    assert b"event: ready\ndata: {}\n\n" in in_loop(through()).body
